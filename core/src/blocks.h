/* What the handles of eddy/timeout.h, eddy/task_group.h and eddy/wait.h name, and what their
 * entries in the ready queue do. */
#ifndef EDDY_SRC_BLOCKS_H
#define EDDY_SRC_BLOCKS_H

#include "eddy/cancel_scope.h"
#include "eddy/task_group.h"
#include "eddy/timeout.h"
#include "eddy/wait.h"
#include "scheduler.h"
#include "sync_objects.h"
#include "waiter.h"

struct eddy__timeout {
    struct eddy__object object;
    struct eddy__task *task; /* its owner: it does not outlive that */
    struct eddy__entry entry;
    struct eddy__timer timer;
    double when;
    int32_t cancelling; /* the task's count when the block began */
    bool expired;
};

struct eddy__group {
    struct eddy__object object;
    struct eddy__task *parent;   /* its owner; NULL once that has ended */
    struct eddy__link members;   /* tasks that are not done, in the order made */
    struct eddy__waiter *waiter; /* of the parent, while it waits for the members */
    struct eddy__error **errors; /* the members' errors: capacity, of which count are in use */
    size_t error_count, error_capacity;
    struct eddy__scope *scope; /* that it was begun in; holds a reference */
    size_t unended;            /* members whose end the group has not been told */
    int32_t cancelling;        /* the parent's count when the block began */
    bool ending, aborting, parent_cancel_requested;
    int refusal; /* the first error of a task that could not be made */
    bool failed; /* there was an error, also if there was no memory to keep it */
};

/* A future that somebody watches, among others. */
struct eddy__watch {
    struct eddy__entry entry;
    struct eddy__future *future; /* holds a reference; NULL: it stands in the list before */
    void *watcher;
    struct eddy__link done_link; /* of a completion: in the line of those to hand out */
};

/* What eddy_as_completed makes; eddy_wait has one, too, for the watches alone. */
struct eddy__completions {
    struct eddy__object object;
    struct eddy__link done;    /* watches, in the order they were done */
    struct eddy__link getters; /* waiters */
    struct eddy__entry expired_entry;
    struct eddy__timer timer;
    size_t count, left_to_finish, left_to_hand_out, timeouts_to_hand_out;
    struct eddy__watch watches[];
};

/* A call of eddy_wait. */
struct eddy__waiting {
    struct eddy__waiter waiter;
    struct eddy__entry expired;
    struct eddy__timer timer;
    size_t left;
    eddy_return_when return_when;
};

struct eddy__scope {
    struct eddy__object object;
    struct eddy__task *task;    /* its owner: it does not outlive that */
    struct eddy__scope *parent; /* holds a reference */
    struct eddy__link sibling;  /* in the parent's children */
    struct eddy__link children, members;
    struct eddy__entry entry;
    struct eddy__timer timer;
    double deadline;
    int32_t cancelling; /* the task's count when the scope began */
    bool cancel_called, shield, fail;
};

void eddy__scope_expire(eddy_loop *loop, struct eddy__scope *scope);
void eddy__scope_detach(eddy_loop *loop, struct eddy__scope *scope);
void eddy__timeout_expire(eddy_loop *loop, struct eddy__timeout *timeout);
void eddy__cancelled_one_ended(eddy_loop *loop, struct eddy__entry *entry);
void eddy__wait_child_done(eddy_loop *loop, struct eddy__entry *entry);
void eddy__wait_expired(eddy_loop *loop, struct eddy__entry *entry);
void eddy__shield_inner_done(eddy_loop *loop, struct eddy__entry *entry);
void eddy__completed(eddy_loop *loop, struct eddy__entry *entry);
void eddy__completions_expired(eddy_loop *loop, struct eddy__entry *entry);
void eddy__group_member_done(eddy_loop *loop, struct eddy__task *member);

/* No memory: NULL. */
struct eddy__completions *eddy__completions_new(eddy_loop *loop, size_t count);
/* Runs watch->entry, by action, when future is done; in the next iteration if it is done already.
 */
void eddy__watch(eddy_loop *loop, struct eddy__watch *watch, struct eddy__future *future,
                 enum eddy__action action, void *watcher);

/* What these objects hold beside their memory. detach takes entries out of lists only; end also
 * drops references. */
void eddy__completions_detach(struct eddy__completions *completions);
void eddy__completions_end(eddy_loop *loop, struct eddy__completions *completions);
void eddy__group_detach(struct eddy__group *group);
void eddy__group_end(eddy_loop *loop, struct eddy__group *group);
void eddy__timeout_detach(eddy_loop *loop, struct eddy__timeout *timeout);

/* The future that awaitable names; a coroutine object is made a task. (asyncio.ensure_future) */
struct eddy__future *eddy__ensure_future(eddy_loop *loop, eddy_awaitable awaitable, int *why);

#endif
