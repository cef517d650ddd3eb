/* Misuse is an error with a name and a text, never a crash. */
#include "harness.h"

/* ---- names and texts ---- */

TEST(every_status_has_a_name_and_a_text) {
    static const struct {
        int status;
        const char *name;
    } all[] = {
#define STATUS(name) {name, #name}
        STATUS(EDDY_OK),
        STATUS(EDDY_CANCELLED),
        STATUS(EDDY_TIMEOUT),
        STATUS(EDDY_INVALID_STATE),
        STATUS(EDDY_INVALID_ARGUMENT),
        STATUS(EDDY_NO_MEMORY),
        STATUS(EDDY_STACK_OVERFLOW),
        STATUS(EDDY_NOT_AWAITABLE),
        STATUS(EDDY_STALE_HANDLE),
        STATUS(EDDY_ALREADY_AWAITED),
        STATUS(EDDY_AWAITS_ITSELF),
        STATUS(EDDY_NOT_IN_TASK),
        STATUS(EDDY_NO_RUNNING_LOOP),
        STATUS(EDDY_LOOP_RUNNING),
        STATUS(EDDY_WRONG_LOOP),
        STATUS(EDDY_DEADLOCK),
        STATUS(EDDY_NETWORK_ERROR),
        STATUS(EDDY_HTTP_STATUS),
        STATUS(EDDY_NOT_SUPPORTED),
        STATUS(EDDY_ERROR_GROUP),
        STATUS(EDDY_QUEUE_FULL),
        STATUS(EDDY_QUEUE_EMPTY),
        STATUS(EDDY_QUEUE_SHUT_DOWN),
        STATUS(EDDY_BROKEN_BARRIER),
        STATUS(EDDY_WOULD_BLOCK),
        STATUS(EDDY_STOP_ITERATION),
        STATUS(EDDY_END_OF_STREAM),
        STATUS(EDDY_BROKEN_RESOURCE),
        STATUS(EDDY_CLOSED_RESOURCE),
        STATUS(EDDY_BROKEN_WORKER),
    };
    enum { COUNT = sizeof all / sizeof all[0] };
    for (int i = 0; i < COUNT; i++) {
        CHECK_INT(all[i].status, -i);
        CHECK_TEXT(eddy_error_name(all[i].status), all[i].name);
        CHECK(strlen(eddy_strerror(all[i].status)) > 3);
        CHECK(strchr(eddy_strerror(all[i].status), '\n') == NULL);
        for (int j = 0; j < i; j++)
            CHECK(strcmp(eddy_strerror(all[i].status), eddy_strerror(all[j].status)) != 0);
    }
    CHECK_TEXT(eddy_error_name(-COUNT), "unknown"); /* a new status belongs in the list above */
    CHECK_TEXT(eddy_error_name(INT32_MIN), "unknown");
    CHECK_TEXT(eddy_strerror(-1000), "an unknown error");
    CHECK_TEXT(eddy_strerror(INT32_MIN), "an unknown error");
    CHECK_TEXT(eddy_error_name(1), "error");
    CHECK_TEXT(eddy_error_name(INT32_MAX), "error");
    CHECK_TEXT(eddy_strerror(503), "an error of the program's own");
}

TEST(headers_and_library_are_of_one_version) {
    CHECK_TEXT(eddy_version(), EDDY_VERSION);
}

/* ---- EDDY_TRY, eddy_raise ---- */

static int evaluations;

static int evaluate(int status) {
    evaluations++;
    return status;
}

static int try_twice(int first, int second) {
    if (first >= 0)
        EDDY_TRY(evaluate(first)); /* one statement: the else belongs to the if */
    else
        return -100;
    EDDY_TRY(evaluate(second));
    return 99;
}

TEST(try_returns_what_is_not_ok) {
    evaluations = 0;
    CHECK_INT(try_twice(0, 0), 99);
    CHECK_INT(evaluations, 2);
    CHECK_INT(try_twice(5, 6), 5);
    CHECK_INT(evaluations, 3);
    CHECK_INT(try_twice(0, EDDY_TIMEOUT), EDDY_TIMEOUT);
    CHECK_INT(try_twice(-1, 0), -100);
}

