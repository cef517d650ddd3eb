/* Marks: what a program of the benchmark prints around a work, a line each:
 *
 *     begin|hold|end CPU-NANOSECONDS RSS-BYTES CHECK
 *
 * with "-" for what this target cannot know. */
#ifndef EDDY_BENCH_MARK_H
#define EDDY_BENCH_MARK_H

#include <stdint.h>

void bench_print_mark(const char *what, uint64_t check);

#endif
