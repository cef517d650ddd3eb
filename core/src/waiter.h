/* Waiting in a queue: what CPython does with a future in a deque. The future lies on the stack of
 * the call that waits, or beside that, so that waiting allocates nothing. */
#ifndef EDDY_SRC_WAITER_H
#define EDDY_SRC_WAITER_H

#include "awaiting.h"
#include "eddy/trace.h"

#define EDDY__WAITER_AT(queue_link) EDDY__CONTAINER(queue_link, struct eddy__waiter, link)

/* Makes a pending waiter that stands in no queue. */
void eddy__waiter_init(struct eddy__waiter *waiter, enum eddy_trace_wait what,
                       const struct eddy__object *object);

/* Puts the waiter at the end of queue, suspends task until it is done, and takes it out again.
 * Returns EDDY_OK, or EDDY_CANCELLED (waiter->future.state tells whether it had been woken). */
static inline int eddy__wait_in(eddy_loop *loop, struct eddy__task *task, struct eddy__link *queue,
                                struct eddy__waiter *waiter);

/* The same without a queue: somebody else knows the waiter. */
static inline int eddy__wait_on(eddy_loop *loop, struct eddy__task *task,
                                struct eddy__waiter *waiter) {
    return eddy__await_future(loop, task, &waiter->future);
}

/* What eddy__wait_in does before and after. */
void eddy__begin_wait(eddy_loop *loop, struct eddy__task *task, struct eddy__link *queue,
                      struct eddy__waiter *waiter);
int eddy__end_wait_in(struct eddy__waiter *waiter);

static inline int eddy__wait_in(eddy_loop *loop, struct eddy__task *task, struct eddy__link *queue,
                                struct eddy__waiter *waiter) {
    eddy__begin_wait(loop, task, queue, waiter);
    eddy__leave();
    return eddy__end_wait_in(waiter);
}

/* Completes the waiter unless it is done; true when it was not. */
static inline bool eddy__wake(eddy_loop *loop, struct eddy__waiter *waiter) {
    struct eddy__future *future = &waiter->future;
    if (eddy__done(future)) return false;
    future->state = EDDY__FINISHED;
    future->status = EDDY_OK;
    struct eddy__link *task = future->callbacks.next; /* which waits, and nobody else */
    if (task == &future->callbacks) return true;
    eddy__list_init(&future->callbacks);
    eddy__make_ready(loop, EDDY__CONTAINER(task, struct eddy__entry, link));
    return true;
}

/* ---- the waiter beside a task's stack, for what waits much ---- */

_Static_assert(sizeof(struct eddy__waiter) <= EDDY__CONTEXT_ROOM * sizeof(uintptr_t),
               "a context has room for a waiter");

static inline struct eddy__waiter *eddy__own_waiter(struct eddy__task *task) {
    return eddy__context_room(task->context);
}

/* As eddy__waiter_init and eddy__begin_wait, with the waiter of the task, which runs. */
static inline void eddy__begin_own_wait(eddy_loop *loop, struct eddy__task *task,
                                        struct eddy__link *queue, enum eddy_trace_wait what,
                                        const struct eddy__object *object) {
    struct eddy__waiter *waiter = eddy__own_waiter(task);
    waiter->future.object.kind = EDDY__WAITER;
    waiter->future.object.references = 1;
    waiter->future.error = NULL;
    waiter->future.state = EDDY__PENDING;
    eddy__future_init(&waiter->future);
    waiter->object = object;
    waiter->what = (uint8_t)what;
    eddy__list_append(queue, &waiter->link);
    eddy__enter_wait(loop, task, &waiter->future);
}

/* As eddy__end_wait_in. */
static inline int eddy__end_own_wait(eddy_loop *loop, struct eddy__task *task) {
    struct eddy__waiter *waiter = eddy__own_waiter(task);
    int status = eddy__leave_wait(loop, task, &waiter->future);
    eddy__list_remove(&waiter->link);
    return status;
}

/* The first in queue that is not done yet, or NULL. */
struct eddy__waiter *eddy__first_pending(const struct eddy__link *queue);

/* How many in queue are not done yet. O(those in it). */
size_t eddy__count_pending(const struct eddy__link *queue);

/* Takes the first that is not done yet out of queue, with all that are done before it; or NULL. */
struct eddy__waiter *eddy__take_pending(struct eddy__link *queue);

#endif
