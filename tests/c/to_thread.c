/* Functions in threads: results, errors, limits, cancellation. */
#include "sweep.h"
#include "threads.h"

static _Thread_local int mine;

struct twice {
    int number, result;
    bool elsewhere;
};

static int twice(struct twice *self) {
    self->elsewhere = mine != 42;
    self->result = self->number * 2;
    return self->number == 13 ? eddy_raise(13, "no luck with %d", self->number) : EDDY_OK;
}

static int nothing(void) {
    return EDDY_OK;
}

THREADS_MAIN(a_function_runs_in_a_thread_and_its_frame_comes_back) {
    mine = 42;
    eddy_coroutine job = eddy_to_thread(twice, .number = 21);
    CHECK(eddy_iscoroutine(job));
    CHECK_INT(eddy_await(job), EDDY_OK);
    CHECK_INT(eddy_frame(job, twice)->result, 42);
    CHECK(eddy_frame(job, twice)->elsewhere);
    CHECK_INT(eddy_await(job), EDDY_ALREADY_AWAITED);
    return eddy_await(eddy_to_thread(nothing));
}

THREADS_MAIN(an_error_of_a_thread_comes_with_its_message) {
    CHECK_INT(eddy_await(eddy_to_thread(twice, .number = 13)), 13);
    CHECK_TEXT(eddy_error_message(), "no luck with 13");
    eddy_task task = eddy_create_task(eddy_to_thread(twice, .number = 13));
    CHECK_INT(eddy_gather_array(&task, 1, EDDY_RETURN_EXCEPTIONS), EDDY_OK);
    CHECK_INT(eddy_future_exception(task), 13);
    CHECK_TEXT(eddy_future_message(task), "no luck with 13");
    return EDDY_OK;
}

static int says_why_there_are_none_main(void) {
    CHECK_INT(eddy_await(eddy_to_thread(nothing)), EDDY_NOT_SUPPORTED);
    CHECK_CONTAINS(eddy_error_message(), "built without threads");
    return EDDY_OK;
}

TEST(where_there_are_no_threads_the_call_says_what_is_missing) {
    if (!has_threads) CHECK_INT(run_virtual(says_why_there_are_none_main), EDDY_OK);
}

/* ---- at the same time ---- */

struct meet {
    atomic_int *here, *there;
};

static int meet(struct meet *self) {
    atomic_store(self->here, 1);
    wait_until(self->there);
    return EDDY_OK;
}

THREADS_MAIN(threads_run_at_the_same_time) {
    static atomic_int a, b;
    return eddy_gather(eddy_to_thread(meet, .here = &a, .there = &b),
                       eddy_to_thread(meet, .here = &b, .there = &a));
}

THREADS_MAIN(the_loop_goes_on_while_a_thread_blocks) {
    static atomic_int begun, go_on;
    eddy_task task = eddy_create_task(eddy_to_thread(meet, .here = &begun, .there = &go_on));
    while (!atomic_load(&begun)) EDDY_TRY(eddy_sleep(0));
    atomic_store(&go_on, 1);
    return eddy_await(task);
}

THREADS_MAIN(a_virtual_clock_stands_still_for_threads) {
    eddy_loop *loop = eddy_get_running_loop();
    static atomic_int begun, go_on;
    eddy_task task = eddy_create_task(eddy_to_thread(meet, .here = &begun, .there = &go_on));
    eddy_handle timer = eddy_loop_call_later(loop, 1, log_call, "timer");
    while (!atomic_load(&begun)) EDDY_TRY(eddy_sleep(0));
    atomic_store(&go_on, 1);
    EDDY_TRY(eddy_await(task));
    CHECK_TIME(eddy_loop_time(loop), 0);
    CHECK_TEXT(log_text(), "");
    CHECK(eddy_handle_cancel(timer));
    return EDDY_OK;
}

/* ---- what a thread may call ---- */

static const eddy_context_var user = {"user"};

struct look_around {
    int user, sleep, no_loop;
};

static int look_around(struct look_around *self) {
    const int *value = eddy_context_var_get(&user);
    self->user = value ? *value : -1;
    self->sleep = eddy_sleep(1);
    self->no_loop = eddy_get_running_loop() == NULL;
    return self->sleep;
}

THREADS_MAIN(a_thread_sees_the_values_of_its_task_and_cannot_await) {
    int id = 7;
    EDDY_TRY(eddy_context_var_set(&user, &id, sizeof id));
    eddy_coroutine job = eddy_to_thread(look_around, .user = 0);
    CHECK_INT(eddy_await(job), EDDY_NOT_IN_TASK);
    CHECK_CONTAINS(eddy_error_message(), "not a thread");
    CHECK_INT(eddy_frame(job, look_around)->user, 7);
    CHECK_INT(eddy_frame(job, look_around)->sleep, EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_frame(job, look_around)->no_loop, 1);
    return EDDY_OK;
}

