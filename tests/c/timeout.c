/* Timeout blocks. eddy_wait_for: see wait_for.c. */
#include "tasks.h"

/* A block of delay seconds around a sleep. */
static int limited_sleep(double delay, double seconds, eddy_timeout *timeout) {
    EDDY_TRY(eddy_timeout_begin(timeout, delay));
    return eddy_timeout_end(timeout, eddy_sleep(seconds));
}

static int requests(void) {
    return eddy_task_cancelling(eddy_current_task());
}

TEST_MAIN(a_timeout_ends_what_takes_too_long) {
    eddy_timeout timeout;
    CHECK_INT(limited_sleep(0.01, 10, &timeout), EDDY_TIMEOUT);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_TIMEOUT));
    CHECK(eddy_timeout_expired(&timeout) && timeout.expired);
    CHECK_TIME(now(), 0.01);
    CHECK_INT(requests(), 0);
    EDDY_TRY(eddy_sleep(1)); /* the task goes on as if nothing had been */
    CHECK(!eddy_future_cancelled(eddy_current_task()));
    return EDDY_OK;
}

TEST_MAIN(a_timeout_at_a_time) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_sleep(1));
    EDDY_TRY(eddy_timeout_begin_at(&timeout, 1.5));
    CHECK_TIME(eddy_timeout_when(&timeout), 1.5);
    CHECK_INT(eddy_timeout_end(&timeout, eddy_sleep(10)), EDDY_TIMEOUT);
    CHECK_TIME(now(), 1.5);
    CHECK_INT(limited_sleep(0.25, 10, &timeout), EDDY_TIMEOUT); /* the variable is free again */
    CHECK_TIME(now(), 1.75);
    return EDDY_OK;
}

static int in_time_main(void) {
    eddy_timeout timeout;
    CHECK_INT(limited_sleep(10, 0.01, &timeout), EDDY_OK);
    CHECK(!eddy_timeout_expired(&timeout));
    CHECK_TIME(now(), 0.01);
    return eddy_await(eddy_create_future(0)); /* nothing is left that could end this */
}

TEST(a_timeout_that_is_not_needed_is_forgotten) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    CHECK_INT(eddy_loop_run_until_complete(loop, in_time_main), EDDY_DEADLOCK);
    CHECK_TIME(eddy_loop_time(loop), 0.01);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_OK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

TEST_MAIN(a_timeout_without_a_limit) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, EDDY_FOREVER));
    CHECK(isinf(eddy_timeout_when(&timeout)));
    CHECK_INT(eddy_timeout_end(&timeout, eddy_sleep(1e6)), EDDY_OK);
    CHECK(!eddy_timeout_expired(&timeout));
    EDDY_TRY(eddy_timeout_begin_at(&timeout, EDDY_FOREVER));
    CHECK_INT(eddy_timeout_end(&timeout, eddy_sleep(1)), EDDY_OK);
    return EDDY_OK;
}

TEST_MAIN(a_limit_of_nothing_ends_the_first_wait) {
    static const double delays[] = {0, -11, -INFINITY};
    for (int i = 0; i < 3; i++) {
        eddy_timeout timeout;
        CHECK_INT(limited_sleep(delays[i], 10, &timeout), EDDY_TIMEOUT);
        CHECK(eddy_timeout_expired(&timeout));
        CHECK_INT(limited_sleep(delays[i], 0, &timeout), EDDY_TIMEOUT);
        CHECK(eddy_timeout_expired(&timeout));
    }
    CHECK_TIME(now(), 0);
    return EDDY_OK;
}

TEST_MAIN(a_limit_of_nothing_around_what_does_not_wait) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 0));
    CHECK_INT(eddy_timeout_end(&timeout, EDDY_OK), EDDY_OK);
    CHECK(!eddy_timeout_expired(&timeout));
    return eddy_sleep(1);
}

/* ---- what the work ended with ---- */

TEST_MAIN(another_error_goes_through) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 0.01));
    CHECK_INT(eddy_timeout_end(&timeout, eddy_raise(5, "five")), 5);
    CHECK_TEXT(eddy_error_message(), "five");
    CHECK(!eddy_timeout_expired(&timeout));
    return eddy_sleep(1);
}

