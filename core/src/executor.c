/* Executors (CPython: concurrent/futures/thread.py, process.py; asyncio's run_in_executor). */
#include "eddy/executor.h"

#include <string.h>

#include "executors.h"
#include "handles.h"
#include "jobs.h"
#include "sync_objects.h"

enum { MOST_THREADS_BY_DEFAULT = 32, MORE_THREADS_THAN_CPUS = 4 };

size_t eddy_cpu_count(void) {
    return eddy__cpu_count();
}

static bool is_valid(const eddy_executor_options *options) {
    return !options || options->initargs.size == 0 || options->initargs.bytes;
}

static struct eddy__executor *executor_new(eddy_loop *loop, enum eddy__executor_kind kind,
                                           const eddy_executor_options *options) {
    struct eddy__executor *executor = eddy__object_new(loop, EDDY__EXECUTOR, sizeof *executor);
    if (!executor) return NULL;
    eddy__list_init(&executor->queue);
    eddy__list_init(&executor->workers);
    eddy__list_init(&executor->waiters);
    executor->kind = (uint8_t)kind;
    executor->max_workers = eddy__cpu_count();
    if (kind == EDDY__THREADS) {
        executor->max_workers += MORE_THREADS_THAN_CPUS;
        if (executor->max_workers > MOST_THREADS_BY_DEFAULT)
            executor->max_workers = MOST_THREADS_BY_DEFAULT;
    }
    if (!options) return executor;
    if (options->max_workers > 0) executor->max_workers = options->max_workers;
    executor->memory_limit = options->memory_limit;
    executor->initializer = options->initializer;
    if (options->initargs.size == 0) return executor;
    executor->initargs = eddy__allocate(&loop->allocator, options->initargs.size);
    if (!executor->initargs) {
        eddy__drop(loop, &executor->object);
        return NULL;
    }
    executor->initargs_size = options->initargs.size;
    memcpy(executor->initargs, options->initargs.bytes, options->initargs.size);
    return executor;
}

static eddy_executor make(enum eddy__executor_kind kind, const eddy_executor_options *options) {
    int why = EDDY_NO_MEMORY;
    struct eddy__executor *executor = NULL;
    eddy_loop *loop = eddy__running();
    if (!loop)
        why = EDDY_NO_RUNNING_LOOP;
    else if (!is_valid(options))
        why = EDDY_INVALID_ARGUMENT;
    else
        executor = executor_new(loop, kind, options);
    return (eddy_executor){executor ? executor->object.id : eddy__error_handle(why).id};
}

eddy_executor eddy_thread_pool_executor(const eddy_executor_options *options) {
    return make(EDDY__THREADS, options);
}

eddy_executor eddy_process_pool_executor(const eddy_executor_options *options) {
    return make(EDDY__PROCESSES, options);
}

/* An executor of the loop's own, which no handle gives away; made when it is first needed. */
static struct eddy__executor *own(eddy_loop *loop, struct eddy__executor **place,
                                  const eddy_executor_options *options) {
    if (*place) return *place;
    *place = executor_new(loop, EDDY__THREADS, options);
    if (*place) eddy__list_remove(&(*place)->object.owned);
    return *place;
}

struct eddy__executor *eddy__own_threads(eddy_loop *loop) {
    static const eddy_executor_options as_many_as_the_limiters_let = {.max_workers = SIZE_MAX};
    return own(loop, &loop->threads, &as_many_as_the_limiters_let);
}

static struct eddy__executor *find(eddy_executor handle, int *why) {
    eddy_loop *loop = eddy__running();
    if (handle.id != 0) return eddy__find_kind(handle.id, EDDY__EXECUTOR, why);
    if (!loop) {
        *why = eddy__failed(EDDY_NO_RUNNING_LOOP);
        return NULL;
    }
    struct eddy__executor *executor = own(loop, &loop->thread_pool, NULL);
    if (!executor) *why = eddy__failed(EDDY_NO_MEMORY);
    return executor;
}

