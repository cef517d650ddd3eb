/* The host when the program may block: a native one, or a WASI command (whose libc sleeps by
 * poll_oneoff). A clock and sleep; no fetch and no trace. */
#define EDDY_HOST_DEFINED_HERE_

#include <math.h>
#include <time.h>

#include "../src/scheduler.h"
#include "drive.h"
#include "eddy/host.h"

double eddy_host_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void eddy_host_wait(double milliseconds) {
    struct timespec time = {.tv_sec = (time_t)(milliseconds / 1e3)};
    time.tv_nsec = (long)((milliseconds - (double)time.tv_sec * 1e3) * 1e6);
    nanosleep(&time, NULL); /* a signal ends it early: the loop looks at its clock and comes back */
}

int eddy_host_fetch(uint64_t id, const struct eddy_host_request *request) {
    (void)id;
    (void)request;
    return -1;
}

void eddy_host_abort(uint64_t id) {
    (void)id;
}

void eddy_host_trace(const eddy_trace_record *records, size_t count) {
    (void)records;
    (void)count;
}

/* Threads may end it early. */
static void sleep_for(eddy_loop *loop, double milliseconds) {
    if (isinf(milliseconds) && loop->jobs_pending == 0)
        return; /* the turn will find the deadlock */
    if (eddy__threads_missing())
        eddy_host_wait(milliseconds);
    else
        eddy__alarm_wait(&loop->inbox.alarm, milliseconds);
}

void eddy__drive(eddy_loop *loop) {
    do {
        double idle = eddy__loop_idle(loop);
        if (idle > 0) sleep_for(loop, idle);
        eddy__loop_turn(loop);
    } while (!eddy__loop_finished(loop));
}
