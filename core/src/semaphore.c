/* Semaphore and BoundedSemaphore (CPython: asyncio/locks.py). */
#include "sync_objects.h"

static eddy_semaphore semaphore_new(size_t value, size_t bound) {
    eddy_semaphore handle;
    struct eddy__semaphore *semaphore =
        eddy__new_kind(EDDY__SEMAPHORE, sizeof *semaphore, &handle.id);
    if (semaphore) {
        eddy__list_init(&semaphore->waiters);
        semaphore->value = value;
        semaphore->bound = bound;
    }
    return handle;
}

eddy_semaphore eddy_semaphore_new(size_t value) {
    return semaphore_new(value, SIZE_MAX);
}

eddy_semaphore eddy_bounded_semaphore_new(size_t value) {
    return semaphore_new(value, value);
}

static bool is_locked(const struct eddy__semaphore *semaphore) {
    if (semaphore->value == 0) return true;
    for (struct eddy__link *link = semaphore->waiters.next; link != &semaphore->waiters;
         link = link->next)
        if (EDDY__WAITER_AT(link)->future.state != EDDY__WAS_CANCELLED) return true;
    return false;
}

/* The running task has a permit, or gives one back. */
static void tell(eddy_loop *loop, enum eddy_trace_kind kind,
                 const struct eddy__semaphore *semaphore) {
    if (EDDY__TRACING(loop))
        eddy__trace_held(loop, kind, EDDY_TRACE_WAIT_SEMAPHORE, &semaphore->object);
}

/* Gives a permit to the next that waits: it is the waiter's from now on. */
static bool wake_up_next(eddy_loop *loop, struct eddy__semaphore *semaphore) {
    struct eddy__waiter *waiter = eddy__first_pending(&semaphore->waiters);
    if (!waiter) return false;
    semaphore->value--;
    return eddy__wake(loop, waiter);
}

static int acquire(eddy_loop *loop, struct eddy__task *task, struct eddy__semaphore *semaphore) {
    if (!is_locked(semaphore)) {
        semaphore->value--;
        tell(loop, EDDY_TRACE_ACQUIRED, semaphore);
        return EDDY_OK;
    }
    struct eddy__waiter waiter;
    eddy__waiter_init(&waiter, EDDY_TRACE_WAIT_SEMAPHORE, &semaphore->object);
    int status = eddy__wait_in(loop, task, &semaphore->waiters, &waiter);
    /* cancelled with a permit in hand: it goes back */
    if (status != EDDY_OK && waiter.future.state == EDDY__FINISHED) semaphore->value++;
    if (status == EDDY_OK) tell(loop, EDDY_TRACE_ACQUIRED, semaphore);
    while (semaphore->value > 0 && wake_up_next(loop, semaphore)) {
    }
    return status;
}

int eddy_semaphore_acquire(eddy_semaphore handle) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__semaphore *semaphore =
        eddy__begin_call(handle.id, EDDY__SEMAPHORE, &loop, &task, &why);
    return semaphore ? eddy__end_call(loop, semaphore, acquire(loop, task, semaphore))
                     : eddy__failed(why);
}

int eddy_semaphore_acquire_nowait(eddy_semaphore handle) {
    int why = EDDY_OK;
    struct eddy__semaphore *semaphore = eddy__find_kind(handle.id, EDDY__SEMAPHORE, &why);
    if (!semaphore) return eddy__failed(why);
    if (is_locked(semaphore)) return eddy__failed(EDDY_WOULD_BLOCK);
    semaphore->value--;
    tell(eddy__running(), EDDY_TRACE_ACQUIRED, semaphore);
    return EDDY_OK;
}

int eddy_semaphore_release(eddy_semaphore handle) {
    int why = EDDY_OK;
    struct eddy__semaphore *semaphore = eddy__find_kind(handle.id, EDDY__SEMAPHORE, &why);
    if (!semaphore) return eddy__failed(why);
    if (semaphore->value >= semaphore->bound)
        return eddy__fail(EDDY_INVALID_STATE, "the semaphore was released too many times");
    semaphore->value++;
    tell(eddy__running(), EDDY_TRACE_RELEASED, semaphore);
    wake_up_next(eddy__running(), semaphore);
    return EDDY_OK;
}

bool eddy_semaphore_locked(eddy_semaphore handle) {
    int why;
    struct eddy__semaphore *semaphore = eddy__find_kind(handle.id, EDDY__SEMAPHORE, &why);
    return semaphore && is_locked(semaphore);
}

size_t eddy_semaphore_value(eddy_semaphore handle) {
    int why;
    struct eddy__semaphore *semaphore = eddy__find_kind(handle.id, EDDY__SEMAPHORE, &why);
    return semaphore ? semaphore->value : 0;
}

struct eddy_semaphore_statistics eddy_semaphore_statistics(eddy_semaphore handle) {
    int why;
    struct eddy__semaphore *semaphore = eddy__find_kind(handle.id, EDDY__SEMAPHORE, &why);
    return (struct eddy_semaphore_statistics){semaphore ? eddy__count_pending(&semaphore->waiters)
                                                        : 0};
}
