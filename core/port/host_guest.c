/* The host when the program is a guest of an event loop outside (eddy/host.h): main() is a
 * coroutine, and whoever embeds the module calls in to make it go on. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../src/scheduler.h"
#include "drive.h"
#include "eddy/error.h"
#include "eddy/host.h"
#include "eddy/version.h"
#include "switch.h"

/* The custom section "eddy": what the program was built with. */
#define TEXT_OF(number)                         #number
#define SECTION_TEXT(version, interface, trace) version " " TEXT_OF(interface) " " TEXT_OF(trace)
__asm__(".section .custom_section.eddy,\"\",@\n"
        ".ascii \"" SECTION_TEXT(EDDY_VERSION, EDDY_HOST_INTERFACE,
                                 EDDY_TRACE_FORMAT) "\"\n"
                                                    ".section .text,\"\",@\n");

enum { MAIN_STACK_SIZE = 256 * 1024 };
static const double FIRST_BUDGET = 8; /* milliseconds */

#if !defined(__EMSCRIPTEN__)
int __main_void(void); /* wasi-libc's: main() with its arguments */

int eddy__main(void) {
    return __main_void();
}
#endif

struct eddy__context *eddy__main_context;
bool eddy__writes_for_thread;
static eddy_loop *driven;                       /* the loop that main() waits for */
static struct eddy_guest_statistics statistics; /* of the last loop that main() waited for */

void eddy__drive(eddy_loop *loop) {
    driven = loop;
    eddy__context_leave(eddy__main_context);
}

static double length_of(const struct eddy__link *list) {
    uint32_t count = 0;
    for (const struct eddy__link *link = list->next; link != list; link = link->next) count++;
    return count;
}

static void take_statistics(const eddy_loop *loop) {
    statistics = (struct eddy_guest_statistics){
        .time = eddy_loop_time(loop),
        .iterations = (double)loop->iterations,
        .tasks_made = loop->task_number,
        .tasks = eddy__count_tasks(loop),
        .ready = length_of(&loop->batch) + length_of(&loop->ready),
        .timers = (double)loop->timers.count - (loop->unending_timer.place != 0),
        .requests = loop->io_pending,
    };
}

static _Noreturn int run_main(void) {
    exit(eddy__main());
}

double eddy_guest_start(void) {
    void *block = eddy__main_context ? NULL : malloc(eddy__context_block_size(MAIN_STACK_SIZE));
    if (!block)
        eddy__fatal(eddy__main_context ? EDDY_LOOP_RUNNING : EDDY_NO_MEMORY, "eddy_guest_start: %s",
                    eddy__main_context ? "called twice" : "no memory for the stack of main()");
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* lines come out as they are written */
    eddy__main_context = eddy__context_init(block, MAIN_STACK_SIZE);
    eddy__context_start(eddy__main_context, (int (*)(void *))(void (*)(void))run_main, NULL, true);
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
    if (driven) driven->recorder.stale = true;
    struct watch watch = {.start = eddy_host_time(), .turns = 1, .left = 1};
    watch.last = watch.start;
    for (;;) {
        if (!driven)
            eddy__context_enter(eddy__main_context); /* ends the program, or comes to a loop */
        if (driven && !eddy__context_is_held()) eddy__loop_turn(driven);
        if (eddy__context_is_held()) return INFINITY;
        if (eddy__loop_finished(driven)) {
            take_statistics(driven);
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
    return loop ? eddy_loop_time(loop) : statistics.time;
}

const struct eddy_guest_statistics *eddy_guest_statistics(void) {
    if (eddy__running()) take_statistics(eddy__running());
    return &statistics;
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
