/** The worker in the isolated frame: drives a guest, and talks to the page by a port. Requests go to
 * the page too, which makes the ones that it allows. */

import { Guest } from '../../wasm/src/guest.js';
import { startByStarter } from '../../wasm/src/workers.js';

/** @typedef {{status: number, statusText: string, url: string, headers: [string, string][],
 *     body: ArrayBuffer}} Answer */
/** @typedef {{type: 'answer', id: number, answer?: Answer, error?: string}
 *   | {type: 'pause', paused: boolean}} ToWorker */

/** To the frame. @param {import('./isolated-frame.js').ToFrame} message @param {Transferable[]} [transfer] */
const tellFrame = (message, transfer = []) => globalThis.postMessage(message, { transfer });

/** Functions that an engine tells of a trap: what the library does below the program's own may be many. */
Error.stackTraceLimit = 100;

/** @type {Map<number, {resolve(response: Response): void, reject(error: Error): void}>} */
const waiting = new Map();
let lastId = 0;

/** Statuses that a Response must have no body for. */
const WITHOUT_BODY = [101, 204, 205, 304];

/** fetch, by way of the page. @param {MessagePort} port @returns {typeof fetch} */
function fetchBy(port) {
    return async (input, init) => {
        const request = new Request(input, init);
        const body = await request.arrayBuffer();
        request.signal.throwIfAborted();
        lastId += 1;
        const id = lastId;
        request.signal.addEventListener('abort', () => {
            port.postMessage({ type: 'abort', id });
            waiting.get(id)?.reject(request.signal.reason);
            waiting.delete(id);
        });
        const { url, method } = request;
        port.postMessage({ type: 'fetch', id, url, method, headers: [...request.headers], body }, [body]);
        return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    };
}

/** @param {Extract<ToWorker, {type: 'answer'}>} message */
function answered({ id, answer, error }) {
    const request = waiting.get(id);
    waiting.delete(id);
    if (!answer) {
        request?.reject(new TypeError(error));
        return;
    }
    const { status, statusText, headers, url } = answer;
    const body = WITHOUT_BODY.includes(status) ? null : answer.body;
    const response = new Response(body, { status, statusText, headers });
    Object.defineProperty(response, 'url', { value: url });
    request?.resolve(response);
}

/** @param {MessageEvent} event */
onmessage = async ({ data, ports: [port] }) => {
    onmessage = () => tellFrame({ type: 'alive' }); // its watchdog asks
    startByStarter(/** @type {import('../../wasm/src/workers.js').Post} */ (tellFrame));
    globalThis.fetch = fetchBy(port);
    const exit = (/** @type {import('../../wasm/src/run.js').RunResult} */ result) =>
        port.postMessage({ type: 'exit', result });
    try {
        // At once: what compiles beside this thread may have the compiler's own code to make still.
        const module = new WebAssembly.Module(data.program);
        const guest = new Guest(module, data.options, {
            output: (lines, skipped) => port.postMessage({ type: 'output', lines, skipped }),
            trace: (records) => port.postMessage({ type: 'trace', records }, [records]),
            exit,
        });
        port.onmessage = (/** @type {MessageEvent<ToWorker>} */ event) => {
            if (event.data.type === 'pause') guest.pause(event.data.paused);
            else answered(event.data);
        };
        await guest.start();
    } catch (error) {
        exit({ status: null, stopped: false, error: String(error), time: 0 });
    }
};
