/* Executors: jobs, their order, errors, cancellation, shutdown; in threads and in processes. */
#include <stdlib.h>

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif
#ifndef RUNNING_ON_VALGRIND
#define RUNNING_ON_VALGRIND 0
#endif

#include "sweep.h"
#include "threads.h"

/* ---- jobs: they work the same in a thread and in a process ---- */

static int square(const void *input, size_t size, eddy_reply *reply) {
    int number = 0;
    if (size != sizeof number) return EDDY_INVALID_ARGUMENT;
    memcpy(&number, input, sizeof number);
    if (number == 13) return eddy_raise(13, "no luck with %d", number);
    number *= number;
    return eddy_reply_write(reply, &number, sizeof number);
}

static int echo(const void *input, size_t size, eddy_reply *reply) {
    EDDY_TRY(eddy_reply_write(reply, input, size / 2));
    return eddy_reply_write(reply, (const char *)input + size / 2, size - size / 2);
}

static int jobs_done; /* of this process */

static int count_jobs(const void *input, size_t size, eddy_reply *reply) {
    (void)input;
    (void)size;
    jobs_done++;
    return eddy_reply_write(reply, &jobs_done, sizeof jobs_done);
}

static int set_jobs_done(const void *input, size_t size, eddy_reply *reply) {
    memcpy(&jobs_done, input, size);
    return jobs_done == 666 ? eddy_raise(666, "it is a bad number") : square(input, size, reply);
}

static int number_of(eddy_future job) {
    size_t size;
    const int *number = eddy_executor_result(job, &size);
    return number && size == sizeof *number ? *number : -1;
}

static int result_of(eddy_future job) {
    int status = eddy_await(job);
    return status == EDDY_OK ? number_of(job) : status;
}

/* ---- both kinds: each case is run with a maker of executors ---- */

typedef eddy_executor make_executor(const eddy_executor_options *);
static make_executor *make;

/* Does this target have that kind? One that cannot be tried says why. */
static bool can_run;

static int try_main(void) {
    int one = 1;
    eddy_future job = eddy_run_in_executor(make(NULL), square, &one, sizeof one);
    int status = eddy_await(job);
    can_run = status == EDDY_OK;
    if (can_run) return EDDY_OK;
    CHECK_INT(status, EDDY_NOT_SUPPORTED);
#if defined(__wasm__)
    CHECK_CONTAINS(eddy_error_message(), make == eddy_thread_pool_executor
                                             ? "built without threads"
                                             : "cannot start processes");
#else
    CHECK(!"every native target has both");
#endif
    return EDDY_OK;
}

static void run_with(make_executor *maker, int (*main)(void)) {
    make = maker;
    CHECK_INT(run_virtual(try_main), EDDY_OK);
    if (can_run) CHECK_INT(run_virtual(main), EDDY_OK);
}

#define BOTH(name)                                                                                 \
    static int name##_main(void);                                                                  \
    TEST(threads_##name) {                                                                         \
        run_with(eddy_thread_pool_executor, name##_main);                                          \
    }                                                                                              \
    TEST(processes_##name) {                                                                       \
        run_with(eddy_process_pool_executor, name##_main);                                         \
    }                                                                                              \
    static int name##_main(void)

#define PROCESSES(name)                                                                            \
    static int name##_main(void);                                                                  \
    TEST(processes_##name) {                                                                       \
        run_with(eddy_process_pool_executor, name##_main);                                         \
    }                                                                                              \
    static int name##_main(void)

BOTH(take_bytes_and_give_bytes) {
    eddy_executor pool = make(NULL);
    int number = 12;
    eddy_future job = eddy_run_in_executor(pool, square, &number, sizeof number);
    CHECK(!eddy_executor_result(job, NULL));
    number = 0; /* it was copied */
    CHECK_INT(result_of(job), 144);

    size_t size = 1;
    eddy_future empty = eddy_run_in_executor(pool, echo, NULL, 0);
    EDDY_TRY(eddy_await(empty));
    CHECK(eddy_executor_result(empty, &size));
    CHECK_INT((long long)size, 0);

    enum { LARGE = 3000001 };
    char *large = malloc(LARGE);
    if (!large) return EDDY_NO_MEMORY;
    for (int i = 0; i < LARGE; i++) large[i] = (char)(i * 31 + (i >> 8));
    eddy_future back = eddy_run_in_executor(pool, echo, large, LARGE);
    EDDY_TRY(eddy_await(back));
    const void *bytes = eddy_executor_result(back, &size);
    CHECK_INT((long long)size, LARGE);
    CHECK(bytes && memcmp(bytes, large, LARGE) == 0);
    free(large);
    return EDDY_OK;
}

BOTH(give_errors_with_their_messages) {
    eddy_executor pool = make(NULL);
    int number = 13;
    eddy_future job = eddy_run_in_executor(pool, square, &number, sizeof number);
    CHECK_INT(eddy_await(job), 13);
    CHECK_TEXT(eddy_error_message(), "no luck with 13");
    CHECK(!eddy_executor_result(job, NULL));
    job = eddy_run_in_executor(pool, square, "x", 1);
    CHECK_INT(eddy_await(job), EDDY_INVALID_ARGUMENT);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_INVALID_ARGUMENT));
    return EDDY_OK;
}

BOTH(do_their_jobs_in_order) {
    jobs_done = 0;
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 1});
    eddy_future jobs[20];
    for (int i = 0; i < 20; i++) jobs[i] = eddy_run_in_executor(pool, count_jobs, NULL, 0);
    struct eddy_executor_statistics now = eddy_executor_statistics(pool);
    CHECK_INT((long long)now.max_workers, 1);
    CHECK_INT((long long)now.running, 1);
    CHECK_INT((long long)now.queued, 19);
    CHECK_INT((long long)now.workers, 1);
    for (int i = 19; i >= 0; i--) CHECK_INT(result_of(jobs[i]), i + 1);
    return EDDY_OK;
}

