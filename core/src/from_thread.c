/* Coroutines that a thread has the loop run (CPython: asyncio.run_coroutine_threadsafe; AnyIO:
 * from_thread). */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "eddy/host.h"
#include "eddy/task.h"
#include "eddy/timeout.h"
#include "executors.h"
#include "jobs.h"

/* Shared by the thread and the loop; the last of the two frees it. From malloc: a loop's allocator
 * is its own thread's. */
struct eddy_concurrent_future {
    atomic_int references;
    eddy_loop *loop;
    struct eddy__message start, cancel;
    struct eddy__link link; /* in the loop's inbox: calls that are not done */
    const char *name, *where;
    eddy_coroutine_function *function;
    eddy_task task;       /* the loop's */
    bool holds_the_clock; /* a job waits for it: see jobs_waiting */

    struct eddy__mutex mutex; /* for what follows */
    struct eddy__signal condition;
    bool done, cancelling;
    int status;
    char *text;
    size_t frame_size;
    alignas(max_align_t) char frame[];
};

static void drop(eddy_concurrent_future *future) {
    if (atomic_fetch_sub_explicit(&future->references, 1, memory_order_acq_rel) > 1) return;
    eddy__signal_end(&future->condition);
    eddy__mutex_end(&future->mutex);
    free(future->text);
    free(future);
}

/* ---- in the loop's thread ---- */

static void conclude(eddy_loop *loop, eddy_concurrent_future *future, int status,
                     const char *text) {
    eddy__list_remove(&future->link);
    if (future->holds_the_clock) loop->jobs_waiting--;
    size_t size = strlen(text) + 1;
    char *copy = status == EDDY_OK ? NULL : malloc(size);
    if (copy) memcpy(copy, text, size);
    eddy__mutex_lock(&future->mutex);
    future->status = status;
    future->text = copy;
    future->done = true;
    eddy__signal_give(&future->condition);
    eddy__mutex_unlock(&future->mutex);
    drop(future);
}

static void on_done(eddy_future task, void *argument) {
    eddy_concurrent_future *future = argument;
    int status = eddy_future_exception(task);
    conclude(future->loop, future, status, eddy_future_message(task));
    eddy_release(task);
}

/* The coroutine function of such a task, and its frame: the other one is shared with the thread. */
struct shared {
    eddy_concurrent_future *future;
};

static int run_shared(void *frame) {
    eddy_concurrent_future *future = ((struct shared *)frame)->future;
    return future->function(future->frame);
}

static void deliver_start(eddy_loop *loop, struct eddy__message *message) {
    eddy_concurrent_future *future = EDDY__CONTAINER(message, struct eddy_concurrent_future, start);
    if (future->holds_the_clock) loop->jobs_waiting++;
    eddy__list_append(&loop->inbox.calls, &future->link);
    if (loop->closing) return; /* eddy__concurrent_end_all answers it */
    struct shared frame = {future};
    eddy_coroutine coroutine =
        eddy_coroutine_new(future->name, future->where, run_shared, &frame, sizeof frame);
    future->task = eddy_create_task(coroutine);
    int status = eddy_check(future->task);
    if (status == EDDY_OK) status = eddy_future_add_done_callback(future->task, on_done, future);
    if (status == EDDY_OK) return;
    eddy_task_cancel(future->task);
    conclude(loop, future, status, eddy_strerror(status));
}

static void deliver_cancel(eddy_loop *loop, struct eddy__message *message) {
    (void)loop;
    eddy_concurrent_future *future =
        EDDY__CONTAINER(message, struct eddy_concurrent_future, cancel);
    eddy_task_cancel(future->task);
    drop(future);
}

void eddy__concurrent_end_all(eddy_loop *loop) {
    while (!eddy__list_empty(&loop->inbox.calls))
        conclude(loop, EDDY__CONTAINER(loop->inbox.calls.next, struct eddy_concurrent_future, link),
                 EDDY_CANCELLED, "the loop was closed");
}

/* ---- in any thread ---- */

static eddy_concurrent_future *future_new(eddy_loop *loop, const char *name, const char *where,
                                          eddy_coroutine_function *function, const void *frame,
                                          size_t frame_size) {
    eddy_concurrent_future *future = NULL;
    if (!loop || !function || !frame || frame_size > SIZE_MAX - sizeof *future) return NULL;
    future = malloc(sizeof *future + frame_size);
    if (!future) return NULL;
    memset(future, 0, sizeof *future);
    atomic_init(&future->references, 2);
    future->loop = loop;
    future->name = name;
    future->where = where;
    future->function = function;
    future->start.deliver = deliver_start;
    future->cancel.deliver = deliver_cancel;
    future->frame_size = frame_size;
    memcpy(future->frame, frame, frame_size);
    eddy__list_init(&future->link);
    eddy__mutex_init(&future->mutex);
    eddy__signal_init(&future->condition);
    return future;
}

