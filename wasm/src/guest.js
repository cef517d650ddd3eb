import { importsOfMemory, makeMemory } from './memory.js';
import { LineStream, Output, OutputLimit } from './output.js';
import { Processes } from './processes.js';
import { Requests, readString } from './requests.js';
import { noStatistics } from './run.js';
import { callsIn } from './stack.js';
import { cpuCount } from './workers.js';
import { Threads, threadsHere } from './threads.js';
import { RECORD_SIZE } from './trace.js';
import { checkVersion } from './version.js';
import { Wake } from './wake.js';
import { Exit, makeWasi } from './wasi.js';

/* Globals of their own: to look the host's up at each call takes longer than the call. */
const clock = globalThis.performance;
const hrtime = globalThis.process?.hrtime;

/** Milliseconds of a clock that never goes back. Node's own takes a third less time than its
 * performance.now; the trace asks it in each step. @type {() => number} */
const now = hrtime
  ? () => {
      const [seconds, nanoseconds] = hrtime();
      return seconds * 1e3 + nanoseconds / 1e6;
    }
  : () => clock.now();

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
 * @property {(id: bigint, status: number, memory: number, size: number, replySize: number) => void}
 *   eddy_guest_answered
 * @property {(initializer: number, initargs: number, size: number, limit: number) => number}
 *   eddy_guest_process_begin
 * @property {(job: number, input: number, size: number) => number} eddy_guest_process_run
 * @property {() => number} eddy_guest_task_name
 * @property {() => number} eddy_guest_loop_time
 * @property {(on: number) => void} eddy_guest_trace
 * @property {() => void} eddy_guest_trace_flush
 * @property {() => number} eddy_guest_statistics
 * @property {() => number} [eddy_guest_trace_count]
 */

const BUDGET = 8; // milliseconds of work before the host has its turn
const NEARLY = 32; // pages: memory that cannot grow by so much is as good as used up

/** Drives one program: calls in when it wants to run, and supplies what it imports. */
export class Guest {
  #module;
  #options;
  #controls;
  /** @type {GuestExports | undefined} */
  #exports;
  #ended = false;
  #records = 0; // of the trace, handed on
  #wake = new Wake(() => this.#call(() => this.#guest.eddy_guest_tick(BUDGET)));
  #output;
  #stdout;
  #stderr;
  #requests;
  #processes;
  #threads;

