/* Queue, LifoQueue, PriorityQueue (asyncio's, CPython: asyncio/queues.py).
 *
 * Items are of one size, copied in and out. Handles, lifetime and errors as in eddy/sync.h. */
#ifndef EDDY_QUEUE_H
#define EDDY_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Names a queue of any of the three kinds. (asyncio.Queue) */
typedef struct eddy_queue {
    uint64_t id;
} eddy_queue;

/* A queue of items of item_size bytes (1 at least); maxsize 0: without a limit. Memory is taken as
 * the queue grows. Errors: EDDY_NO_MEMORY, EDDY_NO_RUNNING_LOOP, EDDY_INVALID_ARGUMENT.
 * (asyncio.Queue) */
eddy_queue eddy_queue_new(size_t item_size, size_t maxsize);

/* The last in is the first out. (asyncio.LifoQueue) */
eddy_queue eddy_lifo_queue_new(size_t item_size, size_t maxsize);

/* The least is the first out: compare(a, b) < 0 when a is less, as for qsort. Equal ones come in
 * heapq's order. compare must not await. (asyncio.PriorityQueue) */
eddy_queue eddy_priority_queue_new(size_t item_size, size_t maxsize,
                                   int (*compare)(const void *a, const void *b));

/* Copies the item into the queue. Suspends while it is full. Also EDDY_NO_MEMORY, and
 * EDDY_QUEUE_SHUT_DOWN. O(1); priority queues O(log n). (Queue.put) */
int eddy_queue_put(eddy_queue queue, const void *item);

/* The same, never suspending: EDDY_QUEUE_FULL. (Queue.put_nowait) */
int eddy_queue_put_nowait(eddy_queue queue, const void *item);

/* Copies the next item out of the queue to *item. Suspends while it is empty. Also
 * EDDY_QUEUE_SHUT_DOWN, once it is empty. A cancelled get takes nothing. (Queue.get) */
int eddy_queue_get(eddy_queue queue, void *item);

/* The same, never suspending: EDDY_QUEUE_EMPTY. (Queue.get_nowait) */
int eddy_queue_get_nowait(eddy_queue queue, void *item);

/* Says that the work of one item that was got is done. EDDY_INVALID_STATE when that was said for
 * all already. (Queue.task_done) */
int eddy_queue_task_done(eddy_queue queue);

/* Suspends until that was said for all items ever put. (Queue.join) */
int eddy_queue_join(eddy_queue queue);

/* What becomes of the items in a queue that is shut down (immediate). */
typedef enum eddy_queue_rest {
    EDDY_QUEUE_DRAIN, /* they are got as before, until it is empty */
    EDDY_QUEUE_DROP,  /* they are dropped, and count as done */
} eddy_queue_rest;

/* No more puts; gets only of the rest. (Queue.shutdown) */
int eddy_queue_shutdown(eddy_queue queue, eddy_queue_rest rest);

/* How many items are in it, how many it can hold (0: any number), whether there is none, and
 * whether there is no room for another. (Queue.qsize, maxsize, empty, full) */
size_t eddy_queue_qsize(eddy_queue queue);
size_t eddy_queue_maxsize(eddy_queue queue);
bool eddy_queue_empty(eddy_queue queue);
bool eddy_queue_full(eddy_queue queue);

#endif
