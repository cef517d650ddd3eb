import { Run } from './run.js';
import { startWorker } from './start-worker.js';

/** Messages to a worker: {module, options}; from it: one of these.
 * @typedef {{type: 'output', lines: import('./run.js').OutputLine[],
 *     skipped?: number}
 *   | {type: 'trace', records: ArrayBuffer}
 *   | {type: 'exit', result: import('./run.js').RunResult}} WorkerMessage
 */

/**
 * Runs a program in a worker of its own: it may compute for ever, and stop() still ends it.
 *
 * @param {WebAssembly.Module} module
 * @param {import('./run.js').RunOptions} [options]
 * @returns {Run}
 */
export function runInWorker(module, options = {}) {
  if (typeof Worker === 'undefined')
    throw new Error('runInWorker: this host has no Web Workers; use run()');
  const { signal, workerURL, ...rest } = options;
  return new Run(signal, (controls) => {
    const worker = startWorker(new URL(workerURL ?? './worker.js', import.meta.url));
    /** @param {string} error */
    const fail = (error) => {
      worker.terminate();
      controls.exit({ status: null, stopped: false, error, time: 0 });
    };
    worker.onmessage = (/** @type {MessageEvent<WorkerMessage>} */ { data }) => {
      if (data.type === 'output') controls.output(data.lines, data.skipped);
      else if (data.type === 'trace') controls.trace(data.records);
      else {
        worker.terminate();
        controls.exit(data.result);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail(`the worker failed: ${event.message ?? 'its script could not be loaded'}`);
    };
    worker.onmessageerror = () => fail('the worker sent what could not be read');
    worker.postMessage({ module, options: rest });
    return {
      stop: () => worker.terminate(),
      pause: (paused) => worker.postMessage({ type: 'pause', paused }),
    };
  });
}
