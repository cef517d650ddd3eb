/* Coroutine objects: states, inline await, running once. */
#include "harness.h"

static const char *state_of(eddy_coroutine coroutine) {
    return eddy_coroutine_state_name(eddy_getcoroutinestate(coroutine));
}

struct add {
    int a, b, sum;
};
static int add(struct add *self) {
    log_word("start");
    EDDY_TRY(eddy_sleep(0.5));
    self->sum = self->a + self->b;
    log_word("end");
    return EDDY_OK;
}

static int inline_main(void) {
    eddy_coroutine coroutine = eddy_coro(add, .a = 2, .b = 3);
    CHECK(eddy_iscoroutine(coroutine));
    CHECK_TEXT(log_text(), "");
    CHECK_TEXT(state_of(coroutine), "CORO_CREATED");
    CHECK_INT(eddy_frame(coroutine, add)->a, 2);
    CHECK_INT(eddy_frame(coroutine, add)->sum, 0);
    CHECK_INT(eddy_await(coroutine), EDDY_OK);
    CHECK_TEXT(log_text(), "start end");
    CHECK_TEXT(state_of(coroutine), "CORO_CLOSED");
    CHECK_INT(eddy_frame(coroutine, add)->sum, 5);
    CHECK_TEXT(eddy_task_get_name(coroutine), ""); /* it never was a task */
    return EDDY_OK;
}

TEST(awaiting_a_coroutine_object_runs_it_in_the_caller) {
    CHECK_INT(run_virtual(inline_main), EDDY_OK);
}

static int direct_main(void) {
    struct add frame = {.a = 20, .b = 22};
    EDDY_TRY(add(&frame));
    CHECK_INT(frame.sum, 42);
    return EDDY_OK;
}

TEST(calling_a_coroutine_function_runs_it_in_the_caller) {
    CHECK_INT(run_virtual(direct_main), EDDY_OK);
}

static eddy_coroutine inspected;

static void log_state(void *unused) {
    (void)unused;
    log_word("%s", state_of(inspected));
}

static int inspect(void) {
    log_state(NULL);
    eddy_loop_call_soon(eddy_get_running_loop(), log_state, NULL);
    return eddy_sleep(1);
}

static int states_of_task_main(void) {
    inspected = eddy_coro(inspect);
    log_state(NULL);
    eddy_task task = eddy_create_task(inspected);
    log_state(NULL);
    EDDY_TRY(eddy_sleep(0.5));
    log_state(NULL);
    EDDY_TRY(eddy_await(task));
    log_state(NULL);
    return EDDY_OK;
}

TEST(a_coroutine_in_a_task_has_four_states) {
    CHECK_INT(run_virtual(states_of_task_main), EDDY_OK);
    CHECK_TEXT(log_text(), "CORO_CREATED CORO_CREATED CORO_RUNNING CORO_SUSPENDED CORO_SUSPENDED "
                           "CORO_CLOSED");
}

static int states_inline_main(void) {
    inspected = eddy_coro(inspect);
    log_state(NULL);
    EDDY_TRY(eddy_await(inspected));
    log_state(NULL);
    return EDDY_OK;
}

TEST(a_coroutine_awaited_inline_has_four_states) {
    CHECK_INT(run_virtual(states_inline_main), EDDY_OK);
    CHECK_TEXT(log_text(), "CORO_CREATED CORO_RUNNING CORO_SUSPENDED CORO_CLOSED");
}

static int states_of_others_main(void) {
    CHECK_TEXT(state_of(eddy_current_task()), "CORO_RUNNING");
    CHECK_TEXT(state_of((eddy_coroutine){0}), "CORO_CLOSED");
    CHECK_TEXT(state_of(eddy_create_future(0)), "CORO_CLOSED");
    CHECK(!eddy_iscoroutine(eddy_current_task()));
    CHECK(!eddy_iscoroutine(eddy_create_future(0)));
    CHECK(!eddy_iscoroutine((eddy_awaitable){0}));
    return EDDY_OK;
}

TEST(what_is_no_coroutine_is_closed) {
    CHECK_INT(run_virtual(states_of_others_main), EDDY_OK);
    CHECK_TEXT(eddy_coroutine_state_name((eddy_coroutine_state)99), "unknown");
}

/* ---- once ---- */

static int nothing(void) {
    return EDDY_OK;
}

static eddy_coroutine own;

static int await_own(void) {
    CHECK_INT(eddy_await(own), EDDY_ALREADY_AWAITED);
    return EDDY_OK;
}

static int reuse_main(void) {
    eddy_coroutine awaited = eddy_coro(nothing);
    EDDY_TRY(eddy_await(awaited));
    CHECK_INT(eddy_await(awaited), EDDY_ALREADY_AWAITED);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_ALREADY_AWAITED));
    CHECK_INT(eddy_check(eddy_create_task(awaited)), EDDY_ALREADY_AWAITED);
    CHECK_INT(eddy_gather(awaited), EDDY_ALREADY_AWAITED);

    eddy_coroutine scheduled = eddy_coro(nothing);
    eddy_task task = eddy_create_task(scheduled);
    CHECK_INT(eddy_check(eddy_create_task(scheduled)), EDDY_ALREADY_AWAITED);
    CHECK(task.id == scheduled.id);
    EDDY_TRY(eddy_await(scheduled)); /* the handle is a task's now: any number of times */
    EDDY_TRY(eddy_await(scheduled));
    CHECK_INT(eddy_check(eddy_create_task(scheduled)), EDDY_ALREADY_AWAITED);

    own = eddy_coro(await_own);
    EDDY_TRY(eddy_await(own));
    return EDDY_OK;
}

