/** The sources of an example beside each other; where there is no room, one behind the other. */

import { h, setAttribute } from './dom.js';

/** @typedef {import('../build/examples.js').Example} Example */

export class SourceView {
    constructor() {
        this.switch = h('div', { class: 'switch', role: 'group', 'aria-label': 'Language' });
        this.panes = h('div', { class: 'panes' });
        this.element = h('section', { class: 'source', part: 'source', 'aria-label': 'Source' });
        this.element.append(this.switch, this.panes);
    }

    /** @param {Example|null} example null: what the element's own children show */
    update(example) {
        const sources = example ? example.sources : [];
        this.switch.replaceChildren(
            ...sources.map(({ language }, index) =>
                h('button', { type: 'button', onclick: () => this.#choose(index) }, language),
            ),
        );
        this.switch.hidden = sources.length < 2;
        this.panes.replaceChildren(
            ...sources.map(({ language, file, html }) => {
                const code = h('code');
                code.innerHTML = html; // written by the build, escaped there
                const label = `${language}, ${file}`;
                const attributes = { tabindex: 0, role: 'region', 'aria-label': label, part: 'code' };
                return h(
                    'div',
                    { class: 'pane', 'data-language': language },
                    h('h3', {}, file),
                    h('pre', attributes, code),
                );
            }),
        );
        if (!example) this.panes.append(h('slot'));
        this.#choose(0);
    }

    /** @param {number} chosen */
    #choose(chosen) {
        [...this.panes.children].forEach((pane, index) => {
            pane.classList.toggle('chosen', index === chosen);
        });
        [...this.switch.children].forEach((button, index) => {
            setAttribute(button, 'aria-pressed', String(index === chosen));
        });
    }
}