BOTH(do_not_begin_what_is_cancelled_before) {
    jobs_done = 0;
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 1});
    eddy_future jobs[4];
    for (int i = 0; i < 4; i++) jobs[i] = eddy_run_in_executor(pool, count_jobs, NULL, 0);
    CHECK(eddy_future_cancel(jobs[1]));
    CHECK(!eddy_future_cancel(jobs[1]));
    CHECK(eddy_future_cancel(jobs[2]));
    CHECK(eddy_future_cancelled(jobs[2]));
    CHECK_INT(result_of(jobs[3]), 2);
    CHECK_INT(result_of(jobs[0]), 1);
    CHECK_INT(result_of(jobs[1]), EDDY_CANCELLED);
    return EDDY_OK;
}

BOTH(map_over_inputs) {
    enum { COUNT = 9 };
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 2});
    int numbers[COUNT], sum = 0, status;
    eddy_bytes inputs[COUNT];
    eddy_future jobs[COUNT], next;
    for (int i = 0; i < COUNT; i++) {
        numbers[i] = i;
        inputs[i] = (eddy_bytes){&numbers[i], sizeof numbers[i]};
    }
    EDDY_TRY(eddy_executor_map(pool, square, inputs, COUNT, jobs));
    for (int i = 0; i < COUNT; i++) CHECK_INT(result_of(jobs[i]), i * i);

    EDDY_TRY(eddy_executor_map(pool, square, inputs, COUNT, jobs));
    eddy_completions each = eddy_as_completed(jobs, COUNT, EDDY_FOREVER);
    while ((status = eddy_next_completed(each, &next)) == EDDY_OK) sum += number_of(next);
    CHECK_INT(status, EDDY_STOP_ITERATION);
    CHECK_INT(sum, 204);

    inputs[3].bytes = NULL;
    CHECK_INT(eddy_executor_map(pool, square, inputs, COUNT, jobs), EDDY_INVALID_ARGUMENT);
    CHECK_INT((long long)eddy_executor_statistics(pool).queued, 0);
    CHECK_INT(eddy_executor_map(pool, square, NULL, 1, jobs), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_executor_map(pool, square, NULL, 0, NULL), EDDY_OK);
    return EDDY_OK;
}

BOTH(have_as_many_workers_as_there_are_processors) {
    size_t cpus = eddy_cpu_count(), threads = cpus + 4 < 32 ? cpus + 4 : 32;
    size_t wanted = make == eddy_thread_pool_executor ? threads : cpus;
    CHECK(cpus > 0);
    CHECK_INT((long long)eddy_executor_statistics(make(NULL)).max_workers, (long long)wanted);
    CHECK_INT((long long)eddy_executor_statistics(make(&(eddy_executor_options){.max_workers = 3}))
                  .max_workers,
              3);
    return EDDY_OK;
}

