#include "timers.h"

#include "attributes.h"

/* Fewer slots are not worth a look at which of them are anybody's. */
enum { SWEPT_FROM = 64 };

static bool before(const struct eddy__timer_slot *a, const struct eddy__timer_slot *b) {
    return a->deadline != b->deadline ? a->deadline < b->deadline : a->sequence < b->sequence;
}

static void put(struct eddy__timers *timers, size_t place, struct eddy__timer_slot slot) {
    timers->slots[place] = slot;
    if (slot.timer) slot.timer->place = (uint32_t)place + 1;
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

/* tell: the timers that are moved, where they are now. */
static void sift_down(struct eddy__timers *timers, size_t place, struct eddy__timer_slot slot,
                      bool tell) {
    for (;;) {
        size_t first = 4 * place + 1, least = first;
        if (first >= timers->used) break;
        size_t end = first + 4 < timers->used ? first + 4 : timers->used;
        for (size_t child = first + 1; child < end; child++)
            if (before(&timers->slots[child], &timers->slots[least])) least = child;
        if (!before(&timers->slots[least], &slot)) break;
        if (tell)
            put(timers, place, timers->slots[least]);
        else
            timers->slots[place] = timers->slots[least];
        place = least;
    }
    if (tell)
        put(timers, place, slot);
    else
        timers->slots[place] = slot;
}

/* To all, after many have been moved: they lie anywhere in memory, to be gone to once. */
static void tell_all(struct eddy__timers *timers) {
    for (size_t i = 0; i < timers->used; i++) put(timers, i, timers->slots[i]);
}

/* Takes the first slot away, and those that come to the front and nobody has. */
static void take_first(struct eddy__timers *timers) {
    do {
        struct eddy__timer_slot last = timers->slots[--timers->used];
        if (timers->used > 0) sift_down(timers, 0, last, true);
    } while (timers->used > 0 && !timers->slots[0].timer);
}

/* Takes all slots away that nobody has. */
EDDY__RARELY static void sweep(struct eddy__timers *timers) {
    size_t kept = 0;
    for (size_t i = 0; i < timers->used; i++)
        if (timers->slots[i].timer) timers->slots[kept++] = timers->slots[i];
    timers->used = kept;
    while (kept-- > 0) sift_down(timers, kept, timers->slots[kept], false);
    tell_all(timers);
}

/* The numbers have run out: the timers that are set get the first ones again, in their order. */
EDDY__RARELY static void renumber(struct eddy__timers *timers) {
    sweep(timers);
    struct eddy__timer_slot *slots = timers->slots;
    const size_t count = timers->used;
    while (timers->used > 1) { /* the first of the heap goes behind the others */
        struct eddy__timer_slot first = slots[0], last = slots[--timers->used];
        sift_down(timers, 0, last, false);
        slots[timers->used] = first;
    }
    timers->used = count;
    for (size_t i = 0, j = count; i < j--; i++) {
        struct eddy__timer_slot slot = slots[i];
        slots[i] = slots[j];
        slots[j] = slot;
    }
    for (size_t i = 0; i < count; i++) slots[i].sequence = (uint32_t)i;
    tell_all(timers);
    timers->sequence = (uint32_t)count;
}

bool eddy__timers_add(struct eddy__timers *timers, const eddy_allocator *allocator,
                      struct eddy__timer *timer, int64_t deadline) {
    if (timers->used == timers->capacity) {
        size_t size = sizeof timers->slots[0], capacity = timers->capacity * 2 + 16;
        void *slots =
            eddy__reallocate(allocator, timers->slots, timers->capacity * size, capacity * size);
        if (!slots) return false;
        timers->slots = slots;
        timers->capacity = capacity;
    }
    if (timers->sequence == UINT32_MAX) renumber(timers);
    timers->count++;
    timer->deadline = deadline;
    sift_up(timers, timers->used++, (struct eddy__timer_slot){deadline, timers->sequence++, timer});
    return true;
}

void eddy__timers_remove(struct eddy__timers *timers, struct eddy__timer *timer) {
    if (timer->place == 0) return;
    size_t place = timer->place - 1;
    timer->place = 0;
    timers->count--;
    timers->slots[place].timer = NULL;
    if (place == 0)
        take_first(timers);
    else if (timers->count < timers->used / 2 && timers->used >= SWEPT_FROM)
        sweep(timers);
}

void eddy__timers_free(struct eddy__timers *timers, const eddy_allocator *allocator) {
    eddy__free(allocator, timers->slots, timers->capacity * sizeof timers->slots[0]);
    *timers = (struct eddy__timers){0};
}
