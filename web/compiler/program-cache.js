/** Programs by the content that they were compiled from: in memory, and where the browser has room. */

import { pack, unpack } from './pack.js';

/** @typedef {import('./pipeline.js').Result} Result */

const CACHE = 'eddy-programs';
const MOST_PROGRAMS = 40;

/** @param {string} text @returns {Promise<string>} */
async function digestOf(text) {
    // Not every context has it: then the text stands for itself, in memory only.
    if (!globalThis.crypto?.subtle) return text;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class ProgramCache {
    #base;
    #tools;
    /** @type {Map<string, Result>} the last one used is the last one here */
    #memory = new Map();
    /** What the browser had when this page began, by address: to ask it each time takes longer than a
     * part of a compile. @type {Promise<Set<string>>} */
    #stored;
    /** What keyOf was asked for. */
    #last = { text: '', key: Promise.resolve('') };

    /** @param {string} base URL of the site @param {string} tools what stands for the compiler */
    constructor(base, tools) {
        this.#base = base;
        this.#tools = tools;
        this.#stored = this.#list().catch(() => new Set()); // storage is closed to some pages
    }

    async #list() {
        const requests = (await (await this.#open())?.keys()) ?? [];
        return new Set(requests.map(({ url }) => url));
    }

    /** @param {unknown[]} parts all that a program depends on @returns {Promise<string>} at once, if it is
     * asked for what it was asked for last */
    keyOf(...parts) {
        const text = JSON.stringify([this.#tools, ...parts]);
        if (this.#last.text !== text) this.#last = { text, key: digestOf(text) };
        return this.#last.key;
    }

    /** @param {string} key @returns {Promise<Result|null>} */
    async get(key) {
        const isStored = !this.#memory.has(key) && (await this.#stored).has(this.#address(key));
        const known = isStored ? await this.#read(key).catch(() => null) : this.#memory.get(key);
        if (known) this.#remember(key, known);
        return known ?? null;
    }

    /** @param {string} key @param {Result} result */
    async put(key, result) {
        this.#remember(key, result);
        if (!result.program) return; // errors are made again quickly
        const head = new TextEncoder().encode(JSON.stringify(result.diagnostics));
        const packed = pack([
            { path: 'diagnostics', bytes: head },
            { path: 'program', bytes: result.program },
        ]);
        const cache = await this.#open().catch(() => null);
        if (!cache) return;
        await cache.put(this.#address(key), new Response(/** @type {any} */ (packed))).catch(() => {});
        const keys = await cache.keys();
        await Promise.all(keys.slice(0, -MOST_PROGRAMS).map((old) => cache.delete(old)));
    }

    /** @param {string} key @returns {Promise<Result|null>} */
    async #read(key) {
        const response = await (await this.#open())?.match(this.#address(key));
        if (!response) return null;
        const [diagnostics, program] = [...unpack(new Uint8Array(await response.arrayBuffer()))];
        return {
            diagnostics: JSON.parse(new TextDecoder().decode(diagnostics.bytes)),
            program: program.bytes.slice(),
        };
    }

    /** @param {string} key @param {Result} result */
    #remember(key, result) {
        this.#memory.delete(key);
        this.#memory.set(key, result);
        for (const old of this.#memory.keys()) {
            if (this.#memory.size <= MOST_PROGRAMS) break;
            this.#memory.delete(old);
        }
    }

    async #open() {
        return typeof caches === 'undefined' ? null : caches.open(CACHE);
    }

    /** @param {string} key */
    #address(key) {
        return new URL(`programs/${key}`, this.#base).href;
    }
}
