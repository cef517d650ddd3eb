/* Time limits (asyncio.timeout, CPython: asyncio/timeouts.py; and wait_for).
 *
 *     eddy_timeout timeout;                          // try:
 *     EDDY_TRY(eddy_timeout_begin(&timeout, 2.0));   //     async with asyncio.timeout(2.0):
 *     int status = eddy_sleep(10);                   //         await asyncio.sleep(10)
 *     status = eddy_timeout_end(&timeout, status);   //
 *     if (status == EDDY_TIMEOUT)                    // except TimeoutError:
 *         puts("timed out!");                        //     print("timed out!")
 *
 * When the time is up the task is cancelled; eddy_timeout_end tells a cancellation that came from
 * there (it is given back as EDDY_TIMEOUT) from one that did not. Blocks nest; each is ended by the
 * task that began it, the inner first. Every path out of the block leads through its end: where the
 * work is more than one call, make it a function of its own, for an EDDY_TRY between begin and end
 * would return past it. A block that was left open is reported when its task ends. */
#ifndef EDDY_TIMEOUT_H
#define EDDY_TIMEOUT_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "eddy/coroutine.h"

/* A limit that does not exist: for every parameter that is one. */
#define EDDY_FOREVER INFINITY

/* The caller's, from begin to end and as long as expired is to be asked. */
typedef struct eddy_timeout {
    uint64_t id; /* the library's */
    bool expired;
} eddy_timeout;

/* Begins a block of at most delay seconds (EDDY_FOREVER: no limit; 0 and less: up as soon as the
 * task waits). Does not suspend. Errors: EDDY_NO_MEMORY, EDDY_NOT_IN_TASK, EDDY_INVALID_ARGUMENT
 * (NaN, or timeout is NULL). After an error there is nothing to end. (asyncio.timeout) */
int eddy_timeout_begin(eddy_timeout *timeout, double delay);

/* The same until a loop time. (asyncio.timeout_at) */
int eddy_timeout_begin_at(eddy_timeout *timeout, double when);

/* Ends the block, whose work ended with status. Returns EDDY_TIMEOUT when the time was up and
 * status is the EDDY_CANCELLED of it; else status. A block that does not run (never begun, ended
 * already, another task's) turns EDDY_OK into EDDY_INVALID_STATE; an error it leaves as it is. */
int eddy_timeout_end(eddy_timeout *timeout, int status);

/* Moves the limit of a running block to a loop time, or away with EDDY_FOREVER. Errors:
 * EDDY_INVALID_STATE (ended, or expired already), EDDY_NO_MEMORY (the old limit stands).
 * (Timeout.reschedule) */
int eddy_timeout_reschedule(eddy_timeout *timeout, double when);

/* The limit as a loop time; EDDY_FOREVER when there is none, or the block has ended.
 * (Timeout.when) */
double eddy_timeout_when(const eddy_timeout *timeout);

/* Was the time up? (Timeout.expired) */
bool eddy_timeout_expired(const eddy_timeout *timeout);

/* eddy_await with a limit. When the time is up, cancels what it waits for, waits until that has
 * ended, and returns EDDY_TIMEOUT (or its result, if it ended well all the same). Coroutine objects
 * run in the calling task. A limit of 0 and less: what is not done already is cancelled at once; a
 * coroutine object never runs then. Errors: as eddy_await and eddy_timeout_begin. Ask for the status
 * before reading a frame. (asyncio.wait_for) */
int eddy_wait_for(eddy_awaitable awaitable, double timeout);

#endif
