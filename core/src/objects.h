/* What a handle can name. Every object begins with struct eddy__object; everything that can be
 * awaited continues as struct eddy__future. */
#ifndef EDDY_SRC_OBJECTS_H
#define EDDY_SRC_OBJECTS_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eddy/coroutine.h"
#include "eddy/error.h"
#include "eddy/fetch.h"
#include "eddy/future.h"
#include "eddy/loop.h"
#include "list.h"
#include "timers.h"

struct eddy__context;

enum eddy__kind {
    EDDY__FUTURE,
    EDDY__TASK, /* a coroutine object too: a task that was not made one yet */
    EDDY__GATHER,
    EDDY__FETCH,
    EDDY__JOB,
    EDDY__LAST_AWAITABLE = EDDY__JOB,
    EDDY__CALL, /* call_soon, call_later, call_at: named by an eddy_handle */
    EDDY__LOCK,
    EDDY__EVENT,
    EDDY__CONDITION,
    EDDY__SEMAPHORE,
    EDDY__BARRIER,
    EDDY__QUEUE,
    EDDY__LIMITER,
    EDDY__STREAM, /* what the ends of a memory object stream share: no handle names it */
    EDDY__SEND_STREAM,
    EDDY__RECEIVE_STREAM,
    EDDY__TIMEOUT,
    EDDY__GROUP,
    EDDY__COMPLETIONS,
    EDDY__SCOPE,
    EDDY__EXECUTOR,
    EDDY__WAITER, /* inside a waiting call, or beside it: no handle names it */
};

struct eddy__object {
    uint64_t id;             /* its handle */
    struct eddy__link owned; /* in the list of its owner; in none when that has let go */
    uint32_t references;     /* the object is freed with the last one */
    uint16_t retained;       /* how many of them are eddy_retain's */
    uint8_t kind;            /* enum eddy__kind */
};

/* Something that stands in the ready queue, or waits in a future's callbacks to be put there. */
struct eddy__entry {
    struct eddy__link link;
    uint8_t action;
};

enum eddy__action {
    EDDY__RUN_TASK,
    EDDY__END_SLEEP,    /* the timer of a sleeping task fired: in asyncio, its future gets a result,
                           and the task is scheduled behind what is ready by then */
    EDDY__RUN_CALL,     /* of the program's, by call_soon and its like */
    EDDY__RUN_DONE,     /* of the program's, by add_done_callback */
    EDDY__GATHER_CHILD, /* a child of a gather is done */
    EDDY__WAIT_CHILD,   /* a future that eddy_wait watches */
    EDDY__WAIT_EXPIRED, /* its time is up */
    EDDY__SHIELD_INNER, /* the future that eddy_shield watches */
    EDDY__COMPLETED,    /* one that eddy_as_completed watches */
    EDDY__COMPLETIONS_EXPIRED,
    EDDY__CANCELLED_ONE,  /* what eddy_wait_for cancelled has ended */
    EDDY__EXPIRE_TIMEOUT, /* of a timeout block */
    EDDY__GROUP_MEMBER,   /* a task of a group is done */
    EDDY__EXPIRE_SCOPE,   /* of a cancel scope */
    EDDY__NAME_UNENDING,  /* tasks that were cancelled do not end */
    EDDY__STOP_LOOP,      /* the main task is done */
};

/* An error with its text and members, shared by all that were given it. */
struct eddy__error {
    uint32_t references;
    size_t size; /* of the whole block: behind this lie the members, and the text */
    eddy_error_info info;
};

enum eddy__state { EDDY__PENDING, EDDY__FINISHED, EDDY__WAS_CANCELLED };

struct eddy__future {
    struct eddy__object object;
    struct eddy__link callbacks; /* entries, in the order added */
    struct eddy__error *error;
    int status;
    uint8_t state;
    bool seen;                    /* somebody has asked for the error, or surely will */
    bool on_path;                 /* a cancellation is being passed on through it */
    struct eddy__future *path_up; /* from where; see cancel.c */
    uint32_t gather_mark; /* the last gather that took it, to notice one that is named twice */
    uint32_t result_size; /* of a plain future */
};

struct eddy__result_future {
    struct eddy__future future;
    alignas(max_align_t) char result[];
};

/* A task's place in a queue: see waiter.h. */
struct eddy__waiter {
    struct eddy__future future;
    struct eddy__link link;            /* in the queue */
    const struct eddy__object *object; /* that it waits for, while it does */
    uint8_t what;                      /* enum eddy_trace_wait: the kind of that */
};

