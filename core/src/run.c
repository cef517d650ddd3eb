/* A program from beginning to end (CPython: asyncio/runners.py). */
#include "eddy/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eddy/error.h"
#include "eddy/host.h"
#include "eddy/task.h"
#include "eddy/version.h"
#include "executors.h"
#include "handles.h"
#include "schedule.h"
#include "waiter.h"

enum { UNENDING_SECONDS = 10 };
enum { DEFAULT_STACK_SIZE = 64 * 1024 };

const char *eddy_version(void) {
    return EDDY_VERSION;
}

static eddy_clock wanted_clock(const eddy_options *options) {
    if (options && options->clock != EDDY_CLOCK_DEFAULT) return options->clock;
    const char *clock = getenv("EDDY_CLOCK");
    if (clock && strcmp(clock, "virtual") == 0) return EDDY_CLOCK_VIRTUAL;
    return clock && strcmp(clock, "paced") == 0 ? EDDY_CLOCK_PACED : EDDY_CLOCK_REAL;
}

/* A decimal number without an exponent; strtod would be a tenth of a small program. */
static double decimal(const char *text) {
    double number = 0, place = 1;
    for (; *text >= '0' && *text <= '9'; text++) number = number * 10 + (*text - '0');
    if (*text++ != '.') return number;
    for (; *text >= '0' && *text <= '9'; text++) number += (*text - '0') * (place /= 10);
    return number;
}

static double wanted_pace(const eddy_options *options) {
    double pace = options ? options->pace : 0;
    const char *text = getenv("EDDY_PACE");
    if (!(pace > 0)) pace = text ? decimal(text) : 1;
    return pace > 0 ? pace : 1;
}

static size_t wanted_stack_size(const eddy_options *options) {
    size_t size = options ? options->stack_size : 0;
    if (size == 0) {
        const char *text = getenv("EDDY_STACK_SIZE");
        size = text ? (size_t)strtoul(text, NULL, 10) : 0;
        if (size == 0) size = DEFAULT_STACK_SIZE;
    }
    if (size < eddy__context_least_stack) size = eddy__context_least_stack;
    return size > SIZE_MAX - 15 ? size : (size + 15) & ~(size_t)15;
}

/* In seconds; infinity when nobody wants to know. */
static double slow_duration(const eddy_options *options) {
    const char *text = getenv("EDDY_DEBUG");
    bool debug = (options && options->debug) || (text && strcmp(text, "1") == 0);
    if (!debug) return INFINITY;
    return options && options->slow_callback_duration > 0 ? options->slow_callback_duration : 0.1;
}

eddy_loop *eddy_new_event_loop(const eddy_options *options) {
    eddy_allocator allocator = eddy__allocator_of(options);
    eddy_loop *loop = eddy__allocate(&allocator, sizeof *loop);
    if (!loop) return NULL;
    memset(loop, 0, sizeof *loop);
    if (!eddy__handles_init(loop)) {
        eddy__free(&allocator, loop, sizeof *loop);
        return NULL;
    }
    loop->allocator = allocator;
    eddy__list_init(&loop->ready);
    eddy__list_init(&loop->batch);
    eddy__list_init(&loop->tasks);
    eddy__list_init(&loop->owned);
    eddy__list_init(&loop->dying);
    loop->main_done.action = EDDY__STOP_LOOP;
    eddy_clock clock = wanted_clock(options);
    loop->is_virtual = clock != EDDY_CLOCK_REAL;
    loop->pace = clock == EDDY_CLOCK_PACED ? wanted_pace(options) : 0;
    loop->stack_size = wanted_stack_size(options);
    loop->slow = slow_duration(options);
    eddy__schedule_init(loop, options);
    if (options && options->time) {
        loop->clock = options->time;
        loop->clock_argument = options->time_argument;
        loop->is_virtual = false;
    }
    eddy__inbox_init(&loop->inbox);
    loop->name_unending.action = EDDY__NAME_UNENDING;
    loop->unending_timer.entry = &loop->name_unending;
    loop->host_start = loop->paced_since = eddy_host_time();
    eddy__recorder_init(loop, options ? options->trace_records : 0);
    eddy__loop_opened(loop);
    return loop;
}

/* The main task, whose handle the caller drops; NULL: no memory. */
static struct eddy__task *make_main_task(eddy_loop *loop, int (*function)(void), eddy_task *handle,
                                         int *why) {
    *handle = eddy_coroutine_new_bare("main", "eddy_run", function);
    struct eddy__task *task = eddy__find_task(*handle, why);
    if (!task) return NULL;
    *why = eddy_task_set_name(*handle, "main");
    if (*why != EDDY_OK) {
        task->started = true; /* it never will, and need not be reported */
        eddy_release(*handle);
        return NULL;
    }
    eddy__schedule(loop, task);
    eddy__list_append(&task->future.callbacks, &loop->main_done.link);
    return task;
}

