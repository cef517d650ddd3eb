/* eddy_wait: some of many. */
#include "tasks.h"

static int wait_all(const eddy_awaitable *tasks, size_t count) {
    return eddy_wait(tasks, count, EDDY_FOREVER, EDDY_ALL_COMPLETED);
}

TEST_MAIN(wait_takes_the_time_of_the_slowest) {
    eddy_task tasks[2] = {eddy_go(work, .delay = 0.15), eddy_go(work, .delay = 0.1)};
    CHECK_INT(wait_all(tasks, 2), EDDY_OK);
    CHECK_TIME(now(), 0.15);
    CHECK(eddy_future_done(tasks[0]) && eddy_future_done(tasks[1]));
    CHECK_INT(wait_all(tasks, 2), EDDY_OK); /* all are done: it takes no time */
    CHECK_TIME(now(), 0.15);
    return EDDY_OK;
}

TEST_MAIN(wait_gives_no_errors_on) {
    eddy_task tasks[3] = {eddy_go(work, .delay = 0.15, .status = 7), eddy_go(work, .delay = 0.1),
                          eddy_go(work, .delay = 1)};
    eddy_task_cancel(tasks[2]);
    CHECK_INT(wait_all(tasks, 3), EDDY_OK);
    CHECK_TEXT(eddy_error_message(), "");
    CHECK_TIME(now(), 0.15);
    CHECK_INT(eddy_future_exception(tasks[0]), 7);
    CHECK_TEXT(eddy_future_message(tasks[0]), "error 7");
    CHECK_INT(eddy_future_exception(tasks[1]), EDDY_OK);
    CHECK(eddy_future_cancelled(tasks[2]));
    return EDDY_OK;
}

TEST_MAIN(wait_returns_with_the_first_that_is_done) {
    eddy_task tasks[2] = {eddy_go(work, .delay = 10), eddy_go(work, .delay = 0.1)};
    CHECK_INT(eddy_wait_first(tasks[0], tasks[1]), EDDY_OK);
    CHECK_TIME(now(), 0.1);
    CHECK(!eddy_future_done(tasks[0]));
    CHECK(eddy_future_done(tasks[1]));
    return wait_all(tasks, 2);
}

static int two_steps(void) {
    return pass(2);
}

TEST_MAIN(what_ends_while_the_waiter_is_woken_is_done_too) {
    eddy_task tasks[2] = {eddy_go(two_steps), eddy_go(work, .delay = 0)};
    CHECK_INT(eddy_wait_first(tasks[0], tasks[1]), EDDY_OK);
    CHECK(eddy_future_done(tasks[0]));
    CHECK(eddy_future_done(tasks[1]));
    return EDDY_OK;
}

TEST_MAIN(wait_returns_with_the_first_error) {
    eddy_task tasks[3] = {eddy_go(work, .delay = 10), eddy_go(work, .delay = 0.02, .status = 3),
                          eddy_go(work, .delay = 0.01)};
    CHECK_INT(eddy_wait(tasks, 3, EDDY_FOREVER, EDDY_FIRST_EXCEPTION), EDDY_OK);
    CHECK_TIME(now(), 0.02);
    CHECK(!eddy_future_done(tasks[0]));
    CHECK_INT(eddy_future_exception(tasks[1]), 3);
    /* now it is there from the beginning */
    CHECK_INT(eddy_wait(tasks, 3, EDDY_FOREVER, EDDY_FIRST_EXCEPTION), EDDY_OK);
    CHECK_TIME(now(), 0.02);
    CHECK(!eddy_future_done(tasks[0]));
    return eddy_await(tasks[0]);
}

TEST_MAIN(a_cancelled_one_is_not_the_first_error) {
    eddy_task tasks[2] = {eddy_go(work, .delay = 10), eddy_go(work, .delay = 1)};
    cancel_soon(&tasks[0]);
    CHECK_INT(eddy_wait(tasks, 2, EDDY_FOREVER, EDDY_FIRST_EXCEPTION), EDDY_OK);
    CHECK_TIME(now(), 1);
    CHECK(eddy_future_cancelled(tasks[0]));
    CHECK(eddy_future_done(tasks[1]));
    return EDDY_OK;
}

