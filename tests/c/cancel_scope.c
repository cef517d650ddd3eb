/* Cancel scopes: level-triggered, shielded, with deadlines, as AnyIO's. */
#include "harness.h"

static double now(void) {
    return eddy_loop_time(eddy_get_running_loop());
}

static int move_on_main(void) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_move_on_after(&scope, 1));
    int status = eddy_sleep(10);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_OK);
    CHECK(eddy_cancel_scope_cancelled_caught(scope));
    CHECK(eddy_cancel_scope_cancel_called(scope));
    CHECK_TIME(now(), 1);
    CHECK_INT(eddy_task_cancelling(eddy_current_task()), 0);
    return eddy_sleep(1); /* outside of it the task waits as ever */
}

TEST(move_on_after_ends_the_block_and_no_more) {
    CHECK_INT(run_virtual(move_on_main), EDDY_OK);
}

static int in_time_main(void) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_move_on_after(&scope, 1));
    CHECK_INT(eddy_cancel_scope_end(&scope, eddy_sleep(0.5)), EDDY_OK);
    CHECK(!eddy_cancel_scope_cancelled_caught(scope));
    EDDY_TRY(eddy_fail_after(&scope, 1));
    CHECK_INT(eddy_cancel_scope_end(&scope, eddy_raise(7, "broken")), 7);
    CHECK_TEXT(eddy_error(7)->message, "broken");
    return eddy_sleep(5);
}

TEST(scope_that_ends_in_time_changes_nothing) {
    CHECK_INT(run_virtual(in_time_main), EDDY_OK);
}

static int fail_after_main(void) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_fail_after(&scope, 2));
    CHECK_INT(eddy_cancel_scope_end(&scope, eddy_sleep(10)), EDDY_TIMEOUT);
    CHECK_TIME(now(), 2);
    EDDY_TRY(eddy_fail_after(&scope, 0)); /* up as soon as it waits */
    CHECK_INT(eddy_cancel_scope_end(&scope, eddy_sleep(0)), EDDY_TIMEOUT);
    CHECK_TIME(now(), 2);
    return EDDY_OK;
}

TEST(fail_after_is_a_timeout) {
    CHECK_INT(run_virtual(fail_after_main), EDDY_OK);
}

/* Deadlines that no binary fraction hits exactly: the time that is up is up. */
TEST_MAIN(fail_after_is_a_timeout_whatever_the_fraction) {
    for (int i = 1; i < 1000; i++) {
        eddy_cancel_scope scope;
        EDDY_TRY(eddy_sleep(i / 1000.0));
        EDDY_TRY(eddy_fail_after(&scope, i * 7 / 1000.0));
        CHECK_INT(eddy_cancel_scope_end(&scope, eddy_sleep(1e6)), EDDY_TIMEOUT);
    }
    return EDDY_OK;
}

static int level_main(void) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    CHECK_INT(eddy_cancel_scope_cancel(scope), EDDY_OK);
    for (int i = 0; i < 3; i++) {
        CHECK_INT(eddy_sleep(10), EDDY_CANCELLED);
        CHECK_INT(eddy_sleep(0), EDDY_CANCELLED);
        CHECK_INT(eddy_await(eddy_create_future(0)), EDDY_CANCELLED);
    }
    CHECK_TIME(now(), 0);
    CHECK_INT(eddy_cancel_scope_end(&scope, EDDY_CANCELLED), EDDY_OK);
    return eddy_sleep(1);
}

TEST(cancelled_scope_lets_no_wait_through) {
    CHECK_INT(run_virtual(level_main), EDDY_OK);
}

static int shield_main(void) {
    eddy_cancel_scope outer, inner;
    EDDY_TRY(eddy_move_on_after(&outer, 1));
    EDDY_TRY(eddy_cancel_scope_begin(&inner, true));
    CHECK_INT(eddy_sleep(3), EDDY_OK); /* the outer one was cancelled meanwhile */
    CHECK_INT(eddy_cancel_scope_end(&inner, EDDY_OK), EDDY_OK);
    CHECK_TIME(now(), 3);
    int status = eddy_sleep(1);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_cancel_scope_end(&outer, status), EDDY_OK);
    CHECK(eddy_cancel_scope_cancelled_caught(outer));
    CHECK_TIME(now(), 3);
    return EDDY_OK;
}

TEST(shielded_scope_keeps_outer_cancellation_out) {
    CHECK_INT(run_virtual(shield_main), EDDY_OK);
}

struct unshield {
    eddy_cancel_scope scope;
};
static int unshield(struct unshield *self) {
    EDDY_TRY(eddy_sleep(2));
    return eddy_cancel_scope_set_shield(self->scope, false);
}

