/* Plain futures. */
#include "harness.h"

struct point {
    double x, y;
};

static eddy_future shared;

struct resolve {
    eddy_future future;
    double delay, x;
};
static int resolve(struct resolve *self) {
    EDDY_TRY(eddy_sleep(self->delay));
    return eddy_future_set_result(self->future, &(struct point){self->x, 2});
}

static int result_main(void) {
    eddy_future future = eddy_create_future(sizeof(struct point));
    CHECK(!eddy_future_done(future));
    CHECK(!eddy_future_cancelled(future));
    CHECK(eddy_future_result(future) == NULL);
    CHECK_INT(eddy_future_exception(future), EDDY_INVALID_STATE);
    CHECK_TEXT(eddy_future_message(future), "");
    eddy_go(resolve, .future = future, .delay = 1, .x = 7);
    EDDY_TRY(eddy_await(future));
    CHECK_TIME(eddy_loop_time(eddy_get_running_loop()), 1);
    const struct point *point = eddy_future_result(future);
    if (!CHECK(point != NULL)) return EDDY_OK;
    CHECK_TIME(point->x, 7);
    CHECK_TIME(point->y, 2);
    CHECK(eddy_future_done(future));
    CHECK_INT(eddy_future_exception(future), EDDY_OK);
    CHECK_TEXT(eddy_future_message(future), "");
    CHECK_INT(eddy_future_set_result(future, point), EDDY_INVALID_STATE);
    CHECK_INT(eddy_future_set_exception(future, 1, NULL), EDDY_INVALID_STATE);
    CHECK(!eddy_future_cancel(future));
    CHECK_INT(eddy_await(future), EDDY_OK); /* again, at once */
    return EDDY_OK;
}

TEST(a_future_gives_its_result_to_whoever_awaits_it) {
    CHECK_INT(run_virtual(result_main), EDDY_OK);
}

static int empty_main(void) {
    eddy_future future = eddy_create_future(0);
    CHECK_INT(eddy_future_set_result(future, NULL), EDDY_OK);
    CHECK(eddy_future_result(future) != NULL); /* done without an error */
    CHECK_INT(eddy_await(future), EDDY_OK);

    eddy_future wants = eddy_create_future(4);
    CHECK_INT(eddy_future_set_result(wants, NULL), EDDY_INVALID_ARGUMENT);
    CHECK(!eddy_future_done(wants));
    CHECK_INT(eddy_future_set_exception(wants, EDDY_OK, "no"), EDDY_INVALID_ARGUMENT);
    CHECK(!eddy_future_done(wants));
    return EDDY_OK;
}

TEST(a_future_without_bytes_only_says_done) {
    CHECK_INT(run_virtual(empty_main), EDDY_OK);
}

static int exception_main(void) {
    eddy_future future = eddy_create_future(8);
    CHECK_INT(eddy_future_set_exception(future, 503, "too busy"), EDDY_OK);
    CHECK(eddy_future_done(future));
    CHECK(!eddy_future_cancelled(future));
    CHECK(eddy_future_result(future) == NULL);
    CHECK_INT(eddy_await(future), 503);
    CHECK_TEXT(eddy_error_message(), "too busy");
    CHECK_INT(eddy_future_exception(future), 503);
    CHECK_TEXT(eddy_future_message(future), "too busy");

    eddy_future bare = eddy_create_future(0);
    CHECK_INT(eddy_future_set_exception(bare, EDDY_TIMEOUT, NULL), EDDY_OK);
    CHECK_INT(eddy_await(bare), EDDY_TIMEOUT);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_TIMEOUT));
    CHECK_TEXT(eddy_future_message(bare), eddy_strerror(EDDY_TIMEOUT));
    return EDDY_OK;
}

TEST(a_future_carries_an_error_and_its_message) {
    CHECK_INT(run_virtual(exception_main), EDDY_OK);
}

