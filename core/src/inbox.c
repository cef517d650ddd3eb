#include "inbox.h"

#include <stdlib.h>

#include "eddy/error.h"
#include "eddy/thread.h"
#include "scheduler.h"

void eddy__inbox_init(struct eddy__inbox *inbox) {
    eddy__alarm_init(&inbox->alarm);
    eddy__list_init(&inbox->calls);
}

bool eddy__inbox_put(struct eddy__inbox *inbox, struct eddy__message *message) {
    switch (eddy__handover_put(&inbox->handover, message)) {
    case EDDY__HAND_CLOSED: return false;
    case EDDY__HANDED_FIRST: eddy__alarm_ring(&inbox->alarm); break;
    case EDDY__HANDED: break;
    }
    return true;
}

static void eddy__inbox_hand_out(eddy_loop *loop, struct eddy__message *message) {
    while (message) {
        struct eddy__message *next = message->next;
        message->deliver(loop, message);
        message = next;
    }
}

void eddy__inbox_deliver(eddy_loop *loop) {
    eddy__inbox_hand_out(loop, eddy__handover_take(&loop->inbox.handover));
}

void eddy__inbox_close(eddy_loop *loop) {
    eddy__inbox_hand_out(loop, eddy__handover_close(&loop->inbox.handover));
}

void eddy__inbox_end(struct eddy__inbox *inbox) {
    eddy__alarm_end(&inbox->alarm);
}

/* ---- call_soon_threadsafe ---- */

/* Comes from malloc: a loop's own allocator is its own thread's. */
struct soon {
    struct eddy__message message;
    eddy_callback *callback;
    void *argument;
};

static void deliver_soon(eddy_loop *loop, struct eddy__message *message) {
    struct soon *soon = EDDY__CONTAINER(message, struct soon, message);
    if (eddy_loop_call_soon(loop, soon->callback, soon->argument).id == 0)
        eddy__report(loop,
                     "no memory for a callback of eddy_loop_call_soon_threadsafe: it is lost");
    free(soon);
}

int eddy_loop_call_soon_threadsafe(eddy_loop *loop, eddy_callback *callback, void *argument) {
    if (!loop || !callback)
        return eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_loop_call_soon_threadsafe: %s is NULL",
                          loop ? "callback" : "loop");
    struct soon *soon = malloc(sizeof *soon);
    if (!soon) return eddy__failed(EDDY_NO_MEMORY);
    *soon = (struct soon){.callback = callback, .argument = argument};
    soon->message.deliver = deliver_soon;
    if (eddy__inbox_put(&loop->inbox, &soon->message)) return EDDY_OK;
    free(soon);
    return eddy__failed(EDDY_NO_RUNNING_LOOP);
}
