import { Run } from './run.js';
import { startAnywhere, startForWorker } from './workers.js';
import { Watchdog } from './watchdog.js';

/** Messages to a worker: {role: 'program', module, options}, then {type: 'pause', paused},
 * {type: 'alive'} and {type: 'statistics'}; from it: one of these.
 * @typedef {{type: 'output', lines: import('./run.js').OutputLine[],
 *     skipped?: number}
 *   | {type: 'trace', records: ArrayBuffer}
 *   | {type: 'alive'}
 *   | import('./workers.js').StartMessage
 *   | {type: 'statistics', statistics: import('./run.js').Statistics}
 *   | {type: 'exit', result: import('./run.js').RunResult,
 *     statistics: import('./run.js').Statistics}} WorkerMessage
 */

/**
 * Runs a program in a worker of its own: it may compute for ever, and stop() still ends it.
 *
 * @param {WebAssembly.Module} module
 * @param {import('./run.js').RunOptions} [options]
 * @returns {Run}
 */
export function runInWorker(module, options = {}) {
  const { signal, ...rest } = options;
  if (rest.workerURL) rest.workerURL = new URL(rest.workerURL, import.meta.url).href; // for workers of its own, too
  return new Run(signal, (controls) => {
    /** @type {((statistics: import('./run.js').Statistics) => void)[]} */
    const asked = [];
    /** Of those it had started. @type {(() => void)[]} */
    const ends = [];
    const end = () => {
      watchdog.stop();
      worker.end();
      ends.forEach((end) => end());
    };
    const worker = startAnywhere(rest.workerURL, {
      message(/** @type {WorkerMessage} */ data) {
        if (data.type === 'output') controls.output(data.lines, data.skipped);
        else if (data.type === 'trace') controls.trace(data.records);
        else if (data.type === 'alive') watchdog.heard();
        else if (data.type === 'statistics') asked.shift()?.(data.statistics);
        else if (data.type === 'start') ends.push(startForWorker(rest.workerURL, data));
        else {
          end();
          controls.exit(data.result, data.statistics);
        }
      },
      lost(error) {
        end();
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
      stop: end,
      pause: (paused) => worker.post({ type: 'pause', paused }),
      statistics() {
        worker.post({ type: 'statistics' });
        return new Promise((resolve) => asked.push(resolve));
      },
    };
  });
}
