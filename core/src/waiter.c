#include "waiter.h"

void eddy__waiter_init(struct eddy__waiter *waiter, enum eddy_trace_wait what,
                       const struct eddy__object *object) {
    *waiter = (struct eddy__waiter){
        .future.object = {.kind = EDDY__WAITER,
                          .references = 1}, /* the call's own: it is never freed */
        .object = object,
        .what = (uint8_t)what,
    };
    eddy__future_init(&waiter->future);
}

EDDY__NEVER_SUSPENDS void eddy__begin_wait(eddy_loop *loop, struct eddy__task *task,
                                           struct eddy__link *queue, struct eddy__waiter *waiter) {
    eddy__list_append(queue, &waiter->link);
    eddy__begin_await(loop, task, &waiter->future);
}

EDDY__NEVER_SUSPENDS int eddy__end_wait_in(struct eddy__waiter *waiter) {
    int status = eddy__end_await();
    eddy__list_remove(&waiter->link);
    return status;
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
