/* The trace: what the loop did, as fixed-size binary records; enough to rebuild it at every instant.
 *
 * The loop writes records into a buffer of its own memory while tracing is on; off, each place that
 * would write costs one branch. Two ways to read them, both without a copy: a guest's host is handed
 * each full buffer (eddy_host_trace, eddy/host.h), so that nothing is lost; a program that asks for
 * eddy_options.trace_records keeps the last so many, and looks at them with eddy_loop_trace.
 *
 * Format 2. A record is 32 bytes, little endian, no padding. The first is EDDY_TRACE_BEGIN, which
 * tells the format (unless it was overwritten). A task is named by its number in its loop, counted
 * from 1 in the order of creation; 0 stands for the loop itself (a callback, a timer, the host).
 * Numbers of tasks are never reused; those of objects (a lock, a gather, a scope) may be, once the
 * object is gone. A reader passes over kinds that it does not know: new ones, and new values of
 * `detail`, come without a new format. */
#ifndef EDDY_TRACE_H
#define EDDY_TRACE_H

#include <stddef.h>
#include <stdint.h>

#include "eddy/loop.h"

/* The format that this header describes: who reads records checks it. */
#define EDDY_TRACE_FORMAT 2

/* A step that keeps the loop for so many milliseconds of the host's clock is EDDY_TRACE_BLOCKED. */
#define EDDY_TRACE_BLOCKED_AFTER 50

/* One record: what the fields beside time and kind say depends on the kind. `time` never goes back;
 * what a task does in the middle of a step may carry the time the step began. */
typedef struct eddy_trace_record {
    double time;     /* loop time in seconds */
    uint16_t kind;   /* enum eddy_trace_kind */
    uint16_t detail; /* a closer kind */
    uint32_t task;   /* that it is about */
    uint32_t other;  /* another task */
    uint32_t object; /* an object that is no task: a lock, a gather, a timeout block */
    int32_t value;
    uint32_t site; /* where in the source: the number of an EDDY_TRACE_SITE; 0: not known */
} eddy_trace_record;

/* What has happened. Fields of which nothing is said are 0. */
enum eddy_trace_kind {
    /* the loop was made: `detail` is the format, `value` an eddy_clock; where `task` is 1 the
     * schedule is random: `other` and `object` are the low and high half of its seed */
    EDDY_TRACE_BEGIN = 1,
    /* site number `site` is the text in the next `other` records: `value` bytes of UTF-8,
     * "file.c:12", zero-padded. Comes before the first use; the same place may get a second number */
    EDDY_TRACE_SITE = 2,

    /* task was made by task `other`; site: where */
    EDDY_TRACE_TASK_CREATED = 3,
    /* task is called by the text in the next `other` records, as in SITE, at most 255 bytes. Right
     * after TASK_CREATED, and whenever the name changes */
    EDDY_TRACE_TASK_NAME = 4,
    /* the loop begins or goes on to run task: it leaves the ready queue */
    EDDY_TRACE_TASK_RUN = 5,
    /* task stops running and waits. `detail`: an eddy_trace_wait; `other`: the task (WAIT_TASK);
     * `object`: the lock, queue, gather ...; `value`: microseconds until the timer (WAIT_TIMER, cut
     * to INT32_MAX), or the number of members (WAIT_GATHER); site: the call that waits. It may be
     * ready already */
    EDDY_TRACE_TASK_WAIT = 6,
    /* task is at the end of the ready queue. `detail`: an eddy_trace_cause; `other`: the task that
     * ran, or whose end was told; `object`: what the cause is (the request, the timeout block) */
    EDDY_TRACE_TASK_READY = 7,
    /* task has ended: `value` is its status, `detail` 1 when it counts as cancelled */
    EDDY_TRACE_TASK_DONE = 8,
    /* task was asked to end. `detail`: an eddy_trace_canceller; `other`: the task that did it, or
     * that awaits this one and was asked itself; `object`: the gather, group, block */
    EDDY_TRACE_TASK_CANCEL = 9,

