/* A program from beginning to end: status, reports, deadlock, cleanup. */
#include "harness.h"

static int nothing(void) {
    return EDDY_OK;
}

/* ---- the status and what is said about it ---- */

static int fail_main(void) {
    return eddy_raise(12, "no more %s", "bananas");
}
static int fail_bare_main(void) {
    return 13;
}
static int cancelled_main(void) {
    eddy_task_cancel(eddy_current_task());
    return eddy_sleep(1);
}
static int stopped_main(void) {
    eddy_loop_stop(eddy_get_running_loop());
    return eddy_sleep(1);
}

TEST_ENDS(run_returns_and_reports_the_status_of_main, 0,
          "eddy: main failed: error (12): no more bananas\n"
          "eddy: main failed: error (13): an error of the program's own\n"
          "eddy: main failed: EDDY_CANCELLED (-1): the task was cancelled\n"
          "eddy: main failed: EDDY_INVALID_STATE (-3): ") {
    CHECK_INT(eddy_run(nothing), EDDY_OK);
    CHECK_INT(eddy_run(fail_main), 12);
    CHECK_INT(eddy_run(fail_bare_main), 13);
    CHECK_INT(eddy_run(cancelled_main), EDDY_CANCELLED);
    CHECK_INT(eddy_run(stopped_main), EDDY_INVALID_STATE);
}

