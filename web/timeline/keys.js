/** The timeline's keys, and the sheet that tells them. */

import { h } from '../element/dom.js';

/** @type {[keys: string, does: string][]} */
const SHEET = [
    ['← →', 'from mark to mark in a lane'],
    ['↑ ↓', 'from lane to lane'],
    ['Home End', 'first and last mark of the lane'],
    ['Enter', 'select the task, cursor to the mark'],
    [', .', 'cursor one event back, on'],
    ['< >', 'cursor one iteration back, on'],
    ['p n', 'the selected task’s run before, after'],
    ['Shift Home, Shift End', 'cursor to the start, to the end'],
    ['Space', 'play, pause'],
    ['+ − 0', 'zoom in, out, all of it'],
    ['z', 'zoom to what is selected'],
    ['a d', 'pan to the left, to the right'],
    ['/', 'search a task'],
    ['t', 'table instead of the picture'],
    ['?', 'this sheet'],
    ['Ctrl Enter, Escape', 'run, stop'],
    ['Drag', 'on the lanes: measure; on the axis: move the cursor'],
    ['Ctrl and wheel, pinch', 'zoom'],
    ['Shift and wheel, one finger', 'pan'],
];

/** @returns {HTMLDialogElement} */
export function keySheet() {
    const close = h('button', { type: 'button', class: 'quiet' }, 'Close');
    const sheet = h('dialog', { class: 'sheet', 'aria-label': 'Keys of the timeline' },
        h('div', { class: 'sheet-head' }, h('h3', {}, 'Keys of the timeline'), close),
        h('dl', {}, ...SHEET.flatMap(([keys, does]) => [
            h('dt', {}, ...keys.split(' ').flatMap((key) => [/^(and|on)$/.test(key) ? key : h('kbd', {}, key.replace(/,$/, '')), ' '])),
            h('dd', {}, does),
        ])));
    close.addEventListener('click', () => sheet.close());
    sheet.addEventListener('keydown', (event) => event.stopPropagation());
    return sheet;
}
