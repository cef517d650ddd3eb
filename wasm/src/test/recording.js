import { readable, sentence, tell } from './sentences.js';

/** @typedef {import('./sentences.js').Happening} Happening */
/** @typedef {import('../run.js').OutputLine} OutputLine */

/** A check that failed. Its message ends with what the program did, a line for each event. */
export class RunError extends Error {
  name = 'RunError';
  code = 'ERR_ASSERTION'; // test runners show it as a failed assertion
  /** The seed of the schedule; undefined for asyncio's order.
   * @type {number | bigint | undefined} */
  seed;

  /** @param {string} message @param {Recording} recording @param {ErrorOptions} [options] */
  constructor(message, recording, options) {
    super(message, options);
    this.seed = recording.seed;
  }
}

/** What a program did, from its start to its end. */
export class Recording {
  /** @type {number | null} what main() returned; null when the program trapped or was stopped */
  status;
  /** @type {string | null} why there is no status */
  error;
  /** @type {OutputLine[]} */
  lines;
  /** @type {number} loop time at the end, in seconds */
  time;
  /** @type {number | bigint | undefined} */
  seed;
  #records;
  /** @type {Happening[] | undefined} */
  #happenings;

  /**
   * @param {import('../run.js').RunResult} result
   * @param {(import('../trace.js').TraceEvent | OutputLine)[]} records in order
   * @param {number | bigint} [seed]
   */
  constructor({ status, error, time }, records, seed) {
    this.status = status;
    this.error = error;
    this.time = time;
    this.seed = seed;
    this.lines = records.filter((record) => 'stream' in record);
    this.#records = records;
  }

  /** @param {OutputLine['stream']} name */
  #text(name) {
    const lines = this.lines.filter(({ stream }) => stream === name);
    return lines.map(({ text, unended }) => (unended ? text : `${text}\n`)).join('');
  }

  get stdout() {
    return this.#text('stdout');
  }

  get stderr() {
    return this.#text('stderr');
  }

  /** All that happened, in order: {time, who, what}. */
  get happenings() {
    return (this.#happenings ??= tell(this.#records));
  }

  /** The same as text for people. */
  get trace() {
    return readable(this.happenings);
  }

  /** The order in which tasks ran: equal texts, equal schedules. */
  get schedule() {
    return this.#records
      .flatMap((record) => ('kind' in record && record.kind === 'run' ? [record.task] : []))
      .join(' ');
  }

  /**
   * @param {string | string[]} expected all of stdout: the text, or its lines
   * @throws {RunError}
   */
  expectOutput(expected) {
    const text = typeof expected === 'string' ? expected : expected.map((line) => `${line}\n`).join('');
    if (this.stdout === text) return;
    const [wanted, found] = [text, this.stdout].map((all) => all.split('\n'));
    const at = wanted.findIndex((line, i) => line !== found[i]);
    const i = at < 0 ? wanted.length : at;
    const show = (/** @type {string | undefined} */ line) =>
      line === undefined ? 'nothing more' : JSON.stringify(line);
    this.fail(`line ${i + 1} of the output is ${show(found[i])}, not ${show(wanted[i])}`);
  }

  /**
   * These happened in this order, whatever happened between them.
   *
   * @param {...(string | RegExp)} steps each "WHO WHAT", as trace shows them, or a pattern of it
   * @throws {RunError}
   */
  expectOrder(...steps) {
    /** @type {number[]} */
    const found = [];
    for (const step of steps) {
      const from = (found.at(-1) ?? -1) + 1;
      const matches = (/** @type {Happening} */ one) =>
        typeof step === 'string' ? sentence(one) === step : step.test(sentence(one));
      const at = this.happenings.findIndex((one, i) => i >= from && matches(one));
      if (at < 0) {
        const before = found.length > 0 ? ` after step ${found.length}` : '';
        const earlier = this.happenings.some(matches) ? ', only before' : '';
        const message = `step ${found.length + 1}, ${step}, did not happen${before}${earlier}`;
        this.fail(message, (i) => (found.includes(i) ? `${found.indexOf(i) + 1}>` : ''));
      }
      found.push(at);
    }
  }

  /**
   * Fails the test with what happened.
   *
   * @param {string} message
   * @param {(index: number) => string} [mark] before an event in the message
   * @param {unknown} [cause]
   * @returns {never}
   */
  fail(message, mark, cause) {
    const seed = this.seed === undefined ? '' : ` (seed ${this.seed})`;
    const text = `${message}\n\nwhat happened${seed}:\n${readable(this.happenings, mark)}\n`;
    throw new RunError(text, this, { cause });
  }
}
