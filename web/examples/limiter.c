#include <eddy.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "knob.h"

static atomic_int inside, most; /* threads share them */

static int blocking_call(void) {
    int now = ++inside, before = most;
    while (before < now && !atomic_compare_exchange_weak(&most, &before, now)) continue;
    usleep(100000); /* a driver that knows no async */
    inside--;
    return EDDY_OK;
}

static int twelve_at_once(eddy_capacity_limiter limiter) {
    most = 0;
    eddy_task calls[12];
    for (int i = 0; i < 12; i++) calls[i] = eddy_create_task(eddy_to_thread(blocking_call));
    EDDY_TRY(eddy_sleep(0));
    size_t waiting = eddy_capacity_limiter_statistics(limiter).tasks_waiting;
    EDDY_TRY(eddy_gather_array(calls, 12, EDDY_RAISE_FIRST));
    printf("%g tokens: %d threads at most, %zu calls waited\n",
           eddy_capacity_limiter_total_tokens(limiter), most, waiting);
    return EDDY_OK;
}

static int serve(void) {
    eddy_capacity_limiter limiter = eddy_current_default_thread_limiter();
    printf("at first there are %g tokens\n", eddy_capacity_limiter_total_tokens(limiter));
    double tokens = knob("tokens", 4); /* 1..12: threads that may run at once */
    EDDY_TRY(eddy_capacity_limiter_set_total_tokens(limiter, tokens));
    EDDY_TRY(twelve_at_once(limiter));
    EDDY_TRY(eddy_capacity_limiter_set_total_tokens(limiter, 1)); /* can be moved at any time */
    EDDY_TRY(twelve_at_once(limiter));
    return EDDY_OK;
}

int main(void) {
    return eddy_run(serve);
}
