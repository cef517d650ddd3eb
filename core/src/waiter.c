#include "waiter.h"

#include <string.h>

void eddy__waiter_init(struct eddy__waiter *waiter, enum eddy_trace_wait what,
                       const struct eddy__object *object) {
    memset(waiter, 0, sizeof *waiter);
    waiter->future.object.kind = EDDY__WAITER;
    waiter->future.object.references = 1; /* the call's own: it is never freed */
    eddy__list_init(&waiter->future.object.owned);
    eddy__future_init(&waiter->future);
    eddy__list_init(&waiter->link);
    waiter->object = object;
    waiter->what = (uint8_t)what;
}

int eddy__wait_on(eddy_loop *loop, struct eddy__task *task, struct eddy__waiter *waiter) {
    return eddy__await_future(loop, task, &waiter->future);
}

int eddy__wait_in(eddy_loop *loop, struct eddy__task *task, struct eddy__link *queue,
                  struct eddy__waiter *waiter) {
    eddy__list_append(queue, &waiter->link);
    int status = eddy__wait_on(loop, task, waiter);
    eddy__list_remove(&waiter->link);
    return status;
}

bool eddy__wake(eddy_loop *loop, struct eddy__waiter *waiter) {
    if (eddy__done(&waiter->future)) return false;
    eddy__complete(loop, &waiter->future, EDDY__FINISHED, EDDY_OK);
    return true;
}

struct eddy__waiter *eddy__first_pending(const struct eddy__link *queue) {
    for (struct eddy__link *link = queue->next; link != queue; link = link->next)
        if (!eddy__done(&EDDY__WAITER_AT(link)->future)) return EDDY__WAITER_AT(link);
    return NULL;
}

size_t eddy__count_pending(const struct eddy__link *queue) {
    size_t count = 0;
    for (struct eddy__link *link = queue->next; link != queue; link = link->next)
        if (!eddy__done(&EDDY__WAITER_AT(link)->future)) count++;
    return count;
}

struct eddy__waiter *eddy__take_pending(struct eddy__link *queue) {
    while (!eddy__list_empty(queue)) {
        struct eddy__waiter *waiter = EDDY__WAITER_AT(queue->next);
        eddy__list_remove(&waiter->link);
        if (!eddy__done(&waiter->future)) return waiter;
    }
    return NULL;
}
