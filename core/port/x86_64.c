/* Contexts on x86-64: where they begin and end. */
#include "switch.h"

#ifdef EDDY__SWITCH_X86_64

#include <stdint.h>

/* What the first switch to a context finds on its stack; see eddy__switch_stacks. */
struct begun {
    uint32_t mxcsr;
    uint16_t x87_control, unused;
    void (*where)(void);
    void *nothing; /* eddy__begin_context calls from here: the stack is then aligned to 16 bytes */
};

void eddy__begin_context(void);
__asm__(".pushsection .text\n"
        ".globl eddy__begin_context\n"
        ".hidden eddy__begin_context\n"
        ".type eddy__begin_context, @function\n"
        "eddy__begin_context:\n"
        "    .cfi_startproc\n"
        "    .cfi_undefined rip\n" /* a debugger's trace ends here */
        "    xorl %ebp, %ebp\n"
        "    call eddy__run_context\n"
        "    ud2\n"
        "    .cfi_endproc\n"
        ".size eddy__begin_context, .-eddy__begin_context\n"
        ".popsection\n");

size_t eddy__context_block_size(size_t stack_size) {
    return eddy__native_stack_block_size(sizeof(struct eddy__x86_64), stack_size);
}

struct eddy__context *eddy__context_init(void *block, size_t stack_size) {
    return eddy__native_stack_init(block, sizeof(struct eddy__x86_64), stack_size);
}

void *eddy__context_end(struct eddy__context *context) {
    return eddy__native_stack_end((struct eddy__native_stack *)context);
}

__attribute__((used)) _Noreturn void eddy__run_context(void) {
    struct eddy__native_stack *stack = eddy__active_stack;
    eddy__context_call(&stack->base);
    eddy__context_leave(&stack->base);
    __builtin_unreachable();
}

void eddy__context_start(struct eddy__context *base, int (*function)(void *), void *argument,
                         bool bare) {
    struct eddy__x86_64 *context = (struct eddy__x86_64 *)base;
    eddy__context_set(base, function, argument, bare);
    void *place = context->stack.high - sizeof(struct begun) - 8;
    struct begun *begun = place;
    *begun = (struct begun){.where = eddy__begin_context};
    __asm__("stmxcsr %0\n fnstcw %1" : "=m"(begun->mxcsr), "=m"(begun->x87_control));
    context->inside = begun;
}

#endif
