/** Runs scenario programs and compares their traces: see README.md. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { runMain, TIME_LIMIT, TRACED, UsageError } from './outcome.js';
import { findPrograms } from './programs.js';
import { count, openTarget, report, runSuite, targetNames } from './suite.js';

const usage = `usage: node tests/conformance/run.js [--target ${targetNames.join('|')}] PATH...
       node tests/conformance/run.js [--target ...] --print FILE
PATH             a .scn file with its .trace beside it, or a folder of them
--target         where to run them; native when it is left out
--program FILE   the scenario program, instead of the one that make builds
--limit SECONDS  for each program; ${TIME_LIMIT} when it is left out
--print FILE     prints the trace of one program`;

/** @param {string[]} args */
function readArguments(args) {
  const options = /** @type {const} */ ({
    target: { type: 'string', default: 'native' },
    limit: { type: 'string', default: String(TIME_LIMIT) },
    program: { type: 'string' },
    print: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${/** @type {Error} */ (error).message}\n${usage}`);
  }
}

/** @param {import('./outcome.js').Target} target @param {string} file */
async function printTrace(target, file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${/** @type {Error} */ (error).message}`);
  }
  const lane = target.openLane();
  const { status, stdout, stderr, problem } = await lane.run(text);
  await lane.close();
  process.stdout.write(stdout);
  process.stderr.write(stderr.replace(/^stdin\b/gm, file));
  if (problem !== '') console.error(`${file}: the program ${problem}`);
  return status === TRACED ? 0 : 1;
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function main(args) {
  const { values, positionals } = readArguments(args);
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if ((positionals.length === 0) === (values.print === undefined))
    throw new UsageError(`give it either PATH or --print FILE\n${usage}`);
  const programs = findPrograms(positionals);
  const target = openTarget(values.target, values.program, Number(values.limit));
  if (values.print !== undefined) return printTrace(target, values.print);
  const verdicts = await runSuite(target, programs);
  console.log(report(verdicts));
  return count(verdicts).failed > 0 ? 1 : 0;
}

await runMain('run.js', () => main(process.argv.slice(2)));
