/** Files that are fetched beside each other, with their progress as one. */

/** @typedef {import('../build/compiler-assets.js').Asset} Asset */
/** @typedef {(received: number, total: number) => void} Progress in bytes, before compression */

export class Download {
    #received = 0;
    #total = 0;
    #base;
    #onProgress;
    #isNear;

    /** @param {string} base URL of the site @param {Progress} onProgress
     * @param {boolean} isNear the browser has them: each counts when it begins, since to count its bytes takes
     *     longer than to have them */
    constructor(base, onProgress, isNear) {
        this.#base = base;
        this.#onProgress = onProgress;
        this.#isNear = isNear;
    }

    /** @param {Asset} asset @returns {Promise<Response>} the network's own: an engine keeps the code that
     * it made of such a one, and of no other. A copy of it is counted. */
    async fetch({ file, bytes }) {
        this.#total += bytes;
        const response = await fetch(new URL(file, this.#base)).catch(() => {
            throw new Error(`${file} could not be fetched. Is the server up, or the network down?`);
        });
        if (!response.ok) throw new Error(`${file} was answered ${response.status}. Build the site again.`);
        const copy = this.#isNear ? null : response.clone().body;
        if (copy) this.#count(copy).catch(() => {}); // who reads the response is told
        else this.#add(bytes);
        return response;
    }

    /** @param {ReadableStream<Uint8Array>} body */
    async #count(body) {
        const reader = body.getReader();
        for (;;) {
            const { done, value } = await reader.read();
            if (done) break;
            this.#add(value.byteLength);
        }
    }

    /** @param {number} bytes */
    #add(bytes) {
        this.#received += bytes;
        this.#onProgress(this.#received, this.#total);
    }
}
