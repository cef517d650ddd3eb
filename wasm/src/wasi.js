/**
 * What the C library of a guest asks of its system (WASI preview 1): arguments, environment, clocks,
 * the three standard streams, random bytes, exit. There are no files: functions that would need them
 * say that they are not supported.
 */

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const INVALID = 28;
const NOT_SUPPORTED = 52;
const NOT_SEEKABLE = 70;
const CHARACTER_DEVICE = 2;
const REALTIME = 0;
const SUBSCRIPTION_SIZE = 48;
const EVENT_SIZE = 32;
const MOST_RANDOM_BYTES = 65536; // that getRandomValues gives at once

const encoder = new TextEncoder();

/** Thrown out of the program by its exit(). */
export class Exit extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`exit(${status})`);
    this.status = status;
  }
}

/** @param {number} id @returns {bigint} nanoseconds */
const now = (id) =>
  id === REALTIME ? BigInt(Date.now()) * 1_000_000n : BigInt(Math.round(performance.now() * 1e6));

/** Puts this thread to sleep, where it may: a page's own must not, and one that is not isolated has no
 * SharedArrayBuffer. @param {number} milliseconds at most */
function sleep(milliseconds) {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  } catch {
    // who called looks at the clock again
  }
}

/**
 * @param {WebAssembly.Module} module every function that it imports is there
 * @param {import('./run.js').RunOptions} options
 * @param {import('./output.js').LineStream} stdout
 * @param {import('./output.js').LineStream} stderr
 * @param {() => void} flush shows what was written: the program is about to block the thread
 */
