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

/** @param {any} error Python's, as text: the traceback's last line says what */
const lastLine = (error) => String(error?.message ?? error).trim().split('\n').at(-1) ?? '';

scope.onmessage = async ({ data: { base, file, source, clock } }) => {
    try {
        starting ??= start(base);
        const python = await starting;
        scope.postMessage({ type: 'ready' });
        const now = python.globals.get('prepare')(clock === 'virtual');
        for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
            const show = (/** @type {string} */ text) =>
                scope.postMessage({ type: 'line', line: { stream, text, task: '', time: now() } });
            if (stream === 'stdout') python.setStdout({ batched: show });
            else python.setStderr({ batched: show });
        }
        const globals = python.toPy({ __name__: '__main__' });
        python.runPython(source, { globals, filename: file });
        scope.postMessage({ type: 'exit', error: '' });
    } catch (error) {
        scope.postMessage({ type: 'exit', error: lastLine(error) });
    }
};
