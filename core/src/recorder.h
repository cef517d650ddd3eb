/* Writes the trace (eddy/trace.h) into a ring and hands it to the host before it wraps. */
#ifndef EDDY_SRC_RECORDER_H
#define EDDY_SRC_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eddy/loop.h"
#include "eddy/trace.h"

struct eddy__task;

struct eddy__recorder {
    bool on;
    eddy_trace_record *records; /* capacity of them, count in use */
    size_t count, capacity;
};

/* Is tracing wanted for loops that are made from now on? */
void eddy__trace_want(bool on);
/* Gets the ring; without memory for it the loop runs untraced. */
void eddy__recorder_init(eddy_loop *loop);
void eddy__recorder_free(eddy_loop *loop);
/* Hands over what has gathered. */
void eddy__trace_flush(eddy_loop *loop);

void eddy__trace_write(eddy_loop *loop, enum eddy_trace_kind kind, uint32_t task, uint32_t other,
                       int32_t value, uint16_t detail);
void eddy__trace_name(eddy_loop *loop, struct eddy__task *task);
/* The running task stops to wait. */
void eddy__trace_wait(eddy_loop *loop, struct eddy__task *task);

/* Is the loop traced? Built with EDDY__UNTRACED the hooks are not there at all: the benchmark tells
 * what they cost while they are off. */
#ifdef EDDY__UNTRACED
#define EDDY__TRACING(loop) ((void)(loop), false)
#else
#define EDDY__TRACING(loop) ((loop)->recorder.on)
#endif

#define EDDY__TRACE(loop, ...)                                                                     \
    do {                                                                                           \
        if (EDDY__TRACING(loop)) eddy__trace_write((loop), __VA_ARGS__);                           \
    } while (0)

/* The running task stops to wait: to be written once it is known for what. */
#define EDDY__TRACE_WAIT(loop, task)                                                               \
    do {                                                                                           \
        if (EDDY__TRACING(loop)) eddy__trace_wait((loop), (task));                                 \
    } while (0)

#endif
