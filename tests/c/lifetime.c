/* Who keeps what alive, and what is noticed when it is gone. */
#include "harness.h"

struct work {
    double delay;
    int result;
};
static int work(struct work *self) {
    EDDY_TRY(eddy_sleep(self->delay));
    self->result = 42;
    log_word("done");
    return EDDY_OK;
}

static eddy_awaitable kept[4];

/* ---- stale handles ---- */

static int owner(void) {
    kept[0] = eddy_go(work, .delay = 0);
    kept[1] = eddy_create_future(4);
    kept[2] = eddy_coro(work, .delay = 0);
    kept[3] = eddy_gather_future(&kept[0], 1, EDDY_RAISE_FIRST);
    EDDY_TRY(eddy_await(kept[2]));
    return eddy_await(kept[0]);
}

static int stale_main(void) {
    EDDY_TRY(eddy_await(eddy_go(owner)));
    for (int i = 0; i < 4; i++) {
        CHECK_INT(eddy_check(kept[i]), EDDY_STALE_HANDLE);
        CHECK_INT(eddy_await(kept[i]), EDDY_STALE_HANDLE);
        CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_STALE_HANDLE));
        CHECK_INT(eddy_gather(kept[i]), EDDY_STALE_HANDLE);
        CHECK(eddy_future_done(kept[i]));
        CHECK(!eddy_future_cancelled(kept[i]));
        CHECK(!eddy_future_cancel(kept[i]));
        CHECK(eddy_future_result(kept[i]) == NULL);
        CHECK_INT(eddy_future_exception(kept[i]), EDDY_STALE_HANDLE);
        CHECK_TEXT(eddy_future_message(kept[i]), eddy_strerror(EDDY_STALE_HANDLE));
        CHECK_INT(eddy_future_set_result(kept[i], "abcd"), EDDY_STALE_HANDLE);
        CHECK_INT(eddy_future_set_exception(kept[i], 1, "x"), EDDY_STALE_HANDLE);
        CHECK_INT(eddy_check(eddy_create_task(kept[i])), EDDY_STALE_HANDLE);
        CHECK(!eddy_task_cancel(kept[i]));
        CHECK_INT(eddy_task_set_name(kept[i], "x"), EDDY_STALE_HANDLE);
        CHECK_TEXT(eddy_task_get_name(kept[i]), "");
        CHECK_INT(eddy_getcoroutinestate(kept[i]), EDDY_CORO_CLOSED);
        CHECK(!eddy_iscoroutine(kept[i]));
        eddy_release(kept[i]); /* ignored */
        CHECK(eddy_retain(kept[i]).id == kept[i].id);
        CHECK_INT(eddy_check(kept[i]), EDDY_STALE_HANDLE);
    }
    return EDDY_OK;
}

TEST(what_a_task_made_goes_with_the_task) {
    CHECK_INT(run_virtual(stale_main), EDDY_OK);
}

/* New objects take the places of the old ones; the old handles stay stale. */
static int reuse_main(void) {
    eddy_future old = eddy_create_future(0);
    eddy_release(old);
    for (int i = 0; i < 1000; i++) {
        eddy_future future = eddy_create_future(0);
        CHECK(future.id != old.id);
        CHECK_INT(eddy_check(future), EDDY_OK);
        CHECK_INT(eddy_check(old), EDDY_STALE_HANDLE);
        eddy_release(future);
    }
    eddy_handle call = eddy_loop_call_soon(eddy_get_running_loop(), log_call, "x");
    CHECK_INT(eddy_check(old), EDDY_STALE_HANDLE);
    CHECK(!eddy_handle_cancel((eddy_handle){old.id}));
    CHECK(eddy_handle_cancel(call));
    return EDDY_OK;
}

TEST(a_stale_handle_does_not_come_to_life_again) {
    CHECK_INT(run_virtual(reuse_main), EDDY_OK);
}

/* ---- frames and results ---- */

static int results_main(void) {
    eddy_task task = eddy_go(work, .delay = 1);
    eddy_future future = eddy_create_future(sizeof(int));
    EDDY_TRY(eddy_await(task));
    eddy_future_set_result(future, &(int){7});
    for (int i = 0; i < 100; i++) EDDY_TRY(eddy_await(eddy_go(work, .delay = 0)));
    CHECK_INT(eddy_frame(task, work)->result, 42);
    CHECK_INT(*(const int *)eddy_future_result(future), 7);
    return EDDY_OK;
}

