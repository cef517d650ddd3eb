/* Who keeps what alive. An object is referred to by its owner, by every eddy_retain, by the loop
 * while it is a task that is not done, and by whoever waits for it. */
#include <string.h>

#include "blocks.h"
#include "executors.h"
#include "handles.h"
#include "jobs.h"
#include "sync_objects.h"

static bool is_unseen(const struct eddy__future *future) {
    return future->status != EDDY_OK && future->state == EDDY__FINISHED && !future->seen;
}

EDDY__RARELY static void report_unseen(eddy_loop *loop, struct eddy__future *future) {
    const char *text = eddy__error_text(future->error, future->status);
    if (future->object.kind == EDDY__TASK) {
        eddy__report(loop, "%s: the error of task %s was never retrieved: %s (%d): %s",
                     ((struct eddy__task *)future)->where,
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
    eddy__error_drop(loop, future->error);
}

static void detach_task(eddy_loop *loop, struct eddy__task *task) {
    while (!eddy__list_empty(&task->children)) eddy__list_remove(task->children.next);
    eddy__list_remove(&task->entry.link);
    if (!task->has_rare) return;
    struct eddy__rare *rare = eddy__rare(task);
    eddy__list_remove(&rare->all);
    eddy__list_remove(&rare->scope_link);
    eddy__list_remove(&rare->group_entry.link);
    eddy__list_remove(&rare->group_link);
    if (rare->timer.place > 0) eddy__timers_remove(&loop->timers, &rare->timer);
}

/* Takes what lies in the object out of all lists, so that its memory can go. */
static void detach(eddy_loop *loop, struct eddy__object *object) {
    switch ((enum eddy__kind)object->kind) {
    case EDDY__CALL: eddy__timer_clear(loop, &((struct eddy__call *)object)->timer); break;
    case EDDY__GATHER: eddy__gather_detach((struct eddy__gather *)object); break;
    case EDDY__TIMEOUT: eddy__timeout_detach(loop, (struct eddy__timeout *)object); break;
    case EDDY__GROUP: eddy__group_detach((struct eddy__group *)object); break;
    case EDDY__SCOPE: eddy__scope_detach(loop, (struct eddy__scope *)object); break;
    case EDDY__COMPLETIONS:
        eddy__timer_clear(loop, &((struct eddy__completions *)object)->timer);
        eddy__completions_detach((struct eddy__completions *)object);
        break;
    default: break;
    }
}

static void end_task(eddy_loop *loop, struct eddy__task *task) {
    if (task->context) eddy__stack_give_back(loop, task->context);
    if (!task->has_rare) return;
    struct eddy__rare *rare = eddy__rare(task);
    if (task->error_count > 0) eddy__forget_errors(loop, task);
    eddy__error_drop(loop, rare->why_cancelled);
    if (rare->values) eddy__values_drop(loop, rare->values);
    if (rare->name) eddy__free(&loop->allocator, rare->name, strlen(rare->name) + 1);
}

/* Frees what belongs to the object beside its memory; returns the size of that. */
static size_t end_object(eddy_loop *loop, struct eddy__object *object) {
    switch ((enum eddy__kind)object->kind) {
    case EDDY__FUTURE:
        return sizeof(struct eddy__result_future) + ((struct eddy__future *)object)->result_size;
    case EDDY__GATHER:
        return sizeof(struct eddy__gather) +
               ((struct eddy__gather *)object)->count * sizeof(struct eddy__gather_child);
    case EDDY__FETCH:
        eddy__fetch_release(loop, (struct eddy__fetch *)object);
        return sizeof(struct eddy__fetch);
    case EDDY__JOB:
        eddy__job_end(loop, (struct eddy__job *)object);
        return eddy__job_size((struct eddy__job *)object);
    case EDDY__EXECUTOR:
        eddy__executor_end(loop, (struct eddy__executor *)object);
        return sizeof(struct eddy__executor);
    case EDDY__CALL: return sizeof(struct eddy__call);
    case EDDY__LOCK: return sizeof(struct eddy__lock);
    case EDDY__EVENT: return sizeof(struct eddy__event);
    case EDDY__CONDITION: return sizeof(struct eddy__condition);
    case EDDY__SEMAPHORE: return sizeof(struct eddy__semaphore);
    case EDDY__BARRIER: return sizeof(struct eddy__barrier);
    case EDDY__QUEUE:
        eddy__queue_end(loop, (struct eddy__queue *)object);
        return sizeof(struct eddy__queue);
    case EDDY__LIMITER:
        eddy__limiter_end(loop, (struct eddy__limiter *)object);
        return sizeof(struct eddy__limiter);
    case EDDY__STREAM:
        eddy__stream_end(loop, (struct eddy__stream *)object);
        return sizeof(struct eddy__stream);
    case EDDY__SEND_STREAM:
    case EDDY__RECEIVE_STREAM: return sizeof(struct eddy__stream_side);
    case EDDY__TIMEOUT: return sizeof(struct eddy__timeout);
    case EDDY__GROUP:
        eddy__group_end(loop, (struct eddy__group *)object);
        return sizeof(struct eddy__group);
    case EDDY__COMPLETIONS:
        return sizeof(struct eddy__completions) +
               ((struct eddy__completions *)object)->count * sizeof(struct eddy__watch);
    case EDDY__SCOPE: return sizeof(struct eddy__scope);
    case EDDY__TASK: break;   /* end_task's */
    case EDDY__WAITER: break; /* lies in something else */
    }
    return 0;
}

static void delete_object(eddy_loop *loop, struct eddy__object *object) {
    if (object->kind == EDDY__TASK) { /* of which there are the most */
        struct eddy__task *task = (struct eddy__task *)object;
        detach_task(loop, task);
        end_future(loop, &task->future);
        end_task(loop, task);
        eddy__task_delete(loop, task);
        return;
    }
    detach(loop, object);
    if (object->kind <= EDDY__LAST_AWAITABLE) end_future(loop, (struct eddy__future *)object);
    eddy__object_delete(loop, object, end_object(loop, object));
}

EDDY__RARELY static void report_unawaited(eddy_loop *loop, const struct eddy__object *object) {
    const struct eddy__task *task = (const struct eddy__task *)object;
    if (object->kind == EDDY__TASK && !task->started && !task->is_task)
        eddy__report(loop, "%s: coroutine %s was never awaited", task->where, task->function_name);
}

/* Lets go of what the object refers to. */
static void let_go(eddy_loop *loop, struct eddy__object *object) {
    switch ((enum eddy__kind)object->kind) {
    case EDDY__TASK: {
        struct eddy__task *task = (struct eddy__task *)object;
        if (!task->started) report_unawaited(loop, object);
        if (!eddy__list_empty(&task->children)) eddy__drop_owned(loop, &task->children);
        break;
    }
    case EDDY__GATHER: eddy__gather_release(loop, (struct eddy__gather *)object); break;
    case EDDY__COMPLETIONS: eddy__completions_end(loop, (struct eddy__completions *)object); break;
    case EDDY__GROUP: {
        struct eddy__scope *scope = ((struct eddy__group *)object)->scope;
        if (scope) eddy__drop(loop, &scope->object);
        break;
    }
    case EDDY__SCOPE: {
        struct eddy__scope *parent = ((struct eddy__scope *)object)->parent;
        if (parent) eddy__drop(loop, &parent->object);
        break;
    }
    case EDDY__CONDITION: {
        struct eddy__lock *lock = ((struct eddy__condition *)object)->lock;
        if (lock) eddy__drop(loop, &lock->object);
        break;
    }
    case EDDY__BARRIER: {
        struct eddy__condition *condition = ((struct eddy__barrier *)object)->condition;
        if (condition) eddy__drop(loop, &condition->object);
        break;
    }
    case EDDY__SEND_STREAM:
    case EDDY__RECEIVE_STREAM:
        eddy__stream_side_release(loop, (struct eddy__stream_side *)object);
        break;
    default: break;
    }
}

/* The end of an object without references; says what went wrong unseen. */
static void end(eddy_loop *loop, struct eddy__object *object) {
    let_go(loop, object);
    if (object->kind <= EDDY__LAST_AWAITABLE && is_unseen((struct eddy__future *)object))
        report_unseen(loop, (struct eddy__future *)object);
    delete_object(loop, object);
}

/* A task that has come to its end by itself and in order has nothing beside its memory left. */
static inline bool is_clean(const struct eddy__object *object) {
    const struct eddy__task *task = (const struct eddy__task *)object;
    return object->kind == EDDY__TASK && task->is_task && !task->has_rare &&
           task->future.state == EDDY__FINISHED && task->future.status == EDDY_OK;
}

void eddy__bury(eddy_loop *loop, struct eddy__object *object) {
    if (is_clean(object)) {
        eddy__task_delete(loop, (struct eddy__task *)object);
        return;
    }
    eddy__list_remove(&object->owned);
    /* one after the other, not one within the other: chains may be as long as memory */
    if (loop->burying) {
        eddy__list_append(&loop->dying, &object->owned);
        return;
    }
    loop->burying = true;
    for (;;) {
        end(loop, object);
        if (eddy__list_empty(&loop->dying)) break;
        object = EDDY__CONTAINER(loop->dying.next, struct eddy__object, owned);
        eddy__list_remove(&object->owned);
    }
    loop->burying = false;
}

/* The owner has ended: a block of its own that it left open is an error of the program. */
static void leave_block(eddy_loop *loop, struct eddy__object *object) {
    if (object->kind == EDDY__TIMEOUT) {
        eddy__report(loop, "task %s ended within a timeout block: eddy_timeout_end was not called",
                     eddy__task_name(loop, ((struct eddy__timeout *)object)->task));
    } else if (object->kind == EDDY__SCOPE) {
        eddy__report(loop,
                     "task %s ended within a cancel scope: eddy_cancel_scope_end was not called",
                     eddy__task_name(loop, ((struct eddy__scope *)object)->task));
    } else if (object->kind == EDDY__GROUP) {
        struct eddy__group *group = (struct eddy__group *)object;
        eddy__report(loop, "task %s ended within a task group: eddy_task_group_end was not called",
                     eddy__task_name(loop, group->parent));
        group->parent = NULL;
    }
}

void eddy__drop_owned(eddy_loop *loop, struct eddy__link *owned) {
    while (!eddy__list_empty(owned)) {
        struct eddy__object *object = EDDY__CONTAINER(owned->next, struct eddy__object, owned);
        eddy__list_remove(&object->owned);
        leave_block(loop, object);
        eddy__drop(loop, object);
    }
}

void eddy__destroy(eddy_loop *loop, struct eddy__object *object) {
    struct eddy__task *task = (struct eddy__task *)object;
    if (object->kind == EDDY__TASK && task->is_task && !eddy__done(&task->future))
        eddy__report(loop, "%s: task %s was destroyed while it was pending", task->where,
                     eddy__task_name(loop, task));
    report_unawaited(loop, object);
    if (object->kind <= EDDY__LAST_AWAITABLE && is_unseen((struct eddy__future *)object))
        report_unseen(loop, (struct eddy__future *)object);
    delete_object(loop, object);
}

/* A block is its task's alone, from begin to end: nobody keeps it beyond that, or gives it up. */
static bool is_block(const struct eddy__object *object) {
    return object->kind == EDDY__TIMEOUT || object->kind == EDDY__SCOPE ||
           object->kind == EDDY__GROUP;
}

int eddy_retain_object(uint64_t id) {
    int why = EDDY_OK;
    struct eddy__object *object = eddy__find(id, &why);
    if (!object) return why;
    if (is_block(object)) return EDDY_INVALID_ARGUMENT;
    if (object->retained == UINT16_MAX) return EDDY_NO_MEMORY;
    object->retained++;
    eddy__hold(object);
    return EDDY_OK;
}

/* One claim on the object. */
static inline void give_up(struct eddy__object *object) {
    if (is_block(object)) return;
    if (object->retained > 0)
        object->retained--;
    else if (!eddy__linked(&object->owned))
        return; /* nobody's claim is left to give up */
    else if (object->references == 1 && is_clean(object)) {
        eddy__task_delete(eddy__running(), (struct eddy__task *)object);
        return;
    } else
        eddy__list_remove(&object->owned);
    eddy__drop(eddy__running(), object);
}

void eddy_release_object(uint64_t id) {
    int why;
    struct eddy__object *object = eddy__find(id, &why);
    if (object) give_up(object);
}

eddy_awaitable eddy_retain(eddy_awaitable awaitable) {
    int status = eddy_retain_object(awaitable.id);
    return status == EDDY_NO_MEMORY ? eddy__error_handle(status) : awaitable;
}

void eddy_release(eddy_awaitable awaitable) {
    int why;
    struct eddy__object *object = eddy__find(awaitable.id, &why);
    if (object) give_up(object);
}
