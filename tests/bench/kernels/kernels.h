/* Code that only computes, and never waits: with Asyncify and without it, it should cost the same.
 * Each does its work n times and returns a sum that shows it. */
#ifndef EDDY_BENCH_KERNELS_H
#define EDDY_BENCH_KERNELS_H

#include <stddef.h>
#include <stdint.h>

uint64_t kernel_qsort(size_t n);
uint64_t kernel_sha256(size_t n);
uint64_t kernel_json(size_t n);

#endif
