/* Lock, Event, Condition, Semaphore, Barrier (asyncio's, CPython: asyncio/locks.py).
 *
 * All are for tasks of one loop; none is for threads. Whoever waits is served in the order of
 * asking. Each is an object with a handle: the task that makes it owns it (see "Lifetime" in
 * eddy/coroutine.h; eddy_retain and eddy_release take these handles, too), and tasks that wait in
 * it keep it alive. A call that could not make one returns a handle that carries the error, and
 * every use of that gives it.
 *
 * Where nothing else is said, calls return EDDY_OK, EDDY_STALE_HANDLE, EDDY_WRONG_LOOP,
 * EDDY_INVALID_ARGUMENT (a handle of something else) or the error that the handle carries; those
 * that suspend also EDDY_CANCELLED and EDDY_NOT_IN_TASK. Waiting allocates nothing.
 *
 * Statistics (anyio's) tell how things stand at this moment; all zero for a handle that names
 * nothing of the kind. A task waits until it is woken or cancelled, whether it has run since or
 * not. O(tasks that wait). */
#ifndef EDDY_SYNC_H
#define EDDY_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eddy/coroutine.h"

/* ---- Lock ---- */

/* Release it on every path; what went wrong meanwhile is told behind that:
 *
 *     eddy_lock lock = eddy_lock_new();
 *     EDDY_TRY(eddy_lock_acquire(lock)); // async with lock:
 *     int status = slow_lookup();        //     await slow_lookup()
 *     eddy_lock_release(lock);           // whatever came of it
 *     EDDY_TRY(status);
 */

/* Names a lock. (asyncio.Lock) */
typedef struct eddy_lock {
    uint64_t id;
} eddy_lock;

/* An unlocked lock. Its errors: EDDY_NO_MEMORY, EDDY_NO_RUNNING_LOOP. (So for all eddy_X_new.)
 * (asyncio.Lock) */
eddy_lock eddy_lock_new(void);

/* Takes the lock; suspends while it is taken. Not reentrant: a task that takes it twice waits for
 * itself. (Lock.acquire) */
int eddy_lock_acquire(eddy_lock lock);

/* Gives it to the first that waits. EDDY_INVALID_STATE when it is not locked. Any task may.
 * (Lock.release) */
int eddy_lock_release(eddy_lock lock);

/* Is it taken? (Lock.locked) */
bool eddy_lock_locked(eddy_lock lock);

/* How the lock stands at this moment. (anyio.Lock.statistics) */
struct eddy_lock_statistics {
    bool locked;
    eddy_task owner; /* who took it; zero when it is not locked, stale when that task is gone */
    size_t tasks_waiting; /* in eddy_lock_acquire */
};
struct eddy_lock_statistics eddy_lock_statistics(eddy_lock lock);

/* ---- Event ---- */

/* Names an event. (asyncio.Event) */
typedef struct eddy_event {
    uint64_t id;
} eddy_event;

/* An event that is not set. (asyncio.Event) */
eddy_event eddy_event_new(void);

/* Suspends until the event is set; not at all when it is. (Event.wait) */
int eddy_event_wait(eddy_event event);

/* Sets it: all that wait go on. (Event.set) */
int eddy_event_set(eddy_event event);

/* Takes it back: who waits from now on, waits for the next set. (Event.clear) */
int eddy_event_clear(eddy_event event);

/* Is it set? (Event.is_set) */
bool eddy_event_is_set(eddy_event event);

/* How the event stands at this moment. (anyio.Event.statistics) */
struct eddy_event_statistics {
    size_t tasks_waiting; /* in eddy_event_wait */
};
struct eddy_event_statistics eddy_event_statistics(eddy_event event);

/* ---- Condition ---- */

/* Names a condition. (asyncio.Condition) */
typedef struct eddy_condition {
    uint64_t id;
} eddy_condition;

/* A condition on lock, or on a lock of its own for the zero handle, (eddy_lock){0}.
 * (asyncio.Condition) */
eddy_condition eddy_condition_new(eddy_lock lock);

