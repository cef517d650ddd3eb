/* From threads back to the loop: callbacks, coroutines, their results and cancellation. */
#include "threads.h"

/* ---- a coroutine that a thread waits for ---- */

struct add {
    int a, b, sum;
    double delay;
};

static int add(struct add *self) {
    EDDY_TRY(eddy_sleep(self->delay));
    self->sum = self->a + self->b;
    return self->sum == 13 ? eddy_raise(13, "%d is no luck", self->sum) : EDDY_OK;
}

struct ask {
    struct add question;
    int status;
    char message[40];
};

static int ask(struct ask *self) {
    self->status = eddy_from_thread_run(add, &self->question);
    snprintf(self->message, sizeof self->message, "%s", eddy_error_message());
    return EDDY_OK;
}

THREADS_MAIN(a_thread_waits_for_a_coroutine_while_a_virtual_clock_goes_on) {
    eddy_coroutine job = eddy_to_thread(ask, .question = {.a = 2, .b = 3, .delay = 100});
    EDDY_TRY(eddy_await(job));
    CHECK_INT(eddy_frame(job, ask)->status, EDDY_OK);
    CHECK_INT(eddy_frame(job, ask)->question.sum, 5);
    CHECK_TIME(eddy_loop_time(eddy_get_running_loop()), 100);
    return EDDY_OK;
}

THREADS_MAIN(a_thread_is_given_the_error_of_its_coroutine) {
    eddy_coroutine job = eddy_to_thread(ask, .question = {.a = 6, .b = 7});
    EDDY_TRY(eddy_await(job));
    CHECK_INT(eddy_frame(job, ask)->status, 13);
    CHECK_TEXT(eddy_frame(job, ask)->message, "13 is no luck");
    return EDDY_OK;
}

static int outside_main(void) {
    struct add question = {.a = 1};
    CHECK_INT(eddy_from_thread_run(add, &question), EDDY_NOT_SUPPORTED);
    CHECK_CONTAINS(eddy_error_message(), "only in a thread of eddy_to_thread");
    return EDDY_OK;
}

TEST(from_thread_run_is_for_the_threads_of_a_loop) {
    struct add question = {.a = 1};
    CHECK_INT(eddy_from_thread_run(add, &question), EDDY_NOT_SUPPORTED);
    CHECK_INT(run_virtual(outside_main), EDDY_OK);
}

/* ---- call_soon_threadsafe ---- */

struct call_back {
    eddy_loop *loop;
    int count;
};

static int call_back(struct call_back *self) {
    static const char *const texts[] = {"a", "b", "c"};
    for (int i = 0; i < self->count; i++)
        EDDY_TRY(eddy_loop_call_soon_threadsafe(self->loop, log_call, (void *)texts[i]));
    return eddy_loop_call_soon_threadsafe(NULL, log_call, NULL) == EDDY_INVALID_ARGUMENT
               ? EDDY_OK
               : EDDY_INVALID_STATE;
}

THREADS_MAIN(callbacks_of_a_thread_run_in_order) {
    EDDY_TRY(eddy_await(eddy_to_thread(call_back, .loop = eddy_get_running_loop(), .count = 3)));
    CHECK_TEXT(log_text(), "a b c");
    return EDDY_OK;
}

