/** Tries random programs against CPython: see README.md. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { runMain, TIME_LIMIT, UsageError } from './outcome.js';
import { findPrograms } from './programs.js';
import { count, openTarget, report, runSuite, targetNames, threadedNames } from './suite.js';

/** @type {Record<string, string>} the generators */
const scripts = {
  core: 'core_generator.py',
  full: 'full_generator.py',
  scopes: 'scope_oracle.py',
  threads: 'thread_generator.py',
};

const usage = `usage: node tests/conformance/random.js [--target ${targetNames.join('|')}|all] [--only ${Object.keys(scripts).join('|')}]
           [--seed FIRST] [--count PROGRAMS] [--program FILE] [--limit SECONDS]
--only core    programs over tasks, futures and time alone
--only full    over every statement of asyncio's
--only scopes  over cancel scopes (needs AnyIO)
--only threads with to_thread and in_process (--target ${threadedNames.join(', ')})
else full ones, and where Python finds AnyIO those with scopes too`;

/** @returns {string} a Python that the oracle can run on */
function findPython() {
  const { PYTHON } = process.env;
  const candidates = PYTHON ? [PYTHON] : ['python3', 'python3.13', 'python3.14', 'python3.15'];
  const question = 'import sys; sys.exit(sys.version_info < (3, 13))';
  for (const python of candidates)
    if (spawnSync(python, ['-c', question], { stdio: 'ignore' }).status === 0) return python;
  throw new UsageError(
    `random programs need CPython 3.13 or newer, and ${candidates.join(', ')} is not: ` +
      'install one, or name it in PYTHON',
  );
}

function readArguments() {
  const options = /** @type {const} */ ({
    target: { type: 'string', default: 'native' },
    only: { type: 'string' },
    seed: { type: 'string', default: '0' },
    count: { type: 'string', default: '500' },
    program: { type: 'string' },
    limit: { type: 'string', default: String(TIME_LIMIT) },
  });
  try {
    const { values } = parseArgs({ options });
    const [first, programs] = [Number(values.seed), Number(values.count)];
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(programs) || first < 0 || programs < 1)
      throw new Error('--seed and --count are whole numbers');
    if (values.only !== undefined && !Object.hasOwn(scripts, values.only))
      throw new Error(`--only ${values.only}: it can only be ${Object.keys(scripts).join(', ')}`);
    return { ...values, first, end: first + programs };
  } catch (error) {
    throw new UsageError(`${/** @type {Error} */ (error).message}\n${usage}`);
  }
}

/** @param {string} python @param {string | undefined} only @returns {string[]} kinds of programs */
function kindsOf(python, only) {
  if (only !== undefined && only !== 'scopes') return [only];
  const hasAnyIO = spawnSync(python, ['-c', 'import anyio'], { stdio: 'ignore' }).status === 0;
  if (!hasAnyIO && only === 'scopes')
    throw new UsageError('programs with cancel scopes need AnyIO: name its folder in PYTHONPATH');
  if (!hasAnyIO) console.log('AnyIO is not there: no programs with cancel scopes');
  if (only === 'scopes') return [only];
  return hasAnyIO ? ['full', 'scopes'] : ['full'];
}

/** @returns {Promise<number>} the exit code */
async function main() {
  const { target, program, limit, only, first, end } = readArguments();
  const all = only === 'threads' ? threadedNames : targetNames;
  const names = target === 'all' ? all : [target];
  const targets = names.map((name) => ({ name, lanes: openTarget(name, program, Number(limit)) }));
  const python = findPython();
  const kinds = kindsOf(python, only);
  const folder = mkdtempSync(join(tmpdir(), 'eddy-random-'));
  for (const kind of kinds) {
    const generator = fileURLToPath(new URL(scripts[kind], import.meta.url));
    const range = [String(first), String(end)];
    execFileSync(python, ['-B', generator, '--corpus', join(folder, kind), ...range]);
  }
  let failed = false;
  for (const { name, lanes } of targets) {
    if (targets.length > 1) console.log(`${name}:`);
    const verdicts = await runSuite(lanes, findPrograms([folder]));
    console.log(report(verdicts));
    failed ||= count(verdicts).failed > 0;
  }
  if (failed) console.log(`the programs are in ${folder}`);
  else rmSync(folder, { recursive: true });
  return failed ? 1 : 0;
}

await runMain('random.js', main);