BOTH(shut_down_when_all_is_done) {
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 1});
    int number = 3;
    eddy_future one = eddy_run_in_executor(pool, square, &number, sizeof number);
    eddy_future two = eddy_run_in_executor(pool, square, &number, sizeof number);
    CHECK_INT(eddy_executor_shutdown(pool, EDDY_SHUTDOWN_WAIT), EDDY_OK);
    CHECK(eddy_future_done(one) && eddy_future_done(two));
    CHECK_INT(result_of(two), 9);
    CHECK_INT((long long)eddy_executor_statistics(pool).workers, 0);
    eddy_future late = eddy_run_in_executor(pool, square, &number, sizeof number);
    CHECK_INT(eddy_await(late), EDDY_INVALID_STATE);
    CHECK_INT(eddy_executor_shutdown(pool, EDDY_SHUTDOWN_WAIT | EDDY_SHUTDOWN_CANCEL_FUTURES),
              EDDY_OK);
    return EDDY_OK;
}

BOTH(shut_down_without_what_has_not_begun) {
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 1});
    int number = 3;
    eddy_future one = eddy_run_in_executor(pool, square, &number, sizeof number);
    eddy_future two = eddy_run_in_executor(pool, square, &number, sizeof number);
    CHECK_INT(eddy_executor_shutdown(pool, EDDY_SHUTDOWN_CANCEL_FUTURES), EDDY_OK);
    CHECK(!eddy_future_done(one));
    CHECK(eddy_future_cancelled(two));
    CHECK_INT(result_of(one), 9);
    CHECK_INT((long long)eddy_executor_statistics(pool).workers, 0);
    return EDDY_OK;
}

BOTH(are_initialized_once) {
    int start = 40;
    eddy_executor_options options = {
        .max_workers = 1, .initializer = set_jobs_done, .initargs = {&start, sizeof start}};
    eddy_executor pool = make(&options);
    start = 0; /* it was copied */
    CHECK_INT(result_of(eddy_run_in_executor(pool, count_jobs, NULL, 0)), 41);
    CHECK_INT(result_of(eddy_run_in_executor(pool, count_jobs, NULL, 0)), 42);

    start = 666;
    pool = make(&options);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(result_of(eddy_run_in_executor(pool, count_jobs, NULL, 0)), EDDY_BROKEN_WORKER);
        CHECK_TEXT(eddy_error_message(),
                   "the worker's initializer failed with error (666): it is a bad number");
    }
    return EDDY_OK;
}

BOTH(outlive_their_owner_while_they_have_jobs) {
    eddy_executor pool = make(NULL);
    int number = 5;
    eddy_future job = eddy_run_in_executor(pool, square, &number, sizeof number);
    eddy_release_object(pool.id);
    CHECK_INT(result_of(job), 25);
    return EDDY_OK;
}

BOTH(refuse_what_is_no_job) {
    eddy_executor pool = make(NULL);
    CHECK_INT(eddy_check(eddy_run_in_executor(pool, NULL, NULL, 0)), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_check(eddy_run_in_executor(pool, square, NULL, 4)), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_check(eddy_run_in_executor((eddy_executor){7}, square, NULL, 0)),
              EDDY_INVALID_ARGUMENT);
    eddy_executor bad = make(&(eddy_executor_options){.initargs = {NULL, 3}});
    CHECK_INT(eddy_check(eddy_run_in_executor(bad, square, NULL, 0)), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_reply_write(NULL, "x", 1), EDDY_INVALID_ARGUMENT);
    CHECK(!eddy_executor_result(eddy_current_task(), NULL));
    CHECK(eddy_cpu_count() >= 1);
    return EDDY_OK;
}

THREADS_MAIN(the_loop_has_a_thread_pool_of_its_own) {
    int number = 6;
    eddy_future job = eddy_run_in_executor((eddy_executor){0}, square, &number, sizeof number);
    CHECK_INT(result_of(job), 36);
    CHECK_INT((long long)eddy_executor_statistics((eddy_executor){0}).workers, 1);
    return EDDY_OK;
}

TEST(there_is_no_executor_without_a_loop) {
    CHECK_INT(eddy_check((eddy_awaitable){eddy_thread_pool_executor(NULL).id}),
              EDDY_NO_RUNNING_LOOP);
    CHECK_INT(eddy_check(eddy_run_in_executor((eddy_executor){0}, square, NULL, 0)),
              EDDY_NO_RUNNING_LOOP);
}

/* ---- processes alone ---- */

