/* Statistics of events, locks, conditions and semaphores. */
#include "harness.h"

static eddy_event event;
static eddy_lock lock;
static eddy_condition condition;
static eddy_semaphore semaphore;

static int wait_event(void) {
    return eddy_event_wait(event);
}

static int hold_lock(void) {
    EDDY_TRY(eddy_lock_acquire(lock));
    int status = eddy_sleep(1);
    eddy_lock_release(lock);
    return status;
}

static int wait_condition(void) {
    EDDY_TRY(eddy_condition_acquire(condition));
    int status = eddy_condition_wait(condition);
    eddy_condition_release(condition);
    return status;
}

static int hold_semaphore(void) {
    EDDY_TRY(eddy_semaphore_acquire(semaphore));
    int status = eddy_sleep(1);
    eddy_semaphore_release(semaphore);
    return status;
}

#define WAITING(kind) ((long long)eddy_##kind##_statistics(kind).tasks_waiting)

static int event_main(void) {
    event = eddy_event_new();
    CHECK_INT(WAITING(event), 0);
    eddy_task tasks[3];
    for (int i = 0; i < 3; i++) {
        tasks[i] = eddy_go(wait_event);
        EDDY_TRY(eddy_sleep(0));
        CHECK_INT(WAITING(event), i + 1);
    }
    eddy_task_cancel(tasks[1]);
    CHECK_INT(WAITING(event), 2);
    eddy_event_set(event);
    CHECK_INT(WAITING(event), 0);
    CHECK_INT(eddy_await(tasks[1]), EDDY_CANCELLED);
    EDDY_TRY(eddy_await(tasks[2]));
    CHECK_INT(WAITING(event), 0);
    return EDDY_OK;
}

TEST(statistics_of_an_event) {
    CHECK_INT(run_virtual(event_main), EDDY_OK);
}

static int lock_main(void) {
    lock = eddy_lock_new();
    struct eddy_lock_statistics now = eddy_lock_statistics(lock);
    CHECK(!now.locked && now.owner.id == 0 && now.tasks_waiting == 0);
    eddy_task first = eddy_go(hold_lock), second = eddy_go(hold_lock);
    EDDY_TRY(eddy_sleep(0.5));
    now = eddy_lock_statistics(lock);
    CHECK(now.locked && now.owner.id == first.id && now.tasks_waiting == 1);
    EDDY_TRY(eddy_sleep(1));
    now = eddy_lock_statistics(lock);
    CHECK(now.locked && now.owner.id == second.id && now.tasks_waiting == 0);
    CHECK_TEXT(eddy_task_get_name(now.owner), "hold_lock-3");
    EDDY_TRY(eddy_await(second));
    now = eddy_lock_statistics(lock);
    CHECK(!now.locked && now.owner.id == 0 && now.tasks_waiting == 0);
    return EDDY_OK;
}

TEST(statistics_of_a_lock) {
    CHECK_INT(run_virtual(lock_main), EDDY_OK);
}

static int condition_main(void) {
    condition = eddy_condition_new((eddy_lock){0});
    eddy_task tasks[3];
    for (int i = 0; i < 3; i++) tasks[i] = eddy_go(wait_condition);
    EDDY_TRY(eddy_sleep(1));
    struct eddy_condition_statistics now = eddy_condition_statistics(condition);
    CHECK_INT((long long)now.tasks_waiting, 3);
    CHECK(!now.lock_statistics.locked);
    EDDY_TRY(eddy_condition_acquire(condition));
    EDDY_TRY(eddy_condition_notify(condition, 2));
    EDDY_TRY(eddy_sleep(1)); /* they are awake, and wait for the lock */
    now = eddy_condition_statistics(condition);
    CHECK_INT((long long)now.tasks_waiting, 1);
    CHECK(now.lock_statistics.locked);
    CHECK(now.lock_statistics.owner.id == eddy_current_task().id);
    CHECK_INT((long long)now.lock_statistics.tasks_waiting, 2);
    EDDY_TRY(eddy_condition_notify_all(condition));
    EDDY_TRY(eddy_condition_release(condition));
    EDDY_TRY(eddy_gather_array(tasks, 3, EDDY_RAISE_FIRST));
    now = eddy_condition_statistics(condition);
    CHECK(now.tasks_waiting == 0 && !now.lock_statistics.locked);
    return EDDY_OK;
}

TEST(statistics_of_a_condition) {
    CHECK_INT(run_virtual(condition_main), EDDY_OK);
}

static int semaphore_main(void) {
    semaphore = eddy_semaphore_new(1);
    eddy_task tasks[3];
    for (int i = 0; i < 3; i++) tasks[i] = eddy_go(hold_semaphore);
    EDDY_TRY(eddy_sleep(0.5));
    CHECK_INT(WAITING(semaphore), 2);
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(WAITING(semaphore), 1);
    EDDY_TRY(eddy_gather_array(tasks, 3, EDDY_RAISE_FIRST));
    CHECK_INT(WAITING(semaphore), 0);
    return EDDY_OK;
}

TEST(statistics_of_a_semaphore) {
    CHECK_INT(run_virtual(semaphore_main), EDDY_OK);
}

static int no_object_main(void) {
    eddy_lock of_event = {eddy_event_new().id};
    CHECK(!eddy_lock_statistics(of_event).locked);
    CHECK_INT((long long)eddy_event_statistics((eddy_event){0}).tasks_waiting, 0);
    CHECK_INT((long long)eddy_semaphore_statistics((eddy_semaphore){7}).tasks_waiting, 0);
    CHECK(!eddy_condition_statistics((eddy_condition){of_event.id}).lock_statistics.locked);
    return EDDY_OK;
}

TEST(statistics_of_nothing_are_zero) {
    CHECK_INT(run_virtual(no_object_main), EDDY_OK);
}
