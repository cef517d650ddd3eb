/** The worker's end of runInWorker: takes a message {module, options}, and runs that; after it
 * {type: 'pause', paused}. */
import { Guest } from './guest.js';

/** @type {{onmessage: ((event: MessageEvent) => void) | null,
 *   postMessage: (message: unknown, transfer?: Transferable[]) => void}} */
const scope = /** @type {any} */ (globalThis);

scope.onmessage = ({ data }) => {
  const guest = new Guest(data.module, data.options, {
    output: (lines, skipped) => scope.postMessage({ type: 'output', lines, skipped }),
    trace: (records) => scope.postMessage({ type: 'trace', records }, [records]),
    exit: (result) => scope.postMessage({ type: 'exit', result }),
  });
  scope.onmessage = (event) => guest.pause(event.data.paused);
  guest.start();
};
