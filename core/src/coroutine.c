/* Coroutine objects: a function and its frame, not yet run; and waiting. */
#include "eddy/coroutine.h"

#include <string.h>

#include "awaiting.h"
#include "eddy/error.h"
#include "eddy/task.h"
#include "executors.h"
#include "handles.h"

/* Sets what a new task's object and its arguments do not say. */
static void begin(struct eddy__task *task) {
    struct eddy__future *future = &task->future;
    eddy__future_init(future);
    future->error = NULL;
    future->status = 0;
    future->state = EDDY__PENDING;
    future->seen = future->on_path = false;
    future->path_up = NULL;
    future->gather_mark = future->result_size = 0;
    task->number = 0;
    task->entry.link = (struct eddy__link){NULL, NULL};
    task->entry.action = EDDY__RUN_TASK;
    task->wait = EDDY__WAITS_NOT;
    task->bare = task->is_task = task->started = false;
    task->must_cancel = task->sleep_cancelled = task->announced = false;
    task->ring_broken = task->ends_shutdown = task->in_thread = task->has_rare = false;
    task->scope_shields = 0;
    eddy__list_init(&task->children);
    task->context = NULL;
    task->waits_for = NULL;
    task->scope = NULL;
    task->error_count = 0;
}

void eddy__clear_rare(struct eddy__task *task) {
    task->has_rare = true;
    task->rare_ = (struct eddy__rare){0};
}

EDDY__INLINE struct eddy__task *make(eddy_loop *loop, const char *name, const char *where,
                                     eddy_coroutine_function *function, const void *frame,
                                     size_t frame_size, size_t room) {
    if (!loop || !function || room > UINT32_MAX - sizeof(struct eddy__task)) return NULL;
    struct eddy__task *task = eddy__task_new(loop, sizeof(struct eddy__task) + room);
    if (!task) return NULL;
    begin(task);
    struct eddy__values *values = eddy__values_now(loop);
    if (values) eddy__rare(task)->values = eddy__values_share(values);
    task->function = function;
    task->function_name = name ? name : "coroutine";
    task->where = where ? where : "somewhere";
    task->frame_size = (uint32_t)room;
    eddy__copy(task->frame, frame, frame_size);
    if (room > frame_size) memset(task->frame + frame_size, 0, room - frame_size);
    return task;
}

struct eddy__task *eddy__coroutine_make(const char *name, const char *where,
                                        eddy_coroutine_function *function, const void *frame,
                                        size_t frame_size, size_t room) {
    return make(eddy__running(), name, where, function, frame, frame_size, room);
}

int eddy__why_not_made(eddy_coroutine_function *function) {
    if (!eddy__running()) return EDDY_NO_RUNNING_LOOP;
    return function ? EDDY_NO_MEMORY : EDDY_INVALID_ARGUMENT;
}

/* How the loop has a function that takes no frame. */
static eddy_coroutine_function *frameless(int (*function)(void)) {
    return (eddy_coroutine_function *)(void (*)(void))function;
}

static struct eddy__task *make_bare(const char *name, const char *where, int (*function)(void)) {
    struct eddy__task *task = eddy__coroutine_make(name, where, frameless(function), NULL, 0, 0);
    if (task) task->bare = true;
    return task;
}

eddy_coroutine eddy_coroutine_new(const char *name, const char *where,
                                  eddy_coroutine_function *function, const void *frame,
                                  size_t frame_size) {
    struct eddy__task *task =
        eddy__coroutine_make(name, where, function, frame, frame_size, frame_size);
    if (!task) return eddy__error_handle(eddy__why_not_made(function));
    return (eddy_coroutine){task->future.object.id};
}

eddy_coroutine eddy_coroutine_new_bare(const char *name, const char *where, int (*function)(void)) {
    struct eddy__task *task = make_bare(name, where, function);
    if (!task) return eddy__error_handle(eddy__why_not_made(frameless(function)));
    return (eddy_coroutine){task->future.object.id};
}

eddy_task eddy_task_new(const char *name, const char *where, eddy_coroutine_function *function,
                        const void *frame, size_t frame_size) {
    eddy_loop *loop = eddy__running();
    struct eddy__task *task = make(loop, name, where, function, frame, frame_size, frame_size);
    if (!task) return eddy__error_handle(eddy__why_not_made(function));
    eddy__schedule(loop, task);
    return (eddy_task){task->future.object.id};
}

eddy_task eddy_task_new_bare(const char *name, const char *where, int (*function)(void)) {
    struct eddy__task *task = make_bare(name, where, function);
    if (!task) return eddy__error_handle(eddy__why_not_made(frameless(function)));
    eddy__schedule(eddy__running(), task);
    return (eddy_task){task->future.object.id};
}

eddy_coroutine_state eddy_getcoroutinestate(eddy_coroutine coroutine) {
    int why;
    struct eddy__task *task = eddy__find_task(coroutine, &why);
    if (!task || eddy__done(&task->future)) return EDDY_CORO_CLOSED;
    if (!task->started) return EDDY_CORO_CREATED;
    struct eddy__task *runs_in = task;
    while (eddy__rare(runs_in)->inline_in) runs_in = eddy__rare(runs_in)->inline_in;
    return runs_in == eddy__running()->current ? EDDY_CORO_RUNNING : EDDY_CORO_SUSPENDED;
}

