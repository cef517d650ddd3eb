/* Contexts on x86-64 (System V ABI): a switch exchanges the stack pointers and tells the compiler that
 * all registers have changed; it pushes what the compiler cannot be told of. Unlike swapcontext it
 * makes no system call: signal masks are the thread's.
 *
 * In line, because a processor predicts a return to where it saw the last call: after a switch that
 * is the other side's, and every function that returns then costs as much as the switch. */
#ifndef EDDY_PORT_X86_64_H
#define EDDY_PORT_X86_64_H

#include "native_stack.h"

struct eddy__x86_64 {
    struct eddy__native_stack stack;
    void *inside, *outside; /* stack pointers of the sides that stand still */
};

#if defined(__AVX512F__)
#define EDDY__AVX512_REGISTERS                                                                     \
    , "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25",    \
        "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31", "k1", "k2", "k3", "k4", "k5", "k6",  \
        "k7"
#else
#define EDDY__AVX512_REGISTERS
#endif

/* Leaves this side's stack pointer in *from and goes on where `to` was left. The stack then holds,
 * from the lowest address: the control words of SSE and x87, which belong to a side as the ABI has
 * it; where to go on; rbp. Above lie the 128 bytes that a function may use without saying so. */
static inline void eddy__switch_stacks(void **from, void *to) {
    __asm__ volatile("leaq -128(%%rsp), %%rsp\n\t"
                     "pushq %%rbp\n\t"
                     "leaq 1f(%%rip), %%rax\n\t"
                     "pushq %%rax\n\t"
                     "subq $8, %%rsp\n\t"
                     "stmxcsr (%%rsp)\n\t"
                     "fnstcw 4(%%rsp)\n\t"
                     "movl (%%rsp), %%eax\n\t"
                     "movzwl 4(%%rsp), %%ecx\n\t"
                     "movq %%rsp, (%%rdi)\n\t"
                     "movq %%rsi, %%rsp\n\t"
                     /* to load them takes long, and they are nearly always the same */
                     "cmpl (%%rsp), %%eax\n\t"
                     "jne 2f\n\t"
                     "cmpw 4(%%rsp), %%cx\n\t"
                     "jne 2f\n"
                     "3:\n\t"
                     "addq $8, %%rsp\n\t"
                     "popq %%rcx\n\t"
                     "jmpq *%%rcx\n"
                     "2:\n\t"
                     "ldmxcsr (%%rsp)\n\t"
                     "fldcw 4(%%rsp)\n\t"
                     "jmp 3b\n"
                     "1:\n\t"
                     "popq %%rbp\n\t"
                     "leaq 128(%%rsp), %%rsp"
                     : "+D"(from), "+S"(to)
                     :
                     : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14",
                       "r15", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
                       "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "st",
                       "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)", "st(7)", "memory",
                       "cc" EDDY__AVX512_REGISTERS);
}

static inline bool eddy__context_enter(struct eddy__context *base) {
    struct eddy__x86_64 *context = (struct eddy__x86_64 *)base;
    struct eddy__native_stack *outer = eddy__active_stack;
    eddy__active_stack = &context->stack;
    eddy__switch_stacks(&context->outside, context->inside);
    eddy__active_stack = outer;
    return base->finished;
}

static inline void eddy__context_leave(struct eddy__context *base) {
    struct eddy__x86_64 *context = (struct eddy__x86_64 *)base;
    eddy__switch_stacks(&context->inside, context->outside);
}

#endif
