/* Task groups (CPython: asyncio/taskgroups.py). */
#include "eddy/task_group.h"

#include "blocks.h"
#include "handles.h"

eddy_task_group eddy_task_group_begin(void) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *parent = eddy__awaiter(&loop, &why);
    if (!parent) return (eddy_task_group){eddy__error_handle(why).id};
    struct eddy__group *group = eddy__object_new(loop, EDDY__GROUP, sizeof *group);
    if (!group) return (eddy_task_group){eddy__error_handle(EDDY_NO_MEMORY).id};
    group->parent = parent;
    group->scope = parent->scope;
    group->cancelling = eddy__rare(parent)->cancel_requests;
    if (group->scope) eddy__hold(&group->scope->object);
    eddy__list_init(&group->members);
    return (eddy_task_group){group->object.id};
}

/* Makes room beforehand, so that a member's end never needs memory. */
static bool reserve_error(eddy_loop *loop, struct eddy__group *group, size_t wanted) {
    if (wanted <= group->error_capacity) return true;
    size_t capacity = group->error_capacity * 2 + 8, size = sizeof(struct eddy__error *);
    struct eddy__error **errors = eddy__reallocate(&loop->allocator, group->errors,
                                                   group->error_capacity * size, capacity * size);
    if (!errors) return false;
    group->errors = errors;
    group->error_capacity = capacity;
    return true;
}

/* A coroutine object that will never run is done with, without a word. */
static struct eddy__task *refuse(struct eddy__task *coroutine) {
    coroutine->started = true;
    coroutine->future.state = EDDY__WAS_CANCELLED;
    coroutine->future.status = EDDY_CANCELLED;
    return NULL;
}

/* Makes coroutine a task of the group; NULL, and why not. A refused one never runs. */
static struct eddy__task *add_member(eddy_loop *loop, eddy_task_group handle,
                                     struct eddy__task *task, int *why) {
    struct eddy__group *group = eddy__find_kind(handle.id, EDDY__GROUP, why);
    if (!group) {
        eddy__failed(*why);
        return refuse(task);
    }
    if (group->aborting || (group->ending && eddy__list_empty(&group->members))) {
        *why = eddy__fail(EDDY_INVALID_STATE, "the task group %s: it takes no more tasks",
                          group->aborting ? "is shutting down" : "has ended");
        return refuse(task);
    }
    /* room for the errors so far, those of all members, and the block's own */
    if (!reserve_error(loop, group, group->error_count + group->unended + 2)) {
        *why = eddy__fail(EDDY_NO_MEMORY, "no memory for a task of the group");
        return refuse(task);
    }
    group->unended++;
    eddy__schedule(loop, task);
    eddy__hold(&group->object);
    eddy__hold(&task->future.object);
    struct eddy__rare *rare = eddy__rare(task);
    rare->group = group;
    eddy__scope_join(loop, task, group->scope);
    rare->group_entry.action = EDDY__GROUP_MEMBER;
    eddy__list_append(&task->future.callbacks, &rare->group_entry.link);
    eddy__list_append(&group->members, &rare->group_link);
    if (EDDY__TRACING(loop))
        eddy__trace_member(loop, EDDY_TRACE_WAIT_GROUP, &group->object, &task->future);
    return task;
}

/* A coroutine object that can still be made a task, or NULL and why not. */
static struct eddy__task *find_fresh(eddy_coroutine coroutine, int *why) {
    struct eddy__task *task = eddy__find_task(coroutine, why);
    if (!task || (!task->is_task && !task->started)) return task;
    *why = EDDY_ALREADY_AWAITED;
    return NULL;
}

/* A task that could not be made must not go unnoticed when nobody looks at its handle. That the
 * group takes no more is another matter: the group has its reasons, and tells them. */
static void remember_refusal(eddy_task_group handle, int status) {
    int why;
    struct eddy__group *group = eddy__find_kind(handle.id, EDDY__GROUP, &why);
    if (group && status != EDDY_INVALID_STATE && group->refusal == EDDY_OK) group->refusal = status;
}

eddy_task eddy_task_group_create_task(eddy_task_group handle, eddy_coroutine coroutine) {
    int why = EDDY_OK;
    struct eddy__task *task = find_fresh(coroutine, &why);
    if (task && add_member(eddy__running(), handle, task, &why)) return coroutine;
    remember_refusal(handle, why);
    return eddy__error_handle(why);
}

