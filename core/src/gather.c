/* gather (CPython: asyncio/tasks.py, gather and _GatheringFuture). */
#include "eddy/gather.h"

#include "blocks.h"
#include "eddy/error.h"
#include "handles.h"

/* The future's end, as CPython's: a cancelled child makes it end with the error, not cancelled. */
static void end(eddy_loop *loop, struct eddy__gather *gather, int status,
                struct eddy__error *error) {
    gather->future.error = eddy__error_share(error);
    eddy__complete(loop, &gather->future, EDDY__FINISHED, status);
}

/* The child is done, and of no more use: lets go of it while it is at hand. */
static void child_ended(eddy_loop *loop, struct eddy__gather *gather,
                        struct eddy__gather_child *child) {
    struct eddy__future *future = child->future;
    gather->finished++;
    future->seen = true;
    if (!eddy__done(&gather->future)) {
        if (!gather->return_exceptions && future->status != EDDY_OK)
            end(loop, gather, future->status, future->error);
        else if (gather->finished == gather->distinct)
            end(loop, gather, gather->cancel_requested ? EDDY_CANCELLED : EDDY_OK, NULL);
    }
    child->future = NULL;
    eddy__drop(loop, &future->object);
}

void eddy__gather_child_done(eddy_loop *loop, struct eddy__gather_child *child) {
    child_ended(loop, child->gather, child);
}

struct eddy__future *eddy__gather_next(struct eddy__gather *gather, uint32_t answered,
                                       bool *result) {
    if (answered == 0) {
        gather->cancelling = 0;
        gather->any_cancelled = false;
    } else {
        gather->cancelling++;
        gather->any_cancelled |= *result;
    }
    for (; gather->cancelling < gather->count; gather->cancelling++)
        if (gather->children[gather->cancelling].future)
            return gather->children[gather->cancelling].future;
    if (gather->any_cancelled) gather->cancel_requested = true;
    *result = gather->any_cancelled;
    return NULL;
}

void eddy__gather_detach(struct eddy__gather *gather) {
    for (uint32_t i = 0; gather->finished < gather->distinct && i < gather->count; i++)
        eddy__list_remove(&gather->children[i].entry.link);
}

void eddy__gather_release(eddy_loop *loop, struct eddy__gather *gather) {
    eddy__gather_detach(gather);
    for (uint32_t i = 0; gather->finished < gather->count && i < gather->count; i++) {
        struct eddy__future *child = gather->children[i].future;
        if (!child) continue;
        /* an error that comes after the gather's end is nobody's any more: asyncio is silent, too
         */
        child->seen = true;
        eddy__drop(loop, &child->object);
    }
}

static bool is_coroutine_object(const struct eddy__future *future) {
    return future->object.kind == EDDY__TASK && !((const struct eddy__task *)future)->is_task;
}

/* What the arguments are found to be as they are taken. */
struct taken {
    bool any_done, any_to_start;
};

/* Takes one argument, so that it can be given back. */
static int take_child(struct eddy__gather *gather, eddy_awaitable awaitable,
                      struct eddy__gather_child *child, uint32_t mark, struct taken *taken) {
    int why = EDDY_OK;
    struct eddy__future *future = eddy__find_future(awaitable, &why);
    if (!future) return why;
    if (is_coroutine_object(future)) {
        if (((struct eddy__task *)future)->started) return EDDY_ALREADY_AWAITED;
        taken->any_to_start = true;
    }
    eddy__hold(&future->object);
    child->future = future;
    child->entry.action = EDDY__GATHER_CHILD;
    if (future->gather_mark == mark) return EDDY_OK;
    future->gather_mark = mark;
    child->gather = gather;
    gather->distinct++;
    if (eddy__done(future))
        taken->any_done = true;
    else
        eddy__list_append(&future->callbacks, &child->entry.link);
    return EDDY_OK;
}

/* All of them, or none: an error leaves nothing half done. */
static int take_children(eddy_loop *loop, struct eddy__gather *gather,
                         const eddy_awaitable *awaitables, size_t count, struct taken *taken) {
    uint32_t mark = ++loop->gather_mark;
    for (size_t i = 0; i < count; i++) {
        int why = take_child(gather, awaitables[i], &gather->children[i], mark, taken);
        if (why == EDDY_OK) continue;
        while (i-- > 0) {
            eddy__list_remove(&gather->children[i].entry.link);
            eddy__drop(loop, &gather->children[i].future->object);
        }
        return why;
    }
    return EDDY_OK;
}

/* Makes coroutine objects tasks. */
static void start_children(eddy_loop *loop, struct eddy__gather *gather) {
    for (size_t i = 0; i < gather->count; i++) {
        struct eddy__future *future = gather->children[i].future;
        if (!gather->children[i].gather) continue;
        if (is_coroutine_object(future)) eddy__schedule(loop, (struct eddy__task *)future);
        if (EDDY__TRACING(loop))
            eddy__trace_member(loop, EDDY_TRACE_WAIT_GATHER, &gather->future.object, future);
    }
}

static struct eddy__gather *gather_new(eddy_loop *loop, const eddy_awaitable *awaitables,
                                       size_t count, bool return_exceptions, int *why) {
    *why = EDDY_INVALID_ARGUMENT;
    if (count > 0 && !awaitables) return NULL;
    *why = EDDY_NO_MEMORY;
    struct eddy__gather *gather = NULL;
    size_t size = sizeof *gather;
    if (count >= UINT32_MAX / sizeof gather->children[0] - size) return NULL;
    size += count * sizeof gather->children[0];
    gather = eddy__object_new(loop, EDDY__GATHER, size);
    if (!gather) return NULL;
    struct taken taken = {0};
    *why = take_children(loop, gather, awaitables, count, &taken);
    if (*why != EDDY_OK) {
        eddy__object_delete(loop, &gather->future.object, size);
        return NULL;
    }
    eddy__future_init(&gather->future);
    gather->future.seen = true; /* asyncio's outer future tells its awaiter or nobody */
    gather->return_exceptions = return_exceptions;
    gather->count = (uint32_t)count;
    if (taken.any_to_start || EDDY__TRACING(loop)) start_children(loop, gather);
    /* those that are done already count at once, after all are registered */
    for (size_t i = 0; taken.any_done && i < count; i++) {
        struct eddy__gather_child *child = &gather->children[i];
        if (child->gather && eddy__done(child->future)) child_ended(loop, gather, child);
    }
    if (count == 0) end(loop, gather, EDDY_OK, NULL);
    return gather;
}

eddy_future eddy_gather_future(const eddy_awaitable *awaitables, size_t count,
                               eddy_gather_exceptions exceptions) {
    int why;
    eddy_loop *loop = eddy__running();
    if (!loop) return eddy__error_handle(EDDY_NO_RUNNING_LOOP);
    struct eddy__gather *gather =
        gather_new(loop, awaitables, count, exceptions == EDDY_RETURN_EXCEPTIONS, &why);
    if (!gather) return eddy__error_handle(why);
    return (eddy_future){gather->future.object.id};
}

int eddy_gather_array(const eddy_awaitable *awaitables, size_t count,
                      eddy_gather_exceptions exceptions) {
    int status;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &status);
    if (!task) return status;
    struct eddy__gather *gather =
        gather_new(loop, awaitables, count, exceptions == EDDY_RETURN_EXCEPTIONS, &status);
    if (!gather) {
        eddy__set_error(loop, task, status, NULL);
        return status;
    }
    status = eddy__await_future(loop, task, &gather->future);
    eddy__list_remove(&gather->future.object.owned);
    eddy__drop(loop, &gather->future.object);
    return status;
}
