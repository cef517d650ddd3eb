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

/** Node's: asked for in a way that bundlers for browsers need not look for it.
 * @type {typeof import('node:worker_threads') | undefined} */
const threads =
  typeof Worker === 'undefined' ? globalThis.process?.getBuiltinModule?.('node:worker_threads') : undefined;

/** Where this module is, and worker.js beside it; '' in a bundle that cannot tell: a classic script. */
const HERE = import.meta.url;

/** What a helper has to know of a run's options.
 * @param {import('./run.js').RunOptions} options @returns {import('./run.js').RunOptions} */
export const helperOptions = ({ args, env, clock }) => ({ args, env, clock });

/** @returns {number} how many workers can really run at once; 0: there are none */
export function cpuCount() {
  if (HERE === '') return 0;
  if (threads) return process.getBuiltinModule('node:os').availableParallelism();
  return typeof Worker === 'undefined' ? 0 : (navigator.hardwareConcurrency ?? 1);
}

/** @param {string | URL | undefined} url @param {WorkerEvents} events @returns {StartedWorker} */
function startWebWorker(url, { message, lost }) {
  const worker = startFromAnyOrigin(url ? new URL(url, HERE) : undefined);
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
    fail(`the worker failed: ${event.message ?? 'its script did not load'}`);
  };
  worker.onmessageerror = () => fail('a message of the worker cannot be read');
  return { post: (data, transfer = []) => worker.postMessage(data, transfer), end };
}

/** @param {string | URL} url @param {WorkerEvents} events @returns {StartedWorker} */
function startNodeWorker(url, { message, lost }) {
  if (!threads) throw new Error('workers need Node 20.16');
  const worker = new threads.Worker(new URL(url, HERE));
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
  worker.on('messageerror', () => fail('a message of the worker cannot be read'));
  worker.on('exit', (status) => fail(`the worker ended with status ${status}`));
  return {
    post: (data, transfer = []) => worker.postMessage(data, /** @type {any} */ (transfer)),
    end() {
      ended = true;
      void worker.terminate();
    },
  };
}

/** @typedef {(message: unknown, transfer?: Transferable[]) => void} Post */

/** What a worker says to whom it asks to start another one: port is to be that one's, and what comes
 * through control ends it. @typedef {{type: 'start', port: MessagePort, control: MessagePort}} StartMessage */

/** @type {Post | undefined} */
let askStarter;

/** In a page, this worker's workers are started by its own starter from now on (startForWorker): in
 * Firefox a worker that starts one itself can wait for ever, if the page is busy meanwhile and
 * somebody (its developer tools, WebDriver) listens for workers that start. @param {Post} post */
export function startByStarter(post) {
  askStarter = post;
}

/** @param {Post} ask @param {WorkerEvents} events @returns {StartedWorker} */
function askFor(ask, { message, lost }) {
  const { port1: own, port2: port } = new MessageChannel();
  const { port1: end, port2: control } = new MessageChannel();
  own.onmessage = ({ data }) => message(data);
  end.onmessage = ({ data }) => lost(data);
  ask({ type: 'start', port, control }, [port, control]);
  return {
    post: (data, transfer = []) => own.postMessage(data, transfer),
    end() {
      own.close();
      end.onmessage = null;
      end.postMessage(null);
    },
  };
}

/** @param {string | URL | undefined} url @param {StartMessage} message @returns {() => void} ends it */
export function startForWorker(url, { port, control }) {
  const { post, end } = startAnywhere(url, { message() {}, lost: (reason) => control.postMessage(reason) });
  post({ port }, [port]);
  control.onmessage = end;
  return end;
}

/** @param {string | URL | undefined} url of a module; worker.js of this package if there is none
 * @param {WorkerEvents} events @returns {StartedWorker} */
export function startAnywhere(url, events) {
  if (typeof Worker !== 'undefined') return askStarter ? askFor(askStarter, events) : startWebWorker(url, events);
  return startNodeWorker(url ?? './worker.js', events);
}

/**
 * The worker's own end: hands on what it is sent. To be called while the worker's script is
 * evaluated: what came before is lost.
 *
 * @param {(message: any) => void} receive
 * @returns {Post} sends to who started it
 */
export function connectToStarter(receive) {
  /** @type {any} */
  const scope = globalThis;
  if (typeof scope.postMessage === 'function') {
    scope.onmessage = (/** @type {MessageEvent} */ { data }) => receive(data);
    return (message, transfer = []) => scope.postMessage(message, transfer);
  }
  const port = threads?.parentPort;
  port?.on('message', receive);
  return (message, transfer = []) => port?.postMessage(message, /** @type {any} */ (transfer));
}
