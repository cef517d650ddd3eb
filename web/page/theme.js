/** The theme: as the system has it, light, or dark; remembered. */

const THEMES = ['auto', 'light', 'dark'];
const root = document.documentElement;
const button = /** @type {HTMLButtonElement} */ (document.querySelector('#theme'));
const word = /** @type {HTMLElement} */ (button.querySelector('span'));

/** @param {string} theme */
function apply(theme) {
    root.dataset.theme = theme;
    document.querySelector('eddy-playground')?.setAttribute('theme', theme);
    word.textContent = theme;
    button.setAttribute('aria-label', `Theme: ${theme}`);
}

button.addEventListener('click', () => {
    const now = THEMES.indexOf(root.dataset.theme ?? '');
    const theme = THEMES[(now + 1) % THEMES.length];
    apply(theme);
    try {
        localStorage.setItem('eddy-theme', theme);
    } catch {
        // storage is closed to this page: the theme lasts as long as the page
    }
});

apply(THEMES.includes(root.dataset.theme ?? '') ? String(root.dataset.theme) : 'auto');

export {};
