/* Task groups: what they give back. What they refuse, and what becomes of those that are not ended:
 * see task_group_limits.c. */
#include "tasks.h"

/* The member errors of the last group error, as "3 7 (5 5)": a group's own in brackets. */
static void log_members(const eddy_error_info *error) {
    for (size_t i = 0; error && i < error->count; i++) {
        const eddy_error_info *member = error->members[i];
        if (member->count == 0) log_word("%d", member->status);
        if (member->count == 0) continue;
        log_word("(");
        log_members(member);
        log_word(")");
    }
}

static const char *members(void) {
    log_clear();
    log_members(eddy_error(EDDY_ERROR_GROUP));
    return log_text();
}

static int requests(void) {
    return eddy_task_cancelling(eddy_current_task());
}

/* ---- all goes well ---- */

TEST_MAIN(a_group_ends_when_its_tasks_have_ended) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task a = eddy_task_group_go(group, work, .delay = 0.1);
    eddy_task b = eddy_task_group_go(group, work, .delay = 0.2);
    CHECK_TEXT(eddy_task_get_name(a), "work-2");
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_OK);
    CHECK_TIME(now(), 0.2);
    CHECK_INT(eddy_frame(a, work)->result, 1);
    CHECK_INT(eddy_frame(b, work)->result, 1);
    CHECK_INT(requests(), 0);
    return EDDY_OK;
}

TEST_MAIN(a_group_without_tasks_does_not_suspend) {
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "callback");
    eddy_task_group group = eddy_task_group_begin();
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_OK);
    group = eddy_task_group_begin();
    eddy_task a = eddy_task_group_go(group, work, .delay = 0);
    EDDY_TRY(eddy_await(a));
    log_clear();
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "callback");
    EDDY_TRY(eddy_sleep(0));
    log_clear();
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_OK); /* all have ended before */
    CHECK_TEXT(log_text(), "");
    return EDDY_OK;
}

TEST_MAIN(the_block_itself_may_take_longer) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, work, .delay = 0.1);
    eddy_task_group_go(group, work, .delay = 0.2);
    int status = eddy_sleep(0.3);
    CHECK_INT(eddy_task_group_end(group, status), EDDY_OK);
    CHECK_TIME(now(), 0.3);
    return EDDY_OK;
}

TEST_MAIN(tasks_come_and_go_in_a_group) {
    eddy_task_group group = eddy_task_group_begin();
    for (int i = 0; i < 10; i++) {
        EDDY_TRY(eddy_sleep(0.1));
        eddy_task_group_go(group, work, .delay = 0.25);
    }
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_OK);
    CHECK_TIME(now(), 2);
    return EDDY_OK;
}

struct spawns {
    eddy_task_group group;
    int depth;
};
static int spawns(struct spawns *self) {
    EDDY_TRY(eddy_sleep(0.1));
    log_word("%d", self->depth);
    if (self->depth == 0) return EDDY_OK;
    /* in turn the group's, not this task's: its handle goes with this task */
    eddy_task_group_go(self->group, spawns, .group = self->group, .depth = self->depth - 1);
    eddy_task_group_go(self->group, spawns, .group = self->group, .depth = self->depth - 1);
    return EDDY_OK;
}

TEST_MAIN(tasks_of_a_group_make_more) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, spawns, .group = group, .depth = 2);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_OK);
    CHECK_TEXT(log_text(), "2 1 1 0 0 0 0");
    CHECK_TIME(now(), 0.3);
    return EDDY_OK;
}

TEST_MAIN(a_cancelled_task_is_no_error_of_its_group) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task a = eddy_task_group_go(group, work, .delay = 1);
    eddy_task b = eddy_task_group_go(group, work, .delay = 2);
    eddy_task_cancel(a);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_OK);
    CHECK(eddy_future_cancelled(a));
    CHECK_INT(eddy_frame(b, work)->result, 1);
    return EDDY_OK;
}

/* ---- a task fails ---- */

TEST_MAIN(a_failing_task_cancels_the_others) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task a = eddy_task_group_go(group, work, .delay = 0.1, .status = 3);
    eddy_task b = eddy_task_group_go(group, work, .delay = 5, .word = "b");
    eddy_task c = eddy_task_group_go(group, work, .delay = 5, .word = "c");
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_ERROR_GROUP);
    CHECK_TIME(now(), 0.1);
    CHECK_TEXT(log_text(), "b! c!"); /* in the order they were made */
    CHECK(eddy_future_cancelled(b) && eddy_future_cancelled(c));
    CHECK_INT(eddy_future_exception(a), 3);
    CHECK_TEXT(eddy_error_message(), "unhandled errors in a task group");
    const eddy_error_info *error = eddy_error(EDDY_ERROR_GROUP);
    CHECK_INT(error->status, EDDY_ERROR_GROUP);
    CHECK_INT((long long)error->count, 1);
    CHECK_INT(error->members[0]->status, 3);
    CHECK_TEXT(error->members[0]->message, "error 3");
    CHECK_INT((long long)error->members[0]->count, 0);
    CHECK_INT(requests(), 0);
    return eddy_sleep(1);
}

