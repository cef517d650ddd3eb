/** The C of an example: read as the build coloured it, until somebody wants to edit it. */

import { h, setAttribute } from './dom.js';
import { ProblemsView } from './problems-view.js';

/** @typedef {import('../compiler/diagnostics.js').Diagnostic} Diagnostic */
/** @typedef {import('../compiler/diagnostics.js').SourceFile} SourceFile */
/** @typedef {import('../editor/editor.js').Editor} Editor */

/** As web/share/state.js has it; that file is not needed to show an example. */
const FILE_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,59}\.[ch]$/;

const loadEditor = () => import('../editor/editor.js');

/**
 * @typedef {object} Actions
 * @property {() => void} edited the files are others than before
 * @property {() => void} opening somebody is about to change something
 * @property {() => void} run
 * @property {(words: string) => void} tell what went wrong
 */

export class CodePane {
    /** @type {SourceFile[]} */
    files = [];
    #actions;
    /** What the files are of: the key of their undo. */
    #key = '';
    /** Coloured by the build, for the first file as it was; '' for none. */
    #html = '';
    #original = '';
    #chosen = 0;
    /** @type {Editor|null} */
    #editor = null;
    /** @type {Promise<void>|null} */
    #loading = null;
    /** @type {Diagnostic[]} as they are shown */
    diagnostics = [];
    /** Where tasks stand. @type {{file: string, lines: Map<number, {tasks: string[], selected: boolean}>}} */
    #tasks = { file: '', lines: new Map() };