TEST_ENDS(run_without_a_main_is_an_error, 0, "eddy: eddy_run: the main function is NULL") {
    CHECK_INT(eddy_run(NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_loop_run_until_complete(NULL, nothing), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_loop_run_forever(NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_loop_cancel_all_tasks(NULL), EDDY_INVALID_ARGUMENT);
    eddy_loop *loop = eddy_new_event_loop(NULL);
    CHECK_INT(eddy_loop_run_until_complete(loop, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

TEST(run_until_complete_reports_nothing) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    CHECK_INT(eddy_loop_run_until_complete(loop, fail_main), 12);
    CHECK_INT(eddy_loop_run_until_complete(loop, cancelled_main), EDDY_CANCELLED);
    CHECK_INT(eddy_loop_run_until_complete(loop, nothing), EDDY_OK); /* it can run again */
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

/* ---- deadlock ---- */

static eddy_task task_a;
static eddy_future future;

static int stuck_on_future(void) {
    int status = eddy_await(future);
    log_word("cleanup:%d", status);
    return status;
}
struct stuck_on_task {
    eddy_task task;
};
static int stuck_on_task(struct stuck_on_task *self) {
    return eddy_await(self->task);
}

static int deadlock_main(void) {
    future = eddy_create_future(0);
    task_a = eddy_go(stuck_on_future);
    eddy_task b = eddy_go(stuck_on_task, task_a);
    eddy_task_set_name(b, "the other one");
    return eddy_gather(b);
}

TEST_ENDS(a_deadlock_is_reported_task_by_task, 0,
          "eddy: deadlock: main waits for a gather\n"
          "eddy: deadlock: stuck_on_future-2 waits for a future\n"
          "eddy: deadlock: the other one waits for a task stuck_on_future-2\n"
          "eddy: main failed: EDDY_DEADLOCK (-15): nothing is ready") {
    CHECK_INT(run_virtual(deadlock_main), EDDY_DEADLOCK);
    CHECK_TEXT(log_text(), "cleanup:-1"); /* what was stuck is cancelled, and cleans up */
}

/* asyncio would wait for ever; so does a ring, which the end of the run has to break. */
static eddy_task ring[2];

struct await_ring {
    int index;
};
static int await_ring(struct await_ring *self) {
    return eddy_await(ring[self->index]);
}

static int ring_main(void) {
    ring[0] = eddy_go(await_ring, .index = 1);
    ring[1] = eddy_go(await_ring, .index = 0);
    return eddy_await(ring[0]);
}

TEST_ENDS(a_ring_of_tasks_is_a_deadlock_that_ends, 0,
          "eddy: deadlock: main waits for a task await_ring-2\n"
          "eddy: deadlock: await_ring-2 waits for a task await_ring-3\n"
          "eddy: deadlock: await_ring-3 waits for a task await_ring-2\n") {
    CHECK_INT(run_virtual(ring_main), EDDY_DEADLOCK);
}

/* ---- what is left when main is done ---- */

static int cleans_up(void) {
    int status = eddy_sleep(1000);
    log_word("%d", status);
    EDDY_TRY(eddy_sleep(1)); /* cleaning may take time, and await */
    log_word("cleaned");
    return status;
}

static int leaves_tasks_main(void) {
    eddy_go(cleans_up);
    eddy_go(cleans_up);
    return eddy_sleep(0.5);
}

TEST(what_is_left_is_cancelled_and_cleans_up) {
    CHECK_INT(run_virtual(leaves_tasks_main), EDDY_OK);
    CHECK_TEXT(log_text(), "-1 -1 cleaned cleaned");
}

static int fails_in_cleanup(void) {
    eddy_sleep(1000);
    return eddy_raise(44, "cleanup went wrong");
}

static int bad_cleanup_main(void) {
    eddy_go(fails_in_cleanup);
    return eddy_sleep(0.5);
}

TEST_ENDS(an_error_in_the_cleanup_is_reported, 0,
          "eddy: tests/c/run.c: ... : the error of task fails_in_cleanup-2 was never retrieved: "
          "error (44): cleanup "
          "went wrong\n") {
    CHECK_INT(run_virtual(bad_cleanup_main), EDDY_OK);
}

static eddy_future never;

static int refuses(void) {
    for (;;) { /* catches every cancellation */
        never = eddy_create_future(0);
        log_word("%d", eddy_await(never));
    }
    return EDDY_OK;
}

static int refuses_main(void) {
    eddy_go(refuses);
    return eddy_sleep(0.5);
}

TEST_ENDS(a_task_that_refuses_to_end_is_named_and_destroyed, 0,
          "eddy: cancelled, but did not end: refuses-2 waits for a future\n ... "
          ": task refuses-2 was destroyed while it was pending\n") {
    CHECK_INT(run_virtual(refuses_main), EDDY_OK);
    CHECK_TEXT(log_text(), "-1");
}

static int spawns_in_cleanup(void) {
    int status = eddy_sleep(1000);
    eddy_go(cleans_up);
    return status;
}

static int spawns_main(void) {
    eddy_go(spawns_in_cleanup);
    return eddy_sleep(0.5);
}

TEST_ENDS(a_task_made_while_all_are_cancelled_is_destroyed, 0,
          "eddy: tests/c/run.c: ... : task cleans_up-3 was destroyed while it was pending\n") {
    CHECK_INT(run_virtual(spawns_main), EDDY_OK);
    CHECK_TEXT(log_text(), "");
}

TEST(cancel_all_tasks_by_hand) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    reports_catch(loop);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_OK); /* of none */
    CHECK_INT(eddy_loop_run_until_complete(loop, leaves_tasks_main), EDDY_OK);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_OK);
    CHECK_TEXT(log_text(), "-1 -1 cleaned cleaned");
    CHECK_TIME(eddy_loop_time(loop), 1.5);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_OK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
    CHECK_TEXT(reports_text(), "");
}

/* A cancel_all_tasks that some survive does not disturb a later one. */
static int end_refusal_main(void) {
    EDDY_TRY(eddy_sleep(0));
    eddy_future_set_result(never, NULL);
    return eddy_sleep(1);
}

static int refuses_once(void) {
    never = eddy_create_future(0);
    eddy_await(never);
    never = eddy_create_future(0);
    return eddy_await(never);
}

static int refuses_once_main(void) {
    eddy_go(refuses_once);
    return eddy_sleep(0);
}

static int slow_cleanup(void) {
    int status = eddy_sleep(1000);
    EDDY_TRY(eddy_sleep(5));
    log_word("slowly");
    return status;
}

static int fast_and_slow_main(void) {
    eddy_go(cleans_up);
    eddy_go(slow_cleanup);
    return eddy_sleep(0.5);
}

TEST(cancel_all_tasks_twice_with_a_survivor_between) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    reports_catch(loop);
    CHECK_INT(eddy_loop_run_until_complete(loop, refuses_once_main), EDDY_OK);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_DEADLOCK);
    CHECK_INT(eddy_loop_run_until_complete(loop, end_refusal_main), EDDY_OK);
    CHECK_INT(eddy_loop_run_until_complete(loop, fast_and_slow_main), EDDY_OK);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_OK);
    CHECK_TEXT(log_text(), "-1 cleaned slowly");
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
    CHECK_TEXT(reports_text(), "cancelled, but did not end: refuses_once-2 waits for a future");
}

/* ---- closing ---- */

static int pending_main(void) {
    eddy_go(cleans_up);
    eddy_go(cleans_up);
    eddy_loop_call_later(eddy_get_running_loop(), 5, log_call, "never");
    return eddy_sleep(0);
}

