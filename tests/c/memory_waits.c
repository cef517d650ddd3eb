/* When memory runs out in waits, limits, groups, sync objects and queues: every allocation fails
 * once, or it and all that follow. Nothing crashes, nothing leaks, and what came out says what
 * happened. And what a task waits in goes with it when it is destroyed. */
#include "sweep.h"
#include "tasks.h"

/* A call that should give wanted. Short of memory it may say so, or give what comes of it: another
 * task failed for it, or never was. Returns EDDY_OK for wanted, else EDDY_NO_MEMORY. */
static int expect(int status, int wanted, const char *file, int line) {
    if (status == wanted) return EDDY_OK;
    bool follows = status == EDDY_NO_MEMORY || status == EDDY_CANCELLED ||
                   status == EDDY_STALE_HANDLE || status == EDDY_ERROR_GROUP;
    if (counted.failed == 0 || !follows) test_check_int(status, wanted, "status", file, line);
    return EDDY_NO_MEMORY;
}
#define EXPECT(expression, wanted) EDDY_TRY(expect((expression), (wanted), __FILE__, __LINE__))

/* ---- wait, as_completed, shield, wait_for ---- */

static int wait_main(void) {
    eddy_task tasks[3];
    for (int i = 0; i < 3; i++) tasks[i] = eddy_go(work, .delay = i + 1);
    EXPECT(eddy_wait(tasks, 3, 1.5, EDDY_ALL_COMPLETED), EDDY_OK);
    EXPECT(eddy_wait(tasks, 3, EDDY_FOREVER, EDDY_ALL_COMPLETED), EDDY_OK);
    for (int i = 0; i < 3; i++) EXPECT(eddy_await(tasks[i]), EDDY_OK);
    return EDDY_OK;
}

static int as_completed_main(void) {
    eddy_awaitable all[20], next;
    int status = EDDY_OK;
    for (int i = 0; i < 20; i++) all[i] = eddy_coro(work, .delay = (i * 7) % 20);
    eddy_completions each = eddy_as_completed(all, 20, 15.5);
    for (int i = 0; i < 16 && status == EDDY_OK; i++) {
        status = eddy_next_completed(each, &next);
        if (status == EDDY_OK) status = eddy_await(next);
    }
    /* those that were not made tasks since that failed are not forgotten */
    for (int i = 0; i < 20; i++)
        if (eddy_iscoroutine(all[i])) eddy_await(all[i]);
    EXPECT(status, EDDY_OK);
    for (int i = 0; i < 4; i++) EXPECT(eddy_next_completed(each, &next), EDDY_TIMEOUT);
    EXPECT(eddy_next_completed(each, &next), EDDY_STOP_ITERATION);
    return EDDY_OK;
}

struct shields {
    eddy_awaitable on;
};
static int shields(struct shields *self) {
    return eddy_shield(self->on);
}

static int limits_main(void) {
    eddy_task task = eddy_go(work, .delay = 2);
    EXPECT(eddy_wait_for(eddy_coro(shields, .on = task), 1), EDDY_TIMEOUT);
    EXPECT(eddy_shield(task), EDDY_OK);
    EXPECT(eddy_wait_for(eddy_go(work, .delay = 5), 0), EDDY_TIMEOUT);
    EXPECT(eddy_shield(eddy_coro(work, .delay = 1)), EDDY_OK);
    eddy_timeout outer, inner;
    EXPECT(eddy_timeout_begin(&outer, 20), EDDY_OK);
    int status = eddy_timeout_begin(&inner, 1);
    if (status == EDDY_OK) {
        int moved = eddy_timeout_reschedule(&inner, now() + 2);
        double limit = eddy_timeout_when(&inner);
        CHECK(moved == EDDY_OK || (moved == EDDY_NO_MEMORY && counted.failed > 0));
        status = eddy_timeout_end(&inner, eddy_sleep(10));
        if (status == EDDY_TIMEOUT) CHECK_TIME(now(), limit);
    }
    EXPECT(eddy_timeout_end(&outer, status), EDDY_TIMEOUT);
    return EDDY_OK;
}

/* Thirty timers at once: the heap of timers grows under them. */
struct limited {
    double limit;
};
static int limited(struct limited *self) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, self->limit));
    return eddy_timeout_end(&timeout, eddy_sleep(100));
}
static int many_limits_main(void) {
    eddy_task tasks[30];
    for (int i = 0; i < 30; i++) tasks[i] = eddy_go(limited, .limit = 30 - i);
    int first = EDDY_TIMEOUT;
    for (int i = 0; i < 30; i++) {
        int status = eddy_await(tasks[i]);
        if (first == EDDY_TIMEOUT) first = status;
    }
    EXPECT(first, EDDY_TIMEOUT);
    return EDDY_OK;
}

