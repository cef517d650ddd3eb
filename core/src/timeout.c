/* Timeout blocks and wait_for (CPython: asyncio/timeouts.py, and tasks.py, wait_for). */
#include "eddy/timeout.h"

#include <math.h>

#include "blocks.h"
#include "handles.h"
#include "waiter.h"

static struct eddy__timeout *find_timeout(const eddy_timeout *timeout) {
    int why;
    struct eddy__object *object = timeout ? eddy__find(timeout->id, &why) : NULL;
    return object && object->kind == EDDY__TIMEOUT ? (struct eddy__timeout *)object : NULL;
}

static void disarm(eddy_loop *loop, struct eddy__timeout *timeout) {
    eddy__timer_clear(loop, &timeout->timer);
}

void eddy__timeout_detach(eddy_loop *loop, struct eddy__timeout *timeout) {
    disarm(loop, timeout);
}

/* Sets the timer: in the ready queue when the time is up already. False: no memory. */
static bool arm(eddy_loop *loop, struct eddy__timeout *timeout, double when) {
    timeout->when = when;
    if (isinf(when) && when > 0) return true;
    int64_t deadline = eddy__nanoseconds(when);
    if (deadline > eddy__now(loop)) return eddy__timer_set(loop, &timeout->timer, deadline);
    eddy__make_ready(loop, &timeout->entry);
    return true;
}

int eddy_timeout_begin_at(eddy_timeout *shown, double when) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return eddy__failed(why);
    if (!shown || isnan(when))
        return eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_timeout_begin: the %s",
                          shown ? "time is NaN" : "timeout is NULL");
    *shown = (eddy_timeout){0};
    struct eddy__timeout *timeout = eddy__object_new(loop, EDDY__TIMEOUT, sizeof *timeout);
    if (!timeout) return eddy__fail(EDDY_NO_MEMORY, "no memory for a timeout");
    timeout->task = task;
    timeout->cancelling = eddy__rare(task)->cancel_requests;
    timeout->entry.action = EDDY__EXPIRE_TIMEOUT;
    timeout->timer.entry = &timeout->entry;
    if (!arm(loop, timeout, when)) {
        eddy__drop(loop, &timeout->object);
        return eddy__fail(EDDY_NO_MEMORY, "no memory for a timeout");
    }
    shown->id = timeout->object.id;
    return EDDY_OK;
}

int eddy_timeout_begin(eddy_timeout *timeout, double delay) {
    eddy_loop *loop = eddy__running();
    return eddy_timeout_begin_at(timeout, loop ? eddy_loop_time(loop) + delay : delay);
}

void eddy__timeout_expire(eddy_loop *loop, struct eddy__timeout *timeout) {
    timeout->expired = true;
    EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_TIMEOUT, &timeout->object);
    eddy__task_cancel(loop, timeout->task);
    EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_CALL, NULL);
}

int eddy_timeout_end(eddy_timeout *shown, int status) {
    struct eddy__timeout *timeout = find_timeout(shown);
    eddy_loop *loop = eddy__running();
    if (!timeout || timeout->task != loop->current)
        return status != EDDY_OK ? status
                                 : eddy__fail(EDDY_INVALID_STATE,
                                              "eddy_timeout_end: the calling task is in no such "
                                              "block: it was not begun, or ended already");
    struct eddy__task *task = timeout->task;
    disarm(loop, timeout);
    shown->expired = timeout->expired;
    if (timeout->expired) {
        int left = eddy__task_uncancel(task);
        if (left <= timeout->cancelling && status == EDDY_CANCELLED) {
            status = EDDY_TIMEOUT;
            eddy__set_error(loop, task, status, NULL);
        }
    }
    eddy__list_remove(&timeout->object.owned);
    eddy__drop(loop, &timeout->object);
    return status;
}

int eddy_timeout_reschedule(eddy_timeout *shown, double when) {
    struct eddy__timeout *timeout = find_timeout(shown);
    if (isnan(when)) return eddy__fail(EDDY_INVALID_ARGUMENT, "the time is NaN");
    if (!timeout || timeout->expired)
        return eddy__fail(EDDY_INVALID_STATE, "the block has %s",
                          timeout ? "expired already" : "ended, or was not begun");
    eddy_loop *loop = eddy__running();
    double before = timeout->when;
    disarm(loop, timeout);
    if (arm(loop, timeout, when)) return EDDY_OK;
    arm(loop, timeout, before); /* has room: its old place in the heap is free */
    return eddy__fail(EDDY_NO_MEMORY, "no memory for a timer");
}

double eddy_timeout_when(const eddy_timeout *shown) {
    struct eddy__timeout *timeout = find_timeout(shown);
    return timeout ? timeout->when : EDDY_FOREVER;
}

bool eddy_timeout_expired(const eddy_timeout *shown) {
    struct eddy__timeout *timeout = find_timeout(shown);
    return timeout ? timeout->expired : shown && shown->expired;
}

/* ---- wait_for ---- */

struct cancelled_one {
    struct eddy__entry entry;
    struct eddy__waiter waiter;
};

void eddy__cancelled_one_ended(eddy_loop *loop, struct eddy__entry *entry) {
    eddy__wake(loop, &EDDY__CONTAINER(entry, struct cancelled_one, entry)->waiter);
}

/* Cancels future and suspends until it has ended (CPython: _cancel_and_wait). */
static int cancel_and_wait(eddy_loop *loop, struct eddy__task *task, struct eddy__future *future) {
    struct cancelled_one one = {.entry.action = EDDY__CANCELLED_ONE};
    eddy__waiter_init(&one.waiter, EDDY_TRACE_WAIT_FUTURE, &future->object);
    eddy__list_append(&future->callbacks, &one.entry.link);
    eddy__cancel(loop, future);
    int status = eddy__wait_on(loop, task, &one.waiter);
    eddy__list_remove(&one.entry.link);
    return status;
}

static int wait_for_nothing(eddy_awaitable awaitable) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return eddy__failed(why);
    struct eddy__future *future = eddy__ensure_future(loop, awaitable, &why);
    if (!future) {
        eddy__set_error(loop, task, why, NULL);
        return eddy__failed(why);
    }
    if (future == &task->future) return eddy_await(awaitable);
    eddy__hold(&future->object);
    int status = EDDY_OK;
    bool was_done = eddy__done(future);
    if (!was_done) status = cancel_and_wait(loop, task, future);
    if (status == EDDY_OK) {
        status = eddy__take_result(loop, task, future);
        if (!was_done && status == EDDY_CANCELLED) {
            status = EDDY_TIMEOUT;
            eddy__set_error(loop, task, status, NULL);
        }
    }
    return eddy__end_wait(loop, future, status);
}

int eddy_wait_for(eddy_awaitable awaitable, double seconds) {
    if (seconds <= 0) return wait_for_nothing(awaitable);
    eddy_timeout timeout = {0};
    EDDY_TRY(eddy_timeout_begin(&timeout, seconds));
    return eddy_timeout_end(&timeout, eddy_await(awaitable));
}
