/* The loop itself, and what the modules of the core ask of each other. */
#ifndef EDDY_SRC_SCHEDULER_H
#define EDDY_SRC_SCHEDULER_H

#include "../port/switch.h"
#include "attributes.h"
#include "eddy/error.h"
#include "eddy/run.h"
#include "inbox.h"
#include "memory.h"
#include "objects.h"
#include "pool.h"
#include "recorder.h"

struct eddy_loop {
    eddy_allocator allocator;
    struct eddy__link ready; /* entries for the next iteration */
    struct eddy__link batch; /* entries that are left of the iteration that runs */
    struct eddy__timers timers;
    struct eddy__task *current; /* the task that runs, or NULL */
    uint32_t waker;             /* no task runs, but this one's end is being told: its number */

    /* the clock, in nanoseconds of loop time */
    bool is_virtual;
    uint32_t io_pending;
    int64_t virtual_now; /* without what passed since io_since */
    double host_start;   /* the host's clock when the loop was made, in milliseconds */
    double io_since;     /* virtual clock: since when requests are pending */
    double pace;         /* of a paced clock: the host's seconds for one of the loop's; else 0 */
    double paced_since;  /* the host's clock when virtual_now came to what it is */

    double (*clock)(void *); /* the program's own, or NULL */
    void *clock_argument;
    double slow; /* in seconds: a step that takes longer is reported; infinity: none */

    /* threads and processes */
    struct eddy__inbox inbox;
    struct eddy__executor *threads, *thread_pool; /* the loop's own; NULL until needed */
    struct eddy__limiter *thread_limiter;
    uint32_t workers_made;               /* threads and processes, by all executors */
    uint32_t jobs_pending, jobs_waiting; /* waiting: for a coroutine of this loop */

    uint64_t random_state; /* of a schedule that is_random; see schedule.c */

    bool running, stopping, is_random, winding_down, closing;
    uint64_t iterations;
    int outcome; /* of the run: EDDY_OK or EDDY_DEADLOCK */
    struct eddy__entry main_done;
    struct eddy__error *main_error; /* that the main task of the last run ended with */

    /* handles: see handles.c */
    struct eddy__slot *slots;
    uint32_t slot_count, slot_capacity, free_slot;
    uint8_t serial;

    struct eddy__pool pool;      /* of the objects */
    struct eddy__pool task_pool; /* of the tasks, which are to lie beside each other */
    struct eddy__link tasks;     /* see eddy__list_tasks */
    struct eddy__link owned;     /* objects made outside of any task */
    struct eddy__link dying;     /* objects without references, to be freed one after the other */
    eddy_loop *next_open;        /* of the loops of this thread */
    uint32_t task_number, gather_mark, shutdown_left;
    struct eddy__entry name_unending;
    struct eddy__timer unending_timer; /* no reason for the loop to go on */
    bool burying, named_unending;

    size_t stack_size;
    struct eddy__context *free_stacks;

    eddy_exception_handler *exception_handler;
    void *exception_argument;
    struct eddy__recorder recorder;
};

/* ---- loop.c: the running loop, its clock and its iterations ---- */

extern _Thread_local eddy_loop *eddy__running_loop;
static inline eddy_loop *eddy__running(void) {
    return eddy__running_loop;
}
/* Loops of this thread, from their making to their end. */
void eddy__loop_opened(eddy_loop *loop);
void eddy__loop_closed(eddy_loop *loop);
eddy_loop *eddy__loop_of_serial(uint8_t serial);
/* Makes handles of a loop that does not run usable, for the work before and after a run. */
void eddy__enter_loop(eddy_loop *loop);
void eddy__leave_loop(void);
int64_t eddy__now(const eddy_loop *loop);
/* Seconds to nanoseconds, cut to what a clock can reach. */
int64_t eddy__nanoseconds(double seconds);
/* The loop time in so many seconds. */
int64_t eddy__after(const eddy_loop *loop, double seconds);
static inline void eddy__make_ready(eddy_loop *loop, struct eddy__entry *entry) {
    if (EDDY__TRACING(loop)) eddy__trace_ready(loop, entry);
    eddy__list_append(&loop->ready, &entry->link);
}
/* Sets timer, which must not be set, to make its entry ready then. False: no memory. */
static inline bool eddy__timer_set(eddy_loop *loop, struct eddy__timer *timer, int64_t deadline) {
    if (!eddy__timers_add(&loop->timers, &loop->allocator, timer, deadline)) return false;
    if (EDDY__TRACING(loop)) eddy__trace_timer_set(loop, timer);
    return true;
}
/* Takes the timer of that entry back, or the entry out of the ready queue when it has fired; else
 * nothing. */
