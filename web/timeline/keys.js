/** The timeline's keys, and the sheet that tells them. */

import { h } from '../element/dom.js';

/** What is pressed together is one text: "Shift+Home". In lower case with blanks: words, not keys.
 * @type {[keys: string[], does: string][]} */
const SHEET = [
    [['←', '→'], 'from mark to mark in a lane'],
    [['↑', '↓'], 'from lane to lane'],
    [['Home', 'End'], 'first and last mark of the lane'],
    [['Enter'], 'select the task, cursor to the mark'],
    [[',', '.'], 'cursor one event back, on'],
    [['<', '>'], 'cursor one iteration back, on'],
    [['p', 'n'], 'the selected task’s run before, after'],
    [['Shift+Home', 'Shift+End'], 'cursor to the start, to the end'],
    [['Space'], 'play, pause'],
    [['+', '−', '0'], 'zoom in, out, all of it'],
    [['z'], 'zoom to what is selected'],
    [['a', 'd'], 'pan to the left, to the right'],
    [['/'], 'search a task'],
    [['t'], 'table instead of the picture'],
    [['?'], 'this sheet'],
    [['Ctrl+Enter', 'Escape'], 'run, stop'],
];

/** @type {[does: string, how: string][]} */
const POINTER = [
    ['drag', 'on the lanes: measure; on the axis: move the cursor'],
    ['tap, click', 'select the task, cursor there'],
    ['two fingers', 'pinch: zoom, as does the wheel with Ctrl'],
    ['one finger', 'pan, as does the wheel with Shift'],
];

/** @param {string} combination */
const kbd = (combination) =>
    h('span', { class: 'combination' }, ...(combination === '+' ? ['+'] : combination.split('+')).map((key) => h('kbd', {}, key)));

/** @returns {HTMLDialogElement} */
export function keySheet() {
    const close = h('button', { type: 'button', class: 'quiet' }, 'Close');
    const sheet = h('dialog', { class: 'sheet', 'aria-label': 'Keys of the timeline' },
        h('div', { class: 'sheet-head' }, h('h3', {}, 'Keys of the timeline'), close),
        h('dl', {},
            ...SHEET.flatMap(([keys, does]) => [h('dt', {}, ...keys.map(kbd)), h('dd', {}, does)]),
            ...POINTER.flatMap(([what, does]) => [h('dt', { class: 'word' }, what), h('dd', {}, does)])));
    close.addEventListener('click', () => sheet.close());
    sheet.addEventListener('keydown', (event) => event.stopPropagation());
    return sheet;
}
