/* A task's memory is the next one's: whatever the first did, the second begins as a fresh one. */
#include "handles.h"
#include "harness.h"
#include "tasks.h"

/* ---- what differs between any two tasks is left out ---- */

static const struct eddy__task *task_of(eddy_task handle) {
    int why;
    return eddy__find_task(handle, &why);
}

/* Everything else that a task is. Copied one by one: what lies between the fields is anything. */
#define FIELDS(KEEP)                                                                               \
    KEEP(future.object.references)                                                                 \
    KEEP(future.object.retained)                                                                   \
    KEEP(future.object.kind)                                                                       \
    KEEP(future.error)                                                                             \
    KEEP(future.status)                                                                            \
    KEEP(future.state)                                                                             \
    KEEP(future.seen)                                                                              \
    KEEP(future.on_path)                                                                           \
    KEEP(future.path_up)                                                                           \
    KEEP(future.gather_mark)                                                                       \
    KEEP(future.result_size)                                                                       \
    KEEP(number)                                                                                   \
    KEEP(entry.link.next)                                                                          \
    KEEP(entry.action)                                                                             \
    KEEP(wait)                                                                                     \
    KEEP(bare)                                                                                     \
    KEEP(is_task)                                                                                  \
    KEEP(started)                                                                                  \
    KEEP(must_cancel)                                                                              \
    KEEP(sleep_cancelled)                                                                          \
    KEEP(announced)                                                                                \
    KEEP(ring_broken)                                                                              \
    KEEP(ends_shutdown)                                                                            \
    KEEP(in_thread)                                                                                \
    KEEP(has_rare)                                                                                 \
    KEEP(scope_shields)                                                                            \
    KEEP(function)                                                                                 \
    KEEP(context)                                                                                  \
    KEEP(waits_for)                                                                                \
    KEEP(scope)                                                                                    \
    KEEP(function_name)                                                                            \
    KEEP(frame_size)

static bool alike(eddy_task one, eddy_task other) {
    const struct eddy__task *a = task_of(one), *b = task_of(other);
    struct eddy__task copy_a, copy_b;
    memset(&copy_a, 0, sizeof copy_a);
    memset(&copy_b, 0, sizeof copy_b);
#define KEEP(field) copy_a.field = a->field, copy_b.field = b->field;
    FIELDS(KEEP)
    CHECK(eddy__list_empty(&a->future.callbacks) && eddy__list_empty(&a->children));
    return memcmp(&copy_a, &copy_b, sizeof copy_a) == 0;
}

/* What few tasks have is gone with the one that had it, but for what the task that makes one hands
 * on. */
static bool has_nothing_rare(eddy_task handle) {
    int why;
    struct eddy__task *task = eddy__find_task(handle, &why);
    bool has_values = task->has_rare;
    struct eddy__rare rare = *eddy__rare(task);
    CHECK(has_values == (rare.values != NULL));
    rare.values = NULL;
    const char *bytes = (const char *)&rare;
    for (size_t i = 0; i < sizeof rare; i++)
        if (bytes[i] != 0) return false;
    return true;
}

/* ---- lives that leave traces ---- */

struct life {
    eddy_task_group group;
    int what;
};

static const eddy_context_var variable = {"variable"};

static int in_scope(void) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_move_on_after(&scope, 1));
    return eddy_cancel_scope_end(&scope, eddy_sleep(2));
}

static int in_time(void) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 1));
    int status = eddy_timeout_end(&timeout, eddy_sleep(2));
    CHECK_INT(status, EDDY_TIMEOUT);
    return EDDY_OK;
}

static int life(struct life *self) {
    switch (self->what) {
    case 0: return EDDY_OK;
    case 1: return eddy_sleep(1);
    case 2: return eddy_raise(1, "one");
    case 3: eddy_raise(2, "two"); return eddy_raise(3, "three");
    case 4: return eddy_task_set_name(eddy_current_task(), "a name");
    case 5: return eddy_context_var_set(&variable, &self->what, sizeof self->what);
    case 6: return in_scope();
    case 7: return in_time();
    case 8: return eddy_task_started();
    case 9: eddy_task_get_name(eddy_current_task()); return EDDY_OK;
    case 10: eddy_create_future(10); return EDDY_OK;
    case 11: eddy_task_cancel(eddy_current_task()); return eddy_sleep(1);
    default: return eddy_sleep(INFINITY); /* until somebody cancels it */
    }
}

enum { LIVES = 13 };

