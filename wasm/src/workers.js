import { startWorker as startFromAnyOrigin } from './start-worker.js';

/** Workers, the same in a page and in Node: they get messages, send messages, and end. */

/**
 * @typedef {object} WorkerEvents
 * @property {(message: any) => void} message
 * @property {(reason: string) => void} lost it has ended, or could not be started: once, and nothing
 *   comes after it
 *
 * @typedef {object} StartedWorker
 * @property {(message: unknown, transfer?: Transferable[]) => void} post
 * @property {() => void} end now, whatever it does; nothing comes after it
 */

/** @type {{threads: typeof import('node:worker_threads'), cpus: number} | undefined} */
let node;

/** Node's workers come from a module: to be awaited before the first startAnywhere. */
export async function prepareWorkers() {
  if (typeof Worker !== 'undefined' || typeof process === 'undefined' || node) return;
  // not literals: bundlers for browsers need not look for them
  const names = ['node:worker_threads', 'node:os'];
  const [threads, os] = await Promise.all(names.map((name) => import(name)));
  node = { threads, cpus: os.availableParallelism() };
}

/** Where this module is, and worker.js beside it; '' in a bundle that cannot tell: a classic script. */
const HERE = import.meta.url;

/** @param {string | URL | undefined} workerURL what the run's options say
 * @returns {URL | undefined} nothing: worker.js of this package, which bundlers find */
export function helperURL(workerURL) {
  return workerURL ? new URL(workerURL, HERE) : undefined;
}

/** @returns {number} how many workers can really run at once; 0: there are none */
export function cpuCount() {
  if (HERE === '') return 0;
  if (node) return node.cpus;
  return typeof Worker === 'undefined' ? 0 : (navigator.hardwareConcurrency ?? 1);
}

/** @param {URL | undefined} url @param {WorkerEvents} events @returns {StartedWorker} */
function startWebWorker(url, { message, lost }) {
  const worker = startFromAnyOrigin(url);
  worker.onmessage = ({ data }) => message(data);
  /** @param {string} reason */
  const fail = (reason) => {
    end();
    lost(reason);
  };
  const end = () => {
    worker.onmessage = worker.onerror = worker.onmessageerror = null;
    worker.terminate();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail(`the worker failed: ${event.message ?? 'its script could not be loaded'}`);
  };
  worker.onmessageerror = () => fail('the worker sent what could not be read');
  return { post: (data, transfer = []) => worker.postMessage(data, transfer), end };
}

/**
 * @param {typeof import('node:worker_threads')} threads
 * @param {URL} url @param {WorkerEvents} events @returns {StartedWorker}
 */
function startNodeWorker(threads, url, { message, lost }) {
  const worker = new threads.Worker(url);
  let ended = false;
  /** @param {string} reason */
  const fail = (reason) => {
    if (ended) return;
    ended = true;
    void worker.terminate();
    lost(reason);
  };
  worker.on('message', (data) => void (ended || message(data)));
  worker.on('error', (error) => fail(`the worker failed: ${error.message}`));
  worker.on('messageerror', () => fail('the worker sent what could not be read'));
  worker.on('exit', (status) => fail(`the worker ended with status ${status}`));
  return {
    post: (data, transfer = []) => worker.postMessage(data, /** @type {any} */ (transfer)),
    end() {
      ended = true;
      void worker.terminate();
    },
  };
}

/** In Node, before its module is there. @param {URL} url @param {WorkerEvents} events
 * @returns {StartedWorker} */
function startLater(url, events) {
  /** @type {StartedWorker | undefined} */
  let started;
  let ended = false;
  /** @type {[unknown, Transferable[] | undefined][]} */
  const waiting = [];
  prepareWorkers().then(
    () => {
      if (ended || !node) return;
      started = startNodeWorker(node.threads, url, events);
      for (const [data, transfer] of waiting) started.post(data, transfer);
    },
    (error) => events.lost(`there are no workers: ${error.message}`),
  );
  return {
    post: (data, transfer) => void (started ? started.post(data, transfer) : waiting.push([data, transfer])),
    end() {
      ended = true;
      started?.end();
    },
  };
}

/** @param {URL | undefined} url of a module; worker.js of this package if there is none
 * @param {WorkerEvents} events @returns {StartedWorker} */
export function startAnywhere(url, events) {
  if (typeof Worker !== 'undefined') return startWebWorker(url, events);
  const script = url ?? new URL('./worker.js', HERE);
  return node ? startNodeWorker(node.threads, script, events) : startLater(script, events);
}

/** @typedef {(message: unknown, transfer?: Transferable[]) => void} Post */

/**
 * The worker's own end: hands on what it is sent. To be called while the worker's script is
 * evaluated: what came before is lost.
 *
 * @param {(message: any) => void} receive
 * @returns {Post} sends to who started it, once something was received
 */
export function connectToStarter(receive) {
  /** @type {any} */
  const scope = globalThis;
  if (typeof scope.postMessage === 'function') {
    scope.onmessage = (/** @type {MessageEvent} */ { data }) => receive(data);
    return (message, transfer = []) => scope.postMessage(message, transfer);
  }
  /** @type {import('node:worker_threads').MessagePort | null | undefined} */
  let port;
  void prepareWorkers().then(() => {
    port = node?.threads.parentPort;
    port?.on('message', receive);
  });
  return (message, transfer = []) => port?.postMessage(message, /** @type {any} */ (transfer));
}
