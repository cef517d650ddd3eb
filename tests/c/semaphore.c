/* Semaphores. */
#include "tasks.h"

struct acquires {
    eddy_semaphore semaphore;
    const char *word;
    double holds; /* seconds until it gives the permit back; negative: never */
};
static int acquires(struct acquires *self) {
    int status = eddy_semaphore_acquire(self->semaphore);
    log_word("%s%s", self->word, status == EDDY_OK ? "" : "!");
    EDDY_TRY(status);
    if (self->holds < 0) return EDDY_OK;
    EDDY_TRY(eddy_sleep(self->holds));
    return eddy_semaphore_release(self->semaphore);
}

TEST_MAIN(a_semaphore_counts_its_permits) {
    eddy_semaphore semaphore = eddy_semaphore_new(2);
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 2);
    CHECK(!eddy_semaphore_locked(semaphore));
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "callback");
    CHECK_INT(eddy_semaphore_acquire(semaphore), EDDY_OK);
    CHECK_INT(eddy_semaphore_acquire(semaphore), EDDY_OK);
    CHECK_TEXT(log_text(), ""); /* neither suspended */
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 0);
    CHECK(eddy_semaphore_locked(semaphore));
    for (int i = 0; i < 3; i++) CHECK_INT(eddy_semaphore_release(semaphore), EDDY_OK);
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 3); /* not bounded */
    CHECK(!eddy_semaphore_locked(semaphore));
    return EDDY_OK;
}

TEST_MAIN(a_semaphore_may_begin_with_none) {
    eddy_semaphore semaphore = eddy_semaphore_new(0);
    CHECK(eddy_semaphore_locked(semaphore));
    eddy_task task = eddy_go(acquires, .semaphore = semaphore, .word = "a", .holds = -1);
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "");
    CHECK_INT(eddy_semaphore_release(semaphore), EDDY_OK);
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 0); /* it is the waiter's already */
    return eddy_await(task);
}

TEST_MAIN(permits_are_given_in_the_order_of_asking) {
    eddy_semaphore semaphore = eddy_semaphore_new(2);
    static const char *const words[] = {"a", "b", "c", "d"};
    eddy_task tasks[4];
    for (int i = 0; i < 4; i++)
        tasks[i] = eddy_go(acquires, .semaphore = semaphore, .word = words[i], .holds = -1);
    EDDY_TRY(pass(2));
    CHECK_TEXT(log_text(), "a b");
    CHECK_INT(eddy_semaphore_release(semaphore), EDDY_OK);
    CHECK_INT(eddy_semaphore_release(semaphore), EDDY_OK);
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 0);
    CHECK(eddy_semaphore_locked(semaphore));
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "a b c d");
    CHECK(eddy_semaphore_locked(semaphore));
    return eddy_gather_array(tasks, 4, EDDY_RAISE_FIRST);
}

TEST_MAIN(at_most_as_many_as_permits_run_at_once) {
    eddy_semaphore semaphore = eddy_semaphore_new(3);
    eddy_task tasks[10];
    for (int i = 0; i < 10; i++)
        tasks[i] = eddy_go(acquires, .semaphore = semaphore, .word = "x", .holds = 1);
    EDDY_TRY(eddy_gather_array(tasks, 10, EDDY_RAISE_FIRST));
    CHECK_TIME(now(), 4);
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 3);
    return EDDY_OK;
}

struct twice {
    eddy_semaphore semaphore;
    const char *word;
};
static int twice(struct twice *self) {
    for (int i = 1; i <= 2; i++) {
        EDDY_TRY(eddy_semaphore_acquire(self->semaphore));
        log_word("%s%d", self->word, i);
        EDDY_TRY(eddy_sleep(0.01));
        EDDY_TRY(eddy_semaphore_release(self->semaphore));
    }
    return EDDY_OK;
}

TEST_MAIN(tasks_take_turns_with_a_semaphore) {
    eddy_semaphore semaphore = eddy_semaphore_new(1);
    EDDY_TRY(eddy_gather(eddy_go(twice, .semaphore = semaphore, .word = "a"),
                         eddy_go(twice, .semaphore = semaphore, .word = "b"),
                         eddy_go(twice, .semaphore = semaphore, .word = "c")));
    CHECK_TEXT(log_text(), "a1 b1 c1 a2 b2 c2");
    return EDDY_OK;
}

static eddy_semaphore the_semaphore;
static int releases_between(void) {
    EDDY_TRY(eddy_semaphore_acquire(the_semaphore));
    log_word("b1");
    EDDY_TRY(eddy_semaphore_release(the_semaphore));
    EDDY_TRY(eddy_semaphore_acquire(the_semaphore));
    log_word("b2");
    return EDDY_OK;
}

TEST_MAIN(who_releases_goes_to_the_end_of_the_line) {
    the_semaphore = eddy_semaphore_new(1);
    eddy_task a = eddy_go(acquires, .semaphore = the_semaphore, .word = "a", .holds = -1);
    eddy_task b = eddy_go(releases_between);
    eddy_task c = eddy_go(acquires, .semaphore = the_semaphore, .word = "c", .holds = -1);
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_semaphore_release(the_semaphore));
    EDDY_TRY(eddy_semaphore_release(the_semaphore));
    EDDY_TRY(eddy_gather(a, b, c));
    CHECK_TEXT(log_text(), "a b1 c b2");
    return EDDY_OK;
}

