/** One lane, drawn: its name, and a mark for everything it did. */

import { h, icon, setAttribute, setText } from './dom.js';
import { isBlocking } from '../timeline/lane-model.js';
import { loopMarks } from './loop-marks.js';
import { denseSentence, laneState, pointSentence, spanSentence, waitsFor } from '../timeline/sentences.js';

/** @typedef {import('../timeline/lane-model.js').LaneModel} LaneModel */
/** @typedef {import('../timeline/lane-model.js').Lane} Lane */
/** @typedef {import('../timeline/scale.js').Scale} Scale */

/**
 * @typedef {object} Mark
 * @property {string} state    for the style sheet
 * @property {number} x
 * @property {number} width
 * @property {string} label    written on it where there is room
 * @property {string} sentence
 */

/** Now, in pixels and in seconds: how far what still lasts reaches.
 * @typedef {{x: number, time: number}} Now */

/** What is narrower than this is not drawn alone, but with its neighbours, as one dense mark. */
const NARROW = 2;
/** Room that a label needs. */
const LABEL_WIDTH = 34;
const POINT_WIDTH = 14;

/**
 * @param {LaneModel} model
 * @param {Lane} lane
 * @param {Scale} scale
 * @param {Now} now
 * @returns {Mark[]}
 */
function marksOf(model, lane, scale, now) {
    /** @type {Mark[]} */
    const marks = [];
    let dense = { first: 0, count: 0, x: 0, end: 0 };
    const endDense = () => {
        const { first, count, x, end } = dense;
        if (count === 0) return;
        const from = lane.spans[first].from.time;
        const last = lane.spans[first + count - 1];
        const sentence =
            count === 1
                ? spanSentence(model, lane, last)
                : denseSentence(lane, count, from, (last.to ?? last.from).time);
        const width = Math.max(NARROW, end - x);
        marks.push({ state: count === 1 ? last.state : 'dense', x, width, label: '', sentence });
        dense = { first: 0, count: 0, x: 0, end: 0 };
    };
    lane.spans.forEach((span, index) => {
        const x = scale.x(span.from);
        const end = span.to ? scale.x(span.to) : now.x;
        if (end - x <= 0 && span.state !== 'running') return; // over at once: nothing to be seen
        if (end - x < NARROW) {
            if (dense.count > 0 && x - dense.x > 4 * NARROW) endDense();
            if (dense.count === 0) dense = { first: index, count: 0, x, end };
            dense.count = index - dense.first + 1;
            dense.end = end;
            return;
        }
        endDense();
        const state = isBlocking(span, now.time) ? 'blocking' : span.state;
        const label = span.state === 'waiting' ? waitsFor(model, span) : '';
        const sentence = spanSentence(model, lane, span, now.time);
        marks.push({ state, x, width: end - x, label: end - x > LABEL_WIDTH ? label : '', sentence });
    });
    endDense();
    for (const point of lane.points) {
        const x = Math.min(scale.x(point.at), scale.width) - (point.kind === 'cancel-asked' ? 7 : 0);
        const sentence = pointSentence(model, lane, point);
        marks.push({ state: point.kind, x, width: POINT_WIDTH, label: '', sentence });
    }
    return marks;
}

/** @param {string} state @returns {Node[]} the shape that says the same as the colour */
export function shapeOf(state) {
    if (state === 'done' || state === 'failed' || state === 'cancelled') return [icon(state)];
    return [];
}

export class LaneRow {
    constructor() {
        this.name = h('span', { class: 'lane-name' });
        this.word = h('span', { class: 'hidden-text' });
        this.header = h('div', { class: 'lane-head', role: 'rowheader' }, this.name, this.word);
        this.track = h('div', { class: 'track' });
        this.element = h('div', { class: 'lane', role: 'row' }, this.header, this.track);
        /** @type {Lane|null} */
        this.lane = null;
        /** @type {Mark[]} */
        this.marks = [];
    }

    /** @param {LaneModel} model @param {Lane} lane @param {number} index @param {Scale} scale
     * @param {Now} now */
    update(model, lane, index, scale, now) {
        this.lane = lane;
        const { state, word } = laneState(lane);
        setAttribute(this.element, 'data-state', state);
        setAttribute(this.element, 'aria-rowindex', index + 1);
        this.element.style.setProperty('--row', String(index));
        this.header.style.setProperty('--depth', String(Math.min(lane.depth, 6)));
        setText(this.name, lane.name);
        setAttribute(this.name, 'title', lane.name);
        setText(this.word, `, ${word}`);
        this.marks = lane.id === 0 ? loopMarks(model, scale, now.x) : marksOf(model, lane, scale, now);
        this.#draw();
    }

    /** Nodes are used again, by place, so that one with the focus keeps it. */
    #draw() {
        const { track, marks } = this;
        while (track.childElementCount > marks.length) track.lastElementChild?.remove();
        marks.forEach((mark, index) => {
            let cell = /** @type {HTMLElement|undefined} */ (track.children[index]);
            if (!cell) {
                cell = h('div', { class: 'mark', role: 'gridcell', tabindex: -1 });
                track.append(cell);
            }
            cell.style.left = `${mark.x.toFixed(1)}px`;
            cell.style.width = `${mark.width.toFixed(1)}px`;
            setAttribute(cell, 'aria-label', mark.sentence);
            if (cell.dataset.state !== mark.state || cell.textContent !== mark.label) {
                cell.dataset.state = mark.state;
                const label = mark.label ? [h('span', { class: 'label' }, mark.label)] : [];
                cell.replaceChildren(...shapeOf(mark.state), ...label);
            }
        });
    }
}