    /** @param {Actions} actions */
    constructor(actions) {
        this.#actions = actions;
        this.tabs = h('div', { class: 'files', role: 'group', 'aria-label': 'Files' });
        /** For buttons of others: what concerns the program as a whole. */
        this.tools = h('div', { class: 'tools' });
        this.body = h('div', { class: 'code-body' });
        this.problems = new ProblemsView((diagnostic) => this.#jump(diagnostic));
        this.element = h(
            'div',
            { class: 'pane', 'data-language': 'C' },
            h('div', { class: 'pane-head' }, this.tabs, this.tools),
            this.body,
            this.problems.element,
        );
    }

    /** @param {string} key of the example @param {SourceFile[]} files
     * @param {{text: string, html: string}} [original] of the first file */
    show(key, files, original = { text: '', html: '' }) {
        this.#key = key;
        this.#tasks = { file: '', lines: new Map() };
        this.files = files.map((file) => ({ ...file }));
        this.#original = original.text;
        this.#html = original.html;
        this.#chosen = 0;
        this.clearDiagnostics();
        this.#draw();
    }

    /** @param {Diagnostic[]} diagnostics */
    showDiagnostics(diagnostics) {
        this.diagnostics = diagnostics;
        this.problems.show(diagnostics);
        this.#mark();
    }

    /** Marks the lines at which tasks stand. @param {string} file
     * @param {Map<number, {tasks: string[], selected: boolean}>} lines from 1 */
    showTasks(file, lines) {
        this.#tasks = { file, lines };
        this.#drawTasks();
    }

    #drawTasks() {
        const { file, lines } = this.#tasks;
        const shown = this.files[this.#chosen]?.name === file ? lines : new Map();
        if (this.#editor) {
            this.#editor.showTasks(shown);
            return;
        }
        const code = this.body.querySelector('code');
        for (const old of code?.querySelectorAll('.stands') ?? []) old.remove();
        for (const [line, { tasks, selected }] of shown) {
            const text = tasks.length > 3 ? `${tasks.slice(0, 3).join(', ')} +${tasks.length - 3}` : tasks.join(', ');
            const mark = h('span', { class: selected ? 'stands selected' : 'stands' }, h('span', {}, text));
            mark.style.setProperty('--line', String(line - 1));
            code?.append(mark);
        }
        const pre = code?.parentElement;
        const first = [...shown].find(([, { selected }]) => selected)?.[0] ?? Math.min(...shown.keys());
        if (pre && Number.isFinite(first)) {
            const height = parseFloat(getComputedStyle(pre).lineHeight) || 18;
            const top = (first - 1) * height;
            if (top < pre.scrollTop || top > pre.scrollTop + pre.clientHeight - 2 * height) pre.scrollTop = top - pre.clientHeight / 2;
        }
    }

    clearDiagnostics() {
        if (this.diagnostics.length > 0) this.showDiagnostics([]);
    }

    /** The editor instead of the text; it is fetched when this is called first.
     * @param {{x: number, y: number}} [point] where it was clicked */
    async edit(point) {
        try {
            if (!this.#loading) this.#actions.opening();
            this.#loading ??= this.#load();
            await this.#loading;
        } catch {
            this.#loading = null;
            this.#actions.tell('The editor could not be fetched. Is the server up?');
            return;
        }
        this.#editor?.focus(point);
    }

    async #load() {
        const { Editor } = await loadEditor();
        const root = /** @type {ShadowRoot} */ (this.element.getRootNode());
        const host = h('div', { class: 'editor', part: 'code' });
        this.#editor = new Editor(root, host, {
            change: (text) => this.#changed(text),
            run: this.#actions.run,
        });
        this.#draw();
        this.body.replaceChildren(host);
    }

    /** @param {string} text */
    #changed(text) {
        const file = this.files[this.#chosen];
        if (file.text === text) return;
        file.text = text;
        this.#actions.edited();
    }

    #draw() {
        this.#drawTabs();
        const file = this.files[this.#chosen];
        if (!file) {
            this.body.replaceChildren();
        } else if (this.#editor) {
            this.#editor.open(`${this.#key}/${file.name}`, file.text, `C, ${file.name}`);
            this.#mark();
        } else {
            this.body.replaceChildren(this.#text(file));
        }
        if (file) this.#drawTasks();
    }

    /** @param {SourceFile} file */
    #text(file) {
        const code = h('code');
        if (this.#html && file.text === this.#original) {
            code.innerHTML = this.#html; // written by the build, escaped there
        } else {
            code.textContent = file.text;
        }
        const attributes = { tabindex: 0, role: 'region', 'aria-label': `C, ${file.name}`, part: 'code' };
        const pre = h('pre', { ...attributes, title: 'Click to edit' }, code);
        pre.addEventListener('pointerenter', () => void loadEditor().catch(() => {}));
        pre.addEventListener('click', ({ clientX, clientY }) => {
            if (getSelection()?.isCollapsed !== false) void this.edit({ x: clientX, y: clientY });
        });
        pre.addEventListener('keydown', (event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (event.key !== 'Enter' && event.key.length > 1) return;
            if (event.key === ' ') return; // it scrolls
            event.preventDefault();
            void this.edit();
        });
        return pre;
    }

    #mark() {
        const file = this.files[this.#chosen];
        this.#editor?.show(this.diagnostics.filter((diagnostic) => diagnostic.file === file?.name));
    }

    /** @param {Diagnostic} diagnostic */
    async #jump({ file, line, column }) {
        const index = this.files.findIndex(({ name }) => name === file);
        if (index < 0) return;
        await this.edit();
        if (index !== this.#chosen) this.#choose(index);
        this.#editor?.jump(line, column);
    }

    /** @param {number} index */
    #choose(index) {
        this.#chosen = index;
        this.#draw();
    }

    #drawTabs() {
        const tabs = this.files.map(({ name }, index) => {
            const tab = h('button', { type: 'button', class: 'file', onclick: () => this.#choose(index) }, name);
            setAttribute(tab, 'aria-pressed', String(index === this.#chosen));
            return tab;
        });
        const add = h('button', { type: 'button', class: 'file-add', title: 'New file', 'aria-label': 'New file', onclick: () => this.#askName() }, '+');
        const { name } = this.files[this.#chosen] ?? {};
        const remove = h(
            'button',
            { type: 'button', class: 'file-remove', title: `Remove ${name}`, 'aria-label': `Remove ${name}`, onclick: () => this.#remove() },
            '×',
        );
        this.tabs.replaceChildren(...tabs, ...(this.files.length > 1 ? [remove] : []), add);
    }

    #askName() {
        const input = h('input', { type: 'text', class: 'file-name', 'aria-label': 'Name of the new file', placeholder: 'name.c or name.h' });
        input.addEventListener('keydown', (event) => {
            event.stopPropagation();
            if (event.key === 'Escape') this.#drawTabs();
            if (event.key === 'Enter') this.#add(input.value.trim());
        });
        this.tabs.lastElementChild?.replaceWith(input);
        input.focus();
    }

    /** @param {string} name */
    #add(name) {
        if (!FILE_NAME.test(name)) {
            this.#actions.tell(`“${name}” cannot be a file: a name ends in .c or .h, and has letters, digits, _ and -.`);
        } else if (this.files.some((file) => file.name === name)) {
            this.#actions.tell(`There is a file ${name} already.`);
        } else {
            this.files.push({ name, text: '' });
            this.#choose(this.files.length - 1);
            this.#actions.edited();
            void this.edit();
        }
    }

    #remove() {
        this.files.splice(this.#chosen, 1);
        this.#choose(Math.max(0, this.#chosen - 1));
        this.#actions.edited();
    }
}
