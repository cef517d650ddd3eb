/** Whom a step that blocks the loop keeps from running. */

/** @typedef {import('./lane-model.js').LaneModel} LaneModel */
/** @typedef {import('./lane-model.js').Lane} Lane */
/** @typedef {import('./lane-model.js').Span} Span */
/** @typedef {import('./lane-model.js').Place} Place */

/** Does the span say that its task could run, at a time between these? It is ready; or it sleeps, and
 * its time is up, which the loop has had no turn to find.
 * @param {Span} span @param {Place} begin @param {Place} end */
function couldRun({ state, from, to, cause }, begin, end) {
    if (from.step > end.step || (to && to.step <= begin.step)) return false;
    if (state === 'ready') return true;
    return state === 'waiting' && cause.wait === 'timer' && from.time + cause.value / 1e6 < end.time;
}

/** The tasks that could have run while a step kept the loop, from top to bottom.
 * @param {LaneModel} model @param {number} task whose step it was; 0 for a callback's
 * @param {Place} begin @param {Place} end of the step
 * @returns {Lane[]} */
export function keptBy(model, task, begin, end) {
    return model.order.filter(({ id, spans }) =>
        id > 0 && id !== task && spans.some((span) => couldRun(span, begin, end)));
}
