/** Looks for an order of what is ready in which a program ends otherwise than in asyncio's order. */

import { startWorker } from 'eddy';

/** @typedef {import('./schedules-worker.js').Told} Told */

/**
 * @param {string} workerURL
 * @param {import('./schedules-worker.js').Wanted} wanted
 * @param {{signal: AbortSignal, onProgress: (tried: number) => void}} watch
 * @returns {Promise<{seed: number, what: string}|null>} null: all of them end the same
 */
export function searchSchedules(workerURL, wanted, { signal, onProgress }) {
    return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const worker = startWorker(new URL(workerURL));
        const end = () => worker.terminate();
        signal.addEventListener('abort', () => {
            end();
            reject(signal.reason);
        });
        worker.onerror = (event) => {
            event.preventDefault();
            end();
            reject(new Error(`The schedules could not be tried: ${event.message ?? 'a script is missing'}`));
        };
        worker.onmessage = (/** @type {MessageEvent<Told>} */ { data }) => {
            if (data.type === 'progress') return onProgress(data.tried);
            end();
            if (data.type === 'refused') return reject(new Error(data.why));
            return resolve(data.type === 'found' ? { seed: data.seed, what: data.what } : null);
        };
        worker.postMessage(wanted);
    });
}