static int raise_main(void) {
    CHECK_INT(eddy_raise(0, "zero"), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "0 means success");
    const char *volatile no_format = NULL;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-security"
    CHECK_INT(eddy_raise(3, no_format), EDDY_INVALID_ARGUMENT);
#pragma GCC diagnostic pop
    CHECK_CONTAINS(eddy_error_message(), "NULL");
    CHECK_INT(eddy_raise(EDDY_TIMEOUT, "%s after %d s", "gave up", 3), EDDY_TIMEOUT);
    CHECK_TEXT(eddy_error_message(), "gave up after 3 s");
    return EDDY_OK;
}

TEST(raise_gives_a_status_its_message) {
    CHECK_INT(run_virtual(raise_main), EDDY_OK);
    CHECK_INT(eddy_raise(7, "outside of a loop"), 7);
    CHECK_TEXT(eddy_error_message(), "");
}

/* ---- await ---- */

static int nothing(void) {
    return EDDY_OK;
}

static int await_nonsense_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_handle call = eddy_loop_call_later(loop, 1, log_call, "called");
    static const uint64_t nonsense[] = {
        0,
        1,
        42,
        UINT32_MAX,
        (uint64_t)1 << 32,
        (uint64_t)1 << 55,
        INT64_MAX,
        UINT64_MAX, /* what memset(&handle, 0xff, ...) leaves */
        (uint64_t)0xff << 56,
        (uint64_t)0xff << 56 | 5,
        (uint64_t)0xff << 56 | 0xffffff00u,
    };
    for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        eddy_awaitable handle = {nonsense[i]};
        int status = eddy_await(handle);
        if (status != EDDY_NOT_AWAITABLE && status != EDDY_WRONG_LOOP) {
            CHECK_INT(status, EDDY_NOT_AWAITABLE);
            printf("    for the handle %llx\n", (unsigned long long)nonsense[i]);
        }
        CHECK_INT(eddy_check(handle), status);
    }
    CHECK_INT(eddy_await((eddy_awaitable){call.id}), EDDY_NOT_AWAITABLE);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_NOT_AWAITABLE));
    EDDY_TRY(eddy_sleep(2));
    CHECK_TEXT(log_text(), "called");
    return EDDY_OK;
}

TEST(awaiting_nonsense_is_an_error) {
    CHECK_INT(run_virtual(await_nonsense_main), EDDY_OK);
}

/* Handles made up from real ones: no bit pattern may name what is not there. */
static int forged_main(void) {
    eddy_future future = eddy_create_future(0);
    eddy_release(future); /* its place is free: the next generation belongs to nobody yet */
    for (int bit = 0; bit < 56; bit++) {
        eddy_awaitable forged = {future.id ^ (uint64_t)1 << bit};
        if (forged.id == eddy_current_task().id) continue;
        int status = eddy_check(forged);
        if (status == EDDY_OK || status == EDDY_CANCELLED) {
            CHECK_INT(status, EDDY_NOT_AWAITABLE);
            printf("    for bit %d\n", bit);
        }
    }
    /* and the one that comes next */
    CHECK(eddy_check((eddy_awaitable){future.id + ((uint64_t)1 << 32)}) != EDDY_OK);
    CHECK(eddy_await((eddy_awaitable){future.id + ((uint64_t)1 << 32)}) != EDDY_OK);
    return EDDY_OK;
}

TEST(a_forged_handle_names_nothing) {
    CHECK_INT(run_virtual(forged_main), EDDY_OK);
}

static int itself_main(void) {
    log_word("before");
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "between");
    CHECK_INT(eddy_await(eddy_current_task()), EDDY_AWAITS_ITSELF);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_AWAITS_ITSELF));
    log_word("after");
    return EDDY_OK;
}

TEST(a_task_that_awaits_itself_is_told_so) {
    CHECK_INT(run_virtual(itself_main), EDDY_OK);
    CHECK_TEXT(log_text(), "before between after"); /* in its next step, as in asyncio */
}

static eddy_task outer;

static int await_outer(void) {
    return eddy_await(outer);
}

static int itself_inline_main(void) {
    outer = eddy_current_task();
    CHECK_INT(eddy_await(eddy_coro(await_outer)), EDDY_AWAITS_ITSELF);
    return EDDY_OK;
}

