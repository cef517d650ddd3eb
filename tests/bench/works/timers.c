/* N calls are scheduled, for 60 to 61 seconds from now, then all are taken back. */
#include "../bench.h"

static void never(void *unused) {
    (void)unused;
    abort();
}

int bench_timers(void) {
    eddy_handle *handles = malloc(bench_n * sizeof *handles);
    if (!handles) return EDDY_NO_MEMORY;
    eddy_loop *loop = eddy_get_running_loop();
    for (size_t i = 0; i < bench_n; i++)
        handles[i] = eddy_loop_call_later(loop, 60 + bench_random(1000) / 1e3, never, NULL);
    for (size_t i = 0; i < bench_n; i++) bench_check += eddy_handle_cancel(handles[i]);
    free(handles);
    return EDDY_OK;
}
