/* Eddy: asyncio for C.
 *
 * One thread, one event loop, coroutines that are plain C functions. A call that waits (eddy_sleep,
 * eddy_await, eddy_gather, eddy_fetch, ...) suspends the coroutine that makes it, however deep in
 * its calls, and the loop runs others meanwhile. Locals survive; nothing rewrites the body.
 *
 *     struct fetch_user { int id; char name[32]; };       // the frame: arguments in, results out
 *
 *     static int fetch_user(struct fetch_user *self) {    // async def fetch_user(id)
 *         EDDY_TRY(eddy_sleep(0.1));                      //     await asyncio.sleep(0.1)
 *         snprintf(self->name, sizeof self->name, "user-%d", self->id);
 *         return EDDY_OK;
 *     }
 *
 * How names are made: what is `asyncio.X` in Python is `eddy_X`; a method `obj.method()` of a Loop,
 * Task, Future or Handle is `eddy_loop_method`, `eddy_task_method`, `eddy_future_method`,
 * `eddy_handle_method`. Times are seconds, as double. Functions that can fail return a status (see
 * eddy/error.h). Only functions whose description says "Suspends" let other tasks run. */
#ifndef EDDY_H
#define EDDY_H

#include "eddy/cancel_scope.h"
#include "eddy/context_var.h"
#include "eddy/coroutine.h"
#include "eddy/error.h"
#include "eddy/executor.h"
#include "eddy/fetch.h"
#include "eddy/future.h"
#include "eddy/gather.h"
#include "eddy/limiter.h"
#include "eddy/loop.h"
#include "eddy/queue.h"
#include "eddy/run.h"
#include "eddy/stream.h"
#include "eddy/sync.h"
#include "eddy/task.h"
#include "eddy/task_group.h"
#include "eddy/thread.h"
#include "eddy/timeout.h"
#include "eddy/version.h"
#include "eddy/wait.h"

#include "eddy/where.h" /* behind all others: makes macros of their names */

#endif
