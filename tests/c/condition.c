/* Conditions. */
#include "tasks.h"

struct waiter {
    eddy_condition condition;
    const char *word;
};
/* Takes the lock, waits once, gives it back. */
static int waiter(struct waiter *self) {
    EDDY_TRY(eddy_condition_acquire(self->condition));
    int status = eddy_condition_wait(self->condition);
    CHECK(eddy_condition_locked(self->condition)); /* whatever came */
    log_word("%s%s", self->word, status == EDDY_OK ? "" : "!");
    CHECK_INT(eddy_condition_release(self->condition), EDDY_OK);
    return status;
}

static int notify(eddy_condition condition, size_t count) {
    EDDY_TRY(eddy_condition_acquire(condition));
    EDDY_TRY(eddy_condition_notify(condition, count));
    return eddy_condition_release(condition);
}

TEST_MAIN(a_condition_wakes_as_many_as_it_is_told_in_order) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    static const char *const words[] = {"a", "b", "c", "d"};
    eddy_task tasks[4];
    for (int i = 0; i < 4; i++)
        tasks[i] = eddy_go(waiter, .condition = condition, .word = words[i]);
    EDDY_TRY(pass(3));
    CHECK(!eddy_condition_locked(condition));
    EDDY_TRY(notify(condition, 1));
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "a");
    EDDY_TRY(notify(condition, 2));
    EDDY_TRY(pass(4));
    CHECK_TEXT(log_text(), "a b c");
    EDDY_TRY(notify(condition, 2048)); /* more than there are */
    EDDY_TRY(notify(condition, 1));
    EDDY_TRY(eddy_gather_array(tasks, 4, EDDY_RAISE_FIRST));
    CHECK_TEXT(log_text(), "a b c d");
    CHECK(!eddy_condition_locked(condition));
    return EDDY_OK;
}

TEST_MAIN(who_is_notified_waits_for_the_lock) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    eddy_task task = eddy_go(waiter, .condition = condition, .word = "a");
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_condition_acquire(condition));
    CHECK_INT(eddy_condition_notify(condition, 1), EDDY_OK);
    EDDY_TRY(pass(5));
    CHECK_TEXT(log_text(), "");
    CHECK_INT(eddy_condition_release(condition), EDDY_OK);
    CHECK_INT(eddy_await(task), EDDY_OK);
    CHECK_TEXT(log_text(), "a");
    return EDDY_OK;
}

TEST_MAIN(notify_all_wakes_all) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    eddy_task a = eddy_go(waiter, .condition = condition, .word = "a");
    eddy_task b = eddy_go(waiter, .condition = condition, .word = "b");
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_condition_acquire(condition));
    CHECK_INT(eddy_condition_notify(condition, 0), EDDY_OK); /* none */
    CHECK_INT(eddy_condition_notify_all(condition), EDDY_OK);
    EDDY_TRY(eddy_condition_release(condition));
    EDDY_TRY(eddy_gather(a, b));
    CHECK_TEXT(log_text(), "a b");
    return EDDY_OK;
}

TEST_MAIN(a_condition_that_is_not_locked_is_refused) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    CHECK_INT(eddy_condition_wait(condition), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "not locked");
    CHECK_INT(eddy_condition_notify(condition, 1), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "not locked");
    CHECK_INT(eddy_condition_notify_all(condition), EDDY_INVALID_STATE);
    CHECK_INT(eddy_condition_release(condition), EDDY_INVALID_STATE);
    return EDDY_OK;
}

/* ---- wait_for ---- */

static bool is_true(void *value) {
    log_word("asked");
    return *(bool *)value;
}

struct waits_until {
    eddy_condition condition;
    bool *value;
};
static int waits_until(struct waits_until *self) {
    EDDY_TRY(eddy_condition_acquire(self->condition));
    int status = eddy_condition_wait_for(self->condition, is_true, self->value);
    log_word("%s", eddy_error_name(status));
    EDDY_TRY(eddy_condition_release(self->condition));
    return status;
}

TEST_MAIN(wait_for_asks_again_after_each_notify) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    bool value = false;
    eddy_task task = eddy_go(waits_until, .condition = condition, .value = &value);
    EDDY_TRY(pass(1));
    CHECK_TEXT(log_text(), "asked");
    EDDY_TRY(notify(condition, 1));
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "asked asked");
    value = true;
    EDDY_TRY(notify(condition, 1));
    EDDY_TRY(eddy_await(task));
    CHECK_TEXT(log_text(), "asked asked asked EDDY_OK");
    return EDDY_OK;
}

