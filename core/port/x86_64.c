/* Contexts on x86-64 (System V ABI): a switch pushes what a call preserves, exchanges the stack
 * pointers and pops. Unlike swapcontext it makes no system call: signal masks are the thread's. */
#include "native_stack.h"

#ifdef EDDY__SWITCH_X86_64

#include <stdint.h>

struct context {
    struct eddy__native_stack stack;
    void *inside, *outside; /* stack pointers of the sides that stand still */
};

/* Saves the registers that a callee preserves (with the control words of SSE and x87) on the stack,
 * its pointer to *from; goes on where `to` was saved. */
void eddy__switch_stacks(void **from, void *to);
/* Where a context begins: calls run with what start has put into rbx. */
void eddy__begin_context(void);
__asm__(".pushsection .text\n"
        ".globl eddy__switch_stacks\n"
        ".hidden eddy__switch_stacks\n"
        ".type eddy__switch_stacks, @function\n"
        "eddy__switch_stacks:\n"
        "    .cfi_startproc\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    subq $8, %rsp\n"
        "    stmxcsr (%rsp)\n"
        "    fnstcw 4(%rsp)\n"
        "    movl (%rsp), %eax\n"
        "    movzwl 4(%rsp), %ecx\n"
        "    movq %rsp, (%rdi)\n"
        "    movq %rsi, %rsp\n"
        "    cmpl (%rsp), %eax\n" /* to load them takes long, and they are nearly always the same */
        "    jne 2f\n"
        "    cmpw 4(%rsp), %cx\n"
        "    jne 2f\n"
        "1:  addq $8, %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    popq %rcx\n" /* not ret: the processor would predict a return to the other side */
        "    jmpq *%rcx\n"
        "2:  ldmxcsr (%rsp)\n"
        "    fldcw 4(%rsp)\n"
        "    jmp 1b\n"
        "    .cfi_endproc\n"
        ".size eddy__switch_stacks, .-eddy__switch_stacks\n"
        ".globl eddy__begin_context\n"
        ".hidden eddy__begin_context\n"
        ".type eddy__begin_context, @function\n"
        "eddy__begin_context:\n"
        "    .cfi_startproc\n"
        "    .cfi_undefined rip\n" /* a debugger's trace ends here */
        "    movq %rbx, %rdi\n"
        "    call eddy__run_context\n"
        "    ud2\n"
        "    .cfi_endproc\n"
        ".size eddy__begin_context, .-eddy__begin_context\n"
        ".popsection\n");

/* What eddy__switch_stacks pops, from the lowest address. */
struct saved {
    uint32_t mxcsr;
    uint16_t x87_control, unused;
    void *r15, *r14, *r13, *r12, *rbx, *rbp;
    void (*return_address)(void);
};

size_t eddy__context_block_size(size_t stack_size) {
    return eddy__native_stack_block_size(sizeof(struct context), stack_size);
}

struct eddy__context *eddy__context_init(void *block, size_t stack_size) {
    return eddy__native_stack_init(block, sizeof(struct context), stack_size);
}

void *eddy__context_end(struct eddy__context *context) {
    return eddy__native_stack_end((struct eddy__native_stack *)context);
}

__attribute__((used)) _Noreturn void eddy__run_context(struct eddy__context *base) {
    struct context *context = (struct context *)base;
    eddy__context_call(base);
    eddy__switch_stacks(&context->inside, context->outside);
    __builtin_unreachable();
}

void eddy__context_start(struct eddy__context *base, int (*function)(void *), void *argument,
                         bool bare) {
    struct context *context = (struct context *)base;
    eddy__context_set(base, function, argument, bare);
    void *place = context->stack.high - sizeof(struct saved);
    struct saved *saved = place;
    *saved = (struct saved){.rbx = base, .return_address = eddy__begin_context};
    __asm__("stmxcsr %0\n fnstcw %1" : "=m"(saved->mxcsr), "=m"(saved->x87_control));
    context->inside = saved;
}

bool eddy__context_enter(struct eddy__context *base) {
    struct context *context = (struct context *)base;
    struct eddy__native_stack *outer = eddy__active_stack;
    eddy__active_stack = &context->stack;
    eddy__switch_stacks(&context->outside, context->inside);
    eddy__active_stack = outer;
    return base->finished;
}

void eddy__context_leave(struct eddy__context *base) {
    struct context *context = (struct context *)base;
    eddy__switch_stacks(&context->inside, context->outside);
}

#endif
