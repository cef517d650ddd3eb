/** The sources of an example beside each other; where there is no room, one behind the other. */

import { CodePane } from './code-pane.js';
import { h, setAttribute } from './dom.js';
import { PythonPane } from './python-pane.js';

/** @typedef {import('../build/examples.js').Example} Example */
/** @typedef {import('../compiler/diagnostics.js').SourceFile} SourceFile */

export class SourceView {
    #runC;

    /** @param {import('./code-pane.js').Actions} actions
     * @param {ConstructorParameters<typeof PythonPane>[1]} runC */
    constructor(actions, runC) {
        this.#runC = runC;
        this.code = new CodePane(actions);
        this.switch = h('div', { class: 'switch', role: 'group', 'aria-label': 'Language' });
        this.panes = h('div', { class: 'panes' });
        /** Below the sources: what they are compiled and run with. */
        this.below = h('div', { class: 'below' });
        this.element = h('section', { class: 'source', part: 'source', 'aria-label': 'Source' });
        this.element.append(this.switch, this.below, this.panes);
    }

    /** @param {Example|null} example null: what the element's own children show
     * @param {SourceFile[]} [files] instead of the example's C */
    update(example, files) {
        const [c, ...others] = example ? example.sources : [];
        const languages = [...(c || files ? ['C'] : []), ...others.map(({ language }) => language)];
        this.switch.replaceChildren(
            ...languages.map((language, index) =>
                h('button', { type: 'button', onclick: () => this.#choose(index) }, language),
            ),
        );
        this.switch.hidden = languages.length < 2;
        const panes = others.map((source) => new PythonPane(source, this.#runC).element);
        const shown = files ?? (c ? [{ name: c.file, text: c.text }] : []);
        this.code.show(example?.name ?? '', shown, c);
        if (shown.length > 0) panes.unshift(this.code.element);
        this.panes.replaceChildren(...panes);
        if (!example && !files) this.panes.append(h('slot'));
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
