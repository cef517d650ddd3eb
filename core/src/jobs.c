/* Jobs on their way: the queue, the workers, the answers. The queue is the loop's: a worker has one
 * job at a time, and its answer comes back through the loop. */
#include "jobs.h"

#include <string.h>

#include "../port/processes.h"
#include "executors.h"
#include "sync_objects.h"

static const char *missing(const struct eddy__executor *executor) {
    return executor->kind == EDDY__THREADS ? eddy__threads_missing() : eddy__processes_missing();
}

/* ---- workers ---- */

static struct eddy__worker *worker_new(eddy_loop *loop, struct eddy__executor *executor) {
    struct eddy__worker *worker = executor->kind == EDDY__THREADS
                                      ? eddy__thread_worker_new(loop, executor)
                                      : eddy__process_new(loop, executor);
    if (!worker) return NULL;
    worker->executor = executor;
    worker->number = ++loop->workers_made;
    eddy__list_init(&worker->link);
    executor->worker_count++;
    return worker;
}

static void worker_end(eddy_loop *loop, struct eddy__worker *worker) {
    struct eddy__executor *executor = worker->executor;
    eddy__list_remove(&worker->link);
    executor->worker_count--;
    if (executor->kind == EDDY__THREADS)
        eddy__thread_worker_end(loop, worker);
    else
        eddy__process_end(loop, worker);
}

/* The free ones are in front, the one that was busy last first: its caches are warm. */
static struct eddy__worker *free_worker(const struct eddy__executor *executor) {
    if (eddy__list_empty(&executor->workers)) return NULL;
    struct eddy__worker *first = EDDY__CONTAINER(executor->workers.next, struct eddy__worker, link);
    return first->job ? NULL : first;
}

static void give(eddy_loop *loop, struct eddy__worker *worker, struct eddy__job *job) {
    struct eddy__executor *executor = worker->executor;
    worker->job = job;
    job->worker = worker;
    job->state = EDDY__JOB_RUNNING;
    job->worker_number = worker->number;
    EDDY__TRACE_NOW(loop, .kind = EDDY_TRACE_JOB_STARTED, .other = worker->number,
                    .object = eddy__trace_number(&job->future.object));
    executor->running++;
    eddy__list_remove(&worker->link);
    eddy__list_append(&executor->workers, &worker->link);
    if (executor->kind == EDDY__THREADS)
        eddy__thread_worker_give(worker, job);
    else
        eddy__process_give(loop, worker, job);
}

void eddy__workers_end_free(eddy_loop *loop, struct eddy__executor *executor) {
    for (struct eddy__worker *worker; (worker = free_worker(executor));) worker_end(loop, worker);
}

/* ---- jobs ---- */

struct eddy__job *eddy__job_new(eddy_loop *loop, struct eddy__executor *executor, const void *input,
                                size_t size) {
    struct eddy__job *job = NULL;
    if (size <= SIZE_MAX - sizeof *job) job = eddy__object_new(loop, EDDY__JOB, sizeof *job + size);
    if (!job) return NULL;
    eddy__future_init(&job->future);
    eddy__list_init(&job->link);
    job->executor = executor;
    job->loop = loop;
    job->size = size;
    if (size > 0) memcpy(job->input, input, size);
    job->values = eddy__values_share(eddy__values_now(loop));
    return job;
}

static bool is_idle(const struct eddy__executor *executor) {
    return executor->running == 0 && executor->queued == 0;
}

static void wake_waiters(eddy_loop *loop, struct eddy__executor *executor) {
    for (struct eddy__waiter *waiter; (waiter = eddy__take_pending(&executor->waiters));)
        eddy__wake(loop, waiter);
}

/* Nothing of the job is pending any more; its future is done, or is by this. */
static void job_over(eddy_loop *loop, struct eddy__job *job, int status) {
    struct eddy__executor *executor = job->executor;
    job->state = EDDY__JOB_OVER;
    loop->jobs_pending--;
    EDDY__TRACE_NOW(loop, .kind = EDDY_TRACE_JOB_DONE, .other = job->worker_number,
                    .object = eddy__trace_number(&job->future.object), .value = status);
    loop->recorder.cause = EDDY_TRACE_BY_JOB;
    loop->recorder.cause_object = eddy__trace_number(&job->future.object);
    if (!eddy__done(&job->future))
        eddy__complete(loop, &job->future,
                       status == EDDY_CANCELLED ? EDDY__WAS_CANCELLED : EDDY__FINISHED, status);
    loop->recorder.cause = EDDY_TRACE_BY_LOOP;
    loop->recorder.cause_object = 0;
    eddy__values_drop(loop, job->values);
    job->values = NULL;
    if (job->limiter) {
        struct eddy__limiter *limiter = job->limiter;
        job->limiter = NULL;
        eddy_capacity_limiter_release_on_behalf_of((eddy_capacity_limiter){limiter->object.id},
                                                   job->future.object.id);
        eddy__drop(loop, &limiter->object);
    }
    if (job->frame_owner) {
        struct eddy__task *owner = job->frame_owner;
        job->frame_owner = NULL;
        eddy__drop(loop, &owner->future.object);
    }
    if (executor->is_shut_down && is_idle(executor)) wake_waiters(loop, executor);
    if (loop->winding_down && loop->jobs_pending == 0) loop->stopping = true;
    eddy__drop(loop, &executor->object);
    eddy__drop(loop, &job->future.object);
}

static void fail_with(eddy_loop *loop, struct eddy__job *job, int status, const char *text) {
    if (text && !eddy__done(&job->future)) job->future.error = eddy__error_new(loop, status, text);
    job_over(loop, job, status);
}

