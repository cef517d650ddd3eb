/** Each work, tiny, by each subject that is here: that rows are made and the works' results are right. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readMarks } from './measure.js';
import { makeRows, targetIn } from './rows.js';
import { startBrowser } from './subjects/chromium.js';
import { findSubjects } from './subjects.js';
import { works } from './works.js';

const run = fileURLToPath(new URL('./run.js', import.meta.url));
const subjects = findSubjects();

/** What the project holds itself to: a work; the subject whose figure is 1, or a limit in ns; the ratio.
 * @typedef {[string, string | number, number]} Goal */

/** In Node 20; a newer engine is held to a fifth more. @type {Goal[]} */
const TARGETS = [
    ['spawn-join', 'js', 0.7],
    ['spawn-join-at-once', 'js', 0.35],
    ['yield', 'js', 0.6],
    ['yield-100k', 'js', 0.3],
    ['yield-deep', 'js', 0.35],
    ['hand-off', 'js', 0.35],
    ['sleepers', 'js', 0.25],
    ['timers', 'js', 0.12],
    ['memory-100k', 'js', 0.9],
    ['memory-1M', 'js', 0.9],
    ['queue', 'js', 0.35],
    ['queue', 'js-best', 1.5],
    ['cancel', 'js-best', 0.2],
    ['gather', 'js', 0.3],
    ['start', 5e6, 1],
];
/** @type {Goal[]} */
const NATIVE_TARGETS = [
    ['spawn-join', 60, 1],
    ['yield', 40, 1],
];
/** @type {Goal[]} */
const KERNEL_TARGETS = [
    ['kernel-qsort', 'plain', 1.1],
    ['kernel-sha256', 'plain', 1.1],
    ['kernel-json', 'plain', 1.1],
    ['module-size', 'plain', 1.35],
];

/** @param {import('./rows.js').Row[]} rows @param {string} engine @param {Goal[]} goals all that there are */
function holdsAll(rows, engine, goals) {
    const held = rows.filter((row) => row.subject === 'eddy' && row.engine === engine && row.target !== null &&
        row.work !== 'trace' && /kernel|size/.test(row.work) === (goals === KERNEL_TARGETS));
    assert.deepEqual(held.map(({ work, against, limit, target }) => [work, against ?? limit, target]).sort(), [...goals].sort());
    for (const { work, ratio } of held) assert.ok(Number.isFinite(ratio), work);
}

/** @param {string} engine @returns {Goal[]} */
const targetsIn = (engine) => TARGETS.map(([work, against, ratio]) => [work, against, targetIn(engine, String(against), ratio)]);

/** @param {string[]} options @returns {import('./rows.js').Row[]} */
function rowsOf(options) {
    return JSON.parse(execFileSync(process.execPath, [run, '--json', ...options], { encoding: 'utf8' }));
}

describe('the works, tiny', () => {
    const here = subjects.filter(({ absent, engine }) => !absent && engine !== 'chromium');
    const engines = [...new Set(here.map(({ engine }) => engine))].join(',');
    const rows = rowsOf(['--small', '--engine', engines]);

    for (const work of works) {
        test(`every subject does ${work.id}, and does it right`, () => {
            for (const { name, engine, title, refuses } of here) {
                if (refuses(work)) continue;
                const own = rows.filter((row) => row.work === work.id && row.subject === name && row.engine === engine);
                assert.ok(own.length > 0, `there is no row of ${title}`);
                for (const row of own) {
                    assert.equal(row.error, undefined, title);
                    assert.equal(typeof (/memory|size/.test(work.measures ?? '') ? row.bytes : row.ns), 'number', title);
                }
            }
        });
    }

    test('every row says of whom and of what it is, and has a ratio where it has a target', () => {
        const columns = ['work', 'subject', 'engine', 'ns', 'bytes', 'ratio', 'target'];
        for (const row of rows) {
            assert.deepEqual(columns.filter((column) => !(column in row)), [], row.title);
            assert.equal(row.target === null, row.ratio === null, `${row.work}, ${row.title}`);
        }
    });

    test("Eddy's rows in Node are held to the targets", () => holdsAll(rows, 'node', targetsIn('node')));

    test("Eddy's native rows are held to the targets", () => holdsAll(rows, 'native', NATIVE_TARGETS));

    test("the kernels' rows are held to the same code without Asyncify", () => holdsAll(rows, 'wasi', KERNEL_TARGETS));
});

test("Eddy's rows in Chromium are held to the targets, as those in Node", () => {
    const samples = works.flatMap((work) => subjects
        .filter(({ engine, refuses }) => engine === 'chromium' && !refuses(work))
        .map((subject) => ({ work, subject, sizes: { n: 1, m: 1 }, figures: [1] })));
    holdsAll(makeRows(samples), 'chromium', targetsIn('chromium'));
});

/* One browser for all of them; run.js takes one for each measurement. */
describe('the works in Chromium, tiny', () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let browser;
    before(async () => {
        browser = await startBrowser();
    });
    after(() => browser.close());

    const variants = { eddy: 'eddy', js: 'idiomatic', 'js-best': 'best' };
    for (const work of works) {
        test(work.id, async () => {
            const { n, m = 0 } = work.small;
            for (const { name, engine, title, refuses } of subjects) {
                if (engine !== 'chromium' || refuses(work)) continue;
                const variant = variants[/** @type {keyof typeof variants} */ (name)];
                /** @type {string[]} */
                const lines = [];
                await browser.run({ variant, work: work.program, repeats: 1, pause: 0, n, m, env: {} },
                    (line) => lines.push(line));
                const [{ cpu, check }] = readMarks(lines, 1);
                assert.equal(check, work.check(n, m), title);
                assert.ok(cpu > 0, title);
            }
        });
    }
});

test('a row of Chromium is held to JavaScript in its own engine, with a fifth more', () => {
    const rows = rowsOf(['--small', '--work', 'queue', '--engine', 'chromium']);
    assert.deepEqual(rows.map(({ subject, against, target, error }) => [subject, against, target, error]), [
        ['eddy', 'js', 0.42, undefined],
        ['eddy', 'js-best', 1.8, undefined],
        ['js', undefined, null, undefined],
        ['js-best', undefined, null, undefined],
    ]);
});
