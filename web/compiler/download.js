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

    /** @param {Asset} asset @returns {Promise<Response>} its body is counted as it is read */
    async fetch({ file, bytes }) {
        this.#total += bytes;
        const response = await fetch(new URL(file, this.#base)).catch(() => {
            throw new Error(`${file} could not be fetched. Is the server up, or the network down?`);
        });
        if (!response.ok || !response.body) {
            throw new Error(`${file} was answered ${response.status}. Build the site again.`);
        }
        const counted = new TransformStream({
            transform: (chunk, controller) => {
                this.#received += chunk.byteLength;
                this.#onProgress(this.#received, this.#total);
                controller.enqueue(chunk);
            },
        });
        return new Response(response.body.pipeThrough(counted), response);
    }
}
