#include <eddy.h>
#include <stdio.h>

#include "knob.h"

struct work { const char *name; double delay; char result[16]; };

static int work(struct work *self) {
    EDDY_TRY(eddy_sleep(self->delay));
    snprintf(self->result, sizeof self->result, "%s done", self->name);
    return EDDY_OK;
}

static int wait_and_cancel(void) {
    eddy_task tasks[] = {
        eddy_go(work, .name = "X", .delay = 0.1),
        eddy_go(work, .name = "Y", .delay = 0.5),
        eddy_go(work, .name = "Z", .delay = 0.15),
    };

    /* Until all are done, or the time is up. It cancels none: they would run on. */
    double timeout = knob("timeout", 0.2); /* 0..1: seconds to wait for them */
    EDDY_TRY(eddy_wait(tasks, 3, timeout, EDDY_ALL_COMPLETED));
    int done = 0;
    for (int i = 0; i < 3; i++) done += eddy_future_done(tasks[i]);
    printf("done: %d, pending: %d\n", done, 3 - done);

    for (int i = 0; i < 3; i++)
        eddy_task_cancel(tasks[i]); /* a wish: it is fulfilled when the task runs next */
    EDDY_TRY(eddy_wait_all(tasks[0], tasks[1], tasks[2]));
    for (int i = 0; i < 3; i++)
        puts(eddy_future_cancelled(tasks[i]) ? "cancelled" : eddy_frame(tasks[i], work)->result);
    return EDDY_OK;
}

int main(void) {
    return eddy_run(wait_and_cancel);
}
