/* Tasks: coroutines that run beside each other (asyncio.Task).
 *
 * A task is a future too: eddy_future_done, eddy_future_exception, eddy_future_cancel,
 * eddy_future_add_done_callback and the rest of eddy/future.h take a task. */
#ifndef EDDY_TASK_H
#define EDDY_TASK_H

#include "eddy/coroutine.h"

/* Makes a task of a coroutine object and puts it at the end of the ready queue: it first runs in
 * the loop's next iteration. The handle that comes back is the coroutine's own, now a task's.
 * Does not suspend. Errors (carried by the handle): those that coroutine carries,
 * EDDY_ALREADY_AWAITED, EDDY_NOT_AWAITABLE (it is no coroutine), EDDY_STALE_HANDLE.
 * (asyncio.create_task) */
eddy_task eddy_create_task(eddy_coroutine coroutine);

/* The same, but its first step runs here and now, before the call returns, up to its first wait; a
 * coroutine that never waits is done then. (asyncio.eager_task_factory) */
eddy_task eddy_create_eager_task(eddy_coroutine coroutine);

/* eddy_go(function, .argument = value, ...): a coroutine object made and scheduled in one,
 * asyncio.create_task(function(...)). Takes what eddy_coro takes, and expands to a call of
 * eddy_task_new or eddy_task_new_bare. */
#define eddy_go(...) EDDY_SELECT_(__VA_ARGS__)(eddy_task_new, __VA_ARGS__)

/* What eddy_go expands to: eddy_create_task of an eddy_coroutine_new, with the arguments and the
 * errors of both. */
eddy_task eddy_task_new(const char *name, const char *where, eddy_coroutine_function *function,
                        const void *frame, size_t frame_size);
eddy_task eddy_task_new_bare(const char *name, const char *where, int (*function)(void));

/* Suspends the calling task for that many seconds. sleep(0), and any negative time, lets everything
 * that is ready run once. Returns EDDY_OK; EDDY_CANCELLED when the task was cancelled;
 * EDDY_NOT_IN_TASK; EDDY_INVALID_ARGUMENT for NaN; EDDY_NO_MEMORY. (asyncio.sleep) O(log timers).
 */
int eddy_sleep(double seconds);

/* Writes the tasks that are not done, in the order they were made, to tasks, capacity of them at
 * most; returns how many there are. (asyncio.all_tasks) O(n log n), n being as many objects as there
 * were at a time. */
size_t eddy_all_tasks(eddy_task *tasks, size_t capacity);

/* The task that runs now. In a callback, or outside of a loop: a handle that carries
 * EDDY_NOT_IN_TASK. (asyncio.current_task) */
eddy_task eddy_current_task(void);

/* Asks the task to end: EDDY_CANCELLED comes out of the call it waits in (or will next wait in).
 * The task may clean up and return that status, and is then cancelled; or catch it and go on.
 * Returns false when the task is done already or the handle is of no task, else true. The same as
 * eddy_future_cancel. (Task.cancel) */
bool eddy_task_cancel(eddy_task task);

/* The same with a message, which belongs to the EDDY_CANCELLED that the task is given (copied; left
 * out when there is no memory). (Task.cancel(msg)) */
bool eddy_task_cancel_message(eddy_task task, const char *message);

/* How often cancel was asked for, less the uncancels. (Task.cancelling) */
int eddy_task_cancelling(eddy_task task);

/* Takes back one request to cancel; returns how many are left. (Task.uncancel) */
int eddy_task_uncancel(eddy_task task);

/* The name: the one given, or the function's name and a number that is the task's own in its loop,
 * "work-2"; the main task is "main". Valid as long as the object, until the next set_name. "" for a
 * handle that names no task. (Task.get_name) */
const char *eddy_task_get_name(eddy_task task);

/* Gives the task a name, a copy of the text. Returns EDDY_OK, EDDY_NO_MEMORY (the old name stays),
 * or what is wrong with the handle. (Task.set_name) */
int eddy_task_set_name(eddy_task task, const char *name);

#endif