static int unshield_main(void) {
    eddy_cancel_scope outer, inner;
    EDDY_TRY(eddy_move_on_after(&outer, 1));
    EDDY_TRY(eddy_cancel_scope_begin(&inner, true));
    eddy_go(unshield, .scope = inner);
    int status = eddy_sleep(10);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_TIME(now(), 2);
    status = eddy_cancel_scope_end(&inner, status);
    CHECK_INT(status, EDDY_CANCELLED); /* not the inner one's: it passes it on */
    CHECK_INT(eddy_cancel_scope_end(&outer, status), EDDY_OK);
    return EDDY_OK;
}

TEST(shield_taken_off_lets_the_cancellation_in) {
    CHECK_INT(run_virtual(unshield_main), EDDY_OK);
}

static int nested_main(void) {
    eddy_cancel_scope outer, inner;
    EDDY_TRY(eddy_move_on_after(&outer, 1));
    EDDY_TRY(eddy_move_on_after(&inner, 5));
    int status = eddy_cancel_scope_end(&inner, eddy_sleep(10));
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK(!eddy_cancel_scope_cancelled_caught(inner));
    CHECK_INT(eddy_cancel_scope_end(&outer, status), EDDY_OK);
    CHECK_TIME(now(), 1);

    EDDY_TRY(eddy_move_on_after(&outer, 5));
    EDDY_TRY(eddy_move_on_after(&inner, 1));
    CHECK_INT(eddy_cancel_scope_end(&inner, eddy_sleep(10)), EDDY_OK);
    CHECK_INT(eddy_sleep(1), EDDY_OK);
    CHECK_INT(eddy_cancel_scope_end(&outer, EDDY_OK), EDDY_OK);
    CHECK_TIME(now(), 3);
    return EDDY_OK;
}

TEST(scopes_nest) {
    CHECK_INT(run_virtual(nested_main), EDDY_OK);
}

struct member {
    double delay;
};
static int member(struct member *self) {
    int status = eddy_sleep(self->delay);
    log_word("%s", eddy_error_name(status));
    if (status == EDDY_CANCELLED) CHECK_INT(eddy_sleep(1), EDDY_CANCELLED); /* still */
    return status;
}

static int group_main(void) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_move_on_after(&scope, 1));
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, member, .delay = 0.5);
    eddy_task_group_go(group, member, .delay = 10);
    eddy_task_group_go(group, member, .delay = 20);
    int status = eddy_task_group_end(group, EDDY_OK);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_OK);
    CHECK_TEXT(log_text(), "EDDY_OK EDDY_CANCELLED EDDY_CANCELLED");
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

TEST(scope_cancels_the_tasks_of_its_groups) {
    CHECK_INT(run_virtual(group_main), EDDY_OK);
}

static int condition_main(void) {
    eddy_cancel_scope scope;
    eddy_condition condition = eddy_condition_new((eddy_lock){0});
    EDDY_TRY(eddy_condition_acquire(condition));
    EDDY_TRY(eddy_move_on_after(&scope, 1));
    int status = eddy_condition_wait(condition);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK(eddy_condition_locked(condition)); /* it has the lock again all the same */
    CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_OK);
    return eddy_condition_release(condition);
}

TEST(cancelled_scope_does_not_spin_in_a_condition) {
    CHECK_INT(run_virtual(condition_main), EDDY_OK);
}

static int both_main(void) {
    eddy_cancel_scope scope;
    eddy_task self = eddy_current_task();
    EDDY_TRY(eddy_move_on_after(&scope, 1));
    int status = eddy_sleep(10);
    eddy_task_cancel(self); /* an asyncio cancellation too: not the scope's to take back */
    CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_CANCELLED);
    CHECK_INT(eddy_task_uncancel(self), 0);
    return EDDY_OK;
}

TEST(scope_does_not_take_back_a_task_cancel) {
    CHECK_INT(run_virtual(both_main), EDDY_OK);
}

static int deadline_main(void) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_move_on_after(&scope, 1));
    CHECK_TIME(eddy_cancel_scope_deadline(scope), 1);
    CHECK_INT(eddy_cancel_scope_set_deadline(scope, 3), EDDY_OK);
    int status = eddy_sleep(10);
    CHECK_TIME(now(), 3);
    CHECK_INT(eddy_cancel_scope_set_deadline(scope, NAN), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_OK);
    CHECK_INT(eddy_cancel_scope_end(&scope, EDDY_OK), EDDY_INVALID_STATE);
    CHECK_INT(eddy_cancel_scope_cancel(scope), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

TEST(scope_deadline_can_be_moved) {
    CHECK_INT(run_virtual(deadline_main), EDDY_OK);
}

static int leaves_scope_open(void) {
    eddy_cancel_scope scope;
    return eddy_cancel_scope_begin(&scope, false);
}

TEST_ENDS(scope_left_open_is_reported, 0,
          "task main ended within a cancel scope: eddy_cancel_scope_end was not called") {
    CHECK_INT(run_virtual(leaves_scope_open), EDDY_OK);
}
