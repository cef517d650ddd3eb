/** The mark of what a task does, or of what happened to it: the same in the legend, the tree of tasks and
 * on the lanes, where timeline/painter.js draws it. */

import { h, icon } from './dom.js';

/** What is drawn as a shape, and not as a piece of a lane. @type {Record<string, Parameters<typeof icon>[0]>} */
const SHAPES = { done: 'done', cancelled: 'cancelled', failed: 'failed', 'asked to end': 'asked', wakes: 'wakes' };

/** @param {string} state @returns {HTMLElement} decoration only: a word stands beside it */
export function stateMark(state) {
    const shape = SHAPES[state];
    return h('i', { class: 'mark', 'data-state': shape ?? state, 'aria-hidden': 'true' }, ...(shape ? [icon(shape)] : []));
}