static int begin_life(int what, eddy_task *task) {
    *task = eddy_go(life, .what = what);
    EDDY_TRY(eddy_sleep(0));
    if (what == LIVES - 1) eddy_task_cancel_message(*task, "enough");
    eddy_await(*task);
    return EDDY_OK;
}

static int awaited(int what, eddy_task *coroutine) {
    *coroutine = eddy_coro(life, .what = what);
    eddy_await(*coroutine);
    return EDDY_OK;
}

static int in_group(int what, eddy_task *task) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_coroutine coroutine = eddy_retain(eddy_coro(life, .group = group, .what = what));
    *task = eddy_task_group_create_task(group, coroutine);
    EDDY_TRY(eddy_sleep(0));
    if (what == LIVES - 1) eddy_task_cancel(*task);
    eddy_task_group_end(group, EDDY_OK);
    eddy_release(*task);
    return EDDY_OK;
}

/* ---- the cases ---- */

static int begins_anew(int (*lives)(int what, eddy_task *task), int what) {
    eddy_task before;
    EDDY_TRY(lives(what, &before));
    const void *memory = task_of(before);
    eddy_coroutine fresh = eddy_coro(life, .what = 0);
    eddy_release(before);
    CHECK_INT(eddy_check(before), EDDY_STALE_HANDLE);
    eddy_coroutine after = eddy_coro(life, .what = 0);
    if (task_of(after) == memory && !CHECK(alike(after, fresh))) printf("    life %d\n", what);
    CHECK(has_nothing_rare(after));
    eddy_release(eddy_go(life, .what = 0)); /* runs: what it never was must not happen to it */
    EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(eddy_await(after));
    return eddy_await(fresh);
}

static int (*chosen)(int what, eddy_task *task);
static int chosen_what;

static int chosen_main(void) {
    return begins_anew(chosen, chosen_what);
}

static void every_life(int (*lives)(int what, eddy_task *task)) {
    chosen = lives;
    for (chosen_what = 0; chosen_what < LIVES - (lives == awaited); chosen_what++)
        CHECK_INT(run_virtual(chosen_main), EDDY_OK);
}

TEST(a_task_begins_as_a_fresh_one_in_the_memory_of_any_other) {
    every_life(begin_life);
}
TEST(a_task_begins_as_a_fresh_one_in_the_memory_of_an_awaited_coroutine) {
    every_life(awaited);
}
TEST(a_task_begins_as_a_fresh_one_in_the_memory_of_a_member_of_a_group) {
    every_life(in_group);
}

static int reuse_main(void) {
    eddy_coroutine coroutine = eddy_coro(life, .what = 0);
    const void *memory = task_of(coroutine);
    EDDY_TRY(eddy_await(coroutine));
    eddy_release(coroutine);
    coroutine = eddy_coro(life, .what = 1);
#if !defined(__SANITIZE_ADDRESS__) /* which is to see each on its own */
    CHECK(task_of(coroutine) == memory);
#else
    (void)memory;
#endif
    return eddy_await(coroutine);
}
TEST(the_memory_of_a_task_is_the_next_ones) {
    CHECK_INT(run_virtual(reuse_main), EDDY_OK);
}

enum { MANY = 2000 };

/* Of as many pieces of memory, how many lie behind the one before. */
static int ascending(const eddy_coroutine *coroutines) {
    int count = 0;
    for (int i = 1; i < MANY; i++)
        count += (uintptr_t)task_of(coroutines[i]) > (uintptr_t)task_of(coroutines[i - 1]);
    return count;
}

static int order_main(void) {
    static eddy_coroutine coroutines[MANY];
    for (int i = 0; i < MANY; i++) coroutines[i] = eddy_coro(life, .what = 0);
    const int fresh = ascending(coroutines);
    for (int i = 0; i < MANY; i++) EDDY_TRY(eddy_await(coroutines[i]));
    for (int i = 0; i < MANY; i++) eddy_release(coroutines[i]);
    for (int i = 0; i < MANY; i++) coroutines[i] = eddy_coro(life, .what = 0);
#if !defined(__SANITIZE_ADDRESS__)
    CHECK(ascending(coroutines) > fresh - MANY / 20);
#else
    (void)fresh;
#endif
    for (int i = 0; i < MANY; i++) EDDY_TRY(eddy_await(coroutines[i]));
    return EDDY_OK;
}
TEST(memory_that_many_tasks_left_in_their_order_is_taken_in_that_order) {
    CHECK_INT(run_virtual(order_main), EDDY_OK);
}
