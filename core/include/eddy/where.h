/* Where in the source a task waits: calls that suspend, and those that cancel, note their line, for
 * the trace (eddy/trace.h) and for reports. eddy.h includes this header behind all others; who
 * includes others alone does without lines.
 *
 * Each of the names below is a function and a macro that expands to a call of it: one store of a
 * pointer to "file.c:12", and (eddy_sleep)(1.0). The function itself is (eddy_sleep), &eddy_sleep. */
#ifndef EDDY_WHERE_H
#define EDDY_WHERE_H

#include "eddy/cancel_scope.h"
#include "eddy/coroutine.h"
#include "eddy/fetch.h"
#include "eddy/future.h"
#include "eddy/gather.h"
#include "eddy/limiter.h"
#include "eddy/queue.h"
#include "eddy/stream.h"
#include "eddy/sync.h"
#include "eddy/task.h"
#include "eddy/task_group.h"
#include "eddy/timeout.h"
#include "eddy/wait.h"

#define EDDY_AT_(function, ...)                                                                    \
    (eddy_where_ = EDDY_WHERE_(__FILE__, __LINE__), (function)(__VA_ARGS__))

#define eddy_await(...)                    EDDY_AT_(eddy_await, __VA_ARGS__)
#define eddy_sleep(...)                    EDDY_AT_(eddy_sleep, __VA_ARGS__)
#define eddy_gather_array(...)             EDDY_AT_(eddy_gather_array, __VA_ARGS__)
#define eddy_wait(...)                     EDDY_AT_(eddy_wait, __VA_ARGS__)
#define eddy_wait_for(...)                 EDDY_AT_(eddy_wait_for, __VA_ARGS__)
#define eddy_shield(...)                   EDDY_AT_(eddy_shield, __VA_ARGS__)
#define eddy_next_completed(...)           EDDY_AT_(eddy_next_completed, __VA_ARGS__)
#define eddy_task_group_start(...)         EDDY_AT_(eddy_task_group_start, __VA_ARGS__)
#define eddy_task_group_end(...)           EDDY_AT_(eddy_task_group_end, __VA_ARGS__)
#define eddy_task_cancel(...)              EDDY_AT_(eddy_task_cancel, __VA_ARGS__)
#define eddy_task_cancel_message(...)      EDDY_AT_(eddy_task_cancel_message, __VA_ARGS__)
#define eddy_future_cancel(...)            EDDY_AT_(eddy_future_cancel, __VA_ARGS__)
#define eddy_cancel_scope_cancel(...)      EDDY_AT_(eddy_cancel_scope_cancel, __VA_ARGS__)
#define eddy_fetch(...)                    EDDY_AT_(eddy_fetch, __VA_ARGS__)
#define eddy_lock_acquire(...)             EDDY_AT_(eddy_lock_acquire, __VA_ARGS__)
#define eddy_event_wait(...)               EDDY_AT_(eddy_event_wait, __VA_ARGS__)
#define eddy_condition_acquire(...)        EDDY_AT_(eddy_condition_acquire, __VA_ARGS__)
#define eddy_condition_wait(...)           EDDY_AT_(eddy_condition_wait, __VA_ARGS__)
#define eddy_condition_wait_for(...)       EDDY_AT_(eddy_condition_wait_for, __VA_ARGS__)
#define eddy_semaphore_acquire(...)        EDDY_AT_(eddy_semaphore_acquire, __VA_ARGS__)
#define eddy_barrier_wait(...)             EDDY_AT_(eddy_barrier_wait, __VA_ARGS__)
#define eddy_barrier_reset(...)            EDDY_AT_(eddy_barrier_reset, __VA_ARGS__)
#define eddy_barrier_abort(...)            EDDY_AT_(eddy_barrier_abort, __VA_ARGS__)
#define eddy_queue_put(...)                EDDY_AT_(eddy_queue_put, __VA_ARGS__)
#define eddy_queue_get(...)                EDDY_AT_(eddy_queue_get, __VA_ARGS__)
#define eddy_queue_join(...)               EDDY_AT_(eddy_queue_join, __VA_ARGS__)
#define eddy_capacity_limiter_acquire(...) EDDY_AT_(eddy_capacity_limiter_acquire, __VA_ARGS__)
#define eddy_capacity_limiter_acquire_on_behalf_of(...)                                            \
    EDDY_AT_(eddy_capacity_limiter_acquire_on_behalf_of, __VA_ARGS__)
#define eddy_send_stream_send(...)       EDDY_AT_(eddy_send_stream_send, __VA_ARGS__)
#define eddy_receive_stream_receive(...) EDDY_AT_(eddy_receive_stream_receive, __VA_ARGS__)

#endif