static inline void eddy__timer_clear_of(eddy_loop *loop, struct eddy__timer *timer,
                                        struct eddy__entry *entry) {
    bool is_set = timer->place != 0;
    if (!is_set && !eddy__linked(&entry->link)) return;
    if (EDDY__TRACING(loop)) eddy__trace_handle(loop, EDDY_TRACE_HANDLE_CANCELLED, entry);
    eddy__timers_remove(&loop->timers, timer);
    eddy__list_remove(&entry->link);
}
static inline void eddy__timer_clear(eddy_loop *loop, struct eddy__timer *timer) {
    eddy__timer_clear_of(loop, timer, timer->entry);
}
/* Runs until the loop is stopped or can never go on. In a guest, suspends main(). */
int eddy__loop_run(eddy_loop *loop);
/* Is the run over? Finds a deadlock, too. */
bool eddy__loop_finished(eddy_loop *loop);
/* Milliseconds until there is something to do; infinity when only the host can bring it. */
double eddy__loop_idle(const eddy_loop *loop);
/* Does a part of an iteration: enough to be worth the call, not so much that the host starves. */
void eddy__loop_turn(eddy_loop *loop);
void eddy__io_started(eddy_loop *loop);
void eddy__io_ended(eddy_loop *loop);

/* run.c: tasks were cancelled a while ago, and some go on. */
void eddy__name_unending(eddy_loop *loop);

/* ---- handles.c; see handles.h, too ---- */

/* size bytes of memory, cleared, with a handle of its own and one reference, which belongs to the
 * owner: the running task, or the loop. NULL: no memory. */
void *eddy__object_new(eddy_loop *loop, enum eddy__kind kind, size_t size);
/* Its handle becomes stale, its memory is freed. */
void eddy__object_delete(eddy_loop *loop, struct eddy__object *object, size_t size);
/* A handle that carries an error. */
eddy_awaitable eddy__error_handle(int status);
/* The object of that name in any loop of this thread, whether it runs or not: for calls. */
struct eddy__object *eddy__find_anywhere(uint64_t id, eddy_loop **loop);
/* Objects in the order of their slots, NULL for a free one; i < loop->slot_count. */
struct eddy__object *eddy__object_at(const eddy_loop *loop, uint32_t i);
/* False when this thread has all the loops open that can be told apart (254). */
bool eddy__handles_init(eddy_loop *loop);
void eddy__handles_free(eddy_loop *loop);

/* ---- lifetime.c ---- */

static inline void eddy__hold(struct eddy__object *object) {
    object->references++;
}
/* Nothing refers to the object any more: frees it and reports what nobody has looked at. */
void eddy__bury(eddy_loop *loop, struct eddy__object *object);
/* Drops a reference; with the last one the object goes. */
static inline void eddy__drop(eddy_loop *loop, struct eddy__object *object) {
    if (--object->references == 0) eddy__bury(loop, object);
}
/* Drops the owner's claim on all objects in the list. */
void eddy__drop_owned(eddy_loop *loop, struct eddy__link *owned);
/* Frees the object, whoever refers to it: the loop ends. */
void eddy__destroy(eddy_loop *loop, struct eddy__object *object);

/* ---- future.c ---- */

static inline bool eddy__done(const struct eddy__future *future) {
    return future->state != EDDY__PENDING;
}
/* A new future of any kind is pending and has no callbacks. */
static inline void eddy__future_init(struct eddy__future *future) {
    eddy__list_init(&future->callbacks);
}
/* Schedules what waits for a future that is done. */
void eddy__schedule_callbacks(eddy_loop *loop, struct eddy__future *future);
/* Completes a pending future and schedules its callbacks. */
static inline void eddy__complete(eddy_loop *loop, struct eddy__future *future,
                                  enum eddy__state state, int status) {
    future->state = (uint8_t)state;
    future->status = status;
    if (!eddy__list_empty(&future->callbacks)) eddy__schedule_callbacks(loop, future);
}

/* ---- cancel.c ---- */

