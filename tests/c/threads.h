/* What the cases of threads share. */
#ifndef THREADS_H
#define THREADS_H

#include <sched.h>
#include <stdatomic.h>

#include "harness.h"

/* Waits for another thread, without a time that could be too short. */
static inline void wait_until(atomic_int *flag) {
    while (!atomic_load(flag)) sched_yield();
}

/* Where this target has no threads, calls say so, and there is nothing else to see. */
#if defined(__wasm__) && !defined(__wasm_atomics__)
static const bool has_threads = false;
#else
static const bool has_threads = true;
#endif

/* A case that is the main function of a run under the virtual clock, where there are threads. */
#define THREADS_MAIN(case_name)                                                                    \
    static int main_of_##case_name(void);                                                          \
    TEST(case_name) {                                                                              \
        if (has_threads) CHECK_INT(run_virtual(main_of_##case_name), EDDY_OK);                     \
    }                                                                                              \
    static int main_of_##case_name(void)

#endif
