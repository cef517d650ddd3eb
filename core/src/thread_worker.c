#include "thread_worker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the library's calls look for in a thread that has no loop. */
static _Thread_local struct eddy__outcome *outcome_here;
static _Thread_local struct eddy__job *job_here;

struct eddy__job *eddy__job_here(void) {
    return job_here;
}

/* ---- what a function leaves behind ---- */

bool eddy__outcome_raise(int status, const char *format, va_list arguments) {
    struct eddy__outcome *outcome = outcome_here;
    if (!outcome) return false;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = length < 0 ? NULL : malloc((size_t)length + 1);
    if (text) vsnprintf(text, (size_t)length + 1, format, arguments);
    free(outcome->text);
    outcome->text = text;
    outcome->status = status;
    return true;
}

const char *eddy__outcome_text(void) {
    if (!outcome_here) return "";
    return outcome_here->text ? outcome_here->text : eddy__error_text(NULL, outcome_here->status);
}

struct eddy__values *eddy__values_here(void) {
    return job_here ? job_here->values : NULL;
}

/* The text that was raised last belongs to the status only if it was raised with that. */
static void conclude(struct eddy__outcome *outcome, int status) {
    if (outcome->status != status || status == EDDY_OK) {
        free(outcome->text);
        outcome->text = NULL;
    }
    outcome->status = status;
    outcome_here = NULL;
}

void eddy__outcome_of(struct eddy__outcome *outcome, eddy_executor_function *function,
                      const void *input, size_t size) {
    outcome_here = outcome;
    conclude(outcome, function(input, size, &outcome->reply));
    if (outcome->status == EDDY_OK) return;
    free(outcome->reply.bytes);
    outcome->reply = (eddy_reply){0};
}

void eddy__outcome_free(struct eddy__outcome *outcome) {
    free(outcome->text);
    free(outcome->reply.bytes);
}

int eddy_reply_write(eddy_reply *reply, const void *bytes, size_t size) {
    if (!reply || (!bytes && size > 0))
        return eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_reply_write: %s is NULL",
                          reply ? "bytes" : "reply");
    if (size > reply->capacity - reply->size) {
        size_t capacity = reply->capacity + reply->capacity / 2;
        if (size > SIZE_MAX / 2 - reply->size)
            return eddy__fail(EDDY_NO_MEMORY, "no memory for an answer of %zu bytes more", size);
        if (capacity < reply->size + size) capacity = reply->size + size;
        char *grown = realloc(reply->bytes, capacity);
        if (!grown)
            return eddy__fail(EDDY_NO_MEMORY, "no memory for an answer of %zu bytes", capacity);
        reply->bytes = grown;
        reply->capacity = capacity;
    }
    if (size > 0) memcpy(reply->bytes + reply->size, bytes, size);
    reply->size += size;
    return EDDY_OK;
}

/* ---- the thread ---- */

static void deliver_answer(eddy_loop *loop, struct eddy__message *message) {
    eddy__job_answered(loop, EDDY__CONTAINER(message, struct eddy__job, message));
}

static void work(void *argument) {
    struct eddy__thread_worker *worker = argument;
    for (;;) {
        eddy__mutex_lock(&worker->mutex);
        while (!worker->given && !worker->ending)
            eddy__signal_sleep(&worker->condition, &worker->mutex, INFINITY);
        struct eddy__job *job = worker->given;
        worker->given = NULL;
        eddy__mutex_unlock(&worker->mutex);
        if (!job) break;
        worker->perform(worker, job);
        job->message.deliver = deliver_answer;
        eddy__inbox_put(worker->inbox,
                        &job->message); /* refused: the loop ends, and waits for us */
    }
    if (worker->leave) worker->leave(worker);
}

/* False: job has got the initializer's error. */
static bool initialize(struct eddy__thread_worker *worker, struct eddy__job *job) {
    struct eddy__executor *executor = worker->executor;
    if (worker->initialized || !executor->initializer) return true;
    struct eddy__outcome outcome = {0};
    eddy__outcome_of(&outcome, executor->initializer, executor->initargs, executor->initargs_size);
    worker->initialized = outcome.status == EDDY_OK;
    if (!worker->initialized) eddy__initializer_failed(&job->outcome, &outcome);
    eddy__outcome_free(&outcome);
    return worker->initialized;
}

void eddy__initializer_failed(struct eddy__outcome *outcome, const struct eddy__outcome *cause) {
    static const char format[] = "the worker's initializer failed with %s (%d): %s";
    const char *name = eddy_error_name(cause->status);
    const char *text = cause->text ? cause->text : eddy_strerror(cause->status);
    int length = snprintf(NULL, 0, format, name, cause->status, text);
    outcome->status = EDDY_BROKEN_WORKER;
    outcome->text = length < 0 ? NULL : malloc((size_t)length + 1);
    if (outcome->text)
        snprintf(outcome->text, (size_t)length + 1, format, name, cause->status, text);
}

static void perform(struct eddy__thread_worker *worker, struct eddy__job *job) {
    job_here = job;
    if (!initialize(worker, job)) {
        /* the outcome says so */
    } else if (job->function) {
        eddy__outcome_of(&job->outcome, job->function, job->input, job->size);
    } else {
        outcome_here = &job->outcome;
        conclude(&job->outcome, job->call(job->frame));
    }
    job_here = NULL;
}

struct eddy__thread_worker *
eddy__thread_worker_start(eddy_loop *loop, struct eddy__executor *executor, size_t size,
                          void (*perform_job)(struct eddy__thread_worker *, struct eddy__job *),
                          void (*leave)(struct eddy__thread_worker *)) {
    struct eddy__thread_worker *worker = eddy__allocate(&loop->allocator, size);
    if (!worker) return NULL;
    memset(worker, 0, size);
    eddy__mutex_init(&worker->mutex);
    eddy__signal_init(&worker->condition);
    worker->perform = perform_job;
    worker->leave = leave;
    worker->executor = executor;
    worker->inbox = &loop->inbox;
    worker->size = size;
    worker->thread = eddy__thread_start(&loop->allocator, work, worker);
    if (worker->thread) return worker;
    eddy__signal_end(&worker->condition);
    eddy__mutex_end(&worker->mutex);
    eddy__free(&loop->allocator, worker, size);
    return NULL;
}

struct eddy__worker *eddy__thread_worker_new(eddy_loop *loop, struct eddy__executor *executor) {
    struct eddy__thread_worker *worker =
        eddy__thread_worker_start(loop, executor, sizeof *worker, perform, NULL);
    return worker ? &worker->worker : NULL;
}

void eddy__thread_worker_give(struct eddy__worker *base, struct eddy__job *job) {
    struct eddy__thread_worker *worker = (struct eddy__thread_worker *)base;
    eddy__mutex_lock(&worker->mutex);
    worker->given = job;
    eddy__signal_give(&worker->condition);
    eddy__mutex_unlock(&worker->mutex);
}

void eddy__thread_worker_end(eddy_loop *loop, struct eddy__worker *base) {
    struct eddy__thread_worker *worker = (struct eddy__thread_worker *)base;
    eddy__mutex_lock(&worker->mutex);
    worker->ending = true;
    eddy__signal_give(&worker->condition);
    eddy__mutex_unlock(&worker->mutex);
    eddy__thread_join(&loop->allocator, worker->thread);
    eddy__signal_end(&worker->condition);
    eddy__mutex_end(&worker->mutex);
    eddy__free(&loop->allocator, worker, worker->size);
}