/* ---- limits ---- */

static atomic_int inside, most, leave;

static int crowd(void) {
    int now = atomic_fetch_add(&inside, 1) + 1, before = atomic_load(&most);
    while (before < now && !atomic_compare_exchange_weak(&most, &before, now)) continue;
    wait_until(&leave);
    atomic_fetch_sub(&inside, 1);
    return EDDY_OK;
}

static int until_inside(int count) {
    while (atomic_load(&inside) < count) EDDY_TRY(eddy_sleep(0));
    return EDDY_OK;
}

static size_t waiting(eddy_capacity_limiter limiter) {
    return eddy_capacity_limiter_statistics(limiter).tasks_waiting;
}

THREADS_MAIN(a_limiter_bounds_the_threads_and_can_be_moved) {
    enum { COUNT = 6 };
    eddy_task tasks[COUNT];
    eddy_capacity_limiter limiter = eddy_capacity_limiter_new(2);
    const eddy_to_thread_options options = {.limiter = limiter};
    atomic_store(&most, 0);
    atomic_store(&leave, 0);
    for (int i = 0; i < COUNT; i++)
        tasks[i] = eddy_create_task(eddy_to_thread_with(eddy_to_thread(crowd), &options));
    EDDY_TRY(until_inside(2));
    CHECK_INT((long long)waiting(limiter), 4);
    EDDY_TRY(eddy_capacity_limiter_set_total_tokens(limiter, 3));
    EDDY_TRY(until_inside(3));
    CHECK_INT((long long)waiting(limiter), 3);
    EDDY_TRY(eddy_capacity_limiter_set_total_tokens(limiter, 1));
    CHECK(eddy_capacity_limiter_available_tokens(limiter) == -2);
    atomic_store(&leave, 1);
    EDDY_TRY(eddy_gather_array(tasks, COUNT, EDDY_RAISE_FIRST));
    CHECK_INT(atomic_load(&most), 3);
    CHECK_INT((long long)eddy_capacity_limiter_borrowed_tokens(limiter), 0);
    return EDDY_OK;
}

THREADS_MAIN(the_default_limiter_has_forty_tokens) {
    eddy_capacity_limiter limiter = eddy_current_default_thread_limiter();
    CHECK_INT((long long)eddy_current_default_thread_limiter().id, (long long)limiter.id);
    CHECK(eddy_capacity_limiter_total_tokens(limiter) == 40);
    EDDY_TRY(eddy_capacity_limiter_set_total_tokens(limiter, 1));
    atomic_store(&leave, 0);
    eddy_task first = eddy_create_task(eddy_to_thread(crowd));
    eddy_task second = eddy_create_task(eddy_to_thread(nothing));
    EDDY_TRY(until_inside(1));
    EDDY_TRY(eddy_sleep(0));
    CHECK_INT((long long)waiting(limiter), 1);
    atomic_store(&leave, 1);
    EDDY_TRY(eddy_await(second));
    return eddy_await(first);
}

/* ---- cancellation ---- */

static atomic_int ran;

static int count_run(void) {
    atomic_fetch_add(&ran, 1);
    return EDDY_OK;
}

THREADS_MAIN(what_waits_for_a_token_is_cancelled_and_never_runs) {
    EDDY_TRY(eddy_capacity_limiter_set_total_tokens(eddy_current_default_thread_limiter(), 1));
    atomic_store(&leave, 0);
    atomic_store(&ran, 0);
    eddy_task first = eddy_create_task(eddy_to_thread(crowd));
    EDDY_TRY(until_inside(1));
    eddy_task second = eddy_create_task(eddy_to_thread(count_run));
    EDDY_TRY(eddy_sleep(0));
    CHECK(eddy_task_cancel(second));
    CHECK_INT(eddy_await(second), EDDY_CANCELLED);
    atomic_store(&leave, 1);
    EDDY_TRY(eddy_await(first));
    CHECK_INT(atomic_load(&ran), 0);
    return EDDY_OK;
}

struct until_cancelled {
    atomic_int *begun;
    int rounds;
};

static int until_cancelled(struct until_cancelled *self) {
    atomic_store(self->begun, 1);
    while (eddy_from_thread_check_cancelled() == EDDY_OK) sched_yield();
    self->rounds = 1;
    return EDDY_OK;
}

