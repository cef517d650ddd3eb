/**
 * "As soon as everything else has had its turn", and "in so many milliseconds". The first must not
 * be a microtask (the host would starve) and not setTimeout(0) (browsers make it 4 ms).
 */

/** @returns {(callback: () => void) => void} */
function makeSoon() {
  if (typeof setImmediate === 'function') return (callback) => void setImmediate(callback);
  const { port1, port2 } = new MessageChannel();
  /** @type {(() => void)[]} */
  const queue = [];
  port1.onmessage = () => queue.shift()?.();
  return (callback) => {
    queue.push(callback);
    port2.postMessage(null);
  };
}

/** @type {((callback: () => void) => void) | undefined} */
let soon;
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Calls back when a guest wants to run: one call is due at a time, the earliest that was asked for. */
export class Wake {
  #callback;
  #soonDue = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #stopped = false;
  #paused = false;
  #missed = false; // a call was due while it was paused

  /** @param {() => void} callback */
  constructor(callback) {
    this.#callback = callback;
  }

  /** Calls back in a macrotask of its own. */
  soon() {
    clearTimeout(this.#timer);
    if (this.#soonDue || this.#stopped) return;
    this.#soonDue = true;
    soon ??= makeSoon();
    soon(() => {
      this.#soonDue = false;
      this.#due();
    });
  }

  /** @param {number} milliseconds calls back then, unless soon() comes first; infinity: not at all */
  after(milliseconds) {
    clearTimeout(this.#timer);
    if (this.#soonDue || this.#stopped || milliseconds === Infinity) return;
    this.#timer = setTimeout(() => this.#due(), Math.min(Math.ceil(milliseconds), LONGEST_TIMEOUT));
  }

  #due() {
    if (this.#stopped) return;
    if (this.#paused) this.#missed = true;
    else this.#callback();
  }

  /** @param {boolean} paused calls back no more, until it is false again */
  pause(paused) {
    this.#paused = paused;
    if (paused || !this.#missed) return;
    this.#missed = false;
    this.soon();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
