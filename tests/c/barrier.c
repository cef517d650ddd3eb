/* Barriers. */
#include "tasks.h"

enum { PARTIES = 5 };

struct passes {
    eddy_barrier barrier;
    const char *word;
    size_t index;
};
static int passes(struct passes *self) {
    self->index = 99;
    int status = eddy_barrier_wait(self->barrier, &self->index);
    if (self->word) log_word("%s%s", self->word, status == EDDY_OK ? "" : "!");
    return status;
}

static bool waiting(eddy_barrier barrier, size_t count) {
    return eddy_barrier_n_waiting(barrier) == count && !eddy_barrier_broken(barrier);
}

TEST_MAIN(a_barrier_opens_when_all_are_there) {
    eddy_barrier barrier = eddy_barrier_new(3);
    CHECK_INT((long long)eddy_barrier_parties(barrier), 3);
    eddy_task a = eddy_go(passes, .barrier = barrier, .word = "a");
    EDDY_TRY(pass(1));
    CHECK(waiting(barrier, 1));
    eddy_task b = eddy_go(passes, .barrier = barrier, .word = "b");
    EDDY_TRY(pass(1));
    CHECK(waiting(barrier, 2));
    EDDY_TRY(pass(5));
    CHECK_TEXT(log_text(), "");
    eddy_task c = eddy_go(passes, .barrier = barrier, .word = "c");
    EDDY_TRY(eddy_gather(a, b, c));
    CHECK(waiting(barrier, 0));
    CHECK_TEXT(log_text(), "c a b");
    CHECK_INT((long long)eddy_frame(a, passes)->index, 0);
    CHECK_INT((long long)eddy_frame(b, passes)->index, 1);
    CHECK_INT((long long)eddy_frame(c, passes)->index, 2);
    return EDDY_OK;
}

TEST_MAIN(a_barrier_for_one_is_always_open) {
    eddy_barrier barrier = eddy_barrier_new(1);
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "callback");
    for (int i = 0; i < 3; i++) {
        size_t index = 7;
        CHECK_INT(eddy_barrier_wait(barrier, &index), EDDY_OK);
        CHECK_INT((long long)index, 0);
        CHECK_INT(eddy_barrier_wait(barrier, NULL), EDDY_OK);
        CHECK(waiting(barrier, 0));
    }
    CHECK_TEXT(log_text(), "");
    return EDDY_OK;
}

struct rounds {
    eddy_barrier barrier;
    int *passed;
};
static int rounds(struct rounds *self) {
    for (int i = 0; i < 3; i++) {
        size_t index;
        EDDY_TRY(eddy_barrier_wait(self->barrier, &index));
        CHECK(index < PARTIES);
        /* nobody is through round i + 1 before all are through round i */
        CHECK(*self->passed >= i * PARTIES);
        ++*self->passed;
        CHECK(*self->passed <= (i + 1) * PARTIES);
    }
    return EDDY_OK;
}

TEST_MAIN(a_barrier_serves_round_after_round) {
    eddy_barrier barrier = eddy_barrier_new(PARTIES);
    int passed = 0;
    eddy_task tasks[PARTIES];
    for (int i = 0; i < PARTIES; i++)
        tasks[i] = eddy_go(rounds, .barrier = barrier, .passed = &passed);
    EDDY_TRY(eddy_gather_array(tasks, PARTIES, EDDY_RAISE_FIRST));
    CHECK_INT(passed, 3 * PARTIES);
    CHECK(waiting(barrier, 0));
    return EDDY_OK;
}

TEST_MAIN(more_tasks_than_parties_wait_for_the_next_round) {
    eddy_barrier barrier = eddy_barrier_new(2);
    eddy_task tasks[5];
    for (int i = 0; i < 5; i++) tasks[i] = eddy_go(passes, .barrier = barrier, .word = "x");
    EDDY_TRY(pass(20));
    CHECK(waiting(barrier, 1));
    CHECK_TEXT(log_text(), "x x x x");
    eddy_task_cancel(tasks[4]);
    CHECK_INT(eddy_await(tasks[4]), EDDY_CANCELLED);
    CHECK(waiting(barrier, 0));
    return EDDY_OK;
}

/* Those who come again while the others still leave are held back until all have left. */
static int again_at_once, left_later;
static eddy_barrier the_barrier, others;
static int comes_again(void) {
    EDDY_TRY(eddy_barrier_wait(the_barrier, NULL));
    if (again_at_once > 0) {
        again_at_once--;
        return eddy_barrier_wait(the_barrier, NULL);
    }
    left_later++;
    EDDY_TRY(eddy_barrier_wait(others, NULL));
    return eddy_barrier_wait(the_barrier, NULL);
}

