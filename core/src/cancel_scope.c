/* Cancel scopes (AnyIO: CancelScope; Trio: the same idea). A tree: a scope's members are the tasks
 * whose innermost scope it is, its children the scopes begun within it. */
#include "eddy/cancel_scope.h"

#include <math.h>

#include "blocks.h"

static struct eddy__scope *find_scope(eddy_cancel_scope handle, int *why) {
    return eddy__find_kind(handle.id, EDDY__SCOPE, why);
}

/* ---- the tree ---- */

void eddy__scope_join(eddy_loop *loop, struct eddy__task *task, struct eddy__scope *scope) {
    struct eddy__scope *before = task->scope;
    struct eddy__rare *rare = eddy__rare(task);
    eddy__list_remove(&rare->scope_link);
    task->scope = scope;
    if (scope) {
        eddy__hold(&scope->object);
        eddy__list_append(&scope->members, &rare->scope_link);
    }
    if (before) eddy__drop(loop, &before->object);
}

bool eddy__scope_is_cancelled(const struct eddy__scope *scope) {
    for (; scope; scope = scope->parent) {
        if (scope->cancel_called) return true;
        if (scope->shield) return false;
    }
    return false;
}

bool eddy__scope_cancels(const struct eddy__task *task) {
    return task->scope && task->scope_shields == 0 && eddy__scope_is_cancelled(task->scope);
}

/* The next scope below top, in depth-first order; NULL after the last. Shielded ones, and what is
 * below them, are passed over. */
static struct eddy__scope *next_below(struct eddy__scope *top, struct eddy__scope *scope) {
    struct eddy__link *link = scope->children.next, *end = &scope->children;
    for (;;) {
        for (; link != end; link = link->next) {
            struct eddy__scope *child = EDDY__CONTAINER(link, struct eddy__scope, sibling);
            if (!child->shield) return child;
        }
        if (scope == top) return NULL;
        link = scope->sibling.next;
        scope = scope->parent;
        end = &scope->children;
    }
}

/* Wakes the tasks that wait within scope: what they wait in ends with EDDY_CANCELLED. The one that
 * runs will notice when it next waits. */
static void deliver(eddy_loop *loop, struct eddy__scope *top) {
    EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_SCOPE, &top->object);
    for (struct eddy__scope *scope = top; scope; scope = next_below(top, scope))
        for (struct eddy__link *link = scope->members.next; link != &scope->members;
             link = link->next) {
            struct eddy__task *task = EDDY__CONTAINER(link, struct eddy__task, rare_.scope_link);
            if (task == loop->current || !task->started || task->scope_shields > 0) continue;
            if (EDDY__TRACING(loop)) eddy__trace_cancel(loop, task);
            eddy__interrupt(loop, task);
        }
    EDDY__TRACE_CANCELLER(loop, EDDY_TRACE_CANCEL_CALL, NULL);
}

static void cancel(eddy_loop *loop, struct eddy__scope *scope) {
    if (scope->cancel_called) return;
    scope->cancel_called = true;
    deliver(loop, scope);
}

/* ---- deadlines ---- */

static void disarm(eddy_loop *loop, struct eddy__scope *scope) {
    eddy__timer_clear(loop, &scope->timer);
}

static bool arm(eddy_loop *loop, struct eddy__scope *scope, double deadline) {
    scope->deadline = deadline;
    if (isinf(deadline) && deadline > 0) return true;
    int64_t when = eddy__nanoseconds(deadline);
    if (when > eddy__now(loop)) return eddy__timer_set(loop, &scope->timer, when);
    cancel(loop, scope);
    return true;
}

void eddy__scope_expire(eddy_loop *loop, struct eddy__scope *scope) {
    cancel(loop, scope);
}

/* ---- beginning and ending ---- */

static int begin(eddy_cancel_scope *shown, double delay, bool fail, bool shield) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return eddy__failed(why);
    if (!shown || isnan(delay))
        return eddy__fail(EDDY_INVALID_ARGUMENT, "a cancel scope's %s",
                          shown ? "delay is NaN" : "variable is NULL");
    *shown = (eddy_cancel_scope){0};
    struct eddy__scope *scope = eddy__object_new(loop, EDDY__SCOPE, sizeof *scope);
    if (!scope) return eddy__fail(EDDY_NO_MEMORY, "no memory for a cancel scope");
    eddy__list_init(&scope->members);
    eddy__list_init(&scope->children);
    scope->entry.action = EDDY__EXPIRE_SCOPE;
    scope->timer.entry = &scope->entry;
    scope->task = task;
    scope->cancelling = eddy__rare(task)->cancel_requests;
    scope->fail = fail;
    scope->shield = shield;
    if (!arm(loop, scope, eddy_loop_time(loop) + delay)) {
        eddy__drop(loop, &scope->object);
        return eddy__fail(EDDY_NO_MEMORY, "no memory for a timer");
    }
    scope->parent = task->scope;
    if (scope->parent) {
        eddy__hold(&scope->parent->object);
        eddy__list_append(&scope->parent->children, &scope->sibling);
    }
    eddy__scope_join(loop, task, scope);
    shown->id = scope->object.id;
    return EDDY_OK;
}

