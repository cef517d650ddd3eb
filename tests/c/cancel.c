/* Cancelling tasks: edge-triggered and counted, as in asyncio. */
#include "harness.h"

static int sleeper(void) {
    log_word("start");
    int status = eddy_sleep(10);
    log_word("%s", eddy_error_name(status));
    return status;
}

static double now(void) {
    return eddy_loop_time(eddy_get_running_loop());
}

static int sleep_main(void) {
    eddy_task task = eddy_go(sleeper);
    EDDY_TRY(eddy_sleep(0.5));
    CHECK_INT(eddy_task_cancelling(task), 0);
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_task_cancelling(task), 1);
    CHECK(!eddy_future_done(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_CANCELLED));
    CHECK_TIME(now(), 0.5);
    CHECK(eddy_future_cancelled(task));
    CHECK_INT(eddy_future_exception(task), EDDY_CANCELLED);
    CHECK(!eddy_task_cancel(task));
    CHECK_INT(eddy_task_cancelling(task), 1);
    EDDY_TRY(eddy_sleep(20)); /* its timer is gone */
    CHECK_TEXT(log_text(), "start EDDY_CANCELLED");
    return EDDY_OK;
}

TEST(cancel_comes_out_of_a_sleep) {
    CHECK_INT(run_virtual(sleep_main), EDDY_OK);
}

static int before_start_main(void) {
    eddy_task task = eddy_go(sleeper);
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK(eddy_future_cancelled(task));
    CHECK_TEXT(log_text(), "");
    return EDDY_OK;
}

TEST(cancel_before_the_start_runs_nothing) {
    CHECK_INT(run_virtual(before_start_main), EDDY_OK);
}

static int itself(void) {
    CHECK(eddy_task_cancel(eddy_current_task()));
    log_word("goes-on");
    int status = eddy_sleep(5);
    log_word("%s", eddy_error_name(status));
    return status;
}

static int itself_main(void) {
    eddy_task task = eddy_go(itself);
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_TIME(now(), 0);
    CHECK_TEXT(log_text(), "goes-on EDDY_CANCELLED");
    return EDDY_OK;
}

TEST(a_task_that_cancels_itself_ends_at_its_next_wait) {
    CHECK_INT(run_virtual(itself_main), EDDY_OK);
}

static int too_late(void) {
    eddy_task_cancel(eddy_current_task());
    return EDDY_OK;
}
static int too_late_error(void) {
    eddy_task_cancel(eddy_current_task());
    return eddy_raise(5, "an error of its own");
}

static int too_late_main(void) {
    eddy_task task = eddy_go(too_late), error = eddy_go(too_late_error);
    CHECK_INT(eddy_await(task), EDDY_CANCELLED); /* as CPython: StopIteration with _must_cancel */
    CHECK(eddy_future_cancelled(task));
    CHECK_INT(eddy_await(error), 5); /* an exception, on the other hand, stays */
    CHECK_TEXT(eddy_error_message(), "an error of its own");
    return EDDY_OK;
}

TEST(cancel_after_the_last_wait_still_counts) {
    CHECK_INT(run_virtual(too_late_main), EDDY_OK);
}

/* ---- catching it ---- */

static int stubborn(void) {
    CHECK_INT(eddy_sleep(10), EDDY_CANCELLED);
    CHECK_INT(eddy_task_cancelling(eddy_current_task()), 1);
    EDDY_TRY(eddy_sleep(1)); /* edge-triggered: this one is not cancelled */
    CHECK_INT(eddy_task_uncancel(eddy_current_task()), 0);
    CHECK_INT(eddy_task_uncancel(eddy_current_task()), 0);
    EDDY_TRY(eddy_sleep(1));
    return EDDY_OK;
}

static int stubborn_main(void) {
    eddy_task task = eddy_go(stubborn);
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_OK);
    CHECK(!eddy_future_cancelled(task));
    CHECK_TIME(now(), 3);
    return EDDY_OK;
}

TEST(a_task_may_catch_its_cancellation_and_go_on) {
    CHECK_INT(run_virtual(stubborn_main), EDDY_OK);
}

static int cleanup(void) {
    int status = eddy_sleep(10);
    log_word("cleanup:%s", eddy_error_name(status));
    int second = eddy_sleep(5); /* is cancelled, too */
    log_word("%s", eddy_error_name(second));
    CHECK_INT(eddy_task_cancelling(eddy_current_task()), 2);
    return status;
}

static int during_cleanup_main(void) {
    eddy_task task = eddy_go(cleanup);
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel(task));
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_TIME(now(), 2);
    CHECK_TEXT(log_text(), "cleanup:EDDY_CANCELLED EDDY_CANCELLED");
    return EDDY_OK;
}

TEST(cancel_during_cleanup_comes_out_of_the_cleanup) {
    CHECK_INT(run_virtual(during_cleanup_main), EDDY_OK);
}

