#include <eddy.h>
#include <stdio.h>

#include "knob.h"

static int primes_below(int limit) {
    int primes = 0;
    for (int n = 2; n < limit; n++) {
        int d = 2;
        while (d * d <= n && n % d) d++;
        primes += d * d > n;
    }
    return primes;
}

static int job(const void *input, size_t size, eddy_reply *reply) { /* for threads and processes */
    (void)size;
    int primes = primes_below(*(const int *)input);
    return eddy_reply_write(reply, &primes, sizeof primes);
}

enum { JOBS = 2 };

struct on_the_loop { int limit, primes; };

static int on_the_loop(struct on_the_loop *self) {
    self->primes = primes_below(self->limit); /* nothing in it waits: nobody else runs */
    return EDDY_OK;
}

static double now(void) {
    return eddy_loop_time(eddy_get_running_loop());
}

static int all_on_the_loop(int limit) {
    return eddy_gather(eddy_go(on_the_loop, .limit = limit), eddy_go(on_the_loop, .limit = limit));
}

static int all_in(eddy_executor pool, int limit) {
    eddy_future jobs[JOBS];
    for (int i = 0; i < JOBS; i++)
        jobs[i] = eddy_run_in_executor(pool, job, &limit, sizeof limit);
    return eddy_gather_array(jobs, JOBS, EDDY_RAISE_FIRST);
}

static double alone; /* how long it takes without any help */

static int in_pool(const char *name, eddy_executor pool, int limit) {
    int status = all_in(pool, limit / 4);
    if (status == EDDY_NOT_SUPPORTED) {
        printf("%s: not here: %s\n", name, eddy_error_message());
        return EDDY_OK;
    }
    EDDY_TRY(status);
    double start = now();
    EDDY_TRY(all_in(pool, limit));
    double took = now() - start;
    printf("%s: %.2f s, %.1f times as fast\n", name, took, alone / took);
    return EDDY_OK;
}

static int compare(void) {
    int limit = (int)knob("limit", 2000000); /* 100000..4000000: how far to look for primes */
    size_t workers = (size_t)knob("workers", 2); /* 1..8: workers of each pool */
    printf("%d jobs, %zu processors\n", JOBS, eddy_cpu_count());
    /* Each way does a little first that is not measured: workers start, and a browser compiles the
     * code a second time, better, when it has seen it run. */
    EDDY_TRY(all_on_the_loop(limit / 4));
    double start = now();
    EDDY_TRY(all_on_the_loop(limit));
    alone = now() - start;
    printf("two tasks on the loop: %.2f s, one after the other\n", alone);

    eddy_executor_options options = {.max_workers = workers};
    EDDY_TRY(in_pool("in threads", eddy_thread_pool_executor(&options), limit));
    return in_pool("in processes", eddy_process_pool_executor(&options), limit);
}

int main(void) {
    return eddy_run(compare);
}
