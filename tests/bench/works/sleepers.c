/* N tasks sleep for 0 to M milliseconds each, all at once. */
#include "../bench.h"

struct sleeper {
    uint32_t milliseconds;
};
static int sleeper(struct sleeper *self) {
    EDDY_TRY(eddy_sleep(self->milliseconds / 1e3));
    bench_check += self->milliseconds;
    return EDDY_OK;
}

int bench_sleepers(void) {
    eddy_task *tasks = bench_tasks(bench_n);
    for (size_t i = 0; i < bench_n; i++)
        tasks[i] = eddy_go(sleeper, .milliseconds = bench_random((uint32_t)bench_m));
    for (size_t i = 0; i < bench_n; i++) EDDY_TRY(eddy_await(tasks[i]));
    free(tasks);
    return EDDY_OK;
}
