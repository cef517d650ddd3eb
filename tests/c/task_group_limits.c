/* Task groups: what they refuse, and what becomes of those that are not ended. */
#include "tasks.h"

/* ---- a group that takes no more ---- */

static int late_status;
struct late {
    eddy_task_group group;
};
static int late(struct late *self) {
    int status = eddy_sleep(10);
    eddy_task task = eddy_task_group_go(self->group, work, .word = "never");
    late_status = eddy_check(task);
    CHECK_CONTAINS(eddy_error_message(), "is shutting down");
    return status;
}

TEST_MAIN(a_group_that_shuts_down_takes_no_more) {
    late_status = EDDY_OK;
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, work, .delay = 1, .status = 3);
    eddy_task_group_go(group, late, .group = group);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_ERROR_GROUP);
    CHECK_INT(late_status, EDDY_INVALID_STATE);
    CHECK_INT((long long)eddy_error(EDDY_ERROR_GROUP)->count, 1);
    CHECK_INT(eddy_error(EDDY_ERROR_GROUP)->members[0]->status, 3);
    return eddy_sleep(1);
}

static int hydra_heads;
struct hydra {
    eddy_task_group group;
};
static int hydra(struct hydra *self) {
    hydra_heads++;
    EDDY_TRY(eddy_sleep(0.01));
    eddy_task_group_go(self->group, hydra, .group = self->group);
    eddy_task_group_go(self->group, hydra, .group = self->group);
    return EDDY_OK;
}
static int hercules(void) {
    while (hydra_heads < 10) EDDY_TRY(eddy_sleep(0.015));
    return eddy_raise(9, "hercules");
}

TEST_MAIN(a_group_that_grows_and_grows_is_ended_by_an_error) {
    hydra_heads = 0;
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, hydra, .group = group);
    eddy_task_group_go(group, hercules);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_ERROR_GROUP);
    CHECK_INT((long long)eddy_error(EDDY_ERROR_GROUP)->count, 1);
    CHECK_INT(eddy_error(EDDY_ERROR_GROUP)->members[0]->status, 9);
    CHECK(hydra_heads >= 10);
    return EDDY_OK;
}

TEST_MAIN(a_group_that_has_ended_takes_no_more) {
    eddy_task_group group = eddy_task_group_begin();
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_OK);
    eddy_coroutine coroutine = eddy_coro(work, .word = "never");
    CHECK_INT(eddy_check(eddy_task_group_create_task(group, coroutine)), EDDY_STALE_HANDLE);
    /* it is done with, and nobody is told that it was never awaited */
    CHECK_INT(eddy_getcoroutinestate(coroutine), EDDY_CORO_CLOSED);
    CHECK_INT(eddy_await(coroutine), EDDY_ALREADY_AWAITED);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_task_group_end(group, 5), 5);
    CHECK_INT(eddy_task_group_end((eddy_task_group){0}, EDDY_OK), EDDY_INVALID_ARGUMENT);
    return EDDY_OK;
}

TEST_MAIN(a_group_checks_what_it_is_given) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task task = eddy_go(work, .delay = 1);
    CHECK_INT(eddy_check(eddy_task_group_create_task(group, task)), EDDY_ALREADY_AWAITED);
    CHECK_INT(eddy_check(eddy_task_group_create_task(group, (eddy_coroutine){0})),
              EDDY_NOT_AWAITABLE);
    CHECK_INT(eddy_check(eddy_task_group_create_task(group, eddy_create_future(0))),
              EDDY_NOT_AWAITABLE);
    eddy_coroutine coroutine = eddy_coro(work, .delay = -1);
    EDDY_TRY(eddy_await(coroutine));
    CHECK_INT(eddy_check(eddy_task_group_create_task(group, coroutine)), EDDY_ALREADY_AWAITED);
    eddy_task_group other = {eddy_lock_new().id};
    CHECK_INT(eddy_check(eddy_task_group_go(other, work, .word = "never")), EDDY_INVALID_ARGUMENT);
    /* the first of these errors is not lost, though nobody had to look at the handles */
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_ALREADY_AWAITED);
    return eddy_await(task);
}