TEST(results_live_as_long_as_the_handle) {
    CHECK_INT(run_virtual(results_main), EDDY_OK);
}

/* ---- retain, release ---- */

static int retainer(void) {
    kept[0] = eddy_retain(eddy_go(work, .delay = 1));
    kept[1] = eddy_retain(eddy_retain(eddy_create_future(sizeof(int))));
    kept[2] = eddy_retain(eddy_coro(work, .delay = 0));
    return EDDY_OK;
}

static int retain_main(void) {
    EDDY_TRY(eddy_await(eddy_go(retainer)));
    for (int i = 0; i < 3; i++) CHECK_INT(eddy_check(kept[i]), EDDY_OK);
    EDDY_TRY(eddy_await(kept[0]));
    CHECK_INT(eddy_frame(kept[0], work)->result, 42);
    EDDY_TRY(eddy_future_set_result(kept[1], &(int){3}));
    EDDY_TRY(eddy_await(kept[2]));
    CHECK_INT(eddy_frame(kept[2], work)->result, 42);
    eddy_release(kept[1]);
    CHECK_INT(*(const int *)eddy_future_result(kept[1]), 3);
    for (int i = 0; i < 3; i++) {
        eddy_release(kept[i]);
        CHECK_INT(eddy_check(kept[i]), EDDY_STALE_HANDLE);
    }
    return EDDY_OK;
}

TEST(what_is_retained_outlives_its_owner) {
    CHECK_INT(run_virtual(retain_main), EDDY_OK);
}

/* What a retained object is still there at the end, the loop's end takes. */
static int never_released_main(void) {
    return retainer();
}

TEST(what_is_retained_for_ever_goes_with_the_loop) {
    struct counted counted = {0};
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .allocator = counted_allocator(&counted)};
    eddy_loop *loop = eddy_new_event_loop(&options);
    reports_catch(loop);
    CHECK_INT(eddy_loop_run_until_complete(loop, never_released_main), EDDY_OK);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_OK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
    CHECK_INT((long long)counted.blocks, 0);
    CHECK_TEXT(reports_text(), "coroutine work was never awaited");
}

