/** The panels before anything was run, drawn without what a run needs. */

import { h } from './dom.js';

const LANES = 'A lane for every task, in time: run the example to see them.';
const OUTPUT = 'What the program prints appears here, with loop time and task.';

/** @param {string} text @returns {HTMLElement} lanes without anything in them */
export function emptyLanes(text = LANES) {
    const ghosts = [0, 1, 2].map((index) => h('i', { class: `ghost ghost-${index}` }));
    const picture = h('div', { class: 'ghosts', 'aria-hidden': 'true' }, ...ghosts);
    return h('div', { class: 'empty' }, picture, h('p', {}, text));
}

/** @param {string} name @param {string} title @param {HTMLElement} content */
const panel = (name, title, content) =>
    h(
        'section',
        { class: `panel ${name}`, part: name, 'aria-label': title },
        h('div', { class: 'panel-head' }, h('h3', {}, title)),
        content,
    );

/** @returns {HTMLElement[]} */
export function emptyPanels() {
    return [
        panel('lanes', 'Timeline', emptyLanes()),
        panel('output', 'Output', h('p', { class: 'empty' }, OUTPUT)),
    ];
}
