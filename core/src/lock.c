/* Lock (CPython: asyncio/locks.py, Lock). */
#include "sync_objects.h"

/* ---- what all of sync.h shares ---- */

int eddy__why_not_kind(uint64_t id) {
    int why = EDDY_NOT_AWAITABLE;
    /* zero, or the handle of something else; but an error that the handle carries is given as it is
     */
    if (!eddy__find(id, &why) && (why != EDDY_NOT_AWAITABLE || id == eddy__error_handle(why).id))
        return why;
    return EDDY_INVALID_ARGUMENT;
}

void *eddy__begin_call(uint64_t id, enum eddy__kind kind, eddy_loop **loop,
                       struct eddy__task **task, int *why) {
    *task = eddy__awaiter(loop, why);
    if (!*task) return NULL;
    struct eddy__object *object = eddy__find_kind(id, kind, why);
    if (object)
        eddy__hold(object);
    else
        eddy__set_error(*loop, *task, *why, NULL);
    return object;
}

int eddy__end_call(eddy_loop *loop, void *object, int status) {
    eddy__drop(loop, object);
    return status;
}

void *eddy__new_kind(enum eddy__kind kind, size_t size, uint64_t *id) {
    eddy_loop *loop = eddy__running();
    struct eddy__object *object = loop ? eddy__object_new(loop, kind, size) : NULL;
    *id = object ? object->id : eddy__error_handle(loop ? EDDY_NO_MEMORY : EDDY_NO_RUNNING_LOOP).id;
    return object;
}

/* ---- the lock ---- */

void eddy__lock_init(struct eddy__lock *lock) {
    eddy__list_init(&lock->waiters);
}

eddy_lock eddy_lock_new(void) {
    eddy_lock handle;
    struct eddy__lock *lock = eddy__new_kind(EDDY__LOCK, sizeof *lock, &handle.id);
    if (lock) eddy__lock_init(lock);
    return handle;
}

static bool all_cancelled(const struct eddy__link *waiters) {
    for (struct eddy__link *link = waiters->next; link != waiters; link = link->next)
        if (EDDY__WAITER_AT(link)->future.state != EDDY__WAS_CANCELLED) return false;
    return true;
}

static void wake_up_first(eddy_loop *loop, struct eddy__lock *lock) {
    if (!eddy__list_empty(&lock->waiters)) eddy__wake(loop, EDDY__WAITER_AT(lock->waiters.next));
}

int eddy__lock_acquire(eddy_loop *loop, struct eddy__task *task, struct eddy__lock *lock) {
    /* Waits its turn even if the lock is free and somebody else is about to take it. */
    if (lock->locked || !all_cancelled(&lock->waiters)) {
        struct eddy__waiter waiter;
        eddy__waiter_init(&waiter, EDDY_TRACE_WAIT_LOCK, &lock->object);
        int status = eddy__wait_in(loop, task, &lock->waiters, &waiter);
        if (status != EDDY_OK) {
            /* it may have been woken as well as cancelled: the turn is the next one's */
            if (!lock->locked) wake_up_first(loop, lock);
            return status;
        }
    }
    lock->locked = true;
    lock->holder = task->future.object.id;
    if (EDDY__TRACING(loop))
        eddy__trace_held(loop, EDDY_TRACE_ACQUIRED, EDDY_TRACE_WAIT_LOCK, &lock->object);
    return EDDY_OK;
}

int eddy__lock_release(eddy_loop *loop, struct eddy__lock *lock) {
    if (!lock->locked) return eddy__fail(EDDY_INVALID_STATE, "the lock is not locked");
    lock->locked = false;
    if (EDDY__TRACING(loop))
        eddy__trace_held(loop, EDDY_TRACE_RELEASED, EDDY_TRACE_WAIT_LOCK, &lock->object);
    wake_up_first(loop, lock);
    return EDDY_OK;
}

int eddy_lock_acquire(eddy_lock handle) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__lock *lock = eddy__begin_call(handle.id, EDDY__LOCK, &loop, &task, &why);
    return lock ? eddy__end_call(loop, lock, eddy__lock_acquire(loop, task, lock))
                : eddy__failed(why);
}

int eddy_lock_release(eddy_lock handle) {
    int why = EDDY_OK;
    struct eddy__lock *lock = eddy__find_kind(handle.id, EDDY__LOCK, &why);
    return lock ? eddy__lock_release(eddy__running(), lock) : eddy__failed(why);
}

bool eddy_lock_locked(eddy_lock handle) {
    int why;
    struct eddy__lock *lock = eddy__find_kind(handle.id, EDDY__LOCK, &why);
    return lock && lock->locked;
}

struct eddy_lock_statistics eddy__lock_statistics(const struct eddy__lock *lock) {
    return (struct eddy_lock_statistics){
        .locked = lock->locked,
        .owner = {lock->locked ? lock->holder : 0},
        .tasks_waiting = eddy__count_pending(&lock->waiters),
    };
}

struct eddy_lock_statistics eddy_lock_statistics(eddy_lock handle) {
    int why;
    struct eddy__lock *lock = eddy__find_kind(handle.id, EDDY__LOCK, &why);
    return lock ? eddy__lock_statistics(lock) : (struct eddy_lock_statistics){0};
}