TEST_MAIN(another_error_after_the_time_goes_through) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 0.01));
    CHECK_INT(eddy_sleep(1), EDDY_CANCELLED);
    CHECK_INT(eddy_timeout_end(&timeout, eddy_raise(5, "five")), 5);
    CHECK_TEXT(eddy_error_message(), "five");
    CHECK(eddy_timeout_expired(&timeout));
    CHECK_INT(requests(), 0);
    return eddy_sleep(1);
}

TEST_MAIN(work_that_ends_well_after_the_time_is_well) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 0.01));
    CHECK_INT(eddy_sleep(1), EDDY_CANCELLED);
    CHECK_INT(eddy_timeout_end(&timeout, EDDY_OK), EDDY_OK);
    CHECK(eddy_timeout_expired(&timeout));
    CHECK_INT(requests(), 0);
    return eddy_sleep(1);
}

/* A cancellation that has not come out of any wait yet is taken back with the block. */
static void cancel_now(void *task) {
    eddy_task_cancel(*(eddy_task *)task);
}
TEST_MAIN(a_timeout_that_nobody_noticed_leaves_nothing_behind) {
    eddy_future future = eddy_create_future(0);
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 0));
    eddy_future_set_result(future, NULL);
    CHECK_INT(eddy_await(future), EDDY_OK); /* does not suspend: the time is not noticed */
    CHECK_INT(eddy_timeout_end(&timeout, EDDY_OK), EDDY_OK);
    EDDY_TRY(eddy_sleep(1));

    /* what is awaited and the limit come in one iteration */
    EDDY_TRY(eddy_timeout_begin(&timeout, 0.5));
    eddy_task ends_it = eddy_go(work, .delay = 0.5);
    CHECK_INT(eddy_timeout_end(&timeout, eddy_await(ends_it)), EDDY_TIMEOUT);
    CHECK_TIME(now(), 1.5);
    return eddy_sleep(1);
}

TEST_MAIN(a_cancellation_from_elsewhere_is_none_of_the_blocks) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 10));
    CHECK(eddy_task_cancel(eddy_current_task()));
    CHECK_INT(eddy_timeout_end(&timeout, eddy_sleep(10)), EDDY_CANCELLED);
    CHECK(!eddy_timeout_expired(&timeout));
    CHECK_INT(requests(), 1);
    CHECK_TIME(now(), 0);
    eddy_task_uncancel(eddy_current_task());
    return eddy_sleep(20);
}

/* Both the time and somebody else: the cancellation wins. */
TEST_MAIN(a_cancellation_beside_the_timeout_wins) {
    eddy_timeout timeout;
    eddy_task self = eddy_current_task();
    eddy_loop_call_later(eddy_get_running_loop(), 1, cancel_now, &self);
    EDDY_TRY(eddy_timeout_begin(&timeout, 1));
    CHECK_INT(eddy_timeout_end(&timeout, eddy_sleep(10)), EDDY_CANCELLED);
    CHECK(eddy_timeout_expired(&timeout));
    CHECK_INT(requests(), 1);
    eddy_task_uncancel(self);
    return EDDY_OK;
}

TEST_MAIN(a_timeout_after_a_cancellation_that_was_caught) {
    eddy_timeout timeout;
    CHECK(eddy_task_cancel(eddy_current_task()));
    CHECK_INT(eddy_sleep(1), EDDY_CANCELLED);
    CHECK_INT(limited_sleep(0, 1, &timeout), EDDY_TIMEOUT); /* the count before does not matter */
    CHECK_INT(requests(), 1);
    CHECK_INT(limited_sleep(1, 2, &timeout), EDDY_TIMEOUT);
    EDDY_TRY(eddy_timeout_begin(&timeout, 1));
    CHECK(eddy_task_cancel(eddy_current_task()));
    CHECK_INT(eddy_timeout_end(&timeout, eddy_sleep(2)), EDDY_CANCELLED);
    CHECK(!eddy_timeout_expired(&timeout));
    return EDDY_OK;
}