/* Asks what the future stands for to end; false when it is done, or nothing can be cancelled. */
bool eddy__cancel(eddy_loop *loop, struct eddy__future *future);
/* The same with the message of the cancellation, which may be NULL. */
bool eddy__cancel_with(eddy_loop *loop, struct eddy__future *future, struct eddy__error *why);
/* Asks every task to end, in the order made; marks them as those whose end is waited for. */
void eddy__cancel_all(eddy_loop *loop);
/* Of these, wakes one that still awaits another, though nothing is ready: false when there is none
 * that was not woken before. */
bool eddy__cancel_a_ring(eddy_loop *loop);
/* The parts of it that tasks and gathers play. Counts the request; gives what the task awaits, or
 * NULL when the task itself is dealt with. */
struct eddy__future *eddy__task_count_cancel(eddy_loop *loop, struct eddy__task *task,
                                             struct eddy__error *why);
/* Only counts it. */
void eddy__count_cancel(struct eddy__task *task);
/* Wakes a task that waits for itself around a ring of tasks: it is cancelled. */
void eddy__break_ring(eddy_loop *loop, struct eddy__task *task);
/* The child to cancel next; answered: 0 at first, 1 when *result is the last child's answer. NULL
 * after the last: *result is the gather's. */
struct eddy__future *eddy__gather_next(struct eddy__gather *gather, uint32_t answered,
                                       bool *result);

/* ---- tasks.c ---- */

/* The head of the list of all tasks that are not done, by eddy__rare.all, in the order made: valid
 * until the next call. A task that is done leaves it. O(n log n); no memory is needed. */
struct eddy__link *eddy__list_tasks(eddy_loop *loop);
static inline struct eddy__task *eddy__listed(struct eddy__link *link) {
    return EDDY__CONTAINER(link, struct eddy__task, rare_.all);
}
uint32_t eddy__count_tasks(const eddy_loop *loop);

/* ---- task.c, coroutine.c ---- */

/* eddy_coroutine_new with room bytes for the frame, frame_size of which are given, the others zero;
 * NULL: see eddy__why_not_made. */
struct eddy__task *eddy__coroutine_make(const char *name, const char *where,
                                        eddy_coroutine_function *function, const void *frame,
                                        size_t frame_size, size_t room);
/* Why there is no coroutine object of that function. */
int eddy__why_not_made(eddy_coroutine_function *function);

/* To wait is to prepare, leave, and see what has come. Asyncify makes a function slower that may be
 * left in the middle, by every value that it keeps there: so what leaves does little else, and the
 * work before and after lies in functions of its own (see wasm/build/asyncify-removelist.txt).
 *
 * Leaves the running task, whose entry somebody will make ready. */
static inline void eddy__leave(void) {
    eddy__context_leave(eddy__running()->current->context);
}
/* Makes a coroutine object a task; who calls sees to it that it runs. */
static inline void eddy__make_task(eddy_loop *loop, struct eddy__task *task) {
    task->is_task = true;
    task->number = ++loop->task_number;
    eddy__hold(&task->future.object); /* until it is done */
    if (EDDY__TRACING(loop)) eddy__trace_created(loop, task);
}
/* The same, and it runs in the next iteration: the main task, a gather's argument. */
static inline void eddy__schedule(eddy_loop *loop, struct eddy__task *task) {
    eddy__make_task(loop, task);
    eddy__make_ready(loop, &task->entry);
}
bool eddy__task_cancel(eddy_loop *loop, struct eddy__task *task);
/* Reports a step that began then, by the host's clock, if it took too long. */
void eddy__report_slow(eddy_loop *loop, double before, const char *who, const char *where);
const char *eddy__task_name(eddy_loop *loop, struct eddy__task *task);
/* The calling task, or NULL and why nothing can be awaited here. */
static inline struct eddy__task *eddy__awaiter(eddy_loop **loop, int *why) {
    *loop = eddy__running();
    struct eddy__task *task = *loop ? (*loop)->current : NULL;
    if (!task) *why = EDDY_NOT_IN_TASK;
    return task;
}
int eddy__task_uncancel(struct eddy__task *task);
/* Ends what the task waits in with EDDY_CANCELLED, a cancellation nobody counts. What it waited for
 * and has come is not taken from it: its next wait will notice. */
void eddy__interrupt(eddy_loop *loop, struct eddy__task *task);

/* ---- cancel_scope.c, context_var.c ---- */

