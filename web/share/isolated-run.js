/** Runs a program that was compiled in the page, in a frame without an origin of its own: it can reach
 * neither the page nor the network, but for the requests that the page makes for it. */

import { Run } from 'eddy';

/** @typedef {import('../../wasm/src/run.js').RunOptions} RunOptions */
/** @typedef {import('./isolated-worker.js').Answer} Answer */
/** @typedef {import('./isolated-frame.js').FromFrame} FromFrame */

/**
 * @typedef {{type: 'output', lines: import('../../wasm/src/run.js').OutputLine[], skipped: number}
 *   | {type: 'trace', records: ArrayBuffer}
 *   | {type: 'exit', result: import('../../wasm/src/run.js').RunResult}
 *   | {type: 'fetch', id: number, url: string, method: string, headers: [string, string][],
 *      body: ArrayBuffer}
 *   | {type: 'abort', id: number}} FromWorker
 */

/** @type {Map<string, Promise<string>>} the frame's document, by its URL */
const documents = new Map();

/** @param {string} url @returns {Promise<string>} */
function documentAt(url) {
    let text = documents.get(url);
    if (!text) {
        text = fetch(url).then((response) => {
            if (!response.ok) throw new Error(`${url} was answered ${response.status}. Build the site again.`);
            return response.text();
        });
        documents.set(url, text);
        text.catch(() => documents.delete(url)); // to be tried again
    }
    return text;
}

/** A frame that waits for a program. */
export class Isolation {
    #frame = document.createElement('iframe');
    /** Settles when a program can be sent. @type {Promise<unknown>} */
    #ready;

    /** @param {string} url of isolated.html */
    constructor(url) {
        this.#frame.setAttribute('sandbox', 'allow-scripts');
        this.#frame.setAttribute('allow', 'cross-origin-isolated *'); // threads, where the page may have them
        this.#frame.title = 'A program that runs';
        this.#frame.hidden = true;
        this.#frame.style.display = 'none';
        this.#ready = this.#open(url);
        this.#ready.catch(() => {}); // run() tells
    }

    /** @param {string} url */
    async #open(url) {
        this.#frame.srcdoc = await documentAt(url);
        await new Promise((resolve) => {
            this.#frame.addEventListener('load', resolve, { once: true });
            document.body.append(this.#frame);
        });
    }

    /** Ends what runs in there. */
    close() {
        this.#frame.remove();
    }

    /**
     * @param {Uint8Array} program
     * @param {RunOptions} options
     * @param {string[]} allowed URLs that a request may begin with
     * @returns {Run}
     */
    run(program, options, allowed) {
        const { port1: port, port2 } = new MessageChannel();
        return new Run(undefined, (controls) => {
            /** @type {Map<number, AbortController>} */
            const requests = new Map();
            const end = () => {
                for (const controller of requests.values()) controller.abort();
                port.close();
                window.removeEventListener('message', hear);
                this.close();
            };
            /** @param {import('../../wasm/src/run.js').RunResult} result */
            const exit = (result) => {
                end();
                controls.exit(result);
            };
            const fail = (/** @type {string} */ error) => exit({ status: null, stopped: false, error, time: 0 });
            const hear = (/** @type {MessageEvent} */ { source, data: message }) => {
                if (source !== this.#frame.contentWindow) return;
                const data = /** @type {FromFrame | undefined} */ (message);
                if (data?.type === 'broken') fail(String(data.error));
                else if (data?.type === 'blocked')
                    controls.blocked?.(data.blocked === true, Number(data.since) - performance.timeOrigin);
            };
            window.addEventListener('message', hear);
            port.onmessage = (/** @type {MessageEvent<FromWorker>} */ { data }) => {
                if (data.type === 'output') controls.output(data.lines, data.skipped);
                else if (data.type === 'trace') controls.trace(data.records);
                else if (data.type === 'exit') exit(data.result);
                else if (data.type === 'abort') requests.get(data.id)?.abort();
                else void answer(port, data, allowed, requests);
            };
            this.#ready.then(
                () => this.#frame.contentWindow?.postMessage({ program, options }, '*', [port2]),
                (error) => fail(error.message),
            );
            return {
                stop: end,
                pause: (paused) => port.postMessage({ type: 'pause', paused }),
            };
        });
    }
}

/** @param {string} url @param {string[]} allowed */
const isAllowed = (url, allowed) => allowed.some((start) => url.startsWith(start));

/** @param {MessagePort} port @param {Extract<FromWorker, {type: 'fetch'}>} request
 * @param {string[]} allowed @param {Map<number, AbortController>} requests */
async function answer(port, { id, url, method, headers, body }, allowed, requests) {
    const controller = new AbortController();
    requests.set(id, controller);
    try {
        const { href } = new URL(url); // normal form: no /api/../ gets past
        if (!isAllowed(href, allowed)) {
            throw new Error(`a program that was compiled here may only ask ${allowed.join(', ')}`);
        }
        const response = await fetch(href, {
            method,
            headers,
            body: body.byteLength > 0 ? body : undefined,
            signal: controller.signal,
            credentials: 'omit',
            referrerPolicy: 'no-referrer',
        });
        if (!isAllowed(response.url, allowed)) throw new Error(`it leads to ${response.url}, which is not allowed`);
        /** @type {Answer} */
        const sent = {
            status: response.status,
            statusText: response.statusText,
            url: response.url,
            headers: [...response.headers],
            body: await response.arrayBuffer(),
        };
        port.postMessage({ type: 'answer', id, answer: sent }, [sent.body]);
    } catch (error) {
        if (!controller.signal.aborted) port.postMessage({ type: 'answer', id, error: /** @type {Error} */ (error).message });
    } finally {
        requests.delete(id);
    }
}
