/* gather: both kinds, the array, and the future. */
#include "harness.h"

struct work {
    double delay;
    int status, done;
};
static int work(struct work *self) {
    int status = eddy_sleep(self->delay);
    log_word("%g:%d", self->delay, status);
    if (status != EDDY_OK) return status;
    self->done = 1;
    return self->status ? eddy_raise(self->status, "status %d", self->status) : EDDY_OK;
}

static double now(void) {
    return eddy_loop_time(eddy_get_running_loop());
}

static int all_main(void) {
    eddy_task a = eddy_go(work, .delay = 0.3), b = eddy_go(work, .delay = 0.1);
    eddy_coroutine c = eddy_coro(work, .delay = 0.2); /* is made a task */
    CHECK_INT(eddy_gather(a, b, c), EDDY_OK);
    CHECK_TIME(now(), 0.3);
    CHECK(!eddy_iscoroutine(c));
    CHECK_TEXT(eddy_task_get_name(c), "work-4");
    CHECK_INT(eddy_frame(a, work)->done + eddy_frame(b, work)->done + eddy_frame(c, work)->done, 3);
    CHECK_TEXT(log_text(), "0.1:0 0.2:0 0.3:0");
    CHECK_INT(eddy_gather(a, b, c), EDDY_OK); /* all done: at once */
    CHECK_TIME(now(), 0.3);
    return EDDY_OK;
}

TEST(gather_takes_the_time_of_the_slowest) {
    CHECK_INT(run_virtual(all_main), EDDY_OK);
}

static int empty_main(void) {
    CHECK_INT(eddy_gather_array(NULL, 0, EDDY_RAISE_FIRST), EDDY_OK);
    CHECK_INT(eddy_gather_array(NULL, 0, EDDY_RETURN_EXCEPTIONS), EDDY_OK);
    CHECK_INT(eddy_gather_array(NULL, 1, EDDY_RETURN_EXCEPTIONS), EDDY_INVALID_ARGUMENT);
    eddy_future future = eddy_gather_future(NULL, 0, EDDY_RAISE_FIRST);
    CHECK(eddy_future_done(future));
    CHECK_INT(eddy_await(future), EDDY_OK);
    CHECK_INT(eddy_check(eddy_gather_future(NULL, 2, EDDY_RAISE_FIRST)), EDDY_INVALID_ARGUMENT);
    return EDDY_OK;
}

TEST(gather_of_nothing_is_done_at_once) {
    CHECK_INT(run_virtual(empty_main), EDDY_OK);
}

static int failing_main(void) {
    eddy_task good = eddy_go(work, .delay = 0.3), bad = eddy_go(work, .delay = 0.1, .status = 7);
    eddy_task worse = eddy_go(work, .delay = 0.2, .status = 8);
    CHECK_INT(eddy_gather(good, bad, worse), 7);
    CHECK_TEXT(eddy_error_message(), "status 7");
    CHECK_TIME(now(), 0.1);
    CHECK(!eddy_future_done(good));
    CHECK_INT(eddy_task_cancelling(good), 0);
    EDDY_TRY(eddy_await(good)); /* it runs on, as in asyncio */
    CHECK_INT(eddy_frame(good, work)->done, 1);
    return EDDY_OK; /* worse failed after the gather was over: nobody's any more, and silent */
}

