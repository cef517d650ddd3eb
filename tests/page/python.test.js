/** The examples' Python, run by the CPython that the page has, beside what their C prints. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { loadPyodide } from 'pyodide';

import { compareOutputs } from '../../web/python/compare.js';

const web = fileURLToPath(new URL('../../web/', import.meta.url));

/** What these say instead: CPython as WebAssembly has neither threads nor packages of others. */
const CANNOT = /** @type {Record<string, RegExp>} */ ({
    'cpu-bound': /can't start new thread/,
    'ten-thousand': /can't start new thread/,
    'to-thread': /can't start new thread/,
    'process-pool': /lacks multiprocessing/,
    deadline: /No module named 'anyio'/,
    limiter: /No module named 'anyio'/,
    'three-sources': /No module named 'httpx'/,
});
/** They block the loop or measure: on a machine that is busy, another order is right, too. */
const MEASURING = ['blocking'];
/** Their clock is the real one. */
const REAL = [...MEASURING, 'slow-callback', ...Object.keys(CANNOT)];

test('outputs are compared line by line', () => {
    assert.deepEqual(compareOutputs(['a', 'b'], ['a', 'b']), { same: true, words: 'C and Python print the same 2 lines in the same order.' });
    assert.match(compareOutputs(['a', 'b'], ['b', 'a']).words, /from line 1 on: C prints “a”, Python “b”/);
    assert.match(compareOutputs(['a', 'b'], ['a']).words, /from line 2 on: C prints “b”, Python nothing more/);
    assert.match(compareOutputs(['a'], ['a', 'c']).words, /C prints nothing more, Python “c”/);
    assert.match(compareOutputs([], ['a']).words, /C prints nothing more, Python “a”/);
    const words = compareOutputs(['a', '42', 'c'], ['a', 'forty-two', 'c']);
    assert.equal(words.same, true);
    assert.match(words.words, /the same order; one line in other words: C prints “42”, Python “forty-two”/);
    assert.equal(compareOutputs(['a', 'b', 'c'], ['b', 'a', 'd']).same, false, 'what moved is no other word');
    assert.equal(compareOutputs(['a', 'b'], ['x', 'y']).same, false, 'nothing in common is not the same order');
});

describe('the examples’ Python in the page’s CPython', () => {
    /** @type {(source: string, file: string, isVirtual: boolean, show: Function) => string} */
    let execute;

    before(async () => {
        const python = await loadPyodide();
        python.runPython(readFileSync(`${web}python/loop.py`, 'utf8'), { filename: 'loop.py' });
        execute = python.globals.get('execute');
    });

    for (const file of readdirSync(`${web}examples`).filter((name) => name.endsWith('.py'))) {
        const name = file.slice(0, -3);
        test(name, () => {
            /** @type {string[]} */
            const lines = [];
            const show = (/** @type {string} */ stream, /** @type {string} */ text) => {
                if (stream === 'stdout') lines.push(text);
            };
            const error = execute(readFileSync(`${web}examples/${file}`, 'utf8'), file, !REAL.includes(name), show);
            if (CANNOT[name]) {
                assert.match(error, CANNOT[name]);
                return;
            }
            assert.equal(error, '');
            const c = readFileSync(new URL(`../examples/${name}.out`, import.meta.url), 'utf8').trimEnd().split('\n');
            if (MEASURING.includes(name)) {
                const known = (/** @type {string[]} */ all) => all.map((line) => line.replace(/ {2}<- late.*/, '')).sort();
                assert.deepEqual(known(lines), known(c));
                return;
            }
            const { same, words } = compareOutputs(c, lines);
            assert.ok(same, words);
        });
    }
});
