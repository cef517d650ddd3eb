/**
 * @typedef {object} OutputLine
 * @property {'stdout' | 'stderr'} stream
 * @property {string} text without the end of the line
 * @property {string} task the name of the task that wrote it; 'loop' for a callback, '' outside
 * @property {number} time loop time in seconds
 * @property {true} [unended] the program's last line, which no newline ended
 *
 * @typedef {object} Statistics of the loop that runs, or of the last one at its end
 * @property {number} time loop time in seconds
 * @property {number} iterations begun
 * @property {number} tasksMade all that were made
 * @property {number} tasks that are not done
 * @property {number} ready handles in the ready queue
 * @property {number} timers that are set
 * @property {number} requests that the host has not answered
 * @property {number} memory of the program, in bytes
 *
 * @typedef {object} RunResult
 * @property {number | null} status what main() returned or exit() was given: 0 is success; null when
 *   the program was stopped or trapped
 * @property {boolean} stopped
 * @property {string | null} error why there is no status, in words
 * @property {number} time loop time at the end, in seconds
 *
 * @typedef {object} RunOptions
 * @property {'real' | 'virtual'} [clock] 'real' by default
 * @property {number | bigint} [seed] a random schedule; without one handles run in asyncio's order
 * @property {Record<string, string>} [env]
 * @property {string[]} [args] after the program's name
 * @property {string | Uint8Array} [stdin]
 * @property {string} [baseURL] what relative URLs of eddy_fetch are relative to
 * @property {boolean} [trace] ask for 'trace' events
 * @property {number} [outputLimit] bytes of output after which the program is ended; no limit by
 *   default
 * @property {boolean} [unbatched] every line in an 'output' event of its own, in order with the trace,
 *   however many there are
 * @property {AbortSignal} [signal] stops the run
 * @property {string | URL} [workerURL] runInWorker: where worker.js is served
 */

/** @type {Readonly<Statistics>} */
export const noStatistics = Object.freeze({
  time: 0,
  iterations: 0,
  tasksMade: 0,
  tasks: 0,
  ready: 0,
  timers: 0,
  requests: 0,
  memory: 0,
});

/** What a driver (in this thread, or in a worker) gives to and gets from its Run.
 * @typedef {object} RunControls
 * @property {(lines: OutputLine[]) => void} output
 * @property {(records: ArrayBuffer) => void} trace
 * @property {(result: RunResult, statistics: Statistics) => void} exit
 */

/** How its Run ends a program from outside, and asks about it.
 * @typedef {object} Driver
 * @property {() => void} stop
 * @property {() => Statistics | Promise<Statistics>} statistics
 */

/**
 * A program that runs.
 *
 * Events: 'output' (detail: {lines: OutputLine[]}), 'trace' (detail: {records: ArrayBuffer}, see
 * readTrace), 'exit' (detail: RunResult). The first of them come in a later task: listeners that are
 * added at once miss nothing.
 */
export class Run extends EventTarget {
  /** @type {Promise<RunResult>} settles with the 'exit' event; never rejects */
  finished;
  /** @type {(result: RunResult) => void} */
  #settle = () => {};
  #done = false;
  #time = 0;
  /** @type {Driver | undefined} */
  #driver;
  /** @type {Partial<Record<OutputLine['stream'], ReadableStream<Uint8Array>>>} */
  #streams = {};
  /** @type {Statistics} */
  #statistics = noStatistics;
  #ended = new AbortController(); // takes back the listener of a signal that may live long

  /**
   * @param {AbortSignal | undefined} signal
   * @param {(controls: RunControls) => Driver} begin starts the program
   */
  constructor(signal, begin) {
    super();
    this.finished = new Promise((resolve) => (this.#settle = resolve));
    if (signal?.aborted) {
      queueMicrotask(() => this.stop());
      return;
    }
    signal?.addEventListener('abort', () => this.stop(), { signal: this.#ended.signal });
    this.#driver = begin({
      output: (lines) => {
        if (this.#done) return;
        this.#time = Math.max(this.#time, lines.at(-1)?.time ?? 0);
        this.dispatchEvent(new CustomEvent('output', { detail: { lines } }));
      },
      trace: (records) => {
        if (!this.#done) this.dispatchEvent(new CustomEvent('trace', { detail: { records } }));
      },
      exit: (result, statistics) => {
        this.#statistics = statistics;
        this.#end(result);
      },
    });
  }

  /** Ends the program now, whatever it does; nothing when it has ended. */
  stop() {
    if (this.#done) return;
    this.#driver?.stop();
    this.#end({ status: null, stopped: true, error: null, time: this.#time });
  }

  /** What the program writes from now on, as UTF-8: asked for at once, all of it. It is kept until it
   * is read. */
  get stdout() {
    return (this.#streams.stdout ??= this.#stream('stdout'));
  }

  get stderr() {
    return (this.#streams.stderr ??= this.#stream('stderr'));
  }

  /** How it stands now, or stood at its end; zeros when it was stopped. A program that computes without
   * waiting, in a worker, answers later.
   * @returns {Promise<Statistics>} */
  async statistics() {
    const last = this.finished.then(() => this.#statistics);
    return this.#done || !this.#driver ? last : Promise.race([last, this.#driver.statistics()]);
  }

  /** @param {OutputLine['stream']} name @returns {ReadableStream<Uint8Array>} */
  #stream(name) {
    const encoder = new TextEncoder();
    return new ReadableStream({
      start: (controller) => {
        /** @param {Event} event */
        const write = (event) => {
          const { lines } = /** @type {CustomEvent<{lines: OutputLine[]}>} */ (event).detail;
          const text = lines
            .filter(({ stream }) => stream === name)
            .map(({ text, unended }) => (unended ? text : `${text}\n`));
          if (text.length > 0) controller.enqueue(encoder.encode(text.join('')));
        };
        this.addEventListener('output', write);
        this.finished.then(() => controller.close()).catch(() => {}); // it may have been cancelled
      },
    });
  }

  /** @param {RunResult} result */
  #end(result) {
    if (this.#done) return;
    this.#done = true;
    this.#ended.abort();
    this.dispatchEvent(new CustomEvent('exit', { detail: result }));
    this.#settle(result);
  }
}
