import { Run } from './run.js';
import { startAnywhere } from './workers.js';
import { Watchdog } from './watchdog.js';

/** Messages to a worker: {role: 'program', module, options}, then {type: 'pause', paused}
 * and {type: 'alive'}; from it: one of these.
 * @typedef {{type: 'output', lines: import('./run.js').OutputLine[],
 *     skipped?: number}
 *   | {type: 'trace', records: ArrayBuffer}
 *   | {type: 'alive'}
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
    const worker = startAnywhere(new URL(workerURL ?? './worker.js', import.meta.url), {
      message(/** @type {WorkerMessage} */ data) {
        if (data.type === 'output') controls.output(data.lines, data.skipped);
        else if (data.type === 'trace') controls.trace(data.records);
        else if (data.type === 'alive') watchdog.heard();
        else {
          watchdog.stop();
          worker.end();
          controls.exit(data.result);
        }
      },
      lost(error) {
        watchdog.stop();
        controls.exit({ status: null, stopped: false, error, time: 0 });
      },
    });
    const watchdog = new Watchdog(
      () => worker.post({ type: 'alive' }),
      (blocked, since) => controls.blocked?.(blocked, since),
    );
    worker.post({ role: 'program', module, options: rest });
    watchdog.start();
    return {
      stop() {
        watchdog.stop();
        worker.end();
      },
      pause: (paused) => worker.post({ type: 'pause', paused }),
    };
  });
}
