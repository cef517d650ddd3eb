/* Queue, LifoQueue, PriorityQueue (CPython: asyncio/queues.py, and heapq for the order of equals).
 */
#include "eddy/queue.h"

#include <string.h>

#include "sync_objects.h"

static char *item_at(const struct eddy__queue *queue, size_t i) {
    return queue->items + i * queue->item_size;
}

static eddy_queue queue_new(size_t item_size, size_t maxsize, enum eddy__queue_order order,
                            int (*compare)(const void *, const void *)) {
    eddy_queue handle;
    if (item_size == 0) return (eddy_queue){eddy__error_handle(EDDY_INVALID_ARGUMENT).id};
    struct eddy__queue *queue = eddy__new_kind(EDDY__QUEUE, sizeof *queue, &handle.id);
    if (!queue) return handle;
    eddy__list_init(&queue->getters);
    eddy__list_init(&queue->putters);
    eddy__list_init(&queue->joiners);
    queue->item_size = item_size;
    queue->maxsize = maxsize;
    queue->order = (uint8_t)order;
    queue->compare = compare;
    return handle;
}

eddy_queue eddy_queue_new(size_t item_size, size_t maxsize) {
    return queue_new(item_size, maxsize, EDDY__FIFO, NULL);
}

eddy_queue eddy_lifo_queue_new(size_t item_size, size_t maxsize) {
    return queue_new(item_size, maxsize, EDDY__LIFO, NULL);
}

eddy_queue eddy_priority_queue_new(size_t item_size, size_t maxsize,
                                   int (*compare)(const void *, const void *)) {
    if (!compare) return (eddy_queue){eddy__error_handle(EDDY_INVALID_ARGUMENT).id};
    return queue_new(item_size, maxsize, EDDY__PRIORITY, compare);
}

void eddy__queue_end(eddy_loop *loop, struct eddy__queue *queue) {
    eddy__free(&loop->allocator, queue->items, (queue->capacity + 1) * queue->item_size);
}

/* ---- the items; one place behind them is scratch, for the heap ---- */

static bool reserve(eddy_loop *loop, struct eddy__queue *queue) {
    if (queue->count < queue->capacity) return true;
    size_t capacity = queue->capacity * 2 + 8;
    if (queue->maxsize > 0 && capacity > queue->maxsize) capacity = queue->maxsize;
    if (capacity >= SIZE_MAX / queue->item_size) return false;
    char *items = eddy__allocate(&loop->allocator, (capacity + 1) * queue->item_size);
    if (!items) return false;
    size_t tail = queue->capacity - queue->first; /* what stands behind the ring's first */
    if (tail > queue->count) tail = queue->count;
    if (queue->count > 0) {
        memcpy(items, item_at(queue, queue->first), tail * queue->item_size);
        memcpy(items + tail * queue->item_size, queue->items,
               (queue->count - tail) * queue->item_size);
    }
    if (queue->items) eddy__queue_end(loop, queue);
    queue->items = items;
    queue->capacity = capacity;
    queue->first = 0;
    return true;
}

static void move(struct eddy__queue *queue, size_t to, size_t from) {
    memcpy(item_at(queue, to), item_at(queue, from), queue->item_size);
}

/* compare may not await. */
EDDY__NEVER_SUSPENDS static bool eddy__queue_less(const struct eddy__queue *queue, size_t a,
                                                  size_t b) {
    return queue->compare(item_at(queue, a), item_at(queue, b)) < 0;
}

/* heapq._siftdown: the item in the scratch place goes up from place, not above top. */
static void sift_down(struct eddy__queue *queue, size_t top, size_t place) {
    while (place > top) {
        size_t parent = (place - 1) / 2;
        if (!eddy__queue_less(queue, queue->capacity, parent)) break;
        move(queue, place, parent);
        place = parent;
    }
    move(queue, place, queue->capacity);
}

/* heapq._siftup: the item in the scratch place, which belongs to the top, goes down to a leaf along
 * the lesser children, and up again to where it belongs. */
