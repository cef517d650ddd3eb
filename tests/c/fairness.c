/* Tasks that get in each other's way: nobody starves, and a cancellation at any step of a wait ends
 * that wait, and no other. */
#include <stdlib.h>

#include "tasks.h"

/* ---- who gets to run ---- */

struct looper {
    double delay;
    int rounds;
};
static int looper(struct looper *self) {
    for (;; self->rounds++) EDDY_TRY(eddy_sleep(self->delay));
}

TEST_MAIN(tasks_that_never_sleep_long_let_timers_through) {
    eddy_task all[] = {eddy_go(looper, .delay = 0.18), eddy_go(looper, .delay = 0.1)};
    EDDY_TRY(eddy_sleep(0.45));
    CHECK_INT(eddy_frame(all[0], looper)->rounds, 2);
    CHECK_INT(eddy_frame(all[1], looper)->rounds, 4);
    eddy_task_cancel(all[0]);
    eddy_task_cancel(all[1]);
    return EDDY_OK;
}

static int busy_main(void) {
    eddy_task a = eddy_go(looper, .delay = -0.01), b = eddy_go(looper, .delay = -100);
    EDDY_TRY(eddy_sleep(0.01)); /* by the real clock */
    int rounds = eddy_frame(a, looper)->rounds;
    CHECK(rounds > 3);
    CHECK(abs(rounds - eddy_frame(b, looper)->rounds) <= 1);
    eddy_task_cancel(a);
    eddy_task_cancel(b);
    return EDDY_OK;
}

TEST(a_sleep_ends_though_others_are_always_ready) {
    CHECK_INT(eddy_run_with(busy_main, &(eddy_options){.clock = EDDY_CLOCK_REAL}), EDDY_OK);
}

static eddy_task rivals[3];
struct rival {
    int number, other;
};
static int rival(struct rival *self) {
    for (int i = 0; i < 3; i++) {
        log_word("%d%s", self->number, eddy_sleep(0) == EDDY_OK ? "" : "!");
        if (self->other >= 0) eddy_task_cancel(rivals[self->other]);
    }
    return EDDY_OK;
}

TEST_MAIN(tasks_that_cancel_each_other_all_go_on) {
    rivals[0] = eddy_go(rival, .number = 0, .other = 1);
    rivals[1] = eddy_go(rival, .number = 1, .other = 0);
    rivals[2] = eddy_go(rival, .number = 2, .other = -1);
    EDDY_TRY(eddy_gather(rivals[0], rivals[1], rivals[2]));
    CHECK_TEXT(log_text(), "0 1! 2 0! 1! 2 0! 1! 2");
    return EDDY_OK;
}

static int victim(void) {
    int status = EDDY_OK;
    while (status == EDDY_OK) status = eddy_sleep(0);
    log_word("victim!");
    return EDDY_OK;
}
struct hunter {
    eddy_task victim;
};
static int hunter(struct hunter *self) {
    while (eddy_task_cancel(self->victim)) EDDY_TRY(eddy_sleep(0));
    log_word("hunter");
    return EDDY_OK;
}

TEST_MAIN(a_task_that_many_cancel_ends_in_time) {
    eddy_task task = eddy_go(victim);
    EDDY_TRY(pass(1));
    eddy_task hunters[3];
    for (int i = 0; i < 3; i++) hunters[i] = eddy_go(hunter, .victim = task);
    EDDY_TRY(eddy_gather_array(hunters, 3, EDDY_RAISE_FIRST));
    CHECK_TEXT(log_text(), "victim! hunter hunter hunter");
    return EDDY_OK;
}

/* ---- cancelled at any step ---- */

struct both {
    eddy_task a, b;
};
static int gathers_two(struct both *self) {
    self->a = eddy_go(work, .delay = 0);
    self->b = eddy_go(work, .delay = 0);
    return eddy_gather(self->a, self->b);
}
struct gathers {
    struct both tasks;
};
static int gathers(struct gathers *self) {
    return gathers_two(&self->tasks);
}

TEST_MAIN(a_gather_is_cancelled_at_any_step) {
    for (int steps = 0; steps < 6; steps++) {
        eddy_task task = eddy_go(gathers, .tasks = {{0}, {0}});
        EDDY_TRY(pass(steps));
        bool asked = eddy_task_cancel(task);
        CHECK_INT(asked, steps < 5);
        CHECK_INT(eddy_await(task), asked ? EDDY_CANCELLED : EDDY_OK);
        CHECK_INT(eddy_task_cancelling(eddy_current_task()), 0);
    }
    return eddy_sleep(1);
}

static int limits_one(void) {
    return eddy_wait_for(eddy_go(work, .delay = 0), 2);
}

TEST_MAIN(a_wait_for_is_cancelled_at_any_step) {
    for (int steps = 0; steps < 5; steps++) {
        eddy_task task = eddy_go(limits_one);
        EDDY_TRY(pass(steps));
        bool asked = eddy_task_cancel(task);
        CHECK_INT(asked, steps < 4);
        CHECK_INT(eddy_await(task), asked ? EDDY_CANCELLED : EDDY_OK);
    }
    CHECK_TIME(now(), 0);
    return eddy_sleep(5); /* and no limit is left behind */
}

static int groups_two(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, work, .delay = 0);
    eddy_task_group_go(group, work, .delay = 0);
    return eddy_task_group_end(group, EDDY_OK);
}

TEST_MAIN(a_group_is_cancelled_at_any_step) {
    for (int steps = 0; steps < 6; steps++) {
        eddy_task task = eddy_go(groups_two);
        EDDY_TRY(pass(steps));
        bool asked = eddy_task_cancel(task);
        CHECK_INT(asked, steps < 5);
        CHECK_INT(eddy_await(task), asked ? EDDY_CANCELLED : EDDY_OK);
    }
    return eddy_sleep(1);
}

