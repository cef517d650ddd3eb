/* Cancel scopes (AnyIO's, Trio's): a block of a task that can be cancelled as a whole.
 *
 *     eddy_cancel_scope scope;
 *     EDDY_TRY(eddy_move_on_after(&scope, 1.0));            // with move_on_after(1) as scope:
 *     int status = slow_lookup();                           //     await slow_lookup()
 *     EDDY_TRY(eddy_cancel_scope_end(&scope, status));      //
 *     if (eddy_cancel_scope_cancelled_caught(scope))        // if scope.cancelled_caught:
 *         puts("went on without it");
 *
 * Where eddy_task_cancel is a single push, a cancelled scope is a state: every call of the block
 * that would suspend returns EDDY_CANCELLED, the next one too, until the block has ended; nothing
 * spins meanwhile. The end of the block takes the cancellation back. What belongs to the scope: its
 * own task within the block, the blocks within it, and the tasks of task groups that were begun
 * within it. A shielded scope keeps the cancellation of those around it out; its own still works.
 */
#ifndef EDDY_CANCEL_SCOPE_H
#define EDDY_CANCEL_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

/* Names a scope that runs; copied freely, to other tasks too. After its end it still says whether a
 * cancellation was caught: in the variable that eddy_cancel_scope_end was given. */
typedef struct eddy_cancel_scope {
    uint64_t id; /* the library's */
    bool cancel_called, cancelled_caught;
} eddy_cancel_scope;

/* Begins a scope that is cancelled after delay seconds (EDDY_FOREVER: only by
 * eddy_cancel_scope_cancel). Does not suspend. Errors: EDDY_NO_MEMORY, EDDY_NOT_IN_TASK,
 * EDDY_INVALID_ARGUMENT. After an error there is nothing to end. (anyio.move_on_after) */
int eddy_move_on_after(eddy_cancel_scope *scope, double delay);

/* The same; when its time was up, eddy_cancel_scope_end returns EDDY_TIMEOUT. (anyio.fail_after) */
int eddy_fail_after(eddy_cancel_scope *scope, double delay);

/* Begins a scope without a deadline. (anyio.CancelScope) */
int eddy_cancel_scope_begin(eddy_cancel_scope *scope, bool shield);

/* Ends the scope, whose work ended with status: the calling task's innermost. Returns EDDY_OK when
 * status is the EDDY_CANCELLED that this scope caused and no other cancellation is due;
 * EDDY_TIMEOUT then, for eddy_fail_after; else status. EDDY_INVALID_STATE when it is not the
 * innermost scope of the calling task. */
int eddy_cancel_scope_end(eddy_cancel_scope *scope, int status);

/* Cancels all that belongs to the scope. Returns EDDY_OK, also when it was cancelled before; or
 * what is wrong with the handle. O(tasks and scopes in it). (CancelScope.cancel) */
int eddy_cancel_scope_cancel(eddy_cancel_scope scope);

/* The loop time at which it will be cancelled; EDDY_FOREVER for never. set: errors
 * EDDY_INVALID_ARGUMENT, EDDY_NO_MEMORY (the old one stands), or what is wrong with the handle.
 * (CancelScope.deadline) */
double eddy_cancel_scope_deadline(eddy_cancel_scope scope);
int eddy_cancel_scope_set_deadline(eddy_cancel_scope scope, double when);

/* The loop time at which the calling task is cancelled by the scopes that it is in, whatever it then
 * waits for: the nearest of their deadlines, up to the innermost shield; -EDDY_FOREVER when one of
 * them is cancelled already, EDDY_FOREVER when there is no limit, or no task. O(scopes around).
 * (anyio.current_effective_deadline) */
double eddy_current_effective_deadline(void);

/* Changes the shield; to take it off lets a cancellation that waits outside in.
 * (CancelScope.shield) */
int eddy_cancel_scope_set_shield(eddy_cancel_scope scope, bool shield);

/* Was it cancelled? Did its end take a cancellation back? (CancelScope.cancel_called,
 * cancelled_caught) */
bool eddy_cancel_scope_cancel_called(eddy_cancel_scope scope);
bool eddy_cancel_scope_cancelled_caught(eddy_cancel_scope scope);

#endif