TEST_MAIN(who_comes_again_waits_until_all_have_left) {
    the_barrier = eddy_barrier_new(PARTIES);
    others = eddy_barrier_new(PARTIES - 2);
    again_at_once = 2;
    left_later = 0;
    eddy_task tasks[PARTIES];
    for (int i = 0; i < PARTIES; i++) tasks[i] = eddy_go(comes_again);
    EDDY_TRY(eddy_gather_array(tasks, PARTIES, EDDY_RAISE_FIRST));
    CHECK_INT(left_later, PARTIES - 2);
    CHECK(waiting(the_barrier, 0) && waiting(others, 0));
    return EDDY_OK;
}

TEST_MAIN(one_cancelled_at_a_barrier_leaves_its_place) {
    eddy_barrier barrier = eddy_barrier_new(3);
    eddy_task a = eddy_go(passes, .barrier = barrier, .word = "a");
    eddy_task b = eddy_go(passes, .barrier = barrier, .word = "b");
    EDDY_TRY(pass(1));
    CHECK(waiting(barrier, 2));
    CHECK(eddy_task_cancel(a));
    EDDY_TRY(pass(1));
    CHECK(waiting(barrier, 1));
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK_INT((long long)eddy_frame(a, passes)->index, 99); /* untouched */
    eddy_task c = eddy_go(passes, .barrier = barrier, .word = "c");
    EDDY_TRY(pass(1));
    CHECK(waiting(barrier, 2));
    eddy_task d = eddy_go(passes, .barrier = barrier, .word = "d");
    EDDY_TRY(eddy_gather(b, c, d));
    CHECK(waiting(barrier, 0));
    CHECK_TEXT(log_text(), "a! d b c");
    return EDDY_OK;
}

/* The last has come; one of those that may leave is cancelled: it leaves as cancelled, the others
 * are not held up. */
TEST_MAIN(one_cancelled_while_it_leaves_a_barrier) {
    eddy_barrier barrier = eddy_barrier_new(3);
    eddy_task a = eddy_go(passes, .barrier = barrier, .word = "a");
    eddy_task b = eddy_go(passes, .barrier = barrier, .word = "b");
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_barrier_wait(barrier, NULL), EDDY_OK);
    CHECK(eddy_task_cancel(a));
    CHECK_INT(eddy_await(b), EDDY_OK);
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK(waiting(barrier, 0));
    eddy_task c = eddy_go(passes, .barrier = barrier, .word = "c");
    eddy_task d = eddy_go(passes, .barrier = barrier, .word = "d");
    CHECK_INT(eddy_barrier_wait(barrier, NULL), EDDY_OK);
    return eddy_gather(c, d);
}

/* ---- reset ---- */

TEST_MAIN(reset_of_a_barrier_where_nobody_waits) {
    eddy_barrier barrier = eddy_barrier_new(1);
    CHECK_INT(eddy_barrier_reset(barrier), EDDY_OK);
    CHECK(waiting(barrier, 0));
    CHECK_INT(eddy_barrier_wait(barrier, NULL), EDDY_OK);
    return EDDY_OK;
}

TEST_MAIN(reset_breaks_the_wait_of_those_at_the_barrier) {
    eddy_barrier barrier = eddy_barrier_new(PARTIES);
    eddy_task tasks[PARTIES];
    for (int i = 0; i < PARTIES - 1; i++) tasks[i] = eddy_go(passes, .barrier = barrier);
    EDDY_TRY(pass(1));
    CHECK(waiting(barrier, PARTIES - 1));
    CHECK_INT(eddy_barrier_reset(barrier), EDDY_OK);
    for (int i = 0; i < PARTIES - 1; i++) {
        CHECK_INT(eddy_await(tasks[i]), EDDY_BROKEN_BARRIER);
        CHECK_CONTAINS(eddy_error_message(), "reset");
        CHECK_INT((long long)eddy_frame(tasks[i], passes)->index, 99);
    }
    CHECK(waiting(barrier, 0));
    for (int i = 0; i < PARTIES; i++) tasks[i] = eddy_go(passes, .barrier = barrier);
    return eddy_gather_array(tasks, PARTIES, EDDY_RAISE_FIRST); /* as new */
}

