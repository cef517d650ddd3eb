/* Functions in threads (CPython: asyncio/threads.py; AnyIO: to_thread). */
#include <string.h>

#include "eddy/task.h"
#include "executors.h"
#include "handles.h"
#include "jobs.h"
#include "sync_objects.h"

static const double TOKENS = 40;

/* Lies behind the frame of the coroutine object. */
struct settings {
    uint64_t limiter; /* 0: the loop's own */
    bool abandon_on_cancel;
};

static struct settings *settings_of(struct eddy__task *coroutine) {
    return (struct settings *)(coroutine->frame + coroutine->frame_size - sizeof(struct settings));
}

eddy_coroutine eddy_to_thread_new(const char *name, const char *where,
                                  eddy_coroutine_function *function, const void *frame,
                                  size_t frame_size) {
    if (frame_size > UINT32_MAX) return eddy__error_handle(EDDY_NO_MEMORY);
    size_t room = (frame_size + 7) / 8 * 8 + sizeof(struct settings);
    struct eddy__task *coroutine =
        eddy__coroutine_make(name, where, function, frame, frame_size, room);
    if (!coroutine) return eddy__error_handle(eddy__why_not_made(function));
    coroutine->in_thread = true;
    return (eddy_coroutine){coroutine->future.object.id};
}

/* The function of those that take no frame: theirs is the function itself. */
static int call_bare(void *frame) {
    int (*function)(void);
    memcpy(&function, frame, sizeof function);
    return function();
}

eddy_coroutine eddy_to_thread_new_bare(const char *name, const char *where, int (*function)(void)) {
    if (!function) return eddy__error_handle(EDDY_INVALID_ARGUMENT);
    return eddy_to_thread_new(name, where, call_bare, &function, sizeof function);
}

eddy_coroutine eddy_to_thread_with(eddy_coroutine handle, const eddy_to_thread_options *options) {
    int why = EDDY_OK;
    struct eddy__task *coroutine = eddy__find_task(handle, &why);
    if (!coroutine) return eddy__error_handle(why);
    if (!coroutine->in_thread) return eddy__error_handle(EDDY_NOT_AWAITABLE);
    if (coroutine->started) return eddy__error_handle(EDDY_ALREADY_AWAITED);
    if (options)
        *settings_of(coroutine) =
            (struct settings){options->limiter.id, options->abandon_on_cancel};
    return handle;
}

/* Owned by nobody: it lives as long as the loop. */
static struct eddy__limiter *own_limiter(eddy_loop *loop) {
    if (loop->thread_limiter) return loop->thread_limiter;
    int why;
    eddy_capacity_limiter limiter = eddy_capacity_limiter_new(TOKENS);
    loop->thread_limiter = eddy__find_kind(limiter.id, EDDY__LIMITER, &why);
    if (loop->thread_limiter) eddy__list_remove(&loop->thread_limiter->object.owned);
    return loop->thread_limiter;
}

eddy_capacity_limiter eddy_current_default_thread_limiter(void) {
    eddy_loop *loop = eddy__running();
    struct eddy__limiter *limiter = loop ? own_limiter(loop) : NULL;
    int status = loop ? EDDY_NO_MEMORY : EDDY_NO_RUNNING_LOOP;
    return (eddy_capacity_limiter){limiter ? limiter->object.id : eddy__error_handle(status).id};
}

/* ---- one call ---- */

/* Takes a token for the job. Suspends only when there is none. */
static int take_token(eddy_loop *loop, struct eddy__job *job, uint64_t limiter_id) {
    int why = EDDY_NO_MEMORY;
    struct eddy__limiter *limiter =
        limiter_id ? eddy__find_kind(limiter_id, EDDY__LIMITER, &why) : own_limiter(loop);
    if (!limiter) return eddy__failed(why);
    eddy_capacity_limiter handle = {limiter->object.id};
    uint64_t borrower = job->future.object.id;
    eddy__hold(&limiter->object);
    int status = eddy_capacity_limiter_acquire_on_behalf_of_nowait(handle, borrower);
    if (status == EDDY_WOULD_BLOCK)
        status = eddy_capacity_limiter_acquire_on_behalf_of(handle, borrower);
    if (status == EDDY_OK)
        job->limiter = limiter;
    else
        eddy__drop(loop, &limiter->object);
    return status;
}

static void disown(eddy_loop *loop, struct eddy__job *job) {
    eddy__list_remove(&job->future.object.owned);
    eddy__drop(loop, &job->future.object);
}

int eddy__run_in_thread(eddy_loop *loop, struct eddy__task *coroutine) {
    struct eddy__task *task = loop->current;
    struct settings settings = *settings_of(coroutine);
    struct eddy__executor *threads = eddy__own_threads(loop);
    struct eddy__job *job = threads ? eddy__job_new(loop, threads, NULL, 0) : NULL;
    if (!job)
        return eddy__fail(EDDY_NO_MEMORY, "eddy_to_thread: no memory for the call of %s",
                          coroutine->function_name);
    /* what is cancelled already does not begin (AnyIO's checkpoint) */
    int status = task->must_cancel || eddy__scope_cancels(task) ? eddy_sleep(0) : EDDY_OK;
    if (status == EDDY_OK) status = take_token(loop, job, settings.limiter);
    if (status == EDDY_OK) {
        job->call = coroutine->function;
        job->frame = coroutine->frame;
        job->frame_owner = coroutine;
        job->waits = !settings.abandon_on_cancel;
        eddy__hold(&coroutine->future.object);
        eddy__job_submit(loop, job);
        status = eddy__await_future(loop, task, &job->future);
    }
    disown(loop, job);
    return status;
}
