/** @param {string} what @returns {() => never} */
function refuse(what) {
  return () => {
    throw new Error(`${what} has no event loop of its own: no requests, no trace, no workers`);
  };
}

/**
 * What a guest imports from module `eddy` where it has no event loop: in a process, in a thread.
 *
 * @param {string} what it is, in words
 * @returns {Record<string, (...parameters: any[]) => any>}
 */
export function helperImports(what) {
  return {
    time: () => performance.now(),
    cpu_count: () => 0,
    threads: () => 0,
    fetch: refuse(what),
    abort: refuse(what),
    trace: refuse(what),
    process_run: refuse(what),
    process_end: refuse(what),
    thread_start: refuse(what),
    thread_wait: refuse(what),
    wake: refuse(what),
  };
}
