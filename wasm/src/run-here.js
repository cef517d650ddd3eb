import { Guest } from './guest.js';
import { Run } from './run.js';

/**
 * Runs a program in this thread, beside everything else that the thread does. A program that never
 * waits blocks the thread: what is not trusted belongs in runInWorker.
 *
 * @param {WebAssembly.Module} module
 * @param {import('./run.js').RunOptions} [options]
 * @returns {Run}
 */
export function run(module, options = {}) {
  return new Run(options.signal, (controls) => {
    const guest = new Guest(module, options, controls);
    guest.start();
    return guest;
  });
}
