/** The marks of a lane that are in sight: what is narrower than a pixel or two is taken together, so
 * that a frame costs as much as there are pixels, not as there are events. */

import { isBlocking } from './lane-model.js';

/** @typedef {import('./lane-model.js').Lane} Lane */
/** @typedef {import('./lane-model.js').Span} Span */
/** @typedef {import('./scale.js').Scale} Scale */

/** @typedef {{state: string, x: number, end: number, first: number, count: number}} Mark
 *  of `count` spans from `first` on; x and end in pixels of the scale */

/** How far what still lasts reaches. @typedef {{x: number, time: number}} Now */

const NARROW = 2;

/** The first span that ends behind x. @param {Span[]} spans @param {Scale} scale @param {number} x
 * @returns {number} */
export function firstEndingAfter(spans, scale, x) {
    let low = 0;
    let high = spans.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        const { to } = spans[middle];
        if (to && scale.x(to) <= x) low = middle + 1;
        else high = middle;
    }
    return low;
}

/** @param {Lane} lane @param {Scale} scale @param {number} left @param {number} right @param {Now} now
 * @returns {Mark[]} */
export function marksInSight({ id, spans }, scale, left, right, now) {
    /** @type {Mark[]} */
    const marks = [];
    for (let at = firstEndingAfter(spans, scale, left); at < spans.length; ) {
        const span = spans[at];
        const x = scale.x(span.from);
        if (x > right) break;
        const end = span.to ? scale.x(span.to) : now.x;
        if (end - x >= NARROW) {
            const blocks = id >= 0 && isBlocking(span, now.time); // a worker that is busy keeps nobody
            const state = blocks ? 'blocking' : span.state;
            marks.push({ state, x, end, first: at, count: 1 });
            at += 1;
            continue;
        }
        // leap over all that ends within the next pixels
        const next = Math.max(at + 1, firstEndingAfter(spans, scale, x + NARROW));
        const isWaiting = next - at === 1 && span.state !== 'running';
        if (!isWaiting || end > x) {
            const state = next - at === 1 ? span.state : 'dense';
            marks.push({ state, x, end: x + NARROW, first: at, count: next - at });
        }
        at = next;
    }
    return marks;
}

/** The span at x, or the nearest one within reach; -1 for none. @param {Lane} lane
 * @param {Scale} scale @param {number} x @param {Now} now @returns {number} */
export function spanAt({ spans }, scale, x, now) {
    const reach = 3;
    const first = firstEndingAfter(spans, scale, x - reach);
    let best = -1;
    let bestWidth = Infinity;
    for (let at = first; at < Math.min(spans.length, first + 40); at += 1) {
        const from = scale.x(spans[at].from);
        if (from > x + reach) break;
        const { to } = spans[at];
        const end = to ? scale.x(to) : now.x;
        if (end < x - reach || (end <= from && spans[at].state !== 'running')) continue;
        const beside = x < from || x > end ? reach : 0;
        if (end - from + beside < bestWidth) [best, bestWidth] = [at, Math.max(end - from, 4) + beside];
    }
    return best;
}
