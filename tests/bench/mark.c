#include "mark.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#ifdef __wasi__
#include <wasi/api.h>
#else
#include <unistd.h>
#endif

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

void bench_print_mark(const char *what, uint64_t check) {
    fputs(what, stdout);
    put_number(cpu_nanoseconds());
    put_number(resident_bytes());
    printf(" %" PRIu64 "\n", check);
    fflush(stdout);
}