TEST(close_destroys_what_is_pending_and_says_so_once) {
    struct counted counted = {0};
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .allocator = counted_allocator(&counted)};
    eddy_loop *loop = eddy_new_event_loop(&options);
    reports_catch(loop);
    CHECK_INT(eddy_loop_run_until_complete(loop, pending_main), EDDY_OK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
    CHECK_TEXT(reports_text(), "task cleans_up-2 was destroyed while it was pending; task "
                               "cleans_up-3 was destroyed while it was pending");
    CHECK_TEXT(log_text(), ""); /* what is suspended never runs again */
    CHECK_INT((long long)counted.blocks, 0);
    CHECK_INT((long long)counted.bytes, 0);
}

TEST(a_loop_that_never_ran_is_closed) {
    struct counted counted = {0};
    eddy_options options = {.allocator = counted_allocator(&counted)};
    eddy_loop *loop = eddy_new_event_loop(&options);
    eddy_loop_call_soon(loop, log_call, "never");
    eddy_loop_call_later(loop, 1, log_call, "never");
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
    CHECK_TEXT(log_text(), "");
    CHECK_INT((long long)counted.blocks, 0);
}

static int stop_and_go_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop_call_soon(loop, log_call, "one");
    EDDY_TRY(eddy_sleep(1));
    log_word("two");
    return EDDY_OK;
}

TEST(two_loops_run_one_after_the_other) {
    eddy_loop *a = eddy_new_event_loop(&virtual_clock), *b = eddy_new_event_loop(&virtual_clock);
    CHECK_INT(eddy_loop_run_until_complete(a, stop_and_go_main), EDDY_OK);
    CHECK_INT(eddy_loop_run_until_complete(b, stop_and_go_main), EDDY_OK);
    CHECK_INT(eddy_loop_run_until_complete(a, stop_and_go_main), EDDY_OK);
    CHECK_TIME(eddy_loop_time(a), 2);
    CHECK_TIME(eddy_loop_time(b), 1);
    CHECK_INT(eddy_loop_close(b), EDDY_OK);
    CHECK_INT(eddy_loop_run_until_complete(a, stop_and_go_main), EDDY_OK);
    CHECK_INT(eddy_loop_close(a), EDDY_OK);
    CHECK_TEXT(log_text(), "one two one two one two one two");
}

/* What one run leaves waiting goes on in the next. */
static int leaves_a_sleeper_main(void) {
    eddy_go(stop_and_go_main);
    return eddy_sleep(0.25);
}
static int later_main(void) {
    return eddy_sleep(5);
}

TEST(what_a_run_leaves_goes_on_in_the_next) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    CHECK_INT(eddy_loop_run_until_complete(loop, leaves_a_sleeper_main), EDDY_OK);
    CHECK_TEXT(log_text(), "one");
    CHECK_INT(eddy_loop_run_until_complete(loop, later_main), EDDY_OK);
    CHECK_TEXT(log_text(), "one two");
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

static int counted_run_main(void) {
    CHECK_TEXT(eddy_task_get_name(eddy_current_task()), "main");
    return EDDY_OK;
}

TEST(three_hundred_loops_one_after_the_other) {
    for (int i = 0; i < 300; i++) CHECK_INT(run_virtual(counted_run_main), EDDY_OK);
}

TEST(run_until_complete_that_is_stopped_first) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    reports_catch(loop);
    CHECK_INT(eddy_loop_run_until_complete(loop, stopped_main), EDDY_INVALID_STATE);
    CHECK_INT(eddy_loop_run_until_complete(loop, later_main), EDDY_OK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
    CHECK_TEXT(reports_text(), ""); /* the first main ended in the second run */
}

/* ---- the exception handler ---- */

static int fails(void) {
    return eddy_raise(6, "six");
}
static int fails_bare(void) {
    return EDDY_TIMEOUT;
}

static int makes_and_forgets(void) {
    eddy_coro(nothing);
    eddy_go(fails);
    eddy_go(fails_bare);
    eddy_future_set_exception(eddy_create_future(0), 7, "seven");
    eddy_future_set_exception(eddy_create_future(0), 8, NULL);
    return eddy_sleep(1);
}

static int reports_main(void) {
    reports_catch(NULL);
    return eddy_await(eddy_go(makes_and_forgets));
}

TEST(what_nobody_looked_at_is_reported_once) {
    CHECK_INT(run_virtual(reports_main), EDDY_OK);
    CHECK_TEXT(reports_text(),
               "coroutine nothing was never awaited; "
               "the error of task fails-3 was never retrieved: error (6): six; "
               "the error of task fails_bare-4 was never retrieved: EDDY_TIMEOUT (-2): the time "
               "was up; "
               "the error of a future was never retrieved: error (7): seven; "
               "the error of a future was never retrieved: error (8): an error of the program's "
               "own");
    CHECK_INT(reports_count(), 5);
}

