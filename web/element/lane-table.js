/** The lanes as a table: the same in words, for who cannot see the picture or would rather read. */

import { h } from './dom.js';
import { plural, seconds } from '../timeline/format.js';
import { laneState, pointSentence, spanSentence } from '../timeline/sentences.js';

/** @typedef {import('../timeline/lane-model.js').LaneModel} LaneModel */
/** @typedef {import('../timeline/lane-model.js').Lane} Lane */

const MOST_LANES = 200;
const MOST_SENTENCES = 40;

/** Ready and at once running: not worth a sentence. @param {Lane['spans'][number]} span */
function takesPlace({ state, from, to }) {
    return state !== 'ready' || to === null || to.step > from.step || to.time > from.time;
}

/** @param {LaneModel} model @param {Lane} lane @returns {HTMLElement} */
function story(model, lane) {
    const parts = [
        ...lane.spans.filter(takesPlace).map((span) => ({ at: span.from.step, text: spanSentence(model, lane, span) })),
        ...lane.points.map((point) => ({ at: point.at.step, text: pointSentence(model, lane, point) })),
    ].sort((a, b) => a.at - b.at);
    const items = parts.slice(0, MOST_SENTENCES).map(({ text }) => h('li', {}, text));
    const rest = parts.length - items.length;
    if (rest > 0) items.push(h('li', {}, `and ${plural(rest, 'more change')}`));
    return h('ol', {}, ...items);
}

/** @param {LaneModel} model @param {Lane} lane @returns {HTMLElement} */
function row(model, lane) {
    const first = lane.spans[0]?.from.time;
    const last = lane.points.at(-1)?.at.time ?? lane.spans.at(-1)?.to?.time;
    return h(
        'tr',
        {},
        h('th', { scope: 'row' }, lane.name),
        h('td', {}, lane.depth > 0 ? model.nameOf(lane.parent) : '–'),
        h('td', {}, laneState(lane).word),
        h('td', { class: 'number' }, first === undefined ? '–' : seconds(first)),
        h('td', { class: 'number' }, last === undefined ? '–' : seconds(last)),
        h('td', {}, story(model, lane)),
    );
}

/** @param {LaneModel} model @returns {HTMLElement} */
export function laneTable(model) {
    const lanes = model.order.filter((lane) => lane.id !== 0 || lane.spans.length > 0);
    const shown = lanes.slice(0, MOST_LANES);
    const heads = ['Task', 'Made by', 'State', 'From, s', 'To, s', 'What happened'];
    const table = h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text)))),
        h('tbody', {}, ...shown.map((lane) => row(model, lane))),
    );
    const rest = lanes.length - shown.length;
    return h('div', {}, table, ...(rest > 0 ? [h('p', {}, `and ${plural(rest, 'more task')}`)] : []));
}
