/** Tries schedules in a worker: runs a program under the virtual clock, first in asyncio's order, then
 * with one seed after the other, until a run ends in another way. Takes one message {module, env, from,
 * count}; sends {type: 'progress', tried}, at last {type: 'found', seed, what} or {type: 'none'}. */

import { Guest } from '../../wasm/src/guest.js';

/** How a run ended. @typedef {{status: number|null, error: string|null, text: string}} Ending */
/** @typedef {{module: WebAssembly.Module, env: Record<string, string>, from: number, count: number}} Wanted */
/** @typedef {{type: 'progress', tried: number} | {type: 'found', seed: number, what: string}
 *   | {type: 'none', tried: number}} Told */

/** @type {{onmessage: ((event: MessageEvent<Wanted>) => void) | null, postMessage: (told: Told) => void}} */
const scope = /** @type {any} */ (globalThis);

const DEADLOCK = -15;
const MOST_OUTPUT = 1 << 20;
const REPORT_EVERY = 100; // milliseconds

/** @param {WebAssembly.Module} module @param {Record<string, string>} env @param {number} [seed]
 * @returns {Promise<Ending>} */
function runOnce(module, env, seed) {
    return new Promise((resolve) => {
        let text = '';
        const options = { clock: /** @type {const} */ ('virtual'), env, seed, outputLimit: MOST_OUTPUT };
        void new Guest(module, options, {
            output: (lines) => {
                for (const line of lines) text += `${line.stream} ${line.text}\n`;
            },
            trace: () => {},
            exit: ({ status, error }) => resolve({ status, error, text }),
        }).start();
    });
}

/** @param {Ending} one @param {Ending} usual @returns {string} '' when they are the same */
function difference(one, usual) {
    // a status reaches the host as a byte
    if (one.status !== null && (one.status & 255) === (DEADLOCK & 255) && one.status !== usual.status) return 'ends in a deadlock';
    if (one.error !== usual.error) return `fails: ${one.error ?? `status ${one.status}`}`;
    if (one.status !== usual.status) return `ends with status ${one.status}, not ${usual.status}`;
    return one.text === usual.text ? '' : 'prints something else';
}

scope.onmessage = async ({ data: { module, env, from, count } }) => {
    const usual = await runOnce(module, env);
    let told = performance.now();
    for (let tried = 0; tried < count; tried += 1) {
        const seed = from + tried;
        const what = difference(await runOnce(module, env, seed), usual);
        if (what) {
            scope.postMessage({ type: 'progress', tried: tried + 1 });
            scope.postMessage({ type: 'found', seed, what });
            return;
        }
        if (performance.now() - told > REPORT_EVERY) {
            told = performance.now();
            scope.postMessage({ type: 'progress', tried: tried + 1 });
        }
    }
    scope.postMessage({ type: 'none', tried: count });
};
