/* Tasks: names, results, errors. Cancelling: see cancel.c. */
#include "harness.h"

static int nothing(void) {
    return EDDY_OK;
}

/* ---- names ---- */

static int names_main(void) {
    CHECK_TEXT(eddy_task_get_name(eddy_current_task()), "main");
    eddy_task a = eddy_go(nothing), b = eddy_go(nothing);
    CHECK_TEXT(eddy_task_get_name(a), "nothing-2");
    CHECK_TEXT(eddy_task_get_name(b), "nothing-3");
    char name[] = "renamed";
    CHECK_INT(eddy_task_set_name(a, name), EDDY_OK);
    name[0] = 'X';
    CHECK_TEXT(eddy_task_get_name(a), "renamed");
    CHECK_INT(eddy_task_set_name(a, eddy_task_get_name(a)), EDDY_OK);
    CHECK_TEXT(eddy_task_get_name(a), "renamed");
    CHECK_INT(eddy_task_set_name(a, ""), EDDY_OK);
    CHECK_TEXT(eddy_task_get_name(a), "");
    CHECK_INT(eddy_task_set_name(a, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_task_set_name((eddy_task){0}, "x"), EDDY_NOT_AWAITABLE);
    CHECK_INT(eddy_task_set_name(eddy_create_future(0), "x"), EDDY_NOT_AWAITABLE);
    CHECK_TEXT(eddy_task_get_name((eddy_task){0}), "");
    CHECK_TEXT(eddy_task_get_name(eddy_create_future(0)), "");
    eddy_coroutine coroutine = eddy_coro(nothing);
    CHECK_TEXT(eddy_task_get_name(coroutine), "");
    CHECK_TEXT(eddy_task_get_name(eddy_create_task(coroutine)), "nothing-4");
    return eddy_gather(a, b, coroutine);
}

TEST(tasks_have_names_of_their_own) {
    CHECK_INT(run_virtual(names_main), EDDY_OK);
}

static int long_name_main(void) {
    static char name[5000];
    memset(name, 'n', sizeof name - 1);
    CHECK_INT(eddy_task_set_name(eddy_current_task(), name), EDDY_OK);
    CHECK_TEXT(eddy_task_get_name(eddy_current_task()), name);
    return EDDY_OK;
}

TEST(a_name_may_be_long) {
    CHECK_INT(run_virtual(long_name_main), EDDY_OK);
}

/* ---- results ---- */

struct square {
    int of, result;
};
static int square(struct square *self) {
    EDDY_TRY(eddy_sleep(1));
    self->result = self->of * self->of;
    return EDDY_OK;
}

static int results_main(void) {
    eddy_task tasks[10];
    for (int i = 0; i < 10; i++) tasks[i] = eddy_go(square, .of = i);
    CHECK(!eddy_future_done(tasks[0]));
    CHECK_INT(eddy_future_exception(tasks[0]), EDDY_INVALID_STATE);
    for (int i = 9; i >= 0; i--) EDDY_TRY(eddy_await(tasks[i]));
    CHECK_TIME(eddy_loop_time(eddy_get_running_loop()), 1);
    for (int i = 0; i < 10; i++) {
        CHECK_INT(eddy_frame(tasks[i], square)->result, i * i);
        CHECK(eddy_future_done(tasks[i]));
        CHECK_INT(eddy_future_exception(tasks[i]), EDDY_OK);
    }
    return EDDY_OK;
}

TEST(results_are_read_from_the_frames_of_tasks) {
    CHECK_INT(run_virtual(results_main), EDDY_OK);
}

static int order(void) {
    log_word("task");
    return EDDY_OK;
}

static int order_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop_call_soon(loop, log_call, "before");
    eddy_task task = eddy_go(order);
    eddy_loop_call_soon(loop, log_call, "after");
    log_word("main");
    EDDY_TRY(eddy_await(task));
    log_word("end");
    return EDDY_OK;
}

TEST(a_task_starts_in_the_next_iteration) {
    CHECK_INT(run_virtual(order_main), EDDY_OK);
    CHECK_TEXT(log_text(), "main before task after end");
}

/* ---- errors ---- */

static int fail(void) {
    EDDY_TRY(eddy_sleep(0.1));
    return eddy_raise(503, "overloaded: %d calls", 7);
}

struct middle {
    eddy_task inner;
};
static int middle(struct middle *self) {
    EDDY_TRY(eddy_await(self->inner));
    log_word("not reached");
    return EDDY_OK;
}

static int errors_main(void) {
    eddy_task inner = eddy_go(fail), outer = eddy_go(middle, .inner = inner);
    CHECK_INT(eddy_await(outer), 503);
    CHECK_TEXT(eddy_error_message(), "overloaded: 7 calls");
    CHECK_TEXT(eddy_future_message(outer), "overloaded: 7 calls");
    CHECK_INT(eddy_future_exception(inner), 503);
    CHECK_TEXT(eddy_future_message(inner), "overloaded: 7 calls");
    CHECK_TEXT(log_text(), "");
    return EDDY_OK;
}

TEST(an_error_goes_up_through_tasks_with_its_message) {
    CHECK_INT(run_virtual(errors_main), EDDY_OK);
}

static int twice_main(void) {
    eddy_task task = eddy_go(fail);
    eddy_task a = eddy_go(middle, .inner = task), b = eddy_go(middle, .inner = task);
    CHECK_INT(eddy_await(a), 503);
    CHECK_INT(eddy_await(b), 503);
    CHECK_TEXT(eddy_future_message(a), "overloaded: 7 calls");
    CHECK_TEXT(eddy_future_message(b), "overloaded: 7 calls");
    return EDDY_OK;
}

TEST(an_error_goes_to_everyone_who_awaits) {
    CHECK_INT(run_virtual(twice_main), EDDY_OK);
}