/* The second releases for the first three while it has not run itself: nobody jumps the line. */
static int releases_three(void) {
    for (int i = 0; i < 3; i++) EDDY_TRY(eddy_semaphore_release(the_semaphore));
    CHECK_INT((long long)eddy_semaphore_value(the_semaphore), 2);
    CHECK(eddy_semaphore_locked(the_semaphore)); /* the first has not woken up yet */
    CHECK_INT(eddy_semaphore_acquire_nowait(the_semaphore), EDDY_WOULD_BLOCK);
    EDDY_TRY(eddy_semaphore_acquire(the_semaphore));
    log_word("b");
    return EDDY_OK;
}

TEST_MAIN(who_wakes_up_wakes_all_for_whom_there_is_a_permit) {
    the_semaphore = eddy_semaphore_new(0);
    eddy_task a = eddy_go(acquires, .semaphore = the_semaphore, .word = "a", .holds = -1);
    eddy_task b = eddy_go(releases_three);
    eddy_task c = eddy_go(acquires, .semaphore = the_semaphore, .word = "c", .holds = -1);
    EDDY_TRY(pass(1));
    CHECK_INT((long long)eddy_semaphore_value(the_semaphore), 2);
    EDDY_TRY(eddy_gather(a, b, c));
    CHECK_TEXT(log_text(), "a b c");
    CHECK_INT((long long)eddy_semaphore_value(the_semaphore), 0);
    return EDDY_OK;
}

/* ---- cancelling ---- */

TEST_MAIN(a_cancelled_acquire_takes_no_permit) {
    eddy_semaphore semaphore = eddy_semaphore_new(1);
    EDDY_TRY(eddy_semaphore_acquire(semaphore));
    eddy_task task = eddy_go(acquires, .semaphore = semaphore, .word = "a");
    cancel_soon(&task);
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    EDDY_TRY(eddy_semaphore_release(semaphore));
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 1);
    CHECK(!eddy_semaphore_locked(semaphore));
    CHECK_TEXT(log_text(), "a!");
    return EDDY_OK;
}

TEST_MAIN(those_cancelled_before_the_permit_comes_are_passed_over) {
    eddy_semaphore semaphore = eddy_semaphore_new(0);
    static const char *const words[] = {"a", "b", "c", "d"};
    eddy_task tasks[4];
    for (int i = 0; i < 4; i++)
        tasks[i] = eddy_go(acquires, .semaphore = semaphore, .word = words[i], .holds = -1);
    EDDY_TRY(pass(1));
    eddy_task_cancel(tasks[0]);
    eddy_task_cancel(tasks[1]);
    EDDY_TRY(eddy_semaphore_release(semaphore));
    EDDY_TRY(pass(2));
    CHECK_TEXT(log_text(), "a! b! c");
    CHECK(!eddy_future_done(tasks[3]));
    CHECK(eddy_semaphore_locked(semaphore));
    eddy_task_cancel(tasks[3]);
    CHECK_INT(eddy_await(tasks[3]), EDDY_CANCELLED);
    return EDDY_OK;
}

TEST_MAIN(a_permit_that_comes_with_a_cancellation_goes_to_the_next) {
    eddy_semaphore semaphore = eddy_semaphore_new(0);
    eddy_task a = eddy_go(acquires, .semaphore = semaphore, .word = "a", .holds = -1);
    eddy_task b = eddy_go(acquires, .semaphore = semaphore, .word = "b", .holds = -1);
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_semaphore_release(semaphore)); /* it is a's */
    eddy_task_cancel(a);
    CHECK_INT(eddy_await(b), EDDY_OK);
    CHECK(eddy_future_cancelled(a));
    CHECK_TEXT(log_text(), "a! b");
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 0);
    return EDDY_OK;
}

TEST_MAIN(a_permit_that_comes_with_a_cancellation_and_nobody_waits_is_back) {
    eddy_semaphore semaphore = eddy_bounded_semaphore_new(1);
    EDDY_TRY(eddy_semaphore_acquire(semaphore));
    eddy_task a = eddy_go(acquires, .semaphore = semaphore, .word = "a", .holds = -1);
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_semaphore_release(semaphore));
    eddy_task_cancel(a);
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 1);
    CHECK_INT(eddy_semaphore_release(semaphore), EDDY_INVALID_STATE);
    CHECK_INT(eddy_semaphore_acquire(semaphore), EDDY_OK);
    return EDDY_OK;
}