TEST_MAIN(a_failing_task_ends_the_block_too) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, work, .delay = 0.1, .status = 3);
    eddy_task_group_go(group, work, .delay = 0.1, .status = 3);
    eddy_task_group_go(group, work, .delay = 0.1, .status = 3);
    eddy_task d = eddy_task_group_go(group, work, .delay = 5);
    int status = eddy_sleep(10);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(requests(), 1);
    CHECK_INT(eddy_task_group_end(group, status), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "3 3 3"); /* they failed in one iteration: before they were cancelled */
    CHECK(eddy_future_cancelled(d));
    CHECK_INT(requests(), 0);
    CHECK_TIME(now(), 0.1);
    return eddy_sleep(1);
}

TEST_MAIN(errors_of_the_cleanup_are_members_too) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, cleans, .cleanup = 2, .status = 4);
    eddy_task_group_go(group, cleans, .cleanup = 1, .status = 5);
    eddy_task_group_go(group, cleans, .cleanup = 1);
    eddy_task_group_go(group, cleans, .cleanup = 1, .status = IGNORES);
    eddy_task_group_go(group, work, .delay = 1, .status = 3);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_ERROR_GROUP);
    CHECK_TIME(now(), 3);
    CHECK_TEXT(members(), "3 5 4"); /* in the order they came */
    return EDDY_OK;
}

TEST_MAIN(an_error_without_a_message_has_that_of_its_status) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, waits, .on = {0});
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_ERROR_GROUP);
    const eddy_error_info *error = eddy_error(EDDY_ERROR_GROUP);
    CHECK_INT(error->members[0]->status, EDDY_NOT_AWAITABLE);
    CHECK_TEXT(error->members[0]->message, eddy_strerror(EDDY_NOT_AWAITABLE));
    return EDDY_OK;
}

/* The group is told before who awaits it in the block, and cancels that. */
TEST_MAIN(who_awaits_a_failing_task_of_the_group_is_told_by_the_group) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task a = eddy_task_group_go(group, work, .delay = 1, .status = 3);
    int status = eddy_await(a);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_task_group_end(group, status), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "3");
    CHECK_INT(requests(), 0);
    return eddy_sleep(1);
}

/* ---- the block fails ---- */

TEST_MAIN(an_error_of_the_block_cancels_the_tasks) {
    for (int i = 0; i < 2; i++) {
        eddy_task_group group = eddy_task_group_begin();
        eddy_task a = eddy_task_group_go(group, work, .delay = 1);
        eddy_task b = eddy_task_group_go(group, work, .delay = 2);
        if (i == 1) EDDY_TRY(eddy_sleep(0.1));
        CHECK_INT(eddy_task_group_end(group, eddy_raise(6, "six")), EDDY_ERROR_GROUP);
        CHECK(eddy_future_cancelled(a) && eddy_future_cancelled(b));
        CHECK_TEXT(members(), "6");
        CHECK_TEXT(eddy_error(EDDY_ERROR_GROUP)->members[0]->message, "six");
    }
    CHECK_TIME(now(), 0.1);
    return EDDY_OK;
}

TEST_MAIN(an_error_of_the_block_after_one_of_a_task) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, work, .delay = 0.1, .status = 3);
    CHECK_INT(eddy_sleep(10), EDDY_CANCELLED);
    CHECK_INT(eddy_task_group_end(group, eddy_raise(6, "six")), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "3 6");
    CHECK_INT(requests(), 0);
    return eddy_sleep(1);
}

TEST_MAIN(the_blocks_own_message_outlives_the_wait) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, cleans, .cleanup = 1, .status = 6); /* another error 6 */
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_task_group_end(group, eddy_raise(6, "the block's")), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "6 6");
    const eddy_error_info *error = eddy_error(EDDY_ERROR_GROUP);
    CHECK_TEXT(error->members[0]->message, "error 6");
    CHECK_TEXT(error->members[1]->message, "the block's");
    return EDDY_OK;
}

/* ---- cancelled from outside ---- */

