import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/**
 * @typedef {import('./outcome.js').Outcome} Outcome
 * @typedef {import('./outcome.js').Lane} Lane
 */

/** A lane runs its programs in a worker: one that hangs can be ended, and a new one goes on. */
class WorkerLane {
  #module;
  #script;
  #kind;
  #limit;
  /** @type {Worker | null} */
  #worker = null;

  /**
   * @param {WebAssembly.Module} module
   * @param {'wasi' | 'guest' | 'emscripten'} kind
   * @param {number} limit
   * @param {string} script
   */
  constructor(module, kind, limit, script) {
    this.#script = script;
    this.#module = module;
    this.#kind = kind;
    this.#limit = limit;
  }

  /** @param {string} text @returns {Promise<Outcome>} */
  async run(text) {
    this.#worker ??= new Worker(new URL('./wasm-worker.js', import.meta.url), {
      workerData: { module: this.#module, kind: this.#kind, script: this.#script },
      execArgv: ['--no-warnings'], // node:wasi calls itself experimental
    });
    const outcome = await this.#ask(this.#worker, text);
    if (outcome.problem !== '') await this.close();
    return outcome;
  }

  /** @param {Worker} worker @param {string} text @returns {Promise<Outcome>} */
  #ask(worker, text) {
    return new Promise((resolve) => {
      /** @param {Outcome} outcome */
      const settle = (outcome) => {
        clearTimeout(timer);
        worker.off('message', settle).off('error', failed).off('exit', ended);
        resolve(outcome);
      };
      /** @param {string} problem */
      const fail = (problem) => settle({ status: null, stdout: '', stderr: '', problem });
      const failed = (/** @type {Error} */ error) => fail(`broke its worker: ${error.message}`);
      const ended = () => fail('ended its worker');
      const late = () => fail(`did not end within ${this.#limit} s`);
      const timer = setTimeout(late, this.#limit * 1000);
      worker.on('message', settle).on('error', failed).on('exit', ended);
      worker.postMessage(text);
    });
  }

  async close() {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/**
 * @param {string} program of kind emscripten: the script, with the module beside it
 * @param {'wasi' | 'guest' | 'emscripten'} kind
 * @param {number} limit in seconds, for each run
 * @returns {import('./outcome.js').Target}
 */
export function wasmTarget(program, kind, limit) {
  const module = new WebAssembly.Module(readFileSync(program.replace(/mjs$/, 'wasm')));
  return { openLane: () => new WorkerLane(module, kind, limit, program) };
}
