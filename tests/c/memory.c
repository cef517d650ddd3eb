/* When memory runs out: every allocation fails once, or it and all that follow, in every scenario.
 * Nothing crashes, nothing leaks, and every status says what happened. */
#include "sweep.h"

/* A status in a run that may be short of memory: fine, or no memory, or cancelled since that has
 * ended main. */
static int checked(int status, const char *file, int line) {
    if (counted.failed > 0 && (status == EDDY_NO_MEMORY || status == EDDY_CANCELLED)) return status;
    test_check_int(status, EDDY_OK, "status", file, line);
    return status;
}
#define TRY_CHECKED(expression) EDDY_TRY(checked((expression), __FILE__, __LINE__))

/* ---- the scenarios ---- */

struct work {
    double delay;
    int result;
};
static int work(struct work *self) {
    TRY_CHECKED(eddy_sleep(self->delay));
    self->result = 1;
    return EDDY_OK;
}

static int spawn_main(void) {
    eddy_task a = eddy_go(work, .delay = 1), b = eddy_go(work, .delay = 0);
    TRY_CHECKED(eddy_await(a));
    TRY_CHECKED(eddy_await(b));
    return EDDY_OK;
}

static int gather_main(void) {
    eddy_task tasks[70]; /* more than the first handles */
    for (int i = 0; i < 70; i++) tasks[i] = eddy_coro(work, .delay = 0.01 * i);
    int status = eddy_gather_array(tasks, 70, EDDY_RAISE_FIRST);
    /* what was not gathered is not forgotten */
    for (int i = 0; i < 70; i++) {
        if (!eddy_iscoroutine(tasks[i])) continue;
        int second = eddy_await(tasks[i]);
        if (second != EDDY_OK) checked(second, __FILE__, __LINE__);
    }
    return checked(status, __FILE__, __LINE__);
}

static int inline_main(void) {
    TRY_CHECKED(eddy_await(eddy_coro(work, .delay = 1)));
    struct work frame = {.delay = 1};
    TRY_CHECKED(work(&frame));
    return EDDY_OK;
}

static void done(eddy_future future, void *argument) {
    (void)argument;
    CHECK(eddy_future_done(future));
}

static int futures_main(void) {
    eddy_future future = eddy_create_future(100);
    TRY_CHECKED(eddy_check(future));
    TRY_CHECKED(eddy_future_add_done_callback(future, done, NULL));
    TRY_CHECKED(eddy_future_add_done_callback(future, done, &future));
    CHECK_INT(eddy_future_remove_done_callback(future, done, &future), 1);
    char bytes[100] = {1};
    CHECK_INT(eddy_future_set_result(future, bytes), EDDY_OK); /* never allocates */
    TRY_CHECKED(eddy_await(future));
    eddy_future error = eddy_create_future(0);
    TRY_CHECKED(eddy_check(error));
    CHECK_INT(eddy_future_set_exception(error, 9, "nine"), EDDY_OK);
    CHECK_INT(eddy_await(error), 9); /* the code is never lost; the message may be */
    if (counted.failed == 0) CHECK_TEXT(eddy_error_message(), "nine");
    return EDDY_OK;
}

static void call(void *argument) {
    ++*(int *)argument;
}

static int calls_main(void) {
    int calls = 0, made = 0;
    eddy_loop *loop = eddy_get_running_loop();
    for (int i = 0; i < 40; i++) {
        made += eddy_loop_call_soon(loop, call, &calls).id != 0;
        made += eddy_loop_call_later(loop, 0.01 * i, call, &calls).id != 0;
        made += eddy_loop_call_at(loop, 0.01, call, &calls).id != 0;
        eddy_handle_cancel(eddy_loop_call_later(loop, 3, call, &calls));
    }
    if (made != 120) CHECK(counted.failed > 0);
    int status = eddy_sleep(1);
    if (status == EDDY_OK) CHECK_INT(calls, made);
    if (status != EDDY_OK) eddy_loop_stop(loop); /* calls must not outlive the counter */
    return checked(status, __FILE__, __LINE__);
}

static int raise_main(void) {
    for (int i = 0; i < 3; i++) {
        CHECK_INT(eddy_raise(5, "number %d", i), 5);
        if (counted.failed == 0) CHECK_CONTAINS(eddy_error_message(), "number ");
    }
    CHECK(strlen(eddy_error_message()) > 0);
    return EDDY_OK;
}

static int names_main(void) {
    eddy_task task = eddy_go(work, .delay = 0);
    TRY_CHECKED(eddy_check(task));
    CHECK_CONTAINS(eddy_task_get_name(task), "work"); /* without a number if need be */
    int status = eddy_task_set_name(task, "a name");
    CHECK_CONTAINS(eddy_task_get_name(task), status == EDDY_OK ? "a name" : "work");
    TRY_CHECKED(status);
    TRY_CHECKED(eddy_await(task));
    return EDDY_OK;
}

static int sleeper(void) {
    int status = eddy_sleep(100);
    if (status == EDDY_NO_MEMORY) return status;
    EDDY_TRY(eddy_sleep(1));
    return status;
}

static int cancel_main(void) {
    eddy_task task = eddy_go(sleeper);
    eddy_future both =
        eddy_gather_future((eddy_awaitable[]){task, task}, 2, EDDY_RETURN_EXCEPTIONS);
    TRY_CHECKED(eddy_sleep(0));
    eddy_future_cancel(both);
    eddy_task_cancel(task);
    int status = eddy_await(task);
    if (status != EDDY_CANCELLED) return checked(status, __FILE__, __LINE__);
    return EDDY_OK;
}

