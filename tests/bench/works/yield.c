/* N tasks let the others run M times each, from a function that the task's own calls. */
#include "../bench.h"

__attribute__((noinline)) static int step(size_t i) {
    EDDY_TRY(eddy_sleep(0));
    bench_check += i;
    return EDDY_OK;
}

static int yielder(void) {
    for (size_t i = 0; i < bench_m; i++) EDDY_TRY(step(i));
    return EDDY_OK;
}

int bench_yield(void) {
    eddy_task *tasks = bench_tasks(bench_n);
    for (size_t i = 0; i < bench_n; i++) tasks[i] = eddy_go(yielder);
    for (size_t i = 0; i < bench_n; i++) EDDY_TRY(eddy_await(tasks[i]));
    free(tasks);
    return EDDY_OK;
}