TEST_MAIN(wait_for_needs_the_lock_only_to_wait) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    bool value = true;
    CHECK_INT(eddy_condition_wait_for(condition, is_true, &value), EDDY_OK);
    value = false;
    CHECK_INT(eddy_condition_wait_for(condition, is_true, &value), EDDY_INVALID_STATE);
    CHECK_INT(eddy_condition_wait_for(condition, NULL, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "predicate is NULL");
    return EDDY_OK;
}

static eddy_condition kept;
static int owner(void) {
    kept = eddy_condition_new((eddy_lock){0});
    EDDY_TRY(eddy_sleep(1));
    return notify(kept, 1);
}

/* wait_for is one call: the condition lives to its end, though its owner has gone meanwhile. */
TEST_MAIN(wait_for_keeps_a_condition_alive) {
    bool value = false;
    eddy_task task = eddy_go(owner);
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_condition_acquire(kept));
    eddy_timeout limit;
    EDDY_TRY(eddy_timeout_begin(&limit, 5));
    int status = eddy_condition_wait_for(kept, is_true, &value);
    CHECK_INT(eddy_timeout_end(&limit, status), EDDY_TIMEOUT);
    CHECK_TEXT(log_text(), "asked asked");
    CHECK_TIME(now(), 5);
    CHECK(eddy_future_done(task));
    return EDDY_OK;
}

TEST_MAIN(wait_for_checks_the_handle_though_it_need_not_wait) {
    bool value = true;
    eddy_condition other = {eddy_lock_new().id};
    CHECK_INT(eddy_condition_wait_for((eddy_condition){0}, is_true, &value), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_condition_wait_for(other, is_true, &value), EDDY_INVALID_ARGUMENT);
    CHECK_TEXT(log_text(), "");
    return EDDY_OK;
}

/* ---- cancelling ---- */

TEST_MAIN(a_cancelled_wait_has_the_lock_again) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    eddy_task task = eddy_go(waiter, .condition = condition, .word = "a"); /* it checks that */
    cancel_soon(&task);
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK(!eddy_condition_locked(condition));
    CHECK_TEXT(log_text(), "a!");
    return EDDY_OK;
}

TEST_MAIN(a_cancel_while_the_lock_is_awaited_again_waits_for_the_lock) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    eddy_task task = eddy_go(waiter, .condition = condition, .word = "a");
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_condition_acquire(condition));
    EDDY_TRY(eddy_condition_notify(condition, 1));
    EDDY_TRY(pass(1)); /* now it waits for the lock */
    for (int i = 0; i < 3; i++) {
        CHECK(eddy_task_cancel(task));
        EDDY_TRY(pass(2));
        CHECK(!eddy_future_done(task));
        CHECK(eddy_condition_locked(condition));
    }
    EDDY_TRY(eddy_condition_release(condition));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_TEXT(log_text(), "a!");
    CHECK(!eddy_condition_locked(condition));
    return EDDY_OK;
}

static void cancel_task(void *task) {
    eddy_task_cancel(*(eddy_task *)task);
}
static void release_condition(void *condition) {
    CHECK_INT(eddy_condition_release(*(eddy_condition *)condition), EDDY_OK);
}

TEST_MAIN(a_cancel_right_before_the_lock_comes) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    eddy_task task = eddy_go(waiter, .condition = condition, .word = "a");
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_condition_acquire(condition));
    EDDY_TRY(eddy_condition_notify(condition, 1));
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop_call_soon(loop, cancel_task, &task);
    eddy_loop_call_soon(loop, release_condition, &condition);
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK(!eddy_condition_locked(condition));
    return EDDY_OK;
}

/* What a notify has woken and a cancellation has taken away wakes the next: no item is left. */
static int state;
static bool has_item(void *unused) {
    (void)unused;
    return state != 0;
}
static bool has_none(void *unused) {
    (void)unused;
    return state == 0;
}
struct consumer {
    eddy_condition condition;
};
static int consumer(struct consumer *self) {
    EDDY_TRY(eddy_condition_acquire(self->condition));
    int status = EDDY_OK;
    for (;;) {
        status = eddy_condition_wait_for(self->condition, has_item, NULL);
        if (status != EDDY_OK || state < 0) break;
        state--;
    }
    EDDY_TRY(eddy_condition_release(self->condition));
    return status;
}