/* ---- start: AnyIO's ---- */

int eddy_task_group_start(eddy_task_group handle, eddy_coroutine coroutine) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *starter = eddy__awaiter(&loop, &why);
    if (!starter) return eddy__failed(why);
    struct eddy__task *task = find_fresh(coroutine, &why);
    if (!task) return eddy__failed(why);
    if (!add_member(loop, handle, task, &why)) return why;
    struct eddy__waiter waiter;
    eddy__waiter_init(&waiter, EDDY_TRACE_WAIT_START, &task->future.object);
    eddy__hold(&task->future.object);
    struct eddy__rare *rare = eddy__rare(task);
    rare->starter = &waiter;
    int status = eddy__wait_on(loop, starter, &waiter);
    if (status != EDDY_OK && rare->starter) {
        /* cancelled while it was starting: so is the task, and its end is waited for */
        rare->starter = NULL;
        eddy__task_cancel(loop, task);
        starter->scope_shields++;
        eddy__await_future(loop, starter, &task->future);
        starter->scope_shields--;
        eddy__set_error(loop, starter, status, NULL);
    } else if (status == EDDY_OK && eddy__done(&task->future) && !task->announced) {
        status = eddy__take_result(loop, starter, &task->future);
        if (status == EDDY_OK)
            status = eddy__fail(EDDY_INVALID_STATE, "task %s ended without eddy_task_started",
                                eddy__task_name(loop, task));
    }
    return eddy__end_wait(loop, &task->future, status);
}

int eddy_task_started(void) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return eddy__failed(why);
    if (task->announced)
        return eddy__fail(EDDY_INVALID_STATE, "eddy_task_started was called before");
    task->announced = true;
    struct eddy__rare *rare = eddy__rare(task);
    if (rare->starter) eddy__wake(loop, rare->starter);
    rare->starter = NULL;
    return EDDY_OK;
}

static void cancel_members(eddy_loop *loop, struct eddy__group *group) {
    group->aborting = true;
    EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_GROUP, &group->object);
    for (struct eddy__link *link = group->members.next; link != &group->members;
         link = link->next) {
        struct eddy__task *member = EDDY__CONTAINER(link, struct eddy__task, rare_.group_link);
        if (!eddy__done(&member->future)) eddy__task_cancel(loop, member);
    }
    EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_CALL, NULL);
}

/* One more error of the group's. Without memory for it, the group has failed all the same. */
static void add_error(eddy_loop *loop, struct eddy__group *group, struct eddy__error **error,
                      int status) {
    struct eddy__error *made = eddy__error_made(loop, error, status);
    group->failed = true;
    if (made && reserve_error(loop, group, group->error_count + 1))
        group->errors[group->error_count++] = eddy__error_share(made);
}

void eddy__group_member_done(eddy_loop *loop, struct eddy__task *member) {
    struct eddy__rare *rare = &member->rare_;
    struct eddy__group *group = rare->group;
    struct eddy__future *future = &member->future;
    rare->group = NULL;
    eddy__list_remove(&rare->group_link);
    group->unended--;
    if (group->waiter && eddy__list_empty(&group->members)) eddy__wake(loop, group->waiter);
    struct eddy__waiter *starter = rare->starter;
    rare->starter = NULL;
    if (starter) {
        eddy__wake(loop, starter); /* what it ended with, the starter is given */
        future->seen = true;
    } else if (future->state == EDDY__FINISHED && future->status != EDDY_OK) {
        future->seen = true;
        add_error(loop, group, &future->error, future->status);
        if (!group->parent) {
            eddy__report(loop, "task %s failed after its group's own task had ended: %s",
                         eddy__task_name(loop, member),
                         eddy__error_text(future->error, future->status));
        } else if (!group->aborting && !group->parent_cancel_requested) {
            cancel_members(loop, group);
            group->parent_cancel_requested = true;
            EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_GROUP, &group->object);
            eddy__task_cancel(loop, group->parent);
            EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_CALL, NULL);
        }
    }
    eddy__drop(loop, &member->future.object);
    eddy__drop(loop, &group->object);
}

/* Is a cancellation that its own task is given the scopes' around the group? They have cancelled the
 * members too, those that they reach: not what stands behind a shield. */
static bool scope_cancelled(struct eddy__task *task, const struct eddy__group *group) {
    return eddy__scope_is_cancelled(group->scope) &&
           eddy__rare(task)->cancel_requests <= group->cancelling;
}

