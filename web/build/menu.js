/** The list of examples as HTML, so that the page has it before any script runs. */

import { escapeHTML } from './highlight.js';

/** @typedef {import('./examples.js').Group} Group */
/** @typedef {import('./examples.js').Example} Example */

/** @param {Example} example */
function renderLink({ name, title }) {
    const text = escapeHTML(title);
    return `<li><a href="./#${encodeURIComponent(name)}" data-title="${text}">${text}</a></li>`;
}

/** @param {Group[]} groups @returns {string} */
export function renderMenu(groups) {
    const sections = groups.map(({ title, examples }) => {
        const links = examples.map(renderLink).join('');
        return `<section><h2>${escapeHTML(title)}</h2><ul>${links}</ul></section>`;
    });
    return sections.join('\n');
}
