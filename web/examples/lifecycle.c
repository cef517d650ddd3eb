#include <eddy.h>
#include <stdio.h>

static void print_state(eddy_coroutine coro) {
    puts(eddy_coroutine_state_name(eddy_getcoroutinestate(coro)));
}

static int my_coro(void) {
    print_state(eddy_current_task()); /* CORO_RUNNING, seen from inside */
    return eddy_sleep(0.1);
}

static int inspect_lifecycle(void) {
    eddy_coroutine coro = eddy_coro(my_coro);
    print_state(coro); /* CORO_CREATED */

    eddy_task task = eddy_create_task(coro);
    EDDY_TRY(eddy_sleep(0)); /* let it start */
    print_state(coro);       /* CORO_SUSPENDED (at sleep) */

    EDDY_TRY(eddy_await(task));
    print_state(coro); /* CORO_CLOSED */
    return EDDY_OK;
}

int main(void) {
    return eddy_run(inspect_lifecycle);
}
