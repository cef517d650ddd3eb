/* CapacityLimiter (anyio's): tokens that are lent to borrowers, each to one at a time.
 *
 * As a semaphore it bounds how many do something at once; beside that it knows who they are, and
 * the bound can be moved while it is in use:
 *
 *     eddy_capacity_limiter limiter = eddy_capacity_limiter_new(40);
 *     ...
 *     EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
 *     int status = work(&frame);
 *     eddy_capacity_limiter_release(limiter);
 *
 * Who borrows is an identity, any number: the calling task, by the id of its handle, or, for calls
 * "on behalf of", what the program likes, such as the address of something,
 * (uint64_t)(uintptr_t)&connection. A borrower has one token at most, and must give it back: a
 * token does not come back by itself, not even when its task ends.
 *
 * Handles, lifetime, statistics and errors as in eddy/sync.h. Calls that suspend take the memory
 * they need before they wait: once EDDY_NO_MEMORY did not come at once, it does not come. */
#ifndef EDDY_LIMITER_H
#define EDDY_LIMITER_H

#include <stddef.h>
#include <stdint.h>

/* Names a limiter. (anyio.CapacityLimiter) */
typedef struct eddy_capacity_limiter {
    uint64_t id;
} eddy_capacity_limiter;

/* With so many tokens: a whole number from 0 on, or INFINITY. Errors (carried by the handle):
 * EDDY_INVALID_ARGUMENT, EDDY_NO_MEMORY, EDDY_NO_RUNNING_LOOP. (anyio.CapacityLimiter) */
eddy_capacity_limiter eddy_capacity_limiter_new(double total_tokens);

/* Borrows a token for the calling task. Suspends: while there is none or others wait before it, and
 * for one iteration in any case, so that others run too; a cancel scope does not cancel it in that
 * one, and the token is not lost.
 *
 * EDDY_INVALID_STATE when the borrower has a token already, or waits for one; EDDY_NO_MEMORY;
 * EDDY_CANCELLED: then it has none, and what it was about to get is the next one's. O(1).
 * (CapacityLimiter.acquire) */
int eddy_capacity_limiter_acquire(eddy_capacity_limiter limiter);

/* The same for another borrower. (CapacityLimiter.acquire_on_behalf_of) */
int eddy_capacity_limiter_acquire_on_behalf_of(eddy_capacity_limiter limiter, uint64_t borrower);

/* Borrow a token if there is one now: EDDY_OK, or EDDY_WOULD_BLOCK. Never suspend. The first needs
 * a calling task: else EDDY_NOT_IN_TASK. Also EDDY_INVALID_STATE when the borrower has a token
 * already, and EDDY_NO_MEMORY. (CapacityLimiter.acquire_nowait, acquire_on_behalf_of_nowait) */
int eddy_capacity_limiter_acquire_nowait(eddy_capacity_limiter limiter);
int eddy_capacity_limiter_acquire_on_behalf_of_nowait(eddy_capacity_limiter limiter,
                                                      uint64_t borrower);

/* Give back the token of the calling task (else EDDY_NOT_IN_TASK), or of another borrower: the
 * first that waits has it from now on. EDDY_INVALID_STATE when the borrower has none.
 * (CapacityLimiter.release, release_on_behalf_of) */
int eddy_capacity_limiter_release(eddy_capacity_limiter limiter);
int eddy_capacity_limiter_release_on_behalf_of(eddy_capacity_limiter limiter, uint64_t borrower);

/* How many tokens there are in all. (CapacityLimiter.total_tokens) */
double eddy_capacity_limiter_total_tokens(eddy_capacity_limiter limiter);

/* Changes that. More: those that wait get the new ones, in the order of asking. Fewer: who has a
 * token keeps it, and nobody gets one until enough are back. EDDY_INVALID_ARGUMENT as for _new. */
int eddy_capacity_limiter_set_total_tokens(eddy_capacity_limiter limiter, double total_tokens);

/* How many are lent. (CapacityLimiter.borrowed_tokens) */
size_t eddy_capacity_limiter_borrowed_tokens(eddy_capacity_limiter limiter);

/* The total less those that are lent; below 0 after the total was lowered under them.
 * (CapacityLimiter.available_tokens) */
double eddy_capacity_limiter_available_tokens(eddy_capacity_limiter limiter);

/* Writes who has a token to borrowers, capacity of them at most, in no particular order; returns
 * how many there are. borrowers may be NULL when capacity is 0. O(all that have one or wait). */
size_t eddy_capacity_limiter_borrowers(eddy_capacity_limiter limiter, uint64_t *borrowers,
                                       size_t capacity);

/* How the limiter stands at this moment. (CapacityLimiter.statistics) */
struct eddy_capacity_limiter_statistics {
    size_t borrowed_tokens;
    double total_tokens;
    size_t tasks_waiting; /* for a token */
};
struct eddy_capacity_limiter_statistics
eddy_capacity_limiter_statistics(eddy_capacity_limiter limiter);

#endif