static int looks_main(void) {
    reports_catch(NULL);
    eddy_future seen = eddy_create_future(0), awaited = eddy_create_future(0);
    eddy_future message = eddy_create_future(0), cancelled = eddy_create_future(0);
    eddy_future_set_exception(seen, 7, "seven");
    eddy_future_set_exception(awaited, 7, "seven");
    eddy_future_set_exception(message, 7, "seven");
    eddy_future_cancel(cancelled);
    CHECK_INT(eddy_future_exception(seen), 7);
    CHECK_INT(eddy_await(awaited), 7);
    CHECK_TEXT(eddy_future_message(message), "seven");
    eddy_task gone = eddy_go(later_main);
    EDDY_TRY(eddy_sleep(0));
    eddy_task_cancel(gone); /* a cancelled task is nobody's error */
    eddy_task gathered = eddy_go(fails);
    CHECK_INT(eddy_gather_return_exceptions(gathered, seen), EDDY_OK);
    return eddy_sleep(1);
}

TEST(what_somebody_looked_at_is_not_reported) {
    CHECK_INT(run_virtual(looks_main), EDDY_OK);
    CHECK_TEXT(reports_text(), "");
}

static int forgets_main(void) {
    eddy_coro(nothing);
    eddy_go(fails);
    return eddy_sleep(1);
}

TEST_ENDS(without_a_handler_reports_go_to_stderr, 0,
          "eddy: tests/c/run.c: ... : coroutine nothing was never awaited\n ... "
          ": the error of task fails-2 was never retrieved: error (6): six\n") {
    CHECK_INT(run_virtual(forgets_main), EDDY_OK);
}

/* A pending task's own forgotten things are reported when the loop takes it away. */
static int forgets_and_waits(void) {
    eddy_coro(nothing);
    eddy_future_set_exception(eddy_create_future(0), 7, "seven");
    return eddy_await(eddy_create_future(0));
}

static int forgets_and_waits_main(void) {
    eddy_go(forgets_and_waits);
    return eddy_sleep(0);
}

TEST(what_a_destroyed_task_forgot_is_reported_too) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    reports_catch(loop);
    CHECK_INT(eddy_loop_run_until_complete(loop, forgets_and_waits_main), EDDY_OK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
    CHECK_CONTAINS(reports_text(), "task forgets_and_waits-2 was destroyed while it was pending");
    CHECK_CONTAINS(reports_text(), "coroutine nothing was never awaited");
    CHECK_CONTAINS(reports_text(), "the error of a future was never retrieved: error (7): seven");
    CHECK_INT(reports_count(), 3);
}

static void use_the_loop(eddy_loop *loop, const char *message, void *argument) {
    CHECK_TEXT(argument, "argument");
    CHECK(loop == eddy_get_running_loop());
    log_word("%s", message);
    /* a handler may use the loop, but not wait */
    CHECK_INT(eddy_sleep(0), EDDY_NOT_IN_TASK);
    eddy_release(eddy_create_future(0));
    eddy_loop_call_soon(loop, log_call, "called");
}

static int handler_main(void) {
    eddy_loop_set_exception_handler(eddy_get_running_loop(), use_the_loop, "argument");
    EDDY_TRY(eddy_await(eddy_go(makes_and_forgets)));
    EDDY_TRY(eddy_sleep(0));
    eddy_loop_set_exception_handler(eddy_get_running_loop(), NULL, NULL);
    return EDDY_OK;
}

TEST(an_exception_handler_may_use_the_loop) {
    CHECK_INT(run_virtual(handler_main), EDDY_OK);
    CHECK_CONTAINS(log_text(), "coroutine nothing was never awaited");
    CHECK_CONTAINS(log_text(), "called called");
}

/* An error that nobody has looked at by the end of the run. */
static int still_running_fails(void) {
    EDDY_TRY(eddy_sleep(0));
    return eddy_raise(6, "six");
}

static int at_the_end_main(void) {
    reports_catch(NULL);
    eddy_retain(eddy_go(still_running_fails));
    return eddy_sleep(1);
}

TEST(an_error_that_is_retained_is_reported_at_the_end) {
    CHECK_INT(run_virtual(at_the_end_main), EDDY_OK);
    CHECK_TEXT(reports_text(),
               "the error of task still_running_fails-2 was never retrieved: error (6): six");
}
