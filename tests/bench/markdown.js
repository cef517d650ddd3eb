/**
 * What run.js saved, as the tables of the README: `node tests/bench/markdown.js ROWS.json...`
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { works } from './works.js';

/** @typedef {import('./rows.js').Row} Row */

/** Who has a column: subject and engine, and the head. @typedef {[RegExp, string]} Column */

/** @type {Column[]} */
const ENGINES = [
    [/^eddy node$/, 'Eddy, Node'],
    [/^js node$/, 'JS, Node'],
    [/^js-best node$/, 'JS by hand'],
    [/^eddy chromium$/, 'Eddy, Chromium'],
    [/^js chromium$/, 'JS, Chromium'],
    [/^eddy wasi$/, 'Eddy, WASI'],
    [/^eddy native$/, 'Eddy, native'],
];

/** @type {Column[]} */
const RUNTIMES = [
    [/^eddy native$/, 'Eddy, native'],
    [/^eddy node$/, 'Eddy, Node'],
    [/^go /, 'Go'],
    [/^tokio /, 'tokio'],
    [/^asyncio cpython-3.13$/, 'asyncio 3.13'],
    [/^uvloop /, 'uvloop'],
    [/^pyodide /, 'Pyodide'],
];

/** @param {number | null | undefined} value */
function short(value) {
    if (value === null || value === undefined) return '–';
    return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)));
}

/** @param {string[][]} lines the first is the head */
function table([head, ...lines]) {
    const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
    return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Each work's figures, in ns (or bytes). @param {Row[]} rows @param {Column[]} columns */
function figuresTable(rows, columns) {
    const lines = works.filter(({ measures = 'cpu' }) => /cpu|memory|switch/.test(measures)).flatMap((work) => {
        const own = rows.filter((row) => row.work === work.id && (row.ns ?? row.bytes) !== null);
        const found = columns.map(([pattern]) => own.find(({ subject, engine }) => pattern.test(`${subject} ${engine}`)));
        return found.some(Boolean) ? [[work.title, ...found.map((row) => short(row?.ns ?? row?.bytes))]] : [];
    });
    return table([['work', ...columns.map(([, head]) => head)], ...lines]);
}

/** @param {Row[]} rows */
export const enginesTable = (rows) => figuresTable(rows, ENGINES);

/** @param {Row[]} rows */
export const runtimesTable = (rows) => figuresTable(rows, RUNTIMES);

/** @param {Row[]} rows those that are held to a target */
export function targetsTable(rows) {
    const lines = rows.filter(({ target, ratio, error }) => target !== null && (ratio !== null || error)).map((row) => {
        const title = works.find(({ id }) => id === row.work)?.title ?? row.work;
        const of = row.against ?? `${row.limit?.toLocaleString('en')} ns${row.what ? ` ${row.what}` : ''}`;
        const kept = row.ratio !== null && row.ratio <= Number(row.target);
        const ratio = row.ratio === null ? `– (${row.error ?? 'not measured'})` : row.ratio.toFixed(2);
        return [title, row.engine, of, ratio, String(row.target), kept ? 'yes' : 'no'];
    });
    return table([['work', 'engine', 'of', 'ratio', 'target', 'kept'], ...lines]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    /** @type {Row[]} */
    const rows = process.argv.slice(2).flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));
    console.log([targetsTable(rows), enginesTable(rows), runtimesTable(rows)].join('\n\n'));
}
