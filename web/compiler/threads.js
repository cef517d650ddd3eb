/** Whether a program is to be compiled for threads. Every one could be, but those without are faster with
 * a memory of their own. */

/** What takes a memory that threads can share; core/include/eddy/thread.h and executor.h have these. */
const THREADS =
    /\beddy_(to_thread|from_thread|thread_pool_executor|run_coroutine_threadsafe|loop_call_soon_threadsafe)/;

/** @param {import('./diagnostics.js').SourceFile[]} files @returns {boolean} */
export const usesThreads = (files) => files.some(({ text }) => THREADS.test(text));
