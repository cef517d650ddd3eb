/* A stack that overflows hits its guard page; a signal handler on a stack of its own names the task. */
#include "native_stack.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif
#ifndef VALGRIND_STACK_REGISTER
#define VALGRIND_STACK_REGISTER(start, end) 0u
#define VALGRIND_STACK_DEREGISTER(id)       ((void)(id))
#endif

enum { MOST_GUARDS = 10000 };
static atomic_int guards;

_Thread_local struct eddy__native_stack *eddy__active_stack;

/* What the sanitizer's own frames take, beside the program's. */
#ifdef EDDY__WITH_ASAN
static const size_t overhead = 32768;
#else
static const size_t overhead = 0;
#endif

const size_t eddy__context_least_stack = 4096;

static size_t page_size(void) {
    static size_t size;
    if (size == 0) size = (size_t)sysconf(_SC_PAGESIZE);
    return size;
}

/* ---- overflow ---- */

/* The guard page of the active context, and nothing else, is a stack overflow. */
static void on_fault(int signal_number, siginfo_t *info, void *unused) {
    (void)unused;
    const struct eddy__native_stack *active = eddy__active_stack;
    char *address = info->si_addr;
    if (active && address >= active->guard && address < active->low) eddy__stack_overflow();
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

static size_t rounded(size_t size, size_t to) {
    return (size + to - 1) / to * to;
}

/* The block: up to a page to align, the guard page, the stack, the context. */
size_t eddy__native_stack_block_size(size_t context_size, size_t stack_size) {
    return 2 * page_size() + rounded(stack_size + overhead, 16) + rounded(context_size, 64) + 64;
}

void *eddy__native_stack_init(void *block, size_t context_size, size_t stack_size) {
    watch_for_overflow();
    uintptr_t start = (uintptr_t)block;
    char *end = (char *)block + eddy__native_stack_block_size(context_size, stack_size);
    char *high = end - rounded(context_size, 64) - (uintptr_t)end % 64;
    struct eddy__native_stack *stack = (void *)high;
    memset(stack, 0, context_size);
    stack->base.stack_size = stack_size;
    stack->block = block;
    stack->guard = (char *)block + (rounded(start, page_size()) - start);
    stack->low = stack->guard + page_size();
    stack->high = high;
    /* The kernel limits how many mappings there are, and malloc needs some, too: when very many
     * tasks run at once the later ones have no guard. */
    stack->guarded = atomic_fetch_add(&guards, 1) < MOST_GUARDS &&
                     mprotect(stack->guard, page_size(), PROT_NONE) == 0;
    if (!stack->guarded) atomic_fetch_sub(&guards, 1);
    stack->valgrind_id = VALGRIND_STACK_REGISTER(stack->low, stack->high);
    return stack;
}

void *eddy__native_stack_end(struct eddy__native_stack *stack) {
    VALGRIND_STACK_DEREGISTER(stack->valgrind_id);
    if (stack->guarded) {
        mprotect(stack->guard, page_size(), PROT_READ | PROT_WRITE);
        atomic_fetch_sub(&guards, 1);
    }
    return stack->block;
}