int eddy_move_on_after(eddy_cancel_scope *scope, double delay) {
    return begin(scope, delay, false, false);
}

int eddy_fail_after(eddy_cancel_scope *scope, double delay) {
    return begin(scope, delay, true, false);
}

int eddy_cancel_scope_begin(eddy_cancel_scope *scope, bool shield) {
    return begin(scope, EDDY_FOREVER, false, shield);
}

int eddy_cancel_scope_end(eddy_cancel_scope *shown, int status) {
    int why = EDDY_OK;
    eddy_loop *loop = eddy__running();
    struct eddy__scope *scope = shown ? find_scope(*shown, &why) : NULL;
    if (!scope || scope->task != loop->current || scope->task->scope != scope)
        return eddy__fail(EDDY_INVALID_STATE, "eddy_cancel_scope_end: it is not the calling task's "
                                              "innermost scope");
    struct eddy__task *task = scope->task;
    disarm(loop, scope);
    eddy__scope_join(loop, task, scope->parent);
    shown->cancel_called = scope->cancel_called;
    bool others = eddy__scope_is_cancelled(scope->parent) && !scope->shield;
    if (status == EDDY_CANCELLED && scope->cancel_called && !others &&
        eddy__rare(task)->cancel_requests <= scope->cancelling) {
        shown->cancelled_caught = true;
        bool late = scope->fail && eddy__now(loop) >= eddy__nanoseconds(scope->deadline);
        status = late ? EDDY_TIMEOUT : EDDY_OK;
        if (late) eddy__set_error(loop, task, status, NULL);
    }
    eddy__list_remove(&scope->object.owned);
    eddy__drop(loop, &scope->object);
    return status;
}

void eddy__scope_detach(eddy_loop *loop, struct eddy__scope *scope) {
    disarm(loop, scope);
    eddy__list_remove(&scope->sibling);
    while (!eddy__list_empty(&scope->members)) eddy__list_remove(scope->members.next);
    while (!eddy__list_empty(&scope->children)) eddy__list_remove(scope->children.next);
}

/* ---- asking and changing ---- */

int eddy_cancel_scope_cancel(eddy_cancel_scope handle) {
    int why = EDDY_OK;
    struct eddy__scope *scope = find_scope(handle, &why);
    if (scope) cancel(eddy__running(), scope);
    return eddy__failed(why);
}

double eddy_cancel_scope_deadline(eddy_cancel_scope handle) {
    int why;
    struct eddy__scope *scope = find_scope(handle, &why);
    return scope ? scope->deadline : EDDY_FOREVER;
}

double eddy_current_effective_deadline(void) {
    eddy_loop *loop = eddy__running();
    double deadline = EDDY_FOREVER;
    const struct eddy__scope *scope = loop && loop->current ? loop->current->scope : NULL;
    for (; scope; scope = scope->shield ? NULL : scope->parent) {
        if (scope->cancel_called) return -EDDY_FOREVER;
        deadline = fmin(deadline, scope->deadline);
    }
    return deadline;
}

int eddy_cancel_scope_set_deadline(eddy_cancel_scope handle, double when) {
    int why = EDDY_OK;
    struct eddy__scope *scope = find_scope(handle, &why);
    if (!scope) return eddy__failed(why);
    if (isnan(when)) return eddy__fail(EDDY_INVALID_ARGUMENT, "the deadline is NaN");
    eddy_loop *loop = eddy__running();
    double before = scope->deadline;
    disarm(loop, scope);
    if (arm(loop, scope, when)) return EDDY_OK;
    arm(loop, scope, before); /* has room: its old place in the heap is free */
    return eddy__fail(EDDY_NO_MEMORY, "no memory for a timer");
}

int eddy_cancel_scope_set_shield(eddy_cancel_scope handle, bool shield) {
    int why = EDDY_OK;
    struct eddy__scope *scope = find_scope(handle, &why);
    if (!scope) return eddy__failed(why);
    scope->shield = shield;
    if (!shield && eddy__scope_is_cancelled(scope)) deliver(eddy__running(), scope);
    return EDDY_OK;
}

bool eddy_cancel_scope_cancel_called(eddy_cancel_scope handle) {
    int why;
    struct eddy__scope *scope = find_scope(handle, &why);
    return scope ? scope->cancel_called : handle.cancel_called;
}

bool eddy_cancel_scope_cancelled_caught(eddy_cancel_scope handle) {
    return handle.cancelled_caught;
}