/* The lock's. (Condition.acquire, release, locked) */
int eddy_condition_acquire(eddy_condition condition);
int eddy_condition_release(eddy_condition condition);
bool eddy_condition_locked(eddy_condition condition);

/* Releases the lock, suspends until notified, takes the lock again (whatever the outcome: also a
 * cancelled task has it again). EDDY_INVALID_STATE when it is not locked. (Condition.wait) */
int eddy_condition_wait(eddy_condition condition);

/* Waits until predicate(argument) is true; asks it first, with the lock held.
 * (Condition.wait_for) */
int eddy_condition_wait_for(eddy_condition condition, bool (*predicate)(void *), void *argument);

/* Wakes the first count that wait; all. EDDY_INVALID_STATE when it is not locked.
 * (Condition.notify, notify_all) */
int eddy_condition_notify(eddy_condition condition, size_t count);
int eddy_condition_notify_all(eddy_condition condition);

/* How the condition stands at this moment. (anyio.Condition.statistics) */
struct eddy_condition_statistics {
    size_t tasks_waiting; /* to be notified; those that were, wait for the lock */
    struct eddy_lock_statistics lock_statistics;
};
struct eddy_condition_statistics eddy_condition_statistics(eddy_condition condition);

/* ---- Semaphore, BoundedSemaphore ---- */

/* Names a semaphore of either kind. (asyncio.Semaphore) */
typedef struct eddy_semaphore {
    uint64_t id;
} eddy_semaphore;

/* With value permits. (asyncio.Semaphore) */
eddy_semaphore eddy_semaphore_new(size_t value);

/* The same; to release more than were acquired is EDDY_INVALID_STATE. (asyncio.BoundedSemaphore) */
eddy_semaphore eddy_bounded_semaphore_new(size_t value);

/* Takes a permit; suspends while there is none. (Semaphore.acquire) */
int eddy_semaphore_acquire(eddy_semaphore semaphore);

/* Takes a permit if there is one now: EDDY_OK, or EDDY_WOULD_BLOCK. Never suspends.
 * (anyio.Semaphore.acquire_nowait) */
int eddy_semaphore_acquire_nowait(eddy_semaphore semaphore);

/* Gives one back. (Semaphore.release) */
int eddy_semaphore_release(eddy_semaphore semaphore);

/* Would acquire wait? (Semaphore.locked) */
bool eddy_semaphore_locked(eddy_semaphore semaphore);

/* How many permits there are. (anyio.Semaphore.value) */
size_t eddy_semaphore_value(eddy_semaphore semaphore);

/* How the semaphore stands at this moment. (anyio.Semaphore.statistics) */
struct eddy_semaphore_statistics {
    size_t tasks_waiting; /* in eddy_semaphore_acquire */
};
struct eddy_semaphore_statistics eddy_semaphore_statistics(eddy_semaphore semaphore);

/* ---- Barrier ---- */

/* Names a barrier. (asyncio.Barrier) */
typedef struct eddy_barrier {
    uint64_t id;
} eddy_barrier;

/* Opens whenever as many tasks as parties (1 at least) wait at it. (asyncio.Barrier) */
eddy_barrier eddy_barrier_new(size_t parties);

/* Suspends until all are there. *index (may be NULL) is different for each of them, from 0.
 * EDDY_BROKEN_BARRIER when it was aborted, or reset meanwhile. (Barrier.wait) */
int eddy_barrier_wait(eddy_barrier barrier, size_t *index);

/* Those that wait get EDDY_BROKEN_BARRIER; then it is as new. Suspends (it takes a lock).
 * (Barrier.reset) */
int eddy_barrier_reset(eddy_barrier barrier);

/* Those that wait, and all that come, get EDDY_BROKEN_BARRIER. Suspends (it takes a lock).
 * (Barrier.abort) */
int eddy_barrier_abort(eddy_barrier barrier);

/* How many it waits for, how many wait at it now, and whether it was aborted. (Barrier.parties,
 * n_waiting, broken) */
size_t eddy_barrier_parties(eddy_barrier barrier);
size_t eddy_barrier_n_waiting(eddy_barrier barrier);
bool eddy_barrier_broken(eddy_barrier barrier);

#endif
