/* Cancel scopes where it is difficult: levels of cancellation, shields that come and go, blocks
 * that are ended in the wrong place. The simple things: see cancel_scope.c. */
#include "tasks.h"

static int requests(void) {
    return eddy_task_cancelling(eddy_current_task());
}

/* Is a wait let through here? */
static bool lets_through(void) {
    return eddy_sleep(0) == EDDY_OK;
}

TEST_MAIN(a_scope_is_a_cancellation_point_at_every_wait) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    CHECK(lets_through());
    CHECK_INT(eddy_cancel_scope_cancel(scope), EDDY_OK);
    CHECK_INT(eddy_cancel_scope_cancel(scope), EDDY_OK); /* once more changes nothing */
    CHECK(eddy_cancel_scope_cancel_called(scope));
    eddy_future never = eddy_create_future(0);
    eddy_lock lock = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(lock)); /* does not wait */
    for (int i = 0; i < 2; i++) {
        CHECK_INT(eddy_sleep(0), EDDY_CANCELLED);
        CHECK_INT(eddy_sleep(10), EDDY_CANCELLED);
        CHECK_INT(eddy_lock_acquire(lock), EDDY_CANCELLED);
        CHECK_INT(eddy_event_wait(eddy_event_new()), EDDY_CANCELLED);
        CHECK_INT(eddy_barrier_wait(eddy_barrier_new(2), NULL), EDDY_CANCELLED);
        CHECK_INT(eddy_semaphore_acquire(eddy_semaphore_new(0)), EDDY_CANCELLED);
        char item;
        CHECK_INT(eddy_queue_get(eddy_queue_new(1, 0), &item), EDDY_CANCELLED);
    }
    eddy_task task = eddy_go(work, .delay = 1);
    CHECK_INT(eddy_shield(task), EDDY_CANCELLED);
    CHECK_INT(eddy_wait(&task, 1, EDDY_FOREVER, EDDY_ALL_COMPLETED), EDDY_CANCELLED);
    CHECK(!eddy_future_done(task));
    CHECK_INT(eddy_await(never), EDDY_CANCELLED);
    CHECK(eddy_future_cancelled(never));
    CHECK_TIME(now(), 0);
    CHECK_INT(eddy_cancel_scope_end(&scope, EDDY_CANCELLED), EDDY_OK);
    CHECK(scope.cancel_called && scope.cancelled_caught);
    CHECK_INT(requests(), 0);
    return eddy_await(task);
}

TEST_MAIN(a_cancelled_scope_that_nobody_noticed_caught_nothing) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    EDDY_TRY(eddy_cancel_scope_cancel(scope));
    CHECK_INT(eddy_cancel_scope_end(&scope, EDDY_OK), EDDY_OK);
    CHECK(scope.cancel_called && !scope.cancelled_caught);
    CHECK(lets_through());
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    CHECK_INT(eddy_cancel_scope_end(&scope, eddy_raise(5, "five")), 5);
    CHECK(!scope.cancel_called && !scope.cancelled_caught);
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    EDDY_TRY(eddy_cancel_scope_cancel(scope));
    CHECK_INT(eddy_cancel_scope_end(&scope, eddy_raise(6, "six")), 6);
    CHECK_TEXT(eddy_error_message(), "six");
    CHECK(!scope.cancelled_caught);
    return eddy_sleep(1);
}

TEST_MAIN(of_scopes_cancelled_together_the_outer_catches) {
    eddy_cancel_scope first, second, third;
    EDDY_TRY(eddy_cancel_scope_begin(&first, false));
    EDDY_TRY(eddy_cancel_scope_begin(&second, false));
    EDDY_TRY(eddy_cancel_scope_begin(&third, false));
    EDDY_TRY(eddy_cancel_scope_cancel(third));
    EDDY_TRY(eddy_cancel_scope_cancel(second));
    int status = eddy_cancel_scope_end(&third, eddy_sleep(10));
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_cancel_scope_end(&second, status), EDDY_OK);
    CHECK(third.cancel_called && !third.cancelled_caught);
    CHECK(second.cancel_called && second.cancelled_caught);
    CHECK(lets_through());
    CHECK_INT(eddy_cancel_scope_end(&first, EDDY_OK), EDDY_OK);
    CHECK(!first.cancel_called && !first.cancelled_caught);
    return EDDY_OK;
}

