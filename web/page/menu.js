/** The list of examples: beside the example where there is room, else folded behind a button. */

const button = /** @type {HTMLButtonElement} */ (document.querySelector('#menu-button'));
const menu = /** @type {HTMLElement} */ (document.querySelector('#menu'));

/** @param {boolean} isOpen */
function unfold(isOpen) {
    button.setAttribute('aria-expanded', String(isOpen));
    menu.classList.toggle('open', isOpen);
}

button.addEventListener('click', () => unfold(button.getAttribute('aria-expanded') !== 'true'));
menu.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a')) unfold(false);
});
addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.classList.contains('open')) return;
    event.preventDefault(); // this Escape is the menu's, it stops no run
    unfold(false);
    button.focus();
});
addEventListener('pointerdown', (event) => {
    const path = event.composedPath();
    if (!path.includes(menu) && !path.includes(button)) unfold(false);
});
menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) unfold(false);
});

export {};
