/* Threads: plain C functions that block, run beside the loop (asyncio.to_thread, anyio.to_thread,
 * anyio.from_thread).
 *
 *     // struct hash { const char *password; int rounds; char digest[65]; };
 *     // static int hash(struct hash *self);           plain C: computes, blocks, never awaits
 *     eddy_coroutine job = eddy_to_thread(hash, .password = "secret", .rounds = 200000);
 *     EDDY_TRY(eddy_await(job));                       // the loop goes on meanwhile
 *     puts(eddy_frame(job, hash)->digest);
 *
 * A function in a thread shares the program's memory and runs really at the same time. It may call
 * eddy_raise, eddy_error_message, eddy_context_var_get and what is declared here and marked "from
 * a thread"; any other call of the library belongs to the loop's own thread. A call that would
 * suspend returns EDDY_NOT_IN_TASK there.
 *
 * Natively threads are POSIX threads. In WebAssembly they need a module that was linked for them
 * (`--threads`) and memory that can be shared: Node always has it, a page only when it is
 * cross-origin isolated. Where threads cannot be had, the calls fail with EDDY_NOT_SUPPORTED and a
 * message that says what is missing. */
#ifndef EDDY_THREAD_H
#define EDDY_THREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "eddy/coroutine.h"
#include "eddy/limiter.h"
#include "eddy/loop.h"

/* ---- into a thread ---- */

/* eddy_to_thread(function, .argument = value, ...): a coroutine object that runs the function in a
 * thread when it is awaited, gathered or made a task. The frame is a copy and belongs to the thread
 * while the function runs; results are read from it afterwards, by eddy_frame. The thread sees the
 * awaiting task's values of eddy/context_var.h.
 *
 * Awaiting it suspends: until the limiter has a token, and until the function has returned; its
 * status, and the message it raised, are the await's. Further errors: EDDY_NOT_SUPPORTED,
 * EDDY_NO_MEMORY (also: the system has no thread left), EDDY_CANCELLED. A function that has not
 * begun when it is cancelled never runs; of one that runs, the await waits for the end and then
 * returns EDDY_CANCELLED (see abandon_on_cancel). A thread that is free is used again.
 *
 * Expands as eddy_coro does, to eddy_to_thread_new or eddy_to_thread_new_bare.
 * (asyncio.to_thread, anyio.to_thread.run_sync) */
#define eddy_to_thread(...) EDDY_SELECT_(__VA_ARGS__)(eddy_to_thread_new, __VA_ARGS__)

/* What eddy_to_thread expands to; as eddy_coroutine_new. */
eddy_coroutine eddy_to_thread_new(const char *name, const char *where,
                                  eddy_coroutine_function *function, const void *frame,
                                  size_t frame_size);
eddy_coroutine eddy_to_thread_new_bare(const char *name, const char *where, int (*function)(void));

/* How one call goes into its thread. Zero means: the default. */
typedef struct eddy_to_thread_options {
    /* whose token the thread needs as long as it runs; the loop's own by default */
    eddy_capacity_limiter limiter;
    /* A cancellation is returned at once: the function goes on, nobody hears of its end, and its
     * token comes back when it has ended. What its frame points to must live until then. */
    bool abandon_on_cancel;
} eddy_to_thread_options;

/* Gives what eddy_to_thread made, and nobody has awaited yet, these options. Returns the handle, or
 * one that carries EDDY_ALREADY_AWAITED, EDDY_NOT_AWAITABLE (it is not from eddy_to_thread), or
 * what is wrong with it:
 *
 *     eddy_to_thread_options options = {.abandon_on_cancel = true};
 *     int status = eddy_await(eddy_to_thread_with(eddy_to_thread(hash, .rounds = 9), &options)); */
eddy_coroutine eddy_to_thread_with(eddy_coroutine job, const eddy_to_thread_options *options);

/* The limiter that bounds the loop's threads: 40 tokens, which can be changed at any time. It lives
 * as long as the loop. Errors (carried by the handle): EDDY_NO_MEMORY, EDDY_NO_RUNNING_LOOP.
 * (anyio.to_thread.current_default_thread_limiter) */
eddy_capacity_limiter eddy_current_default_thread_limiter(void);

