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
  #burst;
  #skipped = 0;

  /**
   * @param {(lines: OutputLine[], skipped: number) => void} deliver
   * @param {() => {task: string, time: number, records: number}} who writes
   * @param {Pick<import('./run.js').RunOptions, 'outputLimit' | 'outputBurst' | 'unbatched'>} [options]
   */
  constructor(deliver, who, { outputLimit = Infinity, outputBurst = Infinity, unbatched } = {}) {
    this.#deliver = deliver;
    this.#who = who;
    this.#limit = outputLimit;
    this.#burst = outputBurst;
    this.#linesAtOnce = unbatched ? Infinity : LINES_AT_ONCE;
  }

  /**
   * @param {OutputLine['stream']} stream @param {string} text
   * @param {string} [task] that wrote it, if it is none of the loop's
   * @param {boolean} [ended] by a newline
   */
  line(stream, text, task, ended = true) {
    const who = this.#who();
    this.#lines.push({ stream, text, ...who, task: task ?? who.task, ...(!ended && { unended: true }) });
    if (this.#lines.length >= 2 * this.#burst) {
      this.#skipped += this.#burst;
      this.#lines.splice(0, this.#burst);
    }
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
    if (!this.#lines.length) return;
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
    if (this.#rest !== '') this.#output.line(this.#stream, this.#rest, undefined, false);
    this.#rest = '';
  }
}
