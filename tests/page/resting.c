/* A thread that has done its job, and rests until the next one, which never comes. */
#include <eddy.h>
#include <stdio.h>

static int job(void) {
    return EDDY_OK;
}

static int resting(void) {
    EDDY_TRY(eddy_await(eddy_to_thread(job)));
    puts("the thread rests");
    return eddy_sleep(3600);
}

int main(void) {
    return eddy_run(resting);
}
