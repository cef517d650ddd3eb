/** Files that are fetched beside each other, with their progress as one. */

/** @typedef {import('../build/compiler-assets.js').Asset} Asset */
/** @typedef {(received: number, total: number) => void} Progress in bytes, before compression */

export class Download {
    #received = 0;
    #total = 0;
    #base;
    #onProgress;

    /** @param {string} base URL of the site @param {Progress} onProgress */
    constructor(base, onProgress) {
        this.#base = base;
        this.#onProgress = onProgress;
    }

    /** @param {Asset} asset @returns {Promise<Response>} the network's own: an engine keeps the code that
     * it made of such a one, and of no other. A copy of it is counted. */
    async fetch({ file, bytes }) {
        this.#total += bytes;
        const response = await fetch(new URL(file, this.#base)).catch(() => {
            throw new Error(`${file} could not be fetched. Is the server up, or the network down?`);
        });
        const copy = response.clone().body;
        if (!response.ok || !copy) {
            throw new Error(`${file} was answered ${response.status}. Build the site again.`);
        }
        this.#count(copy).catch(() => {}); // who reads the response is told
        return response;
    }

    /** @param {ReadableStream<Uint8Array>} body */
    async #count(body) {
        const reader = body.getReader();
        for (;;) {
            const { done, value } = await reader.read();
            if (done) break;
            this.#received += value.byteLength;
            this.#onProgress(this.#received, this.#total);
        }
    }
}