/* ---- from a thread: back to the loop ---- */

/* From any thread, the loop's own too: calls callback(argument) in the loop's next iteration, and
 * wakes the loop if it sleeps. Returns EDDY_OK, EDDY_NO_MEMORY, EDDY_INVALID_ARGUMENT, or
 * EDDY_NO_RUNNING_LOOP when the loop is being closed. The loop must not be gone. A loop does not
 * wait for threads that it did not start. (loop.call_soon_threadsafe) */
int eddy_loop_call_soon_threadsafe(eddy_loop *loop, eddy_callback *callback, void *argument);

/* What a thread holds of a coroutine that runs in the loop. (concurrent.futures.Future) */
typedef struct eddy_concurrent_future eddy_concurrent_future;

/* eddy_run_coroutine_threadsafe(loop, function, &frame): from a thread, makes a task of a coroutine
 * function with a copy of the frame (struct function; not NULL). The caller owns what it returns,
 * to be given to eddy_concurrent_future_free; NULL when there is no memory, an argument is NULL, or
 * the loop is being closed. Expands to eddy_run_coroutine_threadsafe_new.
 * (asyncio.run_coroutine_threadsafe) */
#define eddy_run_coroutine_threadsafe(loop, function, frame)                                       \
    eddy_run_coroutine_threadsafe_new((loop), #function, EDDY_WHERE_(__FILE__, __LINE__),          \
                                      (eddy_coroutine_function *)(function),                       \
                                      1 ? (frame) : (struct function *)0, sizeof(struct function))

/* What it expands to. */
eddy_concurrent_future *eddy_run_coroutine_threadsafe_new(eddy_loop *loop, const char *name,
                                                          const char *where,
                                                          eddy_coroutine_function *function,
                                                          const void *frame, size_t frame_size);

/* Blocks the calling thread until the task is done or timeout seconds are over (EDDY_FOREVER: no
 * limit). Returns the task's status; EDDY_TIMEOUT when it is not done (it goes on);
 * EDDY_CANCELLED, too, when the loop was closed before; EDDY_LOOP_RUNNING when the caller is the
 * loop's own thread and it is not done: it would wait for itself. (Future.result) */
int eddy_concurrent_future_result(eddy_concurrent_future *future, double timeout);

/* Asks the task to end; false when it is done already. (Future.cancel) */
bool eddy_concurrent_future_cancel(eddy_concurrent_future *future);

/* Is the task done? (Future.done) */
bool eddy_concurrent_future_done(eddy_concurrent_future *future);

/* Once it is done: the message of its error, or the text of its status; "" for EDDY_OK and before.
 * Valid until the future is freed. */
const char *eddy_concurrent_future_message(eddy_concurrent_future *future);

/* Once it is done: the coroutine's frame, with the results. NULL before. */
void *eddy_concurrent_future_frame(eddy_concurrent_future *future);

/* Lets go; the task goes on. NULL is ignored. */
void eddy_concurrent_future_free(eddy_concurrent_future *future);

/* eddy_from_thread_run(function, &frame): in a thread that eddy_to_thread or a thread pool started,
 * runs a coroutine function in the loop, as a task, and blocks the thread until it is done. The
 * frame is copied in and, with the results, back. Returns the task's status, its message with it;
 * EDDY_NOT_SUPPORTED in any other thread, EDDY_NO_MEMORY, EDDY_CANCELLED when the loop was closed.
 * Expands to eddy_from_thread_run_frame. (anyio.from_thread.run) */
#define eddy_from_thread_run(function, frame)                                                      \
    eddy_from_thread_run_frame(#function, EDDY_WHERE_(__FILE__, __LINE__),                         \
                               (eddy_coroutine_function *)(function),                              \
                               1 ? (frame) : (struct function *)0, sizeof(struct function))

/* What it expands to. */
int eddy_from_thread_run_frame(const char *name, const char *where,
                               eddy_coroutine_function *function, void *frame, size_t frame_size);

/* In a thread: EDDY_CANCELLED when the call that it works for was cancelled (nobody wants the result
 * any more), else EDDY_OK. (anyio.from_thread.check_cancelled) */
int eddy_from_thread_check_cancelled(void);

#endif
