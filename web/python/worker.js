/** Runs an example's Python in a worker: CPython as WebAssembly, fetched at the first run. */

import LOOP from './loop.py';

/** @typedef {{base: string, file: string, source: string, clock: 'virtual'|'real'}} ToWorker */
/** @typedef {{type: 'line', line: import('../element/output-log.js').OutputLine}
 *   | {type: 'ready'} | {type: 'exit', error: string}} FromWorker */

/** @type {{onmessage: ((event: MessageEvent<ToWorker>) => void) | null,
 *   postMessage: (message: FromWorker) => void}} */
const scope = /** @type {any} */ (globalThis);

/** @param {string} base */
async function start(base) {
    const { loadPyodide } = await import(`${base}pyodide/pyodide.mjs`);
    const python = await loadPyodide({ indexURL: `${base}pyodide/` });
    python.runPython(LOOP, { filename: 'loop.py' });
    return python;
}

/** @type {Promise<any>|null} */
let starting = null;

scope.onmessage = async ({ data: { base, file, source, clock } }) => {
    try {
        starting ??= start(base);
        const python = await starting;
        scope.postMessage({ type: 'ready' });
        /** @param {'stdout'|'stderr'} stream @param {string} text @param {number} time */
        const show = (stream, text, time) =>
            scope.postMessage({ type: 'line', line: { stream, text, task: '', time, records: 0 } });
        const error = python.globals.get('execute')(source, file, clock === 'virtual', show);
        scope.postMessage({ type: 'exit', error });
    } catch (error) {
        scope.postMessage({ type: 'exit', error: String(/** @type {any} */ (error)?.message ?? error) });
    }
};
