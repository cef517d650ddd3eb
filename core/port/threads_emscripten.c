/* Threads of emcc's -pthread: POSIX's on workers of the host. One does not begin before the thread
 * that started it, which is the loop's, has come back to the host, so that its end cannot be waited
 * for until it has begun. */
#include <emscripten/stack.h>
#include <emscripten/threading.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "context.h"
#include "drive.h"
#include "eddy/host.h"
#include "locks_shared.h"
#include "threads.h"

enum { STACK_SIZE = 256 * 1024 };

/* Not by POSIX's locks, which wake one: Emscripten leaves somebody behind who waits in memory that
 * was a thread's, and may be a lock's by now (its issue 27492). All others are woken as well. */
void eddy__wait_for_change(_Atomic int32_t *place, int32_t value, double milliseconds) {
    emscripten_futex_wait(place, (uint32_t)value, milliseconds);
}

void eddy__notify(_Atomic int32_t *place, unsigned count) {
    (void)count;
    emscripten_futex_wake(place, INT_MAX);
}

enum { ASKED_FOR, RUNS, GIVEN_UP };

/* From malloc: the worker may come when the loop and its allocator are gone. */
struct eddy__thread {
    pthread_t thread;
    _Atomic int state;
    void (*function)(void *);
    void *argument;
};

const char *eddy__threads_missing(void) {
    return NULL; /* without shared memory the program would not have begun */
}

static void *run(void *argument) {
    struct eddy__thread *thread = argument;
    eddy__thread_stack.low = (char *)emscripten_stack_get_end();
    eddy__thread_stack.high = (char *)emscripten_stack_get_base();
    int state = ASKED_FOR;
    if (atomic_compare_exchange_strong(&thread->state, &state, RUNS))
        thread->function(thread->argument);
    else
        free(thread);
    return NULL;
}

struct eddy__thread *eddy__thread_start(const eddy_allocator *allocator, void (*function)(void *),
                                        void *argument) {
    (void)allocator;
    struct eddy__thread *thread = malloc(sizeof *thread);
    if (!thread) return NULL;
    atomic_init(&thread->state, ASKED_FOR);
    thread->function = function;
    thread->argument = argument;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    int failed = pthread_create(&thread->thread, &attributes, run, thread);
    pthread_attr_destroy(&attributes);
    if (!failed) return thread;
    free(thread);
    return NULL;
}

void eddy__thread_join(const eddy_allocator *allocator, struct eddy__thread *thread) {
    (void)allocator;
    pthread_t pthread = thread->thread;
    int state = ASKED_FOR;
    if (atomic_compare_exchange_strong(&thread->state, &state, GIVEN_UP)) {
        pthread_detach(pthread); /* it frees itself, which may have happened by now */
        return;
    }
    pthread_join(pthread, NULL);
    free(thread);
}

size_t eddy__cpu_count(void) {
    int count = emscripten_num_logical_cores();
    return count > 0 ? (size_t)count : 1;
}

/* ---- the alarm ---- */

void eddy__alarm_ring(struct eddy__alarm *alarm) {
    (void)alarm;
    eddy_host_wake();
}