/* ---- task groups, and their errors ---- */

static int group_main(void) {
    eddy_task_group group = eddy_task_group_begin();
    for (int i = 0; i < 12; i++) eddy_task_group_go(group, work, .delay = i);
    EXPECT(eddy_task_group_end(group, EDDY_OK), EDDY_OK);
    return counted.failed > 0 ? EDDY_NO_MEMORY : EDDY_OK; /* a task may not have been made */
}

static int inner_group(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, work, .delay = 1, .status = 3);
    eddy_task_group_go(group, cleans, .status = 4);
    return eddy_task_group_end(group, EDDY_OK);
}

static int failing_group_main(void) {
    eddy_task_group group = eddy_task_group_begin();
    for (int i = 0; i < 9; i++) eddy_task_group_go(group, cleans, .cleanup = i, .status = 10 + i);
    eddy_task_group_go(group, inner_group);
    int status = eddy_sleep(50);
    int cancelled = status;
    status = eddy_task_group_end(group, status == EDDY_CANCELLED ? eddy_raise(5, "five") : status);
    CHECK_INT(eddy_task_cancelling(eddy_current_task()), 0);
    const eddy_error_info *error = eddy_error(EDDY_ERROR_GROUP);
    if (counted.failed == 0) {
        CHECK_INT(cancelled, EDDY_CANCELLED);
        if (CHECK(error && error->count == 11)) {
            CHECK_INT(error->members[0]->status, EDDY_ERROR_GROUP);
            CHECK_INT((long long)error->members[0]->count, 2);
            CHECK_TEXT(error->members[10]->message, "five");
        }
    } else if (error) { /* what could be kept is whole */
        for (size_t i = 0; i < error->count; i++) CHECK(strlen(error->members[i]->message) > 0);
    }
    EXPECT(status, EDDY_ERROR_GROUP);
    return EDDY_OK;
}

/* ---- sync objects ---- */

struct uses {
    eddy_lock lock;
    eddy_event event;
    eddy_condition condition;
    eddy_semaphore semaphore;
    eddy_barrier barrier;
};
static int uses(struct uses *self) {
    EDDY_TRY(eddy_lock_acquire(self->lock));
    int slept = eddy_sleep(1);
    EDDY_TRY(eddy_lock_release(self->lock));
    EDDY_TRY(slept);
    EDDY_TRY(eddy_semaphore_acquire(self->semaphore));
    EDDY_TRY(eddy_semaphore_release(self->semaphore));
    EDDY_TRY(eddy_barrier_wait(self->barrier, NULL));
    EDDY_TRY(eddy_event_wait(self->event));
    EDDY_TRY(eddy_condition_acquire(self->condition));
    int status = eddy_condition_wait(self->condition);
    EDDY_TRY(eddy_condition_release(self->condition));
    return status;
}

static int sync_main(void) {
    struct uses all = {eddy_lock_new(), eddy_event_new(), eddy_condition_new((eddy_lock){0}),
                       eddy_bounded_semaphore_new(1), eddy_barrier_new(2)};
    eddy_condition on_lock = eddy_condition_new(all.lock);
    eddy_task a = eddy_go(uses, .lock = all.lock, .event = all.event, .condition = all.condition,
                          .semaphore = all.semaphore, .barrier = all.barrier);
    eddy_task b = eddy_go(uses, .lock = all.lock, .event = all.event, .condition = all.condition,
                          .semaphore = all.semaphore, .barrier = all.barrier);
    EXPECT(eddy_sleep(5), EDDY_OK);
    int set = eddy_event_set(all.event);
    int slept = eddy_sleep(1);
    EXPECT(set, EDDY_OK);
    EXPECT(slept, EDDY_OK);
    EXPECT(eddy_condition_acquire(all.condition), EDDY_OK);
    EXPECT(eddy_condition_notify_all(all.condition), EDDY_OK);
    EXPECT(eddy_condition_release(all.condition), EDDY_OK);
    EXPECT(eddy_condition_acquire(on_lock), EDDY_OK);
    eddy_timeout limit; /* one of the two alone waits at the barrier for ever */
    EXPECT(eddy_timeout_begin(&limit, 5), EDDY_OK);
    EXPECT(eddy_timeout_end(&limit, eddy_gather(a, b)), EDDY_OK);
    return EDDY_OK;
}

