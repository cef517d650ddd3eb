/* The kinds of statement there are. To add one: a line in the table of statements.c, and the
 * function that it names. */
#ifndef SCENARIO_STATEMENTS_H
#define SCENARIO_STATEMENTS_H

#include "flow.h"
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
     *   LOCK EVENT CONDITION QUEUE    a declared object (LOCK: whatever can be acquired)
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
struct flow run_spawn(struct task *self, const struct statement *statement);
struct flow run_await(struct task *self, const struct statement *statement);
struct flow run_gather(struct task *self, const struct statement *statement);
struct flow run_gather_all(struct task *self, const struct statement *statement);
struct flow run_cancel(struct task *self, const struct statement *statement);
struct flow run_uncancel(struct task *self, const struct statement *statement);
struct flow run_state(struct task *self, const struct statement *statement);
struct flow run_resolve(struct task *self, const struct statement *statement);
struct flow run_reject(struct task *self, const struct statement *statement);

/* Time and callbacks: statements_time.c */
struct flow run_yield(struct task *self, const struct statement *statement);
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
