/* No processes: a WASI command is one, and cannot start another; nor can a program of emcc's. */
#include "processes.h"

#if defined(__EMSCRIPTEN__)
#define KIND "a program of Emscripten's"
#else
#define KIND "a WASI command"
#endif

const char *eddy__processes_missing(void) {
    return KIND " cannot start processes: run the program natively, or as a guest in a page, a "
                "worker or Node";
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

#if !defined(__EMSCRIPTEN_PTHREADS__) /* whose threads know */
size_t eddy__cpu_count(void) {
    return 1;
}
#endif
