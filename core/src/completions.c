/* as_completed (CPython: asyncio/tasks.py, _AsCompletedIterator). */
#include <math.h>

#include "blocks.h"
#include "handles.h"

void eddy__watch(eddy_loop *loop, struct eddy__watch *watch, struct eddy__future *future,
                 enum eddy__action action, void *watcher) {
    eddy__hold(&future->object);
    watch->future = future;
    watch->watcher = watcher;
    watch->entry.action = (uint8_t)action;
    if (eddy__done(future))
        eddy__make_ready(loop, &watch->entry);
    else
        eddy__list_append(&future->callbacks, &watch->entry.link);
}

static bool anything(const struct eddy__completions *completions) {
    return !eddy__list_empty(&completions->done) || completions->timeouts_to_hand_out > 0;
}

static void wake_next(eddy_loop *loop, struct eddy__completions *completions) {
    struct eddy__waiter *getter = eddy__first_pending(&completions->getters);
    if (getter) eddy__wake(loop, getter);
}

void eddy__completed(eddy_loop *loop, struct eddy__entry *entry) {
    struct eddy__watch *watch = EDDY__CONTAINER(entry, struct eddy__watch, entry);
    struct eddy__completions *completions = watch->watcher;
    eddy__list_append(&completions->done, &watch->done_link);
    if (--completions->left_to_finish == 0) {
        eddy__timer_clear(loop, &completions->timer);
    }
    wake_next(loop, completions);
}

void eddy__completions_expired(eddy_loop *loop, struct eddy__entry *entry) {
    struct eddy__completions *completions =
        EDDY__CONTAINER(entry, struct eddy__completions, expired_entry);
    completions->timeouts_to_hand_out = completions->left_to_finish;
    completions->left_to_finish = 0;
    for (size_t i = 0; i < completions->count; i++)
        if (completions->watches[i].future) eddy__list_remove(&completions->watches[i].entry.link);
    struct eddy__waiter *getter;
    while ((getter = eddy__first_pending(&completions->getters))) eddy__wake(loop, getter);
}

void eddy__completions_detach(struct eddy__completions *completions) {
    eddy__list_remove(&completions->expired_entry.link);
    for (size_t i = 0; i < completions->count; i++)
        if (completions->watches[i].future) eddy__list_remove(&completions->watches[i].entry.link);
}

void eddy__completions_end(eddy_loop *loop, struct eddy__completions *completions) {
    eddy__completions_detach(completions);
    for (size_t i = 0; i < completions->count; i++)
        if (completions->watches[i].future)
            eddy__drop(loop, &completions->watches[i].future->object);
}

static int check(const eddy_awaitable *awaitables, size_t count, double timeout) {
    if ((count > 0 && !awaitables) || isnan(timeout)) return eddy__failed(EDDY_INVALID_ARGUMENT);
    for (size_t i = 0; i < count; i++) {
        int why = EDDY_OK;
        struct eddy__future *future = eddy__find_future(awaitables[i], &why);
        if (!future) return eddy__failed(why);
        struct eddy__task *task = (struct eddy__task *)future;
        if (future->object.kind == EDDY__TASK && !task->is_task && task->started)
            return EDDY_ALREADY_AWAITED;
    }
    return EDDY_OK;
}

static void watch_all(eddy_loop *loop, struct eddy__completions *completions,
                      const eddy_awaitable *awaitables) {
    uint32_t mark = ++loop->gather_mark;
    for (size_t i = 0; i < completions->count; i++) {
        int why;
        struct eddy__watch *watch = &completions->watches[i];
        struct eddy__future *future = eddy__ensure_future(loop, awaitables[i], &why);
        if (future->gather_mark == mark) continue;
        future->gather_mark = mark;
        completions->left_to_finish++;
        if (EDDY__TRACING(loop))
            eddy__trace_member(loop, EDDY_TRACE_WAIT_MANY, &completions->object, future);
        eddy__watch(loop, watch, future, EDDY__COMPLETED, completions);
    }
    completions->left_to_hand_out = completions->left_to_finish;
}

struct eddy__completions *eddy__completions_new(eddy_loop *loop, size_t count) {
    struct eddy__completions *completions = NULL;
    if (count < UINT32_MAX / sizeof completions->watches[0] - sizeof *completions)
        completions = eddy__object_new(loop, EDDY__COMPLETIONS,
                                       sizeof *completions + count * sizeof(struct eddy__watch));
    if (!completions) return NULL;
    completions->count = count;
    eddy__list_init(&completions->done);
    eddy__list_init(&completions->getters);
    completions->expired_entry.action = EDDY__COMPLETIONS_EXPIRED;
    completions->timer.entry = &completions->expired_entry;
    return completions;
}

eddy_completions eddy_as_completed(const eddy_awaitable *awaitables, size_t count, double timeout) {
    eddy_loop *loop = eddy__running();
    if (!loop) return (eddy_completions){eddy__error_handle(EDDY_NO_RUNNING_LOOP).id};
    int why = check(awaitables, count, timeout);
    if (why != EDDY_OK) return (eddy_completions){eddy__error_handle(why).id};
    struct eddy__completions *completions = eddy__completions_new(loop, count);
    if (!completions) return (eddy_completions){eddy__error_handle(EDDY_NO_MEMORY).id};
    if (count > 0 && timeout != EDDY_FOREVER &&
        !eddy__timer_set(loop, &completions->timer, eddy__after(loop, timeout))) {
        eddy__drop(loop, &completions->object);
        return (eddy_completions){eddy__error_handle(EDDY_NO_MEMORY).id};
    }
    watch_all(loop, completions, awaitables);
    return (eddy_completions){completions->object.id};
}

/* Suspends until there is something to hand out. */
static int wait_for_next(eddy_loop *loop, struct eddy__task *task,
                         struct eddy__completions *completions) {
    while (!anything(completions)) {
        struct eddy__waiter getter;
        eddy__waiter_init(&getter, EDDY_TRACE_WAIT_MANY, &completions->object);
        int status = eddy__wait_in(loop, task, &completions->getters, &getter);
        if (status == EDDY_OK) continue;
        /* woken as well as cancelled: that is the next one's */
        if (anything(completions) && getter.future.state == EDDY__FINISHED)
            wake_next(loop, completions);
        return status;
    }
    return EDDY_OK;
}

int eddy_next_completed(eddy_completions handle, eddy_awaitable *next) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    if (!next) return eddy__fail(EDDY_INVALID_ARGUMENT, "next is NULL");
    struct eddy__completions *completions =
        eddy__begin_call(handle.id, EDDY__COMPLETIONS, &loop, &task, &why);
    if (!completions) return eddy__failed(why);
    int status = EDDY_STOP_ITERATION;
    if (completions->left_to_hand_out > 0) {
        completions->left_to_hand_out--;
        status = wait_for_next(loop, task, completions);
    }
    if (status == EDDY_OK && !eddy__list_empty(&completions->done)) {
        struct eddy__watch *watch =
            EDDY__CONTAINER(completions->done.next, struct eddy__watch, done_link);
        eddy__list_remove(&watch->done_link);
        *next = (eddy_awaitable){watch->future->object.id};
    } else if (status == EDDY_OK) {
        completions->timeouts_to_hand_out--;
        status = EDDY_TIMEOUT;
    }
    if (status == EDDY_TIMEOUT || status == EDDY_STOP_ITERATION)
        eddy__set_error(loop, task, status, NULL);
    return eddy__end_call(loop, completions, status);
}
