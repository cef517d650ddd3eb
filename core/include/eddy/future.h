/* Futures: a result that will be there later (asyncio.Future). */
#ifndef EDDY_FUTURE_H
#define EDDY_FUTURE_H

#include "eddy/coroutine.h"

/* Makes a pending future whose result will be result_size bytes (0: it only says done). Owned by
 * the calling task. Errors (carried by the handle): EDDY_NO_MEMORY, EDDY_NO_RUNNING_LOOP.
 * (loop.create_future) */
eddy_future eddy_create_future(size_t result_size);

/* Completes the future: copies its result_size bytes from result, and schedules whoever waits.
 * Returns EDDY_OK; EDDY_INVALID_STATE when it is done already or is a task; EDDY_INVALID_ARGUMENT
 * when result is NULL but bytes are wanted; or what is wrong with the handle. Never allocates.
 * (Future.set_result) */
int eddy_future_set_result(eddy_future future, const void *result);

/* Completes the future with an error, a status other than EDDY_OK; message (may be NULL) is copied,
 * and left out when there is no memory for it. Returns as eddy_future_set_result.
 * (Future.set_exception) */
int eddy_future_set_exception(eddy_future future, int status, const char *message);

/* The result's bytes, once the future is done without an error; else NULL. Valid as long as the
 * object. (For a task, results are in its frame: eddy_frame.) (Future.result) */
const void *eddy_future_result(eddy_future future);

/* Is it done: with a result, an error, or cancelled? A handle that names no object counts as done:
 * there is nothing left to wait for. (Future.done) */
bool eddy_future_done(eddy_future future);

/* Was it cancelled? (Future.cancelled) */
bool eddy_future_cancelled(eddy_future future);

/* The status it ended with: EDDY_OK, EDDY_CANCELLED, or its error. EDDY_INVALID_STATE while it is
 * pending; for a bad handle, what is wrong with it. To ask counts as having seen the error.
 * (Future.exception) */
int eddy_future_exception(eddy_future future);

/* The message that belongs to the error, or the text of the status where there is none; "" when
 * there was no error. Valid as long as the object. */
const char *eddy_future_message(eddy_future future);

/* The error with all that belongs to it, the members of a group too; NULL when there was none, or
 * it is not done. Valid as long as the object. */
const struct eddy_error_info *eddy_future_error(eddy_future future);

/* Cancels a pending future and schedules whoever waits. Returns false when it was done. For a task,
 * see eddy_task_cancel. (Future.cancel) */
bool eddy_future_cancel(eddy_future future);

/* Calls callback(future, argument) from the loop when the future is done: through the ready queue,
 * never at once, in the order added. argument is the caller's and must live until then. The
 * callback must not await. Returns EDDY_OK, EDDY_NO_MEMORY, EDDY_INVALID_ARGUMENT or what is wrong
 * with the handle. (Future.add_done_callback) */
typedef void eddy_done_callback(eddy_future future, void *argument);
int eddy_future_add_done_callback(eddy_future future, eddy_done_callback *callback, void *argument);

/* Removes every registration of callback with this argument that has not been scheduled yet;
 * returns how many. O(callbacks). (Future.remove_done_callback) */
int eddy_future_remove_done_callback(eddy_future future, eddy_done_callback *callback,
                                     void *argument);

#endif
