/* eddy_wait_for. */
#include "tasks.h"

struct limits {
    eddy_awaitable on;
    double limit;
    const char *word;
};
static int limits(struct limits *self) {
    int status = eddy_wait_for(self->on, self->limit);
    if (self->word) log_word("%s:%s", self->word, eddy_error_name(status));
    return status;
}

TEST_MAIN(wait_for_gives_what_is_in_time) {
    eddy_task task = eddy_go(work, .delay = 1);
    CHECK_INT(eddy_wait_for(task, 10), EDDY_OK);
    CHECK_INT(eddy_frame(task, work)->result, 1);
    CHECK_INT(eddy_wait_for(task, 10), EDDY_OK); /* done already */
    eddy_coroutine coroutine = eddy_coro(work, .delay = 1, .status = 4);
    CHECK_INT(eddy_wait_for(coroutine, 10), 4);
    CHECK_TEXT(eddy_error_message(), "error 4");
    CHECK_INT(eddy_wait_for(eddy_coro(work, .delay = 1e6), EDDY_FOREVER), EDDY_OK);
    CHECK_TIME(now(), 1e6 + 2);
    return EDDY_OK;
}

TEST_MAIN(wait_for_cancels_what_is_late) {
    eddy_task task = eddy_go(work, .delay = 10);
    CHECK_INT(eddy_wait_for(task, 0.1), EDDY_TIMEOUT);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_TIMEOUT));
    CHECK(eddy_future_cancelled(task));
    CHECK_TIME(now(), 0.1);
    CHECK_INT(eddy_task_cancelling(eddy_current_task()), 0);
    eddy_coroutine coroutine = eddy_coro(work, .delay = 10, .word = "inner");
    CHECK_INT(eddy_wait_for(coroutine, 0.1), EDDY_TIMEOUT);
    CHECK_TEXT(log_text(), "inner!");
    CHECK_INT(eddy_getcoroutinestate(coroutine), EDDY_CORO_CLOSED);
    return EDDY_OK;
}

TEST_MAIN(wait_for_waits_for_the_cleanup) {
    eddy_task task = eddy_go(cleans, .cleanup = 1, .word = "clean");
    CHECK_INT(eddy_wait_for(task, 0.5), EDDY_TIMEOUT);
    CHECK_TIME(now(), 1.5);
    CHECK(eddy_future_cancelled(task));
    task = eddy_go(cleans, .cleanup = 1, .word = "clean");
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(eddy_wait_for(task, 0), EDDY_TIMEOUT);
    CHECK_TIME(now(), 3.5);
    CHECK(eddy_future_cancelled(task));
    CHECK_TEXT(log_text(), "clean clean");
    return EDDY_OK;
}

TEST_MAIN(wait_for_gives_the_error_of_the_cleanup) {
    CHECK_INT(eddy_wait_for(eddy_go(cleans, .status = 6), 0.5), 6);
    CHECK_TEXT(eddy_error_message(), "error 6");
    eddy_task task = eddy_go(cleans, .status = 7);
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(eddy_wait_for(task, 0), 7);
    CHECK_TEXT(eddy_error_message(), "error 7");
    CHECK_INT(eddy_wait_for(eddy_coro(cleans, .status = 8), 0.5), 8);
    return EDDY_OK;
}

TEST_MAIN(wait_for_gives_a_result_that_comes_all_the_same) {
    eddy_task task = eddy_go(cleans, .status = IGNORES);
    CHECK_INT(eddy_wait_for(task, 0.1), EDDY_OK);
    CHECK(!eddy_future_cancelled(task));
    CHECK_INT(eddy_wait_for(eddy_coro(cleans, .status = IGNORES, .cleanup = 1), 0.1), EDDY_OK);
    CHECK_TIME(now(), 1.2);
    CHECK_INT(eddy_task_cancelling(eddy_current_task()), 0);
    task = eddy_go(cleans, .status = IGNORES);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_wait_for(task, 0), EDDY_OK);
    return EDDY_OK;
}

/* ---- a limit of nothing ---- */

