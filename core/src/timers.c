#include "timers.h"

#include "attributes.h"

static bool before(const struct eddy__timer_slot *a, const struct eddy__timer_slot *b) {
    return a->deadline != b->deadline ? a->deadline < b->deadline : a->sequence < b->sequence;
}

static void put(struct eddy__timers *timers, size_t place, struct eddy__timer_slot slot) {
    timers->slots[place] = slot;
    slot.timer->place = (uint32_t)place + 1;
}

static void sift_up(struct eddy__timers *timers, size_t place, struct eddy__timer_slot slot) {
    while (place > 0) {
        size_t parent = (place - 1) / 4;
        if (!before(&slot, &timers->slots[parent])) break;
        put(timers, place, timers->slots[parent]);
        place = parent;
    }
    put(timers, place, slot);
}

static void sift_down(struct eddy__timers *timers, size_t place, struct eddy__timer_slot slot) {
    for (;;) {
        size_t first = 4 * place + 1, least = first;
        if (first >= timers->count) break;
        size_t end = first + 4 < timers->count ? first + 4 : timers->count;
        for (size_t child = first + 1; child < end; child++)
            if (before(&timers->slots[child], &timers->slots[least])) least = child;
        if (!before(&timers->slots[least], &slot)) break;
        put(timers, place, timers->slots[least]);
        place = least;
    }
    put(timers, place, slot);
}

/* The numbers have run out: the timers that are set get the first ones again, in their order. */
EDDY__RARELY static void renumber(struct eddy__timers *timers) {
    struct eddy__timer_slot *slots = timers->slots;
    const size_t count = timers->count;
    while (timers->count > 1) { /* the first of the heap goes behind the others */
        struct eddy__timer_slot first = slots[0], last = slots[--timers->count];
        sift_down(timers, 0, last);
        slots[timers->count] = first;
    }
    timers->count = count;
    for (size_t i = 0, j = count; i < j--; i++) {
        struct eddy__timer_slot slot = slots[i];
        slots[i] = slots[j];
        slots[j] = slot;
    }
    for (size_t i = 0; i < count; i++) {
        slots[i].sequence = (uint32_t)i;
        put(timers, i, slots[i]);
    }
    timers->sequence = (uint32_t)count;
}

bool eddy__timers_add(struct eddy__timers *timers, const eddy_allocator *allocator,
                      struct eddy__timer *timer, int64_t deadline) {
    if (timers->count == timers->capacity) {
        size_t size = sizeof timers->slots[0], capacity = timers->capacity * 2 + 16;
        void *slots =
            eddy__reallocate(allocator, timers->slots, timers->capacity * size, capacity * size);
        if (!slots) return false;
        timers->slots = slots;
        timers->capacity = capacity;
    }
    if (timers->sequence == UINT32_MAX) renumber(timers);
    timer->deadline = deadline;
    sift_up(timers, timers->count++,
            (struct eddy__timer_slot){deadline, timers->sequence++, timer});
    return true;
}

void eddy__timers_remove(struct eddy__timers *timers, struct eddy__timer *timer) {
    if (timer->place == 0) return;
    size_t place = timer->place - 1;
    timer->place = 0;
    struct eddy__timer_slot last = timers->slots[--timers->count];
    if (last.timer == timer) return;
    if (place > 0 && before(&last, &timers->slots[(place - 1) / 4]))
        sift_up(timers, place, last);
    else
        sift_down(timers, place, last);
}

void eddy__timers_free(struct eddy__timers *timers, const eddy_allocator *allocator) {
    eddy__free(allocator, timers->slots, timers->capacity * sizeof timers->slots[0]);
    *timers = (struct eddy__timers){0};
}
