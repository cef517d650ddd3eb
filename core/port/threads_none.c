/* No threads: a WASI command, and a guest whose memory is its own. Nobody else is there to be kept
 * out or waited for. */
#include "threads.h"

#if defined(__EMSCRIPTEN__)
#define CURE "build it with the flags of pkg-config's eddy-emscripten-threads"
#else
#define CURE "WASI has none, a guest must be linked with --threads"
#endif

const char *eddy__threads_missing(void) {
    return "this program was built without threads: " CURE;
}

void eddy__mutex_init(struct eddy__mutex *mutex) {
    (void)mutex;
}

void eddy__mutex_lock(struct eddy__mutex *mutex) {
    (void)mutex;
}

void eddy__mutex_unlock(struct eddy__mutex *mutex) {
    (void)mutex;
}

void eddy__signal_init(struct eddy__signal *condition) {
    (void)condition;
}

void eddy__signal_sleep(struct eddy__signal *condition, struct eddy__mutex *mutex,
                        double milliseconds) {
    (void)condition;
    (void)mutex;
    (void)milliseconds;
}

void eddy__signal_give(struct eddy__signal *condition) {
    (void)condition;
}

struct eddy__thread *eddy__thread_start(const eddy_allocator *allocator, void (*function)(void *),
                                        void *argument) {
    (void)allocator;
    (void)function;
    (void)argument;
    return NULL;
}

void eddy__thread_join(const eddy_allocator *allocator, struct eddy__thread *thread) {
    (void)allocator;
    (void)thread;
}

void eddy__alarm_ring(struct eddy__alarm *alarm) {
    (void)alarm;
}
