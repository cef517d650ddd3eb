import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { diff } from './diff.js';
import { nativeTarget } from './native.js';
import { TIME_LIMIT, TRACED, UNSUPPORTED, UsageError } from './outcome.js';
import { sortByTask } from './programs.js';
import { wasmTarget } from './wasm.js';

/**
 * @typedef {import('./outcome.js').Outcome} Outcome
 * @typedef {import('./outcome.js').Target} Target
 * @typedef {import('./programs.js').Program} Program
 *
 * @typedef {object} Verdict
 * @property {Program} program
 * @property {'passed' | 'failed' | 'skipped'} kind
 * @property {string} reason of a failure: what is different, in lines
 * @property {string[]} statements of a skipped one: those that are not yet supported
 */

const build = fileURLToPath(new URL('../../build/', import.meta.url));

/** @type {Record<string, {program: string, open: (program: string, limit: number) => Target}>} */
const targets = {
  native: { program: `${build}native/gcc/scenario`, open: nativeTarget },
  wasi: {
    program: `${build}wasi/scenario.wasm`,
    open: (program, limit) => wasmTarget(program, 'wasi', limit),
  },
  guest: {
    program: `${build}guest/scenario.wasm`,
    open: (program, limit) => wasmTarget(program, 'guest', limit),
  },
  emscripten: {
    program: `${build}emscripten/scenario.mjs`,
    open: (program, limit) => wasmTarget(program, 'emscripten', limit),
  },
};

export const targetNames = Object.keys(targets);

/** Those that have threads and processes. */
const threaded = {
  tsan: { program: `${build}native/tsan/scenario`, open: nativeTarget },
  'guest-threads': {
    program: `${build}guest-threads/scenario.wasm`,
    open: targets.guest.open,
  },
};
export const threadedNames = ['native', ...Object.keys(threaded)];
Object.assign(targets, threaded);

/**
 * @param {string} name
 * @param {string} [program] another file than the one that `make` builds for the target
 * @param {number} [limit] in seconds, for each program
 * @returns {Target}
 */
export function openTarget(name, program, limit = TIME_LIMIT) {
  if (!Object.hasOwn(targets, name))
    throw new UsageError(`there is no target ${name}; the targets are ${targetNames.join(', ')}`);
  if (!(limit > 0)) throw new UsageError('--limit is a number of seconds');
  const target = targets[name];
  const file = program ?? target.program;
  if (!existsSync(file)) {
    const hint = program === undefined ? ': run `make` first' : '';
    throw new UsageError(`${relative('.', file)} does not exist${hint}`);
  }
  return target.open(file, limit);
}

/** @param {Outcome} outcome @returns {string[]} */
function unsupportedStatements(outcome) {
  const names = /not yet supported: (.*)/.exec(outcome.stderr)?.[1] ?? '';
  return names.split(' ').filter((name) => name !== '');
}

/** @param {Program} program @param {Outcome} outcome @returns {Verdict} */
function judge(program, outcome) {
  /** @param {string} reason @returns {Verdict} */
  const failed = (reason) => ({ program, kind: 'failed', reason, statements: [] });
  const said = outcome.stderr === '' ? '' : `\n${outcome.stderr.trimEnd()}`;
  if (outcome.problem !== '') return failed(`the program ${outcome.problem}${said}`);
  if (outcome.status === UNSUPPORTED) {
    const statements = unsupportedStatements(outcome);
    if (statements.length === 0) return failed(`unsupported, but it does not say why${said}`);
    return { program, kind: 'skipped', reason: '', statements };
  }
  if (outcome.status !== TRACED) return failed(`exit code ${outcome.status}${said}`);
  if (outcome.stderr !== '') return failed(`the trace is there, but also, on stderr:${said}`);
  if (program.trace === null) return failed('there is no .trace beside it to compare with');
  const trace = program.byTask ? sortByTask(outcome.stdout) : outcome.stdout;
  const difference = diff(program.trace, trace);
  if (difference !== '') return failed(difference);
  return { program, kind: 'passed', reason: '', statements: [] };
}

/**
 * Runs every program on the target, a few side by side.
 *
 * @param {Target} target
 * @param {Program[]} programs
 * @returns {Promise<Verdict[]>} in the order of the programs
 */
export async function runSuite(target, programs) {
  /** @type {Verdict[]} */
  const verdicts = new Array(programs.length);
  let next = 0;
  const work = async () => {
    const lane = target.openLane();
    while (next < programs.length) {
      const i = next++;
      verdicts[i] = judge(programs[i], await lane.run(programs[i].text));
    }
    await lane.close();
  };
  const lanes = Math.min(availableParallelism(), programs.length);
  await Promise.all(Array.from({ length: lanes }, work));
  return verdicts;
}

/** @param {Verdict[]} verdicts */
export function count(verdicts) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { kind } of verdicts) counts[kind]++;
  return counts;
}

/**
 * What people read: every difference, what was skipped and why, and the sums.
 *
 * @param {Verdict[]} verdicts
 * @returns {string}
 */
export function report(verdicts) {
  const lines = [];
  for (const { kind, program, reason } of verdicts)
    if (kind === 'failed') lines.push(`FAILED ${program.file}`, reason.replace(/^/gm, '    '), '');

  /** @type {Map<string, number>} */
  const unsupported = new Map();
  for (const name of verdicts.flatMap(({ statements }) => statements))
    unsupported.set(name, (unsupported.get(name) ?? 0) + 1);
  if (unsupported.size > 0) lines.push('Not yet supported, and in how many programs:');
  for (const [name, programs] of [...unsupported].sort((a, b) => b[1] - a[1]))
    lines.push(`    ${name.padEnd(16)}${String(programs).padStart(5)}`);

  const { passed, failed, skipped } = count(verdicts);
  lines.push(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return lines.join('\n');
}
