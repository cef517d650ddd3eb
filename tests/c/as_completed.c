/* eddy_as_completed, eddy_next_completed: in the order in which they are done. */
#include "tasks.h"

TEST_MAIN(as_completed_hands_out_in_the_order_of_the_ends) {
    eddy_awaitable all[3] = {eddy_coro(work, .delay = 0.02), eddy_coro(work, .delay = 0.15),
                             eddy_coro(work, .delay = 0.01)};
    static const int order[] = {2, 0, 1};
    static const double times[] = {0.01, 0.02, 0.15};
    eddy_completions each = eddy_as_completed(all, 3, EDDY_FOREVER);
    eddy_awaitable next;
    for (int i = 0; i < 3; i++) {
        CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
        CHECK(next.id == all[order[i]].id);
        CHECK(eddy_future_done(next));
        CHECK_INT(eddy_await(next), EDDY_OK);
        CHECK_INT(eddy_frame(next, work)->result, 1);
        CHECK_TIME(now(), times[i]);
    }
    for (int i = 0; i < 2; i++) {
        next.id = 17;
        CHECK_INT(eddy_next_completed(each, &next), EDDY_STOP_ITERATION);
        CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_STOP_ITERATION));
        CHECK_INT((long long)next.id, 17);
    }
    return EDDY_OK;
}

TEST_MAIN(as_completed_of_nothing_is_at_its_end) {
    eddy_completions each = eddy_as_completed(NULL, 0, 1);
    eddy_awaitable next;
    CHECK_INT(eddy_next_completed(each, &next), EDDY_STOP_ITERATION);
    CHECK_TIME(now(), 0);
    return EDDY_OK;
}

TEST_MAIN(as_completed_hands_out_errors_too) {
    eddy_task all[3] = {eddy_go(work, .delay = 3, .status = 7), eddy_go(work, .delay = 2),
                        eddy_go(work, .delay = 1)};
    cancel_soon(&all[2]);
    eddy_completions each = eddy_as_completed(all, 3, EDDY_FOREVER);
    eddy_awaitable next;
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK_INT(eddy_await(next), EDDY_CANCELLED);
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK_INT(eddy_await(next), EDDY_OK);
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK(next.id == all[0].id);
    CHECK_INT(eddy_await(next), 7);
    CHECK_TEXT(eddy_error_message(), "error 7");
    CHECK_INT(eddy_next_completed(each, &next), EDDY_STOP_ITERATION);
    return EDDY_OK;
}

TEST_MAIN(as_completed_takes_what_is_done_and_futures) {
    eddy_future future = eddy_create_future(0);
    eddy_task done = eddy_go(work, .delay = 0.1);
    EDDY_TRY(eddy_await(done));
    eddy_awaitable all[] = {future, done, eddy_go(work, .delay = 1)};
    eddy_completions each = eddy_as_completed(all, 3, EDDY_FOREVER);
    eddy_awaitable next;
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK(next.id == done.id);
    CHECK_TIME(now(), 0.1);
    eddy_future_set_result(future, NULL);
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK(next.id == future.id);
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK(next.id == all[2].id);
    return EDDY_OK;
}

TEST_MAIN(as_completed_hands_out_once_what_is_named_twice) {
    eddy_coroutine coroutine = eddy_coro(work, .delay = 0.1);
    eddy_awaitable all[] = {coroutine, coroutine, eddy_coro(work, .delay = 0.2), coroutine};
    eddy_completions each = eddy_as_completed(all, 4, EDDY_FOREVER);
    eddy_awaitable next;
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK(next.id == coroutine.id);
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK(next.id == all[2].id);
    CHECK_INT(eddy_next_completed(each, &next), EDDY_STOP_ITERATION);
    return EDDY_OK;
}

/* ---- with a limit ---- */

TEST_MAIN(as_completed_tells_each_that_is_late) {
    eddy_task all[3] = {eddy_go(work, .delay = 0.15), eddy_go(work, .delay = 0.1),
                        eddy_go(work, .delay = 5)};
    eddy_completions each = eddy_as_completed(all, 3, 0.12);
    eddy_awaitable next = {0};
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK(next.id == all[1].id);
    EDDY_TRY(eddy_sleep(1)); /* the limit passes meanwhile, and all[0] ends */
    for (int i = 0; i < 2; i++) {
        CHECK_INT(eddy_next_completed(each, &next), EDDY_TIMEOUT);
        CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_TIMEOUT));
        CHECK(next.id == all[1].id); /* untouched */
    }
    CHECK_INT(eddy_next_completed(each, &next), EDDY_STOP_ITERATION);
    CHECK(!eddy_future_done(all[2])); /* not cancelled */
    CHECK_INT(eddy_await(all[2]), EDDY_OK);
    return EDDY_OK;
}

