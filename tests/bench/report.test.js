/** What is made of the figures: medians, ratios, tables, the plot. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { enginesTable, runtimesTable, targetsTable } from './markdown.js';
import { readMarks } from './measure.js';
import { drawPlot } from './plot.js';
import { makeTable } from './report.js';
import { makeRows, median, ratioOf, targetIn } from './rows.js';
import { findSubjects } from './subjects.js';
import { works } from './works.js';

const subjects = findSubjects();

/** @param {string} name @param {string} engine */
function subjectOf(name, engine) {
    const subject = subjects.find((one) => one.name === name && one.engine === engine);
    assert.ok(subject, `${name} ${engine}`);
    return subject;
}

/** @param {string} id @param {Record<string, number[]>} figures by "subject engine" */
function rowsOf(id, figures) {
    const work = works.find((one) => one.id === id);
    assert.ok(work, id);
    return makeRows(Object.entries(figures).map(([who, own]) => {
        const [name, engine] = who.split(' ');
        return { work, subject: subjectOf(name, engine), sizes: { n: 1, m: 1 }, figures: own, records: 2 };
    }));
}

test('the median of an even number of figures lies between the two in the middle', () => {
    assert.equal(median([4, 1, 3]), 3);
    assert.equal(median([4, 1, 3, 2]), 2.5);
});

test('a ratio is that of the rounds, not of the medians', () => {
    assert.equal(ratioOf([1, 20, 3], [2, 40, 3]), 0.5);
    assert.equal(ratioOf([], [1]), null);
});

test('a row for each target, in the engine of the subject that it is held to', () => {
    const rows = rowsOf('queue', { 'eddy node': [40, 60, 50], 'js node': [100], 'js-best node': [20], 'js chromium': [1] });
    assert.deepEqual(rows.map(({ subject, ns, against, ratio, target }) => [subject, ns, against, ratio, target]), [
        ['eddy', 50, 'js', 0.4, targetIn('node', 'js', 0.35)],
        ['eddy', 50, 'js-best', 2, targetIn('node', 'js-best', 1.5)],
        ['js', 100, undefined, null, null],
        ['js-best', 20, undefined, null, null],
        ['js', 1, undefined, null, null],
    ]);
    assert.deepEqual([rows[0].low, rows[0].high, rows[0].rounds], [40, 60, 3]);
});

test('engines that are newer than those of the targets are held to them with a fifth more', () => {
    assert.equal(targetIn('node', 'js', 0.7, '20.20.2'), 0.7);
    assert.equal(targetIn('node', 'js', 0.7, '26.10.0'), 0.84);
    assert.equal(targetIn('chromium', 'js-best', 1.5, '20.20.2'), 1.8);
    assert.equal(targetIn('wasi', 'plain', 1.1, '26.10.0'), 1.1);
});

test('memory is in bytes, and a limit in ns is a ratio, too', () => {
    const [memory] = rowsOf('memory-100k', { 'eddy node': [900], 'js node': [1000] });
    assert.deepEqual([memory.ns, memory.bytes, memory.ratio], [null, 900, 0.9]);
    const [native] = rowsOf('yield', { 'eddy native': [30] });
    assert.deepEqual([native.limit, native.ratio, native.target], [40, 0.75, 1]);
});

test('a record of the trace costs what tracing took longer', () => {
    const rows = rowsOf('trace', { 'eddy node': [100], 'traced node': [120], 'unhooked node': [100] });
    const traced = rows.find(({ subject }) => subject === 'traced');
    assert.equal(traced?.ratio, (120 - 100) / 2 / 20);
});

test('what misses its target is marked, and what failed says why', () => {
    const rows = rowsOf('yield', { 'eddy node': [90], 'js node': [100] });
    const work = /** @type {import('./works.js').Work} */ (works.find(({ id }) => id === 'yield'));
    const target = targetIn('node', 'js', 0.6);
    assert.match(makeTable(rows, work), new RegExp(`0\\.900 of js, target ${target} {2}<-- missed`));
    assert.match(makeTable([{ ...rows[0], error: 'no memory' }], work), /no memory/);
    assert.match(targetsTable(rows), new RegExp(`\\| 0\\.90 \\| ${target} \\| no \\|`));
    assert.match(enginesTable(rows), /\| 90 \| 100 \| – \|/);
});

test('other runtimes stand beside Eddy, in a table of their own', () => {
    const rows = rowsOf('yield', { 'eddy native': [36], 'eddy node': [30], 'go native': [150], 'pyodide node': [29900] });
    assert.match(runtimesTable(rows), /two frames deep \| 36 \| 30 \| 150 \| – \| – \| – \| 29,900 \|/);
    assert.doesNotMatch(enginesTable(rows), /29,900/);
});

test('marks that are not pairs are an error', () => {
    assert.deepEqual(readMarks(['begin 5 10 0', 'hold 6 30 0', 'end 9 40 7'], 1), [
        { cpu: 4, rss: 20, check: 7, records: 0 },
    ]);
    assert.throws(() => readMarks(['end 9 40 7'], 1), /no mark/);
    assert.throws(() => readMarks(['begin 1 1 0'], 1), /0 of 1 repeats/);
});

test('the plot has a line for each curve, and its points where they belong', () => {
    const svg = drawPlot([{ title: 'a', curves: [
        { name: 'one', points: [[1e3, 10], [1e6, 100]] },
        { name: 'two', points: [[1e3, 100]] },
    ] }], 'what it shows');
    assert.match(svg, /<title>what it shows<\/title>/);
    assert.match(svg, /class="curve c0" points="52\.0,220\.0 288\.0,34\.0"/);
    assert.match(svg, /<circle class="f1" r="3" cx="52\.0" cy="34\.0"\/>/);
    assert.match(svg, /prefers-color-scheme: dark/);
});
