/**
 * @typedef {object} OutputLine
 * @property {'stdout' | 'stderr'} stream
 * @property {string} text without the end of the line
 * @property {string} task the name of the task that wrote it; 'loop' for a callback, '' outside
 * @property {number} time loop time in seconds
 * @property {number} records of the trace, those that were written before the line; 0 without trace
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
 * @property {string[]} [calls] of a trap, or of a stack that overflowed: the C functions it happened in,
 *   the innermost first
 * @property {string} [stack] then, too: what the engine tells of them, which differs from one to another
 * @property {number} time loop time at the end, in seconds
 *
 * @typedef {object} RunOptions
 * @property {'real' | 'virtual' | 'paced'} [clock] 'real' by default
 * @property {number} [pace] of a paced clock: seconds that a second of the loop takes; 1 by default
 * @property {number | bigint} [seed] of a random schedule; without, asyncio's order
 * @property {Record<string, string>} [env]
 * @property {string[]} [args] after the program's name
 * @property {string | Uint8Array} [stdin]
 * @property {string} [baseURL] what relative URLs of eddy_fetch are relative to
 * @property {boolean} [trace] ask for 'trace' events
 * @property {number} [outputLimit] bytes of output after which the program is ended; no limit by
 *   default
 * @property {number} [outputBurst] the most lines that come in one 'output' event: of a flood the
 *   older ones are left out, and counted in its "skipped"; no limit by default
 * @property {boolean} [unbatched] every line in an 'output' event of its own, in order with the trace,
 *   however many there are
 * @property {AbortSignal} [signal] stops the run
 * @property {string | URL} [workerURL] where worker.js is served, for runInWorker and for the program’s own
 *   processes and threads; bundlers of the kind of Vite need not be told
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
 * @property {(lines: OutputLine[], skipped?: number) => void} output
 * @property {(records: ArrayBuffer) => void} trace
 * @property {(result: RunResult, statistics?: Statistics) => void} exit
 * @property {(blocked: boolean, since: number) => void} [blocked]
 *
 * @typedef {object} RunHandle
 * @property {() => void} stop
 * @property {(paused: boolean) => void} pause
 * @property {() => Statistics | Promise<Statistics>} [statistics]
 */

/**
 * A program that runs.
 *
 * Events: 'output' (detail: {lines: OutputLine[], skipped: number}), 'trace' (detail: {records: ArrayBuffer}, see
 * readTrace), 'exit' (detail: RunResult). The first of them come in a later task: listeners that are
 * added at once miss nothing.
 *
 * Of a program in a worker also 'blocked', while a step keeps its loop for more than 0.1 s, and
 * 'unblocked' after it (detail: {since}, a time of performance.now()).
 */
export class Run extends EventTarget {
  /** Does it stand still? @type {boolean} */
  paused = false;
  /** @type {Promise<RunResult>} settles with the 'exit' event; never rejects */
  finished;
  /** @type {(result: RunResult) => void} */
  #settle = () => {};
  #done = false;
  #time = 0;
  /** @type {RunHandle | undefined} */
  #driver;
  /** @type {Partial<Record<OutputLine['stream'], ReadableStream<Uint8Array>>>} */
  #streams = {};
  /** @type {Statistics} */
  #statistics = noStatistics;
  #ended = new AbortController(); // takes back the listener of a signal that may live long

  /**
   * @param {AbortSignal | undefined} signal
   * @param {(controls: RunControls) => RunHandle} begin starts the program; what it returns is
   *   the way to end and to pause it
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
      output: (lines, skipped = 0) => {
        if (this.#done) return;
        this.#time = Math.max(this.#time, lines.at(-1)?.time ?? 0);
        this.dispatchEvent(new CustomEvent('output', { detail: { lines, skipped } }));
      },
      trace: (records) => {
        if (!this.#done) this.dispatchEvent(new CustomEvent('trace', { detail: { records } }));
      },
      exit: (result, statistics = noStatistics) => {
        this.#statistics = statistics;
        this.#end(result);
      },
      blocked: (blocked, since) => {
        if (!this.#done)
          this.dispatchEvent(new CustomEvent(blocked ? 'blocked' : 'unblocked', { detail: { since } }));
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
    const ask = this.#driver?.statistics;
    return this.#done || !ask ? last : Promise.race([last, ask.call(this.#driver)]);
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

  /** Lets the loop stand still after the iteration that runs now; nothing when it has ended. A real
   * clock goes on meanwhile. */
  pause() {
    if (this.#done || this.paused) return;
    this.paused = true;
    this.#driver?.pause(true);
  }

  /** Lets it go on. */
  resume() {
    if (this.#done || !this.paused) return;
    this.paused = false;
    this.#driver?.pause(false);
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