/* ---- queues ---- */

static int by_value(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

struct feeds {
    eddy_queue queue;
};
static int feeds(struct feeds *self) {
    int status = EDDY_OK;
    for (int i = 0; i < 40 && status == EDDY_OK; i++) {
        status = eddy_queue_put(self->queue, &i);
        if (i % 10 == 9 && status == EDDY_OK) status = eddy_sleep(1);
    }
    int ended = eddy_queue_shutdown(self->queue, EDDY_QUEUE_DRAIN);
    return status == EDDY_OK ? ended : status;
}

static int drain_all(eddy_queue queue) {
    eddy_task task = eddy_go(feeds, .queue = queue);
    bool seen[40] = {false};
    int item, status, count = 0;
    while ((status = eddy_queue_get(queue, &item)) == EDDY_OK) {
        CHECK(!seen[item]);
        seen[item] = true;
        count++;
        EDDY_TRY(eddy_queue_task_done(queue));
    }
    if (status != EDDY_QUEUE_SHUT_DOWN) return status;
    EDDY_TRY(eddy_queue_join(queue));
    if (counted.failed == 0) CHECK_INT(count, 40);
    return eddy_await(task);
}

/* Where the feeder was never made, or could not run, only a limit ends the wait for an item. */
static int drain(eddy_queue queue) {
    eddy_timeout limit;
    EDDY_TRY(eddy_timeout_begin(&limit, 100));
    int status = eddy_timeout_end(&limit, drain_all(queue));
    return status == EDDY_TIMEOUT && counted.failed > 0 ? EDDY_NO_MEMORY : status;
}

static int queue_main(void) {
    EXPECT(drain(eddy_queue_new(sizeof(int), 0)), EDDY_OK);
    EXPECT(drain(eddy_queue_new(sizeof(int), 3)), EDDY_OK);
    EXPECT(drain(eddy_lifo_queue_new(sizeof(int), 0)), EDDY_OK);
    EXPECT(drain(eddy_priority_queue_new(sizeof(int), 0, by_value)), EDDY_OK);
    return EDDY_OK;
}

/* ---- the runs ---- */

FAIL_EACH(wait_main)
FAIL_EACH(as_completed_main)
FAIL_EACH(limits_main)
FAIL_EACH(many_limits_main)
FAIL_EACH(group_main)
FAIL_EACH(failing_group_main)
FAIL_EACH(sync_main)
FAIL_EACH(queue_main)

/* ---- waiting needs none ---- */

static struct uses the_objects;
static eddy_queue the_queue;
static int holds_lock(void) {
    EDDY_TRY(eddy_lock_acquire(the_objects.lock));
    EDDY_TRY(eddy_semaphore_acquire(the_objects.semaphore));
    EDDY_TRY(eddy_sleep(0));
    eddy_event_set(the_objects.event);
    char item = 1;
    EDDY_TRY(eddy_queue_put_nowait(the_queue, &item));
    EDDY_TRY(eddy_semaphore_release(the_objects.semaphore));
    return eddy_lock_release(the_objects.lock);
}

static int no_memory_at_all(void) {
    the_objects = (struct uses){.lock = eddy_lock_new(),
                                .event = eddy_event_new(),
                                .semaphore = eddy_semaphore_new(1),
                                .condition = eddy_condition_new((eddy_lock){0})};
    the_queue = eddy_queue_new(1, 0);
    char item = 0;
    EDDY_TRY(eddy_queue_put(the_queue, &item));
    EDDY_TRY(eddy_queue_get(the_queue, &item));
    EDDY_TRY(eddy_sleep(1));
    eddy_task task = eddy_go(holds_lock);
    EDDY_TRY(eddy_sleep(0));
    counted.fail_at = counted.calls + 1;
    counted.fail_ever_after = true;
    CHECK_INT(eddy_lock_acquire(the_objects.lock), EDDY_OK);
    CHECK_INT(eddy_semaphore_acquire(the_objects.semaphore), EDDY_OK);
    CHECK_INT(eddy_event_wait(the_objects.event), EDDY_OK);
    CHECK_INT(eddy_queue_get(the_queue, &item), EDDY_OK);
    CHECK_INT(eddy_shield(task), EDDY_OK);
    CHECK_INT(eddy_sleep(1), EDDY_OK);       /* a place for a timer was left by the one before */
    CHECK_INT((long long)counted.failed, 0); /* nothing of that asked for memory */
    CHECK_INT(eddy_lock_release(the_objects.lock), EDDY_OK);
    CHECK_INT(eddy_lock_release(the_objects.lock), EDDY_INVALID_STATE); /* its text does */
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_INVALID_STATE));
    CHECK(eddy_error(EDDY_TIMEOUT) == NULL);
    return EDDY_OK;
}