TEST_MAIN(a_shield_goes_up_and_down) {
    eddy_cancel_scope outer, inner, innermost;
    EDDY_TRY(eddy_cancel_scope_begin(&outer, false));
    EDDY_TRY(eddy_cancel_scope_begin(&inner, false));
    CHECK(lets_through());
    EDDY_TRY(eddy_cancel_scope_cancel(outer));
    CHECK(!lets_through());
    CHECK_INT(eddy_cancel_scope_set_shield(inner, true), EDDY_OK);
    CHECK(lets_through());
    EDDY_TRY(eddy_cancel_scope_begin(&innermost, false));
    EDDY_TRY(eddy_cancel_scope_cancel(innermost));
    CHECK(!lets_through());
    CHECK_INT(eddy_cancel_scope_end(&innermost, EDDY_CANCELLED), EDDY_OK);
    CHECK(lets_through());
    CHECK_INT(eddy_cancel_scope_set_shield(inner, false), EDDY_OK);
    CHECK(!lets_through());
    CHECK_INT(eddy_cancel_scope_set_shield(inner, true), EDDY_OK);
    CHECK(lets_through());
    EDDY_TRY(eddy_cancel_scope_cancel(inner)); /* its own works in spite of its shield */
    CHECK(!lets_through());
    CHECK_INT(eddy_cancel_scope_end(&inner, EDDY_CANCELLED), EDDY_OK);
    CHECK(inner.cancelled_caught);
    CHECK(!lets_through()); /* the outer one's is still due */
    CHECK_INT(eddy_cancel_scope_end(&outer, EDDY_CANCELLED), EDDY_OK);
    CHECK(outer.cancelled_caught);
    CHECK(lets_through());
    return EDDY_OK;
}

TEST_MAIN(a_shield_raised_on_the_way_out) {
    eddy_cancel_scope outer, inner;
    EDDY_TRY(eddy_cancel_scope_begin(&outer, false));
    EDDY_TRY(eddy_cancel_scope_begin(&inner, false));
    EDDY_TRY(eddy_cancel_scope_cancel(outer));
    int status = eddy_sleep(0);
    EDDY_TRY(eddy_cancel_scope_set_shield(inner, true));
    status = eddy_cancel_scope_end(&inner, status);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_cancel_scope_end(&outer, status), EDDY_OK);
    CHECK(outer.cancelled_caught && !inner.cancelled_caught);
    return EDDY_OK;
}

/* ---- tasks of groups ---- */

static int leaf(void) {
    int status = eddy_sleep(1e6);
    log_word("%s", status == EDDY_CANCELLED ? "leaf!" : "leaf");
    return status;
}
static int worker(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, leaf);
    eddy_task_group_go(group, leaf);
    return eddy_task_group_end(group, EDDY_OK);
}

TEST_MAIN(a_scope_reaches_the_tasks_of_the_tasks) {
    for (int started = 0; started < 2; started++) {
        log_clear();
        eddy_cancel_scope scope;
        EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
        eddy_task_group group = eddy_task_group_begin();
        eddy_task_group_go(group, worker);
        eddy_task_group_go(group, worker);
        if (started) EDDY_TRY(pass(3));
        EDDY_TRY(eddy_cancel_scope_cancel(scope));
        int status = eddy_task_group_end(group, EDDY_OK);
        CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_OK);
        if (started) CHECK_TEXT(log_text(), "leaf! leaf! leaf! leaf!");
    }
    CHECK_TIME(now(), 0);
    return EDDY_OK;
}

static int begins(void) {
    log_word("begun");
    int status = eddy_sleep(1e6);
    log_word("%s", eddy_error_name(status));
    return status;
}

/* As in Trio: a task that is made in a cancelled scope begins, and gets no further than its first
 * wait. */
TEST_MAIN(a_task_made_in_a_cancelled_scope_begins) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    eddy_task_group group = eddy_task_group_begin();
    EDDY_TRY(eddy_cancel_scope_cancel(scope));
    eddy_task_group_go(group, begins);
    int status = eddy_task_group_end(group, EDDY_OK);
    CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_OK);
    CHECK_TEXT(log_text(), "begun EDDY_CANCELLED");
    return EDDY_OK;
}

