/* wait and shield (CPython: asyncio/tasks.py). */
#include "eddy/wait.h"

#include <math.h>

#include "blocks.h"
#include "handles.h"

struct eddy__future *eddy__ensure_future(eddy_loop *loop, eddy_awaitable awaitable, int *why) {
    struct eddy__future *future = eddy__find_future(awaitable, why);
    if (!future || future->object.kind != EDDY__TASK) return future;
    struct eddy__task *task = (struct eddy__task *)future;
    if (task->is_task) return future;
    if (task->started) {
        *why = EDDY_ALREADY_AWAITED;
        return NULL;
    }
    eddy__schedule(loop, task);
    return future;
}

/* ---- wait ---- */

static void release_waiter(eddy_loop *loop, struct eddy__waiting *wait) {
    eddy__timer_clear(loop, &wait->timer);
    eddy__wake(loop, &wait->waiter);
}

void eddy__wait_child_done(eddy_loop *loop, struct eddy__entry *entry) {
    struct eddy__watch *watch = EDDY__CONTAINER(entry, struct eddy__watch, entry);
    struct eddy__waiting *wait = watch->watcher;
    const struct eddy__future *future = watch->future;
    bool failed = future->state == EDDY__FINISHED && future->status != EDDY_OK;
    wait->left--;
    if (wait->left == 0 || wait->return_when == EDDY_FIRST_COMPLETED ||
        (wait->return_when == EDDY_FIRST_EXCEPTION && failed))
        release_waiter(loop, wait);
}

void eddy__wait_expired(eddy_loop *loop, struct eddy__entry *entry) {
    eddy__wake(loop, &EDDY__CONTAINER(entry, struct eddy__waiting, expired)->waiter);
}

/* Checks all, so that an error leaves nothing half done. */
static int check(const eddy_awaitable *awaitables, size_t count, double timeout,
                 eddy_return_when return_when) {
    if (!awaitables || count == 0) return eddy__fail(EDDY_INVALID_ARGUMENT, "wait for no tasks");
    if (isnan(timeout)) return eddy__fail(EDDY_INVALID_ARGUMENT, "the timeout is NaN");
    if ((unsigned)return_when > EDDY_FIRST_EXCEPTION)
        return eddy__fail(EDDY_INVALID_ARGUMENT, "return_when is none of enum eddy_return_when");
    for (size_t i = 0; i < count; i++) {
        int why = EDDY_OK;
        struct eddy__future *future = eddy__find_future(awaitables[i], &why);
        if (!future) return eddy__fail(why, "%s", eddy_strerror(why));
        if (future->object.kind == EDDY__TASK && !((struct eddy__task *)future)->is_task)
            return eddy__fail(
                EDDY_NOT_AWAITABLE,
                "eddy_wait takes tasks and futures: make the coroutine object a task");
    }
    return EDDY_OK;
}

/* Watches every future once. Those that are done already tell so in the next iteration. */
static void watch_all(eddy_loop *loop, struct eddy__waiting *wait,
                      struct eddy__completions *watching, const eddy_awaitable *awaitables) {
    uint32_t mark = ++loop->gather_mark;
    for (size_t i = 0; i < watching->count; i++) {
        int why;
        struct eddy__watch *watch = &watching->watches[i];
        struct eddy__future *future = eddy__find_future(awaitables[i], &why);
        if (future->gather_mark == mark) continue;
        future->gather_mark = mark;
        wait->left++;
        if (EDDY__TRACING(loop))
            eddy__trace_member(loop, EDDY_TRACE_WAIT_MANY, &watching->object, future);
        eddy__watch(loop, watch, future, EDDY__WAIT_CHILD, wait);
    }
}

int eddy_wait(const eddy_awaitable *awaitables, size_t count, double timeout,
              eddy_return_when return_when) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return eddy__failed(why);
    EDDY_TRY(check(awaitables, count, timeout, return_when));
    /* An object with a handle that nobody is given: it goes with the task, should that be destroyed
     * while it waits. */
    struct eddy__completions *watching = eddy__completions_new(loop, count);
    if (!watching) return eddy__fail(EDDY_NO_MEMORY, "no memory to wait for %zu tasks", count);

    struct eddy__waiting wait = {.return_when = return_when, .expired.action = EDDY__WAIT_EXPIRED};
    eddy__waiter_init(&wait.waiter, EDDY_TRACE_WAIT_MANY, &watching->object);
    wait.timer.entry = &wait.expired;
    int status = EDDY_OK;
    if (timeout != EDDY_FOREVER &&
        !eddy__timer_set(loop, &wait.timer, eddy__after(loop, timeout))) {
        status = eddy__fail(EDDY_NO_MEMORY, "no memory for a timer");
    } else {
        watch_all(loop, &wait, watching, awaitables);
        status = eddy__wait_on(loop, task, &wait.waiter);
        eddy__timer_clear(loop, &wait.timer);
    }
    eddy__drop(loop, &watching->object);
    return status;
}

/* ---- shield ---- */

struct shield {
    struct eddy__waiter outer;
    struct eddy__entry inner_done;
    struct eddy__future *inner;
};

void eddy__shield_inner_done(eddy_loop *loop, struct eddy__entry *entry) {
    struct shield *shield = EDDY__CONTAINER(entry, struct shield, inner_done);
    if (eddy__done(&shield->outer.future)) {
        shield->inner->seen = true;
        return;
    }
    eddy__complete(loop, &shield->outer.future, EDDY__FINISHED, EDDY_OK);
}

int eddy_shield(eddy_awaitable awaitable) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return eddy__failed(why);
    struct eddy__future *inner = eddy__ensure_future(loop, awaitable, &why);
    if (!inner) {
        eddy__set_error(loop, task, why, NULL);
        return eddy__failed(why);
    }
    if (inner == &task->future) return eddy_await(awaitable);
    eddy__hold(&inner->object);
    int status = EDDY_OK;
    if (!eddy__done(inner)) {
        struct shield shield = {.inner_done.action = EDDY__SHIELD_INNER, .inner = inner};
        eddy__waiter_init(&shield.outer, EDDY_TRACE_WAIT_SHIELD, &inner->object);
        eddy__list_append(&inner->callbacks, &shield.inner_done.link);
        if (EDDY__TRACING(loop))
            eddy__trace_member(loop, EDDY_TRACE_WAIT_SHIELD, &inner->object, inner);
        status = eddy__wait_on(loop, task, &shield.outer);
        eddy__list_remove(&shield.inner_done.link);
        /* cancelled as the inner one ended: asyncio's callback would see that error yet */
        if (eddy__done(inner)) inner->seen = true;
    }
    if (status == EDDY_OK) status = eddy__take_result(loop, task, inner);
    return eddy__end_wait(loop, inner, status);
}