TEST(waiting_takes_no_memory) {
    counted = (struct counted){0};
    CHECK_INT(sweep_run(no_memory_at_all, true), EDDY_OK);
    CHECK_INT((long long)counted.blocks, 0);
}

/* ---- destroyed while they wait ---- */

static eddy_future never;
static eddy_completions each;
static int in_wait(void) {
    eddy_task both[] = {never, eddy_go(work, .delay = 1e6)};
    return eddy_wait(both, 2, 1e7, EDDY_ALL_COMPLETED);
}
static int in_as_completed(void) {
    each = eddy_as_completed((eddy_awaitable[]){never, eddy_go(work, .delay = 1e6)}, 2, 1e7);
    eddy_awaitable next;
    return eddy_next_completed(each, &next);
}
static int in_shield(void) {
    return eddy_shield(never);
}
static int in_wait_for(void) {
    return eddy_wait_for(never, 1e6);
}
static int in_cancelled_wait_for(void) {
    eddy_task task = eddy_go(cleans, .cleanup = 1e9);
    EDDY_TRY(eddy_sleep(0));
    return eddy_wait_for(task, 0);
}
static int in_group(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, waits, .on = never);
    eddy_task_group_go(group, cleans, .cleanup = 1e9);
    eddy_task_group_go(group, work, .delay = -1, .status = 3);
    return eddy_task_group_end(group, EDDY_OK);
}
static int in_lock(void) {
    return eddy_lock_acquire(the_objects.lock);
}
static int in_event(void) {
    return eddy_event_wait(the_objects.event);
}
static int in_condition(void) {
    EDDY_TRY(eddy_condition_acquire(the_objects.condition));
    int status = eddy_condition_wait(the_objects.condition);
    EDDY_TRY(eddy_condition_release(the_objects.condition));
    return status;
}
static int in_semaphore(void) {
    return eddy_semaphore_acquire(the_objects.semaphore);
}
static int in_barrier(void) {
    return eddy_barrier_wait(the_objects.barrier, NULL);
}
static int in_get(void) {
    char item;
    return eddy_queue_get(the_queue, &item);
}
static int in_put(void) {
    eddy_queue full = eddy_queue_new(4, 1);
    EDDY_TRY(eddy_queue_put(full, "abcd"));
    return eddy_queue_put(full, "efgh");
}
static int in_join(void) {
    eddy_queue unfinished = eddy_queue_new(4, 0);
    EDDY_TRY(eddy_queue_put(unfinished, "abcd"));
    return eddy_queue_join(unfinished);
}

static int all_wait(void) {
    never = eddy_retain(eddy_create_future(0));
    the_objects =
        (struct uses){eddy_lock_new(), eddy_event_new(), eddy_condition_new((eddy_lock){0}),
                      eddy_semaphore_new(0), eddy_barrier_new(5)};
    the_queue = eddy_queue_new(1, 1);
    EDDY_TRY(eddy_lock_acquire(the_objects.lock));
    int (*const functions[])(void) = {
        in_wait, in_as_completed, in_shield,    in_wait_for,          in_group,
        in_lock, in_event,        in_condition, in_barrier,           in_semaphore,
        in_get,  in_put,          in_join,      in_cancelled_wait_for};
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        eddy_create_task(eddy_coroutine_new_bare("waits", NULL, functions[i]));
        eddy_create_task(eddy_coroutine_new_bare("waits", NULL, functions[i]));
    }
    EDDY_TRY(eddy_sleep(1));
    eddy_event_set(the_objects.event); /* these are woken, and never run again */
    return EDDY_OK;
}

TEST(what_a_task_waits_in_goes_with_it) {
    for (int cancelled = 0; cancelled < 2; cancelled++) {
        counted = (struct counted){0};
        CHECK_INT(sweep_run(all_wait, cancelled), EDDY_OK);
        CHECK_INT((long long)counted.blocks, 0);
        CHECK_INT((long long)counted.bytes, 0);
    }
}