TEST(gather_gives_the_first_error_and_leaves_the_others_running) {
    CHECK_INT(run_virtual(failing_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0.1:0 0.2:0 0.3:0");
}

static int exceptions_main(void) {
    eddy_task good = eddy_go(work, .delay = 0.3), bad = eddy_go(work, .delay = 0.1, .status = 7);
    eddy_task gone = eddy_go(work, .delay = 0.2);
    eddy_task_cancel(gone);
    CHECK_INT(eddy_gather_return_exceptions(good, bad, gone), EDDY_OK);
    CHECK_TIME(now(), 0.3);
    CHECK_INT(eddy_future_exception(good), EDDY_OK);
    CHECK_INT(eddy_future_exception(bad), 7);
    CHECK_TEXT(eddy_future_message(bad), "status 7");
    CHECK_INT(eddy_future_exception(gone), EDDY_CANCELLED);
    return EDDY_OK;
}

TEST(gather_return_exceptions_waits_for_all) {
    CHECK_INT(run_virtual(exceptions_main), EDDY_OK);
}

static int duplicates_main(void) {
    eddy_coroutine coroutine = eddy_coro(work, .delay = 0.1);
    eddy_task task = eddy_go(work, .delay = 0.2);
    CHECK_INT(eddy_gather(coroutine, task, coroutine, task, task), EDDY_OK);
    CHECK_INT(eddy_gather_return_exceptions(coroutine, coroutine), EDDY_OK);
    CHECK_TEXT(log_text(), "0.1:0 0.2:0");
    return EDDY_OK;
}

TEST(gather_waits_once_for_what_is_named_twice) {
    CHECK_INT(run_virtual(duplicates_main), EDDY_OK);
}

static int cancelled_child_main(void) {
    eddy_task a = eddy_go(work, .delay = 1), b = eddy_go(work, .delay = 2);
    EDDY_TRY(eddy_sleep(0));
    eddy_task_cancel(b);
    CHECK_INT(eddy_gather(a, b), EDDY_CANCELLED);
    CHECK_INT(eddy_task_cancelling(eddy_current_task()), 0);
    CHECK_TIME(now(), 0);
    return eddy_await(a);
}

TEST(a_cancelled_child_is_an_error_of_the_gather) {
    CHECK_INT(run_virtual(cancelled_child_main), EDDY_OK);
}

/* ---- cancelling who gathers ---- */

static eddy_task children[2];

struct gatherer {
    int return_exceptions;
};
static int gatherer(struct gatherer *self) {
    int status = self->return_exceptions ? eddy_gather_return_exceptions(children[0], children[1])
                                         : eddy_gather(children[0], children[1]);
    log_word("gather:%d", status);
    return status;
}

static int cancelled_gatherer_main(void) {
    for (int return_exceptions = 0; return_exceptions < 2; return_exceptions++) {
        log_clear();
        children[0] = eddy_go(work, .delay = 1);
        children[1] = eddy_go(work, .delay = 2);
        eddy_task task = eddy_go(gatherer, return_exceptions);
        EDDY_TRY(eddy_sleep(0.5));
        CHECK(eddy_task_cancel(task));
        CHECK_INT(eddy_await(task), EDDY_CANCELLED);
        CHECK(eddy_future_cancelled(children[0]));
        CHECK(eddy_future_cancelled(children[1]));
        CHECK_TEXT(log_text(), "1:-1 2:-1 gather:-1");
    }
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

TEST(cancelling_who_gathers_cancels_the_children) {
    CHECK_INT(run_virtual(cancelled_gatherer_main), EDDY_OK);
}

static int stubborn(void) {
    CHECK_INT(eddy_sleep(10), EDDY_CANCELLED);
    return eddy_sleep(1);
}

/* With return_exceptions, cancelled comes out when all have ended, even if they caught it. */
static int stubborn_children_main(void) {
    children[0] = eddy_go(stubborn);
    children[1] = eddy_go(stubborn);
    eddy_task task = eddy_go(gatherer, .return_exceptions = 1);
    EDDY_TRY(eddy_sleep(0.5));
    eddy_task_cancel(task);
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_TIME(now(), 1.5);
    CHECK_INT(eddy_future_exception(children[0]), EDDY_OK);
    return EDDY_OK;
}

TEST(a_cancelled_gather_waits_for_children_that_clean_up) {
    CHECK_INT(run_virtual(stubborn_children_main), EDDY_OK);
}

static int cancelled_twice_main(void) {
    eddy_task child = eddy_go(work, .delay = 1);
    EDDY_TRY(eddy_sleep(0));
    eddy_future both = eddy_gather_future((eddy_awaitable[]){child, child}, 2, EDDY_RAISE_FIRST);
    CHECK(eddy_future_cancel(both));
    CHECK_INT(eddy_task_cancelling(child), 2); /* once for each time it is named, as in CPython */
    CHECK_INT(eddy_await(both), EDDY_CANCELLED);
    return EDDY_OK;
}

TEST(cancelling_a_gather_asks_a_child_as_often_as_it_is_named) {
    CHECK_INT(run_virtual(cancelled_twice_main), EDDY_OK);
}

/* ---- the future ---- */

static int future_main(void) {
    eddy_task a = eddy_go(work, .delay = 1), b = eddy_go(work, .delay = 2);
    eddy_future future = eddy_gather_future((eddy_awaitable[]){a, b}, 2, EDDY_RAISE_FIRST);
    CHECK(!eddy_future_done(future));
    CHECK(eddy_future_result(future) == NULL);
    CHECK_INT(eddy_future_set_result(future, NULL), EDDY_INVALID_STATE);
    CHECK(!eddy_task_cancel(future)); /* not a task */
    EDDY_TRY(eddy_sleep(1.5));
    CHECK(!eddy_future_done(future));
    CHECK(eddy_future_cancel(future));
    CHECK(!eddy_future_done(future)); /* it ends when its children have */
    CHECK_INT(eddy_await(future), EDDY_CANCELLED);
    CHECK(eddy_future_done(future));
    CHECK(!eddy_future_cancelled(future)); /* as CPython: ends with the error, not cancelled */
    CHECK_INT(eddy_future_exception(future), EDDY_CANCELLED);
    CHECK(!eddy_future_cancel(future));
    CHECK_INT(eddy_future_exception(a), EDDY_OK);
    CHECK_INT(eddy_future_exception(b), EDDY_CANCELLED);
    return EDDY_OK;
}

TEST(a_gather_future_can_be_held_and_cancelled) {
    CHECK_INT(run_virtual(future_main), EDDY_OK);
}

static int of_done_main(void) {
    eddy_task good = eddy_go(work, .delay = 0), bad = eddy_go(work, .delay = 0, .status = 9);
    EDDY_TRY(eddy_sleep(1));
    eddy_future future = eddy_gather_future((eddy_awaitable[]){good, bad}, 2, EDDY_RAISE_FIRST);
    CHECK(eddy_future_done(future));
    CHECK_INT(eddy_future_exception(future), 9);
    CHECK_TEXT(eddy_future_message(future), "status 9");
    CHECK_INT(eddy_gather(good, bad), 9);
    CHECK_INT(eddy_gather_return_exceptions(good, bad), EDDY_OK);
    eddy_task slow = eddy_go(work, .delay = 1);
    CHECK_INT(eddy_gather(good, slow), EDDY_OK);
    CHECK_TIME(now(), 2);
    return EDDY_OK;
}

TEST(gather_of_done_ones_is_done_at_once) {
    CHECK_INT(run_virtual(of_done_main), EDDY_OK);
}

static int abandoned_main(void) {
    eddy_task a = eddy_go(work, .delay = 1);
    eddy_future future = eddy_gather_future(&a, 1, EDDY_RAISE_FIRST);
    eddy_release(future);
    CHECK_INT(eddy_check(future), EDDY_STALE_HANDLE);
    EDDY_TRY(eddy_await(a));
    return EDDY_OK;
}

TEST(a_gather_that_nobody_holds_goes_and_the_children_stay) {
    CHECK_INT(run_virtual(abandoned_main), EDDY_OK);
    CHECK_TEXT(log_text(), "1:0");
}

static int nested_main(void) {
    eddy_task a = eddy_go(work, .delay = 1), b = eddy_go(work, .delay = 2, .status = 4);
    eddy_future inner = eddy_gather_future((eddy_awaitable[]){a, b}, 2, EDDY_RAISE_FIRST);
    eddy_future outer = eddy_gather_future(&inner, 1, EDDY_RAISE_FIRST);
    CHECK_INT(eddy_await(outer), 4);
    CHECK_TEXT(eddy_error_message(), "status 4");
    return EDDY_OK;
}

TEST(gathers_nest) {
    CHECK_INT(run_virtual(nested_main), EDDY_OK);
}

/* One within the other, many times: to free or to cancel them takes no stack. */
static int deep_main(void) {
    size_t depth = scaled(20000);
    for (int cancel = 0; cancel < 2; cancel++) {
        eddy_future future = eddy_create_future(0), innermost = future;
        for (size_t i = 0; i < depth; i++)
            future = eddy_gather_future(&future, 1, EDDY_RAISE_FIRST);
        if (cancel)
            CHECK(eddy_future_cancel(future));
        else
            CHECK_INT(eddy_future_set_result(innermost, NULL), EDDY_OK);
        CHECK_INT(eddy_await(future), cancel ? EDDY_CANCELLED : EDDY_OK);
    }
    return EDDY_OK;
}

static int deep_outer_main(void) {
    return eddy_await(eddy_go(deep_main)); /* what it owns is freed while the loop runs */
}

TEST(twenty_thousand_nested_gathers_are_cancelled_and_freed) {
    CHECK_INT(run_virtual(deep_outer_main), EDDY_OK);
}

/* ---- errors ---- */

static int errors_main(void) {
    CHECK_INT(eddy_gather((eddy_awaitable){0}), EDDY_NOT_AWAITABLE);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_NOT_AWAITABLE));
    CHECK_INT(eddy_gather((eddy_awaitable){42}), EDDY_NOT_AWAITABLE);
    CHECK_INT(eddy_gather(eddy_coroutine_new("x", NULL, NULL, NULL, 0)), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_check(eddy_gather_future(&(eddy_awaitable){0}, 1, EDDY_RETURN_EXCEPTIONS)),
              EDDY_NOT_AWAITABLE);

    /* nothing is half done: the coroutine beside the bad one can still be awaited */
    eddy_coroutine coroutine = eddy_coro(work, .delay = 1);
    CHECK_INT(eddy_gather(coroutine, (eddy_awaitable){0}), EDDY_NOT_AWAITABLE);
    CHECK(eddy_iscoroutine(coroutine));
    return eddy_await(coroutine);
}

static void in_callback(void *unused) {
    (void)unused;
    CHECK_INT(eddy_gather_array(NULL, 0, EDDY_RAISE_FIRST), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_check(eddy_gather_future(NULL, 0, EDDY_RAISE_FIRST)), EDDY_OK);
    log_word("callback");
}

static int callback_main(void) {
    eddy_loop_call_soon(eddy_get_running_loop(), in_callback, NULL);
    return eddy_sleep(0);
}

TEST(gather_checks_its_arguments_first) {
    CHECK_INT(run_virtual(errors_main), EDDY_OK);
    CHECK_INT(run_virtual(callback_main), EDDY_OK);
    CHECK_TEXT(log_text(), "1:0 callback");
    CHECK_INT(eddy_gather_array(NULL, 0, EDDY_RAISE_FIRST), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_check(eddy_gather_future(NULL, 0, EDDY_RAISE_FIRST)), EDDY_NO_RUNNING_LOOP);
}

/* What has ended is let go of at once, and not when all have; a cancellation passes over it. */
static int let_go_main(void) {
    eddy_task early = eddy_go(work, .delay = 1), late = eddy_go(work, .delay = 2);
    eddy_future future = eddy_gather_future((eddy_awaitable[]){early, late}, 2, EDDY_RAISE_FIRST);
    eddy_release(early);
    CHECK_INT(eddy_check(early), EDDY_OK);
    EDDY_TRY(eddy_sleep(1.5));
    CHECK_INT(eddy_check(early), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_check(late), EDDY_OK);
    CHECK(eddy_future_cancel(future));
    CHECK_INT(eddy_await(future), EDDY_CANCELLED);
    CHECK_TEXT(log_text(), "1:0 2:-1");
    return EDDY_OK;
}

TEST(gather_lets_go_of_what_has_ended) {
    CHECK_INT(run_virtual(let_go_main), EDDY_OK);
}

/* The array is read before anything is awaited. */
static int array_main(void) {
    enum { COUNT = 1000 };
    static eddy_awaitable tasks[COUNT];
    for (int i = 0; i < COUNT; i++) tasks[i] = eddy_coro(work, .delay = 1e-3 * (i % 10));
    eddy_future future = eddy_gather_future(tasks, COUNT, EDDY_RAISE_FIRST);
    memset(tasks, 0xff, sizeof tasks);
    EDDY_TRY(eddy_await(future));
    CHECK_TIME(now(), 0.009);
    return EDDY_OK;
}

TEST(gather_reads_the_array_first) {
    CHECK_INT(run_virtual(array_main), EDDY_OK);
}