/* What a task that does not run waits for; EDDY__WOKEN: its sleep is over, and it will run. */
enum eddy__wait { EDDY__WAITS_NOT, EDDY__WAITS_FOR_TIMER, EDDY__WAITS_FOR_FUTURE, EDDY__WOKEN };

/* What few tasks have. Nothing of it is set, or cleared, until eddy__rare is asked for it. */
struct eddy__rare {
    struct eddy__timer timer;          /* of its sleep */
    struct eddy__values *values;       /* its task-local values */
    struct eddy__error *why_cancelled; /* the message of the last cancel */
    char *name;                        /* own, NULL until one was set or asked for */
    const char *at;                    /* it waited last, when that was traced; or NULL */
    int32_t cancel_requests;
    /* The errors it last raised or was given, of different statuses, the latest first: cleanup may
     * meet others before the one that it was for is returned. Those without a text are left out. */
    struct eddy__error *errors[3];
    uint32_t error_counts[3];       /* of each: the task's error_count when it came */
    int last_status;                /* of the very last, with a text or without */
    struct eddy__task *inline_in;   /* the task that awaits this coroutine object by running it */
    struct eddy__group *group;      /* that it is a member of */
    struct eddy__entry group_entry; /* tells the group that it is done */
    struct eddy__link group_link;   /* in the group's members that are not done */
    struct eddy__waiter *starter; /* of who waits in eddy_task_group_start, until it has started */
    struct eddy__link scope_link; /* in the scope's members */
    struct eddy__link all;        /* in the list that eddy__list_tasks made last */
};

struct eddy__task {
    /* What every task's making, running and ending look at: where there are very many, what they
     * cost is the lines of memory they touch. eddy__coroutine_make sets all of it. */
    struct eddy__future future;
    uint32_t number;
    uint32_t error_count;     /* how often it was told of one */
    struct eddy__entry entry; /* in the ready queue, or in what it waits for */
    uint8_t wait;
    bool bare;    /* the function takes no frame */
    bool is_task; /* else a coroutine object */
    bool started;
    bool must_cancel; /* the next wait, or the first run, ends with EDDY_CANCELLED */
    bool sleep_cancelled;
    bool announced;             /* has called eddy_task_started */
    bool ring_broken;           /* was woken in spite of what it awaits */
    bool ends_shutdown;         /* eddy_loop_cancel_all_tasks waits for it */
    bool in_thread;             /* its function runs in a thread: to_thread.c */
    bool has_rare;              /* eddy__rare was asked for */
    uint16_t scope_shields;     /* more than 0: cancelled scopes have to wait */
    struct eddy__link children; /* the objects it owns */
    eddy_coroutine_function *function;
    struct eddy__context *context;  /* its stack, from the first run to the end */
    struct eddy__future *waits_for; /* holds a reference */
    struct eddy__scope *scope;      /* the innermost cancel scope it is in; holds a reference */
    const char *function_name;
    const char *where; /* in the source it was made: "file.c:12" */
    uint32_t frame_size;

    struct eddy__rare rare_; /* by eddy__rare; as it stands where it is known to be in use */
    alignas(max_align_t) char frame[];
};

/* To be set; or to be looked at, where it is as good as set to zero if it was not yet. */
void eddy__clear_rare(struct eddy__task *task);
static inline struct eddy__rare *eddy__rare(struct eddy__task *task) {
    if (!task->has_rare) eddy__clear_rare(task);
    return &task->rare_;
}

struct eddy__gather {
    struct eddy__future future;
    bool return_exceptions;
    bool cancel_requested;
    bool any_cancelled;                 /* of the children, so far; see cancel.c */
    uint32_t count, distinct, finished; /* distinct: without repeated ones */
    uint32_t cancelling;                /* the child that is being cancelled */
    struct eddy__gather_child {
        struct eddy__entry entry;
        struct eddy__future *future; /* holds a reference; NULL: that was done */
        struct eddy__gather *gather; /* NULL: the same future stands in it before */
    } children[];
};

struct eddy__fetch {
    struct eddy__future future;
    char *memory; /* what the host delivered, see eddy_guest_fetched */
    size_t size, body_size;
    int http_status;
};

struct eddy__call {
    struct eddy__object object;
    struct eddy__entry entry;
    struct eddy__timer timer;
    eddy_callback *callback;
    void *argument;
};

/* A registration by eddy_future_add_done_callback. */
struct eddy__done {
    struct eddy__entry entry;
    struct eddy__future *future; /* holds a reference once it is in the ready queue */
    eddy_done_callback *callback;
    void *argument;
};

#endif
