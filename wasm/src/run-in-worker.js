import { noStatistics, Run } from './run.js';

/** Messages to a worker: {module, options}, then {ask: 'statistics'}; from it: one of these.
 * @typedef {{type: 'output', lines: import('./run.js').OutputLine[]}
 *   | {type: 'trace', records: ArrayBuffer}
 *   | {type: 'statistics', statistics: import('./run.js').Statistics}
 *   | {type: 'exit', result: import('./run.js').RunResult,
 *     statistics: import('./run.js').Statistics}} WorkerMessage
 */

/** What browsers' workers and Node's have in common.
 * @typedef {object} AnyWorker
 * @property {(message: unknown) => void} postMessage
 * @property {() => unknown} terminate
 */

/** What is told of a worker.
 * @typedef {object} Listeners
 * @property {(message: WorkerMessage) => void} message
 * @property {(reason: string) => void} fail
 */

/** Not where bundlers look for a worker's script: they find it below. */
const here = import.meta.url;

/** A worker of another origin cannot be started, but a script of this origin may import it.
 * @param {URL} url served with Access-Control-Allow-Origin */
function startForeign(url) {
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const scriptURL = URL.createObjectURL(script);
  const worker = new Worker(scriptURL, { type: 'module' });
  worker.addEventListener('message', () => URL.revokeObjectURL(scriptURL), { once: true });
  worker.addEventListener('error', () => URL.revokeObjectURL(scriptURL), { once: true });
  return worker;
}

/** @param {string | URL | undefined} workerURL */
function startInBrowser(workerURL) {
  const url = new URL(workerURL ?? './worker.js', here);
  if (url.origin !== location.origin && url.protocol.startsWith('http')) return startForeign(url);
  if (workerURL) return new Worker(url, { type: 'module' });
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
}

/** @param {string | URL | undefined} workerURL @param {Listeners} listeners @returns {AnyWorker} */
function openInBrowser(workerURL, { message, fail }) {
  const worker = startInBrowser(workerURL);
  worker.onmessage = ({ data }) => message(data);
  worker.onerror = (event) => {
    event.preventDefault();
    fail(event.message ?? 'its script could not be loaded');
  };
  worker.onmessageerror = () => fail('it sent what could not be read');
  return worker;
}

/** @param {string | URL | undefined} workerURL @param {Listeners} listeners @returns {Promise<AnyWorker>} */
async function openInNode(workerURL, { message, fail }) {
  const threads = 'node:worker_threads'; // not a literal: bundlers for browsers need not look for it
  const { Worker: Thread } = await import(threads);
  const worker = new Thread(new URL(workerURL ?? './worker.js', here));
  worker.on('message', message);
  worker.on('error', (/** @type {Error} */ error) => fail(error.message));
  worker.on('exit', () => fail('it ended'));
  return worker;
}

/** One program in a worker, which may take a moment to start. */
class WorkerDriver {
  #controls;
  #ended = false;
  /** @type {Promise<AnyWorker>} */
  #worker;
  /** @type {((statistics: import('./run.js').Statistics) => void)[]} */
  #asked = [];

  /** @param {import('./run.js').RunControls} controls @param {string | URL} [workerURL] */
  constructor(controls, workerURL) {
    this.#controls = controls;
    const listeners = {
      message: (/** @type {WorkerMessage} */ message) => this.#hear(message),
      fail: (/** @type {string} */ reason) => this.#fail(reason),
    };
    const open = typeof Worker === 'undefined' ? openInNode : openInBrowser;
    this.#worker = (async () => open(workerURL, listeners))();
    this.#worker.catch((error) => this.#fail(error.message));
  }

  /** @param {unknown} message */
  send(message) {
    void this.#worker.then((worker) => this.#ended || worker.postMessage(message), () => {});
  }

  stop() {
    this.#ended = true;
    void this.#worker.then((worker) => worker.terminate(), () => {});
  }

  /** @returns {Promise<import('./run.js').Statistics>} */
  statistics() {
    this.send({ ask: 'statistics' });
    return new Promise((resolve) => this.#asked.push(resolve));
  }

  /** @param {WorkerMessage} message */
  #hear(message) {
    if (message.type === 'output') this.#controls.output(message.lines);
    else if (message.type === 'trace') this.#controls.trace(message.records);
    else if (message.type === 'statistics') this.#asked.shift()?.(message.statistics);
    else {
      this.stop();
      this.#controls.exit(message.result, message.statistics);
    }
  }

  /** @param {string} reason */
  #fail(reason) {
    if (this.#ended) return;
    this.stop();
    const error = `the worker failed: ${reason}`;
    this.#controls.exit({ status: null, stopped: false, error, time: 0 }, noStatistics);
  }
}

/**
 * Runs a program in a worker of its own: it may compute for ever, and stop() still ends it.
 *
 * @param {WebAssembly.Module} module
 * @param {import('./run.js').RunOptions} [options]
 * @returns {Run}
 */
export function runInWorker(module, options = {}) {
  const { signal, workerURL, ...rest } = options;
  return new Run(signal, (controls) => {
    const driver = new WorkerDriver(controls, workerURL);
    driver.send({ module, options: rest });
    return driver;
  });
}
