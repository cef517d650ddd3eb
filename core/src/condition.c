/* Condition (CPython: asyncio/locks.py, Condition). */
#include "sync_objects.h"

struct eddy__condition *eddy__condition_make(eddy_loop *loop, struct eddy__lock *lock) {
    struct eddy__condition *condition = eddy__object_new(loop, EDDY__CONDITION, sizeof *condition);
    if (!condition) return NULL;
    eddy__list_init(&condition->waiters);
    if (lock) {
        eddy__hold(&lock->object);
    } else {
        lock = eddy__object_new(loop, EDDY__LOCK, sizeof *lock);
        if (!lock) {
            eddy__drop(loop, &condition->object);
            return NULL;
        }
        eddy__list_remove(&lock->object.owned); /* its reference is the condition's */
        eddy__lock_init(lock);
    }
    condition->lock = lock;
    return condition;
}

eddy_condition eddy_condition_new(eddy_lock lock_handle) {
    int why = EDDY_OK;
    eddy_loop *loop = eddy__running();
    if (!loop) return (eddy_condition){eddy__error_handle(EDDY_NO_RUNNING_LOOP).id};
    struct eddy__lock *lock = NULL;
    if (lock_handle.id != 0) {
        lock = eddy__find_kind(lock_handle.id, EDDY__LOCK, &why);
        if (!lock) return (eddy_condition){eddy__error_handle(why).id};
    }
    struct eddy__condition *condition = eddy__condition_make(loop, lock);
    return (eddy_condition){condition ? condition->object.id
                                      : eddy__error_handle(EDDY_NO_MEMORY).id};
}

int eddy__condition_wait(eddy_loop *loop, struct eddy__task *task,
                         struct eddy__condition *condition) {
    struct eddy__waiter waiter;
    if (condition->barrier)
        eddy__waiter_init(&waiter, EDDY_TRACE_WAIT_BARRIER, condition->barrier);
    else
        eddy__waiter_init(&waiter, EDDY_TRACE_WAIT_CONDITION, &condition->object);
    EDDY_TRY(eddy__lock_release(loop, condition->lock));
    int status = eddy__wait_in(loop, task, &condition->waiters, &waiter);
    /* Whatever comes, the lock is held again: a cancellation meanwhile waits for that, too. */
    int again;
    task->scope_shields++; /* a cancelled scope would not let it wait at all */
    while ((again = eddy__lock_acquire(loop, task, condition->lock)) != EDDY_OK) status = again;
    task->scope_shields--;
    /* it may have been notified as well as cancelled: that is the next one's */
    if (status != EDDY_OK) eddy__condition_notify(loop, condition, 1);
    return status;
}

void eddy__condition_notify(eddy_loop *loop, struct eddy__condition *condition, size_t count) {
    for (struct eddy__link *link = condition->waiters.next;
         link != &condition->waiters && count > 0; link = link->next)
        if (eddy__wake(loop, EDDY__WAITER_AT(link))) count--;
}

int eddy_condition_acquire(eddy_condition handle) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__condition *condition =
        eddy__begin_call(handle.id, EDDY__CONDITION, &loop, &task, &why);
    if (!condition) return eddy__failed(why);
    return eddy__end_call(loop, condition, eddy__lock_acquire(loop, task, condition->lock));
}

int eddy_condition_release(eddy_condition handle) {
    int why = EDDY_OK;
    struct eddy__condition *condition = eddy__find_kind(handle.id, EDDY__CONDITION, &why);
    return condition ? eddy__lock_release(eddy__running(), condition->lock) : eddy__failed(why);
}

bool eddy_condition_locked(eddy_condition handle) {
    int why;
    struct eddy__condition *condition = eddy__find_kind(handle.id, EDDY__CONDITION, &why);
    return condition && condition->lock->locked;
}

int eddy_condition_wait(eddy_condition handle) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__condition *condition =
        eddy__begin_call(handle.id, EDDY__CONDITION, &loop, &task, &why);
    if (!condition) return eddy__failed(why);
    return eddy__end_call(loop, condition, eddy__condition_wait(loop, task, condition));
}

int eddy_condition_wait_for(eddy_condition handle, bool (*predicate)(void *), void *argument) {
    if (!predicate) return eddy__fail(EDDY_INVALID_ARGUMENT, "the predicate is NULL");
    int why = EDDY_OK, status = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__condition *condition =
        eddy__begin_call(handle.id, EDDY__CONDITION, &loop, &task, &why);
    if (!condition) return eddy__failed(why);
    while (status == EDDY_OK && !predicate(argument))
        status = eddy__condition_wait(loop, task, condition);
    return eddy__end_call(loop, condition, status);
}

int eddy_condition_notify(eddy_condition handle, size_t count) {
    int why = EDDY_OK;
    struct eddy__condition *condition = eddy__find_kind(handle.id, EDDY__CONDITION, &why);
    if (!condition) return eddy__failed(why);
    if (!condition->lock->locked)
        return eddy__fail(EDDY_INVALID_STATE, "notify: the condition's lock is not locked");
    eddy__condition_notify(eddy__running(), condition, count);
    return EDDY_OK;
}

int eddy_condition_notify_all(eddy_condition handle) {
    return eddy_condition_notify(handle, SIZE_MAX);
}

struct eddy_condition_statistics eddy_condition_statistics(eddy_condition handle) {
    int why;
    struct eddy__condition *condition = eddy__find_kind(handle.id, EDDY__CONDITION, &why);
    if (!condition) return (struct eddy_condition_statistics){0};
    return (struct eddy_condition_statistics){
        .tasks_waiting = eddy__count_pending(&condition->waiters),
        .lock_statistics = eddy__lock_statistics(condition->lock),
    };
}
