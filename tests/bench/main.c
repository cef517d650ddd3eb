/* The benchmark's C side: `bench WORK REPEATS PAUSE N M` runs a work REPEATS times in one loop and
 * prints marks around each. A mark is a line
 *
 *     begin|hold|end CPU-NANOSECONDS RSS-BYTES CHECK
 *
 * with "-" for what this target cannot know; the program is idle for PAUSE milliseconds after each,
 * so that whoever reads the lines can look for itself. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#ifdef __wasi__
#include <wasi/api.h>
#else
#include <unistd.h>
#endif

#include "bench.h"

static const struct {
    const char *name;
    int (*run)(void);
} works[] = {
    {"spawn_join", bench_spawn_join}, {"yield", bench_yield},   {"yield_deep", bench_yield_deep},
    {"hand_off", bench_hand_off},     {"queue", bench_queue},   {"sleepers", bench_sleepers},
    {"timers", bench_timers},         {"memory", bench_memory}, {"cancel", bench_cancel},
    {"gather", bench_gather},         {"start", bench_start},
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

/* The process' CPU time, or -1. */
static int64_t cpu_nanoseconds(void) {
#ifdef __wasi__
    const uint32_t process_cputime = 2; /* of WASI; the libc's headers leave it out */
    __wasi_timestamp_t time;
    /* a host that does not know this clock may say so, or give 0 */
    if (__wasi_clock_time_get((__wasi_clockid_t){process_cputime}, 1, &time) != 0 || time == 0)
        return -1;
    return (int64_t)time;
#else
    struct timespec time;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) return -1;
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
#endif
}

/* The memory of the process that is in RAM, or -1. */
static int64_t resident_bytes(void) {
    long long pages = -1;
#ifndef __wasi__
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file) return -1;
    if (fscanf(file, "%*s %lld", &pages) == 1) pages *= sysconf(_SC_PAGESIZE);
    fclose(file);
#endif
    return pages;
}

static void put_number(int64_t number) {
    if (number < 0)
        fputs(" -", stdout);
    else
        printf(" %" PRId64, number);
}

static int mark(const char *what) {
    fputs(what, stdout);
    put_number(cpu_nanoseconds());
    put_number(resident_bytes());
    printf(" %" PRIu64 "\n", bench_check);
    fflush(stdout);
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