static eddy_task_group shared;
static int ends_anothers(void) {
    CHECK_INT(eddy_task_group_end(shared, EDDY_OK), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "did not begin this block");
    return EDDY_OK;
}

static void group_in_callback(void *unused) {
    (void)unused;
    eddy_task_group group = eddy_task_group_begin();
    CHECK_INT(eddy_check((eddy_awaitable){group.id}), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_check(eddy_task_group_go(group, work, .word = "never")), EDDY_NOT_IN_TASK);
    eddy_task_group_go(shared, work, .delay = 1, .word = "made-by-callback");
}

TEST_MAIN(a_group_belongs_to_the_task_that_began_it) {
    shared = eddy_task_group_begin();
    eddy_loop_call_soon(eddy_get_running_loop(), group_in_callback, NULL);
    EDDY_TRY(eddy_await(eddy_go(ends_anothers)));
    CHECK_INT(eddy_task_group_end(shared, EDDY_OK), EDDY_OK);
    CHECK_TEXT(log_text(), "made-by-callback");
    return EDDY_OK;
}

TEST(a_group_outside_of_a_loop) {
    eddy_task_group group = eddy_task_group_begin();
    CHECK_INT(eddy_check((eddy_awaitable){group.id}), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_NOT_IN_TASK);
}

/* ---- groups that are never ended ---- */

static int forgets_to_end(void) {
    shared = eddy_task_group_begin();
    eddy_retain(eddy_task_group_go(shared, work, .delay = 1, .word = "a"));
    eddy_task_group_go(shared, work, .delay = 2, .status = 3);
    eddy_task_group_go(shared, work, .delay = 3, .word = "c");
    return EDDY_OK;
}

static int forgets_main(void) {
    reports_catch(NULL);
    eddy_release(eddy_go(forgets_to_end));
    EDDY_TRY(eddy_sleep(5));
    CHECK_CONTAINS(reports_text(), "forgets_to_end-2 ended within a task group");
    CHECK_CONTAINS(reports_text(), "work-4 failed after its group's own task had ended: error 3");
    CHECK_INT(reports_count(), 2);
    CHECK_TEXT(log_text(), "a c");
    return EDDY_OK;
}

TEST(a_group_that_was_not_ended_is_reported) {
    CHECK_INT(run_virtual(forgets_main), EDDY_OK);
}

static int gives_up(void) {
    shared = eddy_task_group_begin();
    eddy_task_group_go(shared, work, .delay = 1, .status = 3);
    eddy_release_object(shared.id); /* it is not to be given up: it stays as it is */
    return EDDY_OK;
}

static int gives_up_main(void) {
    reports_catch(NULL);
    eddy_release(eddy_go(gives_up));
    EDDY_TRY(eddy_sleep(5));
    CHECK_CONTAINS(reports_text(), "gives_up-2 ended within a task group");
    CHECK_CONTAINS(reports_text(), "work-3 failed after its group's own task had ended: error 3");
    return EDDY_OK;
}

TEST(a_group_is_not_given_up) {
    CHECK_INT(run_virtual(gives_up_main), EDDY_OK);
}

TEST_MAIN(a_thousand_tasks_fail_at_once) {
    enum { COUNT = 1000 };
    eddy_task_group group = eddy_task_group_begin();
    for (int i = 0; i < COUNT; i++) eddy_task_group_go(group, work, .delay = -1, .status = i + 1);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_ERROR_GROUP);
    const eddy_error_info *error = eddy_error(EDDY_ERROR_GROUP);
    CHECK_INT((long long)error->count, COUNT);
    for (int i = 0; i < COUNT; i++) CHECK_INT(error->members[i]->status, i + 1);
    return EDDY_OK;
}