/* Two requests before it runs again are one cancellation, counted twice. */
static int twice(void) {
    CHECK_INT(eddy_sleep(10), EDDY_CANCELLED);
    CHECK_INT(eddy_task_cancelling(eddy_current_task()), 2);
    CHECK_INT(eddy_sleep(0.25), EDDY_OK);
    CHECK_INT(eddy_task_uncancel(eddy_current_task()), 1);
    CHECK_INT(eddy_task_uncancel(eddy_current_task()), 0);
    return EDDY_OK;
}

static int twice_main(void) {
    eddy_task task = eddy_go(twice);
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel(task));
    CHECK(eddy_task_cancel(task));
    return eddy_await(task);
}

TEST(cancels_are_counted) {
    CHECK_INT(run_virtual(twice_main), EDDY_OK);
}

/* uncancel to zero takes back a request that has not come out yet (3.13). */
static int taken_back(void) {
    eddy_task_cancel(eddy_current_task());
    CHECK_INT(eddy_task_uncancel(eddy_current_task()), 0);
    CHECK_INT(eddy_sleep(0.5), EDDY_OK);
    return EDDY_OK;
}

static int taken_back_main(void) {
    return eddy_await(eddy_go(taken_back));
}

TEST(uncancel_takes_back_what_has_not_come_out) {
    CHECK_INT(run_virtual(taken_back_main), EDDY_OK);
}

/* ---- what it waits for ---- */

struct await_it {
    eddy_awaitable awaitable;
};
static int await_it(struct await_it *self) {
    return eddy_await(self->awaitable);
}

static int chain_main(void) {
    eddy_task inner = eddy_go(sleeper);
    eddy_task middle = eddy_go(await_it, inner), outer = eddy_go(await_it, middle);
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel(outer));
    CHECK_INT(eddy_task_cancelling(middle), 1);
    CHECK_INT(eddy_task_cancelling(inner), 1);
    CHECK_INT(eddy_await(outer), EDDY_CANCELLED);
    CHECK(eddy_future_cancelled(middle));
    CHECK(eddy_future_cancelled(inner));
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

TEST(cancel_goes_down_the_chain_of_awaits) {
    CHECK_INT(run_virtual(chain_main), EDDY_OK);
}

static int future_main(void) {
    eddy_future future = eddy_create_future(0);
    eddy_task task = eddy_go(await_it, future);
    EDDY_TRY(eddy_sleep(0));
    CHECK(eddy_task_cancel(task));
    CHECK(eddy_future_cancelled(future));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    return EDDY_OK;
}

TEST(cancel_cancels_the_future_that_is_awaited) {
    CHECK_INT(run_virtual(future_main), EDDY_OK);
}

/* The future was done, but the task had not run again: the cancellation wins, the result stays. */
static int just_done_main(void) {
    eddy_future future = eddy_create_future(0);
    eddy_task task = eddy_go(await_it, future);
    EDDY_TRY(eddy_sleep(0));
    CHECK_INT(eddy_future_set_exception(future, 5, "five"), EDDY_OK);
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    return EDDY_OK; /* and the error of the future counts as seen, as in asyncio: no report */
}

TEST(cancel_after_the_awaited_is_done_still_counts) {
    CHECK_INT(run_virtual(just_done_main), EDDY_OK);
}

static eddy_task to_cancel;

static void cancel_it(void *unused) {
    (void)unused;
    CHECK(eddy_task_cancel(to_cancel));
}

/* In the very iteration in which the sleeper's timer fires: before it, and behind it. */
static int just_woken_main(void) {
    for (int behind = 0; behind < 2; behind++) {
        log_clear();
        double end = now() + 10;
        if (!behind) eddy_loop_call_at(eddy_get_running_loop(), end, cancel_it, NULL);
        to_cancel = eddy_go(sleeper);
        EDDY_TRY(eddy_sleep(0));
        if (behind) eddy_loop_call_at(eddy_get_running_loop(), end, cancel_it, NULL);
        CHECK_INT(eddy_await(to_cancel), EDDY_CANCELLED);
        CHECK_TEXT(log_text(), "start EDDY_CANCELLED");
    }
    return EDDY_OK;
}

TEST(cancel_after_the_timer_has_fired_still_counts) {
    CHECK_INT(run_virtual(just_woken_main), EDDY_OK);
}

static int not_tasks_main(void) {
    CHECK(!eddy_task_cancel((eddy_task){0}));
    CHECK(!eddy_task_cancel(eddy_create_future(0)));
    CHECK_INT(eddy_task_cancelling((eddy_task){0}), 0);
    CHECK_INT(eddy_task_uncancel((eddy_task){0}), 0);
    eddy_task task = eddy_go(sleeper);
    EDDY_TRY(eddy_sleep(0));
    CHECK(eddy_future_cancel(task)); /* the same as eddy_task_cancel */
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    return EDDY_OK;
}