TEST_MAIN(a_shield_around_a_group_comes_off) {
    eddy_cancel_scope outer, inner, around;
    EDDY_TRY(eddy_cancel_scope_begin(&outer, false));
    EDDY_TRY(eddy_cancel_scope_begin(&inner, true));
    eddy_task_group group = eddy_task_group_begin();
    EDDY_TRY(eddy_cancel_scope_cancel(outer));
    eddy_task_group_go(group, begins);
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "begun");
    EDDY_TRY(eddy_cancel_scope_begin(&around, true)); /* this task itself stays in the shade */
    EDDY_TRY(eddy_cancel_scope_set_shield(inner, false));
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "begun EDDY_CANCELLED");
    CHECK_INT(eddy_cancel_scope_end(&around, EDDY_OK), EDDY_OK);
    int status = eddy_task_group_end(group, eddy_sleep(0));
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_cancel_scope_end(&inner, status), EDDY_CANCELLED);
    CHECK_INT(eddy_cancel_scope_end(&outer, EDDY_CANCELLED), EDDY_OK);
    return EDDY_OK;
}

static int answers(void) {
    EDDY_TRY(eddy_sleep(0));
    return eddy_raise(9, "nine");
}

TEST_MAIN(an_error_in_a_cancelled_group_is_not_swallowed) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, leaf);
    eddy_task_group_go(group, cleans, .status = 9);
    EDDY_TRY(pass(2));
    EDDY_TRY(eddy_cancel_scope_cancel(scope));
    int status = eddy_task_group_end(group, EDDY_OK);
    CHECK_INT(status, EDDY_ERROR_GROUP);
    CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_ERROR_GROUP);
    const eddy_error_info *error = eddy_error(EDDY_ERROR_GROUP);
    CHECK_INT((long long)error->count, 1);
    CHECK_INT(error->members[0]->status, 9);
    CHECK(scope.cancel_called && !scope.cancelled_caught);
    CHECK_INT(requests(), 0);
    return eddy_sleep(1);
}

TEST_MAIN(a_group_that_fails_in_a_scope_that_is_not_cancelled) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, leaf);
    eddy_task_group_go(group, answers);
    int status = eddy_task_group_end(group, EDDY_OK);
    CHECK_INT(status, EDDY_ERROR_GROUP);
    CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_ERROR_GROUP);
    CHECK(!scope.cancel_called);
    return eddy_sleep(1);
}

/* A task that is not the group's is not the scope's. */
TEST_MAIN(a_task_of_no_group_is_outside_of_the_scope) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    eddy_task task = eddy_go(work, .delay = 1);
    EDDY_TRY(pass(1));
    EDDY_TRY(eddy_cancel_scope_cancel(scope));
    CHECK(!lets_through());
    CHECK_INT(eddy_cancel_scope_end(&scope, EDDY_CANCELLED), EDDY_OK);
    CHECK_INT(eddy_await(task), EDDY_OK);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

/* ---- deadlines ---- */

TEST_MAIN(a_deadline_that_passed_after_the_scope_means_nothing) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    CHECK(isinf(eddy_cancel_scope_deadline(scope)));
    EDDY_TRY(eddy_cancel_scope_set_deadline(scope, 1));
    CHECK_TIME(eddy_cancel_scope_deadline(scope), 1);
    CHECK_INT(eddy_cancel_scope_end(&scope, EDDY_OK), EDDY_OK);
    EDDY_TRY(eddy_sleep(2));
    CHECK(lets_through());
    CHECK(!scope.cancel_called);
    return EDDY_OK;
}

TEST_MAIN(a_deadline_moved_to_the_past_cancels) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_sleep(5));
    EDDY_TRY(eddy_move_on_after(&scope, 10));
    EDDY_TRY(eddy_sleep(5));
    CHECK(lets_through());
    EDDY_TRY(eddy_cancel_scope_set_deadline(scope, 6));
    CHECK_INT(eddy_sleep(1), EDDY_CANCELLED);
    EDDY_TRY(eddy_cancel_scope_set_deadline(scope, 1000)); /* that takes nothing back */
    CHECK(!lets_through());
    CHECK(!lets_through());
    CHECK_TIME(now(), 10);
    CHECK_INT(eddy_cancel_scope_end(&scope, EDDY_CANCELLED), EDDY_OK);
    return eddy_sleep(1);
}

TEST_MAIN(a_deadline_moved_often) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    for (int i = 0; i < 5000; i++) EDDY_TRY(eddy_cancel_scope_set_deadline(scope, 9998 + i % 2));
    EDDY_TRY(eddy_sleep(0.01));
    CHECK_INT(eddy_cancel_scope_end(&scope, eddy_sleep(1e5)), EDDY_OK);
    CHECK_TIME(now(), 9999);
    return EDDY_OK;
}

