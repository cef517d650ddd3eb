/* The random schedule: what it can do to a program, and what it must not. */
#include <stdlib.h>

#include "harness.h"

static eddy_options seeded(uint64_t seed) {
    return (eddy_options){
        .clock = EDDY_CLOCK_VIRTUAL, .schedule = EDDY_SCHEDULE_RANDOM, .seed = seed};
}

struct stepper {
    char name;
    int steps;
};
static int stepper(struct stepper *self) {
    for (int i = 0; i < self->steps; i++) {
        log_word("%c%d", self->name, i);
        EDDY_TRY(eddy_sleep(0));
    }
    return EDDY_OK;
}

static int three_main(void) {
    eddy_task a = eddy_go(stepper, .name = 'a', .steps = 1);
    eddy_task b = eddy_go(stepper, .name = 'b', .steps = 1);
    eddy_task c = eddy_go(stepper, .name = 'c', .steps = 1);
    return eddy_gather(a, b, c);
}

TEST(every_order_of_three_tasks_has_a_seed) {
    static const char *const orders[] = {"a0 b0 c0", "a0 c0 b0", "b0 a0 c0",
                                         "b0 c0 a0", "c0 a0 b0", "c0 b0 a0"};
    int seen[6] = {0};
    for (uint64_t seed = 0; seed < 300; seed++) {
        log_clear();
        eddy_options options = seeded(seed);
        CHECK_INT(eddy_run_with(three_main, &options), EDDY_OK);
        for (int i = 0; i < 6; i++) seen[i] += strcmp(log_text(), orders[i]) == 0;
    }
    int sum = 0;
    for (int i = 0; i < 6; i++) {
        CHECK(seen[i] > 20); /* 50 on average */
        sum += seen[i];
    }
    CHECK_INT(sum, 300);
}

static int many_main(void) {
    eddy_task tasks[100];
    for (int i = 0; i < 100; i++)
        tasks[i] = eddy_go(stepper, .name = (char)('A' + i % 26), .steps = 3);
    return eddy_gather_array(tasks, 100, EDDY_RAISE_FIRST);
}

TEST(the_same_seed_gives_the_same_run) {
    char *first = NULL;
    for (int i = 0; i < 3; i++) {
        log_clear();
        eddy_options options = seeded(i < 2 ? 7 : 8);
        CHECK_INT(eddy_run_with(many_main, &options), EDDY_OK);
        if (i == 0) first = strdup(log_text());
        if (i == 1) CHECK_TEXT(log_text(), first);
        if (i == 2) CHECK(strcmp(log_text(), first) != 0);
    }
    free(first);
}

static int ahead_main(void) {
    eddy_task a = eddy_go(stepper, .name = 'a', .steps = 3);
    eddy_task b = eddy_go(stepper, .name = 'b', .steps = 1);
    return eddy_gather(a, b);
}

TEST(a_task_can_get_ahead_of_another_by_steps) {
    bool seen = false;
    for (uint64_t seed = 0; seed < 100 && !seen; seed++) {
        log_clear();
        eddy_options options = seeded(seed);
        CHECK_INT(eddy_run_with(ahead_main, &options), EDDY_OK);
        seen = strcmp(log_text(), "a0 a1 a2 b0") == 0;
    }
    CHECK(seen);
}

static int spinner(void) {
    for (;;) EDDY_TRY(eddy_sleep(0));
}

static void set_event(void *event) {
    eddy_event_set(*(eddy_event *)event);
}

/* A task that is always ready keeps neither timers nor the end from coming. */
static int beside_a_spinner_main(void) {
    eddy_event event = eddy_event_new();
    eddy_go(spinner);
    eddy_loop_call_later(eddy_get_running_loop(), 0.01, set_event, &event);
    EDDY_TRY(eddy_event_wait(event));
    log_word("fired");
    return EDDY_OK;
}

TEST(random_order_starves_no_timer_and_no_end) {
    eddy_options options = {.clock = EDDY_CLOCK_REAL, .schedule = EDDY_SCHEDULE_RANDOM, .seed = 1};
    CHECK_INT(eddy_run_with(beside_a_spinner_main, &options), EDDY_OK);
    CHECK_TEXT(log_text(), "fired");
}

static int late_main(void) {
    EDDY_TRY(eddy_sleep(3600));
    log_word("%g", eddy_loop_time(eddy_get_running_loop()));
    return EDDY_OK;
}

TEST(random_order_leaves_the_virtual_clock_as_it_is) {
    eddy_options options = seeded(3);
    CHECK_INT(eddy_run_with(late_main, &options), EDDY_OK);
    CHECK_TEXT(log_text(), "3600");
}

TEST(a_seed_of_the_environment_is_for_programs_that_say_nothing) {
    eddy_options said = seeded(5), unsaid = {.clock = EDDY_CLOCK_VIRTUAL};
    CHECK_INT(eddy_run_with(many_main, &said), EDDY_OK);
    char *five = strdup(log_text());
    log_clear();
    CHECK_INT(eddy_run_with(many_main, &unsaid), EDDY_OK);
    char *fifo = strdup(log_text());
    CHECK(strcmp(five, fifo) != 0);
    setenv("EDDY_SEED", "5", 1);
    log_clear();
    CHECK_INT(eddy_run_with(many_main, &unsaid), EDDY_OK);
    CHECK_TEXT(log_text(), five);
    unsaid.schedule = EDDY_SCHEDULE_FIFO;
    log_clear();
    CHECK_INT(eddy_run_with(many_main, &unsaid), EDDY_OK);
    CHECK_TEXT(log_text(), fifo);
    unsetenv("EDDY_SEED");
    free(five);
    free(fifo);
}

TEST_ENDS(a_seed_that_is_no_number_is_refused, EDDY_INVALID_ARGUMENT,
          "EDDY_SEED=12x: it must be a whole number") {
    setenv("EDDY_SEED", "12x", 1);
    eddy_run(three_main);
}
