/** The names of Eddy's headers in the editor: completed as one types, and the signature of the call
 * that the caret is in. */

import { completeAnyWord } from '@codemirror/autocomplete';
import { StateField } from '@codemirror/state';
import { showTooltip } from '@codemirror/view';

import { h } from '../element/dom.js';

/** @typedef {import('../build/api-index.js').ApiName} ApiName */
/** @typedef {import('@codemirror/state').EditorState} EditorState */
/** @typedef {import('@codemirror/view').Tooltip} Tooltip */

/** @type {ApiName[]} */
const api = EDDY_API;
const byName = new Map(api.map((entry) => [entry.name, entry]));

const KEYWORDS =
    'break case char const continue default do double else enum extern float for if int long return ' +
    'short signed sizeof static struct switch typedef union unsigned void volatile while';

/** How far before the caret a call is looked for, in characters. */
const LONGEST_CALL = 2000;

/** @param {ApiName} entry @returns {HTMLElement} */
function describe({ code, summary, header }) {
    return h(
        'div',
        { class: 'api' },
        h('code', {}, code),
        h('p', {}, summary),
        h('p', { class: 'api-header' }, `#include <${header}>`),
    );
}

const TYPES = { function: 'function', macro: 'function', type: 'type', constant: 'constant' };

/** @type {import('@codemirror/autocomplete').Completion[]} */
const completions = [
    ...api.map((entry) => ({
        label: entry.name,
        type: TYPES[entry.kind],
        boost: 1,
        info: () => describe(entry),
    })),
    ...KEYWORDS.split(' ').map((label) => ({ label, type: 'keyword' })),
];

/** @type {import('@codemirror/autocomplete').CompletionSource} */
export function completeApi(context) {
    const word = context.matchBefore(/\w+/);
    if (!word ? !context.explicit : /^\d/.test(word.text)) return null;
    return { from: word?.from ?? context.pos, options: completions, validFor: /^\w*$/ };
}

/** Words of the text itself, those that the headers do not have.
 * @type {import('@codemirror/autocomplete').CompletionSource} */
export async function completeWords(context) {
    const found = await completeAnyWord(context);
    if (!found) return null;
    return { ...found, options: found.options.filter(({ label }) => !byName.has(label)) };
}

/** The call that a position is in, as far as brackets tell.
 * @param {string} before the text up to there
 * @returns {{name: string, argument: number, at: number}|null} at: of the name, from the end */
export function callAround(before) {
    let depth = 0;
    let argument = 0;
    for (let at = before.length - 1; at >= 0; at -= 1) {
        const character = before[at];
        if (character === ';' || character === '{' || character === '}') return null;
        if (character === ')' || character === ']') depth += 1;
        else if (character === '[') depth -= 1;
        else if (character === ',' && depth === 0) argument += 1;
        else if (character === '(') {
            if (depth > 0) {
                depth -= 1;
                continue;
            }
            const [name] = /\w*$/.exec(before.slice(0, at)) ?? [''];
            return { name, argument, at: before.length - (at - name.length) };
        }
    }
    return null;
}

/** @param {ApiName} entry @param {number} argument @returns {Node[]} the one that is due, marked */
function signature({ code }, argument) {
    const open = code.indexOf('(', code.search(/\beddy_\w+\(|\bEDDY_\w+\(/));
    const close = code.lastIndexOf(')');
    const parts = code.slice(open + 1, close).split(/,\s*/);
    const due = parts.at(-1) === '...' ? Math.min(argument, parts.length - 1) : argument;
    const nodes = parts.flatMap((part, index) => {
        const shown = index === due ? h('b', {}, part) : document.createTextNode(part);
        return index === 0 ? [shown] : [document.createTextNode(', '), shown];
    });
    return [
        document.createTextNode(code.slice(0, open + 1)),
        ...nodes,
        document.createTextNode(code.slice(close)),
    ];
}

/** @param {EditorState} state @returns {Tooltip|null} */
function tooltipAt(state) {
    const { main } = state.selection;
    if (!main.empty) return null;
    const before = state.sliceDoc(Math.max(0, main.head - LONGEST_CALL), main.head);
    const call = callAround(before);
    const entry = call && byName.get(call.name);
    if (!call || !entry || !entry.code.includes('(')) return null;
    return {
        pos: main.head - call.at,
        above: true,
        create: () => ({
            dom: h(
                'div',
                { class: 'cm-signature', role: 'status' },
                h('code', {}, ...signature(entry, call.argument)),
                h('span', {}, entry.summary),
            ),
        }),
    };
}

/** @type {import('@codemirror/state').Extension} */
export const signatureHelp = StateField.define({
    create: tooltipAt,
    update: (tooltip, transaction) =>
        transaction.docChanged || transaction.selection ? tooltipAt(transaction.state) : tooltip,
    provide: (field) => showTooltip.from(field),
});
