/* Eager tasks, all_tasks, cancel messages, task-local values, group start, clocks, slow steps. */
#include "harness.h"

/* ---- eager tasks ---- */

struct step {
    const char *name;
    double delay;
};
static int step(struct step *self) {
    log_word("%s1", self->name);
    if (self->delay >= 0) EDDY_TRY(eddy_sleep(self->delay));
    log_word("%s2", self->name);
    return EDDY_OK;
}

static int eager_main(void) {
    eddy_task self = eddy_current_task();
    eddy_task a = eddy_create_eager_task(eddy_coro(step, .name = "a", .delay = 1));
    log_word("made");
    CHECK(!eddy_future_done(a));
    CHECK(eddy_current_task().id == self.id);
    eddy_task b = eddy_create_eager_task(eddy_coro(step, .name = "b", .delay = -1));
    CHECK(eddy_future_done(b));
    CHECK_INT(eddy_gather(a, b), EDDY_OK);
    CHECK_TEXT(log_text(), "a1 made b1 b2 a2");
    return EDDY_OK;
}

TEST(eager_task_runs_to_its_first_wait) {
    CHECK_INT(run_virtual(eager_main), EDDY_OK);
}

static int deep(void) {
    return eddy_await(eddy_create_eager_task(eddy_coro(step, .name = "deep", .delay = 1)));
}

static int nested_eager_main(void) {
    eddy_task outer = eddy_create_eager_task(eddy_coro(deep));
    log_word("made");
    EDDY_TRY(eddy_await(outer));
    CHECK_TEXT(log_text(), "deep1 made deep2");
    return EDDY_OK;
}

TEST(eager_tasks_nest) {
    CHECK_INT(run_virtual(nested_eager_main), EDDY_OK);
}

/* ---- all_tasks ---- */

static int all_tasks_main(void) {
    eddy_task tasks[3] = {{0}};
    eddy_task a = eddy_go(step, .name = "a", .delay = 1),
              b = eddy_go(step, .name = "b", .delay = 2);
    CHECK_INT((long long)eddy_all_tasks(NULL, 0), 3);
    CHECK_INT((long long)eddy_all_tasks(tasks, 3), 3);
    CHECK(tasks[0].id == eddy_current_task().id);
    CHECK(tasks[1].id == a.id && tasks[2].id == b.id);
    EDDY_TRY(eddy_await(a));
    CHECK_INT((long long)eddy_all_tasks(tasks, 3), 2);
    CHECK(tasks[1].id == b.id);
    return eddy_await(b);
}

TEST(all_tasks_are_those_not_done) {
    CHECK_INT(run_virtual(all_tasks_main), EDDY_OK);
}

enum { MANY = 100 };

struct sleeper {
    double delay;
};
static int sleeper(struct sleeper *self) {
    return eddy_sleep(self->delay);
}

/* Handles' slots are used again, the last one that became free first: their order is another. */
static int in_order_main(void) {
    eddy_task made[MANY], tasks[2 * MANY + 1];
    for (int i = 0; i < MANY; i++) made[i] = eddy_go(sleeper, .delay = i % 3 == 0 ? 9 : 0);
    EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(eddy_sleep(0));
    size_t left = 1; /* this task, the first made */
    for (int i = 0; i < MANY; i++) {
        if (i % 3 == 0)
            made[left++ - 1] = made[i];
        else
            eddy_release(made[i]);
    }
    eddy_task later[MANY];
    for (int i = 0; i < MANY; i++) later[i] = eddy_go(sleeper, .delay = 1);
    CHECK_INT((long long)eddy_all_tasks(tasks, 2 * MANY + 1), (long long)left + MANY);
    CHECK(tasks[0].id == eddy_current_task().id);
    for (size_t i = 1; i < left; i++) CHECK(tasks[i].id == made[i - 1].id);
    for (size_t i = 0; i < MANY; i++) CHECK(tasks[left + i].id == later[i].id);
    return EDDY_OK;
}
TEST(all_tasks_are_in_the_order_made) {
    CHECK_INT(run_virtual(in_order_main), EDDY_OK);
}

/* ---- cancelling with a message ---- */

static int says_why(void) {
    int status = eddy_sleep(10);
    log_word("%s", eddy_error_message());
    return status;
}

static int message_main(void) {
    eddy_task task = eddy_go(says_why);
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_task_cancel_message(task, "shutting down"));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_TEXT(eddy_error_message(), "shutting down");
    CHECK_TEXT(eddy_future_message(task), "shutting down");
    CHECK_TEXT(log_text(), "shutting down");
    CHECK(!eddy_task_cancel_message(task, "again"));
    return EDDY_OK;
}

TEST(cancel_message_reaches_the_task_and_its_awaiter) {
    CHECK_INT(run_virtual(message_main), EDDY_OK);
}

/* ---- task-local values ---- */

static const eddy_context_var user = {"user"}, depth = {"depth"};

