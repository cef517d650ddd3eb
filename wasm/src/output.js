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
  #linesAtOnce;

  /**
   * @param {(lines: OutputLine[]) => void} deliver
   * @param {() => {task: string, time: number}} who writes
   * @param {Pick<import('./run.js').RunOptions, 'outputLimit' | 'unbatched'>} options
   */
  constructor(deliver, who, { outputLimit = Infinity, unbatched = false }) {
    this.#deliver = deliver;
    this.#who = who;
    this.#limit = outputLimit;
    this.#linesAtOnce = unbatched ? Infinity : LINES_AT_ONCE;
  }

  /** @param {OutputLine['stream']} stream @param {string} text @param {boolean} [ended] by a newline */
  line(stream, text, ended = true) {
    this.#lines.push({ stream, text, ...this.#who(), ...(!ended && { unended: true }) });
    const now = performance.now();
    if (now > this.#windowEnd) {
      this.#windowEnd = now + WINDOW;
      this.#inWindow = 0;
    } else if (++this.#inWindow > this.#linesAtOnce) {
      return;
    }
    this.flush();
  }

  flush() {
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    this.#deliver(lines);
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
export class LineStream {
  #stream;
  #output;
  #decoder = new TextDecoder();
  #rest = '';

  /** @param {OutputLine['stream']} stream @param {Output} output */
  constructor(stream, output) {
    this.#stream = stream;
    this.#output = output;
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = /** @type {string} */ (lines.pop());
    for (const text of lines) this.#output.line(this.#stream, text);
    this.#output.count(bytes.length);
  }

  /** Hands on a last line that was not ended. */
  end() {
    this.#rest += this.#decoder.decode(); // a character that was cut short
    if (this.#rest !== '') this.#output.line(this.#stream, this.#rest, false);
    this.#rest = '';
  }
}
