/* Task-local values: who inherits what, and when; and that callbacks have none. */
#include "tasks.h"

static const eddy_context_var request = {"request"}, user = {"user"};

static int value_of(const eddy_context_var *variable) {
    const int *value = eddy_context_var_get(variable);
    return value ? *value : -1;
}

static int give(const eddy_context_var *variable, int value) {
    return eddy_context_var_set(variable, &value, sizeof value);
}

/* Logs what it sees, sets its own, sleeps, and logs whether that has stayed. */
struct visitor {
    int own;
};
static int visitor(struct visitor *self) {
    log_word("%d/%d", value_of(&request), value_of(&user));
    EDDY_TRY(give(&request, self->own));
    EDDY_TRY(eddy_sleep(1));
    log_word("%d", value_of(&request));
    return EDDY_OK;
}

TEST_MAIN(a_task_has_the_values_of_the_moment_it_was_made_in) {
    EDDY_TRY(give(&request, 1));
    eddy_task first = eddy_go(visitor, .own = 10);
    EDDY_TRY(give(&request, 2)); /* before the first has run: too late for it */
    EDDY_TRY(give(&user, 7));
    eddy_task second = eddy_go(visitor, .own = 20);
    EDDY_TRY(eddy_gather(first, second));
    CHECK_TEXT(log_text(), "1/-1 2/7 10 20");
    CHECK_INT(value_of(&request), 2); /* what they set is their own */
    return EDDY_OK;
}

TEST_MAIN(a_value_is_set_for_a_while_and_put_back) {
    EDDY_TRY(give(&request, 1));
    int before = value_of(&request);
    EDDY_TRY(give(&request, 2));
    eddy_task task = eddy_go(visitor, .own = 3);
    EDDY_TRY(give(&request, before));
    CHECK_INT(value_of(&request), 1);
    EDDY_TRY(eddy_await(task));
    CHECK_TEXT(log_text(), "2/-1 3");
    return EDDY_OK;
}

TEST_MAIN(what_gather_makes_tasks_of_has_the_makers_values) {
    EDDY_TRY(give(&request, 5));
    eddy_coroutine first = eddy_coro(visitor, .own = 10), second = eddy_coro(visitor, .own = 20);
    EDDY_TRY(eddy_gather(first, second));
    CHECK_TEXT(log_text(), "5/-1 5/-1 10 20");
    CHECK_INT(value_of(&request), 5);
    return EDDY_OK;
}

TEST_MAIN(an_awaited_coroutine_shares_its_awaiters_values) {
    EDDY_TRY(give(&request, 5));
    EDDY_TRY(eddy_await(eddy_coro(visitor, .own = 6)));
    CHECK_INT(value_of(&request), 6); /* it is no task of its own */
    return EDDY_OK;
}

struct started {
    int own;
};
static int started(struct started *self) {
    log_word("%d", value_of(&request));
    EDDY_TRY(give(&request, self->own));
    EDDY_TRY(eddy_task_started());
    return eddy_sleep(1);
}

TEST_MAIN(members_of_a_group_have_the_values_of_who_makes_them) {
    EDDY_TRY(give(&request, 1));
    eddy_task_group group = eddy_task_group_begin();
    EDDY_TRY(give(&request, 2)); /* the moment of the group's begin does not matter */
    eddy_task_group_go(group, visitor, .own = 10);
    EDDY_TRY(give(&request, 3));
    EDDY_TRY(eddy_task_group_start(group, eddy_coro(started, .own = 30)));
    CHECK_INT(value_of(&request), 3);
    EDDY_TRY(eddy_task_group_end(group, EDDY_OK));
    CHECK_TEXT(log_text(), "2/-1 3 10");
    return EDDY_OK;
}

static void look(void *unused) {
    (void)unused;
    int zero = 0;
    log_word("%d", value_of(&request));
    CHECK_INT(eddy_context_var_set(&request, &zero, sizeof zero), EDDY_NOT_IN_TASK);
}

TEST_MAIN(a_callback_is_in_no_task_and_has_no_values) {
    EDDY_TRY(give(&request, 4));
    eddy_loop_call_soon(eddy_get_running_loop(), look, NULL);
    EDDY_TRY(eddy_sleep(0));
    CHECK_TEXT(log_text(), "-1");
    CHECK_INT(value_of(&request), 4);
    return EDDY_OK;
}
