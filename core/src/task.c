/* Tasks (CPython: asyncio/tasks.py, Task.__step and Task.cancel). */
#include "eddy/task.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "awaiting.h"
#include "eddy/error.h"
#include "eddy/host.h"
#include "executors.h"
#include "handles.h"
#include "jobs.h"
#include "step.h"

eddy_task eddy_create_task(eddy_coroutine coroutine) {
    int why;
    struct eddy__task *task = eddy__find_task(coroutine, &why);
    if (!task) return eddy__error_handle(why);
    if (task->is_task || task->started) return eddy__error_handle(EDDY_ALREADY_AWAITED);
    eddy__schedule(eddy__running(), task);
    return coroutine;
}

eddy_task eddy_create_eager_task(eddy_coroutine coroutine) {
    int why;
    struct eddy__task *task = eddy__find_task(coroutine, &why);
    if (!task) return eddy__error_handle(why);
    if (task->is_task || task->started) return eddy__error_handle(EDDY_ALREADY_AWAITED);
    eddy_loop *loop = eddy__running();
    struct eddy__task *maker = loop->current;
    eddy__make_task(loop, task);
    eddy__task_run(loop, task);
    loop->current = maker;
    if (maker) EDDY__TRACE(loop, .kind = EDDY_TRACE_TASK_RUN, .task = maker->number);
    return coroutine;
}

size_t eddy_all_tasks(eddy_task *tasks, size_t capacity) {
    eddy_loop *loop = eddy__running();
    if (!loop) return 0;
    if (!tasks) return eddy__count_tasks(loop);
    size_t count = 0;
    struct eddy__link *all = eddy__list_tasks(loop);
    for (struct eddy__link *link = all->next; link != all; link = link->next) {
        struct eddy__task *task = eddy__listed(link);
        if (count < capacity) tasks[count] = (eddy_task){task->future.object.id};
        count++;
    }
    return count;
}

eddy_task eddy_current_task(void) {
    eddy_loop *loop = eddy__running();
    if (!loop || !loop->current) return eddy__error_handle(EDDY_NOT_IN_TASK);
    return (eddy_task){loop->current->future.object.id};
}

/* ---- running ---- */

void eddy__task_finish(eddy_loop *loop, struct eddy__task *task, int status) {
    enum eddy__state state = status == EDDY_CANCELLED ? EDDY__WAS_CANCELLED : EDDY__FINISHED;
    if (status == EDDY_OK && task->must_cancel) {
        /* cancelled too late for any wait to notice: it counts all the same */
        task->must_cancel = false;
        state = EDDY__WAS_CANCELLED;
        status = EDDY_CANCELLED;
    }
    if (status != EDDY_OK) task->future.error = eddy__error_share(eddy__last_error(task, status));
    if (EDDY__TRACING(loop)) eddy__trace_done(loop, task, status, state == EDDY__WAS_CANCELLED);
    if (task->has_rare) eddy__list_remove(&eddy__rare(task)->all);
    if (task->scope) eddy__scope_join(loop, task, NULL);
    if (task->context) {
        eddy__stack_give_back(loop, task->context);
        task->context = NULL;
    }
    if (task->ends_shutdown && --loop->shutdown_left == 0) loop->stopping = true;
    eddy__complete(loop, &task->future, state, status);
    loop->current = NULL;
    if (!eddy__list_empty(&task->children)) eddy__drop_owned(loop, &task->children);
    eddy__drop(loop, &task->future.object);
}

/* What the context of a task runs whose function runs in a thread. */
static int run_in_thread(void *task) {
    return eddy__run_in_thread(eddy__running(), task);
}

bool eddy__task_start(eddy_loop *loop, struct eddy__task *task) {
    task->started = true;
    if (task->must_cancel) {
        /* cancelled before it ever ran: nothing of it runs */
        task->must_cancel = false;
        eddy__set_cancelled(loop, task, NULL);
        eddy__task_finish(loop, task, EDDY_CANCELLED);
        return false;
    }
    task->context = eddy__stack_take(loop);
    if (!task->context) {
        eddy__task_finish(loop, task, EDDY_NO_MEMORY);
        return false;
    }
    if (task->in_thread)
        eddy__context_start(task->context, run_in_thread, task, false);
    else
        eddy__context_start(task->context, task->function, task->frame, task->bare);
    return true;
}

