/* Threads natively: POSIX's. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "../src/memory.h"
#include "threads.h"

void eddy__mutex_init(struct eddy__mutex *mutex) {
    pthread_mutex_init(&mutex->mutex, NULL);
}

void eddy__mutex_end(struct eddy__mutex *mutex) {
    pthread_mutex_destroy(&mutex->mutex);
}

void eddy__mutex_lock(struct eddy__mutex *mutex) {
    pthread_mutex_lock(&mutex->mutex);
}

void eddy__mutex_unlock(struct eddy__mutex *mutex) {
    pthread_mutex_unlock(&mutex->mutex);
}

void eddy__signal_init(struct eddy__signal *condition) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition->condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

void eddy__signal_end(struct eddy__signal *condition) {
    pthread_cond_destroy(&condition->condition);
}

void eddy__signal_sleep(struct eddy__signal *condition, struct eddy__mutex *mutex,
                        double milliseconds) {
    const double longest = 1e12; /* thirty years: what time_t holds everywhere */
    if (milliseconds > longest) {
        pthread_cond_wait(&condition->condition, &mutex->mutex);
        return;
    }
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    double seconds = floor(milliseconds / 1e3);
    until.tv_sec += (time_t)seconds;
    until.tv_nsec += (long)((milliseconds - seconds * 1e3) * 1e6);
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_cond_timedwait(&condition->condition, &mutex->mutex, &until);
}

void eddy__signal_give(struct eddy__signal *condition) {
    pthread_cond_broadcast(&condition->condition);
}

/* ---- threads ---- */

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