static void sift_up(struct eddy__queue *queue) {
    size_t place = 0, child = 1;
    while (child < queue->count) {
        size_t right = child + 1;
        if (right < queue->count && !eddy__queue_less(queue, child, right)) child = right;
        move(queue, place, child);
        place = child;
        child = 2 * place + 1;
    }
    sift_down(queue, 0, place);
}

/* The ring; a LIFO queue's never begins elsewhere than at the front. */
static inline void append(struct eddy__queue *queue, const void *item) {
    size_t place = queue->first + queue->count++;
    if (place >= queue->capacity) place -= queue->capacity;
    eddy__copy(item_at(queue, place), item, queue->item_size);
}

static inline void take_first(struct eddy__queue *queue, void *item) {
    eddy__copy(item, item_at(queue, queue->first), queue->item_size);
    queue->count--;
    if (++queue->first == queue->capacity) queue->first = 0;
}

static void insert(struct eddy__queue *queue, const void *item) {
    if (queue->order != EDDY__PRIORITY) {
        append(queue, item);
        return;
    }
    memcpy(item_at(queue, queue->capacity), item, queue->item_size);
    sift_down(queue, 0, queue->count++);
}

static void take(struct eddy__queue *queue, void *item) {
    if (queue->order == EDDY__FIFO) {
        take_first(queue, item);
        return;
    }
    queue->count--;
    size_t place = queue->order == EDDY__LIFO ? queue->count : 0;
    eddy__copy(item, item_at(queue, place), queue->item_size);
    if (queue->order == EDDY__PRIORITY && queue->count > 0) {
        move(queue, queue->capacity, queue->count);
        sift_up(queue);
    }
}

static bool is_full(const struct eddy__queue *queue) {
    return queue->maxsize > 0 && queue->count >= queue->maxsize;
}

/* ---- waiting ---- */

/* Wakes the first that is not done, and takes all up to it out of the line. */
static void wakeup_next(eddy_loop *loop, struct eddy__link *line) {
    while (!eddy__list_empty(line)) {
        struct eddy__waiter *waiter = EDDY__WAITER_AT(line->next);
        eddy__list_remove(&waiter->link);
        if (eddy__wake(loop, waiter)) return;
    }
}

static void wake_all(eddy_loop *loop, struct eddy__link *line) {
    while (!eddy__list_empty(line)) wakeup_next(loop, line);
}

static void wake_joiners(eddy_loop *loop, struct eddy__queue *queue) {
    for (struct eddy__link *link = queue->joiners.next; link != &queue->joiners; link = link->next)
        eddy__wake(loop, EDDY__WAITER_AT(link));
}

static void tell_level(eddy_loop *loop, const struct eddy__queue *queue) {
    if (EDDY__TRACING(loop))
        eddy__trace_level(loop, EDDY_TRACE_WAIT_QUEUE_GET, &queue->object, queue->count);
}

EDDY__RARELY static int fail_to_put(const struct eddy__queue *queue) {
    if (queue->is_shut_down) return eddy__fail(EDDY_QUEUE_SHUT_DOWN, "the queue was shut down");
    if (is_full(queue))
        return eddy__fail(EDDY_QUEUE_FULL, "the queue is full: it has %zu items", queue->count);
    return eddy__fail(EDDY_NO_MEMORY, "no memory for the queue to grow");
}

EDDY__RARELY static int fail_to_get(const struct eddy__queue *queue) {
    if (queue->is_shut_down) return eddy__fail(EDDY_QUEUE_SHUT_DOWN, "the queue was shut down");
    return eddy__fail(EDDY_QUEUE_EMPTY, "the queue is empty");
}

EDDY__APART static int put_nowait(eddy_loop *loop, struct eddy__queue *queue, const void *item) {
    if (queue->is_shut_down || is_full(queue) || !reserve(loop, queue)) return fail_to_put(queue);
    insert(queue, item);
    queue->unfinished++;
    tell_level(loop, queue);
    wakeup_next(loop, &queue->getters);
    return EDDY_OK;
}

EDDY__APART static int get_nowait(eddy_loop *loop, struct eddy__queue *queue, void *item) {
    if (queue->count == 0) return fail_to_get(queue);
    take(queue, item);
    tell_level(loop, queue);
    wakeup_next(loop, &queue->putters);
    return EDDY_OK;
}

