/* CapacityLimiter: tokens, borrowers, the order of those that wait, cancellation, a total that
 * moves. */
#include "harness.h"

static eddy_capacity_limiter limiter;

/* borrowed/total, and how many wait */
static void log_limiter(void) {
    struct eddy_capacity_limiter_statistics now = eddy_capacity_limiter_statistics(limiter);
    log_word("%zu/%g+%zu", now.borrowed_tokens, now.total_tokens, now.tasks_waiting);
}

struct worker {
    const char *name;
    double seconds;
    uint64_t borrower; /* 0: the task itself */
};

static int worker(struct worker *self) {
    int status = self->borrower
                     ? eddy_capacity_limiter_acquire_on_behalf_of(limiter, self->borrower)
                     : eddy_capacity_limiter_acquire(limiter);
    log_word("%s%s", self->name, status == EDDY_OK ? "" : status == EDDY_CANCELLED ? "!" : "?");
    if (status != EDDY_OK) return status;
    status = eddy_sleep(self->seconds);
    CHECK_INT(self->borrower ? eddy_capacity_limiter_release_on_behalf_of(limiter, self->borrower)
                             : eddy_capacity_limiter_release(limiter),
              EDDY_OK);
    return status;
}

/* ---- the bound, and the order ---- */

static int order_main(void) {
    limiter = eddy_capacity_limiter_new(2);
    log_limiter();
    eddy_task tasks[5];
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    for (int i = 0; i < 5; i++) tasks[i] = eddy_go(worker, .name = names[i], .seconds = 1);
    EDDY_TRY(eddy_sleep(0.5));
    log_limiter();
    CHECK(eddy_capacity_limiter_available_tokens(limiter) == 0);
    EDDY_TRY(eddy_sleep(1));
    log_limiter();
    EDDY_TRY(eddy_gather_array(tasks, 5, EDDY_RAISE_FIRST));
    log_limiter();
    CHECK_TIME(eddy_loop_time(eddy_get_running_loop()), 3);
    return EDDY_OK;
}

