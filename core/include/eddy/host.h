/* The door between the core and whatever it runs in. Nothing else leads out.
 *
 * Two kinds of host exist. A *blocking* host (POSIX, WASI) runs main() and lets the loop sleep. A
 * *guest driver* (JavaScript, see wasm/src/guest.js) must never be blocked: it calls in, and the
 * loop runs what is ready and returns. In a guest, main() itself is a coroutine: eddy_run suspends
 * it and the call that started it returns.
 *
 * Strings cross as UTF-8 with a zero behind them. Times cross as milliseconds in a double. */
#ifndef EDDY_HOST_H
#define EDDY_HOST_H

#include <stddef.h>
#include <stdint.h>

#include "eddy/executor.h"
#include "eddy/trace.h"

/* Counts the changes of what crosses this door: a driver of another number refuses the program. It
 * reads it, and the version, from the custom section "eddy" before it makes an instance. */
#define EDDY_HOST_INTERFACE 2

#if defined(__wasm__) && !defined(__EMSCRIPTEN__) && !defined(EDDY_HOST_DEFINED_HERE_)
#define EDDY_IMPORT_(name) __attribute__((import_module("eddy"), import_name(#name)))
#else
#define EDDY_IMPORT_(name)
#endif
#if defined(__wasm__)
#define EDDY_EXPORT_(name) __attribute__((export_name(#name)))
#else
#define EDDY_EXPORT_(name)
#endif

/* ---- What the host does for the core: imports of module "eddy" in a guest -------------------- */

/* A monotonic clock, in milliseconds. */
EDDY_IMPORT_(time) double eddy_host_time(void);

/* An HTTP request; strings as in eddy/fetch.h, none of them NULL. Valid during the call. */
struct eddy_host_request {
    const char *url;
    const char *method;
    const char *headers;
    const void *body;
    size_t body_size;
};

/* Starts a request; its end is told by eddy_guest_fetched(id, ...), never from within this call.
 * Returns 0, or -1 when this host has no fetch. */
EDDY_IMPORT_(fetch) int eddy_host_fetch(uint64_t id, const struct eddy_host_request *request);

/* Aborts a request: eddy_guest_fetched will not be called for it any more. */
EDDY_IMPORT_(abort) void eddy_host_abort(uint64_t id);

/* Takes count records, in order; they are overwritten after the call. */
EDDY_IMPORT_(trace) void eddy_host_trace(const eddy_trace_record *records, size_t count);

/* How many workers can really run at once; 0 when this host has no workers at all. */
EDDY_IMPORT_(cpu_count) int eddy_host_cpu_count(void);

/* A job for a process: an instance of the same module in a worker of its own. Functions are places
 * in the module's table. Valid during the call. */
struct eddy_host_job {
    eddy_executor_function *function;
    const void *input; /* size bytes */
    size_t size;
    eddy_executor_function *initializer; /* for a process that is new; NULL: none */
    const void *initargs;                /* initargs_size bytes */
    size_t initargs_size;
    size_t memory_limit; /* in bytes, of a process that is new; 0: none */
};

/* Has process do a job, its only one at the time; it is started if it is not there. The end is told
 * by eddy_guest_answered(id, ...), never from within this call. */
EDDY_IMPORT_(process_run)
void eddy_host_process_run(uint32_t process, uint64_t id, const struct eddy_host_job *job);

/* Ends the process, whatever it does; eddy_guest_answered will not be called for its job. */
EDDY_IMPORT_(process_end) void eddy_host_process_end(uint32_t process);

/* What a host says of threads: it has no workers at all, it has threads, or the page it is in is not
 * isolated from other origins. */
enum eddy_host_threading {
    EDDY_HOST_NO_WORKERS = 0,
    EDDY_HOST_THREADS = 1,
    EDDY_HOST_NOT_ISOLATED = 2,
};

/* Can this host run threads of this program: an eddy_host_threading. Imported by a guest that was
 * linked with --threads, as the next three. */
EDDY_IMPORT_(threads) int eddy_host_threads(void);

/* Instantiates the module on the same memory in a worker of its own, and there calls
 * eddy_guest_thread(thread), and nothing before it. */
EDDY_IMPORT_(thread_start) void eddy_host_thread_start(void *thread);

/* From a thread: eddy_guest_tick is to be called soon. */
EDDY_IMPORT_(wake) void eddy_host_wake(void);

/* From a thread: sleeps until memory.atomic.notify names place, or that long (infinity: for ever);
 * not at all if *place is not value. Why this is not the instruction memory.atomic.wait32 is told
 * in core/port/threads_shared.c. */
