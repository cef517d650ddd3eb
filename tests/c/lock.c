/* Locks. */
#include "tasks.h"

struct locks {
    eddy_lock lock;
    const char *word;
    eddy_future until; /* holds the lock until that is done; zero: gives it back at once */
    bool keeps;
};
static int locks(struct locks *self) {
    int status = eddy_lock_acquire(self->lock);
    log_word("%s%s", self->word, status == EDDY_OK ? "" : "!");
    EDDY_TRY(status);
    if (self->until.id != 0) status = eddy_await(self->until);
    if (self->keeps) return status;
    CHECK_INT(eddy_lock_release(self->lock), EDDY_OK);
    return status;
}

TEST_MAIN(a_lock_is_taken_and_given_back) {
    eddy_lock lock = eddy_lock_new();
    CHECK(!eddy_lock_locked(lock));
    CHECK_INT(eddy_lock_acquire(lock), EDDY_OK);
    CHECK(eddy_lock_locked(lock));
    CHECK_INT(eddy_lock_release(lock), EDDY_OK);
    CHECK(!eddy_lock_locked(lock));
    CHECK_INT(eddy_lock_release(lock), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "not locked");
    return EDDY_OK;
}

TEST_MAIN(a_free_lock_does_not_suspend) {
    eddy_lock lock = eddy_lock_new();
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "callback");
    CHECK_INT(eddy_lock_acquire(lock), EDDY_OK);
    CHECK_TEXT(log_text(), "");
    return eddy_lock_release(lock);
}

TEST_MAIN(a_lock_is_given_in_the_order_of_asking) {
    eddy_lock lock = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(lock));
    eddy_task a = eddy_go(locks, .lock = lock, .word = "a", .keeps = true);
    eddy_task b = eddy_go(locks, .lock = lock, .word = "b", .keeps = true);
    EDDY_TRY(pass(1));
    CHECK_TEXT(log_text(), "");
    CHECK_INT(eddy_lock_release(lock), EDDY_OK);
    CHECK(!eddy_lock_locked(lock)); /* a takes it when it runs */
    eddy_task c = eddy_go(locks, .lock = lock, .word = "c", .keeps = true);
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "a");
    CHECK(eddy_lock_locked(lock));
    CHECK_INT(eddy_lock_release(lock), EDDY_OK); /* any task may */
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "a b");
    CHECK_INT(eddy_lock_release(lock), EDDY_OK);
    return eddy_gather(a, b, c);
}

TEST_MAIN(who_gives_a_lock_back_waits_its_turn_to_take_it_again) {
    eddy_lock lock = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(lock));
    eddy_task a = eddy_go(locks, .lock = lock, .word = "a");
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_lock_release(lock));
    EDDY_TRY(eddy_lock_acquire(lock));
    log_word("main");
    CHECK_TEXT(log_text(), "a main");
    EDDY_TRY(eddy_lock_release(lock));
    return eddy_await(a);
}

struct rounds {
    eddy_lock lock;
    const char *word;
};
static int rounds(struct rounds *self) {
    for (int i = 0; i < 3; i++) {
        EDDY_TRY(eddy_lock_acquire(self->lock));
        log_word("%s%d", self->word, i);
        EDDY_TRY(eddy_lock_release(self->lock));
    }
    return EDDY_OK;
}

TEST_MAIN(tasks_take_turns_with_a_lock) {
    eddy_lock lock = eddy_lock_new();
    eddy_task a = eddy_go(rounds, .lock = lock, .word = "a");
    eddy_task b = eddy_go(rounds, .lock = lock, .word = "b");
    eddy_task c = eddy_go(rounds, .lock = lock, .word = "c");
    EDDY_TRY(eddy_lock_acquire(lock));
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_lock_release(lock));
    EDDY_TRY(eddy_gather(a, b, c));
    CHECK_TEXT(log_text(), "a0 b0 c0 a1 b1 c1 a2 b2 c2");
    CHECK(!eddy_lock_locked(lock));
    return EDDY_OK;
}

/* ---- cancelling ---- */

