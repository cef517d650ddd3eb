/* N contexts are entered in turn and leave M times each, from a function that their own calls: what
 * is left of the yield when there is no scheduler. */
#include "../../../core/port/switch.h"
#include "../bench.h"

static struct eddy__context *here;

__attribute__((noinline)) static void step(size_t i) {
    eddy__context_leave(here);
    bench_check += i;
}

static int leaver(void) {
    for (size_t i = 0; i < bench_m; i++) step(i);
    return EDDY_OK;
}

static struct eddy__context *started(size_t stack_size) {
    void *block = malloc(eddy__context_block_size(stack_size));
    if (!block) exit(1);
    struct eddy__context *context = eddy__context_init(block, stack_size);
    eddy__context_start(context, (int (*)(void *))(void (*)(void))leaver, NULL, true);
    return context;
}

/* As large as tasks get it here. */
static size_t wanted_stack_size(void) {
    const char *wanted = getenv("EDDY_STACK_SIZE");
    size_t size = wanted ? strtoul(wanted, NULL, 10) : 8192;
    return size < eddy__context_least_stack ? eddy__context_least_stack : size;
}

int bench_bare_switch(void) {
    const size_t stack_size = wanted_stack_size();
    struct eddy__context **contexts = malloc(bench_n * sizeof *contexts);
    if (!contexts) exit(1);
    for (size_t i = 0; i < bench_n; i++) contexts[i] = started(stack_size);
    for (size_t turn = 0; turn <= bench_m; turn++) {
        for (size_t i = 0; i < bench_n; i++) {
            here = contexts[i];
            eddy__context_enter(here);
        }
    }
    for (size_t i = 0; i < bench_n; i++) free(eddy__context_end(contexts[i]));
    free(contexts);
    return EDDY_OK;
}
