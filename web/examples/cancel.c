#include <eddy.h>
#include <stdio.h>

static int long_running(void) {
    puts("working...");
    int status = eddy_sleep(10); /* the cancellation comes out of here */
    if (status == EDDY_CANCELLED) {
        puts("cleanup: releasing resources");
        return status; /* ALWAYS hand it on */
    }
    puts("done");
    return status;
}

static int cancel_demo(void) {
    eddy_task task = eddy_go(long_running);
    EDDY_TRY(eddy_sleep(0.5)); /* let it start */
    eddy_task_cancel(task);

    if (eddy_await(task) == EDDY_CANCELLED) puts("task was cancelled");
    return EDDY_OK;
}

int main(void) {
    return eddy_run(cancel_demo);
}
