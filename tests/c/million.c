/* Very many tasks at once: what they cost in memory. */
#include <stdlib.h>

#include "harness.h"

/* In WebAssembly a million, whose memory must stay below 2 GiB; natively, where sanitizers and
 * valgrind multiply every byte, a tenth of that. */
#ifdef __wasm__
enum { COUNT = 1000000 };
static bool memory_is_bounded(void) {
    return __builtin_wasm_memory_size(0) < (2u << 30) / 65536;
}
#else
enum { COUNT = 100000 };
static bool memory_is_bounded(void) {
    return true;
}
#endif

struct idle {
    int number;
};
static int idle(struct idle *self) {
    return self->number >= 0 ? eddy_sleep(1) : EDDY_OK;
}

static int million_main(void) {
    eddy_task *tasks = malloc(COUNT * sizeof *tasks);
    if (!tasks) return EDDY_NO_MEMORY;
    for (int i = 0; i < COUNT; i++) tasks[i] = eddy_go(idle, .number = i);
    int refused = 0, others = 0;
    for (int i = 0; i < COUNT; i++) refused += !eddy_task_cancel(tasks[i]);
    CHECK_INT(refused, 0);
    CHECK_INT(eddy_gather_array(tasks, COUNT, EDDY_RETURN_EXCEPTIONS), EDDY_OK);
    for (int i = 0; i < COUNT; i++) others += eddy_future_exception(tasks[i]) != EDDY_CANCELLED;
    CHECK_INT(others, 0);
    CHECK(memory_is_bounded());
    free(tasks);
    return EDDY_OK;
}

TEST(a_million_tasks_are_spawned_cancelled_and_awaited) {
    CHECK_INT(run_virtual(million_main), EDDY_OK);
}
