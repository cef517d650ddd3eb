/** Every program on every target, against the traces of CPython and AnyIO. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { findPrograms, sortByTask } from './programs.js';
import { count, openTarget, report, runSuite, targetNames } from './suite.js';

/** @param {string} path from this folder */
const here = (path) => relative('.', fileURLToPath(new URL(path, import.meta.url)));

const folders = ['seeds', 'corpus', 'core', 'full', 'scopes'];
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
    assert.match(trace ?? '', /^\d+ loop (finished .*|deadlock)$/m, `${file}: no whole trace`);
});

test('between them, the programs use every statement there is', () => {
  const table = readFileSync(here('statements.c'), 'utf8');
  const statements = [...table.matchAll(/^ {4}\{"(\w+)", "/gm)].map(([, name]) => name);
  assert.ok(statements.length > 50);
  for (const kinds of [['corpus', 'core', 'full', 'scopes', 'threads'], ['full', 'scopes', 'threads']]) {
    const text = findPrograms(kinds.map(here)).map((program) => program.text).join('');
    const used = new Set(text.split('\n').map((line) => line.trim().split(' ')[0]));
    assert.deepEqual(statements.filter((name) => !used.has(name)), []);
  }
});

test('a trace by task keeps the order of each task', () => {
  const trace = '0 b start\n0 a start\n5 b x\n5 a y\n5 b z\n9 loop deadlock\n';
  const sorted = '0 a start\n5 a y\n0 b start\n5 b x\n5 b z\n9 loop deadlock\n';
  assert.equal(sortByTask(trace), sorted);
  assert.equal(sortByTask(sorted), sorted);
});
