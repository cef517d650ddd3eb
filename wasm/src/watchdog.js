const PERIOD = 50; // milliseconds between two looks
const LIMIT = 100; // a worker that has not answered for longer is blocked

/**
 * Notices from outside, while it lasts, that a step of a program keeps its worker: asks the worker
 * again and again for a sign, which it can only give between two steps.
 */
export class Watchdog {
  #ask;
  #tell;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #asked = 0; // when; 0: the last question was answered
  #suspected = false; // it is late, if the answer does not wait in this thread's own queue
  #blocked = false;
  #wasThere = false; // before its first sign the worker is only slow to start

  /**
   * @param {() => void} ask sends the worker a question; its answer is to call heard()
   * @param {(blocked: boolean, since: number) => void} tell that it is blocked, or no longer; since
   *   when, by performance.now()
   */
  constructor(ask, tell) {
    this.#ask = ask;
    this.#tell = tell;
  }

  start() {
    this.#look();
    this.#timer = setInterval(() => this.#look(), PERIOD);
  }

  stop() {
    clearInterval(this.#timer);
    if (this.#blocked) this.#tell(false, this.#asked);
    this.#blocked = false;
  }

  /** The worker has answered. */
  heard() {
    if (this.#blocked) this.#tell(false, this.#asked);
    this.#asked = 0;
    this.#wasThere = true;
    this.#suspected = this.#blocked = false;
  }

  #look() {
    const now = performance.now();
    if (this.#asked === 0) {
      this.#asked = now;
      this.#ask();
    } else if (this.#wasThere && !this.#blocked && now - this.#asked > LIMIT) {
      // if this thread was busy itself, the answer may have come and wait: it is read before long
      if (this.#suspected) {
        this.#blocked = true;
        this.#tell(true, this.#asked);
      }
      this.#suspected = true;
    }
  }
}
