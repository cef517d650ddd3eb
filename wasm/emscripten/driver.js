/**
 * Drives a program that Emscripten linked: what wasm/src/guest.js is to other guests. It becomes a
 * script that emcc puts before its own (--pre-js), see bundle.js; library.js connects the two.
 */
import { Requests } from '../src/requests.js';
import { RECORD_SIZE } from '../src/trace.js';
import { hostInterface, version } from '../src/version.js';
import { Wake } from '../src/wake.js';

/**
 * What a page gives to the module beside what Emscripten knows.
 *
 * @typedef {object} Options
 * @property {string[]} [arguments]
 * @property {string} [baseURL] what relative URLs of eddy_fetch are relative to
 * @property {(records: ArrayBuffer) => void} [onTrace] is given the trace, see readTrace
 * @property {Record<string, string>} [env] the environment
 * @property {(error: unknown) => void} [onTrap] is given the error that ended the program; without it the
 *   error is thrown
 */

/** The program's exports, and what Emscripten's script can do.
 * @typedef {object} Program
 * @property {() => Uint8Array} bytes all memory
 * @property {(size: number) => number} eddy_emscripten_allocate
 * @property {(count: number, texts: number, stackCheck: number) => number} eddy_emscripten_begin
 * @property {() => void} eddy_emscripten_tick
 * @property {() => number} eddy_emscripten_interface
 * @property {(on: number) => void} eddy_guest_trace
 * @property {(size: number) => number} eddy_guest_allocate
 * @property {(id: bigint, status: number, memory: number, size: number, bodySize: number) => void}
 *   eddy_guest_fetched
 * @property {boolean} stackCheck is there one
 * @property {(error: unknown) => void} ended takes what came out of the program: its exit, or a trap
 */

export class Driver {
  #program;
  #options;
  #requests;
  #wake = new Wake(() => this.#tick());

  /** @param {Program} program @param {Options} options */
  constructor(program, options) {
    this.#program = program;
    this.#options = options;
    const exports = () => ({
      memory: { buffer: program.bytes().buffer },
      eddy_guest_allocate: program.eddy_guest_allocate,
      eddy_guest_fetched: program.eddy_guest_fetched,
    });
    this.#requests = new Requests(/** @type {any} */ (exports), (call) => this.#enter(call), options.baseURL);
  }

  start() {
    const linked = this.#program.eddy_emscripten_interface();
    if (linked !== hostInterface) {
      const older = linked < hostInterface ? 'libeddy.a' : 'the JavaScript library';
      throw new Error(
        `libeddy.a (host interface ${linked}) does not fit the JavaScript library of eddy ${version} ` +
          `(host interface ${hostInterface}): ${older} is older; install both from one release`,
      );
    }
    const texts = ['program', ...(this.#options.arguments || [])];
    const bytes = new TextEncoder().encode(texts.map((text) => `${text}\0`).join(''));
    const address = this.#program.eddy_emscripten_allocate(bytes.length);
    if (address !== 0) this.#program.bytes().set(bytes, address);
    const stackCheck = Number(this.#program.stackCheck);
    if (address === 0 || this.#program.eddy_emscripten_begin(texts.length, address, stackCheck) !== 0)
      throw new Error('there is no memory for the arguments');
    if (this.#options.onTrace) this.#program.eddy_guest_trace(1);
    this.#wake.soon();
  }

  #tick() {
    try {
      this.#program.eddy_emscripten_tick();
    } catch (error) {
      this.stop();
      this.#program.ended(error);
    }
  }

  stop() {
    this.#wake.stop();
    this.#requests.stop();
  }

  /** eddy_host_again. @param {number} milliseconds */
  again(milliseconds) {
    if (milliseconds === 0) this.#wake.soon();
    else this.#wake.after(Math.min(milliseconds, Number.MAX_VALUE)); // a timer, or Node would not wait for threads
  }

  /** eddy_host_fetch. @param {bigint} id @param {number} request */
  fetch(id, request) {
    return this.#requests.start(id, request);
  }

  /** What the host calls in for. @param {() => void} call */
  #enter(call) {
    try {
      call();
      this.#wake.soon();
    } catch (error) {
      this.stop();
      this.#program.ended(error);
    }
  }

  /** eddy_host_abort. @param {bigint} id */
  abort(id) {
    this.#requests.abort(id);
  }

  /** eddy_host_trace. @param {number} records @param {number} count */
  trace(records, count) {
    const all = this.#program.bytes();
    if (this.#options.onTrace) this.#options.onTrace(all.slice(records, records + count * RECORD_SIZE).buffer);
  }
}
