/** The loop's own lane: whose turn it was, and when it slept. Made of the slices, not of spans. */

import { number, seconds } from '../timeline/format.js';
import { turnSentence } from '../timeline/sentences.js';

/** @typedef {import('../timeline/lane-model.js').LaneModel} LaneModel */
/** @typedef {import('./lane-row.js').Mark} Mark */
/** @typedef {import('../timeline/scale.js').Scale} Scale */

/** Turns narrower than this are drawn together, up to the width after it. */
const NARROW = 3;
const TOGETHER = 12;

/** @param {LaneModel} model @param {Scale} scale @param {number} now pixels @returns {Mark[]} */
export function loopMarks(model, scale, now) {
    const { start, end, task } = model.slices;
    /** @type {Mark[]} */
    const marks = [];
    const count = start.length;
    const stepOf = (/** @type {number} */ index) => scale.x({ time: start[index], step: index });
    for (let index = 0; index < count; ) {
        const x = stepOf(index);
        let next = index + 1;
        const endOf = () => {
            const time = end[next - 1];
            return Number.isNaN(time) ? now : scale.x({ time, step: next });
        };
        if (endOf() - x < NARROW) {
            while (next < count && stepOf(next) - x < TOGETHER && endOf() - x < TOGETHER) next += 1;
        }
        const [from, to] = [start[index], end[next - 1] || start[next - 1]];
        const together = next - index;
        const sentence =
            together === 1
                ? turnSentence(model, { task: task[index], from, to })
                : `The loop takes ${number(together)} turns from ${seconds(from)} to ${seconds(to)} s`;
        const state = together > 1 ? 'turns' : task[index] === 0 ? 'running' : 'turn';
        marks.push({ state, x, width: Math.max(2, endOf() - x), label: '', sentence });
        const until = next < count ? stepOf(next) : now;
        const wake = next < count ? start[next] : model.time;
        if (until - endOf() > NARROW && wake > to) {
            const sleep = turnSentence(model, { task: null, from: to, to: wake });
            marks.push({ state: 'asleep', x: endOf(), width: until - endOf(), label: '', sentence: sleep });
        }
        index = next;
    }
    return marks;
}
