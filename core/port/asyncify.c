/* Contexts in WebAssembly, by Binaryen's Asyncify.
 *
 * The pass rewrites every function that may reach eddy__context_leave so that it can unwind (save
 * its locals to a buffer and return) and rewind (be called again and pick up where it was). The
 * four control functions are imports of module "asyncify" that the pass turns into calls within the
 * module, so that a switch never crosses into the host. Functions that call them are not rewritten
 * themselves.
 *
 * The block of a context: this header, then the buffer, which grows up, and the C stack, which
 * grows down from the end. The buffer is only used while the C stack stands still, so that both
 * share what is there: a stack overflow is when they meet. Binaryen's stack check compares the
 * stack pointer with limits that are set here for each context; what an unwinding writes is checked
 * frame by frame (wasm/build/frames.js), by emcc's Asyncify only when it ends. */
#include "switch.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>

#include "asyncify.h"
#include "drive.h"
#if defined(__EMSCRIPTEN__)
#include <emscripten/stack.h>
#endif

#if defined(__EMSCRIPTEN__)
#define MAIN_STACK_BASE ((void *)emscripten_stack_get_base())
#define MAIN_STACK_END  ((void *)emscripten_stack_get_end())
void eddy__set_stack_pointer(void *pointer);
__asm__(".globaltype __stack_pointer, i32\n"
        ".globl eddy__set_stack_pointer\n"
        ".type eddy__set_stack_pointer,@function\n"
        "eddy__set_stack_pointer:\n"
        "    .functype eddy__set_stack_pointer (i32) -> ()\n"
        "    local.get 0\n"
        "    global.set __stack_pointer\n"
        "    end_function\n");
/* its old assembler cannot do the same in this way */
#define eddy__get_stack_pointer() ((void *)emscripten_stack_get_current())
#else
extern char __stack_low[], __stack_high[]; /* the linker's: the stack that main() begins on */
#define MAIN_STACK_BASE __stack_high
#define MAIN_STACK_END  __stack_low
__asm__(".globaltype __stack_pointer, i32\n"
        ".globl eddy__get_stack_pointer\n"
        ".type eddy__get_stack_pointer,@function\n"
        "eddy__get_stack_pointer:\n"
        "    .functype eddy__get_stack_pointer () -> (i32)\n"
        "    global.get __stack_pointer\n"
        "    end_function\n");
#endif

/* Enough for a coroutine that sleeps. A smaller one is no danger: it is noticed. */
const size_t eddy__context_least_stack = 256;

_Thread_local struct eddy__thread_stack eddy__thread_stack;

#if defined(__EMSCRIPTEN__)
struct eddy__asyncify eddy__outermost;
#else
struct eddy__asyncify eddy__outermost = {.low = MAIN_STACK_END, .high = MAIN_STACK_BASE};
#endif
struct eddy__asyncify *eddy__active = &eddy__outermost;

#if !defined(__EMSCRIPTEN__) /* which does so itself */
/* Before anything moves the stack pointer: the check knows no limits yet. Calls nothing else. */
__attribute__((constructor(50))) static void set_first_limits(void) {
    eddy__set_stack_limits(MAIN_STACK_BASE, MAIN_STACK_END);
}
#endif

static size_t rounded(size_t size) {
    return (size + 15) & ~(size_t)15;
}

size_t eddy__context_block_size(size_t stack_size) {
    /* what malloc gives may be aligned less than a stack must be */
    const size_t alignment = 16 - alignof(max_align_t);
    return rounded(sizeof(struct eddy__asyncify)) + rounded(stack_size) + alignment;
}

struct eddy__context *eddy__context_init(void *block, size_t stack_size) {
    struct eddy__asyncify *context = block;
    *context = (struct eddy__asyncify){.base.stack_size = stack_size};
    context->low = (char *)rounded((uintptr_t)block + sizeof *context);
    context->high = context->low + rounded(stack_size);
    return &context->base;
}

void *eddy__context_end(struct eddy__context *context) {
    return context;
}

#if defined(__EMSCRIPTEN__)

/* What is unwound comes here first: how much it will be nobody knows before, and it must not run
 * into the memory of others. An engine's own stack, which holds the same frames, is smaller. */
static alignas(16) char unwound[1024 * 1024];

static struct eddy__asyncify_data room_of(const struct eddy__asyncify *context) {
    (void)context;
    return (struct eddy__asyncify_data){unwound, unwound + sizeof unwound};
}

/* Some hundred bytes at the most, as a rule: less than a call of memcpy takes. */
__attribute__((no_builtin("memcpy"))) static void copy_words(void *to, const void *from,
                                                             size_t size) {
    uint32_t *words = to;
    const uint32_t *source = from;
    for (size_t i = 0; i < size / sizeof *words; i++) words[i] = source[i];
}

