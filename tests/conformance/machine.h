/* What a running program has: its loop, the tasks and futures by name, and its trace. */
#ifndef SCENARIO_MACHINE_H
#define SCENARIO_MACHINE_H

#include <eddy.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "flow.h"
#include "program.h"

/* A program can ask for anything; these bound what it gets. A step is a statement, a word of it, or
 * a round of a repeat. */
enum {
    MACHINE_STEP_LIMIT = 200000,
    MACHINE_TASK_LIMIT = 10000, /* that have begun and not ended: each holds a stack */
    MACHINE_TRACE_LIMIT = 16 << 20,
};

/* A task or a future, as its name stood for it at some moment. */
struct reference {
    enum reference_kind { REFERENCE_NONE, REFERENCE_TASK, REFERENCE_FUTURE, REFERENCE_MAIN } kind;
    eddy_awaitable awaitable;
};

struct machine {
    const struct program *program;
    eddy_loop *loop;
    struct arena arena;           /* what a statement needs while it waits; freed at the end */
    struct reference *references; /* by the index of their symbol; each is retained */
    uint64_t *objects;            /* likewise: the handles of what is declared */
    eddy_cancel_scope *scopes;    /* likewise: the one begun last, or one that has ended */
    int64_t main_value;
    size_t steps, tasks;
    FILE *trace;
    size_t trace_size, line_words;
    bool muted;                  /* nothing is traced any more, and no statement runs */
    struct program_error *fault; /* what ended the program before its time; its message is "" */
};

/* The coroutine of a task: runs a body. Its frame's value is what the body returned. */
struct task {
    struct machine *machine;
    const struct body *body;
    const char *name;
    eddy_task_group group; /* the innermost group block that it is in */
    int64_t value;
};
int task(struct task *self);

/* Runs the program from its beginning to its end and writes its trace. False when something ended
 * it before its time: *fault says what, and the trace ends where it was. */
bool machine_run(const struct program *program, FILE *trace, struct program_error *fault);

/* The machine that runs now; there is one at a time. For callbacks of the loop, whose one argument
 * is their statement. */
struct machine *machine_running(void);

/* A line of the trace: machine_log_begin, machine_log_word for each word, machine_log_end. */
void machine_log_begin(struct machine *machine, const char *who);
void machine_log_word(struct machine *machine, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void machine_log_end(struct machine *machine);

/* The words of statement from its argument `first` on, as a line of who. */
void machine_log_words(struct machine *machine, const char *who, const struct statement *statement,
                       size_t first);

/* How a trace describes an ending: "ok N", "error N", "cancelled", "group" and its members; blank
 * is what stands between the words. error is what belongs to the status, or NULL: only a group
 * needs it. False when no trace can describe the status. */
bool machine_log_outcome(struct machine *machine, int status, const eddy_error_info *error,
                         int64_t value, char blank);

/* Ends the program: *fault gets the line and the message. Returns an error to pass up. */
struct flow machine_fault(struct machine *machine, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Counts steps; false when there were too many: then the program has ended. */
bool machine_step(struct machine *machine, unsigned line, size_t steps);

/* What symbol stands for now, retained: to be given to reference_release. False when that is
 * nothing yet: then the program has ended, and line is to blame. */
bool reference_get(struct machine *machine, const struct symbol *symbol, unsigned line,
                   struct reference *reference);
void reference_release(struct reference reference);

/* Makes symbol stand for something else. */
void reference_set(struct machine *machine, const struct symbol *symbol,
                   struct reference reference);

/* The handle of a declared object. */
uint64_t machine_object(const struct machine *machine, const struct symbol *symbol);

/* The value of a task or future that has ended well. */
int64_t reference_value(const struct machine *machine, struct reference reference);

#endif
