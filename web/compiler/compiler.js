/** Compiles in the page: starts the worker at the first need, keeps what it fetched, and knows what
 * was compiled before. */

import { startWorker } from 'eddy';

import { ProgramCache } from './program-cache.js';

/** @typedef {import('./diagnostics.js').SourceFile} SourceFile */
/** @typedef {import('./pipeline.js').Options} Options */
/** @typedef {import('./pipeline.js').Result} Result */
/** @typedef {import('./worker.js').FromWorker} FromWorker */
/** @typedef {import('./worker.js').Kept} Kept */
/** @typedef {import('../build/compiler-assets.js').Assets} Assets */

/**
 * fetch: received and total are bytes; else what the tools do.
 * @typedef {{stage: 'fetch'|import('./pipeline.js').Stage, received: number, total: number}} Progress
 */

export class Compiler {
    #base;
    #assets;
    #cache;
    /** @type {Worker|null} */
    #worker = null;
    /** @type {Kept|null} */
    #kept = null;
    #lastId = 0;
    /** @type {Map<number, {resolve(result: Result): void, reject(error: Error): void}>} */
    #waiting = new Map();
    /** @type {Progress} */
    #progress = { stage: 'fetch', received: 0, total: 0 };
    /** @type {Set<(progress: Progress) => void>} */
    #listeners = new Set();

    /** @param {string} base URL of the site @param {Assets} assets */
    constructor(base, assets) {
        this.#base = base;
        this.#assets = assets;
        this.#cache = new ProgramCache(base, JSON.stringify(assets));
    }

    /** Fetches the tools, since there will be something to compile, and compiles what there is now:
     * an engine makes code of what it runs first, and that takes longer than all later compiles.
     * @param {SourceFile[]} files @param {Options} options */
    warm(files, options) {
        if (this.#worker) return;
        this.#send(files, options).catch(() => {}); // who needs it later is told then
    }

    /**
     * @param {SourceFile[]} files
     * @param {Options} options
     * @param {{signal?: AbortSignal, onProgress?: (progress: Progress) => void}} [watch]
     * @returns {Promise<Result>} rejects with the signal's reason, or when the tools cannot be had
     */
    async make(files, options, { signal, onProgress = () => {} } = {}) {
        signal?.throwIfAborted();
        const key = await this.#cache.keyOf(files, options);
        const known = await this.#cache.get(key);
        signal?.throwIfAborted();
        if (known) return known;
        const cancel = () => this.#end(signal?.reason);
        signal?.addEventListener('abort', cancel);
        this.#listeners.add(onProgress);
        try {
            const result = await this.#send(files, options);
            void this.#cache.put(key, result);
            return result;
        } finally {
            signal?.removeEventListener('abort', cancel);
            this.#listeners.delete(onProgress);
        }
    }

    /** @param {SourceFile[]} files @param {Options} options @returns {Promise<Result>} */
    #send(files, options) {
        const worker = this.#start();
        this.#lastId += 1;
        const id = this.#lastId;
        return new Promise((resolve, reject) => {
            this.#waiting.set(id, { resolve, reject });
            worker.postMessage({ type: 'make', id, files, options });
            if (this.#progress.total > 0 || this.#kept) this.#tell(this.#progress);
        });
    }

    #start() {
        if (this.#worker) return this.#worker;
        const worker = startWorker(new URL('compiler-worker.js', this.#base));
        worker.onmessage = (/** @type {MessageEvent<FromWorker>} */ { data }) => this.#hear(data);
        worker.onerror = (event) => {
            event.preventDefault();
            this.#end(new Error(`The compiler failed: ${event.message ?? 'its script could not be loaded'}`));
        };
        this.#worker = worker;
        const { href: base } = new URL(this.#base);
        worker.postMessage({ type: 'start', base, assets: this.#assets, kept: this.#kept });
        return worker;
    }

    /** @param {FromWorker} data */
    #hear(data) {
        if (data.type === 'progress') this.#tell({ ...data, stage: 'fetch' });
        else if (data.type === 'stage') this.#tell({ stage: data.stage, received: 0, total: 0 });
        else if (data.type === 'loaded') this.#kept = data.kept;
        else if (data.type === 'failed') this.#end(new Error(data.message));
        else {
            this.#waiting.get(data.id)?.resolve(data.result);
            this.#waiting.delete(data.id);
        }
    }

    /** @param {Progress} progress */
    #tell(progress) {
        this.#progress = progress;
        for (const listener of this.#listeners) listener(progress);
    }

    /** Ends the worker, whatever it does; the next one begins with what this one had.
     * @param {Error} reason */
    #end(reason) {
        this.#worker?.terminate();
        this.#worker = null;
        this.#progress = { stage: 'fetch', received: 0, total: 0 };
        for (const { reject } of this.#waiting.values()) reject(reason);
        this.#waiting.clear();
    }
}