    /* a handle that is no task's is at the end of the ready queue. `detail`: an eddy_trace_handle;
     * `task`, `object`: whom and what it concerns; `other`: the task that ran */
    EDDY_TRACE_HANDLE_READY = 10,
    /* the loop begins to run that handle: it leaves the ready queue. CALLBACK_DONE only follows
     * where the callback is the program's own (HANDLE_CALL, HANDLE_DONE) */
    EDDY_TRACE_HANDLE_RUN = 11,
    EDDY_TRACE_CALLBACK_DONE = 12,
    /* that handle was taken out of the ready queue, or its timer out of the heap */
    EDDY_TRACE_HANDLE_CANCELLED = 13,
    /* a timer was set that will make that handle ready. Its deadline, in nanoseconds of loop time:
     * `other` is the low half, `value` the high one */
    EDDY_TRACE_TIMER_SET = 14,
    /* the timer of that handle was due: the handle is at the end of the ready queue */
    EDDY_TRACE_TIMER_FIRED = 15,

    /* an iteration begins: `other` counts them, from 1. It runs what is ready now, and no more */
    EDDY_TRACE_ITERATION_BEGIN = 16,
    EDDY_TRACE_ITERATION_END = 17,
    /* the step that ends here, of task (0: of a callback), kept the loop for `value` microseconds of
     * the host's clock, EDDY_TRACE_BLOCKED_AFTER or more */
    EDDY_TRACE_BLOCKED = 18,

    /* task has begun request `object`; `detail`: an eddy_trace_io; site: where */
    EDDY_TRACE_IO_BEGIN = 19,
    /* it has ended: `value` is its status (HTTP's, or negative), `detail` 1 when it was given up */
    EDDY_TRACE_IO_END = 20,

    /* task has handed job `object` to a pool. `detail`: an eddy_trace_pool; site: where */
    EDDY_TRACE_JOB_SUBMITTED = 21,
    /* worker `other` has begun it: counted from 1, over all the loop's pools */
    EDDY_TRACE_JOB_STARTED = 22,
    /* it is done: `value` is its status; `other` the worker, 0 when none had begun it */
    EDDY_TRACE_JOB_DONE = 23,

    /* task has `object`, has given it back; `detail`: WAIT_LOCK, WAIT_SEMAPHORE, WAIT_LIMITER. A
     * permit or token may be given back by another than has it: `task` then, by whom */
    EDDY_TRACE_ACQUIRED = 24,
    EDDY_TRACE_RELEASED = 25,
    /* task `task`, or request or other future `other`, is a member of `object`: what waits for that
     * waits for it. `detail`: WAIT_GATHER, WAIT_GROUP, WAIT_MANY, WAIT_SHIELD */
    EDDY_TRACE_MEMBER = 26,
    /* queue or stream `object` holds `value` items now; `detail`: WAIT_QUEUE_GET,
     * WAIT_STREAM_RECEIVE; task: who changed that */
    EDDY_TRACE_LEVEL = 27,
};

/* What a task waits for. */
enum eddy_trace_wait {
    EDDY_TRACE_WAIT_YIELD = 0, /* sleep(0): it is ready again at once */
    EDDY_TRACE_WAIT_TIMER = 1,
    EDDY_TRACE_WAIT_TASK = 2,
    EDDY_TRACE_WAIT_FUTURE = 3,
    EDDY_TRACE_WAIT_GATHER = 4,
    EDDY_TRACE_WAIT_FETCH = 5,
    EDDY_TRACE_WAIT_MANY = 6, /* eddy_wait, eddy_next_completed */
    EDDY_TRACE_WAIT_SHIELD = 7,
    EDDY_TRACE_WAIT_GROUP = 8, /* the members of a task group */
    EDDY_TRACE_WAIT_LOCK = 9,
    EDDY_TRACE_WAIT_EVENT = 10,
    EDDY_TRACE_WAIT_CONDITION = 11,
    EDDY_TRACE_WAIT_SEMAPHORE = 12,
    EDDY_TRACE_WAIT_QUEUE_GET = 13,
    EDDY_TRACE_WAIT_QUEUE_PUT = 14,
    EDDY_TRACE_WAIT_QUEUE_JOIN = 15,
    EDDY_TRACE_WAIT_START = 16, /* a task in eddy_task_group_start */
    EDDY_TRACE_WAIT_LIMITER = 17,
    EDDY_TRACE_WAIT_STREAM_SEND = 18,
    EDDY_TRACE_WAIT_STREAM_RECEIVE = 19,
    EDDY_TRACE_WAIT_BARRIER = 20,
    EDDY_TRACE_WAIT_JOB = 21, /* of a thread or a process */
};

