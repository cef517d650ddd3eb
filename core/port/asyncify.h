/* Contexts in WebAssembly, by Binaryen's Asyncify (asyncify.c): what a switch consists of.
 *
 * In line where the project's own tools run the pass, which takes a call less. A function in which
 * start_rewind stands is not rewritten itself and must be one that never suspends
 * (wasm/build/asyncify-removelist.txt). emcc's optimizer runs before the pass, and may inline it into
 * any other: there it is a call. */
#ifndef EDDY_PORT_ASYNCIFY_H
#define EDDY_PORT_ASYNCIFY_H

#include "context.h"

#define EDDY__ASYNCIFY(name) __attribute__((import_module("asyncify"), import_name(#name)))

struct eddy__asyncify_data {
    char *position, *end; /* the layout that the pass demands */
};

EDDY__ASYNCIFY(start_unwind) void eddy__start_unwind(struct eddy__asyncify_data *data);
EDDY__ASYNCIFY(stop_unwind) void eddy__stop_unwind(void);
EDDY__ASYNCIFY(start_rewind) void eddy__start_rewind(struct eddy__asyncify_data *data);
EDDY__ASYNCIFY(stop_rewind) void eddy__stop_rewind(void);

struct eddy__asyncify {
    struct eddy__context base;
    struct eddy__asyncify_data data;
    char *stack_pointer; /* while it stands still: it has left, or has entered another */
    bool suspended;      /* from when it leaves until it has been rewound */
    char *low, *high;
};

/* The context that runs; outside of all of them the outermost, which is the linker's stack. */
extern struct eddy__asyncify *eddy__active, eddy__outermost;

/* Which context it is, is known: whoever leaves need not keep it to come back. */
void eddy__context_leave_active(void);
static inline void eddy__context_leave(struct eddy__context *context) {
    (void)context;
    eddy__context_leave_active();
}

#if defined(__EMSCRIPTEN__)

bool eddy__context_enter(struct eddy__context *base);

#else

/* Exported by the module itself once the stack check is in: wasm/build/asyncify.js joins the two. */
__attribute__((import_module("env"), import_name("__set_stack_limits"))) void
eddy__set_stack_limits(const void *base, const void *limit);
/* Made by wasm/build/asyncify.js when the stack check is in, which does not look at it: where a
 * context begins, or has left, is within the limits. */
__attribute__((import_module("env"), import_name("__set_stack_pointer"))) void
eddy__set_stack_pointer(void *pointer);
void *eddy__get_stack_pointer(void);

static inline bool eddy__context_enter(struct eddy__context *base) {
    struct eddy__asyncify *context = (struct eddy__asyncify *)base, *outer = eddy__active;
    outer->stack_pointer = eddy__get_stack_pointer();
    eddy__active = context;
    eddy__set_stack_limits(context->high, context->low);
    if (context->suspended) {
        eddy__set_stack_pointer(context->stack_pointer);
        eddy__start_rewind(&context->data);
    } else {
        eddy__set_stack_pointer(context->high);
    }
    /* begins, or rewinds: then what is called is the same */
    int status = base->bare ? ((int (*)(void))(void (*)(void))base->function)()
                            : base->function(base->argument);
    eddy__active = outer;
    eddy__set_stack_limits(outer->high, outer->low);
    eddy__set_stack_pointer(outer->stack_pointer);
    if (context->suspended) { /* unwound: that was no status */
        eddy__stop_unwind();
        return false;
    }
    base->status = status;
    return base->finished = true;
}

#endif

#endif
