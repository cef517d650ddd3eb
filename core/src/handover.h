/* What threads hand to a loop: a queue that many may put into and one takes from, without a lock.
 *
 * A stack of messages, newest first: to put is to exchange its head for a message that points to
 * the old one, to take is to exchange it for nothing, and to turn the order. Who puts into an empty
 * queue is told so, and wakes the taker; all others know that somebody has. */
#ifndef EDDY_SRC_HANDOVER_H
#define EDDY_SRC_HANDOVER_H

#include <stdatomic.h>
#include <stdbool.h>

#include "eddy/loop.h"

/* Begins what is handed over; the loop calls deliver. */
struct eddy__message {
    struct eddy__message *next;
    void (*deliver)(eddy_loop *loop, struct eddy__message *message);
};

struct eddy__handover {
    _Atomic(struct eddy__message *) newest;
};

enum eddy__handed {
    EDDY__HANDED,       /* somebody else wakes the taker */
    EDDY__HANDED_FIRST, /* wake it */
    EDDY__HAND_CLOSED,  /* nobody takes any more: the message is still the caller's */
};

/* From any thread. */
enum eddy__handed eddy__handover_put(struct eddy__handover *handover,
                                     struct eddy__message *message);

/* All that was put, in order, linked by next; NULL: nothing. By one thread, as the next. */
struct eddy__message *eddy__handover_take(struct eddy__handover *handover);

/* The same, and from now on nothing can be put. */
struct eddy__message *eddy__handover_close(struct eddy__handover *handover);

bool eddy__handover_empty(const struct eddy__handover *handover);

#endif