struct retries {
    eddy_barrier barrier;
};
static int retries(struct retries *self) {
    CHECK_INT(eddy_barrier_wait(self->barrier, NULL), EDDY_BROKEN_BARRIER);
    log_word("broken");
    EDDY_TRY(eddy_barrier_wait(self->barrier, NULL));
    log_word("through");
    return EDDY_OK;
}

TEST_MAIN(those_whose_wait_was_broken_may_wait_again_at_once) {
    eddy_barrier barrier = eddy_barrier_new(3);
    eddy_task a = eddy_go(retries, .barrier = barrier), b = eddy_go(retries, .barrier = barrier);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_barrier_reset(barrier), EDDY_OK);
    EDDY_TRY(eddy_barrier_wait(barrier, NULL));
    EDDY_TRY(eddy_gather(a, b));
    CHECK_TEXT(log_text(), "broken broken through through");
    CHECK(waiting(barrier, 0));
    return EDDY_OK;
}

/* While they leave: the first half is out and waits again, or ends; the rest is broken. */
static int out, broken, blocked_broken;
static bool wait_again, abort_it;
static int half(void) {
    int status = eddy_barrier_wait(the_barrier, NULL);
    if (status == EDDY_BROKEN_BARRIER) {
        broken++;
        return wait_again ? eddy_barrier_wait(the_barrier, NULL) : EDDY_OK;
    }
    EDDY_TRY(status);
    if (++out == PARTIES / 2 + 1) {
        EDDY_TRY(abort_it ? eddy_barrier_abort(the_barrier) : eddy_barrier_reset(the_barrier));
        return wait_again ? eddy_barrier_wait(the_barrier, NULL) : EDDY_OK;
    }
    if (!wait_again && !abort_it) return EDDY_OK;
    status = eddy_barrier_wait(the_barrier, NULL);
    if (status != EDDY_BROKEN_BARRIER) return status;
    blocked_broken++;
    return EDDY_OK;
}

static int half_way(bool again, bool abort) {
    the_barrier = eddy_barrier_new(PARTIES);
    out = broken = blocked_broken = 0;
    wait_again = again;
    abort_it = abort;
    eddy_task tasks[PARTIES];
    for (int i = 0; i < PARTIES; i++) tasks[i] = eddy_go(half);
    EDDY_TRY(eddy_gather_array(tasks, PARTIES, EDDY_RAISE_FIRST));
    CHECK_INT((long long)eddy_barrier_n_waiting(the_barrier), 0);
    CHECK_INT(out, PARTIES / 2 + 1);
    CHECK_INT(broken, PARTIES / 2);
    CHECK_INT(eddy_barrier_broken(the_barrier), abort);
    return EDDY_OK;
}

TEST_MAIN(reset_while_half_have_left) {
    return half_way(false, false);
}

TEST_MAIN(reset_while_half_have_left_and_wait_again) {
    EDDY_TRY(half_way(true, false));
    CHECK_INT(blocked_broken, 0); /* those held back go on to wait */
    return EDDY_OK;
}

TEST_MAIN(abort_while_half_have_left_and_wait_again) {
    EDDY_TRY(half_way(false, true));
    CHECK_INT(blocked_broken, PARTIES / 2);
    return EDDY_OK;
}

/* The last one out resets it while the others wait for the next round already: none is broken. */
static int through;
static int last_resets(void) {
    EDDY_TRY(eddy_barrier_wait(the_barrier, NULL));
    if (++out == PARTIES) {
        EDDY_TRY(eddy_barrier_reset(the_barrier));
        EDDY_TRY(eddy_barrier_wait(the_barrier, NULL));
    } else {
        EDDY_TRY(eddy_barrier_wait(the_barrier, NULL));
        through++;
    }
    return eddy_barrier_wait(the_barrier, NULL);
}

TEST_MAIN(reset_by_the_last_that_leaves_breaks_nobody) {
    the_barrier = eddy_barrier_new(PARTIES);
    out = through = 0;
    eddy_task tasks[PARTIES];
    for (int i = 0; i < PARTIES; i++) tasks[i] = eddy_go(last_resets);
    EDDY_TRY(eddy_gather_array(tasks, PARTIES, EDDY_RAISE_FIRST));
    CHECK_INT(through, PARTIES - 1);
    CHECK(waiting(the_barrier, 0));
    return EDDY_OK;
}

/* ---- abort ---- */

