/* Errors with all that belongs to them: eddy_error, eddy_future_error, eddy_loop_error. */
#include "tasks.h"

/* ---- eddy_error ---- */

TEST_MAIN(error_of_a_status_that_was_raised) {
    CHECK(eddy_error(EDDY_OK) == NULL);
    CHECK_INT(eddy_raise(7, "seven: %d", 7), 7);
    const eddy_error_info *error = eddy_error(7);
    CHECK_INT(error->status, 7);
    CHECK_TEXT(error->message, "seven: 7");
    CHECK_INT((long long)error->count, 0);
    CHECK(error->members == NULL);
    CHECK(eddy_error(7) == error);
    /* one that the task never had has the text of the status */
    error = eddy_error(EDDY_QUEUE_FULL);
    CHECK_INT(error->status, EDDY_QUEUE_FULL);
    CHECK_TEXT(error->message, eddy_strerror(EDDY_QUEUE_FULL));
    CHECK_TEXT(eddy_error(12)->message, eddy_strerror(12));
    return EDDY_OK;
}

TEST_MAIN(the_last_error_of_each_status_is_kept) {
    eddy_raise(1, "one");
    eddy_raise(2, "two");
    eddy_raise(1, "one again");
    CHECK_TEXT(eddy_error(2)->message, "two");
    CHECK_TEXT(eddy_error(1)->message, "one again");
    CHECK_TEXT(eddy_error_message(), "one again");
    /* one without a message of its own takes the place of that with one */
    CHECK_INT(eddy_await(eddy_go(waits, .on = {0})), EDDY_NOT_AWAITABLE);
    CHECK_TEXT(eddy_error(1)->message, "one again");
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_NOT_AWAITABLE));
    return EDDY_OK;
}

/* Cleanup that meets other errors does not lose the one that it is for. */
TEST_MAIN(an_error_outlives_what_its_cleanup_meets) {
    int status = eddy_await(eddy_go(work, .delay = 0, .status = 5));
    eddy_queue queue = eddy_queue_new(1, 0);
    char item;
    CHECK_INT(eddy_queue_get_nowait(queue, &item), EDDY_QUEUE_EMPTY);
    CHECK_INT(eddy_await(eddy_go(work, .delay = 0, .status = 6)), 6);
    CHECK_TEXT(eddy_error(status)->message, "error 5");
    CHECK_TEXT(eddy_error(6)->message, "error 6");
    CHECK_TEXT(eddy_error(EDDY_QUEUE_EMPTY)->message, "the queue is empty");
    return EDDY_OK;
}

static int keeps_its_own(void) {
    eddy_raise(5, "mine");
    EDDY_TRY(eddy_sleep(1));
    CHECK_TEXT(eddy_error(5)->message, "mine");
    return EDDY_OK;
}

TEST_MAIN(each_task_has_its_own_errors) {
    eddy_task task = eddy_go(keeps_its_own);
    EDDY_TRY(pass(1));
    CHECK_TEXT(eddy_error(5)->message, eddy_strerror(5));
    eddy_raise(5, "main's");
    EDDY_TRY(eddy_await(task));
    CHECK_TEXT(eddy_error(5)->message, "main's");
    return EDDY_OK;
}

static void error_in_callback(void *unused) {
    (void)unused;
    CHECK(eddy_error(5) == NULL);
    log_word("called");
}

TEST_MAIN(a_callback_has_no_errors) {
    eddy_raise(5, "five");
    eddy_loop_call_soon(eddy_get_running_loop(), error_in_callback, NULL);
    EDDY_TRY(pass(1));
    CHECK_TEXT(log_text(), "called");
    return EDDY_OK;
}

TEST(outside_of_a_loop_there_are_no_errors) {
    CHECK(eddy_error(5) == NULL);
    CHECK(eddy_future_error((eddy_future){0}) == NULL);
    CHECK(eddy_loop_error(NULL) == NULL);
}

/* ---- eddy_future_error ---- */

TEST_MAIN(error_of_a_future) {
    eddy_future future = eddy_create_future(0);
    CHECK(eddy_future_error(future) == NULL);
    eddy_future_set_exception(future, 9, "nine");
    CHECK_INT(eddy_future_error(future)->status, 9);
    CHECK_TEXT(eddy_future_error(future)->message, "nine");
    eddy_future bare = eddy_create_future(0);
    eddy_future_set_exception(bare, EDDY_TIMEOUT, NULL);
    CHECK_TEXT(eddy_future_error(bare)->message, eddy_strerror(EDDY_TIMEOUT));
    eddy_future fine = eddy_create_future(0);
    eddy_future_set_result(fine, NULL);
    CHECK(eddy_future_error(fine) == NULL);
    eddy_future cancelled = eddy_create_future(0);
    eddy_future_cancel(cancelled);
    CHECK_INT(eddy_future_error(cancelled)->status, EDDY_CANCELLED);
    CHECK(eddy_future_error((eddy_future){0}) == NULL);
    return EDDY_OK;
}

