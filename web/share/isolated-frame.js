/** Runs in a frame that has no origin: starts a worker in there, which waits for its program. What is compiled
 * in a page may come from a stranger, and this frame can reach nothing: its policy forbids every
 * connection, and what it stores is gone with it. The build puts this script into isolated.html, with
 * the worker's script as WORKER_SCRIPT, and that of its threads and processes as HELPER_SCRIPT. */

import { Watchdog } from '../../wasm/src/watchdog.js';
import { startForWorker } from '../../wasm/src/workers.js';

/** @typedef {{type: 'alive'} | import('../../wasm/src/workers.js').StartMessage} ToFrame */
/** @typedef {{type: 'broken', error: string} | {type: 'blocked', blocked: boolean, since: number}} FromFrame
 *   since: milliseconds of the epoch, since the page's clock is another */

/** @param {FromFrame} message */
const tell = (message) => parent.postMessage(message, '*');

/** @param {string} script @returns {string} */
const urlOf = (script) => URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));

const worker = new Worker(urlOf(WORKER_SCRIPT));
worker.onerror = (event) => {
    event.preventDefault();
    tell({ type: 'broken', error: `the worker failed: ${event.message ?? 'its script could not be started'}` });
};

/** The workers of threads and processes are classic scripts, as this one's is: not every browser starts a
 * module here. */
globalThis.Worker = class extends Worker {
    /** @param {string|URL} url */
    constructor(url) {
        super(url);
    }
};

addEventListener('message', ({ data, ports: [port] }) => {
    const helper = urlOf(HELPER_SCRIPT);
    data.options.workerURL = helper;
    const watchdog = new Watchdog(
        () => worker.postMessage({ type: 'alive' }),
        (blocked, since) => tell({ type: 'blocked', blocked, since: since + performance.timeOrigin }),
    );
    worker.onmessage = (/** @type {MessageEvent<ToFrame>} */ event) => {
        if (event.data.type === 'alive') watchdog.heard();
        else startForWorker(helper, event.data);
    };
    worker.postMessage(data, [port]);
    watchdog.start();
}, { once: true });