static eddy_event the_event;
static int event_waiter(void) {
    return eddy_event_wait(the_event);
}

TEST_MAIN(a_future_and_its_awaiter_cancelled_at_once) {
    eddy_future future = eddy_create_future(0);
    eddy_task task = eddy_go(waits, .on = future);
    EDDY_TRY(pass(1));
    CHECK(eddy_future_cancel(future));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    the_event = eddy_event_new();
    task = eddy_go(event_waiter);
    CHECK(eddy_task_cancel(task));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED); /* it never began */
    return EDDY_OK;
}

/* ---- gather, once more ---- */

TEST_MAIN(a_gather_whose_children_are_done_is_not_cancelled) {
    eddy_future future = eddy_create_future(0);
    eddy_task child = eddy_go(waits, .on = future);
    eddy_future both = eddy_gather_future(&child, 1, EDDY_RAISE_FIRST);
    EDDY_TRY(pass(1));
    eddy_future_set_result(future, NULL);
    EDDY_TRY(pass(1)); /* the child has ended; the gather has not been told yet */
    CHECK(eddy_future_done(child));
    CHECK(!eddy_future_cancel(both));
    CHECK_INT(eddy_await(both), EDDY_OK);
    return EDDY_OK;
}

static int gathers_for_ever(void) {
    for (;;) EDDY_TRY(eddy_gather_return_exceptions(eddy_go(work, .delay = 0.05)));
}

TEST_MAIN(a_loop_of_gathers_can_be_cancelled) {
    eddy_task task = eddy_go(gathers_for_ever);
    EDDY_TRY(eddy_sleep(0.22));
    CHECK(eddy_task_cancel(task));
    CHECK_INT(eddy_await(task), EDDY_CANCELLED);
    CHECK_TIME(now(), 0.22);
    return EDDY_OK;
}

TEST_MAIN(errors_that_come_after_a_gather_ended_are_not_reported) {
    eddy_task a = eddy_go(work, .delay = 1, .status = 3),
              b = eddy_go(work, .delay = 2, .status = 4);
    CHECK_INT(eddy_gather(a, b), 3);
    EDDY_TRY(eddy_sleep(2));
    CHECK(eddy_future_done(b));
    return EDDY_OK; /* stderr stays empty */
}

/* Cancelled when one of them has failed already: the cancellation is what comes out. */
TEST_MAIN(a_gather_is_cancelled_when_one_has_failed) {
    eddy_task a = eddy_go(work, .delay = 1, .status = 3), b = eddy_go(work, .delay = 5);
    eddy_future both = eddy_gather_future((eddy_awaitable[]){a, b}, 2, EDDY_RETURN_EXCEPTIONS);
    EDDY_TRY(eddy_sleep(2));
    CHECK(eddy_future_cancel(both));
    CHECK_INT(eddy_await(both), EDDY_CANCELLED);
    CHECK(eddy_future_cancelled(b));
    CHECK_INT(eddy_future_exception(a), 3);
    CHECK_TIME(now(), 2);
    return EDDY_OK;
}

TEST_MAIN(gather_of_some_that_have_failed_already) {
    for (int all = 0; all < 2; all++)
        for (int fails = 0; fails < 2; fails++)
            for (int runs = 0; runs < 2; runs++) {
                eddy_task a = eddy_go(work, .delay = -1, .status = fails);
                eddy_task b = eddy_go(work, .delay = -1, .status = fails);
                eddy_task c = eddy_go(work, .delay = runs ? 1 : -1);
                EDDY_TRY(eddy_sleep(0));
                double began = now();
                int status = all ? eddy_gather_return_exceptions(c, a, b) : eddy_gather(c, a, b);
                CHECK_INT(status, all || !fails ? EDDY_OK : 1);
                CHECK_TIME(now(), began + (runs && status == EDDY_OK ? 1 : 0));
                CHECK_INT(eddy_future_exception(a), fails);
                CHECK_INT(eddy_future_exception(b), fails);
                EDDY_TRY(eddy_await(c));
            }
    return EDDY_OK;
}

TEST_MAIN(what_is_gathered_can_be_awaited_too) {
    eddy_task a = eddy_go(work, .delay = 1), b = eddy_go(work, .delay = 2);
    eddy_task before = eddy_go(waits, .on = a, .word = "before");
    eddy_future both = eddy_gather_future((eddy_awaitable[]){a, b}, 2, EDDY_RAISE_FIRST);
    eddy_task gathered = eddy_go(waits, .on = both, .word = "both");
    CHECK_INT(eddy_await(a), EDDY_OK);
    log_word("main");
    EDDY_TRY(eddy_gather(before, gathered));
    CHECK_TEXT(log_text(), "main before both");
    return EDDY_OK;
}

/* ---- tasks that wait for each other in a row ---- */

struct job {
    eddy_task before;
    int number;
};
static int job(struct job *self) {
    if (self->before.id != 0) EDDY_TRY(eddy_await(self->before));
    EDDY_TRY(eddy_sleep(0.1));
    log_word("%d", self->number);
    return EDDY_OK;
}

TEST_MAIN(jobs_in_a_row) {
    eddy_task jobs[3] = {{0}};
    for (int i = 0; i < 3; i++)
        jobs[i] = eddy_go(job, .before = jobs[i > 0 ? i - 1 : 0], .number = i);
    EDDY_TRY(eddy_await(jobs[0]));
    log_word("first");
    EDDY_TRY(eddy_await(jobs[2]));
    EDDY_TRY(eddy_await(jobs[2])); /* twice */
    CHECK_TEXT(log_text(), "0 first 1 2");
    CHECK_TIME(now(), 0.3);
    return EDDY_OK;
}