  /**
   * @param {WebAssembly.Module} module
   * @param {import('./run.js').RunOptions} options
   * @param {import('./run.js').RunControls} controls
   */
  constructor(module, options, controls) {
    this.#module = module;
    this.#options = options;
    this.#controls = controls;
    /** @param {import('./run.js').OutputLine[]} lines @param {number} skipped */
    const show = (lines, skipped) => {
      this.#exports?.eddy_guest_trace_flush(); // what led to them comes first
      controls.output(lines, skipped);
    };
    this.#output = new Output(show, () => this.#who(), options);
    this.#stdout = new LineStream('stdout', this.#output);
    this.#stderr = new LineStream('stderr', this.#output);
    /** @param {() => void} call */
    const enter = (call) => this.#call(() => (call(), 0));
    this.#requests = new Requests(() => this.#guest, enter, options.baseURL);
    this.#processes = new Processes({
      module,
      options,
      exports: () => this.#guest,
      wake: () => this.#wake.soon(),
      output: (lines, task) => this.#relay(lines, task),
    });
    this.#threads = new Threads({
      module,
      options,
      memory: () => this.#guest.memory,
      wake: () => this.#wake.soon(),
      output: (lines, task) => this.#relay(lines, task),
      over: (...why) => this.#over(...why),
    });
  }

  async start() {
    try {
      checkVersion(this.#module);
      const wasi = makeWasi(this.#module, this.#options, this.#stdout, this.#stderr, () =>
        this.#output.flush(),
      );
      const memory = makeMemory(this.#module);
      const instance = await WebAssembly.instantiate(this.#module, {
        ...importsOfMemory(memory),
        wasi_snapshot_preview1: wasi.wasiImport,
        eddy: {
          time: now,
          thread_wait: now, // never called: this is no thread
          fetch: (/** @type {bigint} */ id, /** @type {number} */ request) =>
            this.#requests.start(id, request),
          abort: (/** @type {bigint} */ id) => this.#requests.abort(id),
          trace: (/** @type {number} */ records, /** @type {number} */ count) =>
            this.#trace(records, count),
          cpu_count: cpuCount,
          process_run: (
            /** @type {number} */ process, /** @type {bigint} */ id, /** @type {number} */ job) =>
            this.#processes.run(process, id, job),
          process_end: (/** @type {number} */ process) => this.#processes.end(process),
          threads: threadsHere,
          thread_start: (/** @type {number} */ thread) => this.#threads.start(thread),
          wake: () => this.#wake.soon(),
        },
      });
      if (this.#ended) return;
      this.#exports = /** @type {any} */ (instance.exports);
      wasi.inst = instance;
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
    this.#processes.stop();
    this.#threads.stop();
  }

  /** @param {boolean} paused the loop stands still after the iterations that run now */
  pause(paused) {
    this.#wake.pause(paused);
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
    if (!this.#exports) throw new Error('the program has not begun');
    return this.#exports;
  }

  /** What a process or a thread has printed. @param {import('./helper-output.js').HelperLine[]} lines
   * @param {string} task */
  #relay(lines, task) {
    if (this.#ended) return;
    for (const { stream, text } of lines) this.#output.line(stream, text, task);
    this.#output.flush();
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
    if (!this.#exports) return { task: '', time: 0, records: 0 };
    const { memory, eddy_guest_task_name, eddy_guest_loop_time } = this.#exports;
    const records = this.#records + (this.#exports.eddy_guest_trace_count?.() ?? 0);
    const task = readString(memory, eddy_guest_task_name());
    return { task, time: eddy_guest_loop_time(), records };
  }

  /** @param {number} records @param {number} count */
  #trace(records, count) {
    this.#records += count;
    const { buffer } = this.#guest.memory;
    const size = count * RECORD_SIZE;
    // a copy of one's own also of memory that is shared: its slice would be shared, too
    const copy = buffer instanceof ArrayBuffer
      ? buffer.slice(records, records + size)
      : new Uint8Array(buffer, records, size).slice().buffer;
    this.#controls.trace(copy);
  }

  /** @param {unknown} reason what came out of the guest: its exit, or a trap */
  #end(reason) {
    const task = this.#exports && !this.#ended ? this.#who().task : '';
    const stack = /** @type {Error} */ (reason)?.stack;
    if (reason instanceof Exit) this.#over(reason.status, null, stack);
    else this.#over(null, explain(reason, task, this.#exports?.memory), stack);
  }

  /** @param {number | null} status @param {string | null} error why there is no status
   * @param {string} [stack] what the engine tells of where it happened */
  #over(status, error, stack = '') {
    if (this.#ended) return;
    const { time } = this.#exports ? this.#who() : { time: 0 };
    this.#stdout.end();
    this.#stderr.end();
    this.#output.flush();
    this.#exports?.eddy_guest_trace_flush();
    this.stop();
    /* the library ends what cannot go on with a status below 0, after a line on stderr */
    const calls = status === null || status < 0 ? callsIn(stack) : [];
    const result = { status, stopped: false, error, time, ...(calls.length > 0 && { calls, stack }) };
    this.#controls.exit(result, this.statistics());
  }
}

/** @param {unknown} reason @param {string} task @param {WebAssembly.Memory} [memory] */
function explain(reason, task, memory) {
  const where = task === '' ? '' : ` (in ${task === 'loop' ? 'a callback' : `task ${task}`})`;
  if (reason instanceof WebAssembly.RuntimeError)
    return `the program trapped: ${reason.message}${where}${explainMemory(memory)}`;
  if (reason instanceof RangeError && /stack/i.test(reason.message))
    return `the program used up the engine's stack: ${reason.message}${where}`;
  if (reason instanceof OutputLimit) return `${reason.message}${where}: it was ended`;
  return reason instanceof Error ? reason.message : String(reason);
}

/** libc gives up, instead of returning NULL, when little is left of the memory a program may have.
 * @param {WebAssembly.Memory} [memory] @returns {string} */
function explainMemory(memory) {
  try {
    memory?.grow(NEARLY);
    return '';
  } catch {
    const size = Math.round((memory?.buffer.byteLength ?? 0) / 2 ** 20);
    return `: it has used all the memory that it may have, ${size} MiB`;
  }
}
