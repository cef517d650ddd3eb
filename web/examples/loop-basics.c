#include <eddy.h>
#include <stdio.h>

static void say(void *text) {
    puts(text);
}

static int basics(void) {
    eddy_loop *loop = eddy_get_running_loop();
    printf("Loop running: %s\n", eddy_loop_is_running(loop) ? "yes" : "no");

    /* Run a callback in the NEXT iteration of the loop, and one after a delay. */
    eddy_loop_call_soon(loop, say, "Scheduled callback ran!");
    eddy_loop_call_later(loop, 1.0, say, "Ran after 1 second");

    EDDY_TRY(eddy_sleep(0)); /* zero sleep: let the loop run others */
    puts("Back in main");
    return eddy_sleep(1.5);
}

int main(void) {
    return eddy_run(basics);
}
