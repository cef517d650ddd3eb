#include <eddy.h>
#include <stdio.h>

#include "knob.h"

static int in_flight, most;

struct fetch { eddy_semaphore sem; int item; };

static int fetch(struct fetch *self) {
    EDDY_TRY(eddy_semaphore_acquire(self->sem)); /* waits here while too many others are in */
    printf("GET /items/%d\n", self->item);
    if (++in_flight > most) most = in_flight;
    int status = eddy_sleep(0.2); /* the call */
    in_flight--;
    eddy_semaphore_release(self->sem); /* on every path */
    return status;
}

static int fetch_all(void) {
    eddy_loop *loop = eddy_get_running_loop();
    double start = eddy_loop_time(loop);
    eddy_semaphore sem = eddy_semaphore_new((size_t)knob("permits", 2)); /* 1..6: calls at once */
    eddy_task calls[6];
    for (int i = 0; i < 6; i++) calls[i] = eddy_go(fetch, .sem = sem, .item = i + 1);
    EDDY_TRY(eddy_gather_array(calls, 6, EDDY_RAISE_FIRST));
    printf("6 calls in %.1fs, %d at once\n", eddy_loop_time(loop) - start, most);
    return EDDY_OK;
}

int main(void) {
    return eddy_run(fetch_all);
}
