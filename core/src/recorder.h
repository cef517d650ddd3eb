/* Writes the trace (eddy/trace.h): into a buffer that the host is handed whenever it is full, or
 * into a ring that keeps the latest. */
#ifndef EDDY_SRC_RECORDER_H
#define EDDY_SRC_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eddy/loop.h"
#include "eddy/trace.h"

struct eddy__task;
struct eddy__entry;
struct eddy__object;
struct eddy__timer;
struct eddy__future;

enum { EDDY__SITES = 256 }; /* a power of two */

struct eddy__recorder {
    bool on;
    bool stale;        /* the loop has slept, or its clock jumped, since the clock was looked at */
    bool keeps;        /* a ring: the latest records stay; else the host gets them all */
    uint8_t cause;     /* enum eddy_trace_cause: why what is made ready now is */
    uint8_t canceller; /* enum eddy_trace_canceller, and through which object */
    uint32_t cause_object, canceller_object;
    eddy_trace_record *records; /* capacity of them, count in use */
    size_t count, capacity;
    size_t limit;           /* up to which records are written with no more ado */
    size_t oldest, lap_end; /* of a ring that has begun anew: the lap before is left from oldest */
    uint64_t dropped;
    double time; /* that records carry: read when something begins or ends */
    double host; /* the host's clock then, in milliseconds */
    uint32_t iterations, site_number;
    /* the numbers of the places told last, by their hash */
    struct eddy__site {
        const char *where;
        uint32_t number;
    } sites[EDDY__SITES];
};

/* Is tracing wanted for loops that are made from now on? The host gets the records. */
void eddy__trace_want(bool on);
/* Gets the buffer, of keep records for a ring; without memory for it the loop runs untraced. */
void eddy__recorder_init(eddy_loop *loop, size_t keep);
void eddy__recorder_free(eddy_loop *loop);
/* Hands over what has gathered. */
void eddy__trace_flush(eddy_loop *loop);

/* Makes room for count records that stay together, and gives it. */
eddy_trace_record *eddy__trace_reserve(struct eddy__recorder *recorder, size_t count);

/* Writes *record with the time in it. In line: to write one costs hardly more than its stores. */
static inline void eddy__trace_write(struct eddy__recorder *recorder,
                                     const eddy_trace_record *record) {
    eddy_trace_record *written = recorder->count < recorder->limit
                                     ? &recorder->records[recorder->count++]
                                     : eddy__trace_reserve(recorder, 1);
    *written = *record;
    written->time = recorder->time;
}

/* Gives the place in the source a number, and tells it; *site is where it is kept. */
uint32_t eddy__trace_tell_site(eddy_loop *loop, struct eddy__site *site, const char *where);
/* The object's number in the trace; 0 for NULL. */
uint32_t eddy__trace_number(const struct eddy__object *object);

/* ---- records.c: what is written where ---- */

/* Looks at the clock: the time that records carry from now on. Returns the host's time. */
double eddy__trace_look(eddy_loop *loop);
void eddy__trace_begin(eddy_loop *loop);
void eddy__trace_created(eddy_loop *loop, struct eddy__task *task);
void eddy__trace_name(eddy_loop *loop, struct eddy__task *task);
/* The running task stops to wait. */
void eddy__trace_wait(eddy_loop *loop, struct eddy__task *task);
/* A callback of the program's has returned. */
void eddy__trace_callback_done(eddy_loop *loop);
void eddy__trace_done(eddy_loop *loop, const struct eddy__task *task, int status, bool cancelled);
/* The entry comes into the ready queue. */
void eddy__trace_ready(eddy_loop *loop, struct eddy__entry *entry);
/* HANDLE_RUN, HANDLE_CANCELLED, TIMER_FIRED of the entry. */
void eddy__trace_handle(eddy_loop *loop, enum eddy_trace_kind kind, struct eddy__entry *entry);
void eddy__trace_timer_set(eddy_loop *loop, const struct eddy__timer *timer);
/* task is asked to end. */
void eddy__trace_cancel(eddy_loop *loop, struct eddy__task *task);
void eddy__trace_iteration(eddy_loop *loop, bool begins);
/* member (a task or another future) is waited for by object's awaiter. */
void eddy__trace_member(eddy_loop *loop, enum eddy_trace_wait what,
                        const struct eddy__object *object, const struct eddy__future *member);

/* The running task has the object, or has given it back; what: how one waits for that. */
void eddy__trace_held(eddy_loop *loop, enum eddy_trace_kind kind, enum eddy_trace_wait what,
                      const struct eddy__object *object);
/* The queue or stream holds so many items. */
void eddy__trace_level(eddy_loop *loop, enum eddy_trace_wait what,
                       const struct eddy__object *object, size_t count);
/* The running task has begun a request. */
void eddy__trace_io_begin(eddy_loop *loop, enum eddy_trace_io what,
                          const struct eddy__object *request);
/* A job is handed to a pool. */
void eddy__trace_job(eddy_loop *loop, enum eddy_trace_pool pool, const struct eddy__object *job);

/* Is the loop traced? Built with EDDY__UNTRACED the hooks are not there at all: the benchmark tells
 * what they cost while they are off. */
#ifdef EDDY__UNTRACED
#define EDDY__TRACING(loop) ((void)(loop), false)
#else
#define EDDY__TRACING(loop) ((loop)->recorder.on)
#endif

/* Writes a record, of named fields: EDDY__TRACE(loop, .kind = ..., .task = ...). */
#define EDDY__TRACE(loop, ...)                                                                     \
    do {                                                                                           \
        if (EDDY__TRACING(loop))                                                                   \
            eddy__trace_write(&(loop)->recorder, &(eddy_trace_record){__VA_ARGS__});               \
    } while (0)
/* The same after a look at the clock. */
#define EDDY__TRACE_NOW(loop, ...)                                                                 \
    do {                                                                                           \
        if (!EDDY__TRACING(loop)) break;                                                           \
        eddy__trace_look(loop);                                                                    \
        eddy__trace_write(&(loop)->recorder, &(eddy_trace_record){__VA_ARGS__});                   \
    } while (0)
/* Cancels that are written until the next such line come through that. */
#define EDDY__TRACE_CANCELLER(loop, who, through)                                                  \
    do {                                                                                           \
        (loop)->recorder.canceller = (who);                                                        \
        (loop)->recorder.canceller_object = eddy__trace_number(through);                           \
    } while (0)
/* The running task stops to wait: to be written once it is known for what. */
#define EDDY__TRACE_WAIT(loop, task)                                                               \
    do {                                                                                           \
        if (EDDY__TRACING(loop)) eddy__trace_wait((loop), (task));                                 \
    } while (0)

#endif
