/* `kernels WORK REPEATS PAUSE N M`: as the benchmark's main.c. The kernels run in a task, as they
 * would in a program, but nothing here ever waits: the module runs without Asyncify, too. */
#include <eddy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../mark.h"
#include "kernels.h"

static const struct {
    const char *name;
    uint64_t (*run)(size_t n);
} kernels[] = {{"qsort", kernel_qsort}, {"sha256", kernel_sha256}, {"json", kernel_json}};

static uint64_t (*kernel)(size_t n);
static int repeats;
static size_t rounds;

static int repeat(void) {
    for (int i = 0; i < repeats; i++) {
        bench_print_mark("begin", 0);
        uint64_t check = kernel(rounds);
        bench_print_mark("end", check);
    }
    return EDDY_OK;
}

int main(int argc, char **argv) {
    for (size_t i = 0; argc == 6 && i < sizeof kernels / sizeof *kernels; i++)
        if (strcmp(kernels[i].name, argv[1]) == 0) kernel = kernels[i].run;
    if (!kernel) {
        fputs("usage: kernels WORK REPEATS PAUSE N M\n", stderr);
        return 2;
    }
    repeats = atoi(argv[2]);
    rounds = strtoul(argv[4], NULL, 10);
    return eddy_run(repeat);
}
