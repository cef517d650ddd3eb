/* Waiting for some of many (asyncio.wait, as_completed), and without passing on a cancellation
 * (asyncio.shield). For all of them see eddy/gather.h; with a limit, eddy/timeout.h. */
#ifndef EDDY_WAIT_H
#define EDDY_WAIT_H

#include <stddef.h>
#include <stdint.h>

#include "eddy/coroutine.h"
#include "eddy/timeout.h"

/* When eddy_wait has waited enough. The names are those of asyncio. */
typedef enum eddy_return_when {
    EDDY_ALL_COMPLETED,
    EDDY_FIRST_COMPLETED,
    EDDY_FIRST_EXCEPTION, /* the first that fails, not one that is cancelled; else all */
} eddy_return_when;

/* Suspends until the tasks or futures are done as return_when says, or timeout seconds are over
 * (EDDY_FOREVER: no limit). Cancels none of them, ever. Which are done then, eddy_future_done says.
 * Returns EDDY_OK, also when the time was up; EDDY_CANCELLED, EDDY_NOT_IN_TASK, EDDY_NO_MEMORY,
 * EDDY_INVALID_ARGUMENT (no tasks, NaN), EDDY_NOT_AWAITABLE (coroutine objects must be made tasks
 * first), or what is wrong with a handle. One that stands in it twice counts once. O(count).
 * (asyncio.wait) */
int eddy_wait(const eddy_awaitable *awaitables, size_t count, double timeout,
              eddy_return_when return_when);

/* eddy_wait_all(a, b, ...), eddy_wait_first(a, b, ...): eddy_wait without a limit, for what can be
 * written down; until all are done, or the first, however they end. */
#define eddy_wait_all(...)   EDDY_WAIT_FOR_(EDDY_ALL_COMPLETED, __VA_ARGS__)
#define eddy_wait_first(...) EDDY_WAIT_FOR_(EDDY_FIRST_COMPLETED, __VA_ARGS__)
#define EDDY_WAIT_FOR_(return_when, ...)                                                           \
    eddy_wait((eddy_awaitable[]){__VA_ARGS__},                                                     \
              sizeof((eddy_awaitable[]){__VA_ARGS__}) / sizeof(eddy_awaitable), EDDY_FOREVER,      \
              return_when)

/* Hands out what was waited for in the order it is done:
 *
 *     eddy_completions each = eddy_as_completed(tasks, 3, EDDY_FOREVER);
 *     eddy_awaitable next;
 *     int status;
 *     while ((status = eddy_next_completed(each, &next)) == EDDY_OK)  // async for next in ...:
 *         puts(eddy_frame(next, work)->result);                       //     print(await next)
 *     return status == EDDY_STOP_ITERATION ? EDDY_OK : status;
 */
typedef struct eddy_completions {
    uint64_t id;
} eddy_completions;

/* Coroutine objects are made tasks, in order. One that stands in it twice comes once. timeout is in
 * seconds from now, EDDY_FOREVER for none. Owned by the calling task. Errors (carried by the
 * handle): EDDY_NO_MEMORY, EDDY_NO_RUNNING_LOOP, EDDY_INVALID_ARGUMENT, or what is wrong with a
 * handle. (asyncio.as_completed) */
eddy_completions eddy_as_completed(const eddy_awaitable *awaitables, size_t count, double timeout);

/* Suspends until another one is done. EDDY_OK: *next is done, and eddy_await gives its status at
 * once. EDDY_STOP_ITERATION: all were handed out. EDDY_TIMEOUT: the time was up. EDDY_CANCELLED,
 * EDDY_NOT_IN_TASK, or what is wrong with the handle. */
int eddy_next_completed(eddy_completions completions, eddy_awaitable *next);

/* eddy_await that does not pass a cancellation on: when the calling task is cancelled it returns
 * EDDY_CANCELLED, and what it waited for goes on. A coroutine object is made a task.
 * (asyncio.shield) */
int eddy_shield(eddy_awaitable awaitable);

#endif