TEST(a_limiter_lends_its_tokens_in_the_order_of_asking) {
    CHECK_INT(run_virtual(order_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0/2+0 a b 2/2+3 c d 2/2+1 e 0/2+0");
}

/* A token that is free is had only after others could run; AnyIO's checkpoint. */
static void log_soon(const char *text) {
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, (void *)text);
}

static int checkpoint_main(void) {
    limiter = eddy_capacity_limiter_new(1);
    log_soon("others");
    EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
    log_word("mine");
    log_limiter();
    return eddy_capacity_limiter_release(limiter);
}

TEST(a_limiter_lets_others_run_before_acquire_returns) {
    CHECK_INT(run_virtual(checkpoint_main), EDDY_OK);
    CHECK_TEXT(log_text(), "others mine 1/1+0");
}

static int nowait_main(void) {
    limiter = eddy_capacity_limiter_new(1);
    log_soon("others");
    CHECK_INT(eddy_capacity_limiter_acquire_on_behalf_of_nowait(limiter, 7), EDDY_OK);
    CHECK_INT(eddy_capacity_limiter_acquire_nowait(limiter), EDDY_WOULD_BLOCK);
    eddy_task waits = eddy_go(worker, .name = "w", .seconds = 1);
    EDDY_TRY(eddy_sleep(0));
    /* what comes back is the one's that waits, though it has not run yet */
    CHECK_INT(eddy_capacity_limiter_release_on_behalf_of(limiter, 7), EDDY_OK);
    log_limiter();
    CHECK_INT(eddy_capacity_limiter_acquire_nowait(limiter), EDDY_WOULD_BLOCK);
    EDDY_TRY(eddy_await(waits));
    CHECK_INT(eddy_capacity_limiter_acquire_nowait(limiter), EDDY_OK);
    CHECK_INT(eddy_capacity_limiter_release(limiter), EDDY_OK);
    log_limiter();
    return EDDY_OK;
}

TEST(acquire_nowait_takes_no_token_from_those_that_wait) {
    CHECK_INT(run_virtual(nowait_main), EDDY_OK);
    CHECK_TEXT(log_text(), "others 1/1+0 w 0/1+0");
}

/* ---- borrowers ---- */

static int misuse_main(void) {
    limiter = eddy_capacity_limiter_new(2);
    uint64_t me = eddy_current_task().id, who[3] = {0};
    CHECK_INT(eddy_capacity_limiter_release(limiter), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "has no token");
    EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
    CHECK_INT(eddy_capacity_limiter_acquire(limiter), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "has a token of the limiter already");
    CHECK_INT(eddy_capacity_limiter_acquire_nowait(limiter), EDDY_INVALID_STATE);
    CHECK_INT(eddy_capacity_limiter_acquire_on_behalf_of(limiter, me), EDDY_INVALID_STATE);
    CHECK_INT(eddy_capacity_limiter_release_on_behalf_of(limiter, 5), EDDY_INVALID_STATE);
    EDDY_TRY(eddy_capacity_limiter_acquire_on_behalf_of(limiter, 0)); /* 0 is one like others */
    CHECK_INT(eddy_capacity_limiter_borrowers(limiter, NULL, 0), 2);
    CHECK_INT(eddy_capacity_limiter_borrowers(limiter, who, 1), 2);
    CHECK(who[1] == 0 && who[2] == 0);
    CHECK_INT(eddy_capacity_limiter_borrowers(limiter, who, 3), 2);
    CHECK((who[0] == me && who[1] == 0) || (who[0] == 0 && who[1] == me));
    /* two that wait for one borrower */
    eddy_task first = eddy_go(worker, .name = "first", .borrower = 5);
    eddy_task second = eddy_go(worker, .name = "second", .borrower = 5);
    CHECK_INT(eddy_await(second), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "waits for a token already");
    CHECK_INT(eddy_capacity_limiter_release_on_behalf_of(limiter, 5), EDDY_INVALID_STATE);
    CHECK_INT(eddy_capacity_limiter_release_on_behalf_of(limiter, 0), EDDY_OK);
    EDDY_TRY(eddy_await(first));
    CHECK_INT(eddy_capacity_limiter_release(limiter), EDDY_OK);
    log_limiter();
    return EDDY_OK;
}

TEST(a_borrower_has_one_token_and_gives_back_its_own) {
    CHECK_INT(run_virtual(misuse_main), EDDY_OK);
    CHECK_TEXT(log_text(), "second? first 0/2+0");
}

static int ended(void) {
    return eddy_capacity_limiter_acquire(limiter);
}

static int ended_main(void) {
    limiter = eddy_capacity_limiter_new(1);
    eddy_task task = eddy_go(ended);
    EDDY_TRY(eddy_await(task));
    log_limiter();
    CHECK_INT(eddy_capacity_limiter_release_on_behalf_of(limiter, task.id), EDDY_OK);
    log_limiter();
    return EDDY_OK;
}

TEST(a_token_outlives_its_task_until_it_is_released) {
    CHECK_INT(run_virtual(ended_main), EDDY_OK);
    CHECK_TEXT(log_text(), "1/1+0 0/1+0");
}

/* Against a plain model: the table of borrowers grows, and loses places in the middle. */
static int many_main(void) {
    enum { IDENTITIES = 300 };
    static bool has[IDENTITIES], listed[IDENTITIES];
    uint64_t who[IDENTITIES];
    size_t count = 0;
    uint32_t random = 1;
    limiter = eddy_capacity_limiter_new(200);
    memset(has, 0, sizeof has);
    for (size_t i = 0; i < scaled(40000); i++) {
        random = random * 1664525 + 1013904223;
        size_t at = (random >> 16) % IDENTITIES;
        uint64_t identity = (uint64_t)at << 32 | at % 3; /* near to each other, and far */
        int expected;
        if (random >> 8 & 1) {
            expected = has[at] ? EDDY_INVALID_STATE : count == 200 ? EDDY_WOULD_BLOCK : EDDY_OK;
            int status = eddy_capacity_limiter_acquire_on_behalf_of_nowait(limiter, identity);
            if (!CHECK_INT(status, expected)) break;
            if (status == EDDY_OK) count++, has[at] = true;
        } else {
            expected = has[at] ? EDDY_OK : EDDY_INVALID_STATE;
            int status = eddy_capacity_limiter_release_on_behalf_of(limiter, identity);
            if (!CHECK_INT(status, expected)) break;
            if (status == EDDY_OK) count--, has[at] = false;
        }
        if (!CHECK_INT((long long)eddy_capacity_limiter_borrowed_tokens(limiter), (long long)count))
            break;
        if (i % 100 != 0) continue;
        memset(listed, 0, sizeof listed);
        CHECK_INT((long long)eddy_capacity_limiter_borrowers(limiter, who, IDENTITIES),
                  (long long)count);
        for (size_t j = 0; j < count; j++) listed[who[j] >> 32] = true;
        if (!CHECK_INT(memcmp(listed, has, sizeof has), 0)) break;
    }
    CHECK(count > 50);
    return EDDY_OK;
}

TEST(a_limiter_keeps_apart_very_many_borrowers) {
    CHECK_INT(run_virtual(many_main), EDDY_OK);
}

/* ---- cancellation ---- */

static int cancel_waiting_main(void) {
    limiter = eddy_capacity_limiter_new(1);
    EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
    eddy_task a = eddy_go(worker, .name = "a"), b = eddy_go(worker, .name = "b");
    EDDY_TRY(eddy_sleep(1));
    log_limiter();
    eddy_task_cancel(a);
    log_limiter();
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK_INT(eddy_capacity_limiter_release(limiter), EDDY_OK);
    EDDY_TRY(eddy_await(b));
    log_limiter();
    return EDDY_OK;
}

TEST(a_cancelled_applicant_is_left_out) {
    CHECK_INT(run_virtual(cancel_waiting_main), EDDY_OK);
    CHECK_TEXT(log_text(), "1/1+2 1/1+1 a! b 0/1+0");
}

static int cancel_given_main(void) {
    limiter = eddy_capacity_limiter_new(1);
    EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
    eddy_task a = eddy_go(worker, .name = "a"), b = eddy_go(worker, .name = "b");
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(eddy_capacity_limiter_release(limiter), EDDY_OK); /* it is a's now */
    eddy_task_cancel(a);
    log_limiter();
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    EDDY_TRY(eddy_await(b));
    log_limiter();
    /* cancelled both ways round, with nobody behind it */
    EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
    a = eddy_go(worker, .name = "c");
    EDDY_TRY(eddy_sleep(1));
    eddy_task_cancel(a);
    CHECK_INT(eddy_capacity_limiter_release(limiter), EDDY_OK); /* nobody's */
    CHECK_INT(eddy_capacity_limiter_acquire_nowait(limiter), EDDY_OK);
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    log_limiter();
    return EDDY_OK;
}

TEST(a_cancelled_borrower_hands_its_token_on) {
    CHECK_INT(run_virtual(cancel_given_main), EDDY_OK);
    CHECK_TEXT(log_text(), "1/1+1 a! b 0/1+0 c! 1/1+0");
}

static int cancel_free_main(void) {
    limiter = eddy_capacity_limiter_new(1);
    eddy_task a = eddy_go(worker, .name = "a"), b = eddy_go(worker, .name = "b");
    EDDY_TRY(eddy_sleep(0));
    log_limiter(); /* a has it, but acquire has not returned */
    eddy_task_cancel(a);
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    EDDY_TRY(eddy_await(b));
    log_limiter();
    return EDDY_OK;
}

TEST(a_token_is_not_lost_with_a_call_that_did_not_wait_for_it) {
    CHECK_INT(run_virtual(cancel_free_main), EDDY_OK);
    CHECK_TEXT(log_text(), "1/1+1 a! b 0/1+0");
}

/* ---- the total ---- */

static int total_main(void) {
    limiter = eddy_capacity_limiter_new(1);
    eddy_task tasks[6];
    static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
    for (int i = 0; i < 6; i++) tasks[i] = eddy_go(worker, .name = names[i], .seconds = 10 + i);
    EDDY_TRY(eddy_sleep(1));
    log_limiter();
    CHECK_INT(eddy_capacity_limiter_set_total_tokens(limiter, 3), EDDY_OK);
    log_limiter(); /* theirs at once */
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(eddy_capacity_limiter_set_total_tokens(limiter, 1), EDDY_OK);
    CHECK(eddy_capacity_limiter_available_tokens(limiter) == -2);
    log_limiter();
    /* more than it was, but not more than are lent: nobody gets one */
    CHECK_INT(eddy_capacity_limiter_set_total_tokens(limiter, 2), EDDY_OK);
    EDDY_TRY(eddy_sleep(9));
    log_limiter(); /* a is back */
    EDDY_TRY(eddy_sleep(1.5));
    log_limiter(); /* b is back, too: d has it */
    CHECK_INT(eddy_capacity_limiter_set_total_tokens(limiter, INFINITY), EDDY_OK);
    EDDY_TRY(eddy_gather_array(tasks, 6, EDDY_RAISE_FIRST));
    log_limiter();
    CHECK(isinf(eddy_capacity_limiter_total_tokens(limiter)));
    CHECK(isinf(eddy_capacity_limiter_available_tokens(limiter)));
    return EDDY_OK;
}

TEST(the_total_of_a_limiter_moves_while_it_is_in_use) {
    CHECK_INT(run_virtual(total_main), EDDY_OK);
    CHECK_TEXT(log_text(), "a 1/1+5 3/3+3 b c 3/1+3 2/2+3 d 2/2+2 e f 0/inf+0");
}

static int bad_totals_main(void) {
    static const double bad[] = {-1, 0.5, 1.5, NAN, -INFINITY};
    limiter = eddy_capacity_limiter_new(1);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        eddy_capacity_limiter none = eddy_capacity_limiter_new(bad[i]);
        CHECK_INT(eddy_capacity_limiter_acquire(none), EDDY_INVALID_ARGUMENT);
        CHECK_INT(eddy_capacity_limiter_set_total_tokens(limiter, bad[i]), EDDY_INVALID_ARGUMENT);
        CHECK_CONTAINS(eddy_error_message(), "total_tokens is ");
    }
    log_limiter();
    CHECK_INT(eddy_capacity_limiter_set_total_tokens(limiter, 9007199254740992.0), EDDY_OK);
    return EDDY_OK;
}