static int released_main(void) {
    eddy_task task = eddy_go(work, .delay = 1);
    eddy_release(task);
    eddy_release(task); /* there is no second claim to give up */
    EDDY_TRY(eddy_sleep(0.5));
    CHECK_TEXT(log_text(), "");
    EDDY_TRY(eddy_sleep(1));
    CHECK_TEXT(log_text(), "done"); /* it went on */
    CHECK_INT(eddy_check(task), EDDY_STALE_HANDLE);

    task = eddy_go(work, .delay = 1);
    EDDY_TRY(eddy_await(task));
    eddy_release(task);
    CHECK_INT(eddy_check(task), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

TEST(a_released_task_goes_on_and_is_freed_at_its_end) {
    CHECK_INT(run_virtual(released_main), EDDY_OK);
}

struct wait_for {
    eddy_awaitable awaitable;
};
static int wait_for(struct wait_for *self) {
    return eddy_await(self->awaitable);
}

static int released_while_awaited_main(void) {
    eddy_future future = eddy_create_future(0);
    eddy_task task = eddy_go(work, .delay = 1);
    eddy_task a = eddy_go(wait_for, task), b = eddy_go(wait_for, future);
    EDDY_TRY(eddy_sleep(0));
    eddy_release(task);
    EDDY_TRY(eddy_await(a));
    eddy_retain(future);
    eddy_release(future);
    CHECK_INT(eddy_future_set_result(future, NULL), EDDY_OK);
    eddy_release(future);
    return eddy_await(b);
}

TEST(what_is_awaited_stays_until_its_awaiter_has_it) {
    CHECK_INT(run_virtual(released_while_awaited_main), EDDY_OK);
}

static int release_itself(void) {
    eddy_task task = eddy_current_task();
    eddy_release(task); /* the owner's claim, which is anybody's to give up */
    EDDY_TRY(eddy_sleep(1));
    CHECK_TEXT(eddy_task_get_name(eddy_current_task()), "release_itself-2");
    return EDDY_OK;
}

static int release_itself_main(void) {
    eddy_task task = eddy_go(release_itself);
    EDDY_TRY(eddy_sleep(2));
    CHECK_INT(eddy_check(task), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

TEST(a_task_can_release_itself) {
    CHECK_INT(run_virtual(release_itself_main), EDDY_OK);
}

/* Calls' handles are not the kind that is retained. */
static int call_handles_main(void) {
    eddy_handle call = eddy_loop_call_later(eddy_get_running_loop(), 1, log_call, "called");
    eddy_release((eddy_awaitable){call.id});
    eddy_retain((eddy_awaitable){call.id});
    EDDY_TRY(eddy_sleep(2));
    CHECK_TEXT(log_text(), "called");
    return EDDY_OK;
}

TEST(release_leaves_call_handles_alone) {
    CHECK_INT(run_virtual(call_handles_main), EDDY_OK);
}

/* ---- tasks whose owner is gone ---- */

static int detached(void) {
    EDDY_TRY(eddy_sleep(1));
    log_word("detached");
    eddy_task child = eddy_go(work, .delay = 0.5); /* has children of its own */
    return eddy_await(child);
}

static int parent(void) {
    kept[0] = eddy_go(detached);
    return EDDY_OK;
}

static int detached_main(void) {
    EDDY_TRY(eddy_await(eddy_go(parent)));
    CHECK_INT(eddy_check(kept[0]), EDDY_OK); /* it still runs: the handle still names it */
    EDDY_TRY(eddy_sleep(3));
    CHECK_TEXT(log_text(), "detached done");
    CHECK_INT(eddy_check(kept[0]), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

TEST(a_task_goes_on_when_its_owner_has_ended) {
    CHECK_INT(run_virtual(detached_main), EDDY_OK);
}

/* ---- memory stays bounded ---- */

static struct counted bounded;

static int short_lived(void) {
    return EDDY_OK;
}

static int million_main(void) {
    size_t count = scaled(1000000), after_first = 0;
    for (size_t i = 0; i < count; i++) {
        eddy_task task = eddy_go(short_lived);
        EDDY_TRY(eddy_await(task));
        eddy_release(task);
        if (i == 100) after_first = bounded.bytes;
    }
    CHECK_INT((long long)bounded.bytes, (long long)after_first);
    return EDDY_OK;
}

TEST(a_million_tasks_one_by_one_need_no_more_memory_than_one) {
    bounded = (struct counted){0};
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .allocator = counted_allocator(&bounded)};
    CHECK_INT(eddy_run_with(million_main, &options), EDDY_OK);
    CHECK_INT((long long)bounded.blocks, 0);
    CHECK_INT((long long)bounded.bytes, 0);
}

static int million_inline_main(void) {
    size_t count = scaled(1000000), after_first = 0;
    for (size_t i = 0; i < count; i++) {
        eddy_coroutine coroutine = eddy_coro(short_lived);
        EDDY_TRY(eddy_await(coroutine));
        eddy_release(coroutine);
        eddy_future future = eddy_create_future(8);
        eddy_release(future);
        eddy_handle_cancel(eddy_loop_call_later(eddy_get_running_loop(), 1, log_call, "x"));
        if (i == 100) after_first = bounded.bytes;
    }
    CHECK_INT((long long)bounded.bytes, (long long)after_first);
    return EDDY_OK;
}

TEST(a_million_coroutines_futures_and_timers_need_no_more_than_one) {
    bounded = (struct counted){0};
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .allocator = counted_allocator(&bounded)};
    CHECK_INT(eddy_run_with(million_inline_main, &options), EDDY_OK);
    CHECK_INT((long long)bounded.blocks, 0);
}

static int spawner(void) {
    for (int i = 0; i < 100; i++) eddy_go(short_lived);
    return eddy_sleep(0);
}

static int generations_main(void) {
    size_t after_first = 0;
    for (int i = 0; i < 200; i++) {
        eddy_task task = eddy_go(spawner);
        EDDY_TRY(eddy_await(task));
        eddy_release(task);
        if (i == 5) after_first = bounded.bytes;
    }
    CHECK_INT((long long)bounded.bytes, (long long)after_first);
    return EDDY_OK;
}

TEST(what_tasks_leave_behind_goes_with_them) {
    bounded = (struct counted){0};
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .allocator = counted_allocator(&bounded)};
    CHECK_INT(eddy_run_with(generations_main, &options), EDDY_OK);
    CHECK_INT((long long)bounded.blocks, 0);
}

static int fails_at_once(void) {
    return eddy_raise(3, "three");
}

TEST_MAIN(the_error_of_a_task_that_was_cancelled_too_late_is_not_reported) {
    eddy_task task = eddy_go(fails_at_once);
    EDDY_TRY(eddy_sleep(1));
    CHECK(!eddy_task_cancel(task)); /* it has failed already: nobody wants to know any more */
    return EDDY_OK;
}