TEST_MAIN(the_limit_comes_to_who_waits) {
    eddy_task all[2] = {eddy_go(work, .delay = 0.15), eddy_go(work, .delay = 0.1)};
    eddy_completions each = eddy_as_completed(all, 2, 0.12);
    eddy_awaitable next;
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK_INT(eddy_next_completed(each, &next), EDDY_TIMEOUT);
    CHECK_TIME(now(), 0.12);
    return EDDY_OK;
}

static int spent_main(void) {
    eddy_awaitable one = eddy_coro(work, .delay = 0.01), next;
    eddy_completions each = eddy_as_completed(&one, 1, 1);
    EDDY_TRY(eddy_next_completed(each, &next));
    CHECK_INT(eddy_next_completed(each, &next), EDDY_STOP_ITERATION);
    return eddy_await(eddy_create_future(0));
}

TEST(a_limit_that_is_not_needed_any_more_is_forgotten) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    CHECK_INT(eddy_loop_run_until_complete(loop, spent_main), EDDY_DEADLOCK);
    CHECK_TIME(eddy_loop_time(loop), 0.01);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_OK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}

TEST_MAIN(a_limit_of_nothing_is_over_at_once) {
    eddy_task all[2] = {eddy_go(work, .delay = -1), eddy_go(work, .delay = 1)};
    eddy_completions each = eddy_as_completed(all, 2, 0);
    eddy_awaitable next;
    int first = eddy_next_completed(each, &next), second = eddy_next_completed(each, &next);
    CHECK_INT(first, EDDY_TIMEOUT); /* the end was not told before the limit */
    CHECK_INT(second, EDDY_TIMEOUT);
    CHECK_INT(eddy_next_completed(each, &next), EDDY_STOP_ITERATION);
    CHECK_TIME(now(), 0);
    return eddy_await(all[1]);
}

/* ---- many take from one ---- */

struct taker {
    eddy_completions each;
    const char *word;
    int status;
};
static int taker(struct taker *self) {
    eddy_awaitable next;
    self->status = eddy_next_completed(self->each, &next);
    if (self->status == EDDY_OK) {
        log_word("%s:%s", self->word, eddy_frame(next, work)->word);
        return EDDY_OK;
    }
    log_word("%s:%s", self->word, eddy_error_name(self->status));
    return self->status;
}

TEST_MAIN(many_tasks_take_each_in_the_order_they_asked) {
    eddy_task all[2] = {eddy_go(work, .delay = 2, .word = "slow"),
                        eddy_go(work, .delay = 1, .word = "fast")};
    eddy_completions each = eddy_as_completed(all, 2, EDDY_FOREVER);
    eddy_task a = eddy_go(taker, .each = each, .word = "a");
    eddy_task b = eddy_go(taker, .each = each, .word = "b");
    eddy_task c = eddy_go(taker, .each = each, .word = "c");
    CHECK_INT(eddy_gather_return_exceptions(a, b, c), EDDY_OK);
    CHECK_TEXT(log_text(), "c:EDDY_STOP_ITERATION fast a:fast slow b:slow");
    return EDDY_OK;
}

TEST_MAIN(the_limit_comes_to_all_who_wait) {
    eddy_task all[2] = {eddy_go(work, .delay = 20), eddy_go(work, .delay = 10)};
    eddy_completions each = eddy_as_completed(all, 2, 1);
    eddy_task a = eddy_go(taker, .each = each, .word = "a");
    eddy_task b = eddy_go(taker, .each = each, .word = "b");
    CHECK_INT(eddy_gather_return_exceptions(a, b), EDDY_OK);
    CHECK_TEXT(log_text(), "a:EDDY_TIMEOUT b:EDDY_TIMEOUT");
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

/* As in CPython's queue: a getter that was woken and cancelled wakes the next. */
TEST_MAIN(a_taker_that_is_woken_and_cancelled_passes_it_on) {
    eddy_future done = eddy_create_future(0);
    eddy_task all[2] = {eddy_go(work, .delay = 100, .word = "late"), eddy_go(waits, .on = done)};
    eddy_completions each = eddy_as_completed(all, 2, EDDY_FOREVER);
    eddy_task a = eddy_go(taker, .each = each, .word = "a");
    eddy_task b = eddy_go(waits, .on = a); /* keeps the numbers apart */
    struct taker frame = {.each = each, .word = "main"};
    EDDY_TRY(pass(2));
    eddy_future_set_result(done, NULL);
    EDDY_TRY(pass(1)); /* all[1] ends; the completion is told in the next iteration */
    cancel_soon(&a);   /* behind that */
    eddy_awaitable next = {0};
    CHECK_INT(eddy_next_completed(frame.each, &next), EDDY_OK);
    CHECK(next.id == all[1].id);
    CHECK_TIME(now(), 0);
    CHECK_INT(eddy_await(b), EDDY_CANCELLED);
    CHECK_TEXT(log_text(), "a:EDDY_CANCELLED");
    return EDDY_OK;
}

TEST_MAIN(a_taker_that_is_cancelled_takes_nothing) {
    eddy_task one = eddy_go(work, .delay = 1, .word = "work");
    eddy_task both[] = {one, eddy_go(work, .delay = 2, .word = "more")};
    eddy_completions each = eddy_as_completed(both, 2, EDDY_FOREVER);
    eddy_task a = eddy_go(taker, .each = each, .word = "a");
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel(a));
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    eddy_awaitable next;
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK(next.id == one.id);
    CHECK_TIME(now(), 1);
    /* as in asyncio, its turn is gone all the same */
    CHECK_INT(eddy_next_completed(each, &next), EDDY_STOP_ITERATION);
    return EDDY_OK;
}