/* Hands jobs out while there are workers for them. */
static void hand_out(eddy_loop *loop, struct eddy__executor *executor) {
    while (!eddy__list_empty(&executor->queue)) {
        struct eddy__worker *worker = free_worker(executor);
        if (!worker && executor->worker_count < executor->max_workers) {
            worker = worker_new(loop, executor);
            if (worker) eddy__list_append(&executor->workers, &worker->link);
        }
        if (!worker && executor->running > 0) return; /* one that runs will come back */
        struct eddy__job *job = EDDY__CONTAINER(executor->queue.next, struct eddy__job, link);
        eddy__list_remove(&job->link);
        executor->queued--;
        if (worker)
            give(loop, worker, job);
        else
            fail_with(loop, job, EDDY_NO_MEMORY,
                      "the executor has no worker, and there is no room for one");
    }
}

void eddy__job_submit(eddy_loop *loop, struct eddy__job *job) {
    struct eddy__executor *executor = job->executor;
    eddy__hold(&job->future.object);
    eddy__hold(&executor->object);
    loop->jobs_pending++;
    if (EDDY__TRACING(loop))
        eddy__trace_job(loop,
                        executor->kind == EDDY__THREADS ? EDDY_TRACE_POOL_THREADS
                                                        : EDDY_TRACE_POOL_PROCESSES,
                        &job->future.object);
    const char *reason = missing(executor);
    if (reason) {
        fail_with(loop, job, EDDY_NOT_SUPPORTED, reason);
        return;
    }
    eddy__list_append(&executor->queue, &job->link);
    executor->queued++;
    hand_out(loop, executor);
}

void eddy__job_answered(eddy_loop *loop, struct eddy__job *job) {
    struct eddy__worker *worker = job->worker;
    struct eddy__executor *executor = job->executor;
    struct eddy__outcome *outcome = &job->outcome;
    worker->job = NULL;
    job->worker = NULL;
    executor->running--;
    eddy__list_remove(&worker->link); /* to the front */
    eddy__list_append(executor->workers.next, &worker->link);
    eddy__hold(&executor->object);
    fail_with(loop, job, outcome->status, outcome->status == EDDY_OK ? NULL : outcome->text);
    hand_out(loop, executor);
    if (executor->is_shut_down) eddy__workers_end_free(loop, executor);
    eddy__drop(loop, &executor->object);
}

bool eddy__job_cancel(eddy_loop *loop, struct eddy__job *job) {
    atomic_store_explicit(&job->cancelled, true, memory_order_relaxed);
    if (job->state == EDDY__JOB_QUEUED) {
        eddy__list_remove(&job->link);
        job->executor->queued--;
        job_over(loop, job, EDDY_CANCELLED);
        return true;
    }
    if (job->waits) return false;
    eddy__complete(loop, &job->future, EDDY__WAS_CANCELLED, EDDY_CANCELLED);
    return true;
}

/* ---- ending ---- */

void eddy__jobs_cancel_queued(eddy_loop *loop, struct eddy__executor *executor) {
    while (!eddy__list_empty(&executor->queue))
        eddy__job_cancel(loop, EDDY__CONTAINER(executor->queue.next, struct eddy__job, link));
}

size_t eddy__job_size(const struct eddy__job *job) {
    return sizeof *job + job->size;
}

void eddy__job_end(eddy_loop *loop, struct eddy__job *job) {
    eddy__list_remove(&job->link);
    eddy__values_drop(loop, job->values);
    eddy__outcome_free(&job->outcome);
}

static void end_workers(eddy_loop *loop, struct eddy__executor *executor) {
    while (!eddy__list_empty(&executor->workers))
        worker_end(loop, EDDY__CONTAINER(executor->workers.next, struct eddy__worker, link));
}

void eddy__executor_end(eddy_loop *loop, struct eddy__executor *executor) {
    end_workers(loop, executor);
    eddy__free(&loop->allocator, executor->initargs, executor->initargs_size);
}

static struct eddy__executor *executor_at(const eddy_loop *loop, uint32_t i) {
    struct eddy__object *object = eddy__object_at(loop, i);
    return object && object->kind == EDDY__EXECUTOR ? (struct eddy__executor *)object : NULL;
}

static void kill_all(eddy_loop *loop, struct eddy__executor *executor) {
    struct eddy__link *link = executor->workers.next;
    while (link != &executor->workers) {
        struct eddy__worker *worker = EDDY__CONTAINER(link, struct eddy__worker, link);
        link = link->next;
        if (!worker->job) continue;
        eddy__job_cancel(loop, worker->job);
        eddy__process_kill(loop, worker);
    }
}

void eddy__executors_wind_down(eddy_loop *loop) {
    if (loop->jobs_pending == 0) return;
    eddy__enter_loop(loop);
    for (uint32_t i = 0; i < loop->slot_count; i++) {
        struct eddy__executor *executor = executor_at(loop, i);
        if (!executor) continue;
        eddy__jobs_cancel_queued(loop, executor);
        if (executor->kind == EDDY__PROCESSES) kill_all(loop, executor);
    }
    eddy__leave_loop();
    loop->winding_down = true;
    if (loop->jobs_pending > 0) eddy__loop_run(loop);
    loop->winding_down = loop->stopping = false;
}

void eddy__executors_close(eddy_loop *loop) {
    loop->closing = true;
    eddy__inbox_close(loop);
    eddy__concurrent_end_all(loop);
    for (uint32_t i = 0; i < loop->slot_count; i++)
        if (executor_at(loop, i)) end_workers(loop, executor_at(loop, i));
}
