/* What a work of the benchmark gets and gives. Each is a coroutine function in works/, listed in
 * main.c; works.js says with which sizes it runs and what its check must be. */
#ifndef EDDY_BENCH_H
#define EDDY_BENCH_H

#include <eddy.h>
#include <stdint.h>
#include <stdlib.h>

/* The sizes from the command line: what they mean differs by work. */
extern size_t bench_n, bench_m;

/* A work adds what it has done to this: the sum that shows that nothing was left out. */
extern uint64_t bench_check;

/* Tells the driver that now is the time to look at the memory; suspends while it does. */
int bench_hold(void);

/* The same numbers below limit, in the same order, for every subject: a 32-bit linear congruential
 * generator that all languages can write down alike. */
uint32_t bench_random(uint32_t limit);

/* count handles, to be freed; a benchmark without memory ends. */
eddy_task *bench_tasks(size_t count);

int bench_spawn_join(void);
int bench_yield(void);
int bench_yield_deep(void);
int bench_hand_off(void);
int bench_queue(void);
int bench_sleepers(void);
int bench_timers(void);
int bench_memory(void);
int bench_cancel(void);
int bench_gather(void);
int bench_start(void);
int bench_bare_switch(void);

#endif