static int fail_bare(void) {
    return 503;
}

static int fail_again(void) {
    CHECK_INT(eddy_await(eddy_go(fail)), 503);
    return eddy_raise(2, "again: %s", eddy_error_message());
}

static int messages_main(void) {
    CHECK_TEXT(eddy_error_message(), "");
    CHECK_INT(eddy_raise(1, "first"), 1);
    CHECK_TEXT(eddy_error_message(), "first");
    CHECK_INT(eddy_await(eddy_go(fail_bare)), 503);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(503));
    CHECK_INT(eddy_await(eddy_go(fail_again)), 2);
    CHECK_TEXT(eddy_error_message(), "again: overloaded: 7 calls");
    EDDY_TRY(eddy_sleep(0)); /* success does not take the message away */
    CHECK_TEXT(eddy_error_message(), "again: overloaded: 7 calls");
    return EDDY_OK;
}

TEST(each_task_has_its_own_last_message) {
    CHECK_INT(run_virtual(messages_main), EDDY_OK);
    CHECK_TEXT(eddy_error_message(), "");
}

static int long_message(void) {
    char text[3000];
    memset(text, 'm', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    return eddy_raise(5, "<%s>", text);
}

static int long_message_main(void) {
    CHECK_INT(eddy_await(eddy_go(long_message)), 5);
    const char *message = eddy_error_message();
    CHECK_INT((long long)strlen(message), 3001);
    CHECK(message[0] == '<' && message[3000] == '>');
    return EDDY_OK;
}

TEST(a_message_may_be_long) {
    CHECK_INT(run_virtual(long_message_main), EDDY_OK);
}

/* A status without a message does not take an old message of the same status. */
static int old_message(void) {
    CHECK_INT(eddy_raise(EDDY_INVALID_STATE, "an old one"), EDDY_INVALID_STATE);
    eddy_future future = eddy_create_future(0);
    CHECK_INT(eddy_future_set_result(future, NULL), EDDY_OK);
    return eddy_future_set_result(future, NULL);
}

static int old_message_main(void) {
    CHECK_INT(eddy_await(eddy_go(old_message)), EDDY_INVALID_STATE);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_INVALID_STATE));
    return EDDY_OK;
}

TEST(the_message_is_that_of_the_last_call_that_failed) {
    CHECK_INT(run_virtual(old_message_main), EDDY_OK);
}

/* ---- current_task ---- */

static eddy_task seen;

static int look(void) {
    seen = eddy_current_task();
    return EDDY_OK;
}

static void look_in_callback(void *unused) {
    (void)unused;
    CHECK_INT(eddy_check(eddy_current_task()), EDDY_NOT_IN_TASK);
    log_word("callback");
}

static int current_main(void) {
    eddy_task main = eddy_current_task();
    eddy_task task = eddy_go(look);
    EDDY_TRY(eddy_await(task));
    CHECK(seen.id == task.id);
    CHECK(eddy_current_task().id == main.id);
    EDDY_TRY(eddy_await(eddy_coro(look)));
    CHECK(seen.id == main.id); /* inline: the awaiting task */
    eddy_loop_call_soon(eddy_get_running_loop(), look_in_callback, NULL);
    EDDY_TRY(eddy_sleep(0));
    CHECK_TEXT(log_text(), "callback");
    return EDDY_OK;
}

TEST(current_task_is_the_one_that_runs) {
    CHECK_INT(run_virtual(current_main), EDDY_OK);
    CHECK_INT(eddy_check(eddy_current_task()), EDDY_NOT_IN_TASK);
}

/* ---- made in a callback ---- */

static eddy_task made;

static void make_task(void *unused) {
    (void)unused;
    made = eddy_go(square, .of = 12);
}

static int made_in_callback_main(void) {
    eddy_loop_call_soon(eddy_get_running_loop(), make_task, NULL);
    EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(eddy_await(made));
    CHECK_INT(eddy_frame(made, square)->result, 144);
    return EDDY_OK;
}

TEST(a_callback_can_make_a_task) {
    CHECK_INT(run_virtual(made_in_callback_main), EDDY_OK);
}

/* ---- sleep ---- */

static int sleep_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(eddy_sleep(-3));
    CHECK_TIME(eddy_loop_time(loop), 0);
    EDDY_TRY(eddy_sleep(1e-9));
    CHECK_TIME(eddy_loop_time(loop), 1e-9);
    EDDY_TRY(eddy_sleep(86400.0 * 365));
    CHECK_TIME(eddy_loop_time(loop), 86400.0 * 365);
    CHECK_INT(eddy_sleep(NAN), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "NaN");
    return EDDY_OK;
}

TEST(sleep_takes_its_time_and_no_more) {
    CHECK_INT(run_virtual(sleep_main), EDDY_OK);
    CHECK_INT(eddy_sleep(1), EDDY_NOT_IN_TASK);
}

static int for_ever_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    EDDY_TRY(eddy_sleep(INFINITY)); /* the end of all clocks */
    double end = eddy_loop_time(loop);
    CHECK(end > 9e9);
    /* times do not wrap round to the beginning */
    eddy_handle late = eddy_loop_call_later(loop, INFINITY, log_call, "late");
    CHECK(eddy_handle_when(late) >= end);
    eddy_loop_call_at(loop, -INFINITY, log_call, "early");
    EDDY_TRY(eddy_sleep(INFINITY));
    CHECK(eddy_loop_time(loop) >= end);
    EDDY_TRY(eddy_sleep(1));
    CHECK_TEXT(log_text(), "early late");
    return EDDY_OK;
}

TEST(sleeping_for_ever_reaches_the_end_of_the_clock) {
    CHECK_INT(run_virtual(for_ever_main), EDDY_OK);
}
