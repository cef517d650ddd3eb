/** A run as Chrome's trace events, which Perfetto and chrome://tracing open: a track for the loop with
 * its slices, and for each task asynchronous spans with an id of their own. Times in microseconds. */

import { spanSentence } from './sentences.js';

/** @typedef {import('./history.js').History} History */

const LOOP = { pid: 1, tid: 1 };

/** @param {History} history @param {string} name @param {number} time at the end @returns {object} */
export function chromeTrace({ lanes, events }, name, time) {
    /** @type {object[]} */
    const out = [
        { ph: 'M', name: 'process_name', ...LOOP, args: { name } },
        { ph: 'M', name: 'thread_name', ...LOOP, args: { name: 'loop' } },
    ];
    const us = (/** @type {number} */ seconds) => Math.round(seconds * 1e9) / 1e3;
    const { start, end, task } = lanes.slices;
    for (let i = 0; i < start.length; i += 1) {
        const until = Number.isNaN(end[i]) ? time : end[i];
        const who = task[i] === 0 ? 'callback' : lanes.nameOf(task[i]);
        out.push({ ph: 'X', cat: 'loop', name: who, ...LOOP, ts: us(start[i]), dur: us(until - start[i]), args: { task: task[i], step: i + 1 } });
    }
    for (const lane of lanes.order) {
        if (lane.id === 0) continue;
        const id = `0x${(lane.id > 0 ? lane.id : 0x80000000 - lane.id).toString(16)}`;
        const common = { cat: lane.id > 0 ? 'task' : 'worker', id, ...LOOP };
        const [first, last] = [lane.spans[0], lane.spans.at(-1)];
        if (!first || !last) continue;
        // the task as a whole, and nested in it what it did: begin and end share id, category and name
        out.push({ ph: 'b', name: lane.name, ...common, ts: us(first.from.time), args: { parent: lanes.nameOf(lane.parent) } });
        for (const span of lane.spans) {
            const to = us(span.to?.time ?? time);
            out.push({ ph: 'b', name: span.state, ...common, ts: us(span.from.time), args: { says: spanSentence(lanes, lane, span, time) } });
            out.push({ ph: 'e', name: span.state, ...common, ts: to });
        }
        for (const { kind, at } of lane.points) out.push({ ph: 'n', name: kind, ...common, ts: us(at.time) });
        out.push({ ph: 'e', name: lane.name, ...common, ts: us(last.to?.time ?? time) });
    }
    lanes.wakeups.forEach(({ from, to, at }, index) => {
        const flow = { cat: 'wakeup', name: `${lanes.nameOf(from)} wakes ${lanes.nameOf(to)}`, ...LOOP, id: `0x${(index + 1).toString(16)}` };
        out.push({ ph: 'i', s: 't', ...flow, ts: us(at.time) });
    });
    return { displayTimeUnit: 'ms', traceEvents: out, otherData: { events: events.length } };
}
