/* Plain callbacks: call_soon, call_later, call_at, and the handles that take them back. */
#include <math.h>

#include "eddy/host.h"
#include "scheduler.h"

#define NO_DEADLINE INT64_MIN

static struct eddy__call *call_new(eddy_loop *loop, eddy_callback *callback, void *argument) {
    if (!loop || !callback) return NULL;
    struct eddy__call *call = eddy__object_new(loop, EDDY__CALL, sizeof *call);
    if (!call) return NULL;
    eddy__list_remove(&call->object.owned); /* it belongs to the loop until it has run */
    call->entry.action = EDDY__RUN_CALL;
    call->timer.deadline = NO_DEADLINE;
    call->timer.entry = &call->entry;
    call->callback = callback;
    call->argument = argument;
    return call;
}

eddy_handle eddy_loop_call_soon(eddy_loop *loop, eddy_callback *callback, void *argument) {
    struct eddy__call *call = call_new(loop, callback, argument);
    if (!call) return (eddy_handle){0};
    eddy__make_ready(loop, &call->entry);
    return (eddy_handle){call->object.id};
}

static eddy_handle call_at(eddy_loop *loop, int64_t deadline, eddy_callback *callback,
                           void *argument) {
    struct eddy__call *call = call_new(loop, callback, argument);
    if (!call) return (eddy_handle){0};
    if (!eddy__timer_set(loop, &call->timer, deadline)) {
        eddy__drop(loop, &call->object);
        return (eddy_handle){0};
    }
    return (eddy_handle){call->object.id};
}

eddy_handle eddy_loop_call_later(eddy_loop *loop, double delay, eddy_callback *callback,
                                 void *argument) {
    if (!loop || isnan(delay)) return (eddy_handle){0};
    return call_at(loop, eddy__after(loop, delay), callback, argument);
}

eddy_handle eddy_loop_call_at(eddy_loop *loop, double when, eddy_callback *callback,
                              void *argument) {
    if (!loop || isnan(when)) return (eddy_handle){0};
    return call_at(loop, eddy__nanoseconds(when), callback, argument);
}

void eddy__call_run(eddy_loop *loop, struct eddy__call *call) {
    eddy_callback *callback = call->callback;
    void *argument = call->argument;
    eddy__drop(loop, &call->object);
    double before = loop->slow < INFINITY ? eddy_host_time() : 0;
    callback(argument);
    if (loop->slow < INFINITY) eddy__report_slow(loop, before, "a callback", "call_soon");
    if (EDDY__TRACING(loop)) eddy__trace_callback_done(loop);
}

/* A call can be made, and taken back, also while its loop does not run. */
static struct eddy__call *find_call(eddy_handle handle, eddy_loop **loop) {
    struct eddy__object *object = eddy__find_anywhere(handle.id, loop);
    return object && object->kind == EDDY__CALL ? (struct eddy__call *)object : NULL;
}

bool eddy_handle_cancel(eddy_handle handle) {
    eddy_loop *loop;
    struct eddy__call *call = find_call(handle, &loop);
    if (!call) return false;
    eddy__timer_clear(loop, &call->timer);
    eddy__drop(loop, &call->object);
    return true;
}

double eddy_handle_when(eddy_handle handle) {
    eddy_loop *loop;
    struct eddy__call *call = find_call(handle, &loop);
    return call && call->timer.deadline != NO_DEADLINE ? (double)call->timer.deadline / 1e9 : NAN;
}
