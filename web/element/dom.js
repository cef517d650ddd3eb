/** Building elements without a framework. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|number|boolean|null|((event: any) => void)>} [attributes]
 *   a function is a listener ("onclick" listens to click); true is "", false and null are absent
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'function') element.addEventListener(name.slice(2), value);
        else if (value === true) element.setAttribute(name, '');
        else if (value !== false && value !== null) element.setAttribute(name, String(value));
    }
    element.append(...children);
    return element;
}

/** Writes only what differs: an unchanged live region stays silent, an unchanged node keeps its
 * layout. @param {Element} element @param {string} text */
export function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

/** @param {Element} element @param {string} name @param {string|number} value */
export function setAttribute(element, name, value) {
    const text = String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** Shapes on a grid of 16, filled with the colour of the text around them. */
const ICONS = {
    run: '<path d="M4 2.5v11l9.5-5.5z"/>',
    stop: '<rect x="3" y="3" width="10" height="10" rx="1"/>',
    done: '<path d="M6.4 12.4 2 8l1.6-1.6 2.8 2.8 6-6L14 4.8z"/>',
    failed: '<path d="M3 4.6 4.6 3 8 6.4 11.4 3 13 4.6 9.6 8l3.4 3.4-1.6 1.6L8 9.6 4.6 13 3 11.4 6.4 8z"/>',
    asked: '<path d="M3 3.5h10l-5 9z"/>',
    wakes: '<path d="M1 7h8.5V3.5L15 8l-5.5 4.5V9H1z"/>',
    cancelled: '<path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13m0 2a4.5 4.5 0 0 1 2.6.8L4.3 10.6A4.5 4.5 0 0 1 8 3.5m0 9a4.5 4.5 0 0 1-2.6-.8l6.3-6.3A4.5 4.5 0 0 1 8 12.5"/>',
};

/** @param {keyof typeof ICONS} name @returns {Node} decoration only: the text says it too */
export function icon(name) {
    const template = document.createElement('template');
    template.innerHTML = `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${ICONS[name]}</svg>`;
    return /** @type {Node} */ (template.content.firstChild);
}
