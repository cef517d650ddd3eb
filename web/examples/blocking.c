#include <eddy.h>
#include <stdio.h>
#include <unistd.h>

#include "knob.h"

static int bad_handler(void) {
    puts("bad: blocking the loop");
    usleep((unsigned)(knob("block", 0.5) * 1e6)); /* 0..2: seconds that one handler blocks */
    puts("bad: done");
    return EDDY_OK;
}

static int good_handler(void) {
    puts("good: waiting");
    EDDY_TRY(eddy_sleep(0.5));
    puts("good: done");
    return EDDY_OK;
}

static int heartbeat(void) {
    double start = eddy_loop_time(eddy_get_running_loop());
    for (int beat = 1; beat <= 8; beat++) {
        EDDY_TRY(eddy_sleep(0.1));
        double late = eddy_loop_time(eddy_get_running_loop()) - start - beat * 0.1;
        printf("beat %d%s\n", beat, late > 0.1 ? "  <- late: something blocked the loop" : "");
    }
    return EDDY_OK;
}

static int run_both(void) {
    eddy_task beats = eddy_go(heartbeat);
    EDDY_TRY(eddy_sleep(0.15));
    EDDY_TRY(eddy_await(eddy_go(good_handler))); /* others run meanwhile */
    EDDY_TRY(eddy_await(eddy_go(bad_handler)));  /* nobody runs meanwhile */
    return eddy_await(beats);
}

int main(void) {
    return eddy_run(run_both);
}
