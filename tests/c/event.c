/* Events. */
#include "tasks.h"

struct waiter {
    eddy_event event;
    const char *word;
};
static int waiter(struct waiter *self) {
    int status = eddy_event_wait(self->event);
    log_word("%s%s", self->word, status == EDDY_OK ? "" : "!");
    return status;
}

TEST_MAIN(all_who_wait_for_an_event_go_on_in_order) {
    eddy_event event = eddy_event_new();
    eddy_task a = eddy_go(waiter, .event = event, .word = "a");
    eddy_task b = eddy_go(waiter, .event = event, .word = "b");
    eddy_task c = eddy_go(waiter, .event = event, .word = "c");
    EDDY_TRY(pass(1));
    CHECK_TEXT(log_text(), "");
    CHECK(!eddy_event_is_set(event));
    CHECK_INT(eddy_event_set(event), EDDY_OK);
    CHECK(eddy_event_is_set(event));
    CHECK_TEXT(log_text(), ""); /* from the loop, not at once */
    EDDY_TRY(pass(1));
    CHECK_TEXT(log_text(), "a b c");
    return eddy_gather(a, b, c);
}

TEST_MAIN(an_event_that_is_set_does_not_suspend) {
    eddy_event event = eddy_event_new();
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "callback");
    CHECK_INT(eddy_event_set(event), EDDY_OK);
    CHECK_INT(eddy_event_wait(event), EDDY_OK);
    CHECK_INT(eddy_event_wait(event), EDDY_OK);
    CHECK_TEXT(log_text(), "");
    return EDDY_OK;
}

TEST_MAIN(a_cancelled_wait_for_an_event) {
    eddy_event event = eddy_event_new();
    eddy_task task = eddy_go(waiter, .event = event, .word = "a");
    cancel_soon(&task);
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_INT(eddy_event_set(event), EDDY_OK);
    CHECK_TEXT(log_text(), "a!");
    return EDDY_OK;
}

/* Set first: the wait ends well, and the cancellation comes out of it all the same. */
TEST_MAIN(an_event_set_and_a_cancel_at_once) {
    eddy_event event = eddy_event_new();
    eddy_task a = eddy_go(waiter, .event = event, .word = "a");
    eddy_task b = eddy_go(waiter, .event = event, .word = "b");
    EDDY_TRY(pass(1));
    eddy_task_cancel(b);
    eddy_event_set(event);
    eddy_task_cancel(a);
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK_INT(eddy_await(b), EDDY_CANCELLED);
    CHECK_TEXT(log_text(), "b! a!");
    return EDDY_OK;
}

TEST_MAIN(an_event_is_cleared_and_waited_for_again) {
    eddy_event event = eddy_event_new();
    CHECK_INT(eddy_event_clear(event), EDDY_OK);
    CHECK_INT(eddy_event_set(event), EDDY_OK);
    CHECK_INT(eddy_event_clear(event), EDDY_OK);
    CHECK(!eddy_event_is_set(event));
    eddy_task task = eddy_go(waiter, .event = event, .word = "a");
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "");
    CHECK_INT(eddy_event_set(event), EDDY_OK);
    CHECK_INT(eddy_event_set(event), EDDY_OK);
    return eddy_await(task);
}

TEST_MAIN(who_was_woken_goes_on_though_the_event_is_cleared) {
    eddy_event event = eddy_event_new();
    eddy_task a = eddy_go(waiter, .event = event, .word = "a");
    EDDY_TRY(pass(1));
    eddy_event_set(event);
    eddy_event_clear(event);
    eddy_task b = eddy_go(waiter, .event = event, .word = "b");
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "a");
    eddy_event_set(event);
    return eddy_gather(a, b);
}

/* Two that set, clear and wait for the same event take turns with those that sleep. */
struct turns {
    eddy_event event;
    bool sets;
    const char *word;
};
static int turns(struct turns *self) {
    for (int i = 0; i < 2; i++) {
        if (self->sets) {
            eddy_event_set(self->event);
            eddy_event_clear(self->event);
        }
        log_word("%s", self->word);
        EDDY_TRY(self->sets ? eddy_event_wait(self->event) : eddy_sleep(0));
    }
    return EDDY_OK;
}

