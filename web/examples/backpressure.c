#include <eddy.h>
#include <stdio.h>

#include "knob.h"

static eddy_semaphore sem;

static int home(void) {
    if (eddy_semaphore_acquire_nowait(sem) == EDDY_WOULD_BLOCK)
        return eddy_raise(503, "overloaded"); /* at once: better than a line that grows for ever */
    int status = eddy_sleep(0.25);            /* the work */
    eddy_semaphore_release(sem);
    return status;
}

struct request { int number; };

static int request(struct request *self) {
    int status = home();
    if (status < 0) return status; /* cancelled, say: not ours to answer */
    printf("request %d: %d %s\n", self->number, status ? status : 200,
           status ? eddy_error_message() : "ok");
    return EDDY_OK;
}

static int serve(void) {
    sem = eddy_semaphore_new((size_t)knob("permits", 2)); /* 1..4: requests served at once */
    eddy_task_group group = eddy_task_group_begin();
    int status = EDDY_OK;
    for (int number = 1; number <= 8 && status == EDDY_OK; number++) {
        eddy_task_group_go(group, request, .number = number);
        status = eddy_sleep(0.1); /* they come faster than they are served */
    }
    return eddy_task_group_end(group, status);
}

int main(void) {
    return eddy_run(serve);
}
