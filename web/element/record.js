/** A run as a record: what it was made from, and what it did. Session writes it, views read it. */

import { readTrace } from 'eddy';

import { History } from '../timeline/history.js';
import { OutputLog } from './output-log.js';

/** @typedef {import('../../wasm/src/run.js').RunResult} RunResult */

/**
 * loading: the module is fetched and compiled; running; then one of the last three.
 * @typedef {'loading'|'running'|'done'|'failed'|'stopped'} Phase
 */

/**
 * What a run is made from.
 * @typedef {object} Program
 * @property {string} name                        for people
 * @property {string|WebAssembly.Module|Make} module   or its URL, or what compiles it
 * @property {boolean} network                    makes requests to api/
 * @property {string} stdin
 * @property {string[]} args
 */

/**
 * Compiles a program. Null: it does not compile, and what is wrong was shown.
 * @typedef {(watch: {signal: AbortSignal, onProgress: (progress: Progress) => void})
 *     => Promise<Uint8Array|null>} Make
 */

/** @typedef {{stage?: string, received: number, total: number}} Progress of loading, in bytes */

/** Events kept of one run; what comes after is counted, not kept. */
const MOST_EVENTS = 300_000;

export class RunRecord {
    /** A step keeps the loop at this moment: nobody else runs. */
    isBlocked = false;
    #endedAt = 0;

    /**
     * @param {Program} program
     * @param {Record<string, string>} parameters environment variables
     * @param {'real'|'virtual'} clock
     */
    constructor(program, parameters, clock) {
        this.program = program;
        this.parameters = parameters;
        this.clock = clock;
        /** @type {Phase} */
        this.phase = 'loading';
        /** @type {Progress} */
        this.progress = { received: 0, total: 0 };
        this.output = new OutputLog();
        /** @type {ArrayBuffer[]} as the loop wrote it */
        this.trace = [];
        this.history = new History();
        this.truncated = false;
        /** Milliseconds of this page's clock; NaN before. */
        this.startedAt = NaN;
        /** @type {RunResult|null} */
        this.result = null;
        /** Why it failed, in words. @type {string} */
        this.error = '';
    }

    /** The trace as lanes. */
    get lanes() {
        return this.history.lanes;
    }

    /** Has the program begun to run? */
    get wasStarted() {
        return !Number.isNaN(this.startedAt);
    }

    /** Will nothing be added any more? */
    get isOver() {
        return this.phase !== 'loading' && this.phase !== 'running';
    }

    /** Loop time up to which is known what happened, in seconds. While a real clock runs, silence is
     * knowledge too: nothing has happened so far. @returns {number} */
    get time() {
        const known = Math.max(this.lanes.time, this.output.time, this.#endedAt);
        if (this.isOver || this.clock === 'virtual' || this.truncated) return known;
        if (!this.wasStarted) return known;
        return Math.max(known, (performance.now() - this.startedAt) / 1000);
    }

    /** @param {ArrayBuffer} records */
    addTrace(records) {
        if (this.truncated) return;
        this.trace.push(records);
        for (const event of readTrace(records)) this.history.add(event);
        this.truncated = this.lanes.eventCount >= MOST_EVENTS;
    }

    /** @param {RunResult} result */
    finish(result) {
        this.#endedAt = result.stopped ? this.time : result.time;
        this.result = result;
        this.error = result.error ?? '';
        if (result.stopped) this.phase = 'stopped';
        else if (result.error !== null || result.status !== 0) this.phase = 'failed';
        else this.phase = 'done';
        this.lanes.finish(this.truncated ? this.lanes.time : this.time, this.phase === 'failed');
    }

    /** @param {string} words why there was no run at all */
    fail(words) {
        this.finish({ status: null, stopped: false, error: words, time: 0 });
    }
}
