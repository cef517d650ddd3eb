/** The worker's end of runInWorker: takes the message {module, options}, runs that, and answers. */
import { Guest } from './guest.js';

/** What messages come and go by, in a browser and in Node.
 * @typedef {{onmessage: ((event: MessageEvent) => void) | null,
 *   postMessage: (message: unknown, transfer?: Transferable[]) => void}} Port
 */

/** @param {Port} port */
function serve(port) {
  port.onmessage = ({ data }) => {
    const guest = new Guest(data.module, data.options, {
      output: (lines) => port.postMessage({ type: 'output', lines }),
      trace: (records) => port.postMessage({ type: 'trace', records }, [records]),
      exit: (result, statistics) => port.postMessage({ type: 'exit', result, statistics }),
    });
    port.onmessage = () => port.postMessage({ type: 'statistics', statistics: guest.statistics() });
    void guest.start();
  };
}

const threads = 'node:worker_threads'; // not a literal: bundlers for browsers need not look for it
if ('postMessage' in globalThis) serve(/** @type {any} */ (globalThis));
else void import(threads).then(({ parentPort }) => serve(parentPort));