TEST_MAIN(a_cancelled_acquire_takes_nothing) {
    eddy_lock lock = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(lock));
    eddy_task task = eddy_go(locks, .lock = lock, .word = "a");
    cancel_soon(&task);
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK(eddy_lock_locked(lock));
    EDDY_TRY(eddy_lock_release(lock));
    CHECK(!eddy_lock_locked(lock));
    EDDY_TRY(eddy_lock_acquire(lock)); /* nobody is in line any more */
    CHECK_TEXT(log_text(), "a!");
    return EDDY_OK;
}

TEST_MAIN(a_waiter_that_is_cancelled_as_the_lock_comes_is_passed_over) {
    eddy_lock lock = eddy_lock_new();
    eddy_future until = eddy_create_future(0);
    eddy_task a = eddy_go(locks, .lock = lock, .word = "a", .until = until);
    eddy_task b = eddy_go(locks, .lock = lock, .word = "b");
    eddy_task c = eddy_go(locks, .lock = lock, .word = "c");
    EDDY_TRY(pass(1));
    CHECK(eddy_lock_locked(lock));
    eddy_future_set_result(until, NULL);
    CHECK(eddy_task_cancel(b));
    EDDY_TRY(pass(1));
    CHECK(!eddy_lock_locked(lock));
    CHECK(eddy_future_done(a));
    CHECK(eddy_future_cancelled(b));
    CHECK_INT(eddy_await(c), EDDY_OK);
    CHECK_TEXT(log_text(), "a b! c");
    return EDDY_OK;
}

static eddy_lock the_lock;
static eddy_task the_task;
static void cancel_and_release(void *unused) {
    (void)unused;
    CHECK(eddy_task_cancel(the_task));
    CHECK_INT(eddy_lock_release(the_lock), EDDY_OK);
}

TEST_MAIN(a_cancel_and_a_release_at_once_give_the_lock_to_one) {
    the_lock = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(the_lock));
    the_task = eddy_go(locks, .lock = the_lock, .word = "a", .keeps = true);
    eddy_task b = eddy_go(locks, .lock = the_lock, .word = "b", .keeps = true);
    eddy_task c = eddy_go(locks, .lock = the_lock, .word = "c", .keeps = true);
    EDDY_TRY(pass(1));
    eddy_loop_call_soon(eddy_get_running_loop(), cancel_and_release, NULL);
    CHECK_INT(eddy_await(the_task), EDDY_CANCELLED);
    EDDY_TRY(pass(5));
    CHECK_TEXT(log_text(), "a! b");
    CHECK(eddy_future_done(b));
    CHECK(!eddy_future_done(c));
    CHECK(eddy_task_cancel(c));
    CHECK_INT(eddy_await(c), EDDY_CANCELLED);
    return EDDY_OK;
}

TEST_MAIN(a_waiter_that_has_the_lock_coming_and_is_cancelled_passes_it_on) {
    for (int release_first = 0; release_first < 2; release_first++) {
        log_clear();
        eddy_lock lock = eddy_lock_new();
        EDDY_TRY(eddy_lock_acquire(lock));
        eddy_task a = eddy_go(locks, .lock = lock, .word = "a");
        EDDY_TRY(pass(1));
        eddy_task b = eddy_go(locks, .lock = lock, .word = "b", .keeps = true);
        if (release_first) EDDY_TRY(pass(1)); /* else b has not asked yet */
        if (release_first) EDDY_TRY(eddy_lock_release(lock));
        CHECK(eddy_task_cancel(a));
        if (!release_first) EDDY_TRY(eddy_lock_release(lock));
        CHECK_INT(eddy_await(b), EDDY_OK);
        CHECK(eddy_lock_locked(lock));
        CHECK(eddy_future_cancelled(a));
        /* who asks when all in line are cancelled need not wait */
        CHECK_TEXT(log_text(), release_first ? "a! b" : "b a!");
    }
    return EDDY_OK;
}

TEST_MAIN(several_cancelled_at_once_leave_the_lock_to_the_others) {
    eddy_lock lock = eddy_lock_new();
    static const char *const words[] = {"a", "b", "c", "d"};
    eddy_task tasks[4];
    EDDY_TRY(eddy_lock_acquire(lock));
    for (int i = 0; i < 4; i++) tasks[i] = eddy_go(locks, .lock = lock, .word = words[i]);
    EDDY_TRY(pass(1));
    eddy_task_cancel(tasks[1]);
    eddy_task_cancel(tasks[2]);
    EDDY_TRY(eddy_lock_release(lock));
    EDDY_TRY(eddy_gather(tasks[0], tasks[3]));
    CHECK_TEXT(log_text(), "b! c! a d");
    CHECK(!eddy_lock_locked(lock));
    return EDDY_OK;
}