static eddy_concurrent_future *send(eddy_concurrent_future *future) {
    if (!future || eddy__inbox_put(&future->loop->inbox, &future->start)) return future;
    drop(future);
    drop(future);
    return NULL;
}

eddy_concurrent_future *eddy_run_coroutine_threadsafe_new(eddy_loop *loop, const char *name,
                                                          const char *where,
                                                          eddy_coroutine_function *function,
                                                          const void *frame, size_t frame_size) {
    return send(future_new(loop, name, where, function, frame, frame_size));
}

int eddy_concurrent_future_result(eddy_concurrent_future *future, double timeout) {
    if (!future || isnan(timeout)) return eddy__failed(EDDY_INVALID_ARGUMENT);
    double start = eddy_host_time(), milliseconds = timeout * 1e3;
    int status = EDDY_TIMEOUT;
    eddy__mutex_lock(&future->mutex);
    if (!future->done && eddy__running() == future->loop) {
        status = EDDY_LOOP_RUNNING;
    } else {
        for (;;) {
            double left = milliseconds - (eddy_host_time() - start);
            if (future->done || !(left > 0)) break;
            eddy__signal_sleep(&future->condition, &future->mutex, left);
        }
        if (future->done) status = future->status;
    }
    eddy__mutex_unlock(&future->mutex);
    return status;
}

bool eddy_concurrent_future_cancel(eddy_concurrent_future *future) {
    if (!future) return false;
    eddy__mutex_lock(&future->mutex);
    bool pending = !future->done, first = pending && !future->cancelling;
    future->cancelling = true;
    eddy__mutex_unlock(&future->mutex);
    if (!first) return pending;
    atomic_fetch_add_explicit(&future->references, 1, memory_order_relaxed);
    if (!eddy__inbox_put(&future->loop->inbox, &future->cancel)) drop(future);
    return true;
}

bool eddy_concurrent_future_done(eddy_concurrent_future *future) {
    if (!future) return true;
    eddy__mutex_lock(&future->mutex);
    bool done = future->done;
    eddy__mutex_unlock(&future->mutex);
    return done;
}

const char *eddy_concurrent_future_message(eddy_concurrent_future *future) {
    if (!future || !eddy_concurrent_future_done(future) || future->status == EDDY_OK) return "";
    return future->text ? future->text : eddy_strerror(future->status);
}

void *eddy_concurrent_future_frame(eddy_concurrent_future *future) {
    return future && eddy_concurrent_future_done(future) ? future->frame : NULL;
}

void eddy_concurrent_future_free(eddy_concurrent_future *future) {
    if (future) drop(future);
}

/* ---- in a worker's thread ---- */

int eddy_from_thread_run_frame(const char *name, const char *where,
                               eddy_coroutine_function *function, void *frame, size_t frame_size) {
    struct eddy__job *job = eddy__job_here();
    if (!job)
        return eddy__fail(
            EDDY_NOT_SUPPORTED,
            "eddy_from_thread_run: only in a thread of eddy_to_thread or a thread pool "
            "(elsewhere: eddy_run_coroutine_threadsafe)");
    if (!function || !frame)
        return eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_from_thread_run: %s is NULL",
                          function ? "frame" : "function");
    eddy_concurrent_future *future =
        future_new(job->loop, name, where, function, frame, frame_size);
    if (!future) return eddy__failed(EDDY_NO_MEMORY);
    future->holds_the_clock = true;
    future = send(future);
    if (!future) return eddy__fail(EDDY_CANCELLED, "the loop was closed");
    int status = eddy_concurrent_future_result(future, EDDY_FOREVER);
    if (status != EDDY_OK) eddy__fail(status, "%s", eddy_concurrent_future_message(future));
    memcpy(frame, future->frame, frame_size);
    drop(future);
    return status;
}

int eddy_from_thread_check_cancelled(void) {
    struct eddy__job *job = eddy__job_here();
    bool cancelled = job && atomic_load_explicit(&job->cancelled, memory_order_relaxed);
    return cancelled ? eddy__failed(EDDY_CANCELLED) : EDDY_OK;
}
