/** How a task has spent its time. */

/** @typedef {import('./lane-model.js').Lane} Lane */
/** @typedef {import('./lane-model.js').Place} Place */

/** Seconds in each state up to a place, and how many steps it has begun.
 * @param {Lane} lane @param {Place} place
 * @returns {{steps: number, running: number, ready: number, waiting: number}} */
export function spentUntil({ spans }, place) {
    const spent = { steps: 0, running: 0, ready: 0, waiting: 0 };
    for (const { state, from, to } of spans) {
        if (from.time > place.time || from.step > place.step) break;
        spent[state] += Math.min(to?.time ?? place.time, place.time) - from.time;
        if (state === 'running') spent.steps += 1;
    }
    return spent;
}
