/* The heap of timers beyond what a program reaches in an hour: its numbers run out and begin anew. */
#include "harness.h"
#include "scheduler.h"

enum { COUNT = 200 };

static int fired[COUNT], fired_count;

static void fire(void *number) {
    fired[fired_count++] = *(int *)number;
}

static int numbers[COUNT];

/* Timers for three times in turn: of each time, first those that were set first. */
static int timers_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    loop->timers.sequence = UINT32_MAX - COUNT / 2;
    for (int i = 0; i < COUNT; i++) {
        numbers[i] = i;
        eddy_loop_call_later(loop, 1 + i % 3, fire, &numbers[i]);
    }
    CHECK(loop->timers.sequence < COUNT + 2);
    return eddy_sleep(10);
}

TEST(the_order_of_timers_survives_the_end_of_their_numbers) {
    CHECK_INT(run_virtual(timers_main), EDDY_OK);
    CHECK_INT(fired_count, COUNT);
    int at = 0;
    for (int second = 0; second < 3; second++)
        for (int i = second; i < COUNT; i += 3) CHECK_INT(fired[at++], i);
}

static int empty_main(void) {
    eddy_get_running_loop()->timers.sequence = UINT32_MAX;
    EDDY_TRY(eddy_sleep(1));
    return eddy_sleep(1);
}

TEST(numbers_that_end_with_no_timer_set_begin_anew) {
    CHECK_INT(run_virtual(empty_main), EDDY_OK);
}

/* ---- the heap alone, beside a list that is searched from end to end ---- */

enum { MANY = 3000, TIMES = 40 };

static struct eddy__timer made[MANY];
static bool is_set[MANY];
static uint32_t set_as[MANY], sets;
static uint32_t random_state;

static uint32_t below(uint32_t limit) {
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)random_state * limit >> 32);
}

static void set(struct eddy__timers *timers, size_t i) {
    const eddy_allocator allocator = eddy__allocator_of(NULL);
    CHECK(eddy__timers_add(timers, &allocator, &made[i], below(TIMES)));
    is_set[i] = true;
    set_as[i] = sets++;
}

static void clear(struct eddy__timers *timers, size_t i) {
    eddy__timers_remove(timers, &made[i]);
    is_set[i] = false;
}

static struct eddy__timer *first_of_list(void) {
    const size_t none = MANY;
    size_t first = none;
    for (size_t i = 0; i < MANY; i++) {
        if (!is_set[i]) continue;
        if (first == none || made[i].deadline < made[first].deadline ||
            (made[i].deadline == made[first].deadline && set_as[i] < set_as[first]))
            first = i;
    }
    return first == none ? NULL : &made[first];
}

/* Takes the timers in turn until none is left; clearing: and clears some beforehand. */
static void empty(struct eddy__timers *timers, bool clearing) {
    for (struct eddy__timer *first; (first = eddy__timers_first(timers));) {
        if (!CHECK(first == first_of_list())) return;
        if (clearing) clear(timers, below(MANY));
        if (clearing) clear(timers, below(MANY));
        if (first->place > 0) clear(timers, (size_t)(first - made));
    }
    CHECK_INT(timers->count, 0);
    CHECK_INT(timers->used, 0);
    CHECK(!first_of_list());
}

static struct eddy__timers afresh(void) {
    memset(made, 0, sizeof made);
    memset(is_set, 0, sizeof is_set);
    sets = 0;
    random_state = 1;
    return (struct eddy__timers){0};
}

static void end(struct eddy__timers *timers) {
    const eddy_allocator allocator = eddy__allocator_of(NULL);
    eddy__timers_free(timers, &allocator);
}

TEST(timers_come_in_their_order) {
    struct eddy__timers timers = afresh();
    for (size_t i = 0; i < MANY; i++) set(&timers, i);
    CHECK_INT(timers.count, MANY);
    empty(&timers, false);
    end(&timers);
}

TEST(timers_come_in_their_order_when_others_are_cleared) {
    struct eddy__timers timers = afresh();
    for (size_t i = 0; i < MANY; i++) set(&timers, i);
    empty(&timers, true);
    end(&timers);
}

TEST(timers_are_set_and_cleared_at_random) {
    struct eddy__timers timers = afresh();
    for (int step = 0; step < 20000; step++) {
        size_t i = below(MANY);
        if (is_set[i])
            clear(&timers, i);
        else
            set(&timers, i);
        if (step % 50 == 0 && !CHECK(eddy__timers_first(&timers) == first_of_list())) break;
    }
    size_t count = 0;
    for (size_t i = 0; i < MANY; i++) count += is_set[i];
    CHECK_INT(timers.count, count);
    timers.sequence = UINT32_MAX; /* the next one makes all of them be numbered anew */
    size_t free = 0;
    while (is_set[free]) free++;
    set(&timers, free);
    CHECK_INT(timers.sequence, count + 1);
    empty(&timers, true);
    end(&timers);
}

/* What is cleared leaves no more behind than is set. */
TEST(cleared_timers_take_no_memory_for_long) {
    struct eddy__timers timers = afresh();
    set(&timers, 0);
    for (int round = 0; round < 100; round++) {
        for (size_t i = 1; i < MANY; i++) set(&timers, i);
        for (size_t i = 1; i < MANY; i++) clear(&timers, i);
        CHECK_INT(timers.count, 1);
        CHECK(timers.used <= 64);
    }
    CHECK(timers.capacity < 3 * MANY);
    CHECK(eddy__timers_first(&timers) == &made[0]);
    empty(&timers, false);
    end(&timers);
}
