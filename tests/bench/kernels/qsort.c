/* Sorts 10,000 numbers by the libc's qsort and a comparison of the program's. */
#include <stdlib.h>

#include "kernels.h"

enum { COUNT = 10000 };

static int compare(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

uint64_t kernel_qsort(size_t n) {
    static uint32_t numbers[COUNT];
    uint64_t sum = 0;
    uint32_t state = 1;
    for (size_t round = 0; round < n; round++) {
        for (size_t i = 0; i < COUNT; i++) numbers[i] = state = state * 1664525u + 1013904223u;
        qsort(numbers, COUNT, sizeof *numbers, compare);
        for (size_t i = 1; i < COUNT; i++) sum += numbers[i - 1] <= numbers[i];
    }
    return sum;
}
