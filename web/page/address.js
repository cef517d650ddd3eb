/** The address names what the page shows: an example, `#gather`, or a program with all its sources,
 * `#code=1.…`. What is edited becomes the address after a moment, so that a reload finds it again. */

import { PREFIX } from '../share/links.js';
import { encodeState } from '../share/state.js';

/** @typedef {import('../element/playground.js').EddyPlayground} EddyPlayground */
/** @typedef {import('../share/state.js').ProgramState} ProgramState */

const FIRST = 'gather';
const PAUSE = 400; // milliseconds without an edit

/** @returns {{example: string, seed: number|null}|{code: string}} */
export function readAddress() {
    const hash = location.hash.slice(1);
    if (hash.startsWith(PREFIX)) return { code: hash.slice(PREFIX.length) };
    try {
        const [name, ...rest] = hash.split('&');
        const seed = rest.find((part) => /^seed=\d{1,10}$/.test(part));
        return { example: decodeURIComponent(name) || FIRST, seed: seed ? Number(seed.slice(5)) : null };
    } catch {
        return { example: hash, seed: null }; // a bad %-sequence: no example has such a name, and the page says so
    }
}

/** @param {EddyPlayground} playground */
export function writeAddress(playground) {
    let timer = 0;
    let last = 0;
    playground.addEventListener('eddy-edit', (event) => {
        clearTimeout(timer);
        timer = window.setTimeout(async () => {
            last += 1;
            const edit = last;
            const { detail } = /** @type {CustomEvent<ProgramState>} */ (event);
            const hash = playground.isEdited ? PREFIX + (await encodeState(detail)) : detail.example;
            if (edit === last) history.replaceState(null, '', `#${hash}`);
        }, PAUSE);
    });
    playground.addEventListener('eddy-seed', (event) => {
        const { example, seed } = /** @type {CustomEvent<{example: string, seed: number|null}>} */ (event).detail;
        if (example) history.replaceState(null, '', `#${example}${seed === null ? '' : `&seed=${seed}`}`);
    });
    addEventListener('hashchange', () => clearTimeout(timer));
}
