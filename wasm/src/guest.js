import { LineStream, Output, OutputLimit } from './output.js';
import { Requests, readString } from './requests.js';
import { noStatistics } from './run.js';
import { checkVersion } from './version.js';
import { Wake } from './wake.js';
import { Exit, makeWasi } from './wasi.js';

/**
 * What a guest exports, see core/include/eddy/host.h.
 *
 * @typedef {object} GuestExports
 * @property {WebAssembly.Memory} memory
 * @property {() => void} _initialize
 * @property {() => number} eddy_guest_start
 * @property {(budget: number) => number} eddy_guest_tick
 * @property {(size: number) => number} eddy_guest_allocate
 * @property {(id: bigint, status: number, memory: number, size: number, bodySize: number) => void}
 *   eddy_guest_fetched
 * @property {() => number} eddy_guest_task_name
 * @property {() => number} eddy_guest_loop_time
 * @property {(on: number) => void} eddy_guest_trace
 * @property {() => void} eddy_guest_trace_flush
 * @property {() => number} eddy_guest_statistics
 */

const BUDGET = 8; // milliseconds of work before the host has its turn
const RECORD_SIZE = 24;

/** Drives one program: calls in when it wants to run, and supplies what it imports. */
export class Guest {
  #module;
  #options;
  #controls;
  /** @type {GuestExports | undefined} */
  #exports;
  #ended = false;
  #wake = new Wake(() => this.#call(() => this.#guest.eddy_guest_tick(BUDGET)));
  #output;
  #stdout;
  #stderr;
  #requests;

  /**
   * @param {WebAssembly.Module} module
   * @param {import('./run.js').RunOptions} options
   * @param {import('./run.js').RunControls} controls
   */
  constructor(module, options, controls) {
    this.#module = module;
    this.#options = options;
    this.#controls = controls;
    /** @param {import('./run.js').OutputLine[]} lines */
    const show = (lines) => {
      this.#exports?.eddy_guest_trace_flush(); // what led to them comes first
      controls.output(lines);
    };
    this.#output = new Output(show, () => this.#who(), options);
    this.#stdout = new LineStream('stdout', this.#output);
    this.#stderr = new LineStream('stderr', this.#output);
    this.#requests = new Requests(() => this.#guest, () => this.#wake.soon(), options.baseURL);
  }

  async start() {
    try {
      checkVersion(this.#module);
      const instance = await WebAssembly.instantiate(this.#module, {
        wasi_snapshot_preview1: this.#makeWasi(),
        eddy: {
          time: () => performance.now(),
          fetch: (/** @type {bigint} */ id, /** @type {number} */ request) =>
            this.#requests.start(id, request),
          abort: (/** @type {bigint} */ id) => this.#requests.abort(id),
          trace: (/** @type {number} */ records, /** @type {number} */ count) =>
            this.#trace(records, count),
        },
      });
      if (this.#ended) return;
      this.#exports = /** @type {any} */ (instance.exports);
    } catch (error) {
      this.#end(error);
      return;
    }
    this.#call(() => {
      this.#guest._initialize();
      if (this.#options.trace) this.#guest.eddy_guest_trace(1);
      return this.#guest.eddy_guest_start();
    });
  }

  /** Never calls in again; nothing is delivered any more. */
  stop() {
    this.#ended = true;
    this.#wake.stop();
    this.#requests.stop();
  }

  /** @returns {import('./run.js').Statistics} */
  statistics() {
    if (!this.#exports) return noStatistics;
    const { buffer } = this.#exports.memory;
    const counts = new Float64Array(buffer, this.#exports.eddy_guest_statistics(), 7);
    const [time, iterations, tasksMade, tasks, ready, timers, requests] = counts;
    return { time, iterations, tasksMade, tasks, ready, timers, requests, memory: buffer.byteLength };
  }

  get #guest() {
    if (!this.#exports) throw new Error('the guest has not been instantiated yet');
    return this.#exports;
  }

  #makeWasi() {
    const { args = [], env = {}, clock, seed, stdin = '' } = this.#options;
    const variables = {
      ...(clock && { EDDY_CLOCK: clock }),
      ...(seed !== undefined && { EDDY_SEED: String(seed) }),
      ...env,
    };
    return makeWasi(this.#module, {
      memory: () => this.#guest.memory,
      args: ['program', ...args],
      env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      stdin: typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin,
      write: (descriptor, bytes) => (descriptor === 1 ? this.#stdout : this.#stderr).write(bytes),
      // what was written before should be seen meanwhile
      sleeps: () => this.#output.flush(),
    });
  }

  /** @param {() => number} enter calls the guest; returns when it wants to be called next */
  #call(enter) {
    if (this.#ended) return;
    try {
      const idle = enter();
      this.#output.flush();
      if (idle === 0) this.#wake.soon();
      else this.#wake.after(idle);
    } catch (error) {
      this.#end(error);
    }
  }

  #who() {
    if (!this.#exports) return { task: '', time: 0 };
    const { memory, eddy_guest_task_name, eddy_guest_loop_time } = this.#exports;
    const task = readString(memory, eddy_guest_task_name());
    return { task, time: eddy_guest_loop_time() };
  }

  /** @param {number} records @param {number} count */
  #trace(records, count) {
    const { buffer } = this.#guest.memory;
    this.#controls.trace(buffer.slice(records, records + count * RECORD_SIZE));
  }

  /** @param {unknown} reason what came out of the guest: its exit, or a trap */
  #end(reason) {
    if (this.#ended) return;
    const { task, time } = this.#exports ? this.#who() : { task: '', time: 0 };
    this.#stdout.end();
    this.#stderr.end();
    this.#output.flush();
    this.#exports?.eddy_guest_trace_flush();
    this.stop();
    const exited = reason instanceof Exit;
    const status = exited ? reason.status : null;
    const error = exited ? null : explain(reason, task);
    this.#controls.exit({ status, stopped: false, error, time }, this.statistics());
  }
}

/** @param {unknown} reason @param {string} task */
function explain(reason, task) {
  const where = task === '' ? '' : ` (in ${task === 'loop' ? 'a callback' : `task ${task}`})`;
  if (reason instanceof WebAssembly.RuntimeError) return `the program trapped: ${reason.message}${where}`;
  if (reason instanceof RangeError && /stack/i.test(reason.message))
    return `the program used up the engine's stack: ${reason.message}${where}`;
  if (reason instanceof OutputLimit) return `${reason.message}${where}: it was ended`;
  return reason instanceof Error ? reason.message : String(reason);
}
