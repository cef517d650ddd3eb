/** What runs in a worker: the first message says what it is to be. */
import { Guest } from './guest.js';
import { Process } from './process.js';
import { connectToStarter, startByStarter } from './workers.js';
import { runThread } from './thread.js';

/** @type {((message: any) => void) | undefined} */
let next;

let post = connectToStarter(receive);

/** @param {any} message */
function receive(message) {
  const { port } = message;
  if (next) {
    next(message);
  } else if (port) { // to whom it works for, who asked another to start it
    post = (message, transfer) => port.postMessage(message, transfer);
    port.onmessage = (/** @type {MessageEvent} */ { data }) => receive(data);
  } else {
    next = begin(message);
  }
}

/** @param {any} message @returns {(message: any) => void} what takes the messages to come */
function begin(message) {
  if (message.role === 'process') {
    const process = new Process(message, post);
    return (job) => void process.run(job);
  }
  if (message.role === 'thread') {
    void runThread(message, post);
    return () => {};
  }
  startByStarter(post);
  const guest = new Guest(message.module, message.options, {
    output: (lines, skipped) => post({ type: 'output', lines, skipped }),
    trace: (records) => post({ type: 'trace', records }, [records]),
    exit: (result, statistics) => post({ type: 'exit', result, statistics }),
  });
  guest.start();
  return (next) => {
    if (next.type === 'alive') post({ type: 'alive' });
    else if (next.type === 'statistics') post({ type: 'statistics', statistics: guest.statistics() });
    else guest.pause(next.paused);
  };
}
