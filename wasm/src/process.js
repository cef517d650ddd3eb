import { helperImports } from './helper-imports.js';
import { helperOutput } from './helper-output.js';
import { importsOfMemory, makeMemory } from './memory.js';
import { readString } from './requests.js';
import { Exit, makeWasi } from './wasi.js';

/** @typedef {import('./guest.js').GuestExports} GuestExports */
/** @typedef {import('./processes.js').ProcessMessage} ProcessMessage */

const NO_MEMORY = -5; // EDDY_NO_MEMORY

/** The worker's end of a process: an instance of the module that does one job after the other. */
export class Process {
  #post;
  #output;
  /** @type {Promise<GuestExports>} */
  #exports;

  /**
   * @param {import('./processes.js').Begin} begin
   * @param {(message: ProcessMessage, transfer?: Transferable[]) => void} post
   */
  constructor(begin, post) {
    this.#post = post;
    this.#output = helperOutput(post);
    this.#exports = this.#begin(begin);
    this.#exports.catch((error) => this.#lost(error));
  }

  /** @param {import('./processes.js').Job} job */
  async run({ job, input }) {
    const exports = await this.#exports;
    try {
      const address = place(exports, input);
      if (input.length > 0 && address === 0) {
        const text = `the process has no memory for ${input.length} bytes of input`;
        this.#post({ type: 'answer', status: NO_MEMORY, bytes: new Uint8Array(), text });
      } else {
        this.#answer(exports, exports.eddy_guest_process_run(job, address, input.length));
      }
    } catch (error) {
      this.#lost(error);
    }
  }

  /** @param {import('./processes.js').Begin} begin @returns {Promise<GuestExports>} */
  async #begin({ module, options, initializer, initargs, memoryLimit }) {
    const { stdout, stderr, flush } = this.#output;
    const wasi = makeWasi(module, options, stdout, stderr, flush);
    const instance = await WebAssembly.instantiate(module, {
      ...importsOfMemory(makeMemory(module)),
      wasi_snapshot_preview1: wasi.wasiImport,
      eddy: helperImports('a process'),
    });
    wasi.inst = instance;
    const exports = /** @type {GuestExports} */ (/** @type {unknown} */ (instance.exports));
    exports._initialize();
    const arguments_ = place(exports, initargs);
    const begun = exports.eddy_guest_process_begin(
      initializer, arguments_, initargs.length, memoryLimit);
    if (new Int32Array(exports.memory.buffer, begun, 1)[0] === 0) return exports;
    this.#answer(exports, begun);
    return new Promise(() => {}); // nothing is done here: whoever started it ends it
  }

  /** @param {GuestExports} exports @param {number} answer a struct eddy_guest_answer */
  #answer({ memory }, answer) {
    const [status, address, size, text] = new Int32Array(memory.buffer, answer, 4);
    const bytes = new Uint8Array(memory.buffer, address >>> 0, size >>> 0).slice();
    this.#output.flush();
    this.#post(
      { type: 'answer', status, bytes, text: text === 0 ? null : readString(memory, text >>> 0) },
      [bytes.buffer],
    );
  }

  /** @param {unknown} error what came out of the instance: its exit, or a trap */
  #lost(error) {
    this.#output.end();
    const reason =
      error instanceof Exit
        ? `the process ended itself, with status ${error.status}`
        : `the process trapped: ${error instanceof Error ? error.message : error}`;
    this.#post({ type: 'lost', reason });
  }
}

/**
 * Copies bytes into the process, which frees them.
 *
 * @param {GuestExports} exports @param {Uint8Array} bytes
 * @returns {number} 0: there are none, or no memory for them
 */
function place(exports, bytes) {
  const address = bytes.length === 0 ? 0 : exports.eddy_guest_allocate(bytes.length);
  if (address !== 0) new Uint8Array(exports.memory.buffer, address, bytes.length).set(bytes);
  return address;
}