THREADS_MAIN(a_thread_that_runs_is_waited_for_when_it_is_cancelled) {
    static atomic_int begun;
    eddy_task task = eddy_create_task(eddy_to_thread(until_cancelled, .begun = &begun));
    while (!atomic_load(&begun)) EDDY_TRY(eddy_sleep(0));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_INT(eddy_frame(task, until_cancelled)->rounds, 1);
    return EDDY_OK;
}

THREADS_MAIN(a_thread_can_be_abandoned) {
    static atomic_int begun, go_on;
    eddy_capacity_limiter limiter = eddy_capacity_limiter_new(1);
    const eddy_to_thread_options options = {.limiter = limiter, .abandon_on_cancel = true};
    eddy_task task = eddy_create_task(
        eddy_to_thread_with(eddy_to_thread(meet, .here = &begun, .there = &go_on), &options));
    while (!atomic_load(&begun)) EDDY_TRY(eddy_sleep(0));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_INT((long long)eddy_capacity_limiter_borrowed_tokens(limiter), 1); /* it still runs */
    atomic_store(&go_on, 1);
    EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
    return eddy_capacity_limiter_release(limiter);
}

THREADS_MAIN(a_cancelled_scope_keeps_threads_from_beginning) {
    eddy_cancel_scope scope;
    atomic_store(&ran, 0);
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    EDDY_TRY(eddy_cancel_scope_cancel(scope));
    int status = eddy_await(eddy_to_thread(count_run));
    CHECK_INT(status, EDDY_CANCELLED);
    EDDY_TRY(eddy_cancel_scope_end(&scope, status));
    CHECK_INT(atomic_load(&ran), 0);
    return EDDY_OK;
}

static atomic_int abandoned_begun, abandoned_go_on, abandoned_done;

static int abandoned(void) {
    atomic_store(&abandoned_begun, 1);
    wait_until(&abandoned_go_on);
    atomic_store(&abandoned_done, 1);
    return EDDY_OK;
}

static void let_go_on(void *unused) {
    (void)unused;
    atomic_store(&abandoned_go_on, 1);
}

static int abandon_main(void) {
    const eddy_to_thread_options options = {.abandon_on_cancel = true};
    eddy_task task = eddy_create_task(eddy_to_thread_with(eddy_to_thread(abandoned), &options));
    while (!atomic_load(&abandoned_begun)) EDDY_TRY(eddy_sleep(0));
    CHECK(eddy_task_cancel(task));
    eddy_loop_call_soon(eddy_get_running_loop(), let_go_on, NULL); /* after the end of main */
    return EDDY_OK;
}

TEST(the_end_of_the_program_waits_for_its_threads) {
    if (!has_threads) return;
    CHECK_INT(run_virtual(abandon_main), EDDY_OK);
    CHECK_INT(atomic_load(&abandoned_done), 1);
}

/* ---- misuse, and memory ---- */

THREADS_MAIN(options_are_for_what_eddy_to_thread_has_made) {
    const eddy_to_thread_options options = {0};
    eddy_coroutine plain = eddy_coro(nothing), job = eddy_to_thread(nothing);
    CHECK_INT(eddy_check(eddy_to_thread_with(plain, &options)), EDDY_NOT_AWAITABLE);
    EDDY_TRY(eddy_await(plain));
    CHECK_INT((long long)eddy_to_thread_with(job, NULL).id, (long long)job.id);
    EDDY_TRY(eddy_await(job));
    CHECK_INT(eddy_check(eddy_to_thread_with(job, &options)), EDDY_ALREADY_AWAITED);
    CHECK_INT(eddy_check(eddy_to_thread_new_bare("x", NULL, NULL)), EDDY_INVALID_ARGUMENT);
    const eddy_to_thread_options bad = {.limiter = {77}};
    CHECK_INT(eddy_await(eddy_to_thread_with(eddy_to_thread(nothing), &bad)),
              EDDY_INVALID_ARGUMENT);
    return EDDY_OK;
}

TEST(there_is_no_thread_without_a_loop) {
    CHECK_INT(eddy_check(eddy_to_thread(nothing)), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_from_thread_check_cancelled(), EDDY_OK);
}

static int threads_scenario(void) {
    eddy_task task = eddy_create_task(eddy_to_thread(twice, .number = 13));
    int status = eddy_await(task);
    if (status == 13) status = EDDY_OK;
    if (status == EDDY_NOT_SUPPORTED) return EDDY_OK;
    EDDY_TRY(status);
    return eddy_gather(eddy_to_thread(nothing), eddy_to_thread(nothing));
}

FAIL_EACH(threads_scenario)