TEST(cancel_of_what_is_no_task_does_nothing) {
    CHECK_INT(run_virtual(not_tasks_main), EDDY_OK);
}

/* A task cancelled by the one it will wake: the usual order of an await. */
static int await_cancelled_task_main(void) {
    eddy_task task = eddy_go(sleeper);
    EDDY_TRY(eddy_sleep(1));
    eddy_task_cancel(task);
    eddy_task_cancel(eddy_current_task()); /* before the await: reaches the task again */
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_INT(eddy_task_cancelling(task), 2);
    CHECK_INT(eddy_task_uncancel(eddy_current_task()), 0);
    CHECK_INT(eddy_sleep(0), EDDY_OK);
    return EDDY_OK;
}

TEST(a_pending_cancel_goes_into_what_is_awaited) {
    CHECK_INT(run_virtual(await_cancelled_task_main), EDDY_OK);
}

/* ---- long chains: no recursion ---- */

static const eddy_options small_stacks = {.clock = EDDY_CLOCK_VIRTUAL, .stack_size = 4096};
static int deep_status;

static int deep_sleeper(void) { /* no printf: it would need more stack than that */
    deep_status = eddy_sleep(10);
    return deep_status;
}

static int deep_main(void) {
    eddy_task task = eddy_go(deep_sleeper);
    size_t depth = scaled(100000);
    for (size_t i = 0; i < depth; i++) task = eddy_go(await_it, task);
    EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(eddy_sleep(0));
    CHECK(eddy_task_cancel(task));
    return eddy_await(task) == EDDY_CANCELLED ? EDDY_OK : 1;
}

TEST(a_chain_of_a_hundred_thousand_tasks_is_cancelled) {
    CHECK_INT(eddy_run_with(deep_main, &small_stacks), EDDY_OK);
    CHECK_INT(deep_status, EDDY_CANCELLED);
}

struct gather_it {
    eddy_awaitable awaitable;
};
static int gather_it(struct gather_it *self) {
    return eddy_gather(self->awaitable);
}

static int deep_gather_main(void) {
    eddy_task task = eddy_go(deep_sleeper);
    size_t depth = scaled(20000);
    for (size_t i = 0; i < depth; i++) task = eddy_go(gather_it, task);
    EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(eddy_sleep(0));
    CHECK(eddy_task_cancel(task));
    return eddy_await(task) == EDDY_CANCELLED ? EDDY_OK : 1;
}

TEST(a_chain_of_twenty_thousand_gathers_is_cancelled) {
    CHECK_INT(eddy_run_with(deep_gather_main, &small_stacks), EDDY_OK);
    CHECK_INT(deep_status, EDDY_CANCELLED);
}

/* Two that wait for each other: a deadlock, which a cancellation must get out of. */
static eddy_task ring[3];

struct await_next {
    int next;
};
static int await_next(struct await_next *self) {
    return eddy_await(ring[self->next]);
}

static int ring_main(void) {
    for (int i = 0; i < 3; i++) ring[i] = eddy_go(await_next, .next = (i + 1) % 3);
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel(ring[0]));
    CHECK_INT(eddy_gather_return_exceptions(ring[0], ring[1], ring[2]), EDDY_OK);
    for (int i = 0; i < 3; i++) CHECK(eddy_future_cancelled(ring[i]));
    return EDDY_OK;
}

TEST(a_ring_of_tasks_can_be_cancelled) {
    CHECK_INT(run_virtual(ring_main), EDDY_OK);
}

struct gather_next {
    int next;
};
static int gather_next(struct gather_next *self) {
    return eddy_gather(ring[self->next]);
}

static int gather_ring_main(void) {
    for (int i = 0; i < 3; i++) ring[i] = eddy_go(gather_next, .next = (i + 1) % 3);
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel(ring[0]));
    CHECK_INT(eddy_gather_return_exceptions(ring[0], ring[1], ring[2]), EDDY_OK);
    for (int i = 0; i < 3; i++) CHECK_INT(eddy_future_exception(ring[i]), EDDY_CANCELLED);
    return EDDY_OK;
}

static int gather_itself(void) {
    return eddy_gather(eddy_current_task()); /* waits for ever, as in asyncio */
}

static int gather_itself_main(void) {
    eddy_task task = eddy_go(gather_itself);
    EDDY_TRY(eddy_sleep(1));
    CHECK(!eddy_future_done(task));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    return EDDY_OK;
}

TEST(a_task_that_gathers_itself_can_be_cancelled) {
    CHECK_INT(run_virtual(gather_itself_main), EDDY_OK);
}

TEST(a_ring_of_gathers_can_be_cancelled) {
    CHECK_INT(run_virtual(gather_ring_main), EDDY_OK);
}
