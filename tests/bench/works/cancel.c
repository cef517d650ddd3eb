/* N tasks are made, started, cancelled while they sleep, and awaited. */
#include "../bench.h"

static int sleeper(void) {
    return eddy_sleep(3600);
}

int bench_cancel(void) {
    eddy_task *tasks = bench_tasks(bench_n);
    for (size_t i = 0; i < bench_n; i++) tasks[i] = eddy_go(sleeper);
    EDDY_TRY(eddy_sleep(0)); /* all of them sleep now */
    for (size_t i = 0; i < bench_n; i++) eddy_task_cancel(tasks[i]);
    for (size_t i = 0; i < bench_n; i++) {
        bench_check += eddy_await(tasks[i]) == EDDY_CANCELLED;
        eddy_release(tasks[i]);
    }
    free(tasks);
    return EDDY_OK;
}