TEST_MAIN(wait_with_a_limit_leaves_the_rest_running) {
    eddy_task tasks[2] = {eddy_go(work, .delay = 0.15), eddy_go(work, .delay = 0.1)};
    CHECK_INT(eddy_wait(tasks, 2, 0.11, EDDY_ALL_COMPLETED), EDDY_OK);
    CHECK_TIME(now(), 0.11);
    CHECK(!eddy_future_done(tasks[0]));
    CHECK(eddy_future_done(tasks[1]));
    CHECK_INT(eddy_await(tasks[0]), EDDY_OK);
    CHECK_TIME(now(), 0.15);
    return EDDY_OK;
}

TEST_MAIN(what_ends_at_the_limit_is_done) {
    eddy_task tasks[2] = {eddy_go(work, .delay = 0.15), eddy_go(work, .delay = 0.1)};
    EDDY_TRY(eddy_sleep(0));
    CHECK_INT(eddy_wait(tasks, 2, 0.1, EDDY_ALL_COMPLETED), EDDY_OK);
    CHECK_TIME(now(), 0.1);
    CHECK(!eddy_future_done(tasks[0]));
    CHECK(eddy_future_done(tasks[1]));
    return eddy_await(tasks[0]);
}

TEST_MAIN(wait_with_a_limit_of_nothing_looks_once) {
    eddy_task tasks[2] = {eddy_go(work, .delay = -1), eddy_go(work, .delay = 0.1)};
    CHECK_INT(eddy_wait(tasks, 2, 0, EDDY_ALL_COMPLETED), EDDY_OK);
    CHECK(eddy_future_done(tasks[0]));
    CHECK(!eddy_future_done(tasks[1]));
    CHECK_INT(eddy_wait(tasks, 2, -5, EDDY_ALL_COMPLETED), EDDY_OK);
    CHECK_TIME(now(), 0);
    CHECK(!eddy_future_done(tasks[1]));
    return eddy_await(tasks[1]);
}

/* The timer of a wait that ended before its limit does not keep the loop going. */
static eddy_future never;
static int forgotten_limit_main(void) {
    eddy_task task = eddy_go(work, .delay = 0.5);
    EDDY_TRY(eddy_wait(&task, 1, 100, EDDY_ALL_COMPLETED));
    never = eddy_create_future(0);
    return eddy_await(never);
}

TEST(a_limit_that_was_not_reached_is_forgotten) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    CHECK_INT(eddy_loop_run_until_complete(loop, forgotten_limit_main), EDDY_DEADLOCK);
    CHECK_TIME(eddy_loop_time(loop), 0.5);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_OK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

static eddy_task waited_for;
static int waiter(void) {
    int status = wait_all(&waited_for, 1);
    log_word("%s", eddy_error_name(status));
    return status;
}

TEST_MAIN(a_cancelled_wait_cancels_nothing) {
    eddy_future future = eddy_create_future(0);
    waited_for = eddy_go(waits, .on = future, .word = "inner");
    eddy_task task = eddy_go(waiter);
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK(!eddy_future_done(waited_for));
    CHECK_INT(eddy_task_cancelling(waited_for), 0);
    CHECK_INT(eddy_future_set_result(future, NULL), EDDY_OK);
    CHECK_INT(eddy_await(waited_for), EDDY_OK);
    CHECK_TEXT(log_text(), "EDDY_CANCELLED inner");
    return EDDY_OK;
}

TEST_MAIN(many_wait_for_the_same) {
    waited_for = eddy_go(work, .delay = 1, .word = "work");
    eddy_task tasks[3] = {eddy_go(waiter), eddy_go(waiter), eddy_go(waiter)};
    CHECK_INT(wait_all(tasks, 3), EDDY_OK);
    CHECK_TEXT(log_text(), "work EDDY_OK EDDY_OK EDDY_OK");
    return EDDY_OK;
}

TEST_MAIN(what_is_named_twice_is_waited_for_once) {
    eddy_task task = eddy_go(work, .delay = 1), other = eddy_go(work, .delay = 2);
    eddy_task tasks[] = {task, task, other, task};
    CHECK_INT(wait_all(tasks, 4), EDDY_OK);
    CHECK_TIME(now(), 2);
    CHECK(eddy_future_done(task) && eddy_future_done(other));
    return EDDY_OK;
}