TEST(so_is_one_that_does_it_through_a_coroutine) {
    CHECK_INT(run_virtual(itself_inline_main), EDDY_OK);
}

static void wait_in_callback(void *unused) {
    (void)unused;
    eddy_response *response;
    CHECK_INT(eddy_sleep(1), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_await(outer), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_gather(outer), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_fetch("x", NULL, &response), EDDY_NOT_IN_TASK);
    CHECK(response == NULL);
    CHECK_TEXT(eddy_error_message(), "");
    CHECK_INT(eddy_raise(4, "nobody's"), 4);
    log_word("callback");
}

static void wait_in_done_callback(eddy_future future, void *unused) {
    (void)future;
    wait_in_callback(unused);
}

static int callback_main(void) {
    outer = eddy_current_task();
    eddy_loop_call_soon(eddy_get_running_loop(), wait_in_callback, NULL);
    eddy_future future = eddy_create_future(0);
    eddy_future_add_done_callback(future, wait_in_done_callback, NULL);
    eddy_future_set_result(future, NULL);
    EDDY_TRY(eddy_sleep(0));
    CHECK_TEXT(eddy_error_message(), ""); /* the callbacks' errors are not main's */
    return EDDY_OK;
}

TEST(a_callback_cannot_wait) {
    CHECK_INT(run_virtual(callback_main), EDDY_OK);
    CHECK_TEXT(log_text(), "callback callback");
}

TEST(nothing_waits_outside_of_a_loop) {
    eddy_response *response;
    CHECK_INT(eddy_sleep(0), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_await((eddy_awaitable){0}), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_await((eddy_awaitable){42}), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_gather((eddy_awaitable){0}), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_fetch("x", NULL, &response), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_check(eddy_coro(nothing)), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_check(eddy_go(nothing)), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_check(eddy_create_future(0)), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_check((eddy_awaitable){0}), EDDY_NOT_AWAITABLE);
    CHECK_TEXT(eddy_error_message(), "");
}

static int error_handles_main(void) {
    eddy_task no_function = eddy_create_task(eddy_coroutine_new("x", NULL, NULL, NULL, 0));
    CHECK_INT(eddy_check(no_function), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_await(no_function), EDDY_INVALID_ARGUMENT);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_INVALID_ARGUMENT));
    CHECK_INT(eddy_future_exception(no_function), EDDY_INVALID_ARGUMENT);
    CHECK_TEXT(eddy_future_message(no_function), eddy_strerror(EDDY_INVALID_ARGUMENT));
    CHECK(eddy_future_done(no_function));
    CHECK_INT(eddy_check(eddy_create_task((eddy_coroutine){0})), EDDY_NOT_AWAITABLE);
    CHECK_INT(eddy_check(eddy_create_task(eddy_create_future(0))), EDDY_NOT_AWAITABLE);
    CHECK_INT(eddy_check(eddy_create_task(eddy_current_task())), EDDY_ALREADY_AWAITED);
    return EDDY_OK;
}

TEST(a_handle_carries_the_error_of_its_making) {
    CHECK_INT(run_virtual(error_handles_main), EDDY_OK);
}

/* ---- loops ---- */

static int nested_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    eddy_loop *other = eddy_new_event_loop(NULL);
    CHECK(other != NULL);
    CHECK_INT(eddy_loop_run_until_complete(other, nothing), EDDY_LOOP_RUNNING);
    CHECK_INT(eddy_loop_run_forever(other), EDDY_LOOP_RUNNING);
    CHECK_INT(eddy_loop_cancel_all_tasks(other), EDDY_LOOP_RUNNING);
    CHECK_INT(eddy_loop_close(loop), EDDY_LOOP_RUNNING);
    CHECK_INT(eddy_loop_close(NULL), EDDY_OK);
    EDDY_TRY(eddy_sleep(0));
    eddy_loop_call_soon(other, log_call, "never"); /* other has not run: nothing of it does */
    EDDY_TRY(eddy_sleep(0));
    outer.id = (uint64_t)(uintptr_t)other;
    return EDDY_OK;
}

TEST(loops_do_not_nest) {
    CHECK_INT(run_virtual(nested_main), EDDY_OK);
    CHECK_INT(eddy_loop_close((eddy_loop *)(uintptr_t)outer.id), EDDY_OK);
    CHECK_TEXT(log_text(), "");
}

