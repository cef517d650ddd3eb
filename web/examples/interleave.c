#include <eddy.h>
#include <stdio.h>

static int task_a(void) {
    puts("A: starting");
    EDDY_TRY(eddy_sleep(1)); /* yields here: task_b gets to run */
    puts("A: done");
    return EDDY_OK;
}

static int task_b(void) {
    puts("B: starting");
    EDDY_TRY(eddy_sleep(0.5)); /* yields, but finishes before A */
    puts("B: done");
    return EDDY_OK;
}

static int run_both(void) {
    return eddy_gather(eddy_go(task_a), eddy_go(task_b));
}

int main(void) {
    return eddy_run(run_both);
}
