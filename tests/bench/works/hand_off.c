/* N numbers go to an echo through one queue of 1 and come back through another: 2 N hand-offs. */
#include "../bench.h"

struct echo {
    eddy_queue in, out;
};
static int echo(struct echo *self) {
    for (size_t i = 0; i < bench_n; i++) {
        uint32_t item;
        EDDY_TRY(eddy_queue_get(self->in, &item));
        EDDY_TRY(eddy_queue_put(self->out, &item));
    }
    return EDDY_OK;
}

int bench_hand_off(void) {
    eddy_queue there = eddy_queue_new(sizeof(uint32_t), 1);
    eddy_queue back = eddy_queue_new(sizeof(uint32_t), 1);
    eddy_task task = eddy_go(echo, .in = there, .out = back);
    for (uint32_t i = 0; i < bench_n; i++) {
        uint32_t item;
        EDDY_TRY(eddy_queue_put(there, &i));
        EDDY_TRY(eddy_queue_get(back, &item));
        bench_check += item;
    }
    return eddy_await(task);
}
