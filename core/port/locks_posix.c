/* Locks where there are POSIX threads: natively, and with emcc's -pthread. */
#include <math.h>
#include <time.h>

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