/* Why a task is ready. */
enum eddy_trace_cause {
    EDDY_TRACE_BY_LOOP = 0, /* it was made */
    EDDY_TRACE_BY_TASK = 1, /* `other` did it, or ended */
    EDDY_TRACE_BY_TIMER = 2,
    EDDY_TRACE_BY_CALLBACK = 3, /* of the program's */
    EDDY_TRACE_BY_IO = 4,
    EDDY_TRACE_BY_JOB = 5,
};

/* Through whom a request to end has come. */
enum eddy_trace_canceller {
    EDDY_TRACE_CANCEL_CALL = 0,     /* eddy_task_cancel and its like */
    EDDY_TRACE_CANCEL_AWAITER = 1,  /* task `other`, which awaits it, was asked to */
    EDDY_TRACE_CANCEL_GATHER = 2,   /* a gather that it is a member of */
    EDDY_TRACE_CANCEL_TIMEOUT = 3,  /* a timeout block of its own */
    EDDY_TRACE_CANCEL_SCOPE = 4,    /* a cancel scope that it is in */
    EDDY_TRACE_CANCEL_GROUP = 5,    /* a task group: another member has failed, or the block */
    EDDY_TRACE_CANCEL_SHUTDOWN = 6, /* the main task is done */
};

/* What a handle in the ready queue or a timer does when it runs. */
enum eddy_trace_handle {
    EDDY_TRACE_HANDLE_TASK = 0,
    EDDY_TRACE_HANDLE_SLEEP = 1,   /* ends the sleep of task */
    EDDY_TRACE_HANDLE_CALL = 2,    /* a callback by call_soon, call_later, call_at */
    EDDY_TRACE_HANDLE_DONE = 3,    /* a callback by add_done_callback; task: that is done */
    EDDY_TRACE_HANDLE_MEMBER = 4,  /* tells `object` that its member task is done */
    EDDY_TRACE_HANDLE_TIMEOUT = 5, /* ends a timeout block of task's */
    EDDY_TRACE_HANDLE_SCOPE = 6,   /* cancels a cancel scope at its deadline */
    EDDY_TRACE_HANDLE_WAIT = 7,    /* ends eddy_wait, eddy_next_completed in time */
    EDDY_TRACE_HANDLE_LOOP = 8, /* the loop's own: the main task is done, or shutdown takes long */
    EDDY_TRACE_HANDLE_JOB = 9,  /* tells that job `object` is done */
};

/* What kind of request. */
enum eddy_trace_io { EDDY_TRACE_IO_FETCH = 0 };

/* Where jobs run. */
enum eddy_trace_pool { EDDY_TRACE_POOL_THREADS = 0, EDDY_TRACE_POOL_PROCESSES = 1 };

/* What eddy_loop_trace shows: `first` is older than `second`; either may be empty. */
typedef struct eddy_trace_view {
    const eddy_trace_record *first, *second;
    size_t first_count, second_count;
    uint64_t dropped; /* how many older records were overwritten */
} eddy_trace_view;

/* The records that the loop keeps, by eddy_options.trace_records: the last so many. What they point
 * to is the loop's, and valid until it runs again or is closed. Numbers of sites are told again
 * whenever the buffer begins anew, names of tasks are not. Empty for a loop that keeps none. O(1). */
eddy_trace_view eddy_loop_trace(const eddy_loop *loop);

#endif
