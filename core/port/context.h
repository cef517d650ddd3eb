/* Execution contexts: a function on a stack of its own, which can leave in the middle of its calls
 * and be entered again (switch.h). There is an implementation for each kind of machine: asyncify.c
 * for WebAssembly, x86_64.c and ucontext.c natively. */
#ifndef EDDY_PORT_CONTEXT_H
#define EDDY_PORT_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In words: what a wait in a queue needs (src/waiter.h). */
enum { EDDY__CONTEXT_ROOM = 18 };

/* What every context begins with. */
struct eddy__context {
#if defined(__wasm__) /* where the frames that are saved come behind the context */
    uintptr_t room[EDDY__CONTEXT_ROOM];
#endif
    struct eddy__context *next_free;
    size_t stack_size;
    int (*function)(void *);
    void *argument;
    int status; /* what the function returned */
    bool bare;  /* the function takes no argument */
    bool finished;
#if !defined(__wasm__) /* where the stack ends before it */
    uintptr_t room[EDDY__CONTEXT_ROOM];
#endif
};

/* For whoever runs in it, while it is left; zero at first. Apart from what every switch touches. */
static inline void *eddy__context_room(struct eddy__context *context) {
    return context->room;
}

/* The smallest stack worth trying: who asks for less is given this much. */
extern const size_t eddy__context_least_stack;

/* The size of the block for a context with that much stack. */
size_t eddy__context_block_size(size_t stack_size);

/* Makes a context in a block of that size, aligned as by malloc. */
struct eddy__context *eddy__context_init(void *block, size_t stack_size);

/* The block again, to be freed. The context must not be active; what is suspended in it never runs
 * again. */
void *eddy__context_end(struct eddy__context *context);

/* The next enter calls function(argument) from the beginning; if it is bare, function(). */
static inline void eddy__context_set(struct eddy__context *context, int (*function)(void *),
                                     void *argument, bool bare) {
    context->function = function;
    context->argument = argument;
    context->bare = bare;
    context->finished = false;
}
void eddy__context_start(struct eddy__context *context, int (*function)(void *), void *argument,
                         bool bare);
/* What the implementation does at the bottom of the stack. */
static inline void eddy__context_call(struct eddy__context *context) {
    if (context->bare)
        context->status = ((int (*)(void))(void (*)(void))context->function)();
    else
        context->status = context->function(context->argument);
    context->finished = true;
}

/* In WebAssembly, of a thread that is not the loop's: its stack. */
struct eddy__thread_stack {
    char *low, *high;
};
extern _Thread_local struct eddy__thread_stack eddy__thread_stack;

/* To be called by the implementation when the stack was too small: names the task and the size.
 * Runs on the entering side's stack. */
_Noreturn void eddy__stack_overflow(void);

#endif