TEST_MAIN(error_of_a_task_counts_as_seen) {
    eddy_task task = eddy_go(work, .delay = 0, .status = 4);
    EDDY_TRY(eddy_wait(&task, 1, EDDY_FOREVER, EDDY_ALL_COMPLETED));
    CHECK_TEXT(eddy_future_error(task)->message, "error 4");
    return EDDY_OK; /* nothing is reported */
}

/* ---- the message of a cancellation ---- */

static int in_a_group(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, cleans, .cleanup = 1);
    return eddy_task_group_end(group, EDDY_OK);
}

static int in_the_block_of_a_group(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, cleans, .cleanup = 1);
    return eddy_task_group_end(group, eddy_sleep(10));
}

TEST_MAIN(a_cancel_message_goes_through_a_group) {
    eddy_task tasks[] = {eddy_go(in_a_group), eddy_go(in_the_block_of_a_group)};
    EDDY_TRY(pass(2));
    for (int i = 0; i < 2; i++) {
        CHECK(eddy_task_cancel_message(tasks[i], "enough"));
        EDDY_TRY(pass(2));
        CHECK(eddy_task_cancel_message(tasks[i], "enough!")); /* it cleans up: only counted */
        CHECK_INT(eddy_await(tasks[i]), EDDY_CANCELLED);
        CHECK_TEXT(eddy_future_message(tasks[i]), "enough");
    }
    return EDDY_OK;
}

static eddy_lock the_lock;
static int locks(void) {
    int status = eddy_lock_acquire(the_lock);
    log_word("%s", eddy_error(EDDY_CANCELLED)->message);
    return status;
}

TEST_MAIN(a_cancel_message_comes_out_of_every_wait) {
    eddy_task never_began = eddy_go(work, .delay = 1);
    CHECK(eddy_task_cancel_message(never_began, "before it began"));
    CHECK_INT(eddy_await(never_began), EDDY_CANCELLED);
    CHECK_TEXT(eddy_error_message(), "before it began");
    CHECK_TEXT(eddy_future_error(never_began)->message, "before it began");
    the_lock = eddy_lock_new();
    EDDY_TRY(eddy_lock_acquire(the_lock));
    eddy_task task = eddy_go(locks);
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel_message(task, "in-a-lock"));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_TEXT(log_text(), "in-a-lock");
    CHECK_TEXT(eddy_error_message(), "in-a-lock");
    /* a second request without a message takes the place of the first */
    task = eddy_go(work, .delay = 1);
    CHECK(eddy_task_cancel_message(task, "first"));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_CANCELLED));
    return EDDY_OK;
}

static int caught_one_before(void) {
    CHECK_INT(eddy_sleep(10), EDDY_CANCELLED);
    CHECK_TEXT(eddy_error_message(), "mine");
    eddy_future future = eddy_create_future(0);
    eddy_future_cancel(future);
    CHECK_INT(eddy_await(future), EDDY_CANCELLED); /* another cancellation, not that one */
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_CANCELLED));
    return EDDY_OK;
}

TEST_MAIN(a_cancel_message_belongs_to_one_cancellation) {
    eddy_task task = eddy_go(caught_one_before);
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel_message(task, "mine"));
    return eddy_await(task);
}

/* ---- groups in groups ---- */

struct tree {
    int depth;
};
static int tree(struct tree *self) {
    eddy_task_group group = eddy_task_group_begin();
    if (self->depth > 0) eddy_task_group_go(group, tree, .depth = self->depth - 1);
    eddy_task_group_go(group, cleans, .status = 100 + self->depth);
    if (self->depth == 0) eddy_task_group_go(group, work, .delay = 1, .status = 50);
    return eddy_task_group_end(group, EDDY_OK);
}

static void check_tree(const eddy_error_info *error, int depth) {
    if (!CHECK(error != NULL)) return;
    CHECK_INT(error->status, EDDY_ERROR_GROUP);
    CHECK_TEXT(error->message, "unhandled errors in a task group");
    if (!CHECK_INT((long long)error->count, 2)) return;
    CHECK_INT(error->members[1]->status, 100 + depth);
    if (depth == 0)
        CHECK_TEXT(error->members[0]->message, "error 50");
    else
        check_tree(error->members[0], depth - 1);
}