/* ---- lifetime ---- */

static eddy_completions kept;
static eddy_task kept_task;
static int maker(void) {
    eddy_awaitable one = eddy_retain(eddy_go(work, .delay = 1, .word = "work"));
    kept_task = one;
    kept = eddy_as_completed(&one, 1, 5);
    return eddy_sleep(0.5);
}

TEST_MAIN(completions_go_with_their_owner_and_the_tasks_stay) {
    eddy_task task = eddy_go(maker);
    EDDY_TRY(pass(1));
    eddy_task waiting = eddy_go(taker, .each = kept, .word = "a");
    CHECK_INT(eddy_await(task), EDDY_OK);
    CHECK_INT(eddy_await(waiting), EDDY_OK); /* who waits in it keeps it */
    CHECK_TEXT(log_text(), "work a:work");
    eddy_awaitable next;
    CHECK_INT(eddy_next_completed(kept, &next), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_await(kept_task), EDDY_OK);
    eddy_release(kept_task);
    return EDDY_OK;
}

TEST_MAIN(released_completions_watch_no_longer) {
    eddy_task all[2] = {eddy_go(work, .delay = 1), eddy_go(work, .delay = 2)};
    eddy_completions each = eddy_as_completed(all, 2, 1.5);
    eddy_awaitable next;
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    eddy_release_object(each.id);
    CHECK_INT(eddy_next_completed(each, &next), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_gather(all[0], all[1]), EDDY_OK);
    CHECK_TIME(now(), 2);
    return EDDY_OK;
}

/* ---- what it refuses ---- */

static int made(eddy_completions each) {
    eddy_awaitable next;
    return eddy_next_completed(each, &next);
}

TEST_MAIN(as_completed_checks_its_arguments_first) {
    eddy_coroutine coroutine = eddy_coro(work, .delay = 1);
    eddy_awaitable all[2] = {coroutine, {0}}, next;
    CHECK_INT(made(eddy_as_completed(NULL, 1, 1)), EDDY_INVALID_ARGUMENT);
    CHECK_INT(made(eddy_as_completed(all, 1, NAN)), EDDY_INVALID_ARGUMENT);
    CHECK_INT(made(eddy_as_completed(all, 2, 1)), EDDY_NOT_AWAITABLE);
    all[1].id = eddy_lock_new().id;
    CHECK_INT(made(eddy_as_completed(all, 2, 1)), EDDY_NOT_AWAITABLE);
    all[1] = eddy_coro(work, .delay = -1);
    EDDY_TRY(eddy_await(all[1]));
    CHECK_INT(made(eddy_as_completed(all, 2, 1)), EDDY_ALREADY_AWAITED);
    CHECK(eddy_iscoroutine(coroutine));
    eddy_completions each = eddy_as_completed(all, 1, EDDY_FOREVER);
    CHECK_INT(eddy_next_completed(each, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "next is NULL");
    CHECK_INT(eddy_next_completed(each, &next), EDDY_OK);
    CHECK_INT(eddy_next_completed((eddy_completions){0}, &next), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_next_completed((eddy_completions){coroutine.id}, &next), EDDY_INVALID_ARGUMENT);
    return EDDY_OK;
}

static void next_in_callback(void *each) {
    CHECK_INT(made(*(eddy_completions *)each), EDDY_NOT_IN_TASK);
    log_word("called");
}

TEST_MAIN(a_callback_makes_completions_and_takes_none) {
    eddy_task task = eddy_go(work, .delay = 1);
    eddy_completions each = eddy_as_completed(&task, 1, EDDY_FOREVER);
    eddy_loop_call_soon(eddy_get_running_loop(), next_in_callback, &each);
    CHECK_INT(made(each), EDDY_OK);
    CHECK_TEXT(log_text(), "called");
    return EDDY_OK;
}

TEST(as_completed_needs_a_running_loop) {
    eddy_awaitable none = {0};
    CHECK_INT(eddy_check((eddy_awaitable){eddy_as_completed(&none, 1, 1).id}),
              EDDY_NO_RUNNING_LOOP);
}
