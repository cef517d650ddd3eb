/* Passing a cancellation on: a task to what it awaits, a gather to its children (CPython:
 * Task.cancel, _GatheringFuture.cancel). CPython recurses; chains may be as long as memory here, so
 * the way down is kept in the objects on it. */
#include "executors.h"
#include "scheduler.h"

/* What cancelling `at` leads to next, or NULL: then *result says whether it could be cancelled. */
static struct eddy__future *enter(eddy_loop *loop, struct eddy__future *at, struct eddy__error *why,
                                  bool *result) {
    *result = true;
    switch ((enum eddy__kind)at->object.kind) {
    case EDDY__TASK: return eddy__task_count_cancel(loop, (struct eddy__task *)at, why);
    case EDDY__GATHER: return eddy__gather_next((struct eddy__gather *)at, 0, result);
    case EDDY__FETCH: *result = eddy__fetch_cancel(loop, (struct eddy__fetch *)at); return NULL;
    case EDDY__JOB: *result = eddy__job_cancel(loop, (struct eddy__job *)at); return NULL;
    default: eddy__complete(loop, at, EDDY__WAS_CANCELLED, EDDY_CANCELLED); return NULL;
    }
}

/* The same after what it led to has been dealt with, *result being the answer of that. */
static struct eddy__future *go_on(struct eddy__future *at, bool *result) {
    if (at->object.kind == EDDY__GATHER)
        return eddy__gather_next((struct eddy__gather *)at, 1, result);
    if (!*result) ((struct eddy__task *)at)->must_cancel = true; /* what it awaits would not */
    *result = true;
    return NULL;
}

bool eddy__cancel_with(eddy_loop *loop, struct eddy__future *future, struct eddy__error *why) {
    bool result = false;
    struct eddy__future *at = NULL, *next = future;
    for (;;) {
        if (!next) {
            /* `at` is through: back to what led to it */
            if (!at) return result;
            at->on_path = false;
            at = at->path_up;
            if (!at) return result;
            next = go_on(at, &result);
        } else if (eddy__done(next) || next->on_path) {
            /* On the path already: tasks that await each other in a ring. Nobody else would ever
             * wake them. */
            result = !eddy__done(next);
            next->seen |= !result; /* who asks for its end too late has no use for its error */
            if (result && next->object.kind == EDDY__TASK)
                eddy__break_ring(loop, (struct eddy__task *)next);
            if (!at) return result;
            next = go_on(at, &result);
        } else {
            next->on_path = true;
            next->path_up = at;
            at = next;
            next = enter(loop, at, why, &result);
        }
    }
}

bool eddy__cancel(eddy_loop *loop, struct eddy__future *future) {
    return eddy__cancel_with(loop, future, NULL);
}

/* ---- all of them, at the end of a run ---- */

/* Does it await others, all of which are asked to end themselves? Then to pass its own request on
 * to them as well would only ask them twice; with long chains, very often. */
static bool waits_for_tasks(struct eddy__task *task) {
    struct eddy__future *future = task->waits_for;
    if (task->wait == EDDY__WAITS_FOR_TIMER || !future || eddy__done(future)) return false;
    if (future->object.kind == EDDY__TASK) return true;
    if (future->object.kind != EDDY__GATHER) return false;
    struct eddy__gather *gather = (struct eddy__gather *)future;
    bool any = false;
    for (uint32_t i = 0; i < gather->count; i++) {
        const struct eddy__future *child = gather->children[i].future;
        if (!child || eddy__done(child)) continue;
        if (child->object.kind != EDDY__TASK) return false;
        any = true;
    }
    if (any) gather->cancel_requested = true;
    return any;
}

void eddy__cancel_all(eddy_loop *loop) {
    struct eddy__link *all = eddy__list_tasks(loop);
    EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_SHUTDOWN, NULL);
    for (struct eddy__link *link = all->next; link != all; link = link->next) {
        struct eddy__task *task = eddy__listed(link);
        task->ends_shutdown = true;
        loop->shutdown_left++;
        if (!waits_for_tasks(task))
            eddy__task_cancel(loop, task);
        else
            eddy__count_cancel(task);
    }
    EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_CALL, NULL);
}

bool eddy__cancel_a_ring(eddy_loop *loop) {
    bool any = false;
    struct eddy__link *all = eddy__list_tasks(loop);
    for (struct eddy__link *link = all->next; link != all; link = link->next) {
        struct eddy__task *task = eddy__listed(link);
        if (!task->ends_shutdown || task->ring_broken || !waits_for_tasks(task)) continue;
        task->ring_broken = any = true;
        eddy__break_ring(loop, task);
        break;
    }
    return any;
}
