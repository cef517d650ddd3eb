#include <eddy.h>
#include <inttypes.h>
#include <stdio.h>

#include "knob.h"

static uint64_t factor = 1; /* each process has its own */

static int set_up(const void *input, size_t size, eddy_reply *reply) { /* once in each process */
    (void)size, (void)reply;
    factor = *(const uint64_t *)input;
    return EDDY_OK;
}

static int sum_of_squares(const void *input, size_t size, eddy_reply *reply) {
    (void)size;
    uint64_t n = *(const uint64_t *)input, sum = 0;
    if (n == 0) return eddy_raise(1, "there is nothing to add up");
    for (uint64_t i = 0; i < n; i++) sum += i * i;
    sum *= factor;
    return eddy_reply_write(reply, &sum, sizeof sum); /* bytes in, bytes out: both are copies */
}

static int compute(void) {
    uint64_t two = 2;
    eddy_executor pool = eddy_process_pool_executor(&(eddy_executor_options){
        .max_workers = (size_t)knob("workers", 2), /* 1..8: processes */
        .initializer = set_up,
        .initargs = {&two, sizeof two},
    });

    uint64_t numbers[] = {2000000, 1000000, 500000, 0};
    eddy_bytes inputs[4];
    eddy_future jobs[4];
    for (int i = 0; i < 4; i++) inputs[i] = (eddy_bytes){&numbers[i], sizeof numbers[i]};
    EDDY_TRY(eddy_executor_map(pool, sum_of_squares, inputs, 4, jobs));
    for (int i = 0; i < 4; i++) { /* in the order of the inputs */
        if (eddy_await(jobs[i]) == EDDY_OK)
            printf("%" PRIu64 ": %" PRIu64 "\n", numbers[i],
                   *(const uint64_t *)eddy_executor_result(jobs[i], NULL));
        else
            printf("%" PRIu64 ": %s\n", numbers[i], eddy_error_message());
    }
    printf("the factor here is still %" PRIu64 "\n", factor);
    return eddy_executor_shutdown(pool, EDDY_SHUTDOWN_WAIT);
}

int main(void) {
    return eddy_run(compute);
}
