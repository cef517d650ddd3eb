/** A run as Chrome's trace events, which Perfetto and chrome://tracing open: a track for the loop with
 * its slices, for each task asynchronous spans with an id of their own, and arrows for who woke whom.
 *
 * Much happens at one instant, on a virtual clock nearly everything; a viewer would draw what begins at
 * the same time one within the other. So each slice lasts a nanosecond at least, and none begins before
 * the last has ended: their order is seen, and no time is wrong by more than that. */

import { firstAbove } from './history.js';
import { spanSentence } from './sentences.js';

/** @typedef {import('./history.js').History} History */
/** @typedef {import('./lane-model.js').LaneModel} LaneModel */
/** @typedef {import('./lane-model.js').Lane} Lane */
/** @typedef {import('./lane-model.js').Place} Place */

const LOOP = { pid: 1, tid: 1 };

const nanoseconds = (/** @type {number} */ seconds) => Math.round(seconds * 1e9);

/** From a place in the run to the time it is exported with. */
class ExportClock {
    /** Of each slice, in nanoseconds. @type {number[]} */
    #start = [];
    /** @type {number[]} */
    #end = [];

    /** @param {LaneModel} lanes @param {number} time at the end */
    constructor({ slices }, time) {
        slices.start.forEach((start, index) => {
            const until = Number.isNaN(slices.end[index]) ? time : slices.end[index];
            const begin = Math.max(nanoseconds(start), this.#end[index - 1] ?? 0);
            this.#start.push(begin);
            this.#end.push(Math.max(nanoseconds(until), begin + 1));
        });
    }

    /** @param {number} slice @returns {{ts: number, dur: number}} microseconds, as all that is exported */
    slice(slice) {
        return { ts: this.#start[slice] / 1e3, dur: (this.#end[slice] - this.#start[slice]) / 1e3 };
    }

    /** @param {Place} place @returns {number} never before a place that comes before it */
    at({ time, step }) {
        const slice = Math.floor(step);
        const within = slice !== step;
        const least = within ? this.#start[slice] : (this.#end[slice - 1] ?? 0);
        const most = (within ? this.#end[slice] : this.#start[slice]) ?? Infinity;
        return Math.min(Math.max(nanoseconds(time), least), most) / 1e3;
    }
}

/** The loop's slices, one after another. @param {LaneModel} lanes @param {ExportClock} clock */
function* loopEvents(lanes, clock) {
    const blocked = new Map(lanes.blocked.map(({ seconds, from }) => [Math.floor(from.step), seconds]));
    for (const [slice, task] of lanes.slices.task.entries()) {
        const seconds = blocked.get(slice);
        const args = { task, step: slice + 1, ...(seconds !== undefined && { 'blocks the loop for, in s': seconds }) };
        const name = task === 0 ? 'callback' : lanes.nameOf(task);
        yield { ph: 'X', cat: seconds === undefined ? 'loop' : 'loop,blocked', name, ...LOOP, ...clock.slice(slice), args };
    }
}

/** A task as a whole, and nested in it what it did. Begin and end share id, category and name.
 * @param {LaneModel} lanes @param {Lane} lane @param {ExportClock} clock @param {number} time at the end */
function* laneEvents(lanes, lane, clock, time) {
    const [first, last] = [lane.spans[0], lane.spans.at(-1)];
    if (!first || !last) return;
    const id = `0x${(lane.id > 0 ? lane.id : 0x80000000 - lane.id).toString(16)}`;
    const common = { cat: lane.id > 0 ? 'task' : 'worker', id, ...LOOP };
    const open = { time, step: lanes.steps };
    yield { ph: 'b', name: lane.name, ...common, ts: clock.at(first.from), args: { task: lane.id, parent: lanes.nameOf(lane.parent) } };
    for (const span of lane.spans) {
        yield { ph: 'b', name: span.state, ...common, ts: clock.at(span.from), args: { says: spanSentence(lanes, lane, span, time) } };
        yield { ph: 'e', name: span.state, ...common, ts: clock.at(span.to ?? open) };
    }
    for (const { kind, at } of lane.points) yield { ph: 'n', name: kind, ...common, ts: clock.at(at) };
    yield { ph: 'e', name: lane.name, ...common, ts: clock.at(last.to ?? open) };
}

/** Slices of each task, in order. @param {LaneModel} lanes */
function slicesByTask({ slices }) {
    /** @type {Map<number, number[]>} */
    const byTask = new Map();
    slices.task.forEach((task, slice) => {
        const known = byTask.get(task);
        if (known) known.push(slice);
        else byTask.set(task, [slice]);
    });
    return (/** @type {number} */ task) => byTask.get(task) ?? [];
}

/** Arrows, from the last slice of who woke a task to the first that it then had; an instant if it had none.
 * @param {LaneModel} lanes @param {ExportClock} clock */
function* wakeupEvents(lanes, clock) {
    const slicesOf = slicesByTask(lanes);
    for (const [index, { from, to, at }] of lanes.wakeups.entries()) {
        const [before, after] = [slicesOf(from), slicesOf(to)];
        const woke = before[firstAbove(before, at.step - 0.5) - 1];
        const ran = after[firstAbove(after, at.step - 0.5)];
        const common = { cat: 'wakeup', name: `${lanes.nameOf(from)} wakes ${lanes.nameOf(to)}`, ...LOOP };
        const arrow = { ...common, id: `0x${(index + 1).toString(16)}` };
        if (woke === undefined || ran === undefined) yield { ph: 'i', s: 't', ...common, ts: clock.at(at) };
        else {
            yield { ph: 's', ...arrow, ts: clock.slice(woke).ts };
            yield { ph: 'f', bp: 'e', ...arrow, ts: clock.slice(ran).ts };
        }
    }
}

/** @param {History} history @param {string} name @param {number} time at the end @returns {{traceEvents: any[]}} */
export function chromeTrace({ lanes, events }, name, time) {
    const clock = new ExportClock(lanes, time);
    const tasks = lanes.order.filter(({ id }) => id !== 0);
    const traceEvents = [
        { ph: 'M', name: 'process_name', ...LOOP, args: { name } },
        { ph: 'M', name: 'thread_name', ...LOOP, args: { name: 'loop' } },
        ...loopEvents(lanes, clock),
        ...tasks.flatMap((lane) => [...laneEvents(lanes, lane, clock, time)]),
        ...wakeupEvents(lanes, clock),
    ];
    return /** @type {any} */ ({ displayTimeUnit: 'ms', traceEvents, otherData: { events: events.length } });
}
