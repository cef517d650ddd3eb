/* Handles: 8 bits for the loop, 24 for the generation of the slot, 32 for the slot. Looked up in
 * line, because most calls do it: why there is none is found out elsewhere. A slot whose generations
 * are used up is retired, so that a stale handle never comes to life again. */
#ifndef EDDY_SRC_HANDLES_H
#define EDDY_SRC_HANDLES_H

#include "scheduler.h"

struct eddy__slot {
    struct eddy__object *object; /* NULL: free */
    uint32_t generation;
    uint32_t next_free; /* counted from 1; 0: none */
};

/* Why the running loop has no object of that name. */
int eddy__why_not_found(uint64_t id);

/* The object of the loop (NULL: there is none) that the handle names, or NULL. */
static inline struct eddy__object *eddy__lookup(const eddy_loop *loop, uint64_t id) {
    uint32_t index = (uint32_t)id;
    if (!loop || index >= loop->slot_count) return NULL;
    struct eddy__object *object = loop->slots[index].object;
    return object && object->id == id ? object : NULL;
}

/* The object of the running loop that the handle names; NULL, and why, when there is none. */
static inline struct eddy__object *eddy__find(uint64_t id, int *why) {
    struct eddy__object *object = eddy__lookup(eddy__running(), id);
    if (!object) *why = eddy__why_not_found(id);
    return object;
}

/* The same for what can be awaited; for tasks and coroutine objects. */
static inline struct eddy__future *eddy__find_future(eddy_awaitable awaitable, int *why) {
    struct eddy__object *object = eddy__find(awaitable.id, why);
    if (!object || object->kind <= EDDY__LAST_AWAITABLE) return (struct eddy__future *)object;
    *why = EDDY_NOT_AWAITABLE;
    return NULL;
}

static inline struct eddy__task *eddy__find_task(eddy_awaitable awaitable, int *why) {
    struct eddy__object *object = eddy__find(awaitable.id, why);
    if (!object || object->kind == EDDY__TASK) return (struct eddy__task *)object;
    *why = EDDY_NOT_AWAITABLE;
    return NULL;
}

#endif
