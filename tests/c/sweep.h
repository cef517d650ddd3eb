/* SQLite's way with memory: a scenario is run again and again, and every time another allocation
 * fails; once alone, and once with all that come after it. Each run must end well or with
 * EDDY_NO_MEMORY, and give back every block. */
#ifndef SWEEP_H
#define SWEEP_H

#include "harness.h"

/* What the allocator of the run counts, and which allocation it fails. */
extern struct counted counted;

/* One run under the virtual clock, by parts, as eddy_run does it; its status. cancel_at_end: else
 * what still waits is destroyed. */
int sweep_run(int (*scenario)(void), bool cancel_at_end);

/* Fails the nth allocation, for every n, until a run needs no more. */
void sweep_fail_each(int (*scenario)(void), bool ever_after);

#define FAIL_EACH(scenario)                                                                        \
    TEST(no_memory_in_##scenario) {                                                                \
        sweep_fail_each(scenario, false);                                                          \
        sweep_fail_each(scenario, true);                                                           \
    }

#endif
