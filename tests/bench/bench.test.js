/** Each work, tiny, by each subject that is here: that rows are made and the works' results are right. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { findSubjects } from './subjects.js';
import { works } from './works.js';

const run = fileURLToPath(new URL('./run.js', import.meta.url));

/** @type {import('./rows.js').Row[]} */
const rows = JSON.parse(execFileSync(process.execPath, [run, '--small', '--json'], { encoding: 'utf8' }));
const subjects = findSubjects();

for (const work of works) {
    test(`every subject does ${work.id}, and does it right`, () => {
        for (const { name, engine, title, absent, refuses } of subjects) {
            if (absent || refuses(work)) continue;
            const own = rows.filter((row) => row.work === work.id && row.subject === name && row.engine === engine);
            assert.ok(own.length > 0, `there is no row of ${title}`);
            for (const row of own) {
                assert.equal(row.error, undefined, title);
                const figure = work.measures === 'memory' ? row.bytes : row.ns;
                assert.equal(typeof figure, 'number', title);
            }
        }
    });
}

test("Eddy's rows in an engine of JavaScript are held to the targets", () => {
    for (const work of works) {
        for (const { against, ratio } of work.targets ?? []) {
            const row = rows.find((one) => one.work === work.id && one.subject === 'eddy' &&
                one.engine === 'node' && one.against === against);
            assert.equal(row?.target, ratio, work.id);
            assert.ok(Number.isFinite(row?.ratio), work.id);
        }
    }
});