TEST(a_total_is_a_whole_number_from_1_on) {
    CHECK_INT(run_virtual(bad_totals_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0/1+0");
}

/* ---- handles ---- */

static void in_callback(void *argument) {
    (void)argument;
    CHECK_INT(eddy_capacity_limiter_acquire(limiter), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_capacity_limiter_acquire_nowait(limiter), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_capacity_limiter_release(limiter), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_capacity_limiter_acquire_on_behalf_of(limiter, 1), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_capacity_limiter_acquire_on_behalf_of_nowait(limiter, 1), EDDY_OK);
    CHECK_INT(eddy_capacity_limiter_release_on_behalf_of(limiter, 1), EDDY_OK);
    log_limiter();
}

static int handles_main(void) {
    limiter = eddy_capacity_limiter_new(3);
    eddy_loop_call_soon(eddy_get_running_loop(), in_callback, NULL);
    EDDY_TRY(eddy_sleep(0));
    eddy_capacity_limiter lock = {eddy_lock_new().id}, stale = limiter, zero = {0};
    eddy_release_object(stale.id);
    const struct {
        eddy_capacity_limiter handle;
        int status;
    } bad[] = {
        {lock, EDDY_INVALID_ARGUMENT}, {stale, EDDY_STALE_HANDLE}, {zero, EDDY_INVALID_ARGUMENT}};
    for (int i = 0; i < 3; i++) {
        eddy_capacity_limiter handle = bad[i].handle;
        CHECK_INT(eddy_capacity_limiter_acquire(handle), bad[i].status);
        CHECK_INT(eddy_capacity_limiter_acquire_nowait(handle), bad[i].status);
        CHECK_INT(eddy_capacity_limiter_release(handle), bad[i].status);
        CHECK_INT(eddy_capacity_limiter_set_total_tokens(handle, 2), bad[i].status);
        CHECK(eddy_capacity_limiter_total_tokens(handle) == 0);
        CHECK(eddy_capacity_limiter_available_tokens(handle) == 0);
        CHECK_INT((long long)eddy_capacity_limiter_borrowed_tokens(handle), 0);
        CHECK_INT((long long)eddy_capacity_limiter_borrowers(handle, NULL, 0), 0);
        CHECK_INT((long long)eddy_capacity_limiter_statistics(handle).tasks_waiting, 0);
    }
    return EDDY_OK;
}

TEST(a_limiter_checks_its_handle_and_its_caller) {
    CHECK_INT(run_virtual(handles_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0/3+0");
    CHECK_INT(eddy_capacity_limiter_acquire(eddy_capacity_limiter_new(1)), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_capacity_limiter_release_on_behalf_of(eddy_capacity_limiter_new(1), 1),
              EDDY_NO_RUNNING_LOOP);
}

/* Released while tasks wait in it: it lives until they are through. */
static int released_main(void) {
    limiter = eddy_capacity_limiter_new(1);
    EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
    eddy_task a = eddy_go(worker, .name = "a");
    EDDY_TRY(eddy_sleep(1));
    eddy_release_object(limiter.id);
    log_limiter();
    eddy_task_cancel(a);
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK_INT(eddy_capacity_limiter_release(limiter), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

TEST(a_limiter_lives_as_long_as_tasks_wait_in_it) {
    CHECK_INT(run_virtual(released_main), EDDY_OK);
    CHECK_TEXT(log_text(), "1/1+1 a!");
}

static int deadlock_main(void) {
    limiter = eddy_capacity_limiter_new(1);
    EDDY_TRY(eddy_capacity_limiter_acquire_on_behalf_of(limiter, 1));
    return eddy_capacity_limiter_acquire(limiter);
}

TEST_ENDS(a_limiter_is_named_in_a_deadlock, 0, "main waits for a token of a limiter") {
    CHECK_INT(run_virtual(deadlock_main), EDDY_DEADLOCK);
}

struct wants_token {
    eddy_capacity_limiter limiter;
};
static int wants_token(struct wants_token *self) {
    EDDY_TRY(eddy_capacity_limiter_acquire(self->limiter));
    log_word("got");
    return eddy_capacity_limiter_release(self->limiter);
}

TEST_MAIN(a_limiter_of_none_lends_nothing_until_it_has_some) {
    eddy_capacity_limiter none = eddy_capacity_limiter_new(0);
    CHECK_INT(eddy_capacity_limiter_acquire_nowait(none), EDDY_WOULD_BLOCK);
    eddy_task task = eddy_go(wants_token, .limiter = none);
    EDDY_TRY(eddy_sleep(1));
    CHECK_TEXT(log_text(), "");
    CHECK_INT(eddy_capacity_limiter_set_total_tokens(none, 1), EDDY_OK);
    EDDY_TRY(eddy_await(task));
    CHECK_TEXT(log_text(), "got");
    return eddy_capacity_limiter_set_total_tokens(none, 0);
}

struct cancels {
    eddy_cancel_scope scope;
};
static int cancels(struct cancels *self) {
    return eddy_cancel_scope_cancel(self->scope);
}

TEST_MAIN(a_scope_does_not_take_a_token_that_was_lent) {
    eddy_capacity_limiter one = eddy_capacity_limiter_new(1);
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_cancel_scope_begin(&scope, false));
    eddy_go(cancels, .scope = scope); /* runs in the iteration that the acquire waits for */
    CHECK_INT(eddy_capacity_limiter_acquire(one), EDDY_OK);
    CHECK(eddy_cancel_scope_cancel_called(scope));
    CHECK_INT((long long)eddy_capacity_limiter_borrowed_tokens(one), 1);
    CHECK_INT(eddy_capacity_limiter_release(one), EDDY_OK);
    CHECK_INT(eddy_capacity_limiter_acquire(one), EDDY_CANCELLED); /* and now it takes none */
    CHECK_INT((long long)eddy_capacity_limiter_borrowed_tokens(one), 0);
    return eddy_cancel_scope_end(&scope, EDDY_CANCELLED);
}