static int from_own_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    CHECK_INT(eddy_loop_call_soon_threadsafe(loop, log_call, "later"), EDDY_OK);
    CHECK_INT(eddy_loop_call_soon_threadsafe(loop, NULL, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_TEXT(log_text(), "");
    EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(eddy_sleep(0));
    CHECK_TEXT(log_text(), "later");
    return EDDY_OK;
}

TEST(a_callback_of_the_loops_own_thread_runs_in_the_next_iteration) {
    CHECK_INT(run_virtual(from_own_main), EDDY_OK);
}

static void wake_up(void *argument) {
    eddy_future_set_result(*(eddy_future *)argument, NULL);
}

struct wake {
    eddy_loop *loop;
    eddy_future *future;
};

static int wake(struct wake *self) {
    return eddy_loop_call_soon_threadsafe(self->loop, wake_up, self->future);
}

/* With nothing to do for an hour but what the thread brings. */
static int asleep_main(void) {
    eddy_future future = eddy_create_future(0);
    eddy_loop *loop = eddy_get_running_loop();
    eddy_handle hour = eddy_loop_call_later(loop, 3600, log_call, "hour");
    eddy_task task = eddy_create_task(eddy_to_thread(wake, .loop = loop, .future = &future));
    EDDY_TRY(eddy_await(future));
    CHECK(eddy_handle_cancel(hour));
    return eddy_await(task);
}

TEST(a_thread_wakes_a_loop_that_sleeps) {
    if (!has_threads) return;
    CHECK_INT(eddy_run_with(asleep_main, &(eddy_options){.clock = EDDY_CLOCK_REAL}), EDDY_OK);
}

/* ---- run_coroutine_threadsafe ---- */

struct submit {
    eddy_loop *loop;
    struct add question;
    double timeout;
    int status, final_status, sum;
    bool done_before, done_after, cancel, cancelled;
    char message[60];
};

static int submit(struct submit *self) {
    eddy_concurrent_future *future =
        eddy_run_coroutine_threadsafe(self->loop, add, &self->question);
    if (!future) return EDDY_NO_MEMORY;
    self->done_before = eddy_concurrent_future_done(future);
    self->status = eddy_concurrent_future_result(future, self->timeout);
    if (self->cancel) self->cancelled = eddy_concurrent_future_cancel(future);
    self->final_status = eddy_concurrent_future_result(future, EDDY_FOREVER);
    self->done_after = eddy_concurrent_future_done(future);
    if (self->final_status == EDDY_OK)
        self->sum = ((struct add *)eddy_concurrent_future_frame(future))->sum;
    snprintf(self->message, sizeof self->message, "%s", eddy_concurrent_future_message(future));
    CHECK(!self->cancel || !eddy_concurrent_future_cancel(future)); /* too late */
    eddy_concurrent_future_free(future);
    return EDDY_OK;
}

static struct submit *submitted(struct submit frame, eddy_coroutine *job) {
    *job = eddy_to_thread(submit, .loop = eddy_get_running_loop(), .question = frame.question,
                          .timeout = frame.timeout, .cancel = frame.cancel);
    int status = eddy_await(*job);
    CHECK_INT(status, EDDY_OK);
    return eddy_frame(*job, submit);
}

THREADS_MAIN(run_coroutine_threadsafe_gives_the_result) {
    eddy_coroutine job;
    struct submit *end =
        submitted((struct submit){.question = {.a = 1, .b = 2}, .timeout = EDDY_FOREVER}, &job);
    CHECK_INT(end->status, EDDY_OK);
    CHECK_INT(end->sum, 3);
    CHECK(end->done_after);
    CHECK_TEXT(end->message, "");
    return EDDY_OK;
}

THREADS_MAIN(run_coroutine_threadsafe_gives_the_error) {
    eddy_coroutine job;
    struct submit *end =
        submitted((struct submit){.question = {.a = 10, .b = 3}, .timeout = EDDY_FOREVER}, &job);
    CHECK_INT(end->status, 13);
    CHECK_TEXT(end->message, "13 is no luck");
    return EDDY_OK;
}

static int timeout_main(void) {
    eddy_coroutine job;
    struct submit *end = submitted(
        (struct submit){.question = {.a = 1, .delay = 3600}, .timeout = 0.001, .cancel = true},
        &job);
    CHECK(!end->done_before);
    CHECK_INT(end->status, EDDY_TIMEOUT);
    CHECK(end->cancelled);
    CHECK_INT(end->final_status, EDDY_CANCELLED);
    CHECK_CONTAINS(end->message, "cancelled");
    return EDDY_OK;
}

TEST(run_coroutine_threadsafe_waits_up_to_a_limit_and_is_cancelled) {
    if (!has_threads) return;
    CHECK_INT(eddy_run_with(timeout_main, &(eddy_options){.clock = EDDY_CLOCK_REAL}), EDDY_OK);
}

static int ends_others(void *unused) {
    (void)unused;
    eddy_task tasks[8];
    eddy_task self = eddy_current_task();
    size_t count = eddy_all_tasks(tasks, 8);
    for (size_t i = 0; i < count; i++)
        if (tasks[i].id != self.id && strncmp(eddy_task_get_name(tasks[i]), "add", 3) == 0)
            CHECK(eddy_task_cancel(tasks[i]));
    return EDDY_OK;
}

THREADS_MAIN(run_coroutine_threadsafe_tells_of_a_cancellation_in_the_loop) {
    eddy_task job = eddy_create_task(eddy_to_thread(submit, .loop = eddy_get_running_loop(),
                                                    .question = {.delay = EDDY_FOREVER},
                                                    .timeout = EDDY_FOREVER));
    eddy_task all[4];
    while (eddy_all_tasks(all, 4) < 3) EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(eddy_sleep(0));
    ends_others(NULL);
    EDDY_TRY(eddy_await(job));
    CHECK_INT(eddy_frame(job, submit)->final_status, EDDY_CANCELLED);
    return EDDY_OK;
}

static int own_thread_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    struct add question = {.a = 4, .b = 5};
    CHECK(!eddy_run_coroutine_threadsafe(NULL, add, &question));
    CHECK(!eddy_run_coroutine_threadsafe(loop, add, NULL));
    eddy_concurrent_future *future = eddy_run_coroutine_threadsafe(loop, add, &question);
    CHECK(!eddy_concurrent_future_frame(future));
    CHECK_TEXT(eddy_concurrent_future_message(future), "");
    CHECK_INT(eddy_concurrent_future_result(future, EDDY_FOREVER), EDDY_LOOP_RUNNING);
    while (!eddy_concurrent_future_done(future)) EDDY_TRY(eddy_sleep(0));
    CHECK_INT(eddy_concurrent_future_result(future, NAN), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_concurrent_future_result(future, 0), EDDY_OK);
    CHECK_INT(((struct add *)eddy_concurrent_future_frame(future))->sum, 9);
    eddy_concurrent_future_free(future);
    eddy_concurrent_future_free(NULL);
    CHECK_INT(eddy_concurrent_future_result(NULL, 0), EDDY_INVALID_ARGUMENT);
    return EDDY_OK;
}

TEST(the_loops_own_thread_does_not_wait_for_itself) {
    CHECK_INT(run_virtual(own_thread_main), EDDY_OK);
}

/* ---- the end of the loop ---- */

static int leave_it_main(void) {
    const eddy_to_thread_options options = {.abandon_on_cancel = true};
    eddy_task task = eddy_create_task(
        eddy_to_thread_with(eddy_to_thread(ask, .question = {.a = 1, .delay = 3600}), &options));
    eddy_task all[4];
    while (eddy_all_tasks(all, 4) < 3) EDDY_TRY(eddy_sleep(0));
    reports_catch(eddy_get_running_loop());
    eddy_retain(task);
    return EDDY_OK;
}

TEST(threads_that_wait_for_coroutines_are_told_when_the_loop_is_closed) {
    if (!has_threads) return;
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    CHECK_INT(eddy_loop_run_until_complete(loop, leave_it_main), EDDY_OK);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK); /* waits for the thread, which waits for the loop */
}