TEST_MAIN(wait_takes_all_that_is_not_a_coroutine_object) {
    eddy_future future = eddy_create_future(0);
    eddy_task task = eddy_go(work, .delay = 0.5);
    eddy_future both = eddy_gather_future((eddy_awaitable[]){task, future}, 2, EDDY_RAISE_FIRST);
    eddy_awaitable all[] = {future, task, both};
    CHECK_INT(eddy_wait(all, 3, 1, EDDY_ALL_COMPLETED), EDDY_OK);
    CHECK(eddy_future_done(task));
    CHECK(!eddy_future_done(both) && !eddy_future_done(future));
    CHECK_INT(eddy_future_set_exception(future, 4, NULL), EDDY_OK);
    CHECK_INT(wait_all(all, 3), EDDY_OK);
    CHECK_INT(eddy_future_exception(both), 4);
    return EDDY_OK;
}

TEST_MAIN(wait_for_a_thousand) {
    enum { COUNT = 1000 };
    static eddy_task tasks[COUNT];
    for (int i = 0; i < COUNT; i++) tasks[i] = eddy_go(work, .delay = (COUNT - i) * 0.001);
    CHECK_INT(eddy_wait(tasks, COUNT, EDDY_FOREVER, EDDY_FIRST_COMPLETED), EDDY_OK);
    CHECK_TIME(now(), 0.001);
    CHECK_INT(wait_all(tasks, COUNT), EDDY_OK);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

/* ---- what it refuses ---- */

static int nothing(void) {
    return EDDY_OK;
}

static eddy_task foreign;
static int makes_foreign(void) {
    foreign = eddy_create_future(0);
    return EDDY_OK;
}

TEST_MAIN(wait_checks_its_arguments_first) {
    eddy_task task = eddy_go(work, .delay = 1);
    CHECK_INT(wait_all(NULL, 0), EDDY_INVALID_ARGUMENT);
    CHECK_INT(wait_all(&task, 0), EDDY_INVALID_ARGUMENT);
    CHECK_INT(wait_all(NULL, 1), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "no tasks");
    CHECK_INT(eddy_wait(&task, 1, NAN, EDDY_ALL_COMPLETED), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "NaN");
    CHECK_INT(eddy_wait(&task, 1, EDDY_FOREVER, (eddy_return_when)9), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "return_when");
    eddy_coroutine coroutine = eddy_coro(nothing);
    eddy_awaitable all[] = {task, coroutine};
    CHECK_INT(wait_all(all, 2), EDDY_NOT_AWAITABLE);
    CHECK_CONTAINS(eddy_error_message(), "make the coroutine object a task");
    CHECK(eddy_iscoroutine(coroutine)); /* untouched */
    EDDY_TRY(eddy_await(coroutine));
    all[1] = (eddy_awaitable){0};
    CHECK_INT(wait_all(all, 2), EDDY_NOT_AWAITABLE);
    eddy_event event = eddy_event_new();
    all[1] = (eddy_awaitable){event.id};
    CHECK_INT(wait_all(all, 2), EDDY_NOT_AWAITABLE);
    eddy_await(eddy_go(makes_foreign));
    all[1] = foreign;
    CHECK_INT(wait_all(all, 2), EDDY_STALE_HANDLE);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_STALE_HANDLE));
    all[1] = eddy_coroutine_new("none", NULL, NULL, NULL, 0);
    CHECK_INT(wait_all(all, 2), EDDY_INVALID_ARGUMENT);
    CHECK_TIME(now(), 0);
    return eddy_await(task);
}

static void waits_in_callback(void *task) {
    CHECK_INT(wait_all(task, 1), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_shield(*(eddy_task *)task), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_wait_for(*(eddy_task *)task, 1), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_wait_for(*(eddy_task *)task, 0), EDDY_NOT_IN_TASK);
    log_word("called");
}

TEST_MAIN(only_tasks_wait) {
    eddy_task task = eddy_go(work, .delay = 1);
    eddy_loop_call_soon(eddy_get_running_loop(), waits_in_callback, &task);
    EDDY_TRY(eddy_await(task));
    CHECK_TEXT(log_text(), "called");
    return EDDY_OK;
}

TEST(outside_of_a_loop_nothing_waits) {
    eddy_awaitable none = {0};
    CHECK_INT(wait_all(&none, 1), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_shield(none), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_wait_for(none, 1), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_wait_for(none, 0), EDDY_NOT_IN_TASK);
}
