/* Jobs, the workers that do them, and the executors that hand them out. All of it but what a worker
 * touches while it has a job is the loop's own thread's. */
#ifndef EDDY_SRC_JOBS_H
#define EDDY_SRC_JOBS_H

#include <stdarg.h>

#include "eddy/executor.h"
#include "eddy/thread.h"
#include "inbox.h"
#include "scheduler.h"

struct eddy__limiter;
struct eddy__values;

/* Grows by malloc: a thread has no other allocator. */
struct eddy_reply {
    char *bytes; /* NULL: nothing was written */
    size_t size, capacity;
};

/* What a function in a worker leaves behind beside its bytes. */
struct eddy__outcome {
    int status;
    char *text; /* the message of the status, from malloc; NULL: none */
    eddy_reply reply;
};

enum eddy__job_state { EDDY__JOB_QUEUED, EDDY__JOB_RUNNING, EDDY__JOB_OVER };

struct eddy__job {
    struct eddy__future future;
    struct eddy__message message;    /* to the loop, when the worker is through with it */
    struct eddy__link link;          /* in the executor's queue */
    struct eddy__executor *executor; /* holds a reference until it is over */
    struct eddy__worker *worker;     /* while it runs */
    eddy_loop *loop;
    eddy_executor_function *function; /* NULL: of eddy_to_thread, see the next three */
    eddy_coroutine_function *call;
    void *frame;
    struct eddy__task *frame_owner; /* holds a reference until it is over */
    struct eddy__values *values;    /* of the task that gave it; shared */
    struct eddy__limiter *limiter;  /* whose token it has, by its own id; holds a reference */
    atomic_bool cancelled;
    bool waits; /* cannot be cancelled any more once it runs */
    uint8_t state;
    uint32_t worker_number; /* 0: it has not begun */
    struct eddy__outcome outcome;
    size_t size;
    alignas(max_align_t) char input[];
};

struct eddy__worker {
    struct eddy__link link; /* in the executor's workers: the free ones come first */
    struct eddy__executor *executor;
    struct eddy__job *job; /* that it does; NULL: it is free */
    uint32_t number;       /* in its executor, from 1 */
};

enum eddy__executor_kind { EDDY__THREADS, EDDY__PROCESSES };

struct eddy__executor {
    struct eddy__object object;
    struct eddy__link queue;   /* jobs, the oldest first */
    struct eddy__link workers; /* those that are free first */
    struct eddy__link waiters; /* in eddy_executor_shutdown */
    size_t max_workers, worker_count, running, queued;
    eddy_executor_function *initializer;
    void *initargs; /* a copy */
    size_t initargs_size, memory_limit;
    uint8_t kind;
    bool is_shut_down;
};

/* ---- jobs.c ---- */

/* A job for the executor with size bytes of input; not yet in its queue. Owned as other objects.
 * NULL: no memory. */
struct eddy__job *eddy__job_new(eddy_loop *loop, struct eddy__executor *executor, const void *input,
                                size_t size);
/* Gives it to a worker, or puts it in the queue. */
void eddy__job_submit(eddy_loop *loop, struct eddy__job *job);
/* The worker is through with its job; what it left is in job->outcome. */
void eddy__job_answered(eddy_loop *loop, struct eddy__job *job);
/* Takes back those that have not begun. */
void eddy__jobs_cancel_queued(eddy_loop *loop, struct eddy__executor *executor);
void eddy__workers_end_free(eddy_loop *loop, struct eddy__executor *executor);

/* ---- executor.c ---- */

/* The threads of eddy_to_thread, as many as limiters let begin; NULL: no memory. */
struct eddy__executor *eddy__own_threads(eddy_loop *loop);

/* ---- thread_worker.c ---- */

struct eddy__worker *eddy__thread_worker_new(eddy_loop *loop, struct eddy__executor *executor);
void eddy__thread_worker_give(struct eddy__worker *worker, struct eddy__job *job);
/* Waits until the job that it does is done, which is then answered no more. */
void eddy__thread_worker_end(eddy_loop *loop, struct eddy__worker *worker);

/* The job that the calling thread does; NULL: it is no worker. */
struct eddy__job *eddy__job_here(void);
/* In a worker: what eddy_raise, eddy_error_message and eddy_context_var_get do there. */
bool eddy__outcome_raise(int status, const char *format, va_list arguments);
const char *eddy__outcome_text(void);
struct eddy__values *eddy__values_here(void);
/* Runs function with raise and reply going to outcome; for the far side of processes, too. */
void eddy__outcome_of(struct eddy__outcome *outcome, eddy_executor_function *function,
                      const void *input, size_t size);
void eddy__outcome_free(struct eddy__outcome *outcome);
/* Makes outcome, which is new, that of a job whose worker could not be initialized. */
void eddy__initializer_failed(struct eddy__outcome *outcome, const struct eddy__outcome *cause);

#endif
