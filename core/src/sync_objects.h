/* What the handles of eddy/sync.h, eddy/queue.h, eddy/limiter.h and eddy/stream.h name. */
#ifndef EDDY_SRC_SYNC_OBJECTS_H
#define EDDY_SRC_SYNC_OBJECTS_H

#include "eddy/limiter.h"
#include "eddy/queue.h"
#include "eddy/stream.h"
#include "eddy/sync.h"
#include "handles.h"
#include "waiter.h"

struct eddy__lock {
    struct eddy__object object;
    struct eddy__link waiters;
    uint64_t holder; /* the handle of the task that took it last */
    bool locked;
};

struct eddy__event {
    struct eddy__object object;
    struct eddy__link waiters;
    bool is_set;
};

struct eddy__condition {
    struct eddy__object object;
    struct eddy__lock *lock;            /* holds a reference */
    const struct eddy__object *barrier; /* that it is a part of, or NULL */
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

struct eddy__borrower {
    uint64_t identity;
    uint8_t state; /* see limiter.c; 0: this place is free */
};

struct eddy__limiter {
    struct eddy__object object;
    struct eddy__link waiters;
    double total_tokens;
    /* who has a token or waits for one: a hash table of capacity places, a power of two or 0 */
    struct eddy__borrower *borrowers;
    size_t capacity, used;
    size_t borrowed; /* how many of them have one */
};

struct eddy__stream {
    struct eddy__object object;
    struct eddy__link senders, receivers; /* that wait */
    char *items;                          /* a ring of capacity items */
    size_t item_size, max_buffer_size, capacity, first, count;
    size_t given_back; /* how many at the front cancelled receivers have given back */
    size_t receiving;  /* calls that wait or were just given an item: the ring has room for these */
    size_t open_send, open_receive;
};

/* One end, or a clone of it. */
struct eddy__stream_side {
    struct eddy__object object;
    struct eddy__stream *stream; /* holds a reference */
    bool is_closed;
};

/* Why id names no object of the kind that was asked for. */
int eddy__why_not_kind(uint64_t id);
/* The object of this kind that id names, or NULL and why not. */
static inline void *eddy__find_kind(uint64_t id, enum eddy__kind kind, int *why) {
    struct eddy__object *object = eddy__lookup(eddy__running(), id);
    if (object && object->kind == kind) return object;
    *why = eddy__why_not_kind(id);
    return NULL;
}

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
struct eddy_lock_statistics eddy__lock_statistics(const struct eddy__lock *lock);
int eddy__condition_wait(eddy_loop *loop, struct eddy__task *task,
                         struct eddy__condition *condition);
void eddy__condition_notify(eddy_loop *loop, struct eddy__condition *condition, size_t count);
/* A condition with a lock of its own that nobody owns but the caller; NULL: no memory. */
struct eddy__condition *eddy__condition_make(eddy_loop *loop, struct eddy__lock *lock);

/* queue.c: its memory beside the object */
void eddy__queue_end(eddy_loop *loop, struct eddy__queue *queue);

/* limiter.c, stream.c: the same */
void eddy__limiter_end(eddy_loop *loop, struct eddy__limiter *limiter);
void eddy__stream_end(eddy_loop *loop, struct eddy__stream *stream);
/* Closes the side and lets go of the stream. */
void eddy__stream_side_release(eddy_loop *loop, struct eddy__stream_side *side);

#endif
