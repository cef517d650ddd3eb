/* Contexts natively, by POSIX ucontext: for tests, sanitizers and fuzzing.
 *
 * The block: this header, up to a page to align, a guard page, the stack, up to a page to spare. A
 * stack that overflows hits the guard page; a signal handler on a stack of its own names the task.
 */
#include "context.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef WITH_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(__SANITIZE_THREAD__)
#define WITH_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WITH_TSAN 1
#endif
#endif
#ifdef WITH_TSAN
#include <sanitizer/tsan_interface.h>
#endif
#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif
#ifndef VALGRIND_STACK_REGISTER
#define VALGRIND_STACK_REGISTER(start, end) 0u
#define VALGRIND_STACK_DEREGISTER(id)       ((void)(id))
#endif

struct context {
    struct eddy__context base;
    ucontext_t inside, outside;
    char *guard, *stack; /* the guard page lies right below the stack */
    bool guarded;
    size_t size; /* of the stack: a multiple of the page size */
    unsigned valgrind_id;
    void *fake_stack; /* AddressSanitizer's, of the inside while it is suspended */
    const void *outside_stack;
    size_t outside_size;
    void *fiber, *outside_fiber; /* ThreadSanitizer's */
};

enum { MOST_GUARDS = 10000 };
static atomic_int guards;
static _Thread_local struct context *active;

/* What the sanitizer's own frames take, beside the program's. */
#ifdef WITH_ASAN
static const size_t overhead = 32768;
#else
static const size_t overhead = 0;
#endif

static size_t page_size(void) {
    static size_t size;
    if (size == 0) size = (size_t)sysconf(_SC_PAGESIZE);
    return size;
}

static size_t whole_pages(size_t size) {
    return (size + page_size() - 1) / page_size() * page_size();
}

size_t eddy__context_block_size(size_t stack_size) {
    return sizeof(struct context) + whole_pages(stack_size + overhead) + page_size() * 3;
}

/* ---- overflow ---- */

/* The guard page of the active context, and nothing else, is a stack overflow. */
static void on_fault(int signal_number, siginfo_t *info, void *unused) {
    (void)unused;
    char *address = info->si_addr;
    if (active && address >= active->guard && address < active->stack) eddy__stack_overflow();
    signal(signal_number, SIG_DFL); /* not ours: returning meets the fault again, unhandled */
}

static void watch_for_overflow(void) {
    static _Thread_local bool watching;
    if (watching) return;
    watching = true;
    static _Thread_local char stack[64 * 1024];
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

/* ---- making and freeing ---- */

struct eddy__context *eddy__context_init(void *block, size_t stack_size) {
    watch_for_overflow();
    struct context *context = block;
    memset(context, 0, sizeof *context);
    context->base.stack_size = stack_size;
    uintptr_t after = (uintptr_t)block + sizeof *context;
    context->guard = (char *)block + (whole_pages(after) - (uintptr_t)block);
    context->stack = context->guard + page_size();
    context->size = whole_pages(stack_size + overhead);
    /* The kernel limits how many mappings there are, and malloc needs some, too: when very many
     * tasks run at once the later ones have no guard. */
    context->guarded = atomic_fetch_add(&guards, 1) < MOST_GUARDS &&
                       mprotect(context->guard, page_size(), PROT_NONE) == 0;
    if (!context->guarded) atomic_fetch_sub(&guards, 1);
    context->valgrind_id = VALGRIND_STACK_REGISTER(context->stack, context->stack + context->size);
    return &context->base;
}

void *eddy__context_end(struct eddy__context *base) {
    struct context *context = (struct context *)base;
    VALGRIND_STACK_DEREGISTER(context->valgrind_id);
#ifdef WITH_TSAN
    if (context->fiber) __tsan_destroy_fiber(context->fiber);
#endif
    if (context->guarded) {
        mprotect(context->guard, page_size(), PROT_READ | PROT_WRITE);
        atomic_fetch_sub(&guards, 1);
    }
    return context;
}

/* ---- switching ---- */

/* Right before every switch: ThreadSanitizer is told whose stack comes next. */
static void tell_switch(void *fiber) {
#ifdef WITH_TSAN
    __tsan_switch_to_fiber(fiber, 0);
#else
    (void)fiber;
#endif
}

static void run(unsigned high, unsigned low) {
    struct context *context = (struct context *)((uintptr_t)high << 16 << 16 | (uintptr_t)low);
#ifdef WITH_ASAN
    __sanitizer_finish_switch_fiber(NULL, &context->outside_stack, &context->outside_size);
#endif
    context->base.function(context->base.argument);
    context->base.finished = true;
#ifdef WITH_ASAN
    __sanitizer_start_switch_fiber(NULL, context->outside_stack, context->outside_size);
#endif
    tell_switch(context->outside_fiber);
    setcontext(&context->outside);
}

void eddy__context_start(struct eddy__context *base, void (*function)(void *), void *argument) {
    struct context *context = (struct context *)base;
    base->function = function;
    base->argument = argument;
    base->finished = false;
    context->fake_stack = NULL;
#ifdef WITH_TSAN
    /* a new one each time: what was called in the last one never returned */
    if (context->fiber) __tsan_destroy_fiber(context->fiber);
    context->fiber = __tsan_create_fiber(0);
#endif
    getcontext(&context->inside);
    context->inside.uc_link = NULL;
    context->inside.uc_stack.ss_sp = context->stack;
    context->inside.uc_stack.ss_size = context->size;
    uintptr_t pointer = (uintptr_t)context;
    makecontext(&context->inside, (void (*)(void))run, 2, (unsigned)(pointer >> 16 >> 16),
                (unsigned)pointer);
}

bool eddy__context_enter(struct eddy__context *base) {
    struct context *context = (struct context *)base, *outer = active;
    active = context;
#ifdef WITH_ASAN
    void *outer_fake_stack = NULL;
    __sanitizer_start_switch_fiber(&outer_fake_stack, context->stack, context->size);
#endif
#ifdef WITH_TSAN
    context->outside_fiber = __tsan_get_current_fiber();
#endif
    tell_switch(context->fiber);
    swapcontext(&context->outside, &context->inside);
#ifdef WITH_ASAN
    __sanitizer_finish_switch_fiber(outer_fake_stack, NULL, NULL);
#endif
    active = outer;
    return base->finished;
}

void eddy__context_leave(struct eddy__context *base) {
    struct context *context = (struct context *)base;
#ifdef WITH_ASAN
    __sanitizer_start_switch_fiber(&context->fake_stack, context->outside_stack,
                                   context->outside_size);
#endif
    tell_switch(context->outside_fiber);
    swapcontext(&context->inside, &context->outside);
#ifdef WITH_ASAN
    __sanitizer_finish_switch_fiber(context->fake_stack, &context->outside_stack,
                                    &context->outside_size);
#endif
}
