/**
 * What the scenario program did with one program, on any target.
 *
 * @typedef {object} Outcome
 * @property {number | null} status its exit code, see scenario.h; null when it did not come to one
 * @property {string} stdout
 * @property {string} stderr
 * @property {string} problem why there is no status; '' when there is one
 *
 * A lane runs one program after another; a target has several lanes side by side.
 * @typedef {object} Lane
 * @property {(text: string) => Promise<Outcome>} run
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Target
 * @property {() => Lane} openLane
 */

/** The exit codes of scenario.h. */
export const TRACED = 0;
export const WRONG = 2;
export const UNSUPPORTED = 3;

/** Seconds of real time for each program, unless told otherwise; it needs milliseconds. */
export const TIME_LIMIT = 10;

/** Something the caller has to mend: shown as one line, without a stack. */
export class UsageError extends Error {}

/** Ends a script: its exit code is what main returns, or 2 after a UsageError.
 *
 * @param {string} script its name, for messages
 * @param {() => Promise<number>} main
 */
export async function runMain(script, main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${script}: ${error.message}`);
    process.exitCode = 2;
  }
}