TEST(a_coroutine_object_runs_once) {
    CHECK_INT(run_virtual(reuse_main), EDDY_OK);
}

/* ---- errors ---- */

static int fail_with_message(void) {
    return eddy_raise(77, "seventy-%s", "seven");
}
static int fail_bare(void) {
    return 78;
}

static int errors_main(void) {
    eddy_coroutine a = eddy_coro(fail_with_message);
    CHECK_INT(eddy_await(a), 77);
    CHECK_TEXT(eddy_error_message(), "seventy-seven");
    CHECK_INT(eddy_future_exception(a), 77);
    CHECK_TEXT(eddy_future_message(a), "seventy-seven");

    eddy_coroutine b = eddy_coro(fail_bare);
    CHECK_INT(eddy_await(b), 78);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(78)); /* not what came before */
    CHECK_TEXT(eddy_future_message(b), eddy_strerror(78));
    return EDDY_OK;
}

TEST(an_awaited_coroutine_hands_on_its_error) {
    CHECK_INT(run_virtual(errors_main), EDDY_OK);
}

static int cancelled_inline_main(void) {
    eddy_coroutine coroutine = eddy_coro(add, .a = 1);
    eddy_task_cancel(eddy_current_task());
    CHECK_INT(eddy_await(coroutine), EDDY_CANCELLED);
    CHECK(eddy_future_cancelled(coroutine));
    CHECK_TEXT(log_text(), "start");
    return EDDY_OK;
}

TEST(a_cancellation_reaches_into_an_inline_coroutine) {
    CHECK_INT(run_virtual(cancelled_inline_main), EDDY_OK);
}

/* A coroutine object is not a future: only a task of it can be cancelled or listened to. */
static void never_called(eddy_future future, void *argument) {
    (void)future;
    (void)argument;
    log_word("called");
}

static int not_yet_a_task_main(void) {
    eddy_coroutine coroutine = eddy_coro(nothing);
    CHECK(!eddy_future_cancel(coroutine));
    CHECK(!eddy_task_cancel(coroutine));
    CHECK_INT(eddy_task_cancelling(coroutine), 0);
    CHECK_INT(eddy_task_uncancel(coroutine), 0);
    CHECK_INT(eddy_future_add_done_callback(coroutine, never_called, NULL), EDDY_NOT_AWAITABLE);
    CHECK_INT(eddy_future_exception(coroutine), EDDY_INVALID_STATE);
    EDDY_TRY(eddy_await(coroutine));
    EDDY_TRY(eddy_sleep(0));
    CHECK_TEXT(log_text(), "");
    return EDDY_OK;
}

TEST(a_coroutine_object_is_not_cancelled_or_listened_to) {
    CHECK_INT(run_virtual(not_yet_a_task_main), EDDY_OK);
}

/* ---- making ---- */

struct thirty_two {
    int v[40];
    int a;
};
static int thirty_two(struct thirty_two *self) {
    int sum = self->a;
    for (int i = 0; i < 31; i++) sum += self->v[i];
    return sum;
}

static int many_arguments_main(void) {
    CHECK_INT(eddy_await(eddy_coro(
                  thirty_two, .v[0] = 1, .v[1] = 1, .v[2] = 1, .v[3] = 1, .v[4] = 1, .v[5] = 1,
                  .v[6] = 1, .v[7] = 1, .v[8] = 1, .v[9] = 1, .v[10] = 1, .v[11] = 1, .v[12] = 1,
                  .v[13] = 1, .v[14] = 1, .v[15] = 1, .v[16] = 1, .v[17] = 1, .v[18] = 1,
                  .v[19] = 1, .v[20] = 1, .v[21] = 1, .v[22] = 1, .v[23] = 1, .v[24] = 1,
                  .v[25] = 1, .v[26] = 1, .v[27] = 1, .v[28] = 1, .v[29] = 1, .v[30] = 1)),
              31);
    /* all 32 */
    return eddy_await(
        eddy_coro(thirty_two, .v[0] = 0, .v[1] = 0, .v[2] = 0, .v[3] = 0, .v[4] = 0, .v[5] = 0,
                  .v[6] = 0, .v[7] = 0, .v[8] = 0, .v[9] = 0, .v[10] = 0, .v[11] = 0, .v[12] = 0,
                  .v[13] = 0, .v[14] = 0, .v[15] = 0, .v[16] = 0, .v[17] = 0, .v[18] = 0,
                  .v[19] = 0, .v[20] = 0, .v[21] = 0, .v[22] = 0, .v[23] = 0, .v[24] = 0,
                  .v[25] = 0, .v[26] = 0, .v[27] = 0, .v[28] = 0, .v[29] = 0, .v[30] = 0, .a = 0));
}

TEST(a_coroutine_takes_up_to_32_arguments) {
    CHECK_INT(run_virtual(many_arguments_main), EDDY_OK);
}

static int invalid_main(void) {
    CHECK_INT(eddy_await(eddy_coroutine_new("x", NULL, NULL, NULL, 0)), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_await(eddy_coroutine_new_bare("x", NULL, NULL)), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_await(eddy_create_task(eddy_coroutine_new("x", NULL, NULL, NULL, 0))),
              EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_await(eddy_coroutine_new(NULL, NULL, (eddy_coroutine_function *)add,
                                            &(struct add){.a = 1}, sizeof(struct add))),
              EDDY_OK);
    return EDDY_OK;
}

TEST(an_error_in_making_comes_out_of_the_await) {
    CHECK_INT(run_virtual(invalid_main), EDDY_OK);
    CHECK_INT(eddy_check(eddy_coro(nothing)), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_check(eddy_go(add, .a = 1)), EDDY_NO_RUNNING_LOOP);
}
