/* eddy_shield: to await without passing on a cancellation. */
#include "tasks.h"

struct shields {
    eddy_awaitable on;
    const char *word;
};
static int shields(struct shields *self) {
    int status = eddy_shield(self->on);
    if (self->word) log_word("%s:%s", self->word, eddy_error_name(status));
    return status;
}

TEST_MAIN(shield_gives_the_result) {
    eddy_task task = eddy_go(work, .delay = 1);
    CHECK_INT(eddy_shield(task), EDDY_OK);
    CHECK_TIME(now(), 1);
    CHECK_INT(eddy_frame(task, work)->result, 1);
    eddy_coroutine coroutine = eddy_coro(work, .delay = 1); /* it is made a task */
    CHECK_INT(eddy_shield(coroutine), EDDY_OK);
    CHECK(!eddy_iscoroutine(coroutine));
    CHECK_TEXT(eddy_task_get_name(coroutine), "work-3");
    CHECK_INT(eddy_frame(coroutine, work)->result, 1);
    return EDDY_OK;
}

TEST_MAIN(shield_gives_the_error_and_its_message) {
    CHECK_INT(eddy_shield(eddy_go(work, .delay = 1, .status = 5)), 5);
    CHECK_TEXT(eddy_error_message(), "error 5");
    eddy_future future = eddy_create_future(0);
    eddy_task task = eddy_go(shields, .on = future);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_future_set_exception(future, 6, "six"), EDDY_OK);
    CHECK_INT(eddy_await(task), 6);
    CHECK_TEXT(eddy_error_message(), "six");
    return EDDY_OK;
}

TEST_MAIN(what_is_cancelled_within_a_shield_is_cancelled) {
    eddy_future future = eddy_create_future(0);
    eddy_task task = eddy_go(shields, .on = future);
    EDDY_TRY(pass(1));
    CHECK(eddy_future_cancel(future));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK(eddy_future_cancelled(task));
    CHECK_INT(eddy_task_cancelling(task), 0);
    return EDDY_OK;
}

static int done_main(void) {
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "callback");
    eddy_future future = eddy_create_future(0);
    eddy_future_set_result(future, NULL);
    CHECK_INT(eddy_shield(future), EDDY_OK);
    log_word("shielded");
    return eddy_sleep(0);
}

TEST(a_shield_of_what_is_done_does_not_suspend) {
    CHECK_INT(run_virtual(done_main), EDDY_OK);
    CHECK_TEXT(log_text(), "shielded callback");
}

TEST_MAIN(a_cancelled_shield_leaves_it_running) {
    eddy_future future = eddy_create_future(0);
    eddy_task inner = eddy_go(waits, .on = future, .word = "inner");
    eddy_task outer = eddy_go(shields, .on = inner, .word = "outer");
    EDDY_TRY(pass(2));
    CHECK(eddy_task_cancel(outer));
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
    CHECK(!eddy_future_done(inner));
    CHECK_INT(eddy_task_cancelling(inner), 0);
    CHECK_INT(eddy_task_cancelling(outer), 1);
    CHECK_INT(eddy_future_set_result(future, NULL), EDDY_OK);
    CHECK_INT(eddy_await(inner), EDDY_OK);
    CHECK_TEXT(log_text(), "outer:EDDY_CANCELLED inner");
    return EDDY_OK;
}

static int shields_a_coroutine(void) {
    return eddy_shield(eddy_coro(work, .delay = 1, .word = "inner"));
}

TEST_MAIN(a_shielded_coroutine_goes_on_as_a_task) {
    eddy_task outer = eddy_go(shields_a_coroutine);
    EDDY_TRY(eddy_sleep(0.5));
    CHECK(eddy_task_cancel(outer));
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
    CHECK_TEXT(log_text(), "");
    EDDY_TRY(eddy_sleep(1));
    CHECK_TEXT(log_text(), "inner");
    return EDDY_OK;
}

