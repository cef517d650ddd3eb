#include <eddy.h>
#include <stdio.h>

#include "knob.h"

struct work { const char *name; double delay; char result[16]; };

static int work(struct work *self) {
    EDDY_TRY(eddy_sleep(self->delay));
    if (self->delay > 1) return eddy_raise(1, "%s took too long", self->name);
    snprintf(self->result, sizeof self->result, "%s done", self->name);
    return EDDY_OK;
}

static int run_all(void) {
    eddy_task tasks[] = {
        eddy_go(work, .name = "A", .delay = 0.1),
        eddy_go(work, .name = "B", .delay = knob("delay", 0.3)), /* 0..2: seconds that B takes */
        eddy_go(work, .name = "C", .delay = 0.2),
    };

    /* All at once: the time of the slowest, results in the order of the arguments. One that fails
     * does not stop the others. */
    EDDY_TRY(eddy_gather_return_exceptions(tasks[0], tasks[1], tasks[2]));
    for (int i = 0; i < 3; i++)
        puts(eddy_future_exception(tasks[i]) ? eddy_future_message(tasks[i])
                                             : eddy_frame(tasks[i], work)->result);
    return EDDY_OK;
}

int main(void) {
    return eddy_run(run_all);
}