EDDY_IMPORT_(thread_wait)
void eddy_host_thread_wait(const int32_t *place, int32_t value, double milliseconds);

/* ---- What a blocking host does beside -----------------------------------------------------------
 */

/* Sleeps that long; returns early if it likes. */
void eddy_host_wait(double milliseconds);

/* ---- What a guest driver calls: exports
 * ---------------------------------------------------------- */

/* Runs main() until it first has to wait. Called once, after the module's initialization. Returns
 * as eddy_guest_tick. main's return value reaches the driver as proc_exit of WASI. */
EDDY_EXPORT_(eddy_guest_start) double eddy_guest_start(void);

/* Runs iterations of the loop until nothing is ready or about budget milliseconds are over. Returns
 * when it wants to run again, in milliseconds from now: 0 at once (let others have their turn
 * first), a number for the earliest timer, infinity when only a completion can wake it. */
EDDY_EXPORT_(eddy_guest_tick) double eddy_guest_tick(double budget);

/* Tells the end of request id. status: the HTTP status, or negative: -1 the network failed, -2 the
 * URL or another argument was refused. memory (from eddy_guest_allocate, now the core's again, NULL
 * when there was no room) holds, each with a zero behind it: the final URL, the headers, the body
 * of body_size bytes; for a negative status only the host's message. */
EDDY_EXPORT_(eddy_guest_fetched)
void eddy_guest_fetched(uint64_t id, int status, char *memory, size_t size, size_t body_size);

/* Tells the end of job id. memory (as for eddy_guest_fetched) holds reply_size bytes of the answer;
 * behind them, if size is more, a message with a zero. A process that was lost is the status
 * EDDY_BROKEN_WORKER. */
EDDY_EXPORT_(eddy_guest_answered)
void eddy_guest_answered(uint64_t id, int status, char *memory, size_t size, size_t reply_size);

/* What a function in a process has answered; text is NULL when it gave no message. */
struct eddy_guest_answer {
    int32_t status;
    const char *bytes;
    size_t size;
    const char *text;
};

/* In a process, whose main() never runs: the begin, with what struct eddy_host_job says (initargs
 * are from eddy_guest_allocate); and each job, input being from eddy_guest_allocate. Both are the
 * core's again. The answer is valid until the next call. */
EDDY_EXPORT_(eddy_guest_process_begin)
const struct eddy_guest_answer *eddy_guest_process_begin(eddy_executor_function *initializer,
                                                         void *initargs, size_t initargs_size,
                                                         size_t memory_limit);
EDDY_EXPORT_(eddy_guest_process_run)
const struct eddy_guest_answer *eddy_guest_process_run(eddy_executor_function *function,
                                                       void *input, size_t size);

/* size bytes for eddy_guest_fetched and its like; NULL when there is no memory. */
EDDY_EXPORT_(eddy_guest_allocate) void *eddy_guest_allocate(size_t size);

#if defined(__wasm_atomics__)
/* In a worker of a guest that was linked with --threads: runs a thread to its end. */
void eddy_guest_thread(void *thread);
#endif

/* Hands over what the trace has gathered: before output is shown, and after a trap. */
EDDY_EXPORT_(eddy_guest_trace_flush) void eddy_guest_trace_flush(void);

/* How many records have gathered that the host was not handed yet. */
EDDY_EXPORT_(eddy_guest_trace_count) size_t eddy_guest_trace_count(void);

/* Who writes: the name of the running task ("loop" in a callback, "thread" for what a thread has
 * printed, "" outside of a loop), and the
 * loop's time in seconds (outside of a loop, that of the last one's end). The name is valid until
 * the next call. */
EDDY_EXPORT_(eddy_guest_task_name) const char *eddy_guest_task_name(void);
EDDY_EXPORT_(eddy_guest_loop_time) double eddy_guest_loop_time(void);

/* Of the loop that runs, or else of the last one as it was at its end. Counts are doubles: what
 * reads them has no other numbers. */
struct eddy_guest_statistics {
    double time;       /* as eddy_guest_loop_time */
    double iterations; /* begun */
    double tasks_made; /* all that were made */
    double tasks;      /* that are not done */
    double ready;      /* handles in the ready queue */
    double timers;     /* that are set */
    double requests;   /* that the host has not answered */
};

/* Valid until the next call. O(ready). */
EDDY_EXPORT_(eddy_guest_statistics)
const struct eddy_guest_statistics *eddy_guest_statistics(void);

/* Switches tracing on or off; called before eddy_guest_start. Format: eddy/trace.h. */
EDDY_EXPORT_(eddy_guest_trace) void eddy_guest_trace(int on);

#endif
