/* N tasks in batches of M: each batch is spawned, then awaited one by one. */
#include "../bench.h"

struct add {
    uint32_t number;
};
static int add(struct add *self) {
    bench_check += self->number;
    return EDDY_OK;
}

int bench_spawn_join(void) {
    eddy_task *tasks = bench_tasks(bench_m);
    for (size_t done = 0; done < bench_n; done += bench_m) {
        for (size_t i = 0; i < bench_m; i++)
            tasks[i] = eddy_go(add, .number = (uint32_t)(done + i));
        for (size_t i = 0; i < bench_m; i++) {
            EDDY_TRY(eddy_await(tasks[i]));
            eddy_release(tasks[i]);
        }
    }
    free(tasks);
    return EDDY_OK;
}