/* Is a cancellation of the scopes that the task is in due whenever it waits? */
bool eddy__scope_cancels(const struct eddy__task *task);
bool eddy__scope_is_cancelled(const struct eddy__scope *scope);
/* Makes scope (NULL: none) the task's innermost. */
void eddy__scope_join(eddy_loop *loop, struct eddy__task *task, struct eddy__scope *scope);
/* The task-local values of what runs; NULL: none. */
static inline struct eddy__values *eddy__values_now(const eddy_loop *loop) {
    struct eddy__task *task = loop->current;
    return task && task->has_rare ? eddy__rare(task)->values : NULL;
}
struct eddy__values *eddy__values_share(struct eddy__values *values);
void eddy__values_drop(eddy_loop *loop, struct eddy__values *values);

/* ---- stacks.c ---- */

/* A context with a stack, from the pool or new; NULL: no memory. */
struct eddy__context *eddy__stack_take(eddy_loop *loop);
void eddy__stack_give_back(eddy_loop *loop, struct eddy__context *context);
void eddy__stacks_free(eddy_loop *loop);

/* ---- gather.c, fetch.c, calls.c: what their entries and ends do ---- */

void eddy__gather_child_done(eddy_loop *loop, struct eddy__gather_child *child);
/* Its children no longer tell it; then it lets go of them, too. */
void eddy__gather_detach(struct eddy__gather *gather);
void eddy__gather_release(eddy_loop *loop, struct eddy__gather *gather);
bool eddy__fetch_cancel(eddy_loop *loop, struct eddy__fetch *fetch);
void eddy__fetch_release(eddy_loop *loop, struct eddy__fetch *fetch);
/* The host's answer to request id; memory comes from eddy__allocate. */
void eddy__fetch_complete(eddy_loop *loop, uint64_t id, int status, char *memory, size_t size,
                          size_t body_size);
void eddy__call_run(eddy_loop *loop, struct eddy__call *call);

/* ---- error.c ---- */

struct eddy__error *eddy__error_new(eddy_loop *loop, int status, const char *text);
/* An EDDY_ERROR_GROUP; shares the members, none of them NULL. */
struct eddy__error *eddy__error_group(eddy_loop *loop, struct eddy__error *const *members,
                                      size_t count, const char *text);
/* *error, made of the status when it was not worth one until now; NULL: no memory, or no error. */
struct eddy__error *eddy__error_made(eddy_loop *loop, struct eddy__error **error, int status);
static inline struct eddy__error *eddy__error_share(struct eddy__error *error) {
    if (error) error->references++;
    return error;
}
/* Nobody has the error any more. */
void eddy__error_free(eddy_loop *loop, struct eddy__error *error);
static inline void eddy__error_drop(eddy_loop *loop, struct eddy__error *error) {
    if (error && --error->references == 0) eddy__error_free(loop, error);
}
/* The running task has been given this error; NULL when it has no text of its own. */
void eddy__set_error(eddy_loop *loop, struct eddy__task *task, int status,
                     struct eddy__error *error);
/* The running task is given EDDY_CANCELLED: with error, or with the message of whoever asked for
 * it, which is used up by that: a later cancellation is another. */
void eddy__set_cancelled(eddy_loop *loop, struct eddy__task *task, struct eddy__error *error);
/* The last error with this status that the task raised or was given; NULL when it had no text. */
struct eddy__error *eddy__last_error(struct eddy__task *task, int status);
/* The same, of those since the task's count of errors was that. */
struct eddy__error *eddy__error_since(struct eddy__task *task, int status, uint32_t count);
void eddy__forget_errors(eddy_loop *loop, struct eddy__task *task);
const char *eddy__error_text(const struct eddy__error *error, int status);
/* Fails a call without more to say than the status does; returns status (also EDDY_OK). */
int eddy__failed(int status);
/* Is it one of Eddy's own? */
bool eddy__is_error(int status);
/* Fails a call of the running task's: keeps the text as the error's message; returns status. */
int eddy__fail(int status, const char *format, ...) EDDY__PRINTF(2, 3);
/* Tells the exception handler, or stderr. */
void eddy__report(eddy_loop *loop, const char *format, ...) EDDY__PRINTF(2, 3);
/* Ends the program with a message: for misuse that no status can carry. */
_Noreturn void eddy__fatal(int status, const char *format, ...) EDDY__PRINTF(2, 3);

#endif
