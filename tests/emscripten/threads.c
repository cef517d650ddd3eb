/* Work in threads of emcc's -pthread, while the loop goes on and a function of Emscripten's suspends a
 * task. */
#include <eddy.h>
#include <emscripten.h>
#include <stdio.h>

struct square {
    int number, result;
};
static int square(struct square *self) {
    self->result = self->number * self->number;
    printf("a thread squares %d\n", self->number);
    return EDDY_OK;
}

static int sum(const void *input, size_t size, eddy_reply *reply) {
    const int *numbers = input;
    int total = 0;
    for (size_t i = 0; i < size / sizeof *numbers; i++) total += numbers[i];
    return eddy_reply_write(reply, &total, sizeof total);
}

static int napper(void) {
    emscripten_sleep(1);
    puts("slept as Emscripten does");
    return EDDY_OK;
}

static int both(void) {
    eddy_task nap = eddy_go(napper);
    eddy_task squared = eddy_create_task(eddy_to_thread(square, .number = 12));
    EDDY_TRY(eddy_gather(nap, squared));
    printf("12 * 12 = %d\n", eddy_frame(squared, square)->result);

    const int numbers[] = {20, 21, 1};
    eddy_executor pool = eddy_thread_pool_executor(NULL);
    eddy_future summed = eddy_run_in_executor(pool, sum, numbers, sizeof numbers);
    EDDY_TRY(eddy_await(summed));
    printf("in all %d\n", *(const int *)eddy_executor_result(summed, NULL));
    return EDDY_OK;
}

int main(void) {
    return eddy_run(both);
}
