/* Waiting in a queue: what CPython does with a future in a deque. The future lies on the stack of
 * the call that waits, so that waiting allocates nothing. */
#ifndef EDDY_SRC_WAITER_H
#define EDDY_SRC_WAITER_H

#include "eddy/trace.h"
#include "scheduler.h"

struct eddy__waiter {
    struct eddy__future future;
    struct eddy__link link;            /* in the queue */
    const struct eddy__object *object; /* that it waits for, while it does */
    uint8_t what;                      /* enum eddy_trace_wait: the kind of that */
};

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
bool eddy__wake(eddy_loop *loop, struct eddy__waiter *waiter);

/* The first in queue that is not done yet, or NULL. */
struct eddy__waiter *eddy__first_pending(const struct eddy__link *queue);

/* How many in queue are not done yet. O(those in it). */
size_t eddy__count_pending(const struct eddy__link *queue);

/* Takes the first that is not done yet out of queue, with all that are done before it; or NULL. */
struct eddy__waiter *eddy__take_pending(struct eddy__link *queue);

#endif
