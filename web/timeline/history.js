/** The records of a run, and the loop's state after any of them. */

import { LaneModel } from './lane-model.js';
import { LoopState } from './loop-state.js';

/** @typedef {import('../../wasm/src/trace.js').TraceEvent} TraceEvent */
/** @typedef {import('./lane-model.js').Place} Place */

/** A place in the source. @typedef {{text: string, file: string, line: number}} Site */

/** Records between two checkpoints, at least: going back costs to apply so many. */
const SPACING = 512;
/** … and so many for each task, which is what a checkpoint costs to keep. */
const SPACING_PER_TASK = 2;

/** Index of the first of the sorted numbers that is more than value.
 * @param {ArrayLike<number>} sorted @param {number} value */
export function firstAbove(sorted, value) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] <= value) low = middle + 1;
        else high = middle;
    }
    return low;
}

export class History {
    /** @type {TraceEvent[]} */
    events = [];
    /** Of each event: loop time; step of the loop (see lane-model.js); place among the records.
     * @type {number[]} */
    times = [];
    /** @type {number[]} */
    steps = [];
    /** @type {number[]} */
    records = [];
    lanes = new LaneModel();
    /** @type {Map<number, Site>} */
    sites = new Map();
    /** 'begin': format, clock and seed; null until it came. @type {TraceEvent|null} */
    begin = null;
    #recordCount = 0;
    /** The first is that of the beginning; each is its own, never changed. @type {LoopState[]} */
    #checkpoints = [new LoopState()];
    #state = new LoopState();

    /** How many events there are: a cursor stands at 0 to length, between them. */
    get length() {
        return this.events.length;
    }

    /** @param {TraceEvent} event */
    add(event) {
        this.events.push(event);
        this.records.push(this.#recordCount);
        this.#recordCount += 1 + (event.kind === 'name' || event.kind === 'site' ? event.other : 0);
        this.times.push(event.time);
        if (event.kind === 'site') this.sites.set(event.site, siteOf(event.name ?? ''));
        if (event.kind === 'begin') this.begin = event;
        this.lanes.add(event);
        this.steps.push(this.lanes.here);
    }

    /** The state after the first `index` events. The same object for the same index; what it holds
     * is not to be changed. @param {number} index @returns {LoopState} */
    stateAt(index) {
        const wanted = Math.max(0, Math.min(index, this.length));
        if (this.#state.index > wanted) {
            const at = this.#checkpoints.findLastIndex((checkpoint) => checkpoint.index <= wanted);
            this.#state = this.#checkpoints[at].clone();
        } else {
            const last = this.#checkpoints.findLast((checkpoint) => checkpoint.index <= wanted);
            if (last && last.index > this.#state.index) this.#state = last.clone();
            else if (this.#state.index < wanted) this.#state = this.#state.clone();
        }
        while (this.#state.index < wanted) {
            this.#state.apply(this.events[this.#state.index]);
            this.#keep();
        }
        return this.#state;
    }

    #keep() {
        const last = /** @type {LoopState} */ (this.#checkpoints.at(-1));
        const spacing = Math.max(SPACING, SPACING_PER_TASK * this.#state.tasks.size);
        if (this.#state.index >= last.index + spacing) this.#checkpoints.push(this.#state.clone());
    }

    /** Where the cursor at `index` stands. @param {number} index @returns {Place} */
    placeAt(index) {
        if (index <= 0) return { time: 0, step: 0 };
        const last = Math.min(index, this.length) - 1;
        return { time: this.times[last] ?? 0, step: this.steps[last] ?? 0 };
    }

    /** The cursor behind everything up to this place. @param {Place} place @returns {number} */
    indexAt({ time, step }) {
        const byTime = firstAbove(this.times, time);
        return Math.min(byTime, firstAbove(this.steps, step));
    }

    /** The cursor behind everything that came before that many records. @param {number} records */
    indexOfRecord(records) {
        return firstAbove(this.records, records - 1);
    }

    /** The next place of a kind of event, from the cursor on, or back; the end, or the beginning.
     * @param {number} index @param {1|-1} direction
     * @param {(event: TraceEvent) => boolean} test @returns {number} a cursor behind that event */
    find(index, direction, test) {
        if (direction > 0) {
            for (let at = index; at < this.length; at += 1) if (test(this.events[at])) return at + 1;
            return this.length;
        }
        for (let at = index - 2; at >= 0; at -= 1) if (test(this.events[at])) return at + 1;
        return 0;
    }

    /** @param {number} object @returns {string} "lock 2": the objects of a kind are counted */
    objectName(object) {
        return this.#names().get(object) ?? `object ${object}`;
    }

    /** @type {Map<number, string>} */
    #objectNames = new Map();
    #named = 0;
    /** @type {Map<string, number>} */
    #counts = new Map();

    #names() {
        for (; this.#named < this.length; this.#named += 1) {
            const { wait, object, kind } = this.events[this.#named];
            const word = kind === 'io-begin' ? 'request' : OBJECT_WORDS[wait ?? ''];
            if (!object || !word || this.#objectNames.has(object)) continue;
            const count = (this.#counts.get(word) ?? 0) + 1;
            this.#counts.set(word, count);
            this.#objectNames.set(object, `${word} ${count}`);
        }
        return this.#objectNames;
    }
}

/** What an object that is waited for so is called. @type {Record<string, string>} */
const OBJECT_WORDS = {
    gather: 'gather',
    group: 'group',
    lock: 'lock',
    event: 'event',
    condition: 'condition',
    semaphore: 'semaphore',
    limiter: 'limiter',
    'queue-get': 'queue',
    'queue-put': 'queue',
    'queue-join': 'queue',
    'stream-send': 'stream',
    'stream-receive': 'stream',
    barrier: 'barrier',
    future: 'future',
    fetch: 'request',
    job: 'job',
    many: 'wait',
};

/** @param {string} text "web/examples/gather.c:12" @returns {Site} */
function siteOf(text) {
    const [, path = text, line = '0'] = /^(.*):(\d+)$/.exec(text) ?? [];
    return { text, file: path.split('/').at(-1) ?? path, line: Number(line) };
}
