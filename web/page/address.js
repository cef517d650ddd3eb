/** The address names what the page shows: an example, `#gather`, at an instant of its run,
 * `#gather&at=0.25`, with a seed, `#deadlock&seed=3`; or a program with all its sources, `#code=1.…`. What is edited becomes the address after a moment, so that a reload finds it again. */

import { DEFAULT_SETTINGS } from '../element/settings-form.js';
import { PREFIX } from '../share/links.js';
import { encodeState } from '../share/state.js';

/** @typedef {import('../element/playground.js').EddyPlayground} EddyPlayground */

const FIRST = 'gather';
const PAUSE = 400; // milliseconds without an edit

/** @returns {{example: string, seed: number|null, at: string}|{code: string}} */
export function readAddress() {
    const hash = location.hash.slice(1);
    if (hash.startsWith(PREFIX)) return { code: hash.slice(PREFIX.length) };
    try {
        const [name, ...rest] = hash.split('&');
        const seed = rest.find((part) => /^seed=\d{1,10}$/.test(part));
        const at = rest.find((part) => part.startsWith('at='))?.slice(3) ?? '';
        return { example: decodeURIComponent(name) || FIRST, seed: seed ? Number(seed.slice(5)) : null, at };
    } catch {
        return { example: hash, seed: null, at: '' }; // a bad %-sequence: no example has such a name, and the page says so
    }
}

/** Is there more to it than an example's name and a seed? @param {EddyPlayground} playground */
function needsCode(playground) {
    const { state } = playground;
    const settings = /** @type {const} */ (['stdin', 'args', 'optimize', 'sanitize', 'pace']);
    const isUsual = settings.every((name) => String(state[name]) === String(DEFAULT_SETTINGS[name]));
    return playground.isEdited || (state.files.length > 0 && !isUsual);
}

/** @param {EddyPlayground} playground @returns {Promise<string>} what follows # */
async function addressOf(playground) {
    const { state } = playground;
    if (needsCode(playground)) return PREFIX + (await encodeState(state));
    const { instant } = playground;
    return state.example + (state.seed === null ? '' : `&seed=${state.seed}`) + (instant && `&at=${instant}`);
}

/** @param {EddyPlayground} playground */
export function writeAddress(playground) {
    let timer = 0;
    let last = 0;
    const write = async () => {
        last += 1;
        const change = last;
        const hash = await addressOf(playground);
        if (change === last && hash !== '') history.replaceState(null, '', `#${hash}`);
    };
    const writeSoon = () => {
        clearTimeout(timer);
        timer = window.setTimeout(write, PAUSE);
    };
    playground.addEventListener('eddy-edit', writeSoon);
    playground.addEventListener('eddy-seed', () => void write());
    playground.addEventListener('eddy-cursor', writeSoon);
    // The knobs and the clock that a changed program ran with are part of it.
    playground.addEventListener('eddy-run', () => {
        if (needsCode(playground) || location.hash.includes('&at=')) writeSoon();
    });
    addEventListener('hashchange', () => clearTimeout(timer));
}