static int limited_task(void) {
    eddy_timeout timeout;
    CHECK_INT(limited_sleep(0.001, 10, &timeout), EDDY_TIMEOUT);
    return EDDY_OK;
}

TEST_MAIN(a_task_with_a_timeout_is_not_cancelled) {
    eddy_task task = eddy_go(limited_task);
    CHECK_INT(eddy_await(task), EDDY_OK);
    CHECK(!eddy_future_cancelled(task));
    CHECK_INT(eddy_task_cancelling(task), 0);
    return EDDY_OK;
}

static int fails_with_timeout(void) {
    eddy_timeout timeout;
    EDDY_TRY(limited_sleep(1, 2, &timeout));
    return EDDY_OK;
}

TEST_MAIN(a_timeout_is_an_error_like_others) {
    eddy_task task = eddy_go(fails_with_timeout);
    CHECK_INT(eddy_await(task), EDDY_TIMEOUT);
    CHECK(!eddy_future_cancelled(task));
    CHECK_INT(eddy_future_exception(task), EDDY_TIMEOUT);
    CHECK_TEXT(eddy_future_message(task), eddy_strerror(EDDY_TIMEOUT));
    return EDDY_OK;
}

/* ---- one in another ---- */

TEST_MAIN(the_outer_of_two_timeouts_at_once_has_it) {
    eddy_timeout outer, inner;
    EDDY_TRY(eddy_timeout_begin_at(&outer, 0.01));
    EDDY_TRY(eddy_timeout_begin_at(&inner, 0.01));
    int status = eddy_timeout_end(&inner, eddy_sleep(10));
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(requests(), 1);
    CHECK_INT(eddy_timeout_end(&outer, status), EDDY_TIMEOUT);
    CHECK(eddy_timeout_expired(&inner) && eddy_timeout_expired(&outer));
    CHECK_INT(requests(), 0);
    return eddy_sleep(1);
}

TEST_MAIN(the_inner_timeout_first) {
    eddy_timeout outer, inner;
    EDDY_TRY(eddy_timeout_begin(&outer, 5));
    EDDY_TRY(eddy_timeout_begin(&inner, 1));
    CHECK_INT(eddy_timeout_end(&inner, eddy_sleep(10)), EDDY_TIMEOUT);
    CHECK_TIME(now(), 1);
    CHECK_INT(eddy_timeout_end(&outer, eddy_sleep(10)), EDDY_TIMEOUT);
    CHECK_TIME(now(), 5);
    return EDDY_OK;
}

TEST_MAIN(the_outer_timeout_first) {
    eddy_timeout outer, inner;
    EDDY_TRY(eddy_timeout_begin(&outer, 1));
    EDDY_TRY(eddy_timeout_begin(&inner, 5));
    int status = eddy_timeout_end(&inner, eddy_sleep(10));
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK(!eddy_timeout_expired(&inner));
    CHECK_INT(eddy_timeout_end(&outer, status), EDDY_TIMEOUT);
    CHECK_TIME(now(), 1);
    return eddy_sleep(10); /* the inner timer is gone */
}

TEST_MAIN(a_timeout_in_the_cleanup_of_another) {
    eddy_timeout outer, inner;
    EDDY_TRY(eddy_timeout_begin(&outer, 1));
    int status = eddy_sleep(10);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(limited_sleep(1, 10, &inner), EDDY_TIMEOUT);
    CHECK_INT(eddy_timeout_end(&outer, status), EDDY_TIMEOUT);
    CHECK_TIME(now(), 2);
    CHECK_INT(requests(), 0);
    return EDDY_OK;
}

/* A real clock, and a task that keeps the loop busy until both times have passed. */
static int busy_main(void) {
    eddy_timeout outer, inner;
    double start = now(); /* whatever passes between the calls, the inner time is up first */
    EDDY_TRY(eddy_timeout_begin_at(&outer, start + 0.002));
    EDDY_TRY(eddy_timeout_begin_at(&inner, start + 0.001));
    while (now() < eddy_timeout_when(&outer)) {
    }
    int status = eddy_timeout_end(&inner, eddy_sleep(100));
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_timeout_end(&outer, status), EDDY_TIMEOUT);
    CHECK(eddy_timeout_expired(&inner));
    EDDY_TRY(eddy_timeout_begin(&outer, 0.001));
    EDDY_TRY(eddy_timeout_begin(&inner, 100));
    while (now() < eddy_timeout_when(&outer)) {
    }
    status = eddy_timeout_end(&inner, eddy_sleep(100));
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_timeout_end(&outer, status), EDDY_TIMEOUT);
    CHECK(!eddy_timeout_expired(&inner));
    return EDDY_OK;
}

