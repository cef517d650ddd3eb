/* The loop: ready queue, timers, time, stop. */
#include "harness.h"

/* ---- call_soon ---- */

static int call_soon_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop_call_soon(loop, log_call, "a");
    eddy_loop_call_soon(loop, log_call, "b");
    eddy_loop_call_soon(loop, log_call, "c");
    log_word("main");
    EDDY_TRY(eddy_sleep(0));
    log_word("end");
    return EDDY_OK;
}

TEST(call_soon_runs_in_order_in_the_next_iteration) {
    CHECK_INT(run_virtual(call_soon_main), EDDY_OK);
    CHECK_TEXT(log_text(), "main a b c end");
}

static void log_and_call_soon(void *unused) {
    (void)unused;
    log_word("outer");
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "inner");
}

static int iteration_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop_call_soon(loop, log_and_call_soon, NULL);
    eddy_loop_call_soon(loop, log_call, "second");
    EDDY_TRY(eddy_sleep(0));
    log_word("main-1");
    EDDY_TRY(eddy_sleep(0));
    log_word("main-2");
    return EDDY_OK;
}

TEST(call_soon_from_a_callback_waits_for_the_next_iteration) {
    CHECK_INT(run_virtual(iteration_main), EDDY_OK);
    CHECK_TEXT(log_text(), "outer second main-1 inner main-2");
}

static int call_soon_null_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    CHECK_INT(eddy_loop_call_soon(NULL, log_call, "x").id, 0);
    CHECK_INT(eddy_loop_call_soon(loop, NULL, "x").id, 0);
    CHECK_INT(eddy_loop_call_later(NULL, 1, log_call, "x").id, 0);
    CHECK_INT(eddy_loop_call_later(loop, 1, NULL, "x").id, 0);
    CHECK_INT(eddy_loop_call_later(loop, NAN, log_call, "x").id, 0);
    CHECK_INT(eddy_loop_call_at(NULL, 1, log_call, "x").id, 0);
    CHECK_INT(eddy_loop_call_at(loop, 1, NULL, "x").id, 0);
    CHECK_INT(eddy_loop_call_at(loop, NAN, log_call, "x").id, 0);
    CHECK(eddy_loop_call_at(loop, 1, log_call, "ok").id != 0);
    return eddy_sleep(2);
}

TEST(calls_that_cannot_be_scheduled_give_a_zero_handle) {
    CHECK_INT(run_virtual(call_soon_null_main), EDDY_OK);
    CHECK_TEXT(log_text(), "ok");
}

/* ---- timers ---- */

static int deadlines_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop_call_later(loop, 0.3, log_call, "0.3");
    eddy_loop_call_later(loop, 0.1, log_call, "0.1-first");
    eddy_loop_call_at(loop, 0.2, log_call, "0.2");
    eddy_loop_call_at(loop, 0.1, log_call, "0.1-second");
    eddy_loop_call_later(loop, 0.1, log_call, "0.1-third");
    eddy_loop_call_later(loop, -5, log_call, "past");
    eddy_loop_call_at(loop, -1, log_call, "long-past");
    return eddy_sleep(1);
}

TEST(timers_run_by_deadline_then_in_the_order_made) {
    CHECK_INT(run_virtual(deadlines_main), EDDY_OK);
    CHECK_TEXT(log_text(), "past long-past 0.1-first 0.1-second 0.1-third 0.2 0.3");
}

/* 0.1 + 0.2 is not 0.3 in doubles; as times they are the same instant. */
static int sums_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    EDDY_TRY(eddy_sleep(0.1));
    eddy_loop_call_later(loop, 0.2, log_call, "0.1+0.2");
    eddy_loop_call_at(loop, 0.3, log_call, "0.3");
    EDDY_TRY(eddy_sleep(0.2));
    CHECK_TIME(eddy_loop_time(loop), 0.3);
    log_word("main");
    return EDDY_OK;
}