/* A job that is not yet given to the executor; NULL and why. */
static struct eddy__job *prepare(struct eddy__executor *executor, eddy_executor_function *function,
                                 eddy_bytes input, int *why) {
    if (!function || (!input.bytes && input.size > 0)) {
        *why = eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_run_in_executor: the %s is NULL",
                          function ? "input" : "function");
        return NULL;
    }
    if (executor->is_shut_down) {
        *why = eddy__fail(EDDY_INVALID_STATE, "the executor was shut down: it takes no more jobs");
        return NULL;
    }
    struct eddy__job *job = eddy__job_new(eddy__running(), executor, input.bytes, input.size);
    if (job)
        job->function = function;
    else
        *why = eddy__fail(EDDY_NO_MEMORY, "no memory for a job of %zu bytes", input.size);
    return job;
}

eddy_future eddy_run_in_executor(eddy_executor handle, eddy_executor_function *function,
                                 const void *input, size_t size) {
    int why = EDDY_OK;
    struct eddy__executor *executor = find(handle, &why);
    struct eddy__job *job =
        executor ? prepare(executor, function, (eddy_bytes){input, size}, &why) : NULL;
    if (!job) return eddy__error_handle(why);
    eddy__job_submit(eddy__running(), job);
    return (eddy_future){job->future.object.id};
}

int eddy_executor_map(eddy_executor handle, eddy_executor_function *function,
                      const eddy_bytes *inputs, size_t count, eddy_future *jobs) {
    int why = EDDY_OK;
    struct eddy__executor *executor = find(handle, &why);
    if (!executor) return why;
    if (count > 0 && (!inputs || !jobs))
        return eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_executor_map: %s is NULL",
                          inputs ? "jobs" : "inputs");
    for (size_t i = 0; i < count; i++) {
        struct eddy__job *job = prepare(executor, function, inputs[i], &why);
        if (!job) {
            while (i > 0) eddy_release(jobs[--i]);
            return why;
        }
        jobs[i] = (eddy_future){job->future.object.id};
    }
    for (size_t i = 0; i < count; i++)
        eddy__job_submit(eddy__running(), (struct eddy__job *)eddy__find(jobs[i].id, &why));
    return EDDY_OK;
}

const void *eddy_executor_result(eddy_future handle, size_t *size) {
    int why;
    if (size) *size = 0;
    struct eddy__job *job = eddy__find_kind(handle.id, EDDY__JOB, &why);
    if (!job || job->future.state != EDDY__FINISHED || job->future.status != EDDY_OK) return NULL;
    if (size) *size = job->outcome.reply.size;
    return job->outcome.reply.bytes ? job->outcome.reply.bytes : job->input;
}

int eddy_executor_shutdown(eddy_executor handle, unsigned how) {
    const bool wait = how & EDDY_SHUTDOWN_WAIT;
    int why = EDDY_OK;
    struct eddy__executor *executor = find(handle, &why);
    if (!executor) return why;
    eddy_loop *loop = eddy__running();
    struct eddy__task *task = loop->current;
    if (wait && !task) return eddy__failed(EDDY_NOT_IN_TASK);
    eddy__hold(&executor->object);
    executor->is_shut_down = true;
    if (how & EDDY_SHUTDOWN_CANCEL_FUTURES) eddy__jobs_cancel_queued(loop, executor);
    eddy__workers_end_free(loop, executor);
    int status = EDDY_OK;
    if (wait && executor->running + executor->queued > 0) {
        struct eddy__waiter waiter;
        eddy__waiter_init(&waiter, EDDY_TRACE_WAIT_JOB, &executor->object);
        status = eddy__wait_in(loop, task, &executor->waiters, &waiter);
    }
    eddy__drop(loop, &executor->object);
    return status;
}

struct eddy_executor_statistics eddy_executor_statistics(eddy_executor handle) {
    int why;
    struct eddy__executor *executor = find(handle, &why);
    if (!executor) return (struct eddy_executor_statistics){0};
    return (struct eddy_executor_statistics){
        .max_workers = executor->max_workers,
        .workers = executor->worker_count,
        .running = executor->running,
        .queued = executor->queued,
    };
}
