/* What a wait does before the task leaves, and when it goes on. */
#ifndef EDDY_SRC_AWAITING_H
#define EDDY_SRC_AWAITING_H

#include "scheduler.h"

/* What a task comes back to from eddy__leave: EDDY_CANCELLED when a cancellation is due, else
 * EDDY_OK. */
static inline int eddy__resumed(struct eddy__task *task) {
    task->wait = EDDY__WAITS_NOT;
    if (!task->must_cancel) return EDDY_OK;
    task->must_cancel = false;
    return EDDY_CANCELLED;
}

/* The status of a future that is done, as its awaiter is given it. */
static inline int eddy__take_result(eddy_loop *loop, struct eddy__task *task,
                                    struct eddy__future *future) {
    future->seen = true;
    if (future->status == EDDY_CANCELLED)
        eddy__set_cancelled(loop, task, future->error);
    else if (future->status != EDDY_OK)
        eddy__set_error(loop, task, future->status, future->error);
    return future->status;
}

/* Makes task wait for future, which is not done. */
static inline void eddy__enter_wait(eddy_loop *loop, struct eddy__task *task,
                                    struct eddy__future *future) {
    task->waits_for = future;
    task->wait = EDDY__WAITS_FOR_FUTURE;
    eddy__list_append(&future->callbacks, &task->entry.link);
    /* cancelled while it ran, or in a cancelled scope: what it waits for is cancelled in its place
     * (Task.__step) */
    if (task->must_cancel || (task->scope && eddy__scope_cancels(task))) {
        task->must_cancel = false;
        if (!eddy__cancel(loop, future)) task->must_cancel = true;
    }
    EDDY__TRACE_WAIT(loop, task);
}

/* The task goes on after such a wait; gives future's status, as eddy_await. */
static inline int eddy__leave_wait(eddy_loop *loop, struct eddy__task *task,
                                   struct eddy__future *future) {
    task->waits_for = NULL;
    int status = eddy__resumed(task);
    if (status == EDDY_OK) return eddy__take_result(loop, task, future);
    eddy__set_cancelled(loop, task, NULL);
    if (eddy__done(future)) future->seen = true; /* its error came here, but too late */
    return status;
}

/* The same for functions that leave in between: these hold a reference to the future meanwhile. The
 * second is for the running task, and what it has awaited. */
void eddy__begin_await(eddy_loop *loop, struct eddy__task *task, struct eddy__future *future);
int eddy__end_await(void);

/* Suspends task, which runs, until future is done; gives its status. */
static inline int eddy__await_future(eddy_loop *loop, struct eddy__task *task,
                                     struct eddy__future *future) {
    if (eddy__done(future)) return eddy__take_result(loop, task, future);
    eddy__begin_await(loop, task, future);
    eddy__leave();
    return eddy__end_await();
}

/* Ends a wait that held a reference to future; returns status. */
int eddy__end_wait(eddy_loop *loop, struct eddy__future *future, int status);

#endif
