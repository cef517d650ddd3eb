/* Handles: 8 bits for the loop, 24 for the generation of the slot, 32 for the slot. Looked up in
 * line, because most calls do it: why there is none is found out elsewhere. A slot whose generations
 * are used up is retired, so that a stale handle never comes to life again. */
#ifndef EDDY_SRC_HANDLES_H
#define EDDY_SRC_HANDLES_H

#include <string.h>

#include "scheduler.h"

struct eddy__slot {
    struct eddy__object *object; /* NULL: free */
    uint32_t generation;
    uint32_t next_free; /* counted from 1; 0: none */
};

enum { EDDY__LAST_GENERATION = 0xffffff };

bool eddy__more_slots(eddy_loop *loop);

/* Room for one more slot; false: no memory. */
static inline bool eddy__reserve_slot(eddy_loop *loop) {
    return loop->free_slot || loop->slot_count < loop->slot_capacity || eddy__more_slots(loop);
}

/* Gives the object the slot that was reserved for it, and an owner. */
static inline void eddy__name(eddy_loop *loop, struct eddy__object *object, enum eddy__kind kind) {
    uint32_t index = loop->free_slot ? loop->free_slot - 1 : loop->slot_count++;
    struct eddy__slot *slot = &loop->slots[index];
    if (loop->free_slot)
        loop->free_slot = slot->next_free;
    else
        slot->generation = 1;
    slot->object = object;
    object->id = (uint64_t)loop->serial << 56 | (uint64_t)slot->generation << 32 | index;
    object->kind = (uint8_t)kind;
    object->retained = 0;
    object->references = 1;
    eddy__list_append(loop->current ? &loop->current->children : &loop->owned, &object->owned);
}

/* Makes the object's handle stale. */
static inline void eddy__unname(eddy_loop *loop, struct eddy__object *object) {
    uint32_t index = (uint32_t)object->id;
    struct eddy__slot *slot = &loop->slots[index];
    slot->object = NULL;
    if (slot->generation++ < EDDY__LAST_GENERATION) {
        slot->next_free = loop->free_slot;
        loop->free_slot = index + 1;
    }
    eddy__list_remove(&object->owned);
}

/* What eddy__object_new and eddy__object_delete are, for tasks. Of a new one, only the object is
 * set. */
static inline struct eddy__task *eddy__task_new(eddy_loop *loop, size_t size) {
    if (!eddy__reserve_slot(loop)) return NULL;
    struct eddy__task *task = eddy__pool_take(&loop->task_pool, &loop->allocator, size);
    if (task) eddy__name(loop, &task->future.object, EDDY__TASK);
    return task;
}

static inline void eddy__task_delete(eddy_loop *loop, struct eddy__task *task) {
    eddy__unname(loop, &task->future.object);
    eddy__pool_give_back(&loop->task_pool, &loop->allocator, task, sizeof *task + task->frame_size);
}

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