/* run_until_complete, after its checks. */
static int run_main(eddy_loop *loop, int (*function)(void)) {
    int why = EDDY_OK;
    eddy_task handle;
    eddy__error_drop(loop, loop->main_error);
    loop->main_error = NULL;
    eddy__enter_loop(loop);
    struct eddy__task *task = make_main_task(loop, function, &handle, &why);
    eddy__leave_loop();
    if (!task) return why;

    eddy__hold(&task->future.object);
    int outcome = eddy__loop_run(loop);
    eddy__enter_loop(loop);
    int status = outcome == EDDY_OK ? EDDY_INVALID_STATE : outcome;
    if (eddy__done(&task->future)) {
        task->future.seen = true;
        status = task->future.status;
        loop->main_error = eddy__error_share(eddy__error_made(loop, &task->future.error, status));
    }
    eddy__list_remove(&loop->main_done.link);
    eddy_release(handle);
    eddy__drop(loop, &task->future.object);
    eddy__leave_loop();
    return status;
}

static int check_runnable(const eddy_loop *loop) {
    if (!loop) return EDDY_INVALID_ARGUMENT;
    return eddy__running() ? EDDY_LOOP_RUNNING : EDDY_OK;
}

int eddy_loop_run_until_complete(eddy_loop *loop, int (*main)(void)) {
    EDDY_TRY(check_runnable(loop));
    if (!main) return EDDY_INVALID_ARGUMENT;
    return run_main(loop, main);
}

const eddy_error_info *eddy_loop_error(const eddy_loop *loop) {
    return loop && loop->main_error ? &loop->main_error->info : NULL;
}

int eddy_loop_run_forever(eddy_loop *loop) {
    EDDY_TRY(check_runnable(loop));
    return eddy__loop_run(loop);
}

/* ---- ending ---- */

static const char *waits_for(const struct eddy__task *task) {
    static const char *const texts[] = {
        [EDDY_TRACE_WAIT_FUTURE] = "a future",
        [EDDY_TRACE_WAIT_MANY] = "some of many",
        [EDDY_TRACE_WAIT_SHIELD] = "a shielded task or future",
        [EDDY_TRACE_WAIT_GROUP] = "the tasks of its group",
        [EDDY_TRACE_WAIT_LOCK] = "a lock",
        [EDDY_TRACE_WAIT_EVENT] = "an event",
        [EDDY_TRACE_WAIT_CONDITION] = "a condition",
        [EDDY_TRACE_WAIT_SEMAPHORE] = "a semaphore",
        [EDDY_TRACE_WAIT_QUEUE_GET] = "an item in a queue",
        [EDDY_TRACE_WAIT_QUEUE_PUT] = "room in a queue",
        [EDDY_TRACE_WAIT_START] = "a task to have started",
        [EDDY_TRACE_WAIT_QUEUE_JOIN] = "a queue to be worked off",
        [EDDY_TRACE_WAIT_LIMITER] = "a token of a limiter",
        [EDDY_TRACE_WAIT_STREAM_SEND] = "a receiver of a stream",
        [EDDY_TRACE_WAIT_STREAM_RECEIVE] = "an item of a stream",
        [EDDY_TRACE_WAIT_BARRIER] = "a barrier",
        [EDDY_TRACE_WAIT_JOB] = "a job",
    };
    if (!task->waits_for) return "to be resumed";
    switch ((enum eddy__kind)task->waits_for->object.kind) {
    case EDDY__TASK: return "a task";
    case EDDY__GATHER: return "a gather";
    case EDDY__FETCH: return "a request";
    case EDDY__JOB: return "a job of an executor";
    case EDDY__WAITER: return texts[((struct eddy__waiter *)task->waits_for)->what];
    default: return "a future";
    }
}

/* Names every task that is not done, and what it waits for. */
static void report_waiting(eddy_loop *loop, const char *what) {
    struct eddy__link *all = eddy__list_tasks(loop);
    for (struct eddy__link *link = all->next; link != all; link = link->next) {
        struct eddy__task *task = eddy__listed(link);
        const struct eddy__future *future = task->waits_for;
        bool is_task = future && future->object.kind == EDDY__TASK;
        eddy__report(loop, "%s: %s waits for %s%s%s", what, eddy__task_name(loop, task),
                     waits_for(task), is_task ? " " : "",
                     is_task ? eddy__task_name(loop, (struct eddy__task *)future) : "");
    }
}