TEST(sums_of_delays_meet_at_the_same_time) {
    CHECK_INT(run_virtual(sums_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0.1+0.2 0.3 main");
}

enum { MANY = 2000 };
static int fired;
static double fired_at;

static void check_order(void *unused) {
    (void)unused;
    double now = eddy_loop_time(eddy_get_running_loop());
    CHECK(now >= fired_at);
    fired_at = now;
    fired++;
}

/* The heap against itself: pseudo-random deadlines, a third taken out again. */
static int heap_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    static eddy_handle handles[MANY];
    uint32_t random = 1;
    for (int i = 0; i < MANY; i++) {
        random = random * 1664525u + 1013904223u;
        handles[i] = eddy_loop_call_at(loop, (random >> 16) % 500 / 100.0, check_order, NULL);
        CHECK(handles[i].id != 0);
    }
    int taken = 0;
    for (int i = 0; i < MANY; i += 3) taken += eddy_handle_cancel(handles[i]);
    CHECK_INT(taken, (MANY + 2) / 3);
    EDDY_TRY(eddy_sleep(6));
    CHECK_INT(fired, MANY - taken);
    for (int i = 0; i < MANY; i++) CHECK(!eddy_handle_cancel(handles[i]));
    return EDDY_OK;
}

TEST(timers_stay_ordered_when_some_are_taken_out) {
    fired = 0;
    fired_at = 0;
    CHECK_INT(run_virtual(heap_main), EDDY_OK);
}

/* ---- handles ---- */

static int cancel_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_handle soon = eddy_loop_call_soon(loop, log_call, "soon");
    eddy_handle later = eddy_loop_call_later(loop, 0.1, log_call, "later");
    eddy_handle kept = eddy_loop_call_later(loop, 0.2, log_call, "kept");
    CHECK(eddy_handle_cancel(soon));
    CHECK(!eddy_handle_cancel(soon));
    CHECK(eddy_handle_cancel(later));
    CHECK(!eddy_handle_cancel(later));
    EDDY_TRY(eddy_sleep(1));
    CHECK(!eddy_handle_cancel(kept));
    CHECK(!eddy_handle_cancel((eddy_handle){0}));
    CHECK(!eddy_handle_cancel((eddy_handle){42}));
    /* neither may a handle of another kind of object be taken for a call's */
    CHECK(!eddy_handle_cancel((eddy_handle){eddy_current_task().id}));
    return EDDY_OK;
}

TEST(a_handle_is_taken_back_once_and_only_before_it_runs) {
    CHECK_INT(run_virtual(cancel_main), EDDY_OK);
    CHECK_TEXT(log_text(), "kept");
}

static eddy_handle other_call;

static void cancel_other(void *unused) {
    (void)unused;
    log_word(eddy_handle_cancel(other_call) ? "taken" : "too-late");
}

static int cancel_in_batch_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop_call_soon(loop, cancel_other, NULL);
    other_call = eddy_loop_call_soon(loop, log_call, "never");
    EDDY_TRY(eddy_sleep(0));
    eddy_loop_call_later(loop, 1, cancel_other, NULL);
    other_call = eddy_loop_call_later(loop, 1, log_call, "never");
    EDDY_TRY(eddy_sleep(2));
    other_call = eddy_loop_call_soon(loop, log_call, "first");
    eddy_loop_call_soon(loop, cancel_other, NULL);
    return eddy_sleep(0);
}

TEST(a_handle_can_be_taken_back_in_the_iteration_it_would_run_in) {
    CHECK_INT(run_virtual(cancel_in_batch_main), EDDY_OK);
    CHECK_TEXT(log_text(), "taken taken first too-late");
}

static eddy_handle own_call;

static void cancel_itself(void *unused) {
    (void)unused;
    CHECK(!eddy_handle_cancel(own_call));
    CHECK(isnan(eddy_handle_when(own_call)));
    log_word("ran");
}

static int cancel_itself_main(void) {
    own_call = eddy_loop_call_soon(eddy_get_running_loop(), cancel_itself, NULL);
    return eddy_sleep(0);
}

TEST(a_callback_that_runs_is_no_longer_there_to_be_taken_back) {
    CHECK_INT(run_virtual(cancel_itself_main), EDDY_OK);
    CHECK_TEXT(log_text(), "ran");
}

