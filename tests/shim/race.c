/* For the tests of eddy/test: two tasks add to a number, the second somewhat later. Under asyncio's
 * order the sum is right; others show that this is luck. With the argument "lock" it is no luck. */
#include <eddy.h>
#include <stdio.h>
#include <string.h>

static int number;
static eddy_lock lock;
static bool locking;

struct adder {
    int steps_before;
};
static int adder(struct adder *self) {
    for (int i = 0; i < self->steps_before; i++) EDDY_TRY(eddy_sleep(0));
    if (locking) EDDY_TRY(eddy_lock_acquire(lock));
    int seen = number;
    EDDY_TRY(eddy_sleep(0)); /* some other work that lets others run */
    number = seen + 1;
    if (locking) EDDY_TRY(eddy_lock_release(lock));
    return EDDY_OK;
}

static int race(void) {
    lock = eddy_lock_new();
    eddy_task first = eddy_go(adder, .steps_before = 0), second = eddy_go(adder, .steps_before = 2);
    eddy_task_set_name(first, "first");
    eddy_task_set_name(second, "second");
    EDDY_TRY(eddy_await(first));
    EDDY_TRY(eddy_await(second));
    printf("%d\n", number);
    return EDDY_OK;
}

int main(int argc, char **argv) {
    locking = argc > 1 && strcmp(argv[1], "lock") == 0;
    return eddy_run(race);
}
