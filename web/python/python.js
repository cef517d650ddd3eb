/** Python in the page: one worker, kept for the next run, ended to stop. */

import { startWorker } from 'eddy';

import { baseURL } from '../element/site.js';

export { compareOutputs } from './compare.js';

/** @typedef {import('../element/output-log.js').OutputLine} OutputLine */
/** @typedef {import('./worker.js').FromWorker} FromWorker */

/** @type {Worker|null} */
let worker = null;

/**
 * @param {{file: string, text: string}} source
 * @param {'virtual'|'real'} clock
 * @param {{signal: AbortSignal, onReady: () => void}} watch
 * @returns {Promise<{lines: OutputLine[], error: string}>} rejects when Python cannot be had, or with
 *     the signal's reason
 */
export function runPython({ file, text }, clock, { signal, onReady }) {
    return new Promise((resolve, reject) => {
        const running = (worker ??= startWorker(new URL('python-worker.js', baseURL)));
        /** @type {OutputLine[]} */
        const lines = [];
        const end = (/** @type {Error} */ reason) => {
            running.terminate();
            worker = null;
            reject(reason);
        };
        running.onmessage = (/** @type {MessageEvent<FromWorker>} */ { data }) => {
            if (data.type === 'line') lines.push(data.line);
            else if (data.type === 'ready') onReady();
            else resolve({ lines, error: data.error });
        };
        running.onerror = (event) => {
            event.preventDefault();
            end(new Error('Python could not be fetched. Is the server up?'));
        };
        signal.addEventListener('abort', () => end(signal.reason));
        running.postMessage({ base: baseURL, file, source: text, clock });
    });
}
