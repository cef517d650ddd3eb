/* A worker that is a thread: natively those of process pools, too, each of which talks to its
 * process. */
#ifndef EDDY_SRC_THREAD_WORKER_H
#define EDDY_SRC_THREAD_WORKER_H

#include "jobs.h"

struct eddy__thread_worker {
    struct eddy__worker worker;
    struct eddy__mutex mutex;
    struct eddy__signal condition;
    struct eddy__job *given; /* to be taken by the thread; from here on under the mutex */
    bool ending;
    /* the thread's own from here on */
    void (*perform)(struct eddy__thread_worker *worker, struct eddy__job *job);
    void (*leave)(struct eddy__thread_worker *worker); /* at the thread's end, or NULL */
    struct eddy__executor *executor;                   /* what does not change in it */
    struct eddy__inbox *inbox;
    bool initialized;
    struct eddy__thread *thread;
    size_t size; /* of the block this is the beginning of */
};

/* A block of size bytes that begins with a thread worker; NULL: no memory, or no thread. */
struct eddy__thread_worker *
eddy__thread_worker_start(eddy_loop *loop, struct eddy__executor *executor, size_t size,
                          void (*perform)(struct eddy__thread_worker *, struct eddy__job *),
                          void (*leave)(struct eddy__thread_worker *));

#endif
