/* The benchmark's C side: `bench WORK REPEATS PAUSE N M` runs a work REPEATS times in one loop and
 * prints marks (mark.h) around each. It is idle for PAUSE milliseconds after each, so that whoever
 * reads the lines can look for itself. */
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "mark.h"

static const struct {
    const char *name;
    int (*run)(void);
} works[] = {
    {"spawn_join", bench_spawn_join}, {"yield", bench_yield},   {"yield_deep", bench_yield_deep},
    {"hand_off", bench_hand_off},     {"queue", bench_queue},   {"sleepers", bench_sleepers},
    {"timers", bench_timers},         {"memory", bench_memory}, {"cancel", bench_cancel},
    {"gather", bench_gather},         {"start", bench_start},   {"bare_switch", bench_bare_switch},
};

size_t bench_n, bench_m;
uint64_t bench_check;
static uint32_t random_state;
static int (*work)(void);
static int repeats;
static double pause_seconds;

uint32_t bench_random(uint32_t limit) {
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)random_state * limit >> 32);
}

eddy_task *bench_tasks(size_t count) {
    eddy_task *tasks = malloc(count * sizeof *tasks);
    if (tasks) return tasks;
    fprintf(stderr, "bench: no memory for %zu handles\n", count);
    exit(1);
}

static void print_mark(void *what) {
    bench_print_mark(what, bench_check);
}

/* Printed by a callback, which has the host's stack: that of a task may be too small. */
static int mark(char *what) {
    eddy_handle handle = eddy_loop_call_soon(eddy_get_running_loop(), print_mark, what);
    if (handle.id == 0) return EDDY_NO_MEMORY;
    return eddy_sleep(pause_seconds);
}

int bench_hold(void) {
    return mark("hold");
}

static int repeat(void) {
    for (int i = 0; i < repeats; i++) {
        bench_check = 0;
        random_state = 1;
        EDDY_TRY(mark("begin"));
        eddy_task task = eddy_go(work); /* the owner of all that it makes */
        EDDY_TRY(eddy_await(task));
        eddy_release(task);
        EDDY_TRY(mark("end"));
    }
    return EDDY_OK;
}

int main(int argc, char **argv) {
    for (size_t i = 0; argc == 6 && i < sizeof works / sizeof *works; i++)
        if (strcmp(works[i].name, argv[1]) == 0) work = works[i].run;
    if (!work) {
        fputs("usage: bench WORK REPEATS PAUSE N M\n", stderr);
        return 2;
    }
    repeats = atoi(argv[2]);
    pause_seconds = atof(argv[3]) / 1e3;
    bench_n = strtoul(argv[4], NULL, 10);
    bench_m = strtoul(argv[5], NULL, 10);
    return eddy_run(repeat);
}