static int nested_run_main(void) {
    CHECK_INT(eddy_run(nothing), EDDY_LOOP_RUNNING);
    return eddy_sleep(0);
}

TEST_ENDS(a_nested_run_is_refused, 0, "eddy: eddy_run: an event loop runs already in this thread") {
    CHECK_INT(run_virtual(nested_run_main), EDDY_OK);
}

static eddy_awaitable foreign;

static int make_foreign_main(void) {
    foreign = eddy_retain(eddy_create_future(0));
    return EDDY_OK;
}

static int use_foreign_main(void) {
    eddy_create_future(0); /* so that this loop has objects at all */
    CHECK_INT(eddy_check(foreign), EDDY_WRONG_LOOP);
    CHECK_INT(eddy_await(foreign), EDDY_WRONG_LOOP);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_WRONG_LOOP));
    CHECK_INT(eddy_gather(foreign), EDDY_WRONG_LOOP);
    CHECK_INT(eddy_future_set_result(foreign, NULL), EDDY_WRONG_LOOP);
    CHECK(!eddy_future_cancel(foreign));
    CHECK(!eddy_handle_cancel((eddy_handle){foreign.id}));
    eddy_release(foreign);
    return EDDY_OK;
}

TEST(a_handle_of_another_loop_is_noticed) {
    eddy_loop *a = eddy_new_event_loop(&virtual_clock), *b = eddy_new_event_loop(&virtual_clock);
    CHECK_INT(eddy_loop_run_until_complete(a, make_foreign_main), EDDY_OK);
    CHECK_INT(eddy_loop_run_until_complete(b, use_foreign_main), EDDY_OK);
    CHECK_INT(eddy_loop_close(a), EDDY_OK);
    CHECK_INT(eddy_loop_run_until_complete(b, use_foreign_main), EDDY_OK); /* a is gone now */
    CHECK_INT(eddy_loop_close(b), EDDY_OK);
}

/* ---- eddy_frame: no status to return, so it ends the program ---- */

struct other {
    int value;
};
static int other(struct other *self) {
    return self->value;
}
struct mine {
    int value;
};
static int mine(struct mine *self) {
    self->value = 1;
    return EDDY_OK;
}

static int frame_main(void) {
    eddy_task task = eddy_go(mine, 0);
    CHECK_INT(eddy_frame(task, mine)->value, 0);
    EDDY_TRY(eddy_await(task));
    CHECK_INT(eddy_frame(task, mine)->value, 1);
    return EDDY_OK;
}

TEST(frame_is_that_of_the_coroutine) {
    CHECK_INT(run_virtual(frame_main), EDDY_OK);
}

static int wrong_frame_main(void) {
    eddy_task task = eddy_go(mine, 0);
    return eddy_frame(task, other)->value;
}

TEST_ENDS(frame_of_another_function_is_fatal, EDDY_INVALID_ARGUMENT,
          "eddy: fatal EDDY_INVALID_ARGUMENT: eddy_frame(..., other): ... mine, not other") {
    run_virtual(wrong_frame_main);
}

static int stale_frame_main(void) {
    eddy_task task = eddy_go(mine, 0);
    EDDY_TRY(eddy_await(task));
    eddy_release(task);
    return eddy_frame(task, mine)->value;
}

TEST_ENDS(frame_of_a_stale_handle_is_fatal, EDDY_STALE_HANDLE,
          "eddy: fatal EDDY_STALE_HANDLE: eddy_frame(..., mine): ") {
    run_virtual(stale_frame_main);
}

static int future_frame_main(void) {
    return eddy_frame(eddy_create_future(sizeof(struct mine)), mine)->value;
}

TEST_ENDS(frame_of_a_future_is_fatal, EDDY_NOT_AWAITABLE,
          "eddy: fatal EDDY_NOT_AWAITABLE: eddy_frame(..., mine): ") {
    run_virtual(future_frame_main);
}

TEST_ENDS(frame_outside_of_a_loop_is_fatal, EDDY_NO_RUNNING_LOOP,
          "eddy: fatal EDDY_NO_RUNNING_LOOP: eddy_frame(..., mine): ") {
    eddy_frame(eddy_go(mine, 0), mine);
}
