/* Futures (CPython: asyncio/futures.py). */
#include "eddy/future.h"

#include <string.h>

#include "handles.h"
#include "scheduler.h"

eddy_future eddy_create_future(size_t result_size) {
    eddy_loop *loop = eddy__running();
    if (!loop) return eddy__error_handle(EDDY_NO_RUNNING_LOOP);
    size_t header = sizeof(struct eddy__result_future);
    if (result_size > UINT32_MAX - header) return eddy__error_handle(EDDY_NO_MEMORY);
    struct eddy__future *future = eddy__object_new(loop, EDDY__FUTURE, header + result_size);
    if (!future) return eddy__error_handle(EDDY_NO_MEMORY);
    eddy__future_init(future);
    future->result_size = (uint32_t)result_size;
    return (eddy_future){future->object.id};
}

void eddy__schedule_callbacks(eddy_loop *loop, struct eddy__future *future) {
    while (!eddy__list_empty(&future->callbacks)) {
        struct eddy__entry *entry =
            EDDY__CONTAINER(future->callbacks.next, struct eddy__entry, link);
        eddy__list_remove(&entry->link);
        if (entry->action == EDDY__RUN_DONE) {
            EDDY__CONTAINER(entry, struct eddy__done, entry)->future = future;
            eddy__hold(&future->object);
        }
        eddy__make_ready(loop, entry);
    }
}

/* ---- the public side ---- */

/* A plain future that can still be completed, or NULL and why not. */
static struct eddy__future *completable(eddy_future handle, int *why) {
    struct eddy__future *future = eddy__find_future(handle, why);
    if (!future) return NULL;
    if (future->object.kind == EDDY__FUTURE && !eddy__done(future)) return future;
    *why = EDDY_INVALID_STATE;
    return NULL;
}

int eddy_future_set_result(eddy_future handle, const void *result) {
    int why = EDDY_OK;
    struct eddy__future *future = completable(handle, &why);
    if (!future) return eddy__failed(why);
    if (future->result_size > 0) {
        if (!result) return eddy__failed(EDDY_INVALID_ARGUMENT);
        memcpy(((struct eddy__result_future *)future)->result, result, future->result_size);
    }
    eddy__complete(eddy__running(), future, EDDY__FINISHED, EDDY_OK);
    return EDDY_OK;
}

int eddy_future_set_exception(eddy_future handle, int status, const char *message) {
    int why = EDDY_OK;
    struct eddy__future *future = completable(handle, &why);
    if (!future) return eddy__failed(why);
    if (status == EDDY_OK) return eddy__failed(EDDY_INVALID_ARGUMENT);
    eddy_loop *loop = eddy__running();
    if (message) future->error = eddy__error_new(loop, status, message);
    eddy__complete(loop, future, EDDY__FINISHED, status);
    return EDDY_OK;
}

const void *eddy_future_result(eddy_future handle) {
    int why;
    struct eddy__future *future = eddy__find_future(handle, &why);
    if (!future || future->object.kind != EDDY__FUTURE || future->state != EDDY__FINISHED ||
        future->status != EDDY_OK)
        return NULL;
    return ((struct eddy__result_future *)future)->result;
}

bool eddy_future_done(eddy_future handle) {
    int why;
    struct eddy__future *future = eddy__find_future(handle, &why);
    return !future || eddy__done(future);
}

bool eddy_future_cancelled(eddy_future handle) {
    int why;
    struct eddy__future *future = eddy__find_future(handle, &why);
    return future && future->state == EDDY__WAS_CANCELLED;
}

int eddy_future_exception(eddy_future handle) {
    int why = EDDY_OK;
    struct eddy__future *future = eddy__find_future(handle, &why);
    if (!future) return eddy__failed(why);
    if (!eddy__done(future)) return EDDY_INVALID_STATE;
    future->seen = true;
    return future->status;
}

const char *eddy_future_message(eddy_future handle) {
    int why = EDDY_OK;
    struct eddy__future *future = eddy__find_future(handle, &why);
    if (!future) return eddy__error_text(NULL, why);
    if (!eddy__done(future)) return "";
    future->seen = true;
    return eddy__error_text(future->error, future->status);
}

const eddy_error_info *eddy_future_error(eddy_future handle) {
    int why = EDDY_OK;
    struct eddy__future *future = eddy__find_future(handle, &why);
    if (!future || !eddy__done(future)) return NULL;
    future->seen = true;
    struct eddy__error *error = eddy__error_made(eddy__running(), &future->error, future->status);
    return error ? &error->info : NULL;
}

bool eddy_future_cancel(eddy_future handle) {
    int why;
    struct eddy__future *future = eddy__find_future(handle, &why);
    if (!future) return false;
    if (future->object.kind == EDDY__TASK && !((struct eddy__task *)future)->is_task) return false;
    return eddy__cancel(eddy__running(), future);
}

int eddy_future_add_done_callback(eddy_future handle, eddy_done_callback *callback,
                                  void *argument) {
    int why = EDDY_OK;
    struct eddy__future *future = eddy__find_future(handle, &why);
    if (!future) return eddy__failed(why);
    if (!callback) return eddy__failed(EDDY_INVALID_ARGUMENT);
    if (future->object.kind == EDDY__TASK && !((struct eddy__task *)future)->is_task)
        return eddy__failed(EDDY_NOT_AWAITABLE);
    eddy_loop *loop = eddy__running();
    struct eddy__done *done = eddy__allocate(&loop->allocator, sizeof *done);
    if (!done) return eddy__failed(EDDY_NO_MEMORY);
    *done = (struct eddy__done){.callback = callback, .argument = argument};
    done->entry.action = EDDY__RUN_DONE;
    eddy__list_append(&future->callbacks, &done->entry.link);
    if (eddy__done(future)) eddy__schedule_callbacks(loop, future);
    return EDDY_OK;
}

int eddy_future_remove_done_callback(eddy_future handle, eddy_done_callback *callback,
                                     void *argument) {
    int why, removed = 0;
    struct eddy__future *future = eddy__find_future(handle, &why);
    if (!future) return 0;
    for (struct eddy__link *link = future->callbacks.next; link != &future->callbacks;) {
        struct eddy__entry *entry = EDDY__CONTAINER(link, struct eddy__entry, link);
        link = link->next;
        if (entry->action != EDDY__RUN_DONE) continue;
        struct eddy__done *done = EDDY__CONTAINER(entry, struct eddy__done, entry);
        if (done->callback != callback || done->argument != argument) continue;
        eddy__list_remove(&entry->link);
        eddy__free(&eddy__running()->allocator, done, sizeof *done);
        removed++;
    }
    return removed;
}