static int cancelled_main(void) {
    eddy_future future = eddy_create_future(0);
    CHECK(eddy_future_cancel(future));
    CHECK(!eddy_future_cancel(future));
    CHECK(eddy_future_done(future));
    CHECK(eddy_future_cancelled(future));
    CHECK_INT(eddy_future_exception(future), EDDY_CANCELLED);
    CHECK_INT(eddy_future_set_result(future, NULL), EDDY_INVALID_STATE);
    CHECK_INT(eddy_await(future), EDDY_CANCELLED);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_CANCELLED));
    /* the awaiter was given a cancellation; nobody has cancelled the awaiter */
    CHECK_INT(eddy_task_cancelling(eddy_current_task()), 0);
    CHECK_INT(eddy_sleep(0), EDDY_OK);
    return EDDY_OK;
}

TEST(a_cancelled_future_gives_its_awaiter_cancelled) {
    CHECK_INT(run_virtual(cancelled_main), EDDY_OK);
}

/* ---- several that wait ---- */

struct wait_for {
    const char *name;
};
static int wait_for(struct wait_for *self) {
    int status = eddy_await(shared);
    log_word("%s:%d", self->name, status);
    return EDDY_OK;
}

static void log_done(eddy_future future, void *text) {
    CHECK(eddy_future_done(future));
    log_word("%s", (const char *)text);
}

static int waiters_main(void) {
    shared = eddy_create_future(0);
    eddy_task a = eddy_go(wait_for, "a"), b = eddy_go(wait_for, "b");
    EDDY_TRY(eddy_sleep(0));
    CHECK_INT(eddy_future_add_done_callback(shared, log_done, "callback"), EDDY_OK);
    eddy_task c = eddy_go(wait_for, "c");
    EDDY_TRY(eddy_sleep(0));
    CHECK_INT(eddy_future_set_result(shared, NULL), EDDY_OK);
    log_word("set");
    return eddy_gather(a, b, c);
}

TEST(waiters_and_callbacks_are_told_in_the_order_they_came) {
    CHECK_INT(run_virtual(waiters_main), EDDY_OK);
    CHECK_TEXT(log_text(), "set a:0 b:0 callback c:0");
}

static int callbacks_main(void) {
    eddy_future future = eddy_create_future(0);
    CHECK_INT(eddy_future_add_done_callback(future, log_done, "a"), EDDY_OK);
    CHECK_INT(eddy_future_add_done_callback(future, log_done, "b"), EDDY_OK);
    CHECK_INT(eddy_future_add_done_callback(future, log_done, "a"), EDDY_OK);
    CHECK_INT(eddy_future_add_done_callback(future, NULL, "a"), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_future_add_done_callback((eddy_future){0}, log_done, ""), EDDY_NOT_AWAITABLE);
    CHECK_INT(eddy_future_remove_done_callback(future, log_done, "c"), 0);
    static char a[] = "a"; /* another pointer, though the same text */
    CHECK_INT(eddy_future_remove_done_callback(future, log_done, a), 0);
    CHECK_INT(eddy_future_set_result(future, NULL), EDDY_OK);
    CHECK_INT(eddy_future_remove_done_callback(future, log_done, "a"), 0); /* scheduled already */
    CHECK_TEXT(log_text(), "");                                            /* never at once */
    CHECK_INT(eddy_future_add_done_callback(future, log_done, "late"), EDDY_OK);
    CHECK_TEXT(log_text(), "");
    EDDY_TRY(eddy_sleep(0));
    CHECK_TEXT(log_text(), "a b a late");

    log_clear();
    static const char text[] = "x";
    future = eddy_create_future(0);
    for (int i = 0; i < 3; i++) eddy_future_add_done_callback(future, log_done, (void *)text);
    eddy_future_add_done_callback(future, log_done, "y");
    CHECK_INT(eddy_future_remove_done_callback(future, log_done, (void *)text), 3);
    CHECK_INT(eddy_future_remove_done_callback((eddy_future){0}, log_done, NULL), 0);
    eddy_future_cancel(future);
    EDDY_TRY(eddy_sleep(0));
    CHECK_TEXT(log_text(), "y");
    return EDDY_OK;
}

TEST(done_callbacks_run_from_the_loop_in_order) {
    CHECK_INT(run_virtual(callbacks_main), EDDY_OK);
}

