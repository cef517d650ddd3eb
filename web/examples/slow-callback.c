#include <eddy.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "knob.h"

static int parser(void) {
    EDDY_TRY(eddy_sleep(0.1));
    usleep((unsigned)(knob("parse", 0.6) * 1e6)); /* 0..2: seconds without a wait */
    puts("parser: done");
    return EDDY_OK;
}

static int ticker(void) {
    for (int tick = 1; tick <= 3; tick++) EDDY_TRY(eddy_sleep(0.05));
    puts("ticker: done");
    return EDDY_OK;
}

static int run_both(void) {
    eddy_task parsing = eddy_go(parser), ticking = eddy_go(ticker);
    EDDY_TRY(eddy_task_set_name(parsing, "parser"));
    return eddy_gather(parsing, ticking);
}

/* The report names the line where the task was made, the task, and how long its step took. */
static void found(eddy_loop *loop, const char *report, void *unused) {
    (void)loop, (void)unused;
    const char *step = strstr(report, "a step of ");
    if (step) printf("found: %.*s\n", (int)(strstr(step, " took") - step), step);
}

int main(void) {
    eddy_options options = {.debug = true, .slow_callback_duration = 0.4};
    eddy_loop *loop = eddy_new_event_loop(&options);
    eddy_loop_set_exception_handler(loop, found, NULL);
    int status = eddy_loop_run_until_complete(loop, run_both);
    eddy_loop_close(loop);
    return status;
}
