/* Commands for the tests of workers: what processes and threads do in a guest. */
#include <eddy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int hello(const void *input, size_t size, eddy_reply *reply) {
    (void)input, (void)size, (void)reply;
    const char *place = getenv("PLACE");
    printf("hello from a process, PLACE=%s\n", place ? place : "here");
    return EDDY_OK;
}

static int processes(void) {
    EDDY_TRY(eddy_await(eddy_run_in_executor(eddy_process_pool_executor(NULL), hello, NULL, 0)));
    puts("the process is done");
    return EDDY_OK;
}

static int for_ever(const void *input, size_t size, eddy_reply *reply) {
    (void)input, (void)size, (void)reply;
    puts("begun");
    for (volatile int i = 0;; i = !i) continue;
}

static int endless_process(void) {
    return eddy_await(eddy_run_in_executor(eddy_process_pool_executor(NULL), for_ever, NULL, 0));
}

struct say {
    int number;
};

static int say(struct say *self) {
    printf("thread %d\n", self->number);
    return EDDY_OK;
}

static int threads(void) {
    for (int i = 0; i < 20; i++) {
        EDDY_TRY(eddy_await(eddy_to_thread(say, .number = i)));
        printf("main %d\n", i);
    }
    return EDDY_OK;
}

static int trap_here(void) {
    __builtin_trap();
}

static int trap(void) {
    return eddy_await(eddy_to_thread(trap_here));
}

static int exit_here(void) {
    exit(5);
}

static int exits(void) {
    return eddy_await(eddy_to_thread(exit_here));
}

static int in_both_pools(void) {
    EDDY_TRY(eddy_await(eddy_to_thread(say, .number = 1)));
    EDDY_TRY(eddy_await(eddy_run_in_executor(eddy_process_pool_executor(NULL), hello, NULL, 0)));
    return eddy_await(eddy_to_thread(say, .number = 2));
}

enum { STRESSED = 4, ROUNDS = 20000, BLOCKS = 16 };

struct stress {
    int number;
};

/* Blocks of this thread hold its number in every byte, however the others allocate. */
static int stress(struct stress *self) {
    unsigned char *blocks[BLOCKS] = {0};
    size_t sizes[BLOCKS] = {0};
    unsigned random = (unsigned)self->number + 1;
    for (int round = 0; round < ROUNDS; round++) {
        random = random * 1664525 + 1013904223;
        unsigned i = random >> 8 & (BLOCKS - 1);
        for (size_t at = 0; at < sizes[i]; at++)
            if (blocks[i][at] != self->number) return eddy_raise(1, "a block was written to");
        sizes[i] = random >> 16 & 1023;
        blocks[i] = realloc(blocks[i], sizes[i] + 1);
        if (!blocks[i]) return EDDY_NO_MEMORY;
        memset(blocks[i], self->number, sizes[i]);
        if (round % (ROUNDS / 100) == 0) printf("line of %d is whole\n", self->number);
    }
    for (int i = 0; i < BLOCKS; i++) free(blocks[i]);
    return EDDY_OK;
}

static int stress_all(void) {
    eddy_task all[STRESSED];
    for (int i = 0; i < STRESSED; i++)
        all[i] = eddy_create_task(eddy_to_thread(stress, .number = i));
    EDDY_TRY(eddy_gather_array(all, STRESSED, EDDY_RAISE_FIRST));
    puts("all blocks were sound");
    return EDDY_OK;
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int (*function)(void);
    } commands[] = {
        {"processes", processes}, {"endless-process", endless_process},
        {"threads", threads},     {"trap", trap},
        {"exit", exits},          {"stress", stress_all},
        {"both", in_both_pools},
    };
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0) return eddy_run(commands[i].function);
    return 2;
}
