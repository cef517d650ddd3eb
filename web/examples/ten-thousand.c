#include <eddy.h>
#include <stdio.h>

#include "knob.h"

static int asleep, most;

static int client(void) {
    if (++asleep > most) most = asleep;
    EDDY_TRY(eddy_sleep(1)); /* it takes its time: most of a server's time is waiting */
    asleep--;
    return EDDY_OK;
}

static int serve(void) {
    eddy_loop *loop = eddy_get_running_loop();
    double start = eddy_loop_time(loop);
    eddy_task_group group = eddy_task_group_begin();
    int tasks = (int)knob("tasks", 10000); /* 100..20000: clients at once */
    for (int i = 0; i < tasks; i++) eddy_task_group_go(group, client);
    EDDY_TRY(eddy_task_group_end(group, EDDY_OK));
    printf("%d tasks were asleep at once\n", most);
    printf("%.0f s in all, in one thread\n", eddy_loop_time(loop) - start);
    return EDDY_OK;
}

int main(void) {
    /* 8 KiB of stack are enough for these tasks: 80 MB in all. Threads have megabytes each. */
    return eddy_run_with(serve, &(eddy_options){.stack_size = 8 * 1024});
}
