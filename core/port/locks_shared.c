/* Locks in shared memory of WebAssembly. */
#include "locks_shared.h"

#include <math.h>
#include <stdatomic.h>

#include "threads.h"

/* ---- mutex: 0 free, 1 locked, 2 locked and perhaps waited for ---- */

void eddy__mutex_init(struct eddy__mutex *mutex) {
    atomic_init(&mutex->state, 0);
}

void eddy__mutex_lock(struct eddy__mutex *mutex) {
    int32_t state = 0;
    if (atomic_compare_exchange_strong(&mutex->state, &state, 1)) return;
    while (atomic_exchange(&mutex->state, 2) != 0)
        eddy__wait_for_change(&mutex->state, 2, INFINITY);
}

void eddy__mutex_unlock(struct eddy__mutex *mutex) {
    if (atomic_exchange(&mutex->state, 0) == 2) eddy__notify(&mutex->state, 1);
}

void eddy__signal_init(struct eddy__signal *signal) {
    atomic_init(&signal->sequence, 0);
}

void eddy__signal_sleep(struct eddy__signal *signal, struct eddy__mutex *mutex,
                        double milliseconds) {
    int32_t sequence = atomic_load(&signal->sequence);
    eddy__mutex_unlock(mutex);
    eddy__wait_for_change(&signal->sequence, sequence, milliseconds);
    eddy__mutex_lock(mutex);
}

void eddy__signal_give(struct eddy__signal *signal) {
    atomic_fetch_add(&signal->sequence, 1);
    eddy__notify(&signal->sequence, UINT32_MAX);
}
