import { helperOptions, startAnywhere } from './workers.js';

/** @typedef {import('./guest.js').GuestExports} GuestExports */
/** @typedef {import('./workers.js').StartedWorker} StartedWorker */

const encoder = new TextEncoder();
const BROKEN_WORKER = -29; // EDDY_BROKEN_WORKER
const NO_MEMORY = -5; // EDDY_NO_MEMORY

/** What a process is told when it is started. @typedef {{role: 'process', number: number,
 *   module: WebAssembly.Module, options: import('./run.js').RunOptions, initializer: number,
 *   initargs: Uint8Array, memoryLimit: number}} Begin */
/** A job for it. @typedef {{job: number, input: Uint8Array}} Job */
/** What it says. @typedef {{type: 'output', lines: import('./helper-output.js').HelperLine[]}
 *   | {type: 'answer', status: number, bytes: Uint8Array, text: string | null}
 *   | {type: 'lost', reason: string}} ProcessMessage */

/** The processes of a guest: eddy_host_process_run and eddy_host_process_end. */
export class Processes {
  #guest;
  /** @type {Map<number, {worker: StartedWorker, id: bigint | null}>} */
  #live = new Map();

  /**
   * @param {{module: WebAssembly.Module, options: import('./run.js').RunOptions,
   *   exports: () => GuestExports, wake: () => void,
   *   output: (lines: import('./helper-output.js').HelperLine[], task: string) => void}} guest
   *   whose processes they are; wake: it has been told something
   */
  constructor(guest) {
    this.#guest = guest;
  }

  /**
   * eddy_host_process_run. What the job points to is read before it returns.
   *
   * @param {number} number @param {bigint} id @param {number} job a struct eddy_host_job
   */
  run(number, id, job) {
    const { memory } = this.#guest.exports();
    const [entry, input, size, initializer, initargs, initargsSize, memoryLimit] =
      new Uint32Array(memory.buffer, job, 7);
    const copy = (/** @type {number} */ from, /** @type {number} */ count) =>
      new Uint8Array(memory.buffer, from, count).slice();
    let process = this.#live.get(number);
    if (!process) {
      process = { worker: this.#start(number), id };
      this.#live.set(number, process);
      const initial = copy(initargs, initargsSize);
      const { module } = this.#guest;
      const options = helperOptions(this.#guest.options);
      /** @type {Begin} */
      const begin = { role: 'process', number, module, options, initializer, initargs: initial, memoryLimit };
      process.worker.post(begin, [/** @type {ArrayBuffer} */ (initial.buffer)]);
    }
    process.id = id;
    const bytes = copy(input, size);
    process.worker.post({ job: entry, input: bytes }, [/** @type {ArrayBuffer} */ (bytes.buffer)]);
  }

  /** eddy_host_process_end. @param {number} number */
  end(number) {
    this.#live.get(number)?.worker.end();
    this.#live.delete(number);
  }

  /** Ends all of them: the guest is gone. */
  stop() {
    for (const number of [...this.#live.keys()]) this.end(number);
  }

  /** @param {number} number */
  #start(number) {
    return startAnywhere(this.#guest.options.workerURL, {
      message: (/** @type {ProcessMessage} */ message) => {
        if (message.type === 'output')
          this.#guest.output(message.lines, `process ${number}`);
        else if (message.type === 'lost') this.#lost(number, message.reason);
        else this.#answer(number, message.status, message.bytes, message.text);
      },
      lost: (reason) => this.#lost(number, reason),
    });
  }

  /** @param {number} number @param {string} reason */
  #lost(number, reason) {
    const process = this.#live.get(number);
    if (!process) return;
    process.worker.end();
    this.#live.delete(number); // the next job starts another
    if (process.id !== null) this.#tell(process.id, BROKEN_WORKER, new Uint8Array(), reason);
  }

  /** @param {number} number @param {number} status @param {Uint8Array} bytes @param {string | null} text */
  #answer(number, status, bytes, text) {
    const process = this.#live.get(number);
    if (!process || process.id === null) return;
    const { id } = process;
    process.id = null;
    if (status === BROKEN_WORKER) this.end(number); // its initializer failed
    this.#tell(id, status, bytes, text);
  }

  /** @param {bigint} id @param {number} status @param {Uint8Array} reply @param {string | null} text */
  #tell(id, status, reply, text) {
    const { memory, eddy_guest_allocate, eddy_guest_answered } = this.#guest.exports();
    const bytes = text === null ? reply : encoder.encode(`${text}\0`); // it is the one or the other
    const { length } = bytes;
    const address = length && eddy_guest_allocate(length);
    if (length && !address) {
      eddy_guest_answered(id, NO_MEMORY, 0, 0, 0);
    } else {
      new Uint8Array(memory.buffer, address, length).set(bytes);
      eddy_guest_answered(id, status, address, length, reply.length);
    }
    this.#guest.wake();
  }
}
