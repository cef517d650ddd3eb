/* Execution contexts: a function on a stack of its own, which can leave in the middle of its calls
 * and be entered again. One header, an implementation for each kind of machine: asyncify.c for
 * WebAssembly, ucontext.c for POSIX. */
#ifndef EDDY_PORT_CONTEXT_H
#define EDDY_PORT_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

/* What every context begins with. */
struct eddy__context {
    struct eddy__context *next_free;
    size_t stack_size;
    void (*function)(void *);
    void *argument;
    bool finished;
};

/* The size of the block for a context with that much stack. */
size_t eddy__context_block_size(size_t stack_size);

/* Makes a context in a block of that size, aligned as by malloc. */
struct eddy__context *eddy__context_init(void *block, size_t stack_size);

/* The block again, to be freed. The context must not be active; what is suspended in it never runs
 * again. */
void *eddy__context_end(struct eddy__context *context);

/* The next enter calls function(argument) from the beginning. */
void eddy__context_start(struct eddy__context *context, void (*function)(void *), void *argument);

/* Goes on in context until it leaves or its function returns; true when it has returned. May be
 * called within another context, which goes on when this one has left. Ends the program when the
 * stack was too small. */
bool eddy__context_enter(struct eddy__context *context);

/* Leaves context, the active one: its enter returns. Comes back with the next enter. */
void eddy__context_leave(struct eddy__context *context);

/* In WebAssembly, of a thread that is not the loop's: its stack. */
struct eddy__thread_stack {
    char *low, *high;
};
extern _Thread_local struct eddy__thread_stack eddy__thread_stack;

/* To be called by the implementation when the stack was too small: names the task and the size.
 * Runs on the entering side's stack. */
_Noreturn void eddy__stack_overflow(void);

#endif
