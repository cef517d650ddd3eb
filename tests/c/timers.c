/* The heap of timers beyond what a program reaches in an hour: its numbers run out and begin anew. */
#include "harness.h"
#include "scheduler.h"

enum { COUNT = 200 };

static int fired[COUNT], fired_count;

static void fire(void *number) {
    fired[fired_count++] = *(int *)number;
}

static int numbers[COUNT];

/* Timers for three times in turn: of each time, first those that were set first. */
static int timers_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    loop->timers.sequence = UINT32_MAX - COUNT / 2;
    for (int i = 0; i < COUNT; i++) {
        numbers[i] = i;
        eddy_loop_call_later(loop, 1 + i % 3, fire, &numbers[i]);
    }
    CHECK(loop->timers.sequence < COUNT + 2);
    return eddy_sleep(10);
}

TEST(the_order_of_timers_survives_the_end_of_their_numbers) {
    CHECK_INT(run_virtual(timers_main), EDDY_OK);
    CHECK_INT(fired_count, COUNT);
    int at = 0;
    for (int second = 0; second < 3; second++)
        for (int i = second; i < COUNT; i += 3) CHECK_INT(fired[at++], i);
}

static int empty_main(void) {
    eddy_get_running_loop()->timers.sequence = UINT32_MAX;
    EDDY_TRY(eddy_sleep(1));
    return eddy_sleep(1);
}

TEST(numbers_that_end_with_no_timer_set_begin_anew) {
    CHECK_INT(run_virtual(empty_main), EDDY_OK);
}