TEST_MAIN(a_lock_with_a_limit) {
    eddy_lock lock = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(lock));
    CHECK_INT(eddy_wait_for(eddy_coro(locks, .lock = lock, .word = "a"), 1), EDDY_TIMEOUT);
    CHECK_TIME(now(), 1);
    EDDY_TRY(eddy_lock_release(lock));
    CHECK_INT(eddy_wait_for(eddy_coro(locks, .lock = lock, .word = "b"), 1), EDDY_OK);
    CHECK_TEXT(log_text(), "a! b");
    return EDDY_OK;
}

/* ---- lifetime, handles ---- */

static int twice(void) {
    eddy_lock lock = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(lock));
    return eddy_lock_acquire(lock);
}

TEST_ENDS(a_task_that_takes_a_lock_twice_waits_for_itself, EDDY_OK,
          "deadlock: main waits for a lock\n") {
    CHECK_INT(run_virtual(twice), EDDY_DEADLOCK);
}

static eddy_lock kept;
static int owner(void) {
    kept = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(kept));
    EDDY_TRY(eddy_sleep(1));
    return eddy_lock_release(kept);
}

TEST_MAIN(who_waits_keeps_a_lock_alive) {
    eddy_go(owner);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_lock_acquire(kept), EDDY_OK);
    CHECK_TIME(now(), 1);
    CHECK_INT(eddy_lock_release(kept), EDDY_STALE_HANDLE); /* it went with its owner */
    CHECK_INT(eddy_lock_acquire(kept), EDDY_STALE_HANDLE);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_STALE_HANDLE));
    CHECK(!eddy_lock_locked(kept));
    eddy_go(owner);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_retain_object(kept.id), EDDY_OK);
    EDDY_TRY(eddy_sleep(2));
    CHECK_INT(eddy_lock_acquire(kept), EDDY_OK);
    CHECK_INT(eddy_lock_release(kept), EDDY_OK);
    eddy_release_object(kept.id);
    CHECK_INT(eddy_lock_acquire(kept), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

static void in_callback(void *lock) {
    CHECK_INT(eddy_lock_acquire(*(eddy_lock *)lock), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_lock_release(*(eddy_lock *)lock), EDDY_OK); /* that may be done anywhere */
    log_word("called");
}

TEST_MAIN(a_lock_handle_is_checked) {
    eddy_lock none = {0}, other = {eddy_event_new().id}, lock = eddy_lock_new();
    CHECK_INT(eddy_lock_acquire(none), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_lock_acquire(other), EDDY_INVALID_ARGUMENT);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_INVALID_ARGUMENT));
    CHECK_INT(eddy_lock_release(none), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_lock_release(other), EDDY_INVALID_ARGUMENT);
    CHECK(!eddy_lock_locked(other));
    CHECK_INT(eddy_await((eddy_awaitable){lock.id}), EDDY_NOT_AWAITABLE);
    EDDY_TRY(eddy_lock_acquire(lock));
    eddy_loop_call_soon(eddy_get_running_loop(), in_callback, &lock);
    EDDY_TRY(pass(1));
    CHECK_TEXT(log_text(), "called");
    CHECK(!eddy_lock_locked(lock));
    return EDDY_OK;
}

static int other_loop_main(void) {
    CHECK_INT(eddy_lock_acquire(kept), EDDY_WRONG_LOOP);
    CHECK_INT(eddy_lock_release(kept), EDDY_WRONG_LOOP);
    return EDDY_OK;
}

static int keep_main(void) {
    kept = eddy_lock_new();
    eddy_lock_acquire(kept);
    return EDDY_OK;
}

TEST(a_lock_belongs_to_one_loop) {
    CHECK_INT(run_virtual(keep_main), EDDY_OK);
    CHECK_INT(eddy_lock_release(kept), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(run_virtual(other_loop_main), EDDY_OK);
}