/* A third asks while the permit is on its way to one that is cancelled: it waits, and gets it. */
TEST_MAIN(who_asks_meanwhile_is_not_forgotten) {
    eddy_semaphore semaphore = eddy_semaphore_new(1);
    EDDY_TRY(eddy_semaphore_acquire(semaphore));
    eddy_task a = eddy_go(acquires, .semaphore = semaphore, .word = "a", .holds = 0);
    EDDY_TRY(pass(1));
    eddy_task b = eddy_go(acquires, .semaphore = semaphore, .word = "b", .holds = 0);
    EDDY_TRY(eddy_semaphore_release(semaphore));
    eddy_task_cancel(a);
    CHECK_INT(eddy_await(b), EDDY_OK);
    CHECK_INT(eddy_wait_for(eddy_coro(acquires, .semaphore = semaphore, .word = "main"), 1),
              EDDY_OK);
    CHECK_TEXT(log_text(), "a! b main");
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 1);
    return EDDY_OK;
}

TEST_MAIN(a_cancelled_waiter_in_the_middle_is_taken_out) {
    eddy_semaphore semaphore = eddy_semaphore_new(0);
    eddy_task a = eddy_go(acquires, .semaphore = semaphore, .word = "a", .holds = -1);
    eddy_task b = eddy_go(acquires, .semaphore = semaphore, .word = "b", .holds = -1);
    eddy_task c = eddy_go(acquires, .semaphore = semaphore, .word = "c", .holds = -1);
    EDDY_TRY(pass(1));
    eddy_task_cancel(a);
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_semaphore_release(semaphore));
    EDDY_TRY(eddy_semaphore_release(semaphore));
    CHECK_INT(eddy_gather_return_exceptions(a, b, c), EDDY_OK);
    CHECK_TEXT(log_text(), "a! b c");
    return EDDY_OK;
}

/* ---- bounded, nowait ---- */

TEST_MAIN(a_bounded_semaphore_is_not_released_too_often) {
    eddy_semaphore semaphore = eddy_bounded_semaphore_new(1);
    CHECK_INT(eddy_semaphore_release(semaphore), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "released too many times");
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 1);
    CHECK_INT(eddy_semaphore_acquire(semaphore), EDDY_OK);
    CHECK_INT(eddy_semaphore_release(semaphore), EDDY_OK);
    CHECK_INT(eddy_semaphore_release(semaphore), EDDY_INVALID_STATE);
    CHECK_INT(eddy_semaphore_release(eddy_bounded_semaphore_new(0)), EDDY_INVALID_STATE);
    CHECK_INT(eddy_semaphore_release(eddy_semaphore_new(SIZE_MAX)), EDDY_INVALID_STATE);
    return EDDY_OK;
}

TEST_MAIN(a_permit_without_waiting) {
    eddy_semaphore semaphore = eddy_semaphore_new(1);
    CHECK_INT(eddy_semaphore_acquire_nowait(semaphore), EDDY_OK);
    CHECK_INT(eddy_semaphore_acquire_nowait(semaphore), EDDY_WOULD_BLOCK);
    CHECK_INT((long long)eddy_semaphore_value(semaphore), 0);
    eddy_task a = eddy_go(acquires, .semaphore = semaphore, .word = "a", .holds = 0);
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_semaphore_release(semaphore)); /* a's, who waits: not to be snatched */
    CHECK_INT(eddy_semaphore_acquire_nowait(semaphore), EDDY_WOULD_BLOCK);
    EDDY_TRY(eddy_await(a));
    CHECK_INT(eddy_semaphore_acquire_nowait(semaphore), EDDY_OK);
    return EDDY_OK;
}

/* ---- handles ---- */

static void in_callback(void *semaphore) {
    CHECK_INT(eddy_semaphore_acquire(*(eddy_semaphore *)semaphore), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_semaphore_acquire_nowait(*(eddy_semaphore *)semaphore), EDDY_WOULD_BLOCK);
    CHECK_INT(eddy_semaphore_release(*(eddy_semaphore *)semaphore), EDDY_OK);
}

TEST_MAIN(a_callback_may_release_a_semaphore) {
    eddy_semaphore semaphore = eddy_semaphore_new(0);
    eddy_loop_call_later(eddy_get_running_loop(), 1, in_callback, &semaphore);
    CHECK_INT(eddy_semaphore_acquire(semaphore), EDDY_OK);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

static int owner(void) {
    the_semaphore = eddy_semaphore_new(0);
    EDDY_TRY(eddy_sleep(1));
    return eddy_semaphore_release(the_semaphore);
}

TEST_MAIN(who_waits_keeps_a_semaphore_alive) {
    eddy_go(owner);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_semaphore_acquire(the_semaphore), EDDY_OK);
    CHECK_INT(eddy_semaphore_acquire(the_semaphore), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_semaphore_acquire_nowait(the_semaphore), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_semaphore_release(the_semaphore), EDDY_STALE_HANDLE);
    CHECK_INT((long long)eddy_semaphore_value(the_semaphore), 0);
    CHECK(!eddy_semaphore_locked(the_semaphore));
    return EDDY_OK;
}

TEST_MAIN(a_semaphore_handle_is_checked) {
    eddy_semaphore none = {0}, other = {eddy_lock_new().id};
    CHECK_INT(eddy_semaphore_acquire(none), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_semaphore_acquire(other), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_semaphore_acquire_nowait(other), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_semaphore_release(other), EDDY_INVALID_ARGUMENT);
    return EDDY_OK;
}
