#include "handover.h"

/* A test runs every interleaving of these steps. */
#ifndef EDDY__HANDOVER_STEP
#define EDDY__HANDOVER_STEP() ((void)0)
#endif

static struct eddy__message closed;

enum eddy__handed eddy__handover_put(struct eddy__handover *handover,
                                     struct eddy__message *message) {
    EDDY__HANDOVER_STEP();
    struct eddy__message *newest = atomic_load_explicit(&handover->newest, memory_order_relaxed);
    do {
        if (newest == &closed) return EDDY__HAND_CLOSED;
        message->next = newest;
        EDDY__HANDOVER_STEP();
    } while (!atomic_compare_exchange_strong_explicit(&handover->newest, &newest, message,
                                                      memory_order_release, memory_order_relaxed));
    return newest ? EDDY__HANDED : EDDY__HANDED_FIRST;
}

static struct eddy__message *exchange(struct eddy__handover *handover,
                                      struct eddy__message *newest) {
    EDDY__HANDOVER_STEP();
    struct eddy__message *message =
        atomic_exchange_explicit(&handover->newest, newest, memory_order_acquire);
    struct eddy__message *oldest = NULL;
    while (message && message != &closed) {
        struct eddy__message *next = message->next;
        message->next = oldest;
        oldest = message;
        message = next;
    }
    return oldest;
}

struct eddy__message *eddy__handover_take(struct eddy__handover *handover) {
    return exchange(handover, NULL);
}

struct eddy__message *eddy__handover_close(struct eddy__handover *handover) {
    return exchange(handover, &closed);
}

bool eddy__handover_empty(const struct eddy__handover *handover) {
    return !atomic_load_explicit(&handover->newest, memory_order_relaxed);
}