TEST_MAIN(cancel_again_comes_out_of_the_shield_again) {
    eddy_task inner = eddy_go(work, .delay = 1);
    struct shields frame = {.on = inner, .word = "shield"};
    for (int i = 0; i < 3; i++) {
        CHECK(eddy_task_cancel(eddy_current_task()));
        CHECK_INT(shields(&frame), EDDY_CANCELLED);
    }
    CHECK(!eddy_future_done(inner));
    CHECK_INT(eddy_task_cancelling(inner), 0);
    CHECK_INT(shields(&frame), EDDY_OK);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

TEST_MAIN(many_shield_the_same) {
    eddy_task inner = eddy_go(work, .delay = 1);
    eddy_task a = eddy_go(shields, .on = inner), b = eddy_go(shields, .on = inner);
    eddy_task c = eddy_go(waits, .on = inner);
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel(a));
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK_INT(eddy_gather(b, c), EDDY_OK);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

TEST_MAIN(shield_of_a_gather) {
    eddy_future a = eddy_create_future(0), b = eddy_create_future(0);
    eddy_future both = eddy_gather_future((eddy_awaitable[]){a, b}, 2, EDDY_RAISE_FIRST);
    eddy_task outer = eddy_go(shields, .on = both);
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel(outer));
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
    CHECK(!eddy_future_done(a) && !eddy_future_done(b) && !eddy_future_done(both));
    eddy_future_set_result(a, NULL);
    eddy_future_set_result(b, NULL);
    CHECK_INT(eddy_await(both), EDDY_OK);
    return EDDY_OK;
}

TEST_MAIN(gather_of_shields) {
    eddy_future a = eddy_create_future(0), b = eddy_create_future(0);
    eddy_task inner_a = eddy_go(shields, .on = a), inner_b = eddy_go(shields, .on = b);
    eddy_future both =
        eddy_gather_future((eddy_awaitable[]){inner_a, inner_b}, 2, EDDY_RAISE_FIRST);
    EDDY_TRY(pass(1));
    CHECK(eddy_future_cancel(both));
    CHECK_INT(eddy_await(both), EDDY_CANCELLED);
    CHECK(eddy_future_cancelled(inner_a) && eddy_future_cancelled(inner_b));
    CHECK(!eddy_future_done(a) && !eddy_future_done(b));
    eddy_future_set_result(a, NULL);
    eddy_future_set_result(b, NULL);
    return pass(2);
}

/* ---- an error that comes when the shield is gone ---- */

static int late_error_main(void) {
    reports_catch(NULL);
    eddy_task inner = eddy_go(work, .delay = 1, .status = 8);
    eddy_task outer = eddy_go(shields, .on = inner);
    EDDY_TRY(pass(1));
    eddy_task_cancel(outer);
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
    EDDY_TRY(eddy_sleep(2));
    eddy_release(inner);
    CHECK_INT(reports_count(), 1);
    CHECK_CONTAINS(reports_text(), "was never retrieved");
    CHECK_CONTAINS(reports_text(), "error 8");
    return EDDY_OK;
}

TEST(an_error_that_comes_after_the_shield_is_reported) {
    CHECK_INT(run_virtual(late_error_main), EDDY_OK);
}

/* As in asyncio: the shield has seen it, whether or not its task was told. */
TEST_MAIN(an_error_that_meets_the_cancellation_of_its_shield_is_seen) {
    eddy_future inner = eddy_create_future(0);
    eddy_task outer = eddy_go(shields, .on = inner);
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel(outer));
    CHECK_INT(eddy_future_set_exception(inner, 8, "eight"), EDDY_OK);
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
    eddy_release(inner); /* reports what nobody has seen: on stderr */

    inner = eddy_create_future(0);
    outer = eddy_go(shields, .on = inner);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_future_set_exception(inner, 9, "nine"), EDDY_OK);
    CHECK(eddy_task_cancel(outer));
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
    eddy_release(inner);
    return EDDY_OK;
}

/* ---- what it refuses ---- */

static eddy_task foreign;
static int makes_foreign(void) {
    foreign = eddy_create_future(0);
    return EDDY_OK;
}

static int shields_itself(void) {
    return eddy_shield(eddy_current_task());
}

TEST_MAIN(shield_checks_its_argument) {
    CHECK_INT(eddy_shield((eddy_awaitable){0}), EDDY_NOT_AWAITABLE);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_NOT_AWAITABLE));
    CHECK_INT(eddy_shield((eddy_awaitable){eddy_lock_new().id}), EDDY_NOT_AWAITABLE);
    CHECK_INT(eddy_await(eddy_go(makes_foreign)), EDDY_OK);
    CHECK_INT(eddy_shield(foreign), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_shield(eddy_coroutine_new("none", NULL, NULL, NULL, 0)), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_await(eddy_go(shields_itself)), EDDY_AWAITS_ITSELF);
    eddy_coroutine coroutine = eddy_coro(work, .delay = 0);
    CHECK_INT(eddy_await(coroutine), EDDY_OK);
    CHECK_INT(eddy_shield(coroutine), EDDY_ALREADY_AWAITED);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_ALREADY_AWAITED));
    return EDDY_OK;
}
