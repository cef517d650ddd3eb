/* What the handles of eddy/sync.h and eddy/queue.h name. */
#ifndef EDDY_SRC_SYNC_OBJECTS_H
#define EDDY_SRC_SYNC_OBJECTS_H

#include "eddy/queue.h"
#include "eddy/sync.h"
#include "waiter.h"

struct eddy__lock {
    struct eddy__object object;
    struct eddy__link waiters;
    uint32_t holder; /* the number of the task that took it last */
    bool locked;
};

struct eddy__event {
    struct eddy__object object;
    struct eddy__link waiters;
    bool is_set;
};

struct eddy__condition {
    struct eddy__object object;
    struct eddy__lock *lock; /* holds a reference */
    struct eddy__link waiters;
};

struct eddy__semaphore {
    struct eddy__object object;
    struct eddy__link waiters;
    size_t value, bound; /* bound: SIZE_MAX for none */
};

enum eddy__barrier_state {
    EDDY__BARRIER_FILLING,
    EDDY__BARRIER_DRAINING,
    EDDY__BARRIER_RESETTING,
    EDDY__BARRIER_BROKEN,
};

struct eddy__barrier {
    struct eddy__object object;
    struct eddy__condition *condition; /* holds a reference */
    size_t parties, count;
    uint8_t state;
};

enum eddy__queue_order { EDDY__FIFO, EDDY__LIFO, EDDY__PRIORITY };

struct eddy__queue {
    struct eddy__object object;
    struct eddy__link getters, putters, joiners;
    char *items; /* capacity of them: a ring for FIFO, else an array from the front */
    size_t item_size, maxsize, capacity, first, count, unfinished;
    int (*compare)(const void *, const void *);
    uint8_t order;
    bool is_shut_down;
};

/* The object of this kind that id names, or NULL and why not. */
void *eddy__find_kind(uint64_t id, enum eddy__kind kind, int *why);

/* Begins a call on the object of this kind that may suspend: the loop, the calling task, and the
 * object, kept alive until eddy__end_call. NULL, and why, when there is none of these. */
void *eddy__begin_call(uint64_t id, enum eddy__kind kind, eddy_loop **loop,
                       struct eddy__task **task, int *why);
/* Ends it; returns status. */
int eddy__end_call(eddy_loop *loop, void *object, int status);

/* A new object of this kind for the eddy_X_new functions; NULL and its error as a handle's id. */
void *eddy__new_kind(enum eddy__kind kind, size_t size, uint64_t *id);

/* lock.c and condition.c, for those that are built on them */
void eddy__lock_init(struct eddy__lock *lock);
int eddy__lock_acquire(eddy_loop *loop, struct eddy__task *task, struct eddy__lock *lock);
int eddy__lock_release(eddy_loop *loop, struct eddy__lock *lock);
int eddy__condition_wait(eddy_loop *loop, struct eddy__task *task,
                         struct eddy__condition *condition);
void eddy__condition_notify(eddy_loop *loop, struct eddy__condition *condition, size_t count);
/* A condition with a lock of its own that nobody owns but the caller; NULL: no memory. */
struct eddy__condition *eddy__condition_make(eddy_loop *loop, struct eddy__lock *lock);

/* queue.c: its memory beside the object */
void eddy__queue_end(eddy_loop *loop, struct eddy__queue *queue);

#endif