static int when_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    EDDY_TRY(eddy_sleep(0.5));
    eddy_handle later = eddy_loop_call_later(loop, 0.25, log_call, "x");
    eddy_handle at = eddy_loop_call_at(loop, 0.6, log_call, "x");
    eddy_handle soon = eddy_loop_call_soon(loop, log_call, "x");
    CHECK_TIME(eddy_handle_when(later), 0.75);
    CHECK_TIME(eddy_handle_when(at), 0.6);
    CHECK(isnan(eddy_handle_when(soon)));
    CHECK(isnan(eddy_handle_when((eddy_handle){0})));
    CHECK(isnan(eddy_handle_when((eddy_handle){eddy_current_task().id})));
    eddy_handle_cancel(later);
    CHECK(isnan(eddy_handle_when(later)));
    return EDDY_OK;
}

TEST(when_is_the_time_of_timers_only) {
    CHECK_INT(run_virtual(when_main), EDDY_OK);
}

/* asyncio's handles can be cancelled whether the loop runs or not. */
TEST(a_call_made_before_the_loop_runs_can_be_taken_back) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    eddy_handle soon = eddy_loop_call_soon(loop, log_call, "soon");
    eddy_handle later = eddy_loop_call_later(loop, 0.5, log_call, "later");
    CHECK(soon.id != 0 && later.id != 0);
    CHECK_TIME(eddy_handle_when(later), 0.5);
    CHECK(eddy_handle_cancel(soon));
    CHECK(eddy_handle_cancel(later));
    CHECK_INT(eddy_loop_run_forever(loop), EDDY_DEADLOCK);
    CHECK_TEXT(log_text(), "");
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

/* ---- the loop itself ---- */

static int running_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    CHECK(loop != NULL);
    CHECK(eddy_loop_is_running(loop));
    return EDDY_OK;
}

TEST(a_loop_is_running_only_while_it_runs) {
    CHECK(eddy_get_running_loop() == NULL);
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    CHECK(!eddy_loop_is_running(loop));
    CHECK_INT(eddy_loop_run_until_complete(loop, running_main), EDDY_OK);
    CHECK(!eddy_loop_is_running(loop));
    CHECK(eddy_get_running_loop() == NULL);
    CHECK(!eddy_loop_is_running(NULL));
    CHECK(isnan(eddy_loop_time(NULL)));
    eddy_loop_stop(NULL);
    eddy_loop_set_exception_handler(NULL, NULL, NULL);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

static void stop(void *loop) {
    log_word("stop");
    eddy_loop_stop(loop);
}

TEST(stop_ends_run_forever_after_the_iteration) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    eddy_loop_call_soon(loop, log_call, "a");
    eddy_loop_call_soon(loop, stop, loop);
    eddy_loop_call_soon(loop, log_and_call_soon, NULL);
    CHECK_INT(eddy_loop_run_forever(loop), EDDY_OK);
    CHECK_TEXT(log_text(), "a stop outer");
    /* what it scheduled is still there */
    eddy_loop_call_later(loop, 1, stop, loop);
    CHECK_INT(eddy_loop_run_forever(loop), EDDY_OK);
    CHECK_TEXT(log_text(), "a stop outer inner stop");
    CHECK_TIME(eddy_loop_time(loop), 1);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

TEST(stop_before_the_run_lets_one_iteration_run) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    eddy_loop_call_soon(loop, log_and_call_soon, NULL);
    eddy_loop_stop(loop);
    CHECK_INT(eddy_loop_run_forever(loop), EDDY_OK);
    CHECK_TEXT(log_text(), "outer");
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

TEST(stop_does_not_wait_for_timers) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    eddy_loop_call_later(loop, 100, log_call, "late");
    eddy_loop_stop(loop);
    CHECK_INT(eddy_loop_run_forever(loop), EDDY_OK);
    CHECK_TIME(eddy_loop_time(loop), 0);
    CHECK_TEXT(log_text(), "");
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

/* More than the loop runs in one go before it looks at its host again. */
static int crowd_main(void) {
    fired = 0;
    fired_at = 0;
    for (int i = 0; i < 1000; i++) eddy_loop_call_soon(eddy_get_running_loop(), check_order, NULL);
    eddy_loop_call_soon(eddy_get_running_loop(), log_and_call_soon, NULL);
    EDDY_TRY(eddy_sleep(0));
    CHECK_INT(fired, 1000);
    CHECK_TEXT(log_text(), "outer");
    return EDDY_OK;
}

TEST(an_iteration_of_a_thousand_handles_is_one_iteration) {
    CHECK_INT(run_virtual(crowd_main), EDDY_OK);
}
