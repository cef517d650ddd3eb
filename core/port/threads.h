/* Threads, and what they need to wait for each other: threads_posix.c; threads_shared.c for
 * WebAssembly with shared memory and threads_emscripten.c for emcc's -pthread, both with
 * locks_shared.c; threads_none.c where there are none. */
#ifndef EDDY_PORT_THREADS_H
#define EDDY_PORT_THREADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eddy/run.h"

#if defined(__wasm__)
struct eddy__mutex {
    _Atomic int32_t state;
};
struct eddy__signal {
    _Atomic int32_t sequence;
};
#else
#include <pthread.h>
struct eddy__mutex {
    pthread_mutex_t mutex;
};
struct eddy__signal {
    pthread_cond_t condition;
};
#endif

void eddy__mutex_init(struct eddy__mutex *mutex);
void eddy__mutex_lock(struct eddy__mutex *mutex);
void eddy__mutex_unlock(struct eddy__mutex *mutex);

void eddy__signal_init(struct eddy__signal *condition);
/* As pthread_cond_wait: may return early. milliseconds may be infinite. */
void eddy__signal_sleep(struct eddy__signal *condition, struct eddy__mutex *mutex,
                        double milliseconds);
void eddy__signal_give(struct eddy__signal *condition);

/* NULL when there are threads; else what is missing, and how to get it. */
const char *eddy__threads_missing(void);

/* A thread that runs function(argument). Its memory comes from the allocator. NULL: there is no
 * more room for one. */
struct eddy__thread;
struct eddy__thread *eddy__thread_start(const eddy_allocator *allocator, void (*function)(void *),
                                        void *argument);
/* Waits for its end and frees it. One that has not begun by then never will. */
void eddy__thread_join(const eddy_allocator *allocator, struct eddy__thread *thread);

/* How many can really run at once; 1 at least. */
size_t eddy__cpu_count(void);

/* Wakes a loop that sleeps, from any thread. */
struct eddy__alarm {
    struct eddy__mutex mutex;
    struct eddy__signal condition;
    bool rung;
};
void eddy__alarm_ring(struct eddy__alarm *alarm);

#if defined(__wasm__)
/* In WebAssembly a mutex and a signal are numbers, which nobody has to give back; and the loop does
 * not sleep in here: its host calls it. */
static inline void eddy__mutex_end(struct eddy__mutex *mutex) {
    (void)mutex;
}
static inline void eddy__signal_end(struct eddy__signal *condition) {
    (void)condition;
}
static inline void eddy__alarm_init(struct eddy__alarm *alarm) {
    (void)alarm;
}
static inline void eddy__alarm_end(struct eddy__alarm *alarm) {
    (void)alarm;
}
static inline void eddy__alarm_wait(struct eddy__alarm *alarm, double milliseconds) {
    (void)alarm;
    (void)milliseconds;
}
#else
void eddy__mutex_end(struct eddy__mutex *mutex);
void eddy__signal_end(struct eddy__signal *condition);
void eddy__alarm_init(struct eddy__alarm *alarm);
void eddy__alarm_end(struct eddy__alarm *alarm);
/* Sleeps that long, or until it is or was rung. */
void eddy__alarm_wait(struct eddy__alarm *alarm, double milliseconds);
#endif

#endif
