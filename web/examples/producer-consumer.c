#include <eddy.h>
#include <stdio.h>

#include "knob.h"

struct producer { eddy_queue queue; };

static int producer(struct producer *self) {
    for (int item = 1; item <= 8; item++) {
        /* waits while the queue is full: it goes no faster than they do */
        EDDY_TRY(eddy_queue_put(self->queue, &item));
        printf("put %d\n", item);
    }
    return eddy_queue_shutdown(self->queue, EDDY_QUEUE_DRAIN); /* no more: get what is left */
}

struct consumer { eddy_queue queue; const char *name; double seconds; };

static int consumer(struct consumer *self) {
    int item, status;
    while ((status = eddy_queue_get(self->queue, &item)) == EDDY_OK) { /* waits while it is empty */
        EDDY_TRY(eddy_sleep(self->seconds));
        printf("%s: %d done\n", self->name, item);
    }
    if (status != EDDY_QUEUE_SHUT_DOWN) return status;
    printf("%s: no more\n", self->name);
    return EDDY_OK;
}

static int pass_on(void) {
    size_t maxsize = (size_t)knob("maxsize", 2); /* 1..8: items the queue has room for */
    eddy_queue queue = eddy_queue_new(sizeof(int), maxsize);
    return eddy_gather(eddy_go(producer, .queue = queue),
                       eddy_go(consumer, .queue = queue, .name = "A", .seconds = 0.2),
                       eddy_go(consumer, .queue = queue, .name = "B", .seconds = 0.35));
}

int main(void) {
    return eddy_run(pass_on);
}
