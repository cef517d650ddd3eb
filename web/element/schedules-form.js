/** In which order what is ready runs: asyncio's, or drawn from a seed; and the search for an order that
 * ends otherwise. */

import { h, setText } from './dom.js';

const TRIES = 1000;

/**
 * @typedef {object} Actions
 * @property {(seed: number|null) => void} run with this seed, or in asyncio's order
 * @property {(count: number, signal: AbortSignal, onProgress: (tried: number) => void)
 *     => Promise<{seed: number, what: string}|null>} search
 * @property {(seed: number) => void} compare asyncio's order and this one, side by side
 */

export class SchedulesForm {
    /** @type {AbortController|null} */
    #searching = null;
    #seed = 0;

    /** @param {Actions} actions */
    constructor(actions) {
        this.actions = actions;
        this.input = h('input', { type: 'number', min: 0, max: 4294967295, step: 1, placeholder: 'none', 'aria-label': 'Seed' });
        const use = h('button', { type: 'submit' }, 'Run with it');
        this.usual = h('button', { type: 'button', onclick: () => this.#run(null) }, 'asyncio’s order');
        this.search = h('button', { type: 'button', class: 'try', onclick: () => void this.#toggle() }, `Try ${TRIES.toLocaleString('en')} schedules`);
        this.bar = h('progress', { max: TRIES, value: 0, 'aria-label': 'Schedules tried', hidden: true });
        this.words = h('span', { class: 'words', role: 'status' });
        this.compare = h('button', { type: 'button', class: 'compare', hidden: true, onclick: () => actions.compare(this.#seed) }, 'Side by side');
        this.element = h('form', { class: 'schedules', 'aria-label': 'Schedules', hidden: true },
            h('label', {}, 'Seed ', this.input), use, this.usual, this.search, this.bar, this.words, this.compare);
        this.element.addEventListener('submit', (event) => {
            event.preventDefault();
            if (this.input.value !== '') this.#run(Number(this.input.value));
        });
    }

    /** @param {number|null} seed that runs have now */
    show(seed) {
        this.input.value = seed === null ? '' : String(seed);
        this.#seed = seed ?? 0;
        this.compare.hidden = seed === null;
    }

    /** Another program is shown. */
    clear() {
        this.#searching?.abort();
        setText(this.words, '');
        this.bar.hidden = true;
    }

    /** @param {number|null} seed */
    #run(seed) {
        this.show(seed);
        this.actions.run(seed);
    }

    async #toggle() {
        if (this.#searching) {
            this.#searching.abort();
            return;
        }
        const searching = new AbortController();
        this.#searching = searching;
        setText(this.search, 'Stop trying');
        this.bar.hidden = false;
        this.bar.value = 0;
        setText(this.words, 'Trying …');
        let tried = 0;
        try {
            const found = await this.actions.search(TRIES, searching.signal, (count) => {
                tried = count;
                this.bar.value = count;
            });
            if (found) {
                this.#run(found.seed);
                setText(this.words, `Schedule ${tried} of ${TRIES.toLocaleString('en')}, seed ${found.seed}, ${found.what}. It is open now.`);
            } else setText(this.words, `${TRIES.toLocaleString('en')} schedules end as asyncio’s order does.`);
        } catch (error) {
            if (searching.signal.aborted) setText(this.words, tried > 0 ? `Stopped after ${tried}: no difference so far.` : '');
            else setText(this.words, /** @type {Error} */ (error).message);
        } finally {
            this.#searching = null;
            this.bar.hidden = true;
            setText(this.search, `Try ${TRIES.toLocaleString('en')} schedules`);
        }
    }
}
