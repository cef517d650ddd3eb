/* What differs from another guest (host_guest.c) where Emscripten has linked the program: how it
 * begins, and that functions of JavaScript may suspend whoever calls them (Emscripten's own use of
 * Asyncify). Such a function stops the whole loop until it is done, as one that blocks would. */
#include <stdlib.h>
#include <string.h>

#include "../src/scheduler.h"
#include "../src/step.h"
#include "drive.h"
#include "eddy/host.h"
#include "switch.h"

/* Of wasm/emscripten/library.js. */
void eddy_host_again(double milliseconds); /* calls eddy_emscripten_tick in so many milliseconds */

void eddy_host_stack_limits(const void *base, const void *limit);

#define EXPORT __attribute__((used, visibility("default")))

enum { BUDGET = 8 }; /* milliseconds */

/* main() has the first of these names that is there: it depends on clang's version, and on whether it
 * takes arguments. */
__attribute__((weak)) int eddy__main_void(void) __asm__("__main_void");
__attribute__((weak)) int eddy__main_argc_argv(int, char **) __asm__("__main_argc_argv");
__attribute__((weak)) int eddy__main_plain(int, char **) __asm__("main");

static int arguments_count;
static char **arguments;

int eddy__main(void) {
    if (eddy__main_argc_argv) return eddy__main_argc_argv(arguments_count, arguments);
    if (eddy__main_void) return eddy__main_void();
    return eddy__main_plain(arguments_count, arguments);
}

/* emcc's stack check (-sSTACK_OVERFLOW_CHECK=2) has no way to its limits from within the module. */
static bool checks_stack;

void eddy__set_stack_limits(const void *base, const void *limit) {
    if (checks_stack) eddy_host_stack_limits(base, limit);
}

/* ---- what suspends by Emscripten's means ---- */

static struct eddy__task *held_task; /* NULL: main() itself */
static struct eddy__link held_batch;
static bool begun;

void eddy__held(void) {
    eddy_loop *loop = eddy__running();
    held_task = loop ? loop->current : NULL;
    eddy__list_init(&held_batch);
    if (!held_task) return;
    eddy__list_take(&held_batch, &loop->batch); /* so that the turn ends here */
    eddy__io_started(loop);
}

/* A function that calls one of the pass's control functions is not instrumented by it. This one is
 * never called: it marks the function that is entered while a rewinding goes on. */
__attribute__((import_module("asyncify"), import_name("stop_unwind"))) void eddy__stop_unwind(void);
static volatile bool never;

/* The one who held it rewinds: nothing that is instrumented may be called before the context. */
__attribute__((always_inline)) static inline void go_on(void) {
    eddy_loop *loop = eddy__running();
    struct eddy__task *task = held_task;
    if (!task) {
        eddy__context_enter(eddy__main_context);
        return;
    }
    loop->current = task;
    struct eddy__link batch;
    eddy__list_init(&batch);
    eddy__list_take(&batch, &held_batch);
    bool ended = eddy__context_enter(task->context);
    if (eddy__context_is_held())
        eddy__list_take(&held_batch, &batch);
    else
        eddy__list_take(&loop->batch, &batch);
    eddy__io_ended(loop);
    eddy__task_left(loop, task, ended);
}

/* ---- what JavaScript calls ---- */

/* Memory for the arguments; NULL: none. */
EXPORT void *eddy_emscripten_allocate(size_t size) {
    return malloc(size);
}

/* count strings with zeros behind them, one after the other, in memory from eddy_emscripten_allocate;
 * stack_check: is there one. */
EXPORT int eddy_emscripten_begin(int count, char *texts, int stack_check) {
    arguments = malloc(((size_t)count + 1) * sizeof *arguments);
    if (!arguments) return EDDY_NO_MEMORY;
    for (int i = 0; i < count; i++, texts += strlen(texts) + 1) arguments[i] = texts;
    arguments[count] = NULL;
    arguments_count = count;
    checks_stack = stack_check != 0;
    return EDDY_OK;
}

/* Runs what can run; asks to be called again. Also what a function that suspends comes back by. */
EXPORT void eddy_emscripten_tick(void) {
    if (never) eddy__stop_unwind();
    if (eddy__context_is_held()) go_on();
    if (eddy__context_is_held()) return;
    double idle = begun ? eddy_guest_tick(BUDGET) : (begun = true, eddy_guest_start());
    if (!eddy__context_is_held()) eddy_host_again(idle);
}

/* The custom section "eddy" is in host_guest.c; Emscripten's linker may leave it out. */
EXPORT int eddy_emscripten_interface(void) {
    return EDDY_HOST_INTERFACE;
}