struct block {
    const char *word;
    double sleeps;          /* in the block; negative: not at all */
    int then;               /* what it raises when that was cancelled; 0: it passes it on */
    double cleanup;         /* how long it takes then */
    int task_status;        /* with which its tasks answer a cancellation; 0: as cancelled */
    int tasks, crash_after; /* milliseconds until another one fails with 9; 0: none */
};
static int block(struct block *self) {
    eddy_task_group group = eddy_task_group_begin();
    for (int i = 0; i < self->tasks; i++)
        eddy_task_group_go(group, cleans, .word = "x", .status = self->task_status);
    if (self->crash_after > 0)
        eddy_task_group_go(group, work, .delay = self->crash_after / 1e3, .status = 9);
    int status = self->sleeps < 0 ? EDDY_OK : eddy_sleep(self->sleeps);
    if (status != EDDY_OK) log_word("block!");
    if (status != EDDY_OK && self->cleanup > 0) CHECK_INT(eddy_sleep(self->cleanup), EDDY_OK);
    if (status != EDDY_OK && self->then != 0) status = eddy_raise(self->then, "then");
    return eddy_task_group_end(group, status);
}

/* Cancels the task of a block after 0.1 s; its status. */
static int cancel_block(eddy_task task) {
    EDDY_TRY(eddy_sleep(0.1));
    CHECK(!eddy_future_done(task));
    CHECK(eddy_task_cancel(task));
    return eddy_await(task);
}

TEST_MAIN(a_group_that_is_cancelled_cancels_its_tasks) {
    CHECK_INT(cancel_block(eddy_go(block, .sleeps = -1, .tasks = 5)), EDDY_CANCELLED);
    CHECK_TEXT(log_text(), "x x x x x");
    log_clear();
    CHECK_INT(cancel_block(eddy_go(block, .sleeps = 10, .tasks = 3)), EDDY_CANCELLED);
    CHECK_TEXT(log_text(), "block! x x x");
    log_clear();
    CHECK_INT(cancel_block(eddy_go(block, .sleeps = 10)), EDDY_CANCELLED); /* no tasks */
    CHECK_TEXT(log_text(), "block!");
    CHECK_TIME(now(), 0.3);
    return EDDY_OK;
}

TEST_MAIN(errors_come_before_a_cancellation) {
    CHECK_INT(cancel_block(eddy_go(block, .sleeps = 10, .tasks = 5, .task_status = 7)),
              EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "7 7 7 7 7");
    CHECK_INT(cancel_block(eddy_go(block, .sleeps = -1, .tasks = 2, .task_status = 7)),
              EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "7 7");
    CHECK_INT(cancel_block(eddy_go(block, .sleeps = 10, .then = 8)), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "8");
    return EDDY_OK;
}

TEST_MAIN(a_task_that_fails_while_the_block_cleans_up) {
    /* cancelled at 0.1, a task fails at 0.3, the block has cleaned up at 0.6 */
    CHECK_INT(cancel_block(eddy_go(block, .sleeps = 10, .cleanup = 0.1, .crash_after = 300)),
              EDDY_CANCELLED); /* the task was cancelled first */
    return EDDY_OK;
}

static int block_in_cleanup(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, work, .delay = 0.3, .status = 9);
    int status = eddy_sleep(10);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_sleep(0.5), EDDY_CANCELLED); /* the failing task cancels the block again */
    CHECK_TIME(now(), 0.3);
    return eddy_task_group_end(group, status);
}

static int awaits_block(void) {
    return eddy_await(eddy_go(block_in_cleanup));
}

TEST_MAIN(a_task_that_fails_while_the_cancelled_block_goes_on) {
    CHECK_INT(cancel_block(eddy_go(awaits_block)), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "9");
    return EDDY_OK;
}

TEST_MAIN(a_group_is_cancelled_again_while_it_waits) {
    eddy_task task = eddy_go(block, .sleeps = 10, .tasks = 0);
    CHECK_INT(cancel_block(task), EDDY_CANCELLED);
    eddy_task_group group = eddy_task_group_begin();
    eddy_task slow = eddy_task_group_go(group, cleans, .cleanup = 1);
    EDDY_TRY(pass(1));
    eddy_task self = eddy_current_task();
    for (int i = 0; i < 3; i++) {
        eddy_task_cancel(self);
        CHECK_INT(eddy_sleep(0), EDDY_CANCELLED);
    }
    cancel_soon(&self); /* and once more, while it waits for the task */
    CHECK_INT(eddy_task_group_end(group, EDDY_CANCELLED), EDDY_CANCELLED);
    CHECK(eddy_future_cancelled(slow));
    CHECK_INT(requests(), 4);
    CHECK_TIME(now(), 1.1);
    while (eddy_task_uncancel(self) > 0) {
    }
    return EDDY_OK;
}

/* ---- the count of cancellations ---- */

