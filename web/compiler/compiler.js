/** Compiles in the page: starts the worker at the first need, keeps what it fetched, and knows what
 * was compiled before. */

import { startWorker } from 'eddy';

import { ProgramCache } from './program-cache.js';
import { usesThreads } from './threads.js';

/** @typedef {import('./diagnostics.js').SourceFile} SourceFile */
/** What the caller chooses. @typedef {{optimize: 0|1|2, sanitize: boolean}} Choice */
/** @typedef {import('./pipeline.js').Options} Options */
/** @typedef {import('./pipeline.js').Result} Result */
/** @typedef {import('./worker.js').FromWorker} FromWorker */
/** @typedef {import('./worker.js').Kept} Kept */
/** @typedef {import('../build/compiler-assets.js').Assets} Assets */

/**
 * fetch: received and total are bytes; else what the tools do.
 * @typedef {{stage: 'fetch'|import('./pipeline.js').Stage, received: number, total: number}} Progress
 */

/** @param {SourceFile[]} files @param {Choice} choice @returns {Options} */
const optionsFor = (files, { optimize, sanitize }) => ({ optimize, sanitize, threads: usesThreads(files) });

export class Compiler {
    #base;
    #assets;
    #cache;
    /** @type {Worker|null} */
    #worker = null;
    /** @type {Kept|null} */
    #kept = null;
    /** Does the browser have the tools from an earlier visit? */
    #isNear = false;
    /** What is to be compiled some time. @type {{files: SourceFile[], choice: Choice}|null} */
    #newest = null;
    #lastId = 0;
    /** What the worker was asked for. @type {Map<number, {resolve(answer: any): void, reject(error: Error): void}>} */
    #waiting = new Map();
    /** What lines() was asked for last: a program that trapped may be run again. */
    #lines = { key: '', linked: /** @type {Promise<Uint8Array|null>} */ (Promise.resolve(null)) };
    /** @type {Progress} */
    #progress = { stage: 'fetch', received: 0, total: 0 };
    /** @type {Set<(progress: Progress) => void>} */
    #listeners = new Set();
    /** What is being compiled, by its key: who asks for the same waits for it.
     * @type {Map<string, Promise<Result>>} */
    #underWay = new Map();

    /** @param {string} base URL of the site @param {Assets} assets */
    constructor(base, assets) {
        this.#base = base;
        this.#assets = assets;
        this.#cache = new ProgramCache(base, JSON.stringify(assets));
    }

    /** Fetches the tools, since there will be something to compile, and then compiles what there is by
     * that time: an engine makes code of what it runs first, and that takes longer than all later
     * compiles. To be called with each change. @param {SourceFile[]} files @param {Choice} choice */
    warm(files, choice) {
        this.#newest = { files, choice };
        void this.#cache.keyOf(files, optionsFor(files, choice)); // known by the time it is asked for
        if (!this.#worker) this.#start();
    }

    /** Not from the cache: it is not for the program. */
    async #tryOut() {
        if (!this.#newest) return;
        const { files, choice } = this.#newest;
        const options = optionsFor(files, choice);
        const key = await this.#cache.keyOf(files, options);
        if (this.#waiting.size > 0) return;
        await this.#compile(key, files, options).catch(() => {}); // who needs it later is told then
    }

    /** As warm(), but only if the tools are here from an earlier visit: nothing goes over the network for
     * somebody who has not changed anything yet. @param {SourceFile[]} files @param {Choice} choice */
    async warmIfKept(files, choice) {
        this.#isNear = Boolean(await caches.match(new URL(this.#assets.llvm.file, this.#base).href));
        if (this.#isNear) this.warm(files, choice);
    }

    /**
     * @param {SourceFile[]} files
     * @param {Choice} choice
     * @param {{signal?: AbortSignal, onProgress?: (progress: Progress) => void}} [watch]
     * @returns {Promise<Result>} rejects with the signal's reason, or when the tools cannot be had
     */
    async make(files, choice, { signal, onProgress = () => {} } = {}) {
        signal?.throwIfAborted();
        const options = optionsFor(files, choice);
        const key = await this.#cache.keyOf(files, options);
        const known = this.#underWay.has(key) ? null : await this.#cache.get(key);
        signal?.throwIfAborted();
        if (known) return known;
        const cancel = () => this.#end(signal?.reason);
        signal?.addEventListener('abort', cancel);
        this.#listeners.add(onProgress);
        if (this.#progress.total > 0) onProgress(this.#progress);
        try {
            return await (this.#underWay.get(key) ?? this.#compile(key, files, options));
        } finally {
            signal?.removeEventListener('abort', cancel);
            this.#listeners.delete(onProgress);
        }
    }

    /** What was linked of a program that make() made, with line tables.
     * @param {SourceFile[]} files @param {Choice} choice
     * @returns {Promise<Uint8Array|null>} rejects when the tools cannot be had */
    async lines(files, choice) {
        const options = optionsFor(files, choice);
        const key = await this.#cache.keyOf(files, options);
        if (this.#lines.key !== key) {
            this.#lines = { key, linked: this.#ask('lines', files, options) };
            this.#lines.linked.catch(() => (this.#lines.key = '')); // to be tried again
        }
        return this.#lines.linked;
    }

    /** @param {string} key @param {SourceFile[]} files @param {Options} options */
    async #compile(key, files, options) {
        /** @type {Promise<Result>} */
        const made = this.#ask('make', files, options);
        this.#underWay.set(key, made);
        try {
            const result = await made;
            void this.#cache.put(key, result);
            return result;
        } finally {
            this.#underWay.delete(key);
        }
    }

    /** @param {'make'|'lines'} type @param {SourceFile[]} files @param {Options} options
     * @returns {Promise<any>} what the answer of that type has */
    #ask(type, files, options) {
        const worker = this.#start();
        this.#lastId += 1;
        const id = this.#lastId;
        return new Promise((resolve, reject) => {
            this.#waiting.set(id, { resolve, reject });
            worker.postMessage({ type, id, files, options });
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
        worker.postMessage({ type: 'start', base, assets: this.#assets, kept: this.#kept, isNear: this.#isNear });
        return worker;
    }

    /** @param {FromWorker} data */
    #hear(data) {
        if (data.type === 'progress') this.#tell({ ...data, stage: 'fetch' });
        else if (data.type === 'stage') this.#tell({ stage: data.stage, received: 0, total: 0 });
        else if (data.type === 'loaded') {
            this.#kept = data.kept;
            void this.#tryOut();
        } else if (data.type === 'failed') this.#end(new Error(data.message));
        else {
            this.#waiting.get(data.id)?.resolve(data.type === 'made' ? data.result : data.linked);
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
