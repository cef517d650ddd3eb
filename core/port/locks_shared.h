/* Locks in shared memory of WebAssembly, for the ports that say how one waits: threads_shared.c,
 * threads_emscripten.c. Each includes it, once: with the locks in a source of their own, which
 * Binaryen then merged into their callers, threads lost lines or hung (tests/shim/workers.test.js
 * tells); why is not known. */
#ifndef EDDY_PORT_LOCKS_SHARED_H
#define EDDY_PORT_LOCKS_SHARED_H

#include <math.h>
#include <stdatomic.h>

#include "threads.h"

/* Until *place is no longer value, or is notified, or the time is over; or not at all. */
static void wait_for_change(_Atomic int32_t *place, int32_t value, double milliseconds);

/* Wakes at least count of those that wait there. */
static void notify(_Atomic int32_t *place, unsigned count);

/* ---- mutex: 0 free, 1 locked, 2 locked and perhaps waited for ---- */

void eddy__mutex_init(struct eddy__mutex *mutex) {
    atomic_init(&mutex->state, 0);
}

void eddy__mutex_lock(struct eddy__mutex *mutex) {
    int32_t state = 0;
    if (atomic_compare_exchange_strong(&mutex->state, &state, 1)) return;
    while (atomic_exchange(&mutex->state, 2) != 0) wait_for_change(&mutex->state, 2, INFINITY);
}

void eddy__mutex_unlock(struct eddy__mutex *mutex) {
    if (atomic_exchange(&mutex->state, 0) == 2) notify(&mutex->state, 1);
}

void eddy__signal_init(struct eddy__signal *signal) {
    atomic_init(&signal->sequence, 0);
}

void eddy__signal_sleep(struct eddy__signal *signal, struct eddy__mutex *mutex,
                        double milliseconds) {
    int32_t sequence = atomic_load(&signal->sequence);
    eddy__mutex_unlock(mutex);
    wait_for_change(&signal->sequence, sequence, milliseconds);
    eddy__mutex_lock(mutex);
}

void eddy__signal_give(struct eddy__signal *signal) {
    atomic_fetch_add(&signal->sequence, 1);
    notify(&signal->sequence, UINT32_MAX);
}

#endif
