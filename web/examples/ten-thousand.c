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

/* The other way: a thread for each client. */

struct arrive { eddy_barrier everybody; };
struct blocked_client { eddy_barrier everybody; };

static int arrive(struct arrive *self) {
    return eddy_barrier_wait(self->everybody, NULL);
}

static int blocked_client(struct blocked_client *self) { /* blocks, as if it read from a connection */
    return eddy_from_thread_run(arrive, &(struct arrive){self->everybody});
}

static int nobody(void) {
    return EDDY_OK;
}

static int serve_by_threads(int count) {
    if (eddy_await(eddy_to_thread(nobody)) != EDDY_OK) {
        printf("no threads: %s\n", eddy_error_message());
        return EDDY_OK;
    }
    const eddy_to_thread_options options = {.limiter = eddy_capacity_limiter_new(count)};
    eddy_barrier everybody = eddy_barrier_new(count);
    eddy_task_group group = eddy_task_group_begin();
    for (int i = 0; i < count; i++) {
        eddy_coroutine client = eddy_to_thread(blocked_client, .everybody = everybody);
        eddy_task_group_create_task(group, eddy_to_thread_with(client, &options));
    }
    EDDY_TRY(eddy_task_group_end(group, EDDY_OK));
    printf("%d threads were blocked at once\n", count);
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
    return serve_by_threads((int)knob("threads", 100)); /* 1..100: the same, blocked */
}

int main(void) {
    /* 8 KiB of stack are enough for these tasks: 80 MB in all. Threads have megabytes each. */
    return eddy_run_with(serve, &(eddy_options){.stack_size = 8 * 1024});
}