TEST_MAIN(a_tree_of_errors_comes_up_whole) {
    eddy_task task = eddy_go(tree, .depth = 5);
    CHECK_INT(eddy_await(task), EDDY_ERROR_GROUP);
    check_tree(eddy_error(EDDY_ERROR_GROUP), 5);
    check_tree(eddy_future_error(task), 5);
    CHECK_TEXT(eddy_error_message(), "unhandled errors in a task group");
    eddy_release(task); /* what was given to this task stays */
    check_tree(eddy_error(EDDY_ERROR_GROUP), 5);
    return EDDY_OK;
}

TEST_MAIN(an_error_is_shared_not_used_up) {
    eddy_task task = eddy_go(tree, .depth = 1);
    eddy_task a = eddy_go(waits, .on = task), b = eddy_go(waits, .on = task);
    CHECK_INT(eddy_gather_return_exceptions(a, b), EDDY_OK);
    check_tree(eddy_future_error(a), 1);
    check_tree(eddy_future_error(b), 1);
    eddy_release(a);
    check_tree(eddy_future_error(b), 1);
    CHECK_INT(eddy_await(b), EDDY_ERROR_GROUP);
    check_tree(eddy_error(EDDY_ERROR_GROUP), 1);
    return EDDY_OK;
}

TEST_MAIN(a_group_error_goes_through_all_that_waits) {
    eddy_task task = eddy_go(tree, .depth = 1);
    CHECK_INT(eddy_gather(task), EDDY_ERROR_GROUP);
    check_tree(eddy_error(EDDY_ERROR_GROUP), 1);
    CHECK_INT(eddy_shield(eddy_go(tree, .depth = 1)), EDDY_ERROR_GROUP);
    check_tree(eddy_error(EDDY_ERROR_GROUP), 1);
    CHECK_INT(eddy_wait_for(eddy_go(tree, .depth = 1), 10), EDDY_ERROR_GROUP);
    check_tree(eddy_error(EDDY_ERROR_GROUP), 1);
    CHECK_INT(eddy_await(eddy_coro(tree, .depth = 1)), EDDY_ERROR_GROUP);
    check_tree(eddy_error(EDDY_ERROR_GROUP), 1);
    return EDDY_OK;
}

/* A chain of groups each in the next, far deeper than any stack of calls. */
static int deep;
static int chain(void) {
    int status = EDDY_OK;
    eddy_task_group group = eddy_task_group_begin();
    status = eddy_task_group_end(group, eddy_raise(1, "the root"));
    for (int i = 1; i < deep; i++) {
        group = eddy_task_group_begin();
        status = eddy_task_group_end(group, status);
    }
    return status;
}

TEST_MAIN(a_chain_of_errors_may_be_long) {
    deep = (int)scaled(100000);
    eddy_task task = eddy_go(chain);
    CHECK_INT(eddy_await(task), EDDY_ERROR_GROUP);
    const eddy_error_info *error = eddy_error(EDDY_ERROR_GROUP);
    int depth = 0;
    while (error && error->count == 1) {
        error = error->members[0];
        depth++;
    }
    CHECK_INT(depth, deep);
    CHECK_TEXT(error ? error->message : NULL, "the root");
    eddy_release(task);
    for (int i = 1; i < 10; i++) eddy_raise(i, "%d", i); /* the last of it goes, on a small stack */
    return EDDY_OK;
}

/* ---- eddy_loop_error ---- */

static int fails_as_tree(void) {
    return tree(&(struct tree){.depth = 2});
}

static int fine(void) {
    return EDDY_OK;
}

static int bare(void) {
    return 33;
}

TEST(the_error_of_a_run_is_kept_with_its_loop) {
    eddy_loop *loop = eddy_new_event_loop(&virtual_clock);
    CHECK(eddy_loop_error(loop) == NULL);
    CHECK_INT(eddy_loop_run_until_complete(loop, fails_as_tree), EDDY_ERROR_GROUP);
    check_tree(eddy_loop_error(loop), 2);
    CHECK_INT(eddy_loop_run_until_complete(loop, bare), 33);
    CHECK_INT(eddy_loop_error(loop)->status, 33);
    CHECK_TEXT(eddy_loop_error(loop)->message, eddy_strerror(33));
    CHECK_INT(eddy_loop_run_until_complete(loop, fine), EDDY_OK);
    CHECK(eddy_loop_error(loop) == NULL);
    CHECK_INT(eddy_loop_run_until_complete(loop, fails_as_tree), EDDY_ERROR_GROUP);
    CHECK_INT(eddy_loop_cancel_all_tasks(loop), EDDY_OK);
    check_tree(eddy_loop_error(loop), 2);
    CHECK_INT(eddy_loop_close(loop), EDDY_OK);
}
