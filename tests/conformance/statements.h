/* The kinds of statement there are. To add one: a line in the table of statements.c, and the
 * function that it names. */
#ifndef SCENARIO_STATEMENTS_H
#define SCENARIO_STATEMENTS_H

#include "flow.h"
#include "machine.h"
#include "program.h"

enum statement_form {
    FORM_LINE,  /* one line */
    FORM_BLOCK, /* lines up to its `end` */
    FORM_TRY,   /* a block with an `except` part, a `finally` part, or both */
};

struct statement_kind {
    const char *name;
    /* The words that follow, as people read them and as the parser takes them:
     *   MS, N, CODE, COUNT   numbers
     *   TASK                 the name of a new task
     *   H                    a task or future
     *   BODY                 the name of a body
     *   LOCK EVENT CONDITION QUEUE BARRIER    a declared object (LOCK: whatever can be acquired)
     *   SCOPE, S             the name of a new cancel scope; one that there is or may be
     *   SWITCH               on or off
     *   LIMIT                a number of milliseconds, or -
     *   WHEN                 all, first or exception
     *   WORDS...             any words; H...: any number of tasks and futures (zero, too) */
    const char *usage;
    enum statement_form form;
    /* Runs the statement in the current task, suspending as it likes. NULL: not yet supported. */
    struct flow (*run)(struct task *self, const struct statement *statement);
};

/* The kind with this name, or NULL. */
const struct statement_kind *statement_kind(const char *name);

/* All kinds, up to one whose name is NULL. */
extern const struct statement_kind statement_kinds[];

/* Statements about tasks: statements_tasks.c */
/* What a statement returns that could not get its arguments: the program has been ended. */
struct flow flow_ended(void);
/* The tasks and futures that the arguments from `first` on name, retained. */
struct targets {
    struct reference *references;
    eddy_awaitable *awaitables;
    size_t count;
};
/* False when one names nothing yet, or there is no memory: then the program has ended. */
bool targets_get(struct task *self, const struct statement *statement, size_t first,
                 struct targets *targets);
void targets_release(struct targets *targets);
/* `who what name word`, with the name that the argument at place is. */
void log_got(struct task *self, const struct argument *name, struct reference target);

struct flow run_spawn(struct task *self, const struct statement *statement);
struct flow run_await(struct task *self, const struct statement *statement);
struct flow run_gather(struct task *self, const struct statement *statement);
struct flow run_gather_all(struct task *self, const struct statement *statement);
struct flow run_cancel(struct task *self, const struct statement *statement);
struct flow run_uncancel(struct task *self, const struct statement *statement);
struct flow run_state(struct task *self, const struct statement *statement);
struct flow run_resolve(struct task *self, const struct statement *statement);
struct flow run_reject(struct task *self, const struct statement *statement);

/* Waiting for some, with a limit, without passing a cancellation on: statements_wait.c */
struct flow run_wait(struct task *self, const struct statement *statement);
struct flow run_as_completed(struct task *self, const struct statement *statement);
struct flow run_wait_for(struct task *self, const struct statement *statement);
struct flow run_timeout(struct task *self, const struct statement *statement);
struct flow run_shield(struct task *self, const struct statement *statement);

/* Task groups: statements_group.c */
struct flow run_group(struct task *self, const struct statement *statement);
struct flow run_group_spawn(struct task *self, const struct statement *statement);

/* Locks, semaphores, conditions, events: statements_sync.c */
struct flow run_with(struct task *self, const struct statement *statement);
struct flow run_acquire(struct task *self, const struct statement *statement);
struct flow run_release(struct task *self, const struct statement *statement);
struct flow run_set(struct task *self, const struct statement *statement);
struct flow run_clear(struct task *self, const struct statement *statement);
struct flow run_wait_event(struct task *self, const struct statement *statement);
struct flow run_wait_condition(struct task *self, const struct statement *statement);
struct flow run_notify(struct task *self, const struct statement *statement);

/* Queues: statements_queue.c */
struct flow run_put(struct task *self, const struct statement *statement);
struct flow run_get(struct task *self, const struct statement *statement);
struct flow run_put_nowait(struct task *self, const struct statement *statement);
struct flow run_get_nowait(struct task *self, const struct statement *statement);
struct flow run_task_done(struct task *self, const struct statement *statement);
struct flow run_join(struct task *self, const struct statement *statement);
struct flow run_shutdown(struct task *self, const struct statement *statement);

/* Barriers: statements_barrier.c */
struct flow run_wait_barrier(struct task *self, const struct statement *statement);
struct flow run_reset_barrier(struct task *self, const struct statement *statement);
struct flow run_abort_barrier(struct task *self, const struct statement *statement);

/* Cancel scopes: statements_scope.c */
struct flow run_scope(struct task *self, const struct statement *statement);
struct flow run_shielded(struct task *self, const struct statement *statement);
struct flow run_fail_after(struct task *self, const struct statement *statement);
struct flow run_cancel_scope(struct task *self, const struct statement *statement);
struct flow run_set_deadline(struct task *self, const struct statement *statement);
struct flow run_set_shield(struct task *self, const struct statement *statement);
struct flow run_effective_deadline(struct task *self, const struct statement *statement);

/* Time and callbacks: statements_time.c */
struct flow run_yield(struct task *self, const struct statement *statement);
struct flow run_to_thread(struct task *self, const struct statement *statement);
struct flow run_in_process(struct task *self, const struct statement *statement);
struct flow run_sleep(struct task *self, const struct statement *statement);
struct flow run_call_soon(struct task *self, const struct statement *statement);
struct flow run_call_later(struct task *self, const struct statement *statement);
struct flow run_call_at(struct task *self, const struct statement *statement);

/* What happens within one task: statements_flow.c */
struct flow run_log(struct task *self, const struct statement *statement);
struct flow run_fail(struct task *self, const struct statement *statement);
struct flow run_return(struct task *self, const struct statement *statement);
struct flow run_try(struct task *self, const struct statement *statement);
struct flow run_repeat(struct task *self, const struct statement *statement);

#endif
