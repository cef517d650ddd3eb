/** Starts and stops runs, and holds the record that the views show. One run at a time. */

import { runInWorker } from 'eddy';

import { loadModule } from './modules.js';
import { RunRecord } from './record.js';
import { allowedURLs, baseURL, isolatedURL, prepareEndpoint, workerURL } from './site.js';
import { Isolation } from '../share/isolated-run.js';
import { MOST_LINES } from './output-log.js';
import { USUAL_PACE } from '../share/pace.js';

/** @typedef {import('./record.js').Program} Program */
/** @typedef {import('./record.js').RunResult} RunResult */
/** @typedef {import('../../wasm/src/run.js').RunOptions} RunOptions */

/** A run that follows another shows itself when it has something to say, or after this time: no
 * flicker while a knob is turned. In milliseconds. */
const PATIENCE = 120;

/** What a program may print, in bytes: beyond that it is ended. */
const MOST_OUTPUT = 2 ** 24;

/** While a program runs, to draw how it goes on takes no more than a part of one processor, one of so many;
 * but the next frame is never more than so many milliseconds away. */
const PARTS = 4;
const LONGEST_REST = 250;
const FRAME = 1000 / 60;

/** Events: 'change', at most once a frame; 'phase', at once: the shown record entered another one. */
export class Session extends EventTarget {
    /** The record shown. @type {RunRecord|null} */
    record = null;
    /** The record being written; not the shown one until it has something to show.
     * @type {RunRecord|null} */
    #next = null;
    /** @type {import('eddy').Run|null} */
    #run = null;
    /** Ends what a run waits for before it can begin. */
    #preparing = new AbortController();
    #frame = 0;
    /** What the frame after one waits for, in milliseconds, and the timer of it. */
    #rest = 0;
    #resting = 0;
    #patience = 0;

    /** Is a run being loaded, or running? */
    get isActive() {
        return this.#next !== null && !this.#next.isOver;
    }

    /** Forgets the record: another program is shown. */
    clear() {
        this.#halt();
        this.#next = null;
        this.record = null;
        this.#phase();
    }

