/** The programs under random schedules: another order, but sound and reproducible. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { built, runProgram } from '../c/programs.js';
import { findPrograms } from './programs.js';

/** @param {string} path from this folder */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// every fifth program: a hundred and fifty, of all folders
const programs = findPrograms(['seeds', 'corpus', 'core', 'full'].map(here)).filter((_, i) => i % 5 === 0);

/**
 * @param {import('../c/programs.js').Target} target
 * @param {string} file
 * @param {string} seed
 */
async function traceOf(target, file, seed) {
  const { status, stdout, stderr } = await runProgram(target, 'scenario', [file], { EDDY_SEED: seed });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' }, `EDDY_SEED=${seed} scenario ${file}`);
  assert.match(stdout, /^\d+ loop (finished .*|deadlock)\n$/m, file);
  return stdout;
}

test('random schedules end every program soundly, give other orders, and the same for a seed', async () => {
  built('native/asan/scenario');
  let others = 0;
  for (const [i, { file, trace }] of programs.entries()) {
    const seed = String(i);
    const [sanitized, plain] = await Promise.all([
      traceOf('native/asan', file, seed),
      traceOf('native/gcc', file, seed),
    ]);
    assert.equal(sanitized, plain, `seed ${seed} is not reproducible: ${file}`);
    if (plain !== trace) others++;
  }
  assert.ok(others > programs.length / 4, `only ${others} of ${programs.length} orders were others`);
});