TEST_MAIN(wait_for_with_a_limit_of_nothing) {
    eddy_future future = eddy_create_future(0);
    eddy_future_set_result(future, NULL);
    CHECK_INT(eddy_wait_for(future, 0), EDDY_OK);
    eddy_future failed = eddy_create_future(0);
    eddy_future_set_exception(failed, 3, "three");
    CHECK_INT(eddy_wait_for(failed, 0), 3);
    CHECK_TEXT(eddy_error_message(), "three");
    eddy_future cancelled = eddy_create_future(0);
    eddy_future_cancel(cancelled);
    CHECK_INT(eddy_wait_for(cancelled, 0), EDDY_CANCELLED); /* it was before: not by the limit */
    static const double none[] = {0, -1, -INFINITY};
    for (int i = 0; i < 3; i++) {
        CHECK_INT(eddy_wait_for(eddy_coro(work, .word = "never"), none[i]), EDDY_TIMEOUT);
        CHECK_TEXT(log_text(), ""); /* it does not begin */
        eddy_task task = eddy_go(work, .delay = 10);
        EDDY_TRY(pass(1));
        CHECK_INT(eddy_wait_for(task, none[i]), EDDY_TIMEOUT);
        CHECK(eddy_future_cancelled(task));
        CHECK_INT(eddy_wait_for(eddy_create_future(0), none[i]), EDDY_TIMEOUT);
    }
    CHECK_TIME(now(), 0);
    return EDDY_OK;
}

TEST_MAIN(a_cancelled_wait_for_with_a_limit_of_nothing) {
    eddy_task inner = eddy_go(cleans, .cleanup = 1);
    EDDY_TRY(pass(1));
    eddy_task outer = eddy_go(limits, .on = inner, .limit = 0);
    EDDY_TRY(eddy_sleep(0.5));
    CHECK(eddy_task_cancel(outer));
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED); /* it does not wait for the cleanup then */
    CHECK_TIME(now(), 0.5);
    CHECK(!eddy_future_done(inner));
    CHECK_INT(eddy_await(inner), EDDY_CANCELLED);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

/* ---- cancelling ---- */

TEST_MAIN(to_cancel_wait_for_cancels_what_it_waits_for) {
    static const double some[] = {60, INFINITY};
    for (int i = 0; i < 2; i++) {
        eddy_future never = eddy_create_future(0);
        eddy_task inner = eddy_go(waits, .on = never);
        eddy_task outer = eddy_go(limits, .on = inner, .limit = some[i]);
        cancel_soon(&outer);
        CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
        CHECK(eddy_future_cancelled(inner));
        CHECK(eddy_future_cancelled(never));
    }
    CHECK_TIME(now(), 0);
    return EDDY_OK;
}

TEST_MAIN(a_cancelled_wait_for_waits_for_the_cleanup) {
    eddy_task inner = eddy_go(cleans, .cleanup = 1, .word = "clean");
    eddy_task outer = eddy_go(limits, .on = inner, .limit = 10, .word = "outer");
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel(outer));
    EDDY_TRY(eddy_wait(&outer, 1, EDDY_FOREVER, EDDY_ALL_COMPLETED));
    CHECK_TIME(now(), 1);
    CHECK_TEXT(log_text(), "clean outer:EDDY_CANCELLED");
    return EDDY_OK;
}

TEST_MAIN(a_cancellation_that_the_inner_one_catches_is_gone) {
    eddy_task inner = eddy_go(cleans, .status = IGNORES);
    eddy_task outer = eddy_go(limits, .on = inner, .limit = 10);
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel(outer));
    CHECK_INT(eddy_await(outer), EDDY_OK);
    CHECK_INT(eddy_task_cancelling(outer), 1);
    return EDDY_OK;
}

TEST_MAIN(what_is_cancelled_within_wait_for_is_cancelled) {
    eddy_task inner = eddy_go(work, .delay = 10);
    eddy_task outer = eddy_go(limits, .on = inner, .limit = 20);
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel(inner));
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

/* Cancelled in the same iteration in which the inner one has ended: cancelled it is. */
static int waits_and_goes_on(struct limits *self) {
    EDDY_TRY(eddy_wait_for(self->on, self->limit));
    EDDY_TRY(eddy_sleep(1));
    log_word("end");
    return EDDY_OK;
}
struct goes_on {
    eddy_awaitable on;
};
static int goes_on(struct goes_on *self) {
    return waits_and_goes_on(&(struct limits){.on = self->on, .limit = 100});
}

