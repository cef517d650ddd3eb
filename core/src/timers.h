/* The delayed calls: a 4-ary heap in an array, ordered by (deadline, sequence).
 *
 * The array holds the keys, so that a comparison touches no timer; a timer knows its place, so that
 * it can be taken out from anywhere. Its key stays behind then, with nobody's timer, until it comes to
 * the front or half of the keys are such: to take one out is O(1), and moves nothing that is far away
 * in memory. (CPython's asyncio does so, too: base_events.py, _timer_cancelled_count.)
 *
 * Times are nanoseconds of loop time: exact, where sums of doubles would order 0.1 + 0.2 behind
 * 0.3. */
#ifndef EDDY_SRC_TIMERS_H
#define EDDY_SRC_TIMERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory.h"

struct eddy__entry;

struct eddy__timer {
    int64_t deadline;
    struct eddy__entry *entry; /* to be made ready when it fires */
    uint32_t place;            /* in the array, counted from 1; 0: not set */
};

struct eddy__timers {
    struct eddy__timer_slot {
        int64_t deadline;
        uint32_t sequence; /* no wider: a slot is 16 bytes in WebAssembly, four to a cache line */
        struct eddy__timer *timer; /* NULL: was taken out; never of the first */
    } *slots;
    size_t count;          /* of the timers that are set */
    size_t used, capacity; /* of the slots */
    uint32_t sequence;
};

/* Sets timer, which must not be set, behind all with the same deadline. False: no memory. */
bool eddy__timers_add(struct eddy__timers *timers, const eddy_allocator *allocator,
                      struct eddy__timer *timer, int64_t deadline);

/* Takes timer out; nothing when it is not set. O(1) amortized; the first: O(log n). */
void eddy__timers_remove(struct eddy__timers *timers, struct eddy__timer *timer);

/* The first to fire, or NULL. */
static inline struct eddy__timer *eddy__timers_first(const struct eddy__timers *timers) {
    return timers->used ? timers->slots[0].timer : NULL;
}

void eddy__timers_free(struct eddy__timers *timers, const eddy_allocator *allocator);

#endif
