/* N tasks let the others run M times each, from ten frames deep. */
#include "../bench.h"

/* Ten functions, as a program has them: a recursion would be one, and its frames all alike. */
#define FRAME(name, next)                                                                          \
    __attribute__((noinline)) static int name(size_t i) {                                          \
        EDDY_TRY(next(i));                                                                         \
        bench_check += i;                                                                          \
        return EDDY_OK;                                                                            \
    }

static int yield_once(size_t i) {
    (void)i;
    return eddy_sleep(0);
}
FRAME(tenth, yield_once)
FRAME(ninth, tenth)
FRAME(eighth, ninth)
FRAME(seventh, eighth)
FRAME(sixth, seventh)
FRAME(fifth, sixth)
FRAME(fourth, fifth)
FRAME(third, fourth)
FRAME(second, third)

static int yielder(void) { /* the first */
    for (size_t i = 0; i < bench_m; i++) EDDY_TRY(second(i));
    return EDDY_OK;
}

int bench_yield_deep(void) {
    eddy_task *tasks = bench_tasks(bench_n);
    for (size_t i = 0; i < bench_n; i++) tasks[i] = eddy_go(yielder);
    for (size_t i = 0; i < bench_n; i++) EDDY_TRY(eddy_await(tasks[i]));
    free(tasks);
    return EDDY_OK;
}