TEST_MAIN(events_are_fair) {
    eddy_event event = eddy_event_new();
    eddy_go(turns, .word = "a");
    eddy_task b = eddy_go(turns, .event = event, .sets = true, .word = "b");
    eddy_go(turns, .word = "c");
    eddy_task d = eddy_go(turns, .event = event, .sets = true, .word = "d");
    EDDY_TRY(eddy_await(b));
    eddy_event_set(event);
    EDDY_TRY(eddy_await(d));
    CHECK_TEXT(log_text(), "a b c d a c b d");
    return EDDY_OK;
}

TEST_MAIN(an_event_with_a_limit) {
    eddy_event event = eddy_event_new();
    CHECK_INT(eddy_wait_for(eddy_coro(waiter, .event = event, .word = "a"), 0.01), EDDY_TIMEOUT);
    CHECK_TIME(now(), 0.01);
    eddy_timeout limit;
    EDDY_TRY(eddy_timeout_begin(&limit, 0.01));
    CHECK_INT(eddy_timeout_end(&limit, eddy_event_wait(event)), EDDY_TIMEOUT);
    CHECK_TIME(now(), 0.02);
    eddy_event_set(event);
    CHECK_INT(eddy_wait_for(eddy_coro(waiter, .event = event, .word = "b"), 0.01), EDDY_OK);
    CHECK_TEXT(log_text(), "a! b");
    return EDDY_OK;
}

/* ---- callbacks, lifetime, handles ---- */

static void set(void *event) {
    CHECK_INT(eddy_event_set(*(eddy_event *)event), EDDY_OK);
    CHECK_INT(eddy_event_wait(*(eddy_event *)event), EDDY_NOT_IN_TASK);
}

TEST_MAIN(a_callback_may_set_an_event) {
    eddy_event event = eddy_event_new();
    eddy_loop_call_later(eddy_get_running_loop(), 1, set, &event);
    CHECK_INT(eddy_event_wait(event), EDDY_OK);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

static eddy_event kept;
static int owner(void) {
    kept = eddy_event_new();
    EDDY_TRY(eddy_sleep(1));
    return eddy_event_set(kept);
}

TEST_MAIN(who_waits_keeps_an_event_alive) {
    eddy_task task = eddy_go(owner);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_event_wait(kept), EDDY_OK);
    CHECK(eddy_future_done(task));
    CHECK_INT(eddy_event_wait(kept), EDDY_STALE_HANDLE);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_STALE_HANDLE));
    CHECK_INT(eddy_event_set(kept), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_event_clear(kept), EDDY_STALE_HANDLE);
    CHECK(!eddy_event_is_set(kept));
    return EDDY_OK;
}

TEST_MAIN(an_event_handle_is_checked) {
    eddy_event none = {0}, other = {eddy_lock_new().id}, task = {eddy_current_task().id};
    CHECK_INT(eddy_event_wait(none), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_event_wait(other), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_event_wait(task), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_event_set(other), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_event_clear(none), EDDY_INVALID_ARGUMENT);
    CHECK(!eddy_event_is_set(none));
    return EDDY_OK;
}

TEST(sync_objects_need_a_running_loop) {
    CHECK_INT(eddy_event_set(eddy_event_new()), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_lock_release(eddy_lock_new()), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_condition_release(eddy_condition_new((eddy_lock){0})), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_semaphore_release(eddy_semaphore_new(1)), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_semaphore_release(eddy_bounded_semaphore_new(1)), EDDY_NO_RUNNING_LOOP);
    CHECK(eddy_barrier_parties(eddy_barrier_new(1)) == 0);
    CHECK_INT(eddy_queue_task_done(eddy_queue_new(1, 0)), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_event_wait(eddy_event_new()), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_barrier_wait(eddy_barrier_new(1), NULL), EDDY_NOT_IN_TASK);
}