/* Suspends until no member is left. A cancellation meanwhile cancels them, and is given back, with
 * its message in *why (which is NULL then: a block that failed has cancelled them itself). */
static int wait_for_members(eddy_loop *loop, struct eddy__task *task, struct eddy__group *group,
                            struct eddy__error **why) {
    int cancelled = EDDY_OK;
    uint16_t shields = task->scope_shields;
    while (!eddy__list_empty(&group->members)) {
        struct eddy__waiter waiter;
        eddy__waiter_init(&waiter, EDDY_TRACE_WAIT_GROUP, &group->object);
        group->waiter = &waiter;
        int status = eddy__wait_on(loop, task, &waiter);
        group->waiter = NULL;
        if (status != EDDY_OK && !group->aborting) {
            cancelled = status;
            eddy__error_drop(loop, *why);
            *why = eddy__error_share(eddy__last_error(task, status));
            if (!scope_cancelled(task, group)) cancel_members(loop, group);
        }
        /* a cancelled scope has done its work by now: it must not keep this from waiting */
        if (status != EDDY_OK && task->scope_shields == shields) task->scope_shields++;
    }
    task->scope_shields = shields;
    return cancelled;
}

static int fail_with_group(eddy_loop *loop, struct eddy__task *task, struct eddy__group *group) {
    struct eddy__error *error = eddy__error_group(loop, group->errors, group->error_count,
                                                  "unhandled errors in a task group");
    eddy__set_error(loop, task, EDDY_ERROR_GROUP, error);
    eddy__error_drop(loop, error);
    return EDDY_ERROR_GROUP;
}

/* CPython's TaskGroup.__aexit__, step by step. */
static int end_block(eddy_loop *loop, struct eddy__task *task, struct eddy__group *group,
                     int status) {
    /* the error of the block itself: it may be a member, and waiting would lose it */
    struct eddy__error *own = eddy__error_share(eddy__last_error(task, status));
    int cancelled = status == EDDY_CANCELLED ? status : EDDY_OK;
    group->ending = true;
    bool by_scope = status == EDDY_CANCELLED && scope_cancelled(task, group);
    if (status != EDDY_OK && !group->aborting && !by_scope) cancel_members(loop, group);
    int waited = wait_for_members(loop, task, group, &own);
    if (waited != EDDY_OK) cancelled = waited;

    if (group->parent_cancel_requested && eddy__task_uncancel(task) == 0) cancelled = EDDY_OK;
    int result = EDDY_OK;
    if (cancelled != EDDY_OK && !group->failed) {
        eddy__set_error(loop, task, cancelled, own);
        result = cancelled;
    } else {
        if (status != EDDY_OK && status != EDDY_CANCELLED) add_error(loop, group, &own, status);
        if (group->failed) {
            if (eddy__rare(task)->cancel_requests > 0) {
                eddy__task_uncancel(task);
                eddy__task_cancel(loop, task);
            }
            result = fail_with_group(loop, task, group);
        }
    }
    eddy__error_drop(loop, own);
    return result;
}

int eddy_task_group_end(eddy_task_group handle, int status) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__group *group = eddy__begin_call(handle.id, EDDY__GROUP, &loop, &task, &why);
    if (!group) return status != EDDY_OK ? status : eddy__failed(why);
    if (group->parent != task || group->ending)
        return eddy__end_call(loop, group,
                              eddy__fail(EDDY_INVALID_STATE,
                                         "eddy_task_group_end: the calling task "
                                         "did not begin this block"));
    int result = end_block(loop, task, group, status);
    if (result == EDDY_OK) result = eddy__failed(group->refusal);
    if (eddy__linked(&group->object.owned)) {
        eddy__list_remove(&group->object.owned);
        eddy__drop(loop, &group->object);
    }
    return eddy__end_call(loop, group, result);
}

void eddy__group_detach(struct eddy__group *group) {
    while (!eddy__list_empty(&group->members)) eddy__list_remove(group->members.next);
}

void eddy__group_end(eddy_loop *loop, struct eddy__group *group) {
    eddy__group_detach(group);
    for (size_t i = 0; i < group->error_count; i++) eddy__error_drop(loop, group->errors[i]);
    eddy__free(&loop->allocator, group->errors, group->error_capacity * sizeof *group->errors);
}
