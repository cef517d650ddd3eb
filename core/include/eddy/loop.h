/* The event loop: a ready queue, a heap of timers, and a clock (asyncio's event loop).
 *
 * An iteration waits until something is ready (not at all when something is), moves the timers that
 * are due to the end of the ready queue, and runs the handles that are ready at that moment, in
 * order. What they schedule runs in the next iteration. (CPython: BaseEventLoop._run_once.)
 *
 * A loop is used by one thread. A thread runs one loop at a time. */
#ifndef EDDY_LOOP_H
#define EDDY_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "eddy/coroutine.h"

/* A loop, by its address: valid from its making to eddy_loop_close. (asyncio.AbstractEventLoop) */
typedef struct eddy_loop eddy_loop;

/* Names a scheduled call. A value, copied freely; after the call has run or was cancelled it names
 * nothing, and to cancel it again does nothing. Zero names nothing. */
typedef struct eddy_handle {
    uint64_t id;
} eddy_handle;

/* What a loop calls: it must return without awaiting anything. */
typedef void eddy_callback(void *argument);

/* The loop that runs now in this thread, or NULL. (asyncio.get_running_loop) */
eddy_loop *eddy_get_running_loop(void);

/* Calls callback(argument) in the loop's next iteration, after what is ready already. argument is
 * the caller's and must live until then; the callback must not await. The handle is zero when the
 * call could not be scheduled: no memory, or loop or callback is NULL. (loop.call_soon) O(1). */
eddy_handle eddy_loop_call_soon(eddy_loop *loop, eddy_callback *callback, void *argument);

/* Calls it after delay seconds; at a loop time. Calls with the same time run in the order made. As
 * call_soon otherwise, and zero for a time that is NaN. (loop.call_later, call_at) O(log timers).
 */
eddy_handle eddy_loop_call_later(eddy_loop *loop, double delay, eddy_callback *callback,
                                 void *argument);
eddy_handle eddy_loop_call_at(eddy_loop *loop, double when, eddy_callback *callback,
                              void *argument);

/* Takes the call back. Returns true when it had not run and now will not. (Handle.cancel) */
bool eddy_handle_cancel(eddy_handle handle);

/* The loop time a call_later or call_at will run at; NaN for any other handle. (TimerHandle.when)
 */
double eddy_handle_when(eddy_handle handle);

/* The loop's own clock: seconds since the loop was made. It never goes back. (loop.time) */
double eddy_loop_time(const eddy_loop *loop);

/* Is it running? (loop.is_running) */
bool eddy_loop_is_running(const eddy_loop *loop);

/* Ends eddy_loop_run_forever or run_until_complete after the iteration that runs now. (loop.stop)
 */
void eddy_loop_stop(eddy_loop *loop);

/* Things nobody else can report (an error that was never retrieved, a coroutine that was never
 * awaited, a task destroyed while it was pending) go to handler(loop, message, argument); without
 * one (NULL) they go to stderr, a line each. message is valid during the call.
 * (loop.set_exception_handler) */
typedef void eddy_exception_handler(eddy_loop *loop, const char *message, void *argument);
void eddy_loop_set_exception_handler(eddy_loop *loop, eddy_exception_handler *handler,
                                     void *argument);

#endif
