/** Each work, tiny, by each subject that is here: that rows are made and the works' results are right. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readMarks } from './measure.js';
import { startBrowser } from './subjects/chromium.js';
import { findSubjects } from './subjects.js';
import { works } from './works.js';

const run = fileURLToPath(new URL('./run.js', import.meta.url));
const subjects = findSubjects();

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

    test("Eddy's rows in Node are held to the targets, those of kernels to the same code's", () => {
        for (const work of works) {
            for (const { against, ratio } of work.targets ?? []) {
                const row = rows.find((one) => one.work === work.id && one.subject === 'eddy' &&
                    one.against === against);
                assert.equal(row?.target, ratio, work.id);
                assert.ok(Number.isFinite(row?.ratio), work.id);
            }
        }
    });
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

test('a row of Chromium is held to the target of its own engine', () => {
    const rows = rowsOf(['--small', '--work', 'queue', '--engine', 'chromium']);
    assert.deepEqual(rows.map(({ subject, against, target, error }) => [subject, against, target, error]), [
        ['eddy', 'js', 0.35, undefined],
        ['eddy', 'js-best', 1.5, undefined],
        ['js', undefined, null, undefined],
        ['js-best', undefined, null, undefined],
    ]);
});