/* AddressSanitizer and its like keep more memory than any limit allows, and want a word when a process
 * ends itself. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

static int end_how(const void *input, size_t size, eddy_reply *reply) {
    (void)reply;
    if (size == 1 && *(const char *)input == 'x') _Exit(3);
    abort();
}

PROCESSES(are_replaced_when_they_are_lost) {
    jobs_done = 0;
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 1});
    eddy_future lost = eddy_run_in_executor(pool, end_how, NULL, 0);
    eddy_future next = eddy_run_in_executor(pool, count_jobs, NULL, 0);
    CHECK_INT(eddy_await(lost), EDDY_BROKEN_WORKER);
#if defined(__wasm__)
    CHECK_CONTAINS(eddy_error_message(), "the process trapped: ");
#else
    CHECK_CONTAINS(eddy_error_message(), "the process was ended by a signal: Abort");
#endif
    CHECK_INT(result_of(next), 1);
#ifndef SANITIZED
    if (RUNNING_ON_VALGRIND) return EDDY_OK; /* which gives the process a status of its own */
    CHECK_INT(eddy_await(eddy_run_in_executor(pool, end_how, "x", 1)), EDDY_BROKEN_WORKER);
    CHECK_CONTAINS(eddy_error_message(), "with status 3");
    CHECK_INT(result_of(eddy_run_in_executor(pool, count_jobs, NULL, 0)), 1);
#endif
    return EDDY_OK;
}

PROCESSES(have_a_memory_of_their_own) {
    jobs_done = 0;
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 1});
    CHECK_INT(result_of(eddy_run_in_executor(pool, count_jobs, NULL, 0)), 1);
    CHECK_INT(result_of(eddy_run_in_executor(pool, count_jobs, NULL, 0)), 2);
    CHECK_INT(jobs_done, 0);
    return EDDY_OK;
}

static int for_ever(const void *input, size_t size, eddy_reply *reply) {
    volatile bool ever = true;
    while (ever) continue;
    return square(input, size, reply);
}

PROCESSES(end_with_the_program) {
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 1});
    eddy_run_in_executor(pool, for_ever, NULL, 0);
    eddy_run_in_executor(pool, for_ever, NULL, 0);
    return EDDY_OK;
}

PROCESSES(goes_on_when_its_job_is_cancelled) {
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 1});
    eddy_future job = eddy_run_in_executor(pool, count_jobs, NULL, 0);
    CHECK(eddy_future_cancel(job));
    CHECK_INT(eddy_await(job), EDDY_CANCELLED);
    return result_of(eddy_run_in_executor(pool, count_jobs, NULL, 0)) > 0 ? EDDY_OK
                                                                          : EDDY_INVALID_STATE;
}

#ifndef SANITIZED
enum { TOO_MUCH = 64 * 1024 * 1024 };

static int take_much(const void *input, size_t size, eddy_reply *reply) {
    (void)size;
    (void)reply;
    size_t bytes;
    memcpy(&bytes, input, sizeof bytes);
    char *volatile memory = malloc(bytes);
    if (!memory) return EDDY_NO_MEMORY;
    memory[bytes - 1] = 1;
    free(memory);
    return EDDY_OK;
}

PROCESSES(can_be_kept_from_taking_too_much_memory) {
    if (RUNNING_ON_VALGRIND) return EDDY_OK; /* which needs more of it itself */
    size_t much = TOO_MUCH, little = TOO_MUCH / 8;
    eddy_executor pool = make(&(eddy_executor_options){.max_workers = 1, .memory_limit = TOO_MUCH});
    eddy_executor unlimited = make(NULL);
    CHECK_INT(eddy_await(eddy_run_in_executor(pool, take_much, &much, sizeof much)),
              EDDY_NO_MEMORY);
    CHECK_INT(eddy_await(eddy_run_in_executor(pool, take_much, &little, sizeof little)), EDDY_OK);
    CHECK_INT(eddy_await(eddy_run_in_executor(unlimited, take_much, &much, sizeof much)), EDDY_OK);
    return EDDY_OK;
}
#endif

/* ---- memory ---- */

static int jobs_scenario(make_executor *maker) {
    int number = 3;
    eddy_executor pool = maker(&(eddy_executor_options){
        .max_workers = 1, .initializer = square, .initargs = {&number, sizeof number}});
    eddy_future one = eddy_run_in_executor(pool, square, &number, sizeof number);
    eddy_future two = eddy_run_in_executor(pool, square, &number, sizeof number);
    int status = eddy_await(one);
    if (status == EDDY_OK) status = eddy_await(two);
    return status == EDDY_NOT_SUPPORTED ? EDDY_OK : status;
}

static int thread_jobs(void) {
    return jobs_scenario(eddy_thread_pool_executor);
}

static int process_jobs(void) {
    return jobs_scenario(eddy_process_pool_executor);
}

FAIL_EACH(thread_jobs)
FAIL_EACH(process_jobs)
