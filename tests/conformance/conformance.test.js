/** Every program on every target, against the traces of CPython. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { findPrograms } from './programs.js';
import { count, openTarget, report, runSuite, targetNames } from './suite.js';

/** @param {string} path from this folder */
const here = (path) => relative('.', fileURLToPath(new URL(path, import.meta.url)));

const folders = ['seeds', 'corpus', 'core', 'full'];
const sanitized = here('../../build/native/asan/scenario');

/** Runs all programs; none may be skipped.
 *
 * @param {string} target
 * @param {string} [program]
 */
async function conforms(target, program) {
  for (const folder of folders) {
    const programs = findPrograms([here(folder)]);
    const verdicts = await runSuite(openTarget(target, program), programs);
    const { passed, failed, skipped } = count(verdicts);
    assert.equal(failed, 0, report(verdicts));
    assert.equal(skipped, 0, report(verdicts));
    assert.equal(passed, programs.length);
    assert.ok(passed > 0, `nothing of ${folder} was run`);
  }
}

for (const target of targetNames)
  test(`${target}: every trace is CPython's`, () => conforms(target));

test(
  "native, with sanitizers: every trace is CPython's, and nothing leaks",
  { skip: existsSync(sanitized) ? false : `${sanitized} is not built` },
  () => conforms('native', sanitized),
);

test('every program has its trace, and every trace its program', () => {
  for (const { file, trace } of findPrograms(folders.map(here)))
    assert.ok(trace?.match(/^\d+ loop (finished .*|deadlock)\n$/m), `${file}: no whole trace`);
});
