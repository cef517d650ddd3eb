/* Who keeps what alive. An object is referred to by its owner, by every eddy_retain, by the loop
 * while it is a task that is not done, and by whoever waits for it. */
#include "scheduler.h"

static void report_unseen(eddy_loop *loop, struct eddy__future *future) {
    if (future->seen || future->state != EDDY__FINISHED || future->status == EDDY_OK) return;
    const char *text = eddy__message_text(future->message, future->status);
    if (future->object.kind == EDDY__TASK) {
        eddy__report(loop, "the error of task %s was never retrieved: %s (%d): %s",
                     eddy__task_name(loop, (struct eddy__task *)future),
                     eddy_error_name(future->status), future->status, text);
    } else if (future->object.kind == EDDY__FUTURE) {
        eddy__report(loop, "the error of a future was never retrieved: %s (%d): %s",
                     eddy_error_name(future->status), future->status, text);
    }
}

/* What belongs to a future of any kind, beside its memory. */
static void end_future(eddy_loop *loop, struct eddy__future *future) {
    while (!eddy__list_empty(&future->callbacks)) {
        struct eddy__entry *entry =
            EDDY__CONTAINER(future->callbacks.next, struct eddy__entry, link);
        eddy__list_remove(&entry->link);
        if (entry->action == EDDY__RUN_DONE)
            eddy__free(&loop->allocator, EDDY__CONTAINER(entry, struct eddy__done, entry),
                       sizeof(struct eddy__done));
    }
    eddy__message_drop(loop, future->message);
}

static size_t end_task(eddy_loop *loop, struct eddy__task *task) {
    eddy__list_remove(&task->entry.link);
    eddy__list_remove(&task->all);
    eddy__timers_remove(&loop->timers, &task->timer);
    eddy__message_drop(loop, task->error);
    eddy__free(&loop->allocator, task->name, task->name_size);
    if (task->context) eddy__stack_give_back(loop, task->context);
    return sizeof *task + task->frame_size;
}

/* Frees the object's memory and what only it refers to. */
static void delete_object(eddy_loop *loop, struct eddy__object *object) {
    size_t size;
    struct eddy__future *future = (struct eddy__future *)object;
    switch ((enum eddy__kind)object->kind) {
    case EDDY__CALL: {
        struct eddy__call *call = (struct eddy__call *)object;
        eddy__list_remove(&call->entry.link);
        eddy__timers_remove(&loop->timers, &call->timer);
        eddy__object_delete(loop, object, sizeof *call);
        return;
    }
    case EDDY__TASK: size = end_task(loop, (struct eddy__task *)object); break;
    case EDDY__GATHER:
        size = sizeof(struct eddy__gather) +
               ((struct eddy__gather *)object)->count * sizeof(struct eddy__gather_child);
        break;
    case EDDY__FETCH:
        eddy__fetch_release(loop, (struct eddy__fetch *)object);
        size = sizeof(struct eddy__fetch);
        break;
    case EDDY__FUTURE:
    default: size = sizeof(struct eddy__result_future) + future->result_size; break;
    }
    end_future(loop, future);
    eddy__object_delete(loop, object, size);
}

void eddy__drop(eddy_loop *loop, struct eddy__object *object) {
    if (--object->references > 0) return;
    if (object->kind == EDDY__TASK) {
        struct eddy__task *task = (struct eddy__task *)object;
        if (!task->started && !task->is_task)
            eddy__report(loop, "coroutine %s was never awaited", task->function_name);
        eddy__drop_owned(loop, &task->children);
    }
    if (object->kind == EDDY__GATHER) eddy__gather_release(loop, (struct eddy__gather *)object);
    if (object->kind != EDDY__CALL) report_unseen(loop, (struct eddy__future *)object);
    delete_object(loop, object);
}

void eddy__drop_owned(eddy_loop *loop, struct eddy__link *owned) {
    while (!eddy__list_empty(owned)) {
        struct eddy__object *object = EDDY__CONTAINER(owned->next, struct eddy__object, owned);
        eddy__list_remove(&object->owned);
        eddy__drop(loop, object);
    }
}

void eddy__destroy(eddy_loop *loop, struct eddy__object *object) {
    if (object->kind == EDDY__TASK) {
        struct eddy__task *task = (struct eddy__task *)object;
        if (task->is_task && !eddy__done(&task->future))
            eddy__report(loop, "task %s was destroyed while it was pending",
                         eddy__task_name(loop, task));
        while (!eddy__list_empty(&task->children)) eddy__list_remove(task->children.next);
    }
    if (object->kind == EDDY__GATHER) eddy__gather_detach((struct eddy__gather *)object);
    delete_object(loop, object);
}

eddy_awaitable eddy_retain(eddy_awaitable awaitable) {
    int why;
    struct eddy__future *future = eddy__find_future(awaitable, &why);
    if (!future) return awaitable;
    if (future->object.retained == UINT16_MAX) return eddy__error_handle(EDDY_NO_MEMORY);
    future->object.retained++;
    eddy__hold(&future->object);
    return awaitable;
}

void eddy_release(eddy_awaitable awaitable) {
    int why;
    struct eddy__future *future = eddy__find_future(awaitable, &why);
    if (!future) return;
    struct eddy__object *object = &future->object;
    if (object->retained > 0)
        object->retained--;
    else if (eddy__list_empty(&object->owned))
        return; /* nobody's claim is left to give up */
    else
        eddy__list_remove(&object->owned);
    eddy__drop(eddy__running(), object);
}
