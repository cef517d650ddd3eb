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
 * @property {number} [pace] of a paced clock: seconds of the reader's for one of the loop's
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

/** @typedef {'real'|'virtual'|'paced'} Clock */

export class RunRecord {
    /** A step keeps the loop at this moment: nobody else runs. */
    isBlocked = false;
    #endedAt = 0;

    /**
     * @param {Program} program
     * @param {Record<string, string>} parameters environment variables
     * @param {Clock} clock
     * @param {number|null} [seed] of a random schedule; null: asyncio's order
     */
    constructor(program, parameters, clock, seed = null) {
        this.seed = seed;
        /** Where the reader stands, see timeline/cursor.js. @type {number|null} */
        this.cursor = null;
        /** The time that was pointed at, where nothing happens: the cursor stands there. */
        this.pointed = 0;
        /** The task that is looked at; 0: none. */
        this.selected = 0;
        /** What to look for, in a sentence. */
        this.look = '';
        /** Was it recorded before, not run here? */
        this.isRecorded = false;
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
        if (this.isOver || this.clock !== 'real' || this.truncated) return known;
        if (!this.wasStarted) return known;
        return Math.max(known, (performance.now() - this.startedAt) / 1000);
    }

    /** Where the cursor is; the end when there is none. Between two events, at the time that was
     * pointed at. @returns {import('../timeline/lane-model.js').Place} */
    get place() {
        if (this.cursor === null) return { time: this.time, step: this.lanes.steps };
        const { time, step } = this.history.placeAt(this.cursor);
        const next = this.history.times[this.cursor] ?? this.time;
        return { time: Math.min(Math.max(time, this.pointed), next), step };
    }

    /** Where the reader stands, as text for a link: seconds, events before, and the task that is selected;
     * '' at the end. */
    get instant() {
        if (this.cursor === null) return '';
        const time = Number(this.place.time.toFixed(9));
        return `${time},${this.cursor}${this.selected ? `,${this.selected}` : ''}`;
    }

    /** Goes there. Where that many events do not lead to that time, the trace is another one by now: then
     * the time counts. @param {string} instant as above, or seconds alone */
    moveToInstant(instant) {
        const [time, index = NaN, selected = 0] = instant.split(',').map(Number);
        if (instant === '' || !(time >= 0)) return;
        const { times } = this.history;
        if ((times[index - 1] ?? 0) <= time + 1e-9 && !(times[index] < time - 1e-9)) [this.cursor, this.pointed] = [index, time];
        else this.moveToTime(time);
        if (this.lanes.lanes.has(selected)) this.selected = selected;
    }

    /** Puts the cursor behind all that came up to this time. @param {number} time */
    moveToTime(time) {
        this.cursor = this.history.indexAt({ time, step: Infinity });
        this.pointed = time;
        if (this.cursor >= this.history.length && this.isOver && time >= this.time) this.cursor = null;
    }

    /** How many of the lines were written before the cursor, of all since the start. */
    get linesShown() {
        if (this.cursor === null) return this.output.total;
        const before = this.history.records[this.cursor] ?? Infinity;
        const shown = this.output.lines.findIndex(({ records }) => records > before);
        return shown < 0 ? this.output.total : this.output.dropped + shown;
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