void eddy__report_slow(eddy_loop *loop, double before, const char *who, const char *where) {
    double took = (eddy_host_time() - before) / 1e3;
    if (took >= loop->slow)
        eddy__report(loop, "%s: a step of %s took %.3f seconds", where, who, took);
}

void eddy__stack_overflow(void) {
    eddy_loop *loop = eddy__running();
    struct eddy__task *task = loop ? loop->current : NULL;
    if (eddy__job_here()) eddy__fatal(EDDY_STACK_OVERFLOW, "a thread used up its stack");
    if (!task)
        eddy__fatal(EDDY_STACK_OVERFLOW, "main() used more stack than there is outside of tasks");
    eddy__fatal(EDDY_STACK_OVERFLOW,
                "task %s used more than its %zu bytes of stack: give it more by "
                "eddy_options.stack_size or the environment's EDDY_STACK_SIZE",
                eddy__task_name(loop, task), loop->stack_size);
}

/* ---- sleep ---- */

/* Ends the sleep of a task with EDDY_CANCELLED, as a cancelled future would. */
static void cancel_sleep(eddy_loop *loop, struct eddy__task *task) {
    /* which may have fired just now */
    eddy__timer_clear_of(loop, &eddy__rare(task)->timer, &task->entry);
    task->entry.action = EDDY__RUN_TASK;
    task->wait = EDDY__WAITS_NOT;
    task->sleep_cancelled = true;
    eddy__make_ready(loop, &task->entry);
}

/* What comes before the wait; then the task will be made ready. */
EDDY__NEVER_SUSPENDS static int eddy__begin_sleep(double seconds) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return eddy__failed(why);
    if (isnan(seconds)) return eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_sleep(NaN)");
    if (!(seconds > 0)) {
        if (eddy__scope_cancels(task)) task->must_cancel = true;
        eddy__make_ready(loop, &task->entry);
    } else {
        task->entry.action = EDDY__END_SLEEP;
        struct eddy__timer *timer = &eddy__rare(task)->timer;
        timer->entry = &task->entry;
        if (!eddy__timer_set(loop, timer, eddy__after(loop, seconds))) {
            task->entry.action = EDDY__RUN_TASK;
            return eddy__fail(EDDY_NO_MEMORY, "eddy_sleep: no memory for a timer");
        }
        task->wait = EDDY__WAITS_FOR_TIMER;
        task->sleep_cancelled = false;
        if (task->must_cancel || eddy__scope_cancels(task)) {
            /* as in eddy__begin_await */
            task->must_cancel = false;
            cancel_sleep(loop, task);
        }
    }
    EDDY__TRACE_WAIT(loop, task);
    return EDDY_OK;
}

EDDY__NEVER_SUSPENDS static int eddy__end_sleep(void) {
    eddy_loop *loop = eddy__running();
    struct eddy__task *task = loop->current;
    int status = eddy__resumed(task);
    if (task->sleep_cancelled) {
        task->sleep_cancelled = false;
        status = EDDY_CANCELLED;
    }
    if (status != EDDY_OK) eddy__set_cancelled(loop, task, NULL);
    return status;
}

int eddy_sleep(double seconds) {
    int status = eddy__begin_sleep(seconds);
    if (status != EDDY_OK) return status;
    eddy__leave();
    return eddy__end_sleep();
}

/* ---- cancelling ---- */

void eddy__interrupt(eddy_loop *loop, struct eddy__task *task) {
    if (task->wait == EDDY__WAITS_FOR_TIMER)
        cancel_sleep(loop, task);
    else if (task->waits_for ? !eddy__done(task->waits_for) && !eddy__cancel(loop, task->waits_for)
                             : task->wait != EDDY__WOKEN)
        task->must_cancel = true;
}

void eddy__count_cancel(struct eddy__task *task) {
    struct eddy__rare *rare = eddy__rare(task);
    if (rare->cancel_requests < INT32_MAX) rare->cancel_requests++;
}