TEST_MAIN(two_groups_of_one_task_that_both_fail) {
    eddy_task_group outer = eddy_task_group_begin(), inner = eddy_task_group_begin();
    eddy_task_group_go(inner, work, .delay = 0, .status = 3);
    eddy_task_group_go(outer, work, .delay = 0, .status = 4);
    CHECK_INT(eddy_task_group_end(inner, EDDY_OK), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "3");
    CHECK_INT(requests(), 1); /* the outer's is still due */
    CHECK_INT(eddy_task_group_end(outer, EDDY_OK), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "4");
    CHECK_INT(requests(), 0);
    return eddy_sleep(1);
}

static eddy_event began;
static int raises(void) {
    eddy_event_set(began);
    EDDY_TRY(eddy_sleep(0));
    return eddy_raise(3, "three");
}
static int goes_on_after_the_group(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, raises);
    int status = eddy_sleep(1);
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_task_group_end(group, status), EDDY_ERROR_GROUP);
    CHECK_INT(requests(), 1);
    status = eddy_sleep(1); /* the cancellation from outside is still due */
    CHECK_INT(status, EDDY_CANCELLED);
    return status;
}

TEST_MAIN(a_cancellation_beside_an_error_is_not_lost) {
    began = eddy_event_new();
    eddy_task task = eddy_go(goes_on_after_the_group);
    EDDY_TRY(eddy_event_wait(began));
    CHECK_INT(eddy_task_cancelling(task), 0);
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK(eddy_future_cancelled(task));
    return EDDY_OK;
}

/* ---- one in another ---- */

struct nested {
    bool task_in_outer;
};
static int nested(struct nested *self) {
    eddy_task_group outer = eddy_task_group_begin();
    if (self->task_in_outer) eddy_task_group_go(outer, work, .delay = 10);
    eddy_task_group inner = eddy_task_group_begin();
    for (int i = 0; i < 2; i++) eddy_task_group_go(inner, cleans, .status = 7);
    int status = eddy_task_group_end(inner, eddy_sleep(10));
    return eddy_task_group_end(outer, status);
}

TEST_MAIN(the_error_of_an_inner_group_is_one_member_of_the_outer) {
    CHECK_INT(cancel_block(eddy_go(nested, .task_in_outer = false)), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "( 7 7 )");
    CHECK_INT(cancel_block(eddy_go(nested, .task_in_outer = true)), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "( 7 7 )");
    CHECK_TEXT(eddy_error(EDDY_ERROR_GROUP)->members[0]->message,
               "unhandled errors in a task group");
    return EDDY_OK;
}

static int two_crash(double outer_delay, double inner_delay) {
    eddy_task_group outer = eddy_task_group_begin();
    eddy_task_group_go(outer, work, .delay = outer_delay, .status = 1);
    eddy_task_group inner = eddy_task_group_begin();
    eddy_task_group_go(inner, work, .delay = inner_delay, .status = 2);
    return eddy_task_group_end(outer, eddy_task_group_end(inner, EDDY_OK));
}

TEST_MAIN(the_outer_group_fails_and_the_inner_is_cancelled) {
    CHECK_INT(two_crash(0.1, 10), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "1");
    CHECK_INT(requests(), 0);
    CHECK_INT(two_crash(10, 0.1), EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "( 2 )");
    CHECK_INT(requests(), 0);
    CHECK_TIME(now(), 0.2);
    return eddy_sleep(1);
}

TEST_MAIN(a_group_in_a_timeout) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 0.5));
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, cleans, .word = "x");
    int status = eddy_task_group_end(group, eddy_sleep(10));
    CHECK_INT(status, EDDY_CANCELLED);
    CHECK_INT(eddy_timeout_end(&timeout, status), EDDY_TIMEOUT);
    CHECK_TEXT(log_text(), "x");
    CHECK_TIME(now(), 0.5);
    /* a task that fails in its cleanup: the group's error comes before the timeout */
    EDDY_TRY(eddy_timeout_begin(&timeout, 0.5));
    group = eddy_task_group_begin();
    eddy_task_group_go(group, cleans, .status = 5);
    CHECK_INT(eddy_timeout_end(&timeout, eddy_task_group_end(group, eddy_sleep(10))),
              EDDY_ERROR_GROUP);
    CHECK_TEXT(members(), "5");
    CHECK(eddy_timeout_expired(&timeout));
    CHECK_INT(requests(), 0);
    return eddy_sleep(1);
}

TEST_MAIN(a_timeout_in_a_group) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, work, .delay = 1);
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 0.5));
    int status = eddy_timeout_end(&timeout, eddy_sleep(10));
    CHECK_INT(eddy_task_group_end(group, status), EDDY_ERROR_GROUP);
    CHECK_INT(eddy_error(EDDY_ERROR_GROUP)->members[0]->status, EDDY_TIMEOUT);
    CHECK_TIME(now(), 0.5);
    return eddy_sleep(1);
}
