/* The host when the program is a guest of an event loop outside (eddy/host.h): main() is a
 * coroutine, and whoever embeds the module calls in to make it go on. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../src/scheduler.h"
#include "context.h"
#include "drive.h"
#include "eddy/error.h"
#include "eddy/host.h"

enum { MAIN_STACK_SIZE = 256 * 1024 };
static const double FIRST_BUDGET = 8; /* milliseconds */

int __main_void(void); /* wasi-libc's: main() with its arguments */

static struct eddy__context *main_context;
bool eddy__writes_for_thread;
static eddy_loop *driven; /* the loop that main() waits for */
static double last_time;  /* of the last loop that main() waited for, at its end */

void eddy__drive(eddy_loop *loop) {
    driven = loop;
    eddy__context_leave(main_context);
}

static _Noreturn int run_main(void) {
    exit(__main_void());
}

double eddy_guest_start(void) {
    void *block = main_context ? NULL : malloc(eddy__context_block_size(MAIN_STACK_SIZE));
    if (!block)
        eddy__fatal(main_context ? EDDY_LOOP_RUNNING : EDDY_NO_MEMORY, "eddy_guest_start: %s",
                    main_context ? "called twice" : "no memory for the stack of main()");
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* lines come out as they are written */
    main_context = eddy__context_init(block, MAIN_STACK_SIZE);
    eddy__context_start(main_context, (int (*)(void *))(void (*)(void))run_main, NULL, true);
    return eddy_guest_tick(FIRST_BUDGET);
}

/* When to read the host's clock again: to read it takes longer than a short turn. After more and
 * more turns, as long as these take next to nothing of the budget. */
struct watch {
    double start, last;
    unsigned turns, left;
};

static bool is_over(struct watch *watch, double budget) {
    enum { MOST_TURNS = 32 };
    if (--watch->left > 0) return false;
    double now = eddy_host_time();
    watch->turns = (now - watch->last) * 16 > budget ? 1
                   : watch->turns < MOST_TURNS       ? watch->turns * 2
                                                     : MOST_TURNS;
    watch->left = watch->turns;
    watch->last = now;
    return now - watch->start > budget;
}

double eddy_guest_tick(double budget) {
    struct watch watch = {.start = eddy_host_time(), .turns = 1, .left = 1};
    watch.last = watch.start;
    for (;;) {
        if (!driven) eddy__context_enter(main_context); /* ends the program, or comes to a loop */
        eddy__loop_turn(driven);
        if (eddy__loop_finished(driven)) {
            last_time = eddy_loop_time(driven);
            driven = NULL;
            continue;
        }
        double idle = eddy__loop_idle(driven);
        if (idle > 0 || is_over(&watch, budget)) {
            eddy__trace_flush(driven);
            return idle;
        }
    }
}

void *eddy_guest_allocate(size_t size) {
    if (size == 0) return NULL;
    return driven ? eddy__allocate(&driven->allocator, size)
                  : malloc(size); /* in a process: none */
}

void eddy_guest_fetched(uint64_t id, int status, char *memory, size_t size, size_t body_size) {
    if (driven) eddy__fetch_complete(driven, id, status, memory, size, body_size);
}

const char *eddy_guest_task_name(void) {
    eddy_loop *loop = eddy__running();
    if (!loop) return "";
    if (eddy__writes_for_thread) return "thread";
    return loop->current ? eddy__task_name(loop, loop->current) : "loop";
}

double eddy_guest_loop_time(void) {
    eddy_loop *loop = eddy__running();
    return loop ? eddy_loop_time(loop) : last_time;
}

void eddy_guest_trace_flush(void) {
    if (eddy__running()) eddy__trace_flush(eddy__running());
}

size_t eddy_guest_trace_count(void) {
    return eddy__running() ? eddy__running()->recorder.count : 0;
}

void eddy_guest_trace(int on) {
    eddy__trace_want(on != 0);
}
