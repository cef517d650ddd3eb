/* A producer gives a consumer N numbers through a queue of M. */
#include "../bench.h"

struct produce {
    eddy_queue queue;
};
static int produce(struct produce *self) {
    for (uint32_t i = 0; i < bench_n; i++) EDDY_TRY(eddy_queue_put(self->queue, &i));
    return EDDY_OK;
}

int bench_queue(void) {
    eddy_queue queue = eddy_queue_new(sizeof(uint32_t), bench_m);
    eddy_task task = eddy_go(produce, .queue = queue);
    for (size_t i = 0; i < bench_n; i++) {
        uint32_t item;
        EDDY_TRY(eddy_queue_get(queue, &item));
        bench_check += item;
    }
    return eddy_await(task);
}
