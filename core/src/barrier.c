/* Barrier (CPython: asyncio/locks.py, Barrier). */
#include "sync_objects.h"

eddy_barrier eddy_barrier_new(size_t parties) {
    eddy_barrier handle;
    if (parties == 0) return (eddy_barrier){eddy__error_handle(EDDY_INVALID_ARGUMENT).id};
    struct eddy__barrier *barrier = eddy__new_kind(EDDY__BARRIER, sizeof *barrier, &handle.id);
    if (!barrier) return handle;
    eddy_loop *loop = eddy__running();
    barrier->condition = eddy__condition_make(loop, NULL);
    if (!barrier->condition) {
        eddy_release_object(handle.id);
        return (eddy_barrier){eddy__error_handle(EDDY_NO_MEMORY).id};
    }
    eddy__list_remove(&barrier->condition->object.owned); /* its reference is the barrier's */
    barrier->parties = parties;
    barrier->condition->barrier = &barrier->object;
    return handle;
}

static void notify_all(eddy_loop *loop, struct eddy__barrier *barrier) {
    eddy__condition_notify(loop, barrier->condition, SIZE_MAX);
}

/* Waits with the lock held while what the last round left must end first. */
static int block(eddy_loop *loop, struct eddy__task *task, struct eddy__barrier *barrier) {
    while (barrier->state == EDDY__BARRIER_DRAINING || barrier->state == EDDY__BARRIER_RESETTING)
        EDDY_TRY(eddy__condition_wait(loop, task, barrier->condition));
    if (barrier->state != EDDY__BARRIER_BROKEN) return EDDY_OK;
    return eddy__fail(EDDY_BROKEN_BARRIER, "the barrier was aborted");
}

static int wait_until_full(eddy_loop *loop, struct eddy__task *task,
                           struct eddy__barrier *barrier) {
    while (barrier->state == EDDY__BARRIER_FILLING)
        EDDY_TRY(eddy__condition_wait(loop, task, barrier->condition));
    if (barrier->state == EDDY__BARRIER_DRAINING) return EDDY_OK;
    return eddy__fail(EDDY_BROKEN_BARRIER, "the barrier was aborted or reset");
}

/* Waits with the lock held. */
static int wait_locked(eddy_loop *loop, struct eddy__task *task, struct eddy__barrier *barrier,
                       size_t *index) {
    EDDY_TRY(block(loop, task, barrier));
    int status = EDDY_OK;
    *index = barrier->count++;
    if (*index + 1 == barrier->parties) {
        barrier->state = EDDY__BARRIER_DRAINING;
        notify_all(loop, barrier);
    } else {
        status = wait_until_full(loop, task, barrier);
    }
    if (--barrier->count == 0) {
        if (barrier->state == EDDY__BARRIER_RESETTING || barrier->state == EDDY__BARRIER_DRAINING)
            barrier->state = EDDY__BARRIER_FILLING;
        notify_all(loop, barrier);
    }
    return status;
}

int eddy_barrier_wait(eddy_barrier handle, size_t *index) {
    int why = EDDY_OK;
    size_t place = 0;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__barrier *barrier = eddy__begin_call(handle.id, EDDY__BARRIER, &loop, &task, &why);
    if (!barrier) return eddy__failed(why);
    int status = eddy__lock_acquire(loop, task, barrier->condition->lock);
    if (status == EDDY_OK) {
        status = wait_locked(loop, task, barrier, &place);
        eddy__lock_release(loop, barrier->condition->lock);
    }
    if (status == EDDY_OK && index) *index = place;
    return eddy__end_call(loop, barrier, status);
}

/* Takes the lock and changes the state. */
static int change(eddy_barrier handle, bool abort) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__barrier *barrier = eddy__begin_call(handle.id, EDDY__BARRIER, &loop, &task, &why);
    if (!barrier) return eddy__failed(why);
    int status = eddy__lock_acquire(loop, task, barrier->condition->lock);
    if (status == EDDY_OK) {
        if (abort)
            barrier->state = EDDY__BARRIER_BROKEN;
        else if (barrier->count > 0)
            barrier->state = EDDY__BARRIER_RESETTING;
        else
            barrier->state = EDDY__BARRIER_FILLING;
        notify_all(loop, barrier);
        eddy__lock_release(loop, barrier->condition->lock);
    }
    return eddy__end_call(loop, barrier, status);
}

int eddy_barrier_reset(eddy_barrier handle) {
    return change(handle, false);
}

int eddy_barrier_abort(eddy_barrier handle) {
    return change(handle, true);
}

size_t eddy_barrier_parties(eddy_barrier handle) {
    int why;
    struct eddy__barrier *barrier = eddy__find_kind(handle.id, EDDY__BARRIER, &why);
    return barrier ? barrier->parties : 0;
}

size_t eddy_barrier_n_waiting(eddy_barrier handle) {
    int why;
    struct eddy__barrier *barrier = eddy__find_kind(handle.id, EDDY__BARRIER, &why);
    return barrier && barrier->state == EDDY__BARRIER_FILLING ? barrier->count : 0;
}

bool eddy_barrier_broken(eddy_barrier handle) {
    int why;
    struct eddy__barrier *barrier = eddy__find_kind(handle.id, EDDY__BARRIER, &why);
    return barrier && barrier->state == EDDY__BARRIER_BROKEN;
}
