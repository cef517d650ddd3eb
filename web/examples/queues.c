#include <eddy.h>
#include <stdio.h>

static void say(void *text) {
    puts(text);
}

static int demonstrate_scheduling(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop_call_soon(loop, say, "[ready] I run next iteration");

    eddy_loop_call_later(loop, 0.5, say, "[delayed] I run after 0.5s");
    eddy_loop_call_later(loop, 0.1, say, "[delayed] I run after 0.1s");

    double now = eddy_loop_time(loop);
    eddy_loop_call_at(loop, now + 0.2, say, "[delayed] I run at loop_time+0.2");

    eddy_handle never = eddy_loop_call_later(loop, 0.3, say, "[delayed] you will not see this");
    printf("taken back: %s\n", eddy_handle_cancel(never) ? "yes" : "no");

    return eddy_sleep(1); /* wait for all callbacks to fire */
}

int main(void) {
    return eddy_run(demonstrate_scheduling);
}
