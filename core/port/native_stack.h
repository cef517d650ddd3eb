/* The stack of a native context: where it lies in its block, and what happens when it overflows. */
#ifndef EDDY_PORT_NATIVE_STACK_H
#define EDDY_PORT_NATIVE_STACK_H

#include <stdbool.h>
#include <stddef.h>

#include "context.h"

#if defined(__SANITIZE_ADDRESS__)
#define EDDY__WITH_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#define EDDY__WITH_TSAN 1
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EDDY__WITH_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define EDDY__WITH_TSAN 1
#endif
#endif

/* Switched by a few instructions of our own (x86_64.c), or by ucontext.c: sanitizers know that one,
 * it runs on any machine, and it copes with shadow stacks (__CET__ & 2). */
#if defined(__x86_64__) && defined(__ELF__) && !defined(EDDY__WITH_ASAN) &&                        \
    !defined(EDDY__WITH_TSAN) && !(defined(__CET__) && (__CET__ & 2))
#define EDDY__SWITCH_X86_64 1
#endif

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