/* ---- the public side ---- */

static struct eddy__queue *find_queue(eddy_queue handle, int *why) {
    return eddy__find_kind(handle.id, EDDY__QUEUE, why);
}

static int item_missing(void) {
    return eddy__fail(EDDY_INVALID_ARGUMENT, "the item is NULL");
}

/* ---- put and get, which may have to wait, again and again ---- */

enum { LEAVE = 1 }; /* instead of a status: the task is to be left */

static struct eddy__queue *usable(eddy_queue handle, const void *item) {
    int why;
    eddy_loop *loop = eddy__running();
    return item && loop && loop->current ? find_queue(handle, &why) : NULL;
}

EDDY__RARELY static int not_usable(eddy_queue handle, const void *item) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    if (!item) return item_missing();
    struct eddy__queue *queue = eddy__begin_call(handle.id, EDDY__QUEUE, &loop, &task, &why);
    return queue ? eddy__end_call(loop, queue, why) : eddy__failed(why);
}

/* The queue that the task has waited in, and holds a reference to. */
static struct eddy__queue *awaited(struct eddy__task *task) {
    return (struct eddy__queue *)eddy__own_waiter(task)->object;
}

static int wait_in_line(eddy_loop *loop, struct eddy__queue *queue, struct eddy__link *line,
                        enum eddy_trace_wait what) {
    eddy__begin_own_wait(loop, loop->current, line, what, &queue->object);
    return LEAVE;
}

static bool must_wait_to_put(const struct eddy__queue *queue) {
    return is_full(queue) && !queue->is_shut_down;
}

/* First what nearly always happens, in line: there is room, and nobody waits for the item. */
EDDY__NEVER_SUSPENDS static int eddy__begin_put(eddy_queue handle, const void *item) {
    struct eddy__queue *queue = usable(handle, item);
    if (!queue) return not_usable(handle, item);
    eddy_loop *loop = eddy__running();
    if (queue->count < queue->capacity && queue->order == EDDY__FIFO && !queue->is_shut_down &&
        eddy__list_empty(&queue->getters) && !EDDY__TRACING(loop)) {
        append(queue, item);
        queue->unfinished++;
        return EDDY_OK;
    }
    if (!must_wait_to_put(queue)) return put_nowait(loop, queue, item);
    eddy__hold(&queue->object);
    return wait_in_line(loop, queue, &queue->putters, EDDY_TRACE_WAIT_QUEUE_PUT);
}

EDDY__NEVER_SUSPENDS static int eddy__put_again(const void *item) {
    eddy_loop *loop = eddy__running();
    struct eddy__task *task = loop->current;
    struct eddy__queue *queue = awaited(task);
    int status = eddy__end_own_wait(loop, task);
    if (status == EDDY_OK) {
        if (must_wait_to_put(queue))
            return wait_in_line(loop, queue, &queue->putters, EDDY_TRACE_WAIT_QUEUE_PUT);
        status = put_nowait(loop, queue, item);
    } else if (!is_full(queue) && eddy__own_waiter(task)->future.state == EDDY__FINISHED) {
        /* woken as well as cancelled: the place is the next one's */
        wakeup_next(loop, &queue->putters);
    }
    return eddy__end_call(loop, queue, status);
}

static bool must_wait_to_get(const struct eddy__queue *queue) {
    return queue->count == 0 && !queue->is_shut_down;
}

EDDY__NEVER_SUSPENDS static int eddy__begin_get(eddy_queue handle, void *item) {
    struct eddy__queue *queue = usable(handle, item);
    if (!queue) return not_usable(handle, item);
    eddy_loop *loop = eddy__running();
    if (queue->count > 0 && queue->order == EDDY__FIFO && eddy__list_empty(&queue->putters) &&
        !EDDY__TRACING(loop)) {
        take_first(queue, item);
        return EDDY_OK;
    }
    if (!must_wait_to_get(queue)) return get_nowait(loop, queue, item);
    eddy__hold(&queue->object);
    return wait_in_line(loop, queue, &queue->getters, EDDY_TRACE_WAIT_QUEUE_GET);
}