struct eddy__future *eddy__task_count_cancel(eddy_loop *loop, struct eddy__task *task,
                                             struct eddy__error *why) {
    eddy__count_cancel(task);
    eddy__error_share(why);
    eddy__error_drop(loop, eddy__rare(task)->why_cancelled);
    eddy__rare(task)->why_cancelled = why;
    if (EDDY__TRACING(loop)) eddy__trace_cancel(loop, task);
    if (task->wait == EDDY__WAITS_FOR_TIMER)
        cancel_sleep(loop, task);
    else if (!task->waits_for || eddy__done(task->waits_for))
        task->must_cancel = true;
    else
        return task->waits_for;
    return NULL;
}

void eddy__break_ring(eddy_loop *loop, struct eddy__task *task) {
    task->must_cancel = true;
    eddy__list_remove(&task->entry.link);
    eddy__make_ready(loop, &task->entry);
}

bool eddy__task_cancel(eddy_loop *loop, struct eddy__task *task) {
    return eddy__cancel(loop, &task->future);
}

int eddy__task_uncancel(struct eddy__task *task) {
    struct eddy__rare *rare = eddy__rare(task);
    if (rare->cancel_requests > 0 && --rare->cancel_requests == 0) task->must_cancel = false;
    return rare->cancel_requests;
}

/* A task proper, not a coroutine object; or NULL. */
static struct eddy__task *real_task(eddy_task handle) {
    int why;
    struct eddy__task *task = eddy__find_task(handle, &why);
    return task && task->is_task ? task : NULL;
}

bool eddy_task_cancel(eddy_task handle) {
    struct eddy__task *task = real_task(handle);
    return task && eddy__task_cancel(eddy__running(), task);
}

bool eddy_task_cancel_message(eddy_task handle, const char *message) {
    struct eddy__task *task = real_task(handle);
    if (!task) return false;
    eddy_loop *loop = eddy__running();
    struct eddy__error *why = message ? eddy__error_new(loop, EDDY_CANCELLED, message) : NULL;
    bool asked = eddy__cancel_with(loop, &task->future, why);
    eddy__error_drop(loop, why);
    return asked;
}

int eddy_task_cancelling(eddy_task handle) {
    struct eddy__task *task = real_task(handle);
    return task ? eddy__rare(task)->cancel_requests : 0;
}

int eddy_task_uncancel(eddy_task handle) {
    struct eddy__task *task = real_task(handle);
    return task ? eddy__task_uncancel(task) : 0;
}

/* ---- names ---- */

const char *eddy__task_name(eddy_loop *loop, struct eddy__task *task) {
    struct eddy__rare *rare = eddy__rare(task);
    if (rare->name) return rare->name;
    char number[sizeof "-4294967295"];
    const size_t digits = (size_t)snprintf(number, sizeof number, "-%u", (unsigned)task->number);
    const size_t length = strlen(task->function_name);
    char *name = eddy__allocate(&loop->allocator, length + digits + 1);
    if (!name) return task->function_name;
    memcpy(name, task->function_name, length);
    memcpy(name + length, number, digits + 1);
    rare->name = name;
    return name;
}

const char *eddy_task_get_name(eddy_task handle) {
    struct eddy__task *task = real_task(handle);
    return task ? eddy__task_name(eddy__running(), task) : "";
}

int eddy_task_set_name(eddy_task handle, const char *name) {
    int why = EDDY_OK;
    struct eddy__task *task = eddy__find_task(handle, &why);
    if (!task) return eddy__failed(why);
    if (!name) return eddy__failed(EDDY_INVALID_ARGUMENT);
    eddy_loop *loop = eddy__running();
    size_t size = strlen(name) + 1;
    char *copy = size > UINT32_MAX ? NULL : eddy__allocate(&loop->allocator, size);
    if (!copy) return eddy__failed(EDDY_NO_MEMORY);
    memcpy(copy, name, size);
    struct eddy__rare *rare = eddy__rare(task);
    if (rare->name) eddy__free(&loop->allocator, rare->name, strlen(rare->name) + 1);
    rare->name = copy;
    if (EDDY__TRACING(loop) && task->is_task) eddy__trace_name(loop, task);
    return EDDY_OK;
}