static int leaves_main(void) { /* the end of the run has to clean up */
    eddy_go(sleeper);
    eddy_retain(eddy_go(sleeper));
    eddy_create_future(10);
    eddy_gather_future((eddy_awaitable[]){eddy_go(sleeper), eddy_create_future(0)}, 2,
                       EDDY_RAISE_FIRST);
    TRY_CHECKED(eddy_sleep(1));
    return EDDY_OK;
}

static int fetch_main(void) {
    eddy_response *response;
    eddy_request request = {.headers = "A: b\n"};
    int status = eddy_fetch("", &request, &response); /* refused, or no fetch here */
    CHECK(status == EDDY_NOT_SUPPORTED || status == EDDY_INVALID_ARGUMENT ||
          status == EDDY_NO_MEMORY);
    CHECK(response == NULL);
    CHECK(strlen(eddy_error_message()) > 0);
    return status == EDDY_NO_MEMORY ? checked(status, __FILE__, __LINE__) : EDDY_OK;
}

/* ---- the runs ---- */

FAIL_EACH(spawn_main)
FAIL_EACH(gather_main)
FAIL_EACH(inline_main)
FAIL_EACH(futures_main)
FAIL_EACH(calls_main)
FAIL_EACH(raise_main)
FAIL_EACH(names_main)
FAIL_EACH(cancel_main)
FAIL_EACH(leaves_main)
FAIL_EACH(fetch_main)

/* The loop itself: eddy_run says so on stderr. */
TEST_ENDS(no_memory_for_the_loop, 0, "eddy: eddy_run: no memory left\n") {
    counted = (struct counted){.fail_at = 1};
    eddy_options options = {.allocator = counted_allocator(&counted)};
    CHECK_INT(eddy_run_with(spawn_main, &options), EDDY_NO_MEMORY);
    CHECK_INT((long long)counted.blocks, 0);
}

TEST(a_whole_run_gives_everything_back) {
    int (*scenarios[])(void) = {spawn_main, gather_main, inline_main, futures_main, calls_main,
                                raise_main, names_main,  cancel_main, leaves_main,  fetch_main};
    for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++) {
        counted = (struct counted){0};
        eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL,
                                .allocator = counted_allocator(&counted)};
        CHECK_INT(eddy_run_with(scenarios[i], &options), EDDY_OK);
        CHECK_INT((long long)counted.blocks, 0);
        CHECK_INT((long long)counted.bytes, 0);
        CHECK(counted.calls > 0);
    }
}

/* ---- fetch where there is none ---- */

#if !defined(__wasm__)
static int no_fetch_main(void) {
    eddy_response *response = (eddy_response *)&counted;
    CHECK_INT(eddy_fetch("http://localhost/", NULL, &response), EDDY_NOT_SUPPORTED);
    CHECK(response == NULL);
    CHECK_CONTAINS(eddy_error_message(), "makes no HTTP requests");
    CHECK_INT(eddy_fetch(NULL, NULL, &response), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "url is NULL");
    CHECK_INT(eddy_fetch("x", NULL, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "response is NULL");
    eddy_request bad_header = {.headers = "A: b\nno colon\n"};
    CHECK_INT(eddy_fetch("x", &bad_header, &response), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "no colon");
    eddy_request bad_body = {.body_size = 3};
    CHECK_INT(eddy_fetch("x", &bad_body, &response), EDDY_INVALID_ARGUMENT);
    return EDDY_OK;
}

TEST(a_host_without_fetch_says_so) {
    CHECK_INT(run_virtual(no_fetch_main), EDDY_OK);
}
#endif

TEST(response_helpers_take_what_they_are_given) {
    eddy_response response = {.status = 399,
                              .headers = "content-type: text/html\nx-empty: \nx-a:   spaced\n",
                              .url = "u"};
    char value[64] = "old";
    CHECK_INT(eddy_response_header(&response, "Content-Type", value, sizeof value), 9);
    CHECK_TEXT(value, "text/html");
    CHECK_INT(eddy_response_header(&response, "content-type", value, 5), 9);
    CHECK_TEXT(value, "text");
    CHECK_INT(eddy_response_header(&response, "content-type", NULL, 0), 9);
    CHECK_INT(eddy_response_header(&response, "x-empty", value, sizeof value), 0);
    CHECK_TEXT(value, "");
    CHECK_INT(eddy_response_header(&response, "x-a", value, sizeof value), 6);
    CHECK_TEXT(value, "spaced");
    CHECK_INT(eddy_response_header(&response, "content", value, sizeof value), -1);
    CHECK_TEXT(value, "");
    CHECK_INT(eddy_response_header(&response, "content-type-x", value, sizeof value), -1);
    CHECK_INT(eddy_response_header(&response, "", value, sizeof value), -1);
    CHECK_INT(eddy_response_header(NULL, "a", value, sizeof value), -1);
    CHECK_INT(eddy_response_header(&response, NULL, value, sizeof value), -1);
    CHECK_INT(eddy_response_raise_for_status(&response), EDDY_OK);
    response.status = 400;
    CHECK_INT(eddy_response_raise_for_status(&response), EDDY_HTTP_STATUS);
    CHECK_INT(eddy_response_raise_for_status(NULL), EDDY_INVALID_ARGUMENT);
    eddy_response_free(NULL);
}