TEST_MAIN(the_scope_with_the_nearest_deadline_is_cancelled) {
    eddy_cancel_scope scopes[3];
    static const double delays[] = {3, 1, 2};
    for (int i = 0; i < 3; i++) EDDY_TRY(eddy_move_on_after(&scopes[i], delays[i]));
    int status = eddy_cancel_scope_end(&scopes[2], eddy_sleep(10));
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_TIME(now(), 1);
    CHECK_INT(eddy_cancel_scope_end(&scopes[1], status), EDDY_OK);
    CHECK_INT(eddy_cancel_scope_end(&scopes[0], eddy_sleep(10)), EDDY_OK);
    CHECK_TIME(now(), 3);
    CHECK(!scopes[2].cancel_called && scopes[1].cancelled_caught && scopes[0].cancelled_caught);
    return EDDY_OK;
}

TEST_MAIN(the_deadline_in_effect_is_the_nearest_up_to_a_shield) {
    eddy_cancel_scope outer, middle, inner;
    CHECK(isinf(eddy_current_effective_deadline()));
    EDDY_TRY(eddy_move_on_after(&outer, 5));
    EDDY_TRY(eddy_move_on_after(&middle, 9));
    CHECK_TIME(eddy_current_effective_deadline(), 5);
    EDDY_TRY(eddy_cancel_scope_set_shield(middle, true));
    CHECK_TIME(eddy_current_effective_deadline(), 9);
    EDDY_TRY(eddy_cancel_scope_begin(&inner, false));
    EDDY_TRY(eddy_cancel_scope_set_deadline(inner, 7));
    CHECK_TIME(eddy_current_effective_deadline(), 7);
    EDDY_TRY(eddy_cancel_scope_cancel(outer));
    CHECK_TIME(eddy_current_effective_deadline(), 7); /* the shield stands */
    EDDY_TRY(eddy_cancel_scope_set_shield(middle, false));
    CHECK(eddy_current_effective_deadline() == -EDDY_FOREVER);
    CHECK_INT(eddy_cancel_scope_end(&inner, EDDY_OK), EDDY_OK);
    CHECK_INT(eddy_cancel_scope_end(&middle, EDDY_OK), EDDY_OK);
    CHECK_INT(eddy_cancel_scope_end(&outer, EDDY_OK), EDDY_OK);
    CHECK(eddy_current_effective_deadline() == EDDY_FOREVER);
    return EDDY_OK;
}

TEST(no_deadline_is_in_effect_outside_of_tasks) {
    CHECK(eddy_current_effective_deadline() == EDDY_FOREVER);
}

/* ---- what has come, and shields in groups ---- */

struct resolves {
    eddy_future future;
    eddy_cancel_scope scope;
};
static int resolves(struct resolves *self) {
    EDDY_TRY(eddy_future_set_result(self->future, NULL));
    return eddy_cancel_scope_cancel(self->scope);
}

TEST_MAIN(what_has_come_is_not_taken_by_a_scope) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    eddy_future future = eddy_create_future(0);
    eddy_go(resolves, .future = future, .scope = scope);
    CHECK_INT(eddy_await(future), EDDY_OK);
    CHECK(!lets_through());
    CHECK_INT(eddy_cancel_scope_end(&scope, EDDY_CANCELLED), EDDY_OK);
    return EDDY_OK;
}

struct saves {
    double delay;
};
static int saves(struct saves *self) {
    eddy_cancel_scope shield;
    EDDY_TRY(eddy_cancel_scope_begin(&shield, true));
    int status = eddy_cancel_scope_end(&shield, eddy_sleep(self->delay));
    log_word("saved:%s", eddy_error_name(status));
    return eddy_sleep(1);
}

TEST_MAIN(a_shielded_member_ends_its_work_although_the_scope_of_its_group_is_cancelled) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_move_on_after(&scope, 1));
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, saves, .delay = 3);
    eddy_task_group_go(group, leaf);
    int status = eddy_task_group_end(group, EDDY_OK);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_cancel_scope_end(&scope, status), EDDY_OK);
    CHECK_TEXT(log_text(), "leaf! saved:EDDY_OK");
    CHECK_TIME(now(), 3);
    return EDDY_OK;
}

