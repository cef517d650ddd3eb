/* Threads natively: POSIX's. Their locks: locks_posix.c. */
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "../src/memory.h"
#include "threads.h"

struct eddy__thread {
    pthread_t thread;
    void (*function)(void *);
    void *argument;
};

const char *eddy__threads_missing(void) {
    return NULL;
}

static void *run(void *argument) {
    struct eddy__thread *thread = argument;
    thread->function(thread->argument);
    return NULL;
}

struct eddy__thread *eddy__thread_start(const eddy_allocator *allocator, void (*function)(void *),
                                        void *argument) {
    struct eddy__thread *thread = eddy__allocate(allocator, sizeof *thread);
    if (!thread) return NULL;
    thread->function = function;
    thread->argument = argument;
    /* signals are for the program's own threads */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&thread->thread, NULL, run, thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!failed) return thread;
    eddy__free(allocator, thread, sizeof *thread);
    return NULL;
}

void eddy__thread_join(const eddy_allocator *allocator, struct eddy__thread *thread) {
    pthread_join(thread->thread, NULL);
    eddy__free(allocator, thread, sizeof *thread);
}

size_t eddy__cpu_count(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

/* ---- the alarm ---- */

void eddy__alarm_init(struct eddy__alarm *alarm) {
    eddy__mutex_init(&alarm->mutex);
    eddy__signal_init(&alarm->condition);
    alarm->rung = false;
}

void eddy__alarm_end(struct eddy__alarm *alarm) {
    eddy__signal_end(&alarm->condition);
    eddy__mutex_end(&alarm->mutex);
}

void eddy__alarm_ring(struct eddy__alarm *alarm) {
    eddy__mutex_lock(&alarm->mutex);
    alarm->rung = true;
    eddy__signal_give(&alarm->condition);
    eddy__mutex_unlock(&alarm->mutex);
}

void eddy__alarm_wait(struct eddy__alarm *alarm, double milliseconds) {
    eddy__mutex_lock(&alarm->mutex);
    if (!alarm->rung) eddy__signal_sleep(&alarm->condition, &alarm->mutex, milliseconds);
    alarm->rung = false;
    eddy__mutex_unlock(&alarm->mutex);
}
