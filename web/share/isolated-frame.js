/** Runs in a frame that has no origin: starts a worker in there, which waits for its program. What is compiled
 * in a page may come from a stranger, and this frame can reach nothing: its policy forbids every
 * connection, and what it stores is gone with it. The build puts this script into isolated.html, with
 * the worker's script as WORKER_SCRIPT, and that of its threads and processes as HELPER_SCRIPT. */

/** @param {string} script @returns {string} */
const urlOf = (script) => URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));

const worker = new Worker(urlOf(WORKER_SCRIPT));
worker.onerror = (event) => {
    event.preventDefault();
    const error = `the worker failed: ${event.message ?? 'its script could not be started'}`;
    parent.postMessage({ type: 'broken', error }, '*');
};

addEventListener('message', ({ data, ports: [port] }) => {
    data.options.workerURL = urlOf(HELPER_SCRIPT);
    worker.postMessage(data, [port]);
}, { once: true });
