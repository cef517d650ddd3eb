/* No processes: a WASI command is one, and cannot start another. */
#include "processes.h"

const char *eddy__processes_missing(void) {
    return "a WASI command cannot start processes: run the program natively, or as a guest in a "
           "page, a worker or Node";
}

struct eddy__worker *eddy__process_new(eddy_loop *loop, struct eddy__executor *executor) {
    (void)loop;
    (void)executor;
    return NULL;
}

void eddy__process_give(eddy_loop *loop, struct eddy__worker *worker, struct eddy__job *job) {
    (void)loop;
    (void)worker;
    (void)job;
}

void eddy__process_kill(eddy_loop *loop, struct eddy__worker *worker) {
    (void)loop;
    (void)worker;
}

void eddy__process_end(eddy_loop *loop, struct eddy__worker *worker) {
    (void)loop;
    (void)worker;
}

size_t eddy__cpu_count(void) {
    return 1;
}
