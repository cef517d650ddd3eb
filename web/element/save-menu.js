/** What a run can be saved as, and opened from: a file of its own, its records as JSON, Chrome's trace
 * events for Perfetto, a picture. */

import { chromeTrace } from '../timeline/chrome-trace.js';
import { pngPicture } from '../timeline/png-picture.js';
import { svgPicture } from '../timeline/svg-picture.js';
import { h } from './dom.js';
import { readRun, saveRun } from './saved-run.js';

/** @typedef {import('./record.js').RunRecord} RunRecord */

/** @param {string} name @param {Blob} content */
function download(name, content) {
    const url = URL.createObjectURL(content);
    const link = h('a', { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export class SaveMenu {
    /** @param {{record: () => RunRecord|null, open: (record: RunRecord) => void,
     *     complain: (words: string) => void}} on */
    constructor(on) {
        const file = h('input', { type: 'file', accept: '.json,application/json', hidden: true, 'aria-label': 'Open a run', tabindex: -1 });
        file.addEventListener('change', () => void this.#open(file));
        this.on = on;
        /** @type {[string, (record: RunRecord) => void|Promise<void>][]} */
        const items = [
            ['Run, to open again (JSON)', (record) => this.#save(record, 'run.json', JSON.stringify(saveRun(record)))],
            ['Records as JSON', (record) => this.#save(record, 'records.json', JSON.stringify(record.history.events))],
            ['Trace for Perfetto (JSON)', (record) => this.#save(record, 'trace.json', JSON.stringify(chromeTrace(record.history, record.program.name, record.time)))],
            ['Picture (SVG)', (record) => download(`${record.program.name}.svg`, new Blob([svgPicture(record)], { type: 'image/svg+xml' }))],
            ['Picture (PNG)', async (record) => download(`${record.program.name}.png`, await pngPicture(svgPicture(record)))],
        ];
        this.list = h('div', { class: 'menu', popover: 'auto', role: 'group', 'aria-label': 'Save or open a run' },
            ...items.map(([title, act]) => h('button', { type: 'button', onclick: () => void this.#act(act) }, title)),
            h('button', { type: 'button', onclick: () => file.click() }, 'Open a run …'), file);
        const button = h('button', { type: 'button', class: 'quiet save', 'aria-haspopup': 'true' }, 'Save');
        button.addEventListener('click', () => this.#toggle(button));
        this.element = h('span', { class: 'save-menu' }, button, this.list);
    }

    /** @param {HTMLElement} button */
    #toggle(button) {
        const { bottom, right } = button.getBoundingClientRect();
        this.list.style.top = `${bottom + 4}px`;
        this.list.style.left = `${Math.max(8, right - 230)}px`;
        this.list.togglePopover();
    }

    /** @param {(record: RunRecord) => void|Promise<void>} act */
    async #act(act) {
        this.list.hidePopover();
        const record = this.on.record();
        try {
            if (record) await act(record);
        } catch (error) {
            this.on.complain(/** @type {Error} */ (error).message);
        }
    }

    /** @param {RunRecord} record @param {string} end @param {string} text */
    #save(record, end, text) {
        download(`${record.program.name}.${end}`, new Blob([text], { type: 'application/json' }));
    }

    /** @param {HTMLInputElement} input */
    async #open(input) {
        this.list.hidePopover();
        const [file] = input.files ?? [];
        input.value = '';
        if (!file) return;
        try {
            this.on.open(readRun(JSON.parse(await file.text())));
        } catch (error) {
            const { message } = /** @type {Error} */ (error);
            this.on.complain(error instanceof SyntaxError ? `${file.name} is no JSON: ${message}` : message);
        }
    }
}
