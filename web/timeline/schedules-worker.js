/** Tries schedules in a worker: runs a program under the virtual clock, first in asyncio's order, then
 * with one seed after the other, until a run ends in another way. Takes one message, a Wanted; sends
 * {type: 'progress', tried}, at last {type: 'found', seed, what}, {type: 'none'} or {type: 'refused'}.
 *
 * The program may be a stranger's: what it can reach here is taken away before it runs. */

import { Guest } from '../../wasm/src/guest.js';
import { readTrace } from '../../wasm/src/trace.js';

/** How a run ended. @typedef {{status: number|null, error: string|null, text: string}} Ending */
/** @typedef {{program: WebAssembly.Module|Uint8Array, env: Record<string, string>, args: string[],
 *     stdin: string, from: number, count: number}} Wanted */
/** @typedef {{type: 'progress', tried: number} | {type: 'found', seed: number, what: string}
 *   | {type: 'none', tried: number} | {type: 'refused', why: string}} Told */

/** @type {{onmessage: ((event: MessageEvent<Wanted>) => void) | null, postMessage: (told: Told) => void}} */
const scope = /** @type {any} */ (globalThis);

const DEADLOCK = -15;
const MOST_OUTPUT = 1 << 20;
const REPORT_EVERY = 100; // milliseconds

const REFUSALS = {
    network: 'What a server answers, and when, is no matter of a schedule: this program makes requests.',
    jobs: 'Threads and processes end when they end, a seed does not order them: this program has jobs for them.',
};

/** @param {WebAssembly.Module} module @param {Wanted} wanted
 * @param {{seed?: number, trace?: (records: ArrayBuffer) => void}} [how] @returns {Promise<Ending>} */
function runOnce(module, { env, args, stdin }, { seed, trace } = {}) {
    return new Promise((resolve) => {
        let text = '';
        const clock = /** @type {const} */ ('virtual');
        const options = { clock, env, args, stdin, seed, trace: trace !== undefined, outputLimit: MOST_OUTPUT };
        void new Guest(module, options, {
            output: (lines) => {
                for (const line of lines) text += `${line.stream} ${line.text}\n`;
            },
            trace: trace ?? (() => {}),
            exit: ({ status, error }) => resolve({ status, error, text }),
        }).start();
    });
}

/** In asyncio's order; a program whose order a seed does not decide is refused.
 * @param {WebAssembly.Module} module @param {Wanted} wanted */
async function runAsUsual(module, wanted) {
    const imports = new Set(WebAssembly.Module.imports(module).map(({ name }) => name));
    if (imports.has('thread_start')) return { why: REFUSALS.jobs };
    let why = '';
    const ending = await runOnce(module, wanted, {
        trace(records) {
            for (const { kind } of readTrace(records)) {
                if (kind === 'io-begin') why = REFUSALS.network;
                if (kind === 'job-submitted') why = REFUSALS.jobs;
            }
        },
    });
    return { ending, why };
}

/** @param {Ending} one @param {Ending} usual @returns {string} '' when they are the same */
function difference(one, usual) {
    // a status reaches the host as a byte
    if (one.status !== null && (one.status & 255) === (DEADLOCK & 255) && one.status !== usual.status) return 'ends in a deadlock';
    if (one.error !== usual.error) return `fails: ${one.error ?? `status ${one.status}`}`;
    if (one.status !== usual.status) return `ends with status ${one.status}, not ${usual.status}`;
    return one.text === usual.text ? '' : 'prints something else';
}

scope.onmessage = async ({ data: wanted }) => {
    const { program, from, count } = wanted;
    globalThis.fetch = () => Promise.reject(new TypeError('no requests are made while schedules are tried'));
    Reflect.deleteProperty(globalThis, 'Worker');
    const module = program instanceof WebAssembly.Module ? program : await WebAssembly.compile(/** @type {BufferSource} */ (program));
    const { ending: usual, why } = await runAsUsual(module, wanted);
    if (!usual || why) {
        scope.postMessage({ type: 'refused', why });
        return;
    }
    let told = performance.now();
    for (let tried = 0; tried < count; tried += 1) {
        const seed = from + tried;
        const what = difference(await runOnce(module, wanted, { seed }), usual);
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