export function makeWasi(module, { args = [], env = {}, clock, pace, seed, stdin = '' }, stdout, stderr, flush) {
  const variables = {
    ...(clock && { EDDY_CLOCK: clock }),
    ...(pace !== undefined && { EDDY_PACE: String(pace) }),
    ...(seed !== undefined && { EDDY_SEED: String(seed) }),
    ...env,
  };
  /** inst is to be set before the instance is called.
   * @type {{wasiImport: Record<string, (...args: any[]) => number>, inst: WebAssembly.Instance | undefined}} */
  const wasi = { wasiImport: {}, inst: undefined };
  let unread = typeof stdin === 'string' ? encoder.encode(stdin) : stdin;
  const memory = () => /** @type {WebAssembly.Memory} */ (wasi.inst?.exports.memory);
  const view = () => new DataView(memory().buffer);

  /** The functions NAME_sizes_get and NAME_get. @param {string[]} texts */
  const list = (texts) => {
    const all = texts.map((text) => encoder.encode(`${text}\0`));
    return {
      /** @param {number} count @param {number} size */
      sizes(count, size) {
        view().setUint32(count, all.length, true);
        view().setUint32(size, all.reduce((sum, { length }) => sum + length, 0), true);
        return SUCCESS;
      },
      /** @param {number} pointers @param {number} buffer */
      get(pointers, buffer) {
        for (const [i, text] of all.entries()) {
          view().setUint32(pointers + 4 * i, buffer, true);
          new Uint8Array(memory().buffer).set(text, buffer);
          buffer += text.length;
        }
        return SUCCESS;
      },
    };
  };

  /** The memory that count iovecs name. @param {number} vectors @param {number} count */
  const spans = (vectors, count) =>
    Array.from(
      { length: count },
      (_, i) => new Uint8Array(memory().buffer, ...new Uint32Array(memory().buffer, vectors + 8 * i, 2)),
    );

  const programArguments = list(['program', ...args]);
  const environment = list(Object.entries(variables).map(([name, value]) => `${name}=${value}`));

  /** @type {Record<string, (...args: any[]) => number>} */
  const functions = {
    args_sizes_get: programArguments.sizes,
    args_get: programArguments.get,
    environ_sizes_get: environment.sizes,
    environ_get: environment.get,

    clock_res_get(id, resolution) {
      view().setBigUint64(resolution, id === REALTIME ? 1_000_000n : 5_000n, true);
      return SUCCESS;
    },
    clock_time_get(id, _precision, time) {
      view().setBigUint64(time, now(id), true);
      return SUCCESS;
    },

    fd_write(descriptor, vectors, count, written) {
      if (descriptor !== 1 && descriptor !== 2) return BAD_DESCRIPTOR;
      let size = 0;
      for (const bytes of spans(vectors, count)) {
        (descriptor === 1 ? stdout : stderr).write(bytes.slice());
        size += bytes.length;
      }
      view().setUint32(written, size, true);
      return SUCCESS;
    },
    fd_read(descriptor, vectors, count, read) {
      if (descriptor !== 0) return BAD_DESCRIPTOR;
      let size = 0;
      for (const bytes of spans(vectors, count)) {
        const part = unread.subarray(0, bytes.length);
        unread = unread.subarray(part.length);
        bytes.set(part);
        size += part.length;
      }
      view().setUint32(read, size, true);
      return SUCCESS;
    },
    fd_fdstat_get(descriptor, stat) {
      if (descriptor > 2) return BAD_DESCRIPTOR;
      new Uint8Array(memory().buffer, stat, 24).fill(0);
      view().setUint8(stat, CHARACTER_DEVICE);
      view().setUint8(stat + 8, descriptor === 0 ? 1 << 1 : 1 << 6); // may be read; may be written
      return SUCCESS;
    },
    fd_fdstat_set_flags: (descriptor) => (descriptor > 2 ? BAD_DESCRIPTOR : SUCCESS),
    fd_close: (descriptor) => (descriptor > 2 ? BAD_DESCRIPTOR : SUCCESS),
    fd_seek: (descriptor) => (descriptor > 2 ? BAD_DESCRIPTOR : NOT_SEEKABLE),
    fd_prestat_get: () => BAD_DESCRIPTOR, // no folder was opened beforehand

    /** Blocks the thread until the first of the times has come. */
    poll_oneoff(subscriptions, events, count, happened) {
      if (count === 0) return INVALID;
      const bytes = view();
      const waits = Array.from({ length: count }, (_, i) => {
        const at = subscriptions + i * SUBSCRIPTION_SIZE;
        const user = bytes.getBigUint64(at, true);
        const type = bytes.getUint8(at + 8);
        const clock = bytes.getUint32(at + 16, true);
        const absolute = bytes.getUint16(at + 40, true) & 1;
        const due = bytes.getBigUint64(at + 24, true) + (absolute ? 0n : now(clock));
        // milliseconds; a stream is ready at once
        return { user, type, left: () => (type ? 0 : Number(due - now(clock)) / 1e6) };
      });
      flush();
      let ready;
      while (!(ready = waits.filter(({ left }) => left() <= 0)).length)
        sleep(Math.min(...waits.map(({ left }) => left())));
      for (const [i, { user, type }] of ready.entries()) {
        const at = events + i * EVENT_SIZE;
        new Uint8Array(bytes.buffer, at, EVENT_SIZE).fill(0);
        bytes.setBigUint64(at, user, true);
        bytes.setUint8(at + 10, type);
      }
      bytes.setUint32(happened, ready.length, true);
      return SUCCESS;
    },
    sched_yield: () => SUCCESS,

    random_get(address, length) {
      for (let done = 0; done < length; done += MOST_RANDOM_BYTES) {
        const bytes = new Uint8Array(Math.min(length - done, MOST_RANDOM_BYTES));
        new Uint8Array(memory().buffer).set(crypto.getRandomValues(bytes), address + done);
      }
      return SUCCESS;
    },
    proc_exit(status) {
      throw new Exit(status | 0);
    },
  };

  for (const { name } of WebAssembly.Module.imports(module)) functions[name] ??= () => NOT_SUPPORTED;
  wasi.wasiImport = functions;
  return wasi;
}
