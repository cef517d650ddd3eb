import { Fd, wasi } from '@bjorn3/browser_wasi_shim';

/** @typedef {import('./run.js').OutputLine} OutputLine */

const WINDOW = 16; // milliseconds
const LINES_AT_ONCE = 64; // in a window: more than that come in batches

/**
 * Cuts what a program writes into lines that say who wrote them, and hands them on: at once while
 * there are few (a program may be about to block, or to trap), in batches when there are many.
 */
export class Output {
  #deliver;
  #who;
  /** @type {OutputLine[]} */
  #lines = [];
  #windowEnd = 0;
  #inWindow = 0;
  #bytes = 0;
  #limit;
  #burst;
  #skipped = 0;

  /**
   * @param {(lines: OutputLine[], skipped: number) => void} deliver
   * @param {() => {task: string, time: number, records: number}} who writes
   * @param {number} limit in bytes
   * @param {number} burst the most lines that are handed on together
   */
  constructor(deliver, who, limit, burst) {
    this.#deliver = deliver;
    this.#who = who;
    this.#limit = limit;
    this.#burst = burst;
  }

  /** @param {OutputLine['stream']} stream @param {string} text @param {string} [task] that wrote it,
   *   if it is none of the loop's */
  line(stream, text, task) {
    const who = this.#who();
    this.#lines.push({ stream, text, ...who, task: task ?? who.task });
    if (this.#lines.length >= 2 * this.#burst) {
      this.#skipped += this.#burst;
      this.#lines.splice(0, this.#burst);
    }
    const now = performance.now();
    if (now > this.#windowEnd) {
      this.#windowEnd = now + WINDOW;
      this.#inWindow = 0;
    } else if (++this.#inWindow > LINES_AT_ONCE) {
      return;
    }
    this.flush();
  }

  flush() {
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    const skipped = this.#skipped + Math.max(0, lines.length - this.#burst);
    this.#skipped = 0;
    this.#deliver(lines.length > this.#burst ? lines.slice(-this.#burst) : lines, skipped);
  }

  /** @param {number} bytes that were written @throws {OutputLimit} */
  count(bytes) {
    this.#bytes += bytes;
    if (this.#bytes > this.#limit) throw new OutputLimit(this.#limit);
  }
}

export class OutputLimit extends Error {
  /** @param {number} limit */
  constructor(limit) {
    super(`the program wrote more than ${limit} bytes`);
  }
}

/** stdout or stderr of a program. */
export class LineFd extends Fd {
  #stream;
  #output;
  #decoder = new TextDecoder();
  #rest = '';

  /** @param {OutputLine['stream']} stream @param {Output} output */
  constructor(stream, output) {
    super();
    this.#stream = stream;
    this.#output = output;
  }

  fd_fdstat_get() {
    const fdstat = new wasi.Fdstat(wasi.FILETYPE_CHARACTER_DEVICE, 0);
    fdstat.fs_rights_base = BigInt(wasi.RIGHTS_FD_WRITE);
    return { ret: wasi.ERRNO_SUCCESS, fdstat };
  }

  /** @param {Uint8Array} data */
  fd_write(data) {
    const lines = (this.#rest + this.#decoder.decode(data, { stream: true })).split('\n');
    this.#rest = /** @type {string} */ (lines.pop());
    for (const text of lines) this.#output.line(this.#stream, text);
    this.#output.count(data.length);
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }

  /** Hands on a last line that was not ended. */
  end() {
    this.#rest += this.#decoder.decode(); // a character that was cut short
    if (this.#rest !== '') this.#output.line(this.#stream, this.#rest);
    this.#rest = '';
  }
}