TEST_MAIN(a_cancellation_that_meets_the_result_still_counts) {
    eddy_task inner = eddy_go(work, .delay = -1);
    eddy_task outer = eddy_go(goes_on, .on = inner);
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel(outer));
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
    CHECK_INT(eddy_await(inner), EDDY_OK);
    CHECK_TEXT(log_text(), "");
    return EDDY_OK;
}

static int swallows(void) {
    CHECK_INT(eddy_sleep(1), EDDY_CANCELLED);
    return EDDY_OK;
}

TEST_MAIN(a_result_at_the_limit) {
    eddy_task task = eddy_go(work, .delay = 1);
    EDDY_TRY(pass(1));
    /* both timers fire in one iteration, and the task runs in the next: it is cancelled by then */
    CHECK_INT(eddy_wait_for(task, 1), EDDY_TIMEOUT);
    CHECK(eddy_future_cancelled(task));
    CHECK_INT(eddy_wait_for(eddy_coro(swallows), 0.01), EDDY_OK);
    eddy_future future = eddy_create_future(0);
    eddy_task outer = eddy_go(limits, .on = future, .limit = 0.2);
    EDDY_TRY(pass(1));
    eddy_future_set_result(future, NULL);
    CHECK_INT(eddy_await(outer), EDDY_OK);
    return EDDY_OK;
}

/* ---- with a shield ---- */

struct shields {
    eddy_awaitable on;
};
static int shields(struct shields *self) {
    return eddy_shield(self->on);
}

TEST_MAIN(wait_for_what_is_shielded) {
    eddy_task inner = eddy_go(work, .delay = 1);
    CHECK_INT(eddy_wait_for(eddy_coro(shields, .on = inner), 0.1), EDDY_TIMEOUT);
    CHECK(!eddy_future_done(inner));
    CHECK_INT(eddy_task_cancelling(inner), 0);
    CHECK_INT(eddy_wait_for(eddy_coro(shields, .on = inner), 0), EDDY_TIMEOUT);
    CHECK(!eddy_future_done(inner));
    CHECK_INT(eddy_wait_for(eddy_coro(shields, .on = inner), EDDY_FOREVER), EDDY_OK);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

/* ---- a chain of tasks, each with a limit ---- */

TEST_MAIN(limits_nest) {
    eddy_task inner = eddy_go(cleans, .word = "inner");
    eddy_task middle = eddy_go(limits, .on = inner, .limit = 5, .word = "middle");
    eddy_task outer = eddy_go(limits, .on = middle, .limit = 3, .word = "outer");
    CHECK_INT(eddy_wait_for(outer, 4), EDDY_TIMEOUT);
    CHECK_TIME(now(), 3);
    CHECK_TEXT(log_text(), "inner middle:EDDY_CANCELLED outer:EDDY_TIMEOUT");
    return EDDY_OK;
}

/* ---- what it refuses ---- */

static int limits_itself(void) {
    CHECK_INT(eddy_wait_for(eddy_current_task(), 0), EDDY_AWAITS_ITSELF);
    return eddy_wait_for(eddy_current_task(), 1);
}

TEST_MAIN(wait_for_checks_its_arguments) {
    static const double some[] = {1, 0};
    for (int i = 0; i < 2; i++) {
        CHECK_INT(eddy_wait_for((eddy_awaitable){0}, some[i]), EDDY_NOT_AWAITABLE);
        CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_NOT_AWAITABLE));
        CHECK_INT(eddy_wait_for((eddy_awaitable){eddy_lock_new().id}, some[i]), EDDY_NOT_AWAITABLE);
        eddy_coroutine coroutine = eddy_coro(work, .delay = -1);
        CHECK_INT(eddy_await(coroutine), EDDY_OK);
        CHECK_INT(eddy_wait_for(coroutine, some[i]), EDDY_ALREADY_AWAITED);
    }
    eddy_coroutine coroutine = eddy_coro(work, .delay = -1);
    CHECK_INT(eddy_wait_for(coroutine, NAN), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "NaN");
    CHECK_INT(eddy_await(coroutine), EDDY_OK);
    CHECK_INT(eddy_await(eddy_go(limits_itself)), EDDY_AWAITS_ITSELF);
    CHECK_TIME(now(), 0);
    return EDDY_OK;
}
