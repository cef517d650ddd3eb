/* The stack of a native context: where it lies in its block, and what happens when it overflows. */
#ifndef EDDY_PORT_NATIVE_STACK_H
#define EDDY_PORT_NATIVE_STACK_H

#include <stdbool.h>
#include <stddef.h>

#include "context.h"
#include "machine.h"

/* A context begins with this. It lies at the high end of its block, next to where the stack begins:
 * a task that needs little touches one page. Below it the stack, then a guard page. */
struct eddy__native_stack {
    struct eddy__context base;
    void *block;
    char *guard, *low, *high; /* the guard page lies right below low */
    bool guarded;
    unsigned valgrind_id;
};

/* For a context of context_size bytes, which begins with a struct eddy__native_stack. */
size_t eddy__native_stack_block_size(size_t context_size, size_t stack_size);
void *eddy__native_stack_init(void *block, size_t context_size, size_t stack_size);
void *eddy__native_stack_end(struct eddy__native_stack *stack);

/* The context whose stack is in use, or NULL: an overflow of any other is no overflow. */
extern _Thread_local struct eddy__native_stack *eddy__active_stack;

#endif
