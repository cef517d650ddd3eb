/* N tasks sleep while somebody looks at the memory; then they are cancelled. */
#include "../bench.h"

static int sleeper(void) {
    bench_check++;
    return eddy_sleep(3600);
}

int bench_memory(void) {
    eddy_task *tasks = bench_tasks(bench_n);
    for (size_t i = 0; i < bench_n; i++) tasks[i] = eddy_go(sleeper);
    EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(bench_hold());
    for (size_t i = 0; i < bench_n; i++) eddy_task_cancel(tasks[i]);
    EDDY_TRY(eddy_gather_array(tasks, bench_n, EDDY_RETURN_EXCEPTIONS));
    free(tasks);
    return EDDY_OK;
}