void eddy__name_unending(eddy_loop *loop) {
    struct eddy__link *all = eddy__list_tasks(loop);
    for (struct eddy__link *link = all->next; link != all; link = link->next) {
        struct eddy__task *task = eddy__listed(link);
        loop->named_unending = true;
        if (task->ends_shutdown)
            eddy__report(loop, "task %s was cancelled %d seconds ago and goes on",
                         eddy__task_name(loop, task), UNENDING_SECONDS);
    }
}

int eddy_loop_cancel_all_tasks(eddy_loop *loop) {
    EDDY_TRY(check_runnable(loop));
    if (eddy__count_tasks(loop) == 0) return EDDY_OK;
    eddy__enter_loop(loop);
    eddy__cancel_all(loop);
    eddy__leave_loop();
    /* without memory for the timer nobody is told; it is no reason not to end them */
    eddy__timer_set(loop, &loop->unending_timer, eddy__after(loop, UNENDING_SECONDS));
    int outcome = eddy__loop_run(loop);
    /* tasks that await each other in a ring: one has to begin */
    while (outcome == EDDY_DEADLOCK && eddy__cancel_a_ring(loop)) outcome = eddy__loop_run(loop);
    eddy__timer_clear(loop, &loop->unending_timer);
    loop->shutdown_left = 0;
    struct eddy__link *all = eddy__list_tasks(loop);
    for (struct eddy__link *link = all->next; link != all; link = link->next)
        eddy__listed(link)->ends_shutdown = false;
    if (outcome == EDDY_DEADLOCK && !loop->named_unending)
        report_waiting(loop, "cancelled, but did not end");
    return outcome;
}

/* What stands in a queue and belongs to nobody else. */
static void drop_entries(eddy_loop *loop, struct eddy__link *queue) {
    while (!eddy__list_empty(queue)) {
        struct eddy__entry *entry = EDDY__CONTAINER(queue->next, struct eddy__entry, link);
        eddy__list_remove(&entry->link);
        if (entry->action == EDDY__RUN_DONE)
            eddy__free(&loop->allocator, EDDY__CONTAINER(entry, struct eddy__done, entry),
                       sizeof(struct eddy__done));
    }
}

int eddy_loop_close(eddy_loop *loop) {
    if (!loop) return EDDY_OK;
    if (eddy__running()) return EDDY_LOOP_RUNNING;
    eddy__enter_loop(loop);
    eddy__executors_close(loop);
    eddy__drop_owned(loop, &loop->owned); /* reports what nobody has looked at */
    drop_entries(loop, &loop->batch);
    drop_entries(loop, &loop->ready);
    eddy__trace_flush(loop);
    loop->recorder.on = false; /* what is destroyed now may name what is gone */
    for (uint32_t i = 0; i < loop->slot_count; i++)
        if (eddy__object_at(loop, i)) eddy__destroy(loop, eddy__object_at(loop, i));
    eddy__leave_loop();
    eddy__error_drop(loop, loop->main_error);
    eddy__stacks_free(loop);
    eddy__timers_free(&loop->timers, &loop->allocator);
    eddy__handles_free(loop);
    eddy__pool_free(&loop->pool, &loop->allocator);
    eddy__pool_free(&loop->task_pool, &loop->allocator);
    eddy__recorder_free(loop);
    eddy__inbox_end(&loop->inbox);
    eddy__loop_closed(loop);
    eddy_allocator allocator = loop->allocator;
    eddy__free(&allocator, loop, sizeof *loop);
    return EDDY_OK;
}

int eddy_run_with(int (*main)(void), const eddy_options *options) {
    if (eddy__running()) {
        fprintf(stderr, "eddy: eddy_run: %s\n", eddy_strerror(EDDY_LOOP_RUNNING));
        return EDDY_LOOP_RUNNING;
    }
    if (!main) {
        fprintf(stderr, "eddy: eddy_run: the main function is NULL\n");
        return EDDY_INVALID_ARGUMENT;
    }
    eddy_loop *loop = eddy_new_event_loop(options);
    if (!loop) {
        fprintf(stderr, "eddy: eddy_run: %s\n", eddy_strerror(EDDY_NO_MEMORY));
        return EDDY_NO_MEMORY;
    }
    int status = run_main(loop, main);
    if (status == EDDY_DEADLOCK) report_waiting(loop, "deadlock");
    if (status != EDDY_OK)
        eddy__report(loop, "main failed: %s (%d): %s", eddy_error_name(status), status,
                     eddy__error_text(loop->main_error, status));
    eddy_loop_cancel_all_tasks(loop);
    eddy__executors_wind_down(loop);
    eddy_loop_close(loop);
    return status;
}

int eddy_run(int (*main)(void)) {
    return eddy_run_with(main, NULL);
}