TEST(timeouts_of_a_busy_loop) {
    CHECK_INT(eddy_run_with(busy_main, &(eddy_options){.clock = EDDY_CLOCK_REAL}), EDDY_OK);
}

/* ---- reschedule, when ---- */

static eddy_timeout shared;
static int holds_timeout(void) {
    EDDY_TRY(eddy_timeout_begin_at(&shared, 10));
    return eddy_timeout_end(&shared, eddy_sleep(50));
}

TEST_MAIN(another_task_moves_the_limit) {
    eddy_task task = eddy_go(holds_timeout);
    EDDY_TRY(eddy_sleep(1));
    CHECK_TIME(eddy_timeout_when(&shared), 10);
    CHECK_INT(eddy_timeout_reschedule(&shared, 30), EDDY_OK);
    CHECK_TIME(eddy_timeout_when(&shared), 30);
    CHECK_INT(eddy_timeout_reschedule(&shared, EDDY_FOREVER), EDDY_OK);
    CHECK(isinf(eddy_timeout_when(&shared)));
    EDDY_TRY(eddy_sleep(40));
    CHECK(!eddy_future_done(task));
    CHECK(!eddy_timeout_expired(&shared));
    CHECK_INT(eddy_timeout_reschedule(&shared, 41.5), EDDY_OK);
    CHECK_INT(eddy_await(task), EDDY_TIMEOUT);
    CHECK_TIME(now(), 41.5);
    CHECK(eddy_timeout_expired(&shared));
    return EDDY_OK;
}

TEST_MAIN(a_limit_moved_to_the_past_is_up) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_sleep(5));
    EDDY_TRY(eddy_timeout_begin(&timeout, 10));
    CHECK_INT(eddy_timeout_reschedule(&timeout, 2), EDDY_OK);
    CHECK_INT(eddy_timeout_reschedule(&timeout, 1), EDDY_OK); /* once is enough */
    CHECK_INT(eddy_timeout_end(&timeout, eddy_sleep(20)), EDDY_TIMEOUT);
    CHECK_TIME(now(), 5);
    CHECK_INT(requests(), 0);
    /* and back, before anybody noticed */
    EDDY_TRY(eddy_timeout_begin(&timeout, 10));
    CHECK_INT(eddy_timeout_reschedule(&timeout, 2), EDDY_OK);
    CHECK_INT(eddy_timeout_reschedule(&timeout, 100), EDDY_OK);
    CHECK_INT(eddy_timeout_end(&timeout, eddy_sleep(20)), EDDY_OK);
    return EDDY_OK;
}

TEST_MAIN(a_limit_is_not_moved_any_more) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 1));
    CHECK_INT(eddy_timeout_reschedule(&timeout, NAN), EDDY_INVALID_ARGUMENT);
    CHECK_TIME(eddy_timeout_when(&timeout), 1);
    CHECK_INT(eddy_sleep(10), EDDY_CANCELLED);
    CHECK_INT(eddy_timeout_reschedule(&timeout, 20), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "expired already");
    CHECK_INT(eddy_timeout_end(&timeout, EDDY_CANCELLED), EDDY_TIMEOUT);
    CHECK_INT(eddy_timeout_reschedule(&timeout, 20), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "ended");
    CHECK(isinf(eddy_timeout_when(&timeout)));
    CHECK(eddy_timeout_expired(&timeout));
    CHECK_INT(eddy_timeout_end(&timeout, EDDY_OK), EDDY_INVALID_STATE);
    eddy_timeout fresh = {0};
    CHECK_INT(eddy_timeout_reschedule(&fresh, 20), EDDY_INVALID_STATE);
    CHECK_INT(eddy_timeout_end(&fresh, EDDY_OK), EDDY_INVALID_STATE);
    CHECK(!eddy_timeout_expired(&fresh));
    CHECK(isinf(eddy_timeout_when(&fresh)));
    return EDDY_OK;
}

