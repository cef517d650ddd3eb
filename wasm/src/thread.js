import { helperImports } from './helper-imports.js';
import { helperOutput } from './helper-output.js';
import { importsOfMemory } from './memory.js';
import { Exit, makeWasi } from './wasi.js';

/** @typedef {import('./threads.js').ThreadMessage} ThreadMessage */

/**
 * The worker's end of a thread: an instance on the program's memory that runs one thread to its end.
 *
 * @param {import('./threads.js').BeginThread} begin
 * @param {(message: ThreadMessage) => void} post
 */
export async function runThread({ module, memory, thread, options }, post) {
  const { stdout, stderr, flush, end } = helperOutput(post);
  try {
    const wasi = makeWasi(module, options, stdout, stderr, flush);
    const instance = await WebAssembly.instantiate(module, {
      ...importsOfMemory(memory),
      wasi_snapshot_preview1: wasi.wasiImport,
      eddy: {
        ...helperImports('a thread'),
        wake: () => post({ type: 'wake' }),
        thread_wait(/** @type {number} */ place, /** @type {number} */ value, /** @type {number} */ milliseconds) {
          Atomics.wait(new Int32Array(memory.buffer), place >>> 2, value, milliseconds);
        },
      },
    });
    wasi.inst = instance;
    /** @type {any} */ (instance.exports).eddy_guest_thread(thread);
    post({ type: 'ended' });
  } catch (error) {
    end();
    const { message, stack } = /** @type {Error} */ (error);
    if (error instanceof Exit) post({ type: 'over', why: [error.status, null, stack] });
    else post({ type: 'over', why: [null, `a thread trapped: ${message}`, stack] });
  }
}
