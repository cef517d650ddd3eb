#include <eddy.h>
#include <stdio.h>

#include "knob.h"

struct work { const char *name; double delay; };

static int work(struct work *self) {
    return eddy_sleep(self->delay);
}

static int fastest_first(void) {
    eddy_coroutine coros[] = {
        eddy_coro(work, .name = "fast", .delay = 0.1),
        eddy_coro(work, .name = "slow", .delay = knob("slow", 0.5)), /* 0..1: seconds it takes */
        eddy_coro(work, .name = "mid", .delay = 0.3),
    };

    /* In the order they are done, not in the order of the list: the first result can be shown while
     * the others are still on their way. */
    eddy_completions each = eddy_as_completed(coros, 3, EDDY_FOREVER);
    eddy_task task;
    int status;
    while ((status = eddy_next_completed(each, &task)) == EDDY_OK) {
        EDDY_TRY(eddy_await(task)); /* done already: its result, or its error */
        printf("Got: %s\n", eddy_frame(task, work)->name);
    }
    return status == EDDY_STOP_ITERATION ? EDDY_OK : status;
}

int main(void) {
    return eddy_run(fastest_first);
}
