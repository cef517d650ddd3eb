import { cpuCount, helperOptions, startAnywhere } from './workers.js';

/** @typedef {import('./workers.js').StartedWorker} StartedWorker */

/** What a thread is told when it is started. @typedef {{role: 'thread', module: WebAssembly.Module,
 *   memory: WebAssembly.Memory, thread: number, options: import('./run.js').RunOptions}} BeginThread */
/** What it says. @typedef {{type: 'wake'} | {type: 'ended'}
 *   | {type: 'output', lines: import('./helper-output.js').HelperLine[]}
 *   | {type: 'over', why: WhyOver}} ThreadMessage */
/** Why it is over, as a run's result has it. @typedef {[status: number | null, error: string | null, stack?: string]} WhyOver */

const NO_WORKERS = 0; // EDDY_HOST_NO_WORKERS and so on
const THREADS = 1;
const NOT_ISOLATED = 2;

/** eddy_host_threads. Node shares memory always; a page when it is isolated from other origins. */
export function threadsHere() {
  if (!cpuCount()) return NO_WORKERS;
  return globalThis.crossOriginIsolated === false ? NOT_ISOLATED : THREADS;
}

/** The threads of a guest: eddy_host_thread_start. */
export class Threads {
  #guest;
  /** @type {Set<StartedWorker>} */
  #live = new Set();

  /**
   * @param {{module: WebAssembly.Module, memory: () => WebAssembly.Memory,
   *   options: import('./run.js').RunOptions, wake: () => void,
   *   output: (lines: import('./helper-output.js').HelperLine[], task: string) => void,
   *   over: (...why: WhyOver) => void}} guest
   *   whose threads they are; over: one of them has ended the program
   */
  constructor(guest) {
    this.#guest = guest;
  }

  /** @param {number} thread */
  start(thread) {
    const { module, options } = this.#guest;
    const worker = startAnywhere(options.workerURL, {
      message: (/** @type {ThreadMessage} */ message) => {
        if (message.type === 'wake') this.#guest.wake();
        else if (message.type === 'output')
          this.#guest.output(message.lines, 'thread');
        else if (message.type === 'over') this.#guest.over(...message.why);
        else this.#end(worker);
      },
      lost: (reason) => this.#guest.over(null, `a thread was lost: ${reason}`),
    });
    this.#live.add(worker);
    /** @type {BeginThread} */
    const begin = { role: 'thread', module, memory: this.#guest.memory(), thread, options: helperOptions(options) };
    worker.post(begin);
  }

  /** Ends all of them: the guest is gone. */
  stop() {
    for (const worker of [...this.#live]) this.#end(worker);
  }

  /** @param {StartedWorker} worker */
  #end(worker) {
    this.#live.delete(worker);
    worker.end();
  }
}
