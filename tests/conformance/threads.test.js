/** Programs with to_thread and in_process, natively, against the traces of CPython: as they are, and
 * watched by ThreadSanitizer. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { findPrograms } from './programs.js';
import { count, openTarget, report, runSuite } from './suite.js';

/** @param {string} path from this folder */
const here = (path) => relative('.', fileURLToPath(new URL(path, import.meta.url)));

for (const variant of ['gcc', 'tsan']) {
  const program = here(`../../build/native/${variant}/scenario`);
  test(`native, ${variant}: threads and processes keep CPython's order`, async () => {
    assert.ok(existsSync(program), `${program} is not built: run make`);
    const programs = findPrograms([here('threads')]);
    const verdicts = await runSuite(openTarget('native', program), programs);
    const { passed, failed, skipped } = count(verdicts);
    assert.deepEqual({ failed, skipped }, { failed: 0, skipped: 0 }, report(verdicts));
    assert.ok(passed >= 2);
    for (const { file, trace } of programs)
      assert.ok(trace?.match(/^\d+ loop (finished .*|deadlock)\n$/m), `${file}: no whole trace`);
  });
}
