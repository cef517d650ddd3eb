/* Coroutine functions that many cases make tasks of. */
#ifndef TASKS_H
#define TASKS_H

#include "harness.h"

/* Sleeps for delay (not at all when it is negative), logs word if there is one ("word!" when it was
 * cancelled), and fails with status unless that is 0: its message is "error STATUS". */
struct work {
    double delay;
    int status;
    const char *word;
    int result; /* 1 when it came to its end */
};
int work(struct work *self);

/* Awaits; logs word if there is one, with an end that tells how it went, "word!" for cancelled,
 * "word=STATUS" for another error. */
struct waits {
    eddy_awaitable on;
    const char *word;
};
int waits(struct waits *self);

/* Sleeps until it is cancelled; then for cleanup seconds, whatever comes; logs word if there is
 * one; ends as cancelled, or with status if that is not 0 ("error STATUS"), or well for a status of
 * IGNORES. */
enum { IGNORES = -1000 };
struct cleans {
    double cleanup;
    int status;
    const char *word;
};
int cleans(struct cleans *self);

/* The running loop's time. */
double now(void);

/* eddy_sleep(0), so many times. */
int pass(int iterations);

/* Schedules the cancellation of *task, which lives until then, by a callback. */
void cancel_soon(eddy_task *task);

#endif
