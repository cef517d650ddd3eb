/* Coroutines, and the handles by which everything that can be awaited is named.
 *
 * A coroutine function is a C function from its frame to a status. The frame is a struct with the
 * function's own name: arguments go in, results come out.
 *
 *     struct work { const char *name; double delay; char result[16]; };
 *     static int work(struct work *self);
 *
 * A function that needs neither takes void: `static int tick(void)`. Calling a coroutine function
 * from another, `work(&frame)`, runs it in the caller's task to its end: that is `await work()`.
 * To run it beside the caller, make a task of it: eddy_go(work, .name = "A", .delay = 0.1).
 *
 * Lifetime. A handle is a small value, copied freely; it names an object of its loop, and an object
 * that is gone is noticed (EDDY_STALE_HANDLE), never touched. The task that makes an object owns
 * it; the object lives until its owner ends, or until eddy_release. A task that still runs then
 * goes on, as in asyncio; its handle is stale from its end on. To keep a handle longer, eddy_retain
 * it. The frame lives as long as the object: a child never touches a dead frame, and results can be
 * read after the task is done.
 *
 * A call that could not make its object (no memory, no loop) returns a handle that carries the
 * error: to await it gives that error, so that most programs need no check of their own. */
#ifndef EDDY_COROUTINE_H
#define EDDY_COROUTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Names a coroutine object, a task or a future; zero names nothing. One C type under three names:
 * whatever takes an eddy_awaitable takes any of them, and checks. */
typedef struct eddy_awaitable {
    uint64_t id;
} eddy_awaitable;

/* The same by what it is meant to name: a coroutine object, a task, a future. */
typedef eddy_awaitable eddy_coroutine;
typedef eddy_awaitable eddy_task;
typedef eddy_awaitable eddy_future;

/* A coroutine function as the library calls it. */
typedef int eddy_coroutine_function(void *frame);

/* inspect.getcoroutinestate */
typedef enum eddy_coroutine_state {
    EDDY_CORO_CREATED,   /* made, never run */
    EDDY_CORO_RUNNING,   /* it is the one that runs now */
    EDDY_CORO_SUSPENDED, /* waits in an eddy_ call, or is ready to go on */
    EDDY_CORO_CLOSED,    /* has returned */
} eddy_coroutine_state;

/* eddy_coro(function, .argument = value, ...): a coroutine object, Python's `function(...)`.
 * Nothing of it runs until it is awaited or made a task. The frame is a copy, zero where nothing
 * was given. Expands to a call of eddy_coroutine_new with the function, its name, and a compound
 * literal of struct function; with the function alone, to one of eddy_coroutine_new_bare. A
 * function that does not take its own frame does not compile. */
#define eddy_coro(...) EDDY_SELECT_(__VA_ARGS__)(eddy_coroutine_new, __VA_ARGS__)

/* What eddy_coro expands to. Copies frame_size bytes of frame. name, and where in the source it is
 * ("file.c:12", for reports; may be NULL), are kept, not copied: string literals. Returns a handle
 * that the calling task owns; its errors (carried by the handle): EDDY_NO_MEMORY,
 * EDDY_NO_RUNNING_LOOP, EDDY_INVALID_ARGUMENT (function is NULL). O(frame_size). */
eddy_coroutine eddy_coroutine_new(const char *name, const char *where,
                                  eddy_coroutine_function *function, const void *frame,
                                  size_t frame_size);
eddy_coroutine eddy_coroutine_new_bare(const char *name, const char *where, int (*function)(void));

/* The state of a coroutine object, or of a task's coroutine. A handle that names neither is CLOSED:
 * there is nothing left to run. (inspect.getcoroutinestate) */
eddy_coroutine_state eddy_getcoroutinestate(eddy_coroutine coroutine);

/* The state as Python writes it, "CORO_SUSPENDED". Static text. */
const char *eddy_coroutine_state_name(eddy_coroutine_state state);

