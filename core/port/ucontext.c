/* Contexts natively, by POSIX ucontext: where a sanitizer watches, and on machines that have no
 * switch of their own here. */
#include "native_stack.h"

#ifndef EDDY__SWITCH_X86_64

#include <stdint.h>
#include <ucontext.h>

#include "switch.h"

#ifdef EDDY__WITH_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef EDDY__WITH_TSAN
#include <sanitizer/tsan_interface.h>
#endif

struct context {
    struct eddy__native_stack stack;
    ucontext_t inside, outside;
    void *fake_stack; /* AddressSanitizer's, of the inside while it is suspended */
    const void *outside_stack;
    size_t outside_size;
    void *fiber, *outside_fiber; /* ThreadSanitizer's */
};

size_t eddy__context_block_size(size_t stack_size) {
    return eddy__native_stack_block_size(sizeof(struct context), stack_size);
}

struct eddy__context *eddy__context_init(void *block, size_t stack_size) {
    return eddy__native_stack_init(block, sizeof(struct context), stack_size);
}

void *eddy__context_end(struct eddy__context *context) {
#ifdef EDDY__WITH_TSAN
    void *fiber = ((struct context *)context)->fiber;
    if (fiber) __tsan_destroy_fiber(fiber);
#endif
    return eddy__native_stack_end((struct eddy__native_stack *)context);
}

/* Right before every switch: ThreadSanitizer is told whose stack comes next. */
static void tell_switch(void *fiber) {
#ifdef EDDY__WITH_TSAN
    __tsan_switch_to_fiber(fiber, 0);
#else
    (void)fiber;
#endif
}

static void run(unsigned high, unsigned low) {
    struct context *context = (struct context *)((uintptr_t)high << 16 << 16 | (uintptr_t)low);
#ifdef EDDY__WITH_ASAN
    __sanitizer_finish_switch_fiber(NULL, &context->outside_stack, &context->outside_size);
#endif
    eddy__context_call(&context->stack.base);
#ifdef EDDY__WITH_ASAN
    __sanitizer_start_switch_fiber(NULL, context->outside_stack, context->outside_size);
#endif
    tell_switch(context->outside_fiber);
    setcontext(&context->outside);
}

void eddy__context_start(struct eddy__context *base, int (*function)(void *), void *argument,
                         bool bare) {
    struct context *context = (struct context *)base;
    eddy__context_set(base, function, argument, bare);
    context->fake_stack = NULL;
#ifdef EDDY__WITH_TSAN
    /* a new one each time: what was called in the last one never returned */
    if (context->fiber) __tsan_destroy_fiber(context->fiber);
    context->fiber = __tsan_create_fiber(0);
#endif
    getcontext(&context->inside);
    context->inside.uc_link = NULL;
    context->inside.uc_stack.ss_sp = context->stack.low;
    context->inside.uc_stack.ss_size = (size_t)(context->stack.high - context->stack.low);
    uintptr_t pointer = (uintptr_t)context;
    makecontext(&context->inside, (void (*)(void))run, 2, (unsigned)(pointer >> 16 >> 16),
                (unsigned)pointer);
}

bool eddy__context_enter(struct eddy__context *base) {
    struct context *context = (struct context *)base;
    struct eddy__native_stack *outer = eddy__active_stack;
    eddy__active_stack = &context->stack;
#ifdef EDDY__WITH_ASAN
    void *outer_fake_stack = NULL;
    __sanitizer_start_switch_fiber(&outer_fake_stack, context->stack.low,
                                   (size_t)(context->stack.high - context->stack.low));
#endif
#ifdef EDDY__WITH_TSAN
    context->outside_fiber = __tsan_get_current_fiber();
#endif
    tell_switch(context->fiber);
    swapcontext(&context->outside, &context->inside);
#ifdef EDDY__WITH_ASAN
    __sanitizer_finish_switch_fiber(outer_fake_stack, NULL, NULL);
#endif
    eddy__active_stack = outer;
    return base->finished;
}

void eddy__context_leave(struct eddy__context *base) {
    struct context *context = (struct context *)base;
#ifdef EDDY__WITH_ASAN
    __sanitizer_start_switch_fiber(&context->fake_stack, context->outside_stack,
                                   context->outside_size);
#endif
    tell_switch(context->outside_fiber);
    swapcontext(&context->inside, &context->outside);
#ifdef EDDY__WITH_ASAN
    __sanitizer_finish_switch_fiber(context->fake_stack, &context->outside_stack,
                                    &context->outside_size);
#endif
}

#endif
