#include "sweep.h"

struct counted counted;

static void ignore_report(eddy_loop *loop, const char *message, void *argument) {
    (void)loop;
    (void)argument;
    CHECK(strlen(message) > 0);
}

int sweep_run(int (*scenario)(void), bool cancel_at_end) {
    eddy_options options = {
        .clock = EDDY_CLOCK_VIRTUAL, .stack_size = 16384, .allocator = counted_allocator(&counted)};
    eddy_loop *loop = eddy_new_event_loop(&options);
    if (!loop) return EDDY_NO_MEMORY;
    eddy_loop_set_exception_handler(loop, ignore_report, NULL);
    int status = eddy_loop_run_until_complete(loop, scenario);
    int ended = cancel_at_end ? eddy_loop_cancel_all_tasks(loop) : EDDY_OK;
    CHECK(ended == EDDY_OK || ended == EDDY_DEADLOCK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
    return status;
}

void sweep_fail_each(int (*scenario)(void), bool ever_after) {
    size_t n = 0;
    do {
        counted = (struct counted){.fail_at = ++n, .fail_ever_after = ever_after};
        int status = sweep_run(scenario, true);
        bool good = CHECK(status == EDDY_OK || status == EDDY_NO_MEMORY);
        if (counted.failed == 0) good &= CHECK_INT(status, EDDY_OK);
        good &= CHECK_INT((long long)counted.blocks, 0);
        good &= CHECK_INT((long long)counted.bytes, 0);
        if (!good) printf("    when allocation %zu failed: status %d\n", n, status);
        if (!good) return;
    } while (counted.failed > 0 && CHECK(n < 10000));
    CHECK(n > 3); /* it did allocate */
}