static int lost_wake_up(bool while_locking) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    eddy_task a = eddy_go(consumer, .condition = condition);
    eddy_task b = eddy_go(consumer, .condition = condition);
    state = 0;
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_condition_acquire(condition));
    state++;
    EDDY_TRY(eddy_condition_notify(condition, 1));
    if (while_locking) EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel(a));
    eddy_timeout limit;
    EDDY_TRY(eddy_timeout_begin(&limit, 0.01));
    int status = eddy_condition_wait_for(condition, has_none, NULL);
    /* b takes the item and tells nobody: the limit ends the wait */
    CHECK_INT(eddy_timeout_end(&limit, status), EDDY_TIMEOUT);
    CHECK_INT(state, 0);
    state = -1;
    EDDY_TRY(eddy_condition_notify_all(condition));
    EDDY_TRY(eddy_condition_release(condition));
    CHECK_INT(eddy_await(b), EDDY_OK);
    CHECK(eddy_future_cancelled(a));
    return EDDY_OK;
}

TEST_MAIN(a_notify_that_meets_a_cancellation_wakes_the_next) {
    return lost_wake_up(false);
}

TEST_MAIN(a_notify_whose_waiter_is_cancelled_at_the_lock_wakes_the_next) {
    return lost_wake_up(true);
}

TEST_MAIN(a_condition_with_a_limit) {
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    EDDY_TRY(eddy_condition_acquire(condition));
    eddy_timeout limit;
    EDDY_TRY(eddy_timeout_begin(&limit, 0.5));
    CHECK_INT(eddy_timeout_end(&limit, eddy_condition_wait(condition)), EDDY_TIMEOUT);
    CHECK_TIME(now(), 0.5);
    CHECK(eddy_condition_locked(condition));
    return eddy_condition_release(condition);
}

/* ---- on a lock of the program's ---- */

TEST_MAIN(two_conditions_on_one_lock) {
    eddy_lock lock = eddy_lock_new();
    eddy_condition a = eddy_condition_new(lock), b = eddy_condition_new(lock);
    eddy_task waits_a = eddy_go(waiter, .condition = a, .word = "a");
    eddy_task waits_b = eddy_go(waiter, .condition = b, .word = "b");
    EDDY_TRY(pass(2));
    EDDY_TRY(eddy_lock_acquire(lock));
    CHECK(eddy_condition_locked(a) && eddy_condition_locked(b));
    EDDY_TRY(eddy_condition_notify(b, 1));
    EDDY_TRY(eddy_condition_release(a)); /* the same lock */
    CHECK(!eddy_lock_locked(lock));
    EDDY_TRY(eddy_await(waits_b));
    CHECK_TEXT(log_text(), "b");
    EDDY_TRY(notify(a, 1));
    return eddy_await(waits_a);
}

static eddy_lock kept_lock;
static int lock_owner(void) {
    kept_lock = eddy_lock_new();
    EDDY_TRY(eddy_sleep(1));
    return EDDY_OK;
}

TEST_MAIN(a_condition_keeps_its_lock_alive) {
    eddy_task task = eddy_go(lock_owner);
    EDDY_TRY(pass(1));
    eddy_condition condition = eddy_condition_new(kept_lock);
    EDDY_TRY(eddy_await(task));
    CHECK_INT(eddy_lock_acquire(kept_lock), EDDY_OK);
    CHECK(eddy_condition_locked(condition));
    eddy_release_object(condition.id);
    CHECK_INT(eddy_lock_release(kept_lock), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_condition_wait(condition), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

static void in_callback(void *condition) {
    eddy_condition *it = condition;
    CHECK_INT(eddy_condition_acquire(*it), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_condition_wait(*it), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_condition_notify_all(*it), EDDY_INVALID_STATE); /* not locked */
    log_word("called");
}

TEST_MAIN(a_condition_handle_is_checked) {
    eddy_condition none = {0}, other = {eddy_event_new().id};
    CHECK_INT(eddy_condition_acquire(none), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_condition_release(other), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_condition_wait(other), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_condition_notify(none, 1), EDDY_INVALID_ARGUMENT);
    CHECK(!eddy_condition_locked(other));
    eddy_condition on_other = eddy_condition_new((eddy_lock){other.id});
    CHECK_INT(eddy_condition_acquire(on_other), EDDY_INVALID_ARGUMENT);
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    eddy_loop_call_soon(eddy_get_running_loop(), in_callback, &condition);
    EDDY_TRY(pass(1));
    CHECK_TEXT(log_text(), "called");
    return EDDY_OK;
}