/* ---- what it refuses ---- */

static void begin_in_callback(void *unused) {
    (void)unused;
    eddy_timeout timeout = {0};
    CHECK_INT(eddy_timeout_begin(&timeout, 1), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_timeout_reschedule(&timeout, 2), EDDY_INVALID_STATE);
    CHECK_INT(eddy_timeout_end(&shared, EDDY_OK), EDDY_INVALID_STATE); /* not its block */
    log_word("called");
}

static int ends_anothers(void) {
    CHECK_INT(eddy_timeout_end(&shared, EDDY_OK), EDDY_INVALID_STATE);
    return EDDY_OK;
}

TEST_MAIN(a_block_belongs_to_the_task_that_began_it) {
    eddy_task task = eddy_go(holds_timeout);
    eddy_loop_call_soon(eddy_get_running_loop(), begin_in_callback, NULL);
    EDDY_TRY(eddy_await(eddy_go(ends_anothers)));
    CHECK_TEXT(log_text(), "called");
    CHECK_INT(eddy_await(task), EDDY_TIMEOUT);
    CHECK_TIME(now(), 10);
    return EDDY_OK;
}

TEST_MAIN(a_timeout_checks_its_arguments) {
    eddy_timeout timeout = {0};
    CHECK_INT(eddy_timeout_begin(&timeout, NAN), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "NaN");
    CHECK_INT(eddy_timeout_begin_at(&timeout, NAN), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_timeout_begin(NULL, 1), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "NULL");
    CHECK_INT(eddy_timeout_end(NULL, EDDY_OK), EDDY_INVALID_STATE);
    CHECK_INT(eddy_timeout_reschedule(NULL, 1), EDDY_INVALID_STATE);
    CHECK(!eddy_timeout_expired(NULL));
    CHECK(isinf(eddy_timeout_when(NULL)));
    return EDDY_OK;
}

TEST(a_timeout_outside_of_a_loop) {
    eddy_timeout timeout = {0};
    CHECK_INT(eddy_timeout_begin(&timeout, 1), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_timeout_end(&timeout, EDDY_OK), EDDY_INVALID_STATE);
    CHECK_INT(eddy_timeout_reschedule(&timeout, 1), EDDY_INVALID_STATE);
}

/* ---- blocks that are never ended ---- */

static int forgets_to_end(void) {
    EDDY_TRY(eddy_timeout_begin(&shared, 1));
    return EDDY_OK;
}

static int forgets_main(void) {
    reports_catch(NULL);
    EDDY_TRY(eddy_await(eddy_go(forgets_to_end)));
    CHECK_INT(reports_count(), 1);
    CHECK_CONTAINS(reports_text(), "forgets_to_end-2 ended within a timeout block");
    return eddy_sleep(5); /* its timer cancels nobody */
}

TEST(a_block_that_was_not_ended_is_reported) {
    CHECK_INT(run_virtual(forgets_main), EDDY_OK);
}

static int retains(void) {
    EDDY_TRY(eddy_timeout_begin(&shared, 1));
    CHECK_INT(eddy_retain_object(shared.id), EDDY_INVALID_ARGUMENT);
    eddy_release_object(shared.id); /* nor is it given up before its end */
    CHECK_TIME(eddy_timeout_when(&shared), now() + 1);
    return EDDY_OK;
}

static int retains_main(void) {
    reports_catch(NULL);
    eddy_release(eddy_go(retains)); /* the task itself goes, too */
    EDDY_TRY(eddy_sleep(5));
    CHECK_CONTAINS(reports_text(), "ended within a timeout block");
    CHECK(!eddy_timeout_expired(&shared));
    CHECK_INT(eddy_timeout_reschedule(&shared, 10), EDDY_INVALID_STATE);
    return EDDY_OK;
}

/* A block is its task's alone. */
TEST(a_block_is_not_retained) {
    CHECK_INT(run_virtual(retains_main), EDDY_OK);
}