TEST_MAIN(an_aborted_barrier_is_broken_for_all) {
    eddy_barrier barrier = eddy_barrier_new(2);
    eddy_task a = eddy_go(passes, .barrier = barrier);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_barrier_abort(barrier), EDDY_OK);
    CHECK(eddy_barrier_broken(barrier));
    CHECK_INT(eddy_await(a), EDDY_BROKEN_BARRIER);
    CHECK_INT(eddy_barrier_wait(barrier, NULL), EDDY_BROKEN_BARRIER);
    CHECK_CONTAINS(eddy_error_message(), "aborted");
    CHECK_INT((long long)eddy_barrier_n_waiting(barrier), 0);
    CHECK_INT(eddy_barrier_abort(barrier), EDDY_OK);
    CHECK_INT(eddy_barrier_reset(barrier), EDDY_OK);
    CHECK(!eddy_barrier_broken(barrier));
    eddy_task b = eddy_go(passes, .barrier = barrier);
    CHECK_INT(eddy_barrier_wait(barrier, NULL), EDDY_OK);
    return eddy_await(b);
}

/* One fails within the round and aborts: the others find out at the next. */
static eddy_barrier meeting;
static int after_reset;
static int one_fails(void) {
    size_t index;
    int status = eddy_barrier_wait(the_barrier, &index);
    if (status == EDDY_OK && index == PARTIES / 2)
        EDDY_TRY(eddy_barrier_abort(the_barrier));
    else if (status == EDDY_BROKEN_BARRIER || /* it had not left yet */
             eddy_barrier_wait(the_barrier, NULL) == EDDY_BROKEN_BARRIER)
        broken++;
    else
        out++;
    /* all meet elsewhere; one of them resets; all meet again */
    EDDY_TRY(eddy_barrier_wait(meeting, &index));
    if (index == PARTIES / 2) EDDY_TRY(eddy_barrier_reset(the_barrier));
    EDDY_TRY(eddy_barrier_wait(meeting, NULL));
    EDDY_TRY(eddy_barrier_wait(the_barrier, NULL));
    after_reset++;
    return EDDY_OK;
}

TEST_MAIN(an_aborted_barrier_is_reset_and_used_again) {
    the_barrier = eddy_barrier_new(PARTIES);
    meeting = eddy_barrier_new(PARTIES);
    out = broken = after_reset = 0;
    eddy_task tasks[PARTIES];
    for (int i = 0; i < PARTIES; i++) tasks[i] = eddy_go(one_fails);
    EDDY_TRY(eddy_gather_array(tasks, PARTIES, EDDY_RAISE_FIRST));
    CHECK_INT(broken, PARTIES - 1);
    CHECK_INT(out, 0);
    CHECK_INT(after_reset, PARTIES);
    CHECK(waiting(the_barrier, 0));
    return EDDY_OK;
}

/* ---- lifetime, handles ---- */

static int deadlock_main(void) {
    return eddy_barrier_wait(eddy_barrier_new(2), NULL);
}

TEST_ENDS(a_barrier_that_never_fills_is_a_deadlock_at_a_barrier, EDDY_OK,
          "deadlock: main waits for a barrier") {
    CHECK_INT(run_virtual(deadlock_main), EDDY_DEADLOCK);
}

static int owner(void) {
    the_barrier = eddy_barrier_new(2);
    EDDY_TRY(eddy_sleep(1));
    return eddy_barrier_abort(the_barrier);
}

TEST_MAIN(who_waits_keeps_a_barrier_alive) {
    eddy_task task = eddy_go(owner);
    EDDY_TRY(pass(1));
    CHECK_INT(eddy_barrier_wait(the_barrier, NULL), EDDY_BROKEN_BARRIER);
    CHECK(eddy_future_done(task));
    CHECK_INT(eddy_barrier_wait(the_barrier, NULL), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_barrier_reset(the_barrier), EDDY_STALE_HANDLE);
    CHECK(!eddy_barrier_broken(the_barrier));
    return EDDY_OK;
}

TEST_MAIN(a_barrier_handle_is_checked) {
    CHECK_INT(eddy_barrier_wait(eddy_barrier_new(0), NULL), EDDY_INVALID_ARGUMENT);
    eddy_barrier none = {0}, other = {eddy_lock_new().id};
    CHECK_INT(eddy_barrier_wait(none, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_barrier_reset(other), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_barrier_abort(other), EDDY_INVALID_ARGUMENT);
    CHECK(eddy_barrier_parties(other) == 0 && eddy_barrier_n_waiting(other) == 0);
    CHECK(!eddy_barrier_broken(other));
    return EDDY_OK;
}
