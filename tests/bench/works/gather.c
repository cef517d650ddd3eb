/* N tasks are gathered at once. */
#include "../bench.h"

struct number {
    uint32_t number;
};
static int number(struct number *self) {
    self->number *= 2;
    return EDDY_OK;
}

int bench_gather(void) {
    eddy_task *tasks = bench_tasks(bench_n);
    for (uint32_t i = 0; i < bench_n; i++) tasks[i] = eddy_go(number, .number = i);
    EDDY_TRY(eddy_gather_array(tasks, bench_n, EDDY_RAISE_FIRST));
    for (size_t i = 0; i < bench_n; i++) {
        bench_check += eddy_frame(tasks[i], number)->number;
        eddy_release(tasks[i]);
    }
    free(tasks);
    return EDDY_OK;
}