/* ---- start, in a scope that is cancelled meanwhile ---- */

static eddy_task_group starting;
struct starts_late {
    bool before; /* cancelled just before it has started, else just after */
    eddy_cancel_scope scope;
};
static int starts_late(struct starts_late *self) {
    if (self->before) EDDY_TRY(eddy_cancel_scope_cancel(self->scope));
    EDDY_TRY(eddy_task_started());
    if (!self->before) EDDY_TRY(eddy_cancel_scope_cancel(self->scope));
    int status = eddy_sleep(10);
    log_word("%s", eddy_error_name(status));
    return status;
}
struct starter {
    bool before;
    eddy_cancel_scope scope;
};
static int starter(struct starter *self) {
    eddy_coroutine late = eddy_coro(starts_late, .before = self->before, .scope = self->scope);
    int status = eddy_task_group_start(starting, late);
    log_word("started:%s", eddy_error_name(status));
    return EDDY_OK;
}

TEST_MAIN(a_start_in_a_group_that_is_cancelled_at_that_moment) {
    for (int before = 0; before < 2; before++) {
        log_clear();
        eddy_cancel_scope scope;
        EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
        starting = eddy_task_group_begin();
        eddy_task outside = eddy_go(starter, .before = before, .scope = scope);
        int status = eddy_cancel_scope_end(&scope, eddy_task_group_end(starting, eddy_sleep(10)));
        CHECK_INT(status, EDDY_OK);
        EDDY_TRY(eddy_await(outside));
        CHECK_CONTAINS(log_text(), "started:EDDY_OK");
        CHECK_CONTAINS(log_text(), "EDDY_CANCELLED");
    }
    CHECK_TIME(now(), 0);
    return EDDY_OK;
}

/* ---- misuse ---- */

TEST_MAIN(scopes_end_from_the_inside_out) {
    eddy_cancel_scope outer, inner;
    EDDY_TRY(eddy_cancel_scope_begin(&outer, false));
    EDDY_TRY(eddy_cancel_scope_begin(&inner, false));
    CHECK_INT(eddy_cancel_scope_end(&outer, EDDY_OK), EDDY_INVALID_STATE);
    CHECK(strlen(eddy_error_message()) > 0);
    CHECK_INT(eddy_cancel_scope_end(&inner, EDDY_OK), EDDY_OK);
    CHECK_INT(eddy_cancel_scope_end(&outer, EDDY_OK), EDDY_OK);
    CHECK_INT(eddy_cancel_scope_end(&outer, EDDY_OK), EDDY_INVALID_STATE);
    CHECK_INT(eddy_cancel_scope_cancel(outer), EDDY_STALE_HANDLE);
    return eddy_sleep(1);
}

static eddy_cancel_scope theirs;
static int holds_scope(void) {
    EDDY_TRY(eddy_cancel_scope_begin(&theirs, false));
    return eddy_cancel_scope_end(&theirs, eddy_sleep(10));
}

TEST_MAIN(a_scope_is_ended_by_its_own_task_and_cancelled_by_any) {
    eddy_task task = eddy_go(holds_scope);
    EDDY_TRY(pass(1));
    eddy_cancel_scope copy = theirs;
    CHECK_INT(eddy_cancel_scope_end(&copy, EDDY_OK), EDDY_INVALID_STATE);
    CHECK_INT(eddy_cancel_scope_cancel(copy), EDDY_OK);
    CHECK_INT(eddy_await(task), EDDY_OK);
    CHECK(theirs.cancelled_caught);
    CHECK_TIME(now(), 0);
    return EDDY_OK;
}

TEST_MAIN(five_thousand_scopes_in_each_other) {
    enum { DEEP = 5000 };
    static eddy_cancel_scope scopes[DEEP];
    for (int i = 0; i < DEEP; i++) EDDY_TRY(eddy_cancel_scope_begin(&scopes[i], false));
    EDDY_TRY(eddy_cancel_scope_cancel(scopes[0]));
    int status = eddy_sleep(10);
    for (int i = DEEP; i > 0; i--) {
        CHECK_INT(status, EDDY_CANCELLED);
        status = eddy_cancel_scope_end(&scopes[i - 1], status);
    }
    CHECK_INT(status, EDDY_OK);
    CHECK(scopes[0].cancelled_caught && !scopes[1].cancelled_caught);
    return eddy_sleep(1);
}
