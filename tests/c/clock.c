/* The clocks: virtual, real, and by the environment. */
#include <stdlib.h>
#include <time.h>

#include "harness.h"

static double real_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int long_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    CHECK_TIME(eddy_loop_time(loop), 0);
    for (int i = 0; i < 1000; i++) EDDY_TRY(eddy_sleep(3600));
    CHECK_TIME(eddy_loop_time(loop), 3600.0 * 1000);
    return EDDY_OK;
}

TEST(the_virtual_clock_jumps) {
    double start = real_seconds();
    CHECK_INT(run_virtual(long_main), EDDY_OK);
    CHECK(real_seconds() - start < 60); /* six weeks in no time */
}

static int busy_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop_call_later(loop, 1, log_call, "timer");
    for (int i = 0; i < 1000; i++) EDDY_TRY(eddy_sleep(0));
    CHECK_TIME(eddy_loop_time(loop), 0);
    CHECK_TEXT(log_text(), "");
    EDDY_TRY(eddy_sleep(1));
    CHECK_TEXT(log_text(), "timer");
    return EDDY_OK;
}

TEST(the_virtual_clock_stands_while_something_is_ready) {
    CHECK_INT(run_virtual(busy_main), EDDY_OK);
}

static int short_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    double start = real_seconds(), loop_start = eddy_loop_time(loop);
    CHECK(loop_start >= 0);
    eddy_loop_call_later(loop, 0.03, log_call, "b");
    eddy_loop_call_later(loop, 0.01, log_call, "a");
    EDDY_TRY(eddy_sleep(0.05));
    double passed = eddy_loop_time(loop) - loop_start;
    CHECK(passed >= 0.05);
    CHECK(real_seconds() - start >= 0.0499); /* the clocks may round apart */
    CHECK(passed <= real_seconds() - start + 0.001);
    CHECK_TEXT(log_text(), "a b");
    return EDDY_OK;
}

TEST(the_real_clock_takes_its_time) {
    CHECK_INT(eddy_run_with(short_main, &(eddy_options){.clock = EDDY_CLOCK_REAL}), EDDY_OK);
}

static int is_virtual;

static int which_main(void) {
    double start = eddy_loop_time(eddy_get_running_loop());
    EDDY_TRY(eddy_sleep(0.001));
    double passed = eddy_loop_time(eddy_get_running_loop()) - start;
    is_virtual = start == 0 && fabs(passed - 0.001) < 1e-12;
    return EDDY_OK;
}

TEST(the_environment_chooses_the_default_clock) {
    setenv("EDDY_CLOCK", "virtual", 1);
    CHECK_INT(eddy_run(which_main), EDDY_OK);
    CHECK(is_virtual);
    CHECK_INT(eddy_run_with(which_main, &(eddy_options){.clock = EDDY_CLOCK_REAL}), EDDY_OK);
    CHECK(!is_virtual);
    setenv("EDDY_CLOCK", "real", 1);
    CHECK_INT(eddy_run(which_main), EDDY_OK);
    CHECK(!is_virtual);
    CHECK_INT(run_virtual(which_main), EDDY_OK);
    CHECK(is_virtual);
    unsetenv("EDDY_CLOCK");
    CHECK_INT(eddy_run(which_main), EDDY_OK);
    CHECK(!is_virtual);
}
