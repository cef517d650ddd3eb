/* Executors: pools of threads or processes that take jobs in the order given
 * (concurrent.futures.ThreadPoolExecutor, ProcessPoolExecutor).
 *
 *     // static int checksum(const void *input, size_t size, eddy_reply *reply);
 *     //     which ends with   return eddy_reply_write(reply, &sum, sizeof sum);
 *     eddy_executor pool = eddy_process_pool_executor(NULL);
 *     eddy_future job = eddy_run_in_executor(pool, checksum, "abc", 3);
 *     EDDY_TRY(eddy_await(job));
 *     int sum = *(const int *)eddy_executor_result(job, NULL);
 *
 * Bytes go in and bytes or an error come out; both are copies, so that the same function works in
 * either kind of pool. A thread shares the program's memory (see eddy/thread.h). A process has a
 * memory of its own: natively that of the program when the process was started, in WebAssembly that
 * of the program before main(); count on neither, and set up what jobs need in an initializer.
 * What main() has computed goes in as bytes.
 *
 * Processes work on every page, and need no special headers: each is an instance of the same module
 * in a worker of its own. A WASI command has neither threads nor processes.
 *
 * An executor belongs to the task that made it, as other objects do; it goes when that has ended and
 * its jobs are done. The end of the program waits for jobs that run in threads, and ends processes.
 * While a job is pending a virtual clock stands still. */
#ifndef EDDY_EXECUTOR_H
#define EDDY_EXECUTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eddy/coroutine.h"

/* Names an executor. Zero names the loop's own thread pool. (concurrent.futures.Executor) */
typedef struct eddy_executor {
    uint64_t id;
} eddy_executor;

/* Where a job's answer is written to. */
typedef struct eddy_reply eddy_reply;

/* What an executor runs: plain C on size bytes of input, aligned as malloc's, valid until it
 * returns. It must not await. Returns EDDY_OK or an error, to which eddy_raise gives a message; of
 * an error only these arrive, no bytes. */
typedef int eddy_executor_function(const void *input, size_t size, eddy_reply *reply);

/* Adds a copy of size bytes to the answer. EDDY_NO_MEMORY: it stays as it was.
 * EDDY_INVALID_ARGUMENT: bytes is NULL and size is not 0. Amortized O(size). */
int eddy_reply_write(eddy_reply *reply, const void *bytes, size_t size);

/* Some bytes that somebody else holds. */
typedef struct eddy_bytes {
    const void *bytes;
    size_t size;
} eddy_bytes;

/* How a pool is. Zero means: the default. Read before the call returns. */
typedef struct eddy_executor_options {
    /* How many work at once: what eddy_cpu_count says by default; for threads 4 more, 32 at most.
     * Each is started when a job finds no free one. */
    size_t max_workers;
    /* Runs in each worker before its first job; its answer is dropped. When it fails, so does the
     * job that would have been the first, with EDDY_BROKEN_WORKER and its message. */
    eddy_executor_function *initializer;
    eddy_bytes initargs; /* copied */
    /* Of processes: the bytes of memory each may have in all. Beyond them allocation fails. Without
     * a limit by default. */
    size_t memory_limit;
} eddy_executor_options;

/* A pool of threads, of processes; options may be NULL. No worker is started yet. Errors (carried by
 * the handle): EDDY_NO_MEMORY, EDDY_NO_RUNNING_LOOP, EDDY_INVALID_ARGUMENT, EDDY_NOT_SUPPORTED (a
 * job of the pool has the message that says what is missing).
 * (concurrent.futures.ThreadPoolExecutor, concurrent.futures.ProcessPoolExecutor) */
eddy_executor eddy_thread_pool_executor(const eddy_executor_options *options);
eddy_executor eddy_process_pool_executor(const eddy_executor_options *options);

/* Gives the executor a job: function(input, size, reply) in the first worker that is free, after the
 * jobs given before. The input is copied. Does not suspend. Returns a future, to be awaited,
 * gathered, waited for, cancelled; owned by the calling task. It ends with the function's status;
 * with EDDY_BROKEN_WORKER when the worker ended before the job did: it trapped, was killed, called
 * exit (the pool replaces it); with EDDY_NOT_SUPPORTED when this host has no such workers,
 * EDDY_NO_MEMORY when it had no more.
 *
 * eddy_future_cancel of a job that has not begun takes it back: it never runs. One that runs goes
 * on, as in asyncio, and nobody hears of its end.
 *
 * Errors (carried by the handle): EDDY_NO_MEMORY, EDDY_INVALID_ARGUMENT, EDDY_INVALID_STATE (the
 * executor was shut down), or what is wrong with executor. O(size). (loop.run_in_executor) */
eddy_future eddy_run_in_executor(eddy_executor executor, eddy_executor_function *function,
                                 const void *input, size_t size);

/* The answer of a job that is done without an error: *size (may be NULL) bytes, aligned as malloc's;
 * not NULL even when there are none. Else NULL. Valid as long as the job's object. */
const void *eddy_executor_result(eddy_future job, size_t *size);

/* Gives the executor a job for each input, and writes their futures to jobs. To have the results in
 * the order of the inputs, await one after the other; as they come, by eddy_as_completed. Returns
 * EDDY_OK, or the first error: then none of the jobs is made. O(bytes).
 * (concurrent.futures.Executor.map) */
int eddy_executor_map(eddy_executor executor, eddy_executor_function *function,
                      const eddy_bytes *inputs, size_t count, eddy_future *jobs);

/* How an executor is shut down: any of these, joined by |. */
enum {
    EDDY_SHUTDOWN_WAIT = 1,           /* suspends until all jobs are done; without it, never */
    EDDY_SHUTDOWN_CANCEL_FUTURES = 2, /* jobs that have not begun are cancelled */
};

/* Takes no more jobs, and ends the workers when they are free. Returns EDDY_OK, also for one that was
 * shut down before; EDDY_CANCELLED (the shutdown goes on), EDDY_NOT_IN_TASK, EDDY_NO_MEMORY, or what
 * is wrong with the handle. (concurrent.futures.Executor.shutdown) */
int eddy_executor_shutdown(eddy_executor executor, unsigned how);

/* How an executor stands at this moment. */
struct eddy_executor_statistics {
    size_t max_workers;
    size_t workers; /* started */
    size_t running; /* jobs */
    size_t queued;  /* jobs that have not begun */
};
struct eddy_executor_statistics eddy_executor_statistics(eddy_executor executor);

/* How many workers can really run at once here, 1 at least. (os.process_cpu_count) */
size_t eddy_cpu_count(void);

#endif
