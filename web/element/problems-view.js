/** What the compiler said, as a list; each entry leads to its line. */

import { h } from './dom.js';
import { plural } from '../timeline/format.js';

/** @typedef {import('../compiler/diagnostics.js').Diagnostic} Diagnostic */

/** More are counted. */
const MOST_SHOWN = 100;
const WORDS = { error: 'Error', warning: 'Warning', note: 'Note' };

export class ProblemsView {
    /** @param {(diagnostic: Diagnostic) => void} onjump */
    constructor(onjump) {
        this.onjump = onjump;
        this.element = h('section', { class: 'problems', part: 'problems', 'aria-label': 'Problems', hidden: true });
    }

    /** @param {Diagnostic[]} diagnostics */
    show(diagnostics) {
        this.element.hidden = diagnostics.length === 0;
        const count = (/** @type {string} */ kind) =>
            diagnostics.filter(({ severity }) => severity === kind).length;
        const counts = [plural(count('error'), 'error'), plural(count('warning'), 'warning')];
        const shown = diagnostics.slice(0, MOST_SHOWN).map((diagnostic) => h('li', {}, this.#entry(diagnostic)));
        const rest = diagnostics.length - shown.length;
        this.element.replaceChildren(
            h('p', { role: 'status' }, counts.filter((text) => !text.startsWith('0')).join(', ')),
            h('ul', {}, ...shown, ...(rest > 0 ? [h('li', {}, `and ${plural(rest, 'more')}`)] : [])),
        );
    }

    /** @param {Diagnostic} diagnostic @returns {HTMLElement} */
    #entry(diagnostic) {
        const { severity, file, line, column, text } = diagnostic;
        const where = line > 0 ? `${file}:${line}:${column}` : file;
        const parts = [
            h('span', { class: 'problem-kind' }, WORDS[severity]),
            ...(where ? [h('span', { class: 'problem-where' }, where)] : []),
            h('span', { class: 'problem-text' }, text),
        ];
        const leads = line > 0 && !file.startsWith('/');
        return leads
            ? h('button', { type: 'button', class: `problem ${severity}`, onclick: () => this.onjump(diagnostic) }, ...parts)
            : h('div', { class: `problem ${severity}` }, ...parts);
    }
}
