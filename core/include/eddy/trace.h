/* The trace: what the loop did, as fixed-size binary records.
 *
 * The loop writes records into a ring of its own memory while tracing is on; off, each place that
 * would write costs one branch. A host reads them through eddy_host_trace (eddy/host.h) before the
 * ring wraps, so that nothing is lost.
 *
 * Format 1. A record is 24 bytes, little endian, no padding. A task is named by its number in its
 * loop, counted from 1 in the order of creation; 0 stands for the loop itself (a callback, a timer,
 * the host). Numbers are never reused. */
#ifndef EDDY_TRACE_H
#define EDDY_TRACE_H

#include <stdint.h>

/* The format that this header describes: who reads records checks it. */
#define EDDY_TRACE_FORMAT 1

/* One record: what the fields beside time and kind say depends on the kind. */
typedef struct eddy_trace_record {
    double time;   /* loop time in seconds */
    uint16_t kind; /* enum eddy_trace_kind */
    uint16_t detail;
    uint32_t task;
    uint32_t other;
    int32_t value;
} eddy_trace_record;

/* What has happened. `detail`, `other` and `value` are 0 where nothing else is said. */
enum eddy_trace_kind {
    /* task was made by task `other`; ready to run for the first time */
    EDDY_TRACE_TASK_CREATED = 1,
    /* task is called by the text in the next `other` records: `value` bytes of UTF-8, zero-padded.
     * Comes right after TASK_CREATED and whenever the name changes. */
    EDDY_TRACE_TASK_NAME = 2,
    /* the loop begins or goes on to run task */
    EDDY_TRACE_TASK_RUN = 3,
    /* task stops running and waits: `detail` is an eddy_trace_wait, `other` a task (WAIT_TASK), or
     * the number of children (WAIT_GATHER), `value` the microseconds until the timer (WAIT_TIMER,
     * cut to INT32_MAX) */
    EDDY_TRACE_TASK_WAIT = 4,
    /* what task waited for has come: it is in the ready queue. `other`: the task that ran then */
    EDDY_TRACE_TASK_READY = 5,
    /* task has ended: `value` is its status, `detail` 1 when it counts as cancelled */
    EDDY_TRACE_TASK_DONE = 6,
    /* task was asked to end by task `other` */
    EDDY_TRACE_TASK_CANCEL = 7,
    /* the loop begins, ends, to run a callback of the program's */
    EDDY_TRACE_CALLBACK_RUN = 8,
    EDDY_TRACE_CALLBACK_DONE = 9,
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
};

#endif