static int seen(const eddy_context_var *variable) {
    const int *value = eddy_context_var_get(variable);
    return value ? *value : -1;
}

static int inherits(void) {
    CHECK_INT(seen(&user), 1);
    int own = 2;
    EDDY_TRY(eddy_context_var_set(&user, &own, sizeof own));
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(seen(&user), 2);
    CHECK_INT(seen(&depth), -1);
    return EDDY_OK;
}

static int values_main(void) {
    int one = 1, three = 3;
    CHECK_INT(seen(&user), -1);
    EDDY_TRY(eddy_context_var_set(&user, &one, sizeof one));
    eddy_task child = eddy_go(inherits);
    EDDY_TRY(eddy_context_var_set(&user, &three, sizeof three));
    EDDY_TRY(eddy_context_var_set(&depth, &one, sizeof one));
    EDDY_TRY(eddy_await(child));
    CHECK_INT(seen(&user), 3);
    for (int i = 0; i < 1000; i++) EDDY_TRY(eddy_context_var_set(&depth, &i, sizeof i));
    CHECK_INT(seen(&depth), 999);
    CHECK_INT(eddy_context_var_set(NULL, &one, sizeof one), EDDY_INVALID_ARGUMENT);
    return EDDY_OK;
}

TEST(context_vars_are_inherited_when_a_task_is_made) {
    CHECK_INT(run_virtual(values_main), EDDY_OK);
    CHECK(eddy_context_var_get(&user) == NULL);
    CHECK_INT(eddy_context_var_set(&user, "", 1), EDDY_NOT_IN_TASK);
}

/* ---- starting in a group ---- */

struct server {
    int port, fail;
};
static int server(struct server *self) {
    EDDY_TRY(eddy_sleep(1));
    if (self->fail == 1) return eddy_raise(98, "address in use");
    if (self->fail == 2) return EDDY_OK;
    self->port = 8080;
    EDDY_TRY(eddy_task_started());
    CHECK_INT(eddy_task_started(), EDDY_INVALID_STATE);
    log_word("serving");
    return eddy_sleep(10);
}

static int start_main(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_coroutine coroutine = eddy_coro(server, .fail = 0);
    CHECK_INT(eddy_task_group_start(group, coroutine), EDDY_OK);
    CHECK_TIME(eddy_loop_time(eddy_get_running_loop()), 1);
    CHECK_INT(eddy_frame(coroutine, server)->port, 8080);
    CHECK(!eddy_future_done(coroutine));
    CHECK_INT(eddy_task_group_start(group, eddy_coro(server, .fail = 1)), 98);
    CHECK_TEXT(eddy_error_message(), "address in use");
    CHECK_INT(eddy_task_group_start(group, eddy_coro(server, .fail = 2)), EDDY_INVALID_STATE);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK),
              EDDY_OK); /* none of that was the group's error */
    CHECK_TIME(eddy_loop_time(eddy_get_running_loop()), 11);
    return EDDY_OK;
}

TEST(group_start_waits_for_started) {
    CHECK_INT(run_virtual(start_main), EDDY_OK);
}

static int cancelled_start_main(void) {
    eddy_timeout timeout;
    eddy_task_group group = eddy_task_group_begin();
    eddy_coroutine coroutine = eddy_coro(server, .fail = 0);
    EDDY_TRY(eddy_timeout_begin(&timeout, 0.5));
    int status = eddy_task_group_start(group, coroutine);
    CHECK_INT(eddy_timeout_end(&timeout, status), EDDY_TIMEOUT);
    CHECK(eddy_future_cancelled(coroutine));
    return eddy_task_group_end(group, EDDY_OK);
}

TEST(group_start_that_is_cancelled_cancels_the_task) {
    CHECK_INT(run_virtual(cancelled_start_main), EDDY_OK);
}

/* ---- clocks and slow steps ---- */

static double own_time(void *argument) {
    double *time = argument;
    return *time += 0.25;
}

static int own_clock_main(void) {
    double start = eddy_loop_time(eddy_get_running_loop());
    EDDY_TRY(eddy_sleep(1));
    CHECK(eddy_loop_time(eddy_get_running_loop()) - start >= 1);
    return EDDY_OK;
}

TEST(loop_runs_by_the_programs_own_clock) {
    double time = 100;
    eddy_options options = {.time = own_time, .time_argument = &time};
    CHECK_INT(eddy_run_with(own_clock_main, &options), EDDY_OK);
    CHECK(time > 101);
}

static int slow_main(void) {
    double end = eddy_loop_time(eddy_get_running_loop()) + 0.02;
    while (eddy_loop_time(eddy_get_running_loop()) < end) {
    }
    return EDDY_OK;
}

TEST_ENDS(slow_step_is_reported_with_its_name, 0, "a step of main took 0.0 ... seconds") {
    eddy_options options = {.debug = true, .slow_callback_duration = 0.01};
    CHECK_INT(eddy_run_with(slow_main, &options), EDDY_OK);
}
