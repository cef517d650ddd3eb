/** Programs with to_thread and in_process against the traces of CPython: natively, watched by
 * ThreadSanitizer, and as a guest whose threads and processes are workers. */
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { findPrograms } from './programs.js';
import { count, openTarget, report, runSuite, threadedNames } from './suite.js';

/** @param {string} path from this folder */
const here = (path) => relative('.', fileURLToPath(new URL(path, import.meta.url)));

for (const target of threadedNames) {
  test(`${target}: threads and processes keep CPython's order`, async () => {
    const programs = findPrograms([here('threads')]);
    const verdicts = await runSuite(openTarget(target), programs);
    const { passed, failed, skipped } = count(verdicts);
    assert.deepEqual({ failed, skipped }, { failed: 0, skipped: 0 }, report(verdicts));
    assert.ok(passed >= 50);
    for (const { file, trace } of programs)
      assert.ok(trace?.match(/^\d+ loop (finished .*|deadlock)\n$/m), `${file}: no whole trace`);
  });
}
