/* Event (CPython: asyncio/locks.py, Event). */
#include "sync_objects.h"

eddy_event eddy_event_new(void) {
    eddy_event handle;
    struct eddy__event *event = eddy__new_kind(EDDY__EVENT, sizeof *event, &handle.id);
    if (event) eddy__list_init(&event->waiters);
    return handle;
}

int eddy_event_wait(eddy_event handle) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__event *event = eddy__begin_call(handle.id, EDDY__EVENT, &loop, &task, &why);
    if (!event) return eddy__failed(why);
    int status = EDDY_OK;
    if (!event->is_set) {
        struct eddy__waiter waiter;
        eddy__waiter_init(&waiter, EDDY_TRACE_WAIT_EVENT, &event->object);
        status = eddy__wait_in(loop, task, &event->waiters, &waiter);
    }
    return eddy__end_call(loop, event, status);
}

int eddy_event_set(eddy_event handle) {
    int why = EDDY_OK;
    struct eddy__event *event = eddy__find_kind(handle.id, EDDY__EVENT, &why);
    if (!event) return eddy__failed(why);
    if (event->is_set) return EDDY_OK;
    event->is_set = true;
    for (struct eddy__link *link = event->waiters.next; link != &event->waiters; link = link->next)
        eddy__wake(eddy__running(), EDDY__WAITER_AT(link));
    return EDDY_OK;
}

int eddy_event_clear(eddy_event handle) {
    int why = EDDY_OK;
    struct eddy__event *event = eddy__find_kind(handle.id, EDDY__EVENT, &why);
    if (event) event->is_set = false;
    return eddy__failed(why);
}

bool eddy_event_is_set(eddy_event handle) {
    int why;
    struct eddy__event *event = eddy__find_kind(handle.id, EDDY__EVENT, &why);
    return event && event->is_set;
}

struct eddy_event_statistics eddy_event_statistics(eddy_event handle) {
    int why;
    struct eddy__event *event = eddy__find_kind(handle.id, EDDY__EVENT, &why);
    return (struct eddy_event_statistics){event ? eddy__count_pending(&event->waiters) : 0};
}