const char *eddy_coroutine_state_name(eddy_coroutine_state state) {
    switch (state) {
    case EDDY_CORO_CREATED: return "CORO_CREATED";
    case EDDY_CORO_RUNNING: return "CORO_RUNNING";
    case EDDY_CORO_SUSPENDED: return "CORO_SUSPENDED";
    case EDDY_CORO_CLOSED: return "CORO_CLOSED";
    }
    return "unknown";
}

bool eddy_iscoroutine(eddy_awaitable awaitable) {
    int why;
    struct eddy__task *task = eddy__find_task(awaitable, &why);
    return task && !task->is_task;
}

void *eddy_coroutine_frame(eddy_awaitable awaitable, eddy_coroutine_function *function,
                           const char *function_name) {
    int why;
    struct eddy__task *task = eddy__find_task(awaitable, &why);
    if (!task) eddy__fatal(why, "eddy_frame(..., %s): %s", function_name, eddy_strerror(why));
    if (task->function != function)
        eddy__fatal(EDDY_INVALID_ARGUMENT, "eddy_frame(..., %s): the task runs %s, not %s",
                    function_name, task->function_name, function_name);
    return task->frame;
}

/* ---- await ---- */

int eddy__end_wait(eddy_loop *loop, struct eddy__future *future, int status) {
    eddy__drop(loop, &future->object);
    return status;
}

EDDY__NEVER_SUSPENDS void eddy__begin_await(eddy_loop *loop, struct eddy__task *task,
                                            struct eddy__future *future) {
    eddy__hold(&future->object);
    eddy__enter_wait(loop, task, future);
}

EDDY__NEVER_SUSPENDS int eddy__end_await(void) {
    eddy_loop *loop = eddy__running();
    struct eddy__task *task = loop->current;
    struct eddy__future *future = task->waits_for;
    return eddy__end_wait(loop, future, eddy__leave_wait(loop, task, future));
}

static inline int call(eddy_loop *loop, struct eddy__task *coroutine) {
    if (coroutine->in_thread) return eddy__run_in_thread(loop, coroutine);
    if (coroutine->bare) return ((int (*)(void))(void (*)(void))coroutine->function)();
    return coroutine->function(coroutine->frame);
}

/* Runs a coroutine object in the task that awaits it. */
static int await_inline(eddy_loop *loop, struct eddy__task *task, struct eddy__task *coroutine) {
    if (coroutine->started) {
        eddy__set_error(loop, task, EDDY_ALREADY_AWAITED, NULL);
        return EDDY_ALREADY_AWAITED;
    }
    coroutine->started = true;
    eddy__rare(coroutine)->inline_in = task;
    uint32_t errors_before = task->error_count;
    eddy__hold(&coroutine->future.object);
    int status = call(loop, coroutine);
    eddy__rare(coroutine)->inline_in = NULL;
    coroutine->future.seen = true;
    coroutine->future.error = eddy__error_share(eddy__error_since(task, status, errors_before));
    if (status != EDDY_OK) eddy__set_error(loop, task, status, coroutine->future.error);
    eddy__complete(loop, &coroutine->future,
                   status == EDDY_CANCELLED ? EDDY__WAS_CANCELLED : EDDY__FINISHED, status);
    eddy__drop(loop, &coroutine->future.object);
    return status;
}

/* A task that awaits itself is told so in its next step, as in asyncio. */
static int end_await_itself(eddy_loop *loop, struct eddy__task *task) {
    int status = eddy__resumed(task);
    if (status == EDDY_OK) status = EDDY_AWAITS_ITSELF;
    eddy__set_error(loop, task, status, NULL);
    return status;
}

/* What eddy_await has to do yet. */
enum step { RETURN, LEAVE, LEAVE_ITSELF, RUN_INLINE };

/* The step, and behind it in the upper half the status to return. */
static inline int64_t step_of(enum step step, int status) {
    return (int64_t)((uint64_t)(uint32_t)status << 32 | step);
}

EDDY__NEVER_SUSPENDS static int64_t eddy__first_step(eddy_awaitable awaitable) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return step_of(RETURN, why);
    struct eddy__future *future = eddy__find_future(awaitable, &why);
    if (!future) {
        eddy__set_error(loop, task, why, NULL);
        return step_of(RETURN, why);
    }
    if (future == &task->future) {
        eddy__make_ready(loop, &task->entry);
        EDDY__TRACE_WAIT(loop, task);
        return step_of(LEAVE_ITSELF, EDDY_OK);
    }
    if (future->object.kind == EDDY__TASK && !((struct eddy__task *)future)->is_task)
        return step_of(RUN_INLINE, EDDY_OK);
    if (eddy__done(future)) return step_of(RETURN, eddy__take_result(loop, task, future));
    eddy__begin_await(loop, task, future);
    return step_of(LEAVE, EDDY_OK);
}

EDDY__NEVER_SUSPENDS static int eddy__last_step(enum step step) {
    eddy_loop *loop = eddy__running();
    return step == LEAVE ? eddy__end_await() : end_await_itself(loop, loop->current);
}

int eddy_await(eddy_awaitable awaitable) {
    int64_t first = eddy__first_step(awaitable);
    enum step step = (enum step)(uint32_t)first;
    if (step == RETURN) return (int)(first >> 32);
    if (step == RUN_INLINE) {
        int why;
        eddy_loop *loop = eddy__running();
        return await_inline(loop, loop->current, eddy__find_task(awaitable, &why));
    }
    eddy__leave();
    return eddy__last_step(step);
}