static void check_alive(eddy_future future, void *argument) {
    (void)argument;
    CHECK_INT(eddy_check(future), EDDY_OK);
    CHECK_INT(eddy_future_exception(future), 9);
    log_word("called");
}

static int callback_keeps_alive_main(void) {
    eddy_future future = eddy_create_future(0);
    eddy_future_add_done_callback(future, check_alive, NULL);
    eddy_future_set_exception(future, 9, "nine");
    eddy_release(future);
    EDDY_TRY(eddy_sleep(0));
    CHECK_TEXT(log_text(), "called");
    CHECK_INT(eddy_check(future), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

TEST(a_future_lives_until_its_callbacks_have_run) {
    CHECK_INT(run_virtual(callback_keeps_alive_main), EDDY_OK);
}

static int released_with_callbacks_main(void) {
    eddy_future future = eddy_create_future(0);
    eddy_future_add_done_callback(future, check_alive, NULL);
    eddy_release(future); /* nobody can complete it any more: the callback goes with it */
    CHECK_INT(eddy_check(future), EDDY_STALE_HANDLE);
    return eddy_sleep(0);
}

TEST(a_future_that_goes_before_it_is_done_calls_nobody) {
    struct counted counted = {0};
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .allocator = counted_allocator(&counted)};
    CHECK_INT(eddy_run_with(released_with_callbacks_main, &options), EDDY_OK);
    CHECK_TEXT(log_text(), "");
    CHECK_INT((long long)counted.blocks, 0);
}

static int wrong_kinds_main(void) {
    eddy_task task = eddy_current_task();
    CHECK_INT(eddy_future_set_result(task, NULL), EDDY_INVALID_STATE);
    CHECK_INT(eddy_future_set_exception(task, 1, NULL), EDDY_INVALID_STATE);
    CHECK(eddy_future_result(task) == NULL);
    CHECK_INT(eddy_future_set_result((eddy_future){0}, NULL), EDDY_NOT_AWAITABLE);
    CHECK_INT(eddy_future_exception((eddy_future){0}), EDDY_NOT_AWAITABLE);
    CHECK(eddy_future_done((eddy_future){0}));
    CHECK(!eddy_future_cancelled((eddy_future){0}));
    CHECK(!eddy_future_cancel((eddy_future){0}));
    CHECK_TEXT(eddy_future_message((eddy_future){0}), eddy_strerror(EDDY_NOT_AWAITABLE));
    return EDDY_OK;
}

TEST(a_task_is_not_completed_from_outside) {
    CHECK_INT(run_virtual(wrong_kinds_main), EDDY_OK);
}

TEST(a_future_needs_a_running_loop) {
    eddy_future future = eddy_create_future(4);
    CHECK_INT(eddy_check(future), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_await(future), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_future_set_result(future, "abc"), EDDY_NO_RUNNING_LOOP);
}

/* A large result, and one with strict alignment. */
struct big {
    long double aligned;
    unsigned char bytes[100000];
};

static int big_main(void) {
    static struct big big, copy;
    big.aligned = 0.5L;
    for (size_t i = 0; i < sizeof big.bytes; i++) big.bytes[i] = (unsigned char)(i * 7);
    eddy_future future = eddy_create_future(sizeof big);
    CHECK_INT(eddy_future_set_result(future, &big), EDDY_OK);
    const struct big *result = eddy_future_result(future);
    if (!CHECK(result != NULL)) return EDDY_OK;
    CHECK((uintptr_t)result % _Alignof(struct big) == 0);
    copy = *result;
    CHECK(memcmp(copy.bytes, big.bytes, sizeof big.bytes) == 0);
    CHECK(copy.aligned == 0.5L);
#if SIZE_MAX > UINT32_MAX
    CHECK_INT(eddy_check(eddy_create_future((size_t)UINT32_MAX + 1)), EDDY_NO_MEMORY);
#endif
    CHECK_INT(eddy_check(eddy_create_future(UINT32_MAX)), EDDY_NO_MEMORY);
    return EDDY_OK;
}

TEST(a_result_is_copied_whole_and_aligned) {
    CHECK_INT(run_virtual(big_main), EDDY_OK);
}
