/* The trace as the program itself can keep it: the latest records, read in place. */
#include "harness.h"

#include "eddy/trace.h"

static eddy_lock first, second;
static eddy_trace_view view;

/* The record at that place in time; NULL behind the last. */
static const eddy_trace_record *at(size_t i) {
    if (i < view.first_count) return &view.first[i];
    i -= view.first_count;
    return i < view.second_count ? &view.second[i] : NULL;
}

static bool has_text(const eddy_trace_record *record) {
    return record->kind == EDDY_TRACE_SITE || record->kind == EDDY_TRACE_TASK_NAME;
}

/* The next record of that kind from *i on; NULL when there is none. */
static const eddy_trace_record *next_of(enum eddy_trace_kind kind, size_t *i) {
    for (const eddy_trace_record *record; (record = at(*i));
         *i += 1 + has_text(record) * record->other)
        if (record->kind == kind) {
            *i += 1 + has_text(record) * record->other;
            return record;
        }
    return NULL;
}

static const eddy_trace_record *first_of(enum eddy_trace_kind kind) {
    size_t i = 0;
    return next_of(kind, &i);
}

static void run_traced(int (*main)(void), size_t records, void (*look)(void)) {
    eddy_options options = {.clock = EDDY_CLOCK_VIRTUAL, .trace_records = records};
    eddy_loop *loop = eddy_new_event_loop(&options);
    eddy_loop_run_until_complete(loop, main);
    view = eddy_loop_trace(loop);
    look();
    eddy_loop_cancel_all_tasks(loop);
    eddy_loop_close(loop);
}

static int spin(void) {
    for (int i = 0; i < 1000; i++) EDDY_TRY(eddy_sleep(0));
    return EDDY_OK;
}

static void look_at_spin(void) {
    CHECK(view.dropped > 2000);
    CHECK(view.first_count + view.second_count <= 100);
    CHECK(view.first_count + view.second_count > 80);
    /* every record is whole, and in order */
    double time = 0;
    size_t iterations = 0, i = 0;
    uint32_t number = 0;
    for (const eddy_trace_record *record; (record = next_of(EDDY_TRACE_ITERATION_BEGIN, &i));) {
        CHECK(record->time >= time);
        if (iterations++ > 0) CHECK_INT(record->other, number + 1);
        time = record->time;
        number = record->other;
    }
    CHECK(iterations > 10);
    CHECK_INT(number, 1002); /* the last: main is done */
    CHECK(first_of(EDDY_TRACE_BEGIN) == NULL);
    CHECK(first_of(EDDY_TRACE_SITE) != NULL); /* told again in each lap */
}

TEST(trace_keeps_the_last_records) {
    run_traced(spin, 100, look_at_spin);
}

static int take_both(void) {
    EDDY_TRY(eddy_lock_acquire(first));
    int status = eddy_lock_acquire(second);
    eddy_lock_release(first);
    return status;
}

static int hold_second(void) {
    first = eddy_lock_new();
    second = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(second));
    eddy_task other = eddy_go(take_both);
    EDDY_TRY(eddy_sleep(1));
    EDDY_TRY(eddy_lock_release(second));
    return eddy_await(other);
}

static void look_at_locks(void) {
    CHECK_INT((long long)view.dropped, 0);
    CHECK_INT(first_of(EDDY_TRACE_BEGIN)->detail, EDDY_TRACE_FORMAT);
    size_t i = 0;
    const eddy_trace_record *of_second = next_of(EDDY_TRACE_ACQUIRED, &i);
    CHECK_INT(of_second->task, 1);
    CHECK_INT(of_second->detail, EDDY_TRACE_WAIT_LOCK);
    const eddy_trace_record *of_first = next_of(EDDY_TRACE_ACQUIRED, &i);
    CHECK_INT(of_first->task, 2);
    CHECK(of_first->object != of_second->object);
    const eddy_trace_record *wait = next_of(EDDY_TRACE_TASK_WAIT, &i);
    CHECK_INT(wait->task, 2);
    CHECK_INT(wait->object, of_second->object);
    CHECK(wait->site != 0);
    const eddy_trace_record *release = next_of(EDDY_TRACE_RELEASED, &i);
    CHECK_INT(release->task, 1);
    CHECK_INT(release->object, of_second->object);
    CHECK_TIME(release->time, 1);
    const eddy_trace_record *ready = next_of(EDDY_TRACE_TASK_READY, &i);
    CHECK_INT(ready->task, 2);
    CHECK_INT(ready->other, 1);
}

TEST(trace_tells_who_holds_a_lock) {
    run_traced(hold_second, 1000, look_at_locks);
}

static int sleep_long(void) {
    return eddy_sleep(100);
}

static int gather_in_time(void) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 2));
    int status = eddy_gather(eddy_go(sleep_long), eddy_go(sleep_long));
    CHECK_INT(eddy_timeout_end(&timeout, status), EDDY_TIMEOUT);
    return EDDY_OK;
}

static void look_at_cancel(void) {
    size_t i = 0;
    const eddy_trace_record *set = next_of(EDDY_TRACE_TIMER_SET, &i);
    CHECK_INT(set->detail, EDDY_TRACE_HANDLE_TIMEOUT);
    CHECK_INT((long long)((int64_t)set->value << 32 | set->other), 2000000000);
    const eddy_trace_record *main = next_of(EDDY_TRACE_TASK_CANCEL, &i);
    CHECK_INT(main->task, 1);
    CHECK_INT(main->detail, EDDY_TRACE_CANCEL_TIMEOUT);
    CHECK_INT(main->object, set->object);
    for (uint32_t task = 2; task <= 3; task++) {
        const eddy_trace_record *child = next_of(EDDY_TRACE_TASK_CANCEL, &i);
        CHECK_INT(child->task, task);
        CHECK_INT(child->detail, EDDY_TRACE_CANCEL_GATHER);
        CHECK_INT(child->other, 1);
    }
}

TEST(trace_tells_the_way_of_a_cancellation) {
    run_traced(gather_in_time, 1000, look_at_cancel);
}

static double clock_now;

static double stepping_clock(void *unused) {
    (void)unused;
    return clock_now;
}

static int tick_away(void) {
    clock_now = 3;
    return eddy_sleep(0);
}

static void look_at_time(void) {
    const eddy_trace_record *wait = first_of(EDDY_TRACE_TASK_WAIT);
    CHECK_TIME(wait->time, 3);
}

TEST(trace_reads_the_program_s_own_clock) {
    eddy_options options = {.time = stepping_clock, .trace_records = 100};
    eddy_loop *loop = eddy_new_event_loop(&options);
    CHECK_INT(eddy_loop_run_until_complete(loop, tick_away), EDDY_OK);
    view = eddy_loop_trace(loop);
    look_at_time();
    eddy_loop_close(loop);
}

TEST(trace_is_empty_unless_asked_for) {
    eddy_loop *loop = eddy_new_event_loop(NULL);
    CHECK_INT(eddy_loop_run_until_complete(loop, spin), EDDY_OK);
    view = eddy_loop_trace(loop);
    CHECK_INT((long long)(view.first_count + view.second_count + view.dropped), 0);
    view = eddy_loop_trace(NULL);
    CHECK(view.first == NULL && view.second == NULL);
    eddy_loop_close(loop);
}