    /**
     * @param {Program} program
     * @param {Record<string, string>} parameters
     * @param {import('./record.js').Clock} clock
     * @param {{keep?: boolean, seed?: number|null}} [options] keep: the old record stays until the
     *   new one speaks; seed: of a random schedule
     * @returns {Promise<RunResult>} never rejects
     */
    async start(program, parameters, clock, { keep = false, seed = null } = {}) {
        this.#halt();
        const record = new RunRecord(program, parameters, clock, seed);
        this.#next = record;
        if (!keep || !this.record) this.#show(record);
        else this.#patience = window.setTimeout(() => this.#show(record), PATIENCE);
        try {
            const loaded = await this.#load(record);
            if (program.network) await prepareEndpoint();
            if (!record.isOver) await this.#execute(record, loaded);
        } catch (error) {
            if (!record.isOver) record.fail(/** @type {Error} */ (error).message);
        }
        if (this.#next === record) this.#show(record);
        return /** @type {RunResult} */ (record.result);
    }

    /** Shows a run that was recorded before. @param {RunRecord} record */
    open(record) {
        this.#halt();
        this.#next = record;
        this.#show(record);
    }

    /** Does the run that is under way stand still? */
    get isPaused() {
        return this.isActive && (this.#run?.paused ?? false);
    }

    /** Lets the run stand still between two iterations, and go on. */
    togglePause() {
        if (!this.isActive || !this.#run) return;
        if (this.#run.paused) this.#run.resume();
        else this.#run.pause();
        this.#phase();
    }

    /** Ends the run, whatever it does. Does nothing when there is none. */
    stop() {
        if (!this.isActive || !this.#next) return;
        const record = this.#next;
        this.#halt();
        this.#show(record);
    }

    /** Views are to be drawn again, in the next frame. */
    touch() {
        clearTimeout(this.#resting);
        this.#resting = 0;
        this.#frame ||= requestAnimationFrame(() => this.#draw());
    }

    /** The program has gone on: views are drawn again, too, but they leave the processors to it most of
     * the time. */
    keepUp() {
        if (this.#frame || this.#resting) return;
        if (this.isActive && this.#rest > 0) this.#resting = window.setTimeout(() => this.touch(), this.#rest);
        else this.touch();
    }

    #draw() {
        this.#frame = 0;
        const start = performance.now();
        // what changed is laid out and painted, some of it with the next frame, before this comes
        requestAnimationFrame(() => setTimeout(() => {
            this.#rest = Math.min(LONGEST_REST, PARTS * (performance.now() - start - FRAME));
        }));
        this.dispatchEvent(new Event('change'));
    }

    /** @param {RunRecord} record
     * @returns {Promise<(options: RunOptions) => import('eddy').Run>} what starts the program */
    async #load(record) {
        const { module } = record.program;
        const onProgress = (/** @type {import('./record.js').Progress} */ progress) => {
            record.progress = progress;
            this.touch();
        };
        if (typeof module !== 'string' && !(module instanceof WebAssembly.Module)) {
            return this.#compile(module, onProgress);
        }
        if (typeof module !== 'string') return (options) => runInWorker(module, options);
        const loaded = await loadModule(module, (received, total) => onProgress({ received, total }));
        return (options) => runInWorker(loaded, options);
    }

    /** What was compiled in the page runs where it can do no harm.
     * @param {import('./record.js').Make} make
     * @param {(progress: import('./record.js').Progress) => void} onProgress
     * @returns {Promise<(options: RunOptions) => import('eddy').Run>} */
    async #compile(make, onProgress) {
        this.#preparing = new AbortController();
        const { signal } = this.#preparing;
        const isolation = new Isolation(isolatedURL); // gets ready meanwhile
        try {
            const program = await make({ signal, onProgress });
            signal.throwIfAborted();
            if (!program) throw new Error('The program does not compile: see the problems below the source.');
            return (options) => isolation.run(program, options, allowedURLs);
        } catch (error) {
            isolation.close();
            throw error;
        }
    }

    /** @param {RunRecord} record @param {(options: RunOptions) => import('eddy').Run} begin */
    async #execute(record, begin) {
        record.phase = 'running';
        record.startedAt = performance.now();
        if (this.record === record) this.#phase();
        const { clock, parameters: env } = record;
        const { args, stdin } = record.program;
        const run = begin({
            clock,
            pace: record.program.pace ?? USUAL_PACE,
            ...(record.seed !== null && { seed: record.seed }),
            env,
            args,
            stdin,
            baseURL,
            workerURL,
            trace: true,
            outputBurst: MOST_LINES,
            outputLimit: MOST_OUTPUT,
        });
        this.#run = run;
        const spoken = () => {
            if (this.#next === record && this.record !== record) this.#show(record);
            else this.keepUp();
        };
        run.addEventListener('output', (event) => {
            const { lines, skipped } = /** @type {CustomEvent} */ (event).detail;
            record.output.add(lines, skipped);
            spoken();
        });
        run.addEventListener('trace', (event) => {
            record.addTrace(/** @type {CustomEvent} */ (event).detail.records);
            spoken();
        });
        for (const type of ['blocked', 'unblocked']) {
            run.addEventListener(type, () => {
                record.isBlocked = type === 'blocked';
                this.touch();
            });
        }
        const result = await run.finished;
        record.isBlocked = false;
        if (!record.isOver) record.finish(result);
    }

    /** Ends the run that is under way, if any, as stopped. */
    #halt() {
        clearTimeout(this.#patience);
        const record = this.#next;
        if (!record || record.isOver) return;
        record.finish({ status: null, stopped: true, error: null, time: record.time });
        this.#preparing.abort(new Error('stopped'));
        this.#run?.stop();
        this.#run = null;
    }

    /** @param {RunRecord} record */
    #show(record) {
        clearTimeout(this.#patience);
        this.record = record;
        this.#phase();
    }

    #phase() {
        this.dispatchEvent(new Event('phase'));
        this.touch();
    }
}
