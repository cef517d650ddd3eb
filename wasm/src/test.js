/**
 * Testing concurrent C with any test runner: a program runs on the virtual clock, and what it did,
 * event by event, can be asserted on; in asyncio's order, or in a thousand others.
 */
import { load } from './load.js';
import { run as start } from './run-here.js';
import { Recording, RunError } from './test/recording.js';
import { readTrace } from './trace.js';

export { Recording, RunError } from './test/recording.js';

/** @typedef {import('./test/sentences.js').Happening} Happening */

/**
 * @typedef {object} TestOptions beside those of run()
 * @property {number | null} [status] that the program is to end with: 0; null for any, and for traps
 * @property {number} [mostEvents] after which a program that goes on is ended: 1,000,000
 */

/** @typedef {Omit<import('./run.js').RunOptions, 'trace' | 'unbatched' | 'workerURL'> & TestOptions}
 *   Options */

/** @typedef {Parameters<typeof load>[0]} Source */

/**
 * Runs a program to its end, on the virtual clock if not told otherwise.
 *
 * @param {Source} source
 * @param {Options} [options]
 * @returns {Promise<Recording>} rejects with a RunError when the program does not end, or not with
 *   the status that it should
 */
export async function run(source, options = {}) {
  const { status = 0, mostEvents = 1e6, ...rest } = options;
  const module = await load(source);
  /** @type {(import('./trace.js').TraceEvent | import('./run.js').OutputLine)[]} */
  const records = [];
  const running = start(module, { clock: 'virtual', ...rest, trace: true, unbatched: true });
  /** @param {Iterable<(typeof records)[number]>} more */
  const add = (more) => {
    for (const record of more) records.push(record);
    if (records.length > mostEvents) running.stop();
  };
  running.addEventListener('output', (event) => add(/** @type {CustomEvent} */ (event).detail.lines));
  running.addEventListener('trace', (event) =>
    add(readTrace(/** @type {CustomEvent} */ (event).detail.records)),
  );
  const result = await running.finished;
  const recording = new Recording(result, records, rest.seed);
  if (records.length > mostEvents) recording.fail(`the program did not end within ${mostEvents} events`);
  if (result.stopped) recording.fail('the program was stopped');
  if (status !== null && result.error !== null) recording.fail(result.error);
  if (status !== null && result.status !== status)
    recording.fail(`the program ended with status ${result.status}, not ${status}`);
  return recording;
}

/** A schedule that fails: how to see it again stands before all else.
 * @param {unknown} error @param {Recording | undefined} recording @param {string} seed */
function explain(error, recording, seed) {
  const again = `fails with seed ${seed} (alone: EDDY_SEED=${seed}, or run(program, { seed: ${seed} }))`;
  if (error instanceof RunError) {
    error.message = `${again}: ${error.message}`;
    return error;
  }
  const message = `${again}: ${error instanceof Error ? error.message : error}`;
  try {
    return recording?.fail(message, undefined, error) ?? new Error(message, { cause: error });
  } catch (explained) {
    return explained;
  }
}

/**
 * Runs a program under many random schedules, one after the other, until one fails: by its status, or
 * because check throws. The error names the seed. With EDDY_SEED in the environment, only under that.
 *
 * @param {Source} source
 * @param {(recording: Recording) => unknown} [check]
 * @param {Options & {schedules?: number, firstSeed?: number}} [options] 1,000 schedules from seed 0
 * @returns {Promise<{schedules: number, distinct: number}>} how many were tried, and how many orders
 *   these were
 */
export async function explore(source, check = () => {}, options = {}) {
  const { schedules = 1000, firstSeed = 0, ...rest } = options;
  const only = globalThis.process?.env.EDDY_SEED;
  const seeds = only ? [BigInt(only)] : Array.from({ length: schedules }, (_, i) => firstSeed + i);
  const module = await load(source);
  const orders = new Set();
  for (const seed of seeds) {
    /** @type {Recording | undefined} */
    let recording;
    try {
      recording = await run(module, { ...rest, seed });
      await check(recording);
    } catch (error) {
      throw explain(error, recording, String(seed));
    }
    orders.add(recording.schedule);
  }
  return { schedules: seeds.length, distinct: orders.size };
}