/* Brings what was unwound to where it stays. */
static void keep(struct eddy__asyncify *context) {
    if (context->stack_pointer < context->low) eddy__stack_overflow();
    size_t size = (size_t)(context->data.position - unwound);
    if (size > (size_t)(context->stack_pointer - context->low)) eddy__stack_overflow();
    copy_words(context->low, unwound, size);
    context->data = (struct eddy__asyncify_data){context->low + size, context->stack_pointer};
}

static struct eddy__asyncify *held; /* unwound by somebody else: a function of Emscripten's */

bool eddy__context_is_held(void) {
    return held != NULL;
}

/* Whoever unwound it has begun the rewinding. */
static bool was_held(const struct eddy__asyncify *context) {
    if (held != context) return false;
    held = NULL;
    return true;
}

/* It did not leave, and has not ended: a function of the host suspends what calls it. */
static void hold(struct eddy__asyncify *context) {
    context->stack_pointer = eddy__get_stack_pointer();
    held = context;
}

/* The host may go on: what it has unwound ends here. */
static void pass_on(void) {
    eddy__stop_unwind();
    eddy__held();
}

#else

/* Where to unwind to, which is where it stays. */
static struct eddy__asyncify_data room_of(const struct eddy__asyncify *context) {
    return (struct eddy__asyncify_data){context->low, context->stack_pointer};
}

#endif

void eddy__context_start(struct eddy__context *base, int (*function)(void *), void *argument,
                         bool bare) {
    struct eddy__asyncify *context = (struct eddy__asyncify *)base;
    eddy__context_set(base, function, argument, bare);
    context->suspended = false;
}

#if defined(__EMSCRIPTEN__)

/* The lowest frame that is rewritten, a call of its own: when it comes back without having finished,
 * somebody has unwound it. */
__attribute__((noinline)) static void eddy__context_body(struct eddy__context *context) {
    eddy__context_call(context);
}

/* emcc's optimizer runs before the pass, and inlines what it can: not what is called through these.
 * Neither start_unwind nor start_rewind may come to stand in a function that goes on. */
static void (*volatile go_on_in)(struct eddy__context *) = eddy__context_body;
static void leave(void);
static void (*volatile leave_now)(void) = leave;

void eddy__context_leave_active(void) {
    leave_now();
}

static void set_limits_of(const struct eddy__asyncify *context) {
    if (context == &eddy__outermost)
        eddy__set_stack_limits(MAIN_STACK_BASE, MAIN_STACK_END);
    else
        eddy__set_stack_limits(context->high, context->low);
}

/* As in asyncify.h, with what Emscripten's own waits need. */
bool eddy__context_enter(struct eddy__context *base) {
    struct eddy__asyncify *context = (struct eddy__asyncify *)base, *outer = eddy__active;
    outer->stack_pointer = eddy__get_stack_pointer();
    eddy__active = context;
    set_limits_of(context);
    if (context->suspended) {
        eddy__set_stack_pointer(context->stack_pointer);
        eddy__start_rewind(&context->data);
    } else if (was_held(context)) {
        eddy__set_stack_pointer(context->stack_pointer);
    } else {
        eddy__set_stack_pointer(context->high);
    }
    go_on_in(base);
    if (!context->suspended && !base->finished) hold(context);
    eddy__active = outer;
    set_limits_of(outer);
    eddy__set_stack_pointer(outer->stack_pointer);
    if (context->suspended) {
        eddy__stop_unwind();
        keep(context);
    }
    if (held == context) pass_on();
    return base->finished;
}

#else
#define leave eddy__context_leave_active
#endif

__attribute__((noinline)) void leave(void) {
    struct eddy__asyncify *context = eddy__active;
    if (context->suspended) {
        context->suspended = false;
        eddy__stop_rewind();
        return;
    }
    context->stack_pointer = eddy__get_stack_pointer();
    context->data = room_of(context);
    context->suspended = true;
    eddy__start_unwind(&context->data);
}

/* The stack check's handler: the stack pointer was about to leave its limits. Goes back to the
 * outer stack, where there is room to say so; uses no stack itself until then. */
__attribute__((export_name("eddy__overflowed"))) void eddy__check_failed(void *pointer) {
    (void)pointer;
    if (eddy__thread_stack.high) {
        eddy__set_stack_limits(eddy__thread_stack.high, eddy__thread_stack.low);
        eddy__set_stack_pointer(eddy__thread_stack.high);
    } else {
        eddy__set_stack_limits(MAIN_STACK_BASE, MAIN_STACK_END);
        eddy__set_stack_pointer(eddy__active == &eddy__outermost ? MAIN_STACK_BASE
                                                                 : eddy__outermost.stack_pointer);
    }
    eddy__stack_overflow();
}
