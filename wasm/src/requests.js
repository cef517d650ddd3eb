/** @typedef {import('./guest.js').GuestExports} GuestExports */

const encoder = new TextEncoder();
const NETWORK_FAILED = -1;
const REFUSED = -2;

/** @param {unknown} error @returns {string} what a person can use of it */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  // Node hides the reason: "fetch failed", caused by "connect ECONNREFUSED ..."
  const cause = error.cause instanceof Error ? error.cause : undefined;
  return cause ? cause.message || /** @type {any} */ (cause).code || error.message : error.message;
}

/** @param {Headers} headers @returns {string} as eddy/fetch.h has them */
function formatHeaders(headers) {
  return [...headers].map(([name, value]) => `${name}: ${value}\n`).join('');
}

/** The HTTP requests of a guest: eddy_host_fetch and eddy_host_abort. */
export class Requests {
  /** @type {Map<bigint, AbortController>} */
  #pending = new Map();
  #exports;
  #enter;
  #baseURL;

  /**
   * @param {() => GuestExports} exports
   * @param {(call: () => void) => void} enter calls what calls the guest, deals with what that
   *   throws, and sees to it that the guest runs
   * @param {string | undefined} baseURL
   */
  constructor(exports, enter, baseURL) {
    this.#exports = exports;
    this.#enter = enter;
    this.#baseURL = baseURL;
  }

  /**
   * eddy_host_fetch. What the request points to is read before it returns.
   *
   * @param {bigint} id @param {number} request a struct eddy_host_request
   * @returns {number}
   */
  start(id, request) {
    if (typeof fetch !== 'function') return -1;
    const { memory } = this.#exports();
    const [url, method, headers, body, size] = new Uint32Array(memory.buffer, request, 5);
    const text = (/** @type {number} */ address) => readString(memory, address);
    const controller = new AbortController();
    this.#pending.set(id, controller);
    void this.#fetch(id, text(url), {
      method: text(method),
      headers: text(headers)
        .split('\n')
        .filter(Boolean)
        .map((line) => /** @type {[string, string]} */ (splitHeader(line))),
      body: size > 0 ? new Uint8Array(memory.buffer, body, size).slice() : undefined,
      signal: controller.signal,
    });
    return 0;
  }

  /** eddy_host_abort. @param {bigint} id */
  abort(id) {
    const controller = this.#pending.get(id);
    this.#pending.delete(id);
    controller?.abort();
  }

  /** Aborts all of them: the guest is gone. */
  stop() {
    for (const id of [...this.#pending.keys()]) this.abort(id);
  }

  /** @param {bigint} id @param {string} url @param {RequestInit} init */
  async #fetch(id, url, init) {
    /** @type {Request} */
    let request;
    let base = this.#baseURL ? '' : ' (a relative one needs baseURL)';
    try {
      const absolute = new URL(url, this.#baseURL);
      base = '';
      request = new Request(absolute, init);
    } catch (error) {
      await null; // never from within start()
      this.#fail(id, REFUSED, `${init.method} ${url}: ${reasonOf(error)}${base}`);
      return;
    }
    try {
      const response = await fetch(request);
      const body = new Uint8Array(await response.arrayBuffer());
      this.#deliver(id, response, body);
    } catch (error) {
      this.#fail(id, NETWORK_FAILED, `${request.method} ${request.url}: ${reasonOf(error)}`);
    }
  }

  /** @param {bigint} id @param {Response} response @param {Uint8Array} body */
  #deliver(id, response, body) {
    const head = encoder.encode(`${response.url}\0${formatHeaders(response.headers)}\0`);
    const bytes = new Uint8Array(head.length + body.length + 1);
    bytes.set(head);
    bytes.set(body, head.length);
    this.#complete(id, response.status, bytes, body.length);
  }

  /** @param {bigint} id @param {number} status @param {string} message */
  #fail(id, status, message) {
    this.#complete(id, status, encoder.encode(`${message}\0`), 0);
  }

  /** @param {bigint} id @param {number} status @param {Uint8Array} bytes @param {number} bodySize */
  #complete(id, status, bytes, bodySize) {
    if (!this.#pending.delete(id)) return; // aborted
    this.#enter(() => {
      const { memory, eddy_guest_allocate, eddy_guest_fetched } = this.#exports();
      const address = eddy_guest_allocate(bytes.length);
      if (address !== 0) new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
      eddy_guest_fetched(id, status, address, address === 0 ? 0 : bytes.length, bodySize);
    });
  }
}

/** @param {string} line "Name: value" @returns {string[]} */
function splitHeader(line) {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

const decoder = new TextDecoder();

/** @param {WebAssembly.Memory} memory @param {number} address of text with a zero behind it */
export function readString(memory, address) {
  const bytes = new Uint8Array(memory.buffer);
  return decoder.decode(bytes.slice(address, bytes.indexOf(0, address))); // a copy: it may be shared
}
