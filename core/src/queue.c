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

static void insert(struct eddy__queue *queue, const void *item) {
    if (queue->order == EDDY__PRIORITY) {
        memcpy(item_at(queue, queue->capacity), item, queue->item_size);
        sift_down(queue, 0, queue->count);
    } else {
        size_t place = queue->first + queue->count;
        if (place >= queue->capacity) place -= queue->capacity;
        eddy__copy(item_at(queue, place), item, queue->item_size);
    }
    queue->count++;
}

static void take(struct eddy__queue *queue, void *item) {
    size_t place = queue->order == EDDY__LIFO ? queue->count - 1 : queue->first;
    eddy__copy(item, item_at(queue, place), queue->item_size);
    queue->count--;
    if (queue->order == EDDY__FIFO && ++queue->first == queue->capacity) queue->first = 0;
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

static int put_nowait(eddy_loop *loop, struct eddy__queue *queue, const void *item) {
    if (queue->is_shut_down) return eddy__fail(EDDY_QUEUE_SHUT_DOWN, "the queue was shut down");
    if (is_full(queue))
        return eddy__fail(EDDY_QUEUE_FULL, "the queue is full: it has %zu items", queue->count);
    if (!reserve(loop, queue)) return eddy__fail(EDDY_NO_MEMORY, "no memory for the queue to grow");
    insert(queue, item);
    queue->unfinished++;
    tell_level(loop, queue);
    wakeup_next(loop, &queue->getters);
    return EDDY_OK;
}

static int get_nowait(eddy_loop *loop, struct eddy__queue *queue, void *item) {
    if (queue->count == 0) {
        if (queue->is_shut_down) return eddy__fail(EDDY_QUEUE_SHUT_DOWN, "the queue was shut down");
        return eddy__fail(EDDY_QUEUE_EMPTY, "the queue is empty");
    }
    take(queue, item);
    tell_level(loop, queue);
    wakeup_next(loop, &queue->putters);
    return EDDY_OK;
}

/* A put or get that may have to wait, again and again: kept out of the function that leaves. */
struct turn {
    struct eddy__waiter waiter;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__queue *queue; /* holds a reference */
    int status;                /* when it does not wait any more */
};

/* False, and the status: it is over. */
static bool end_turn(struct turn *turn, int status) {
    turn->status = eddy__end_call(turn->loop, turn->queue, status);
    return false;
}

static bool begin_turn(struct turn *turn, eddy_queue handle) {
    int why = EDDY_OK;
    turn->queue = eddy__begin_call(handle.id, EDDY__QUEUE, &turn->loop, &turn->task, &why);
    if (!turn->queue) turn->status = eddy__failed(why);
    return turn->queue;
}

static bool wait_in_line(struct turn *turn, struct eddy__link *line, enum eddy_trace_wait what) {
    eddy__waiter_init(&turn->waiter, what, &turn->queue->object);
    eddy__begin_wait(turn->loop, turn->task, line, &turn->waiter);
    return true;
}

/* Each of these is true when the task is to be left. */
static bool put_or_wait(struct turn *turn, const void *item) {
    struct eddy__queue *queue = turn->queue;
    if (is_full(queue) && !queue->is_shut_down)
        return wait_in_line(turn, &queue->putters, EDDY_TRACE_WAIT_QUEUE_PUT);
    return end_turn(turn, put_nowait(turn->loop, queue, item));
}

EDDY__NEVER_SUSPENDS static bool eddy__begin_put(struct turn *turn, eddy_queue handle,
                                                 const void *item) {
    return begin_turn(turn, handle) && put_or_wait(turn, item);
}

EDDY__NEVER_SUSPENDS static bool eddy__put_again(struct turn *turn, const void *item) {
    struct eddy__queue *queue = turn->queue;
    int status = eddy__end_wait_in(&turn->waiter);
    if (status == EDDY_OK) return put_or_wait(turn, item);
    /* woken as well as cancelled: the place is the next one's */
    if (!is_full(queue) && turn->waiter.future.state == EDDY__FINISHED)
        wakeup_next(turn->loop, &queue->putters);
    return end_turn(turn, status);
}

static bool get_or_wait(struct turn *turn, void *item) {
    struct eddy__queue *queue = turn->queue;
    if (queue->count == 0 && !queue->is_shut_down)
        return wait_in_line(turn, &queue->getters, EDDY_TRACE_WAIT_QUEUE_GET);
    return end_turn(turn, get_nowait(turn->loop, queue, item));
}

EDDY__NEVER_SUSPENDS static bool eddy__begin_get(struct turn *turn, eddy_queue handle, void *item) {
    return begin_turn(turn, handle) && get_or_wait(turn, item);
}

EDDY__NEVER_SUSPENDS static bool eddy__get_again(struct turn *turn, void *item) {
    struct eddy__queue *queue = turn->queue;
    int status = eddy__end_wait_in(&turn->waiter);
    if (status == EDDY_OK) return get_or_wait(turn, item);
    if (queue->count > 0 && turn->waiter.future.state == EDDY__FINISHED)
        wakeup_next(turn->loop, &queue->getters);
    return end_turn(turn, status);
}

/* ---- the public side ---- */

static struct eddy__queue *find_queue(eddy_queue handle, int *why) {
    return eddy__find_kind(handle.id, EDDY__QUEUE, why);
}

static int item_missing(void) {
    return eddy__fail(EDDY_INVALID_ARGUMENT, "the item is NULL");
}

/* The queue, if it can be used at once: the usual case, kept out of what can be suspended. NULL:
 * there may be something to wait for, or to complain of. */
static struct eddy__queue *usable(eddy_queue handle, const void *item) {
    int why;
    eddy_loop *loop = eddy__running();
    return item && loop && loop->current ? find_queue(handle, &why) : NULL;
}

/* Puts item if there is room. */
EDDY__NEVER_SUSPENDS static bool eddy__put_at_once(eddy_queue handle, const void *item) {
    struct eddy__queue *queue = usable(handle, item);
    return queue && !is_full(queue) && !queue->is_shut_down &&
           put_nowait(eddy__running(), queue, item) == EDDY_OK;
}

/* Gets an item if there is one. */
EDDY__NEVER_SUSPENDS static bool eddy__get_at_once(eddy_queue handle, void *item) {
    struct eddy__queue *queue = usable(handle, item);
    return queue && queue->count > 0 && get_nowait(eddy__running(), queue, item) == EDDY_OK;
}

int eddy_queue_put(eddy_queue handle, const void *item) {
    if (eddy__put_at_once(handle, item)) return EDDY_OK;
    if (!item) return item_missing();
    struct turn turn;
    for (bool waits = eddy__begin_put(&turn, handle, item); waits;
         waits = eddy__put_again(&turn, item))
        eddy__leave();
    return turn.status;
}

int eddy_queue_put_nowait(eddy_queue handle, const void *item) {
    int why = EDDY_OK;
    if (!item) return item_missing();
    struct eddy__queue *queue = find_queue(handle, &why);
    return queue ? put_nowait(eddy__running(), queue, item) : eddy__failed(why);
}

int eddy_queue_get(eddy_queue handle, void *item) {
    if (eddy__get_at_once(handle, item)) return EDDY_OK;
    if (!item) return item_missing();
    struct turn turn;
    for (bool waits = eddy__begin_get(&turn, handle, item); waits;
         waits = eddy__get_again(&turn, item))
        eddy__leave();
    return turn.status;
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
