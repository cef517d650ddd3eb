/* Jobs for a pool of threads or processes, timed by the wall's clock:
 *
 *     jobs WORK POOL N WORKERS        POOL: threads or processes
 *
 * prints a line "NANOSECONDS CHECK" for all N operations of the work. */
#include <eddy.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    WARM_UP = 200, /* jobs that are not counted: engines compile what is hot */
    BATCH = 1000,  /* jobs that are given at once */
    SIDE = 160,    /* of the matrices */
};

static uint32_t count, workers;
static bool threads;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void show(int64_t begin, uint64_t check) {
    printf("%" PRId64 " %" PRIu64 "\n", now() - begin, check);
}

static eddy_executor pool_of(uint32_t size) {
    eddy_executor_options options = {.max_workers = size};
    return threads ? eddy_thread_pool_executor(&options) : eddy_process_pool_executor(&options);
}

static int echo(const void *input, size_t size, eddy_reply *reply) {
    return eddy_reply_write(reply, input, size);
}

static int one_echo(eddy_executor pool, uint32_t number, uint64_t *check) {
    eddy_future job = eddy_run_in_executor(pool, echo, &number, sizeof number);
    EDDY_TRY(eddy_await(job));
    *check += *(const uint32_t *)eddy_executor_result(job, NULL);
    eddy_release(job);
    return EDDY_OK;
}

/* One job after the other: what it takes there and back. */
static int trip(void) {
    uint64_t check = 0;
    eddy_executor pool = pool_of(workers);
    for (uint32_t i = 0; i < WARM_UP; i++) EDDY_TRY(one_echo(pool, i, &check));
    check = 0;
    int64_t begin = now();
    for (uint32_t i = 0; i < count; i++) EDDY_TRY(one_echo(pool, i, &check));
    show(begin, check);
    return eddy_executor_shutdown(pool, EDDY_SHUTDOWN_WAIT);
}

static int batch(eddy_executor pool, uint32_t first, uint32_t size, uint64_t *check) {
    static uint32_t numbers[BATCH];
    static eddy_bytes inputs[BATCH];
    static eddy_future jobs[BATCH];
    for (uint32_t i = 0; i < size; i++) {
        numbers[i] = first + i;
        inputs[i] = (eddy_bytes){&numbers[i], sizeof numbers[i]};
    }
    EDDY_TRY(eddy_executor_map(pool, echo, inputs, size, jobs));
    for (uint32_t i = 0; i < size; i++) {
        EDDY_TRY(eddy_await(jobs[i]));
        *check += *(const uint32_t *)eddy_executor_result(jobs[i], NULL);
        eddy_release(jobs[i]);
    }
    return EDDY_OK;
}

/* As many as there is room for: how many get through. */
static int flow(void) {
    uint64_t check = 0;
    eddy_executor pool = pool_of(workers);
    EDDY_TRY(batch(pool, 0, WARM_UP, &check));
    check = 0;
    int64_t begin = now();
    for (uint32_t i = 0; i < count; i += BATCH)
        EDDY_TRY(batch(pool, i, count - i < BATCH ? count - i : BATCH, &check));
    show(begin, check);
    return eddy_executor_shutdown(pool, EDDY_SHUTDOWN_WAIT);
}

/* The sum of the product of two matrices, whose numbers are small and whole: the same in JavaScript. */
static int product(const void *input, size_t size, eddy_reply *reply) {
    (void)size;
    uint32_t seed = *(const uint32_t *)input;
    double *a = malloc(SIDE * SIDE * sizeof *a), *b = malloc(SIDE * SIDE * sizeof *b), sum = 0;
    if (!a || !b) return free(a), free(b), EDDY_NO_MEMORY;
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        a[i] = (i + seed) % 7;
        b[i] = (i + seed) % 5;
    }
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            for (int i = 0; i < SIDE; i++) sum += a[row * SIDE + i] * b[i * SIDE + column];
    free(a);
    free(b);
    return eddy_reply_write(reply, &sum, sizeof sum);
}

static int products(eddy_executor pool, uint32_t size, uint64_t *check) {
    eddy_future jobs[BATCH];
    if (size > BATCH) return eddy_raise(1, "at most %d products", BATCH);
    for (uint32_t i = 0; i < size; i++) jobs[i] = eddy_run_in_executor(pool, product, &i, sizeof i);
    for (uint32_t i = 0; i < size; i++) {
        EDDY_TRY(eddy_await(jobs[i]));
        *check += (uint64_t)*(const double *)eddy_executor_result(jobs[i], NULL);
        eddy_release(jobs[i]);
    }
    return EDDY_OK;
}

/* Work that keeps all workers busy. */
static int matrix(void) {
    uint64_t check = 0;
    eddy_executor pool = pool_of(workers);
    EDDY_TRY(products(pool, 4 * workers, &check));
    check = 0;
    int64_t begin = now();
    EDDY_TRY(products(pool, count, &check));
    show(begin, check);
    return eddy_executor_shutdown(pool, EDDY_SHUTDOWN_WAIT);
}

/* Pools whose first job waits until its worker is there. */
static int start(void) {
    uint64_t check = 0;
    int64_t begin = now();
    for (uint32_t i = 0; i < count; i++) {
        eddy_executor pool = pool_of(1);
        EDDY_TRY(one_echo(pool, i, &check));
        EDDY_TRY(eddy_executor_shutdown(pool, EDDY_SHUTDOWN_WAIT));
    }
    show(begin, check);
    return EDDY_OK;
}

/* Workers that are there, and have done a job: each a pool of its own. */
static int memory(void) {
    uint64_t check = 0;
    eddy_executor *pools = malloc(count * sizeof *pools);
    if (!pools) return EDDY_NO_MEMORY;
    puts("begin");
    int64_t begin = now();
    for (uint32_t i = 0; i < count; i++) {
        pools[i] = pool_of(1);
        EDDY_TRY(one_echo(pools[i], i, &check));
    }
    show(begin, check);
    for (uint32_t i = 0; i < count; i++)
        EDDY_TRY(eddy_executor_shutdown(pools[i], EDDY_SHUTDOWN_WAIT));
    free(pools);
    return EDDY_OK;
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int (*run)(void);
    } works[] = {
        {"trip", trip}, {"flow", flow}, {"matrix", matrix}, {"start", start}, {"memory", memory}};
    if (argc == 5) {
        threads = strcmp(argv[2], "threads") == 0;
        count = (uint32_t)strtoul(argv[3], NULL, 10);
        workers = (uint32_t)strtoul(argv[4], NULL, 10);
        for (size_t i = 0; i < sizeof works / sizeof *works; i++)
            if (strcmp(works[i].name, argv[1]) == 0) return eddy_run(works[i].run);
    }
    fputs("usage: jobs trip|flow|matrix|start|memory threads|processes N WORKERS\n", stderr);
    return 2;
}