/* Is this a coroutine object that is not yet a task? (inspect.iscoroutine) */
bool eddy_iscoroutine(eddy_awaitable awaitable);

/* Waits until awaitable is done; Python's `await`.
 *
 * A coroutine object runs here and now, in the calling task, to its end. A task or a future that is
 * done already gives its status at once. Otherwise suspends.
 *
 * Returns the status that the task, future or coroutine ended with (its message: see
 * eddy_error_message), or EDDY_CANCELLED when the calling task was cancelled meanwhile (then what
 * it awaited was cancelled too, as in asyncio; eddy_gather's children likewise).
 * Errors: EDDY_NOT_IN_TASK, EDDY_NOT_AWAITABLE, EDDY_STALE_HANDLE, EDDY_WRONG_LOOP,
 * EDDY_ALREADY_AWAITED, EDDY_AWAITS_ITSELF, and whatever error the handle carries. */
int eddy_await(eddy_awaitable awaitable);

/* The frame of a coroutine object or task made from function, typed:
 * eddy_frame(task, work)->result. Expands to ((struct work *)eddy_coroutine_frame(task, work)). */
#define eddy_frame(awaitable, function)                                                            \
    ((struct function *)eddy_coroutine_frame((awaitable), (eddy_coroutine_function *)(function),   \
                                             #function))

/* What eddy_frame expands to. The pointer is valid as long as the object. There is no status to
 * return here, and a wrong pointer must not be: a handle that is stale, not a task or coroutine, or
 * made from another function, ends the program with a message that says which. */
void *eddy_coroutine_frame(eddy_awaitable awaitable, eddy_coroutine_function *function,
                           const char *function_name);

/* Makes the object live on without its owner, until there were as many releases as retains, or the
 * loop ends. Returns the handle; one that carries EDDY_NO_MEMORY after 65,535 retains. */
eddy_awaitable eddy_retain(eddy_awaitable awaitable);

/* Gives up the owner's claim (or one retain) before its time: the object goes as soon as nothing
 * runs in it or waits for it, and its handles are stale from then on. Does not cancel. In a program
 * that spawns for ever, this is what keeps memory bounded. A stale handle is ignored. */
void eddy_release(eddy_awaitable awaitable);

/* The same for the object of any handle, a lock's or a queue's, say, by its id. eddy_retain_object
 * returns EDDY_OK, or what is wrong with the handle. */
int eddy_retain_object(uint64_t id);
void eddy_release_object(uint64_t id);

/* EDDY_OK when the handle names an object that can be used, else what is wrong with it: the error
 * it carries, EDDY_STALE_HANDLE, EDDY_WRONG_LOOP, EDDY_NOT_AWAITABLE. */
int eddy_check(eddy_awaitable awaitable);

/* The place of the last call in this thread that notes it (eddy/where.h). */
extern _Thread_local const char *eddy_where_;

/* How eddy_coro tells `function` alone from `function, arguments`: up to 32 arguments. */
#define EDDY_SELECT_(...)                                                                          \
    EDDY_SELECT_33_(__VA_ARGS__, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_,    \
                    EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_,        \
                    EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_,        \
                    EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_, EDDY_F_,        \
                    EDDY_F_, EDDY_BARE_, EDDY_UNUSED_)
#define EDDY_SELECT_33_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16,     \
                        a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, \
                        a32, a33, selected, ...)                                                   \
    selected
#define EDDY_TEXT_(line)           #line
#define EDDY_WHERE_(file, line)    file ":" EDDY_TEXT_(line)
#define EDDY_BARE_(make, function) make##_bare(#function, EDDY_WHERE_(__FILE__, __LINE__), function)
#define EDDY_F_(make, function, ...)                                                               \
    make(#function, EDDY_WHERE_(__FILE__, __LINE__), (eddy_coroutine_function *)(function),        \
         &(struct function){__VA_ARGS__},                                                          \
         sizeof(struct function) + 0 * sizeof(function((struct function *)0)))

#endif