EDDY__NEVER_SUSPENDS static int eddy__get_again(void *item) {
    eddy_loop *loop = eddy__running();
    struct eddy__task *task = loop->current;
    struct eddy__queue *queue = awaited(task);
    int status = eddy__end_own_wait(loop, task);
    if (status == EDDY_OK) {
        if (must_wait_to_get(queue))
            return wait_in_line(loop, queue, &queue->getters, EDDY_TRACE_WAIT_QUEUE_GET);
        status = get_nowait(loop, queue, item);
    } else if (queue->count > 0 && eddy__own_waiter(task)->future.state == EDDY__FINISHED) {
        wakeup_next(loop, &queue->getters);
    }
    return eddy__end_call(loop, queue, status);
}

int eddy_queue_put(eddy_queue handle, const void *item) {
    int status = eddy__begin_put(handle, item);
    while (status == LEAVE) {
        eddy__leave();
        status = eddy__put_again(item);
    }
    return status;
}

int eddy_queue_put_nowait(eddy_queue handle, const void *item) {
    int why = EDDY_OK;
    if (!item) return item_missing();
    struct eddy__queue *queue = find_queue(handle, &why);
    return queue ? put_nowait(eddy__running(), queue, item) : eddy__failed(why);
}

int eddy_queue_get(eddy_queue handle, void *item) {
    int status = eddy__begin_get(handle, item);
    while (status == LEAVE) {
        eddy__leave();
        status = eddy__get_again(item);
    }
    return status;
}

int eddy_queue_get_nowait(eddy_queue handle, void *item) {
    int why = EDDY_OK;
    if (!item) return item_missing();
    struct eddy__queue *queue = find_queue(handle, &why);
    return queue ? get_nowait(eddy__running(), queue, item) : eddy__failed(why);
}

int eddy_queue_task_done(eddy_queue handle) {
    int why = EDDY_OK;
    struct eddy__queue *queue = find_queue(handle, &why);
    if (!queue) return eddy__failed(why);
    if (queue->unfinished == 0)
        return eddy__fail(EDDY_INVALID_STATE, "task_done was called too many times");
    if (--queue->unfinished == 0) wake_joiners(eddy__running(), queue);
    return EDDY_OK;
}

int eddy_queue_join(eddy_queue handle) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__queue *queue = eddy__begin_call(handle.id, EDDY__QUEUE, &loop, &task, &why);
    if (!queue) return eddy__failed(why);
    int status = EDDY_OK;
    if (queue->unfinished > 0) {
        struct eddy__waiter waiter;
        eddy__waiter_init(&waiter, EDDY_TRACE_WAIT_QUEUE_JOIN, &queue->object);
        status = eddy__wait_in(loop, task, &queue->joiners, &waiter);
    }
    return eddy__end_call(loop, queue, status);
}

int eddy_queue_shutdown(eddy_queue handle, eddy_queue_rest rest) {
    int why = EDDY_OK;
    struct eddy__queue *queue = find_queue(handle, &why);
    if (!queue) return eddy__failed(why);
    eddy_loop *loop = eddy__running();
    queue->is_shut_down = true;
    if (rest == EDDY_QUEUE_DROP) {
        queue->unfinished -= queue->count < queue->unfinished ? queue->count : queue->unfinished;
        queue->count = queue->first = 0;
        if (queue->unfinished == 0) wake_joiners(loop, queue);
    }
    wake_all(loop, &queue->getters);
    wake_all(loop, &queue->putters);
    return EDDY_OK;
}

size_t eddy_queue_qsize(eddy_queue handle) {
    int why;
    struct eddy__queue *queue = find_queue(handle, &why);
    return queue ? queue->count : 0;
}

size_t eddy_queue_maxsize(eddy_queue handle) {
    int why;
    struct eddy__queue *queue = find_queue(handle, &why);
    return queue ? queue->maxsize : 0;
}

bool eddy_queue_empty(eddy_queue handle) {
    return eddy_queue_qsize(handle) == 0;
}

bool eddy_queue_full(eddy_queue handle) {
    int why;
    struct eddy__queue *queue = find_queue(handle, &why);
    return queue && is_full(queue);
}
