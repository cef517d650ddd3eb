/* Statements about cancel scopes. */
#include <math.h>
#include <string.h>

#include "machine.h"
#include "statements.h"

/* The limit of a statement as a delay in seconds. */
static double delay(const struct statement *statement) {
    const struct argument *limit = &statement->arguments[1];
    return strcmp(limit->text, "-") == 0 ? EDDY_FOREVER : (double)limit->number / 1000;
}

static int begin_shielded(eddy_cancel_scope *scope, double after) {
    EDDY_TRY(eddy_cancel_scope_begin(scope, true));
    return eddy_cancel_scope_set_deadline(*scope, eddy_loop_time(eddy_get_running_loop()) + after);
}

static void log_left(struct task *self, const struct statement *statement,
                     const eddy_cancel_scope *scope) {
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "left");
    machine_log_word(self->machine, "%s", statement->arguments[0].text);
    if (scope->cancel_called) machine_log_word(self->machine, "called");
    if (scope->cancelled_caught) machine_log_word(self->machine, "caught");
    machine_log_end(self->machine);
}

static struct flow run_block(struct task *self, const struct statement *statement,
                             int (*begin)(eddy_cancel_scope *scope, double after)) {
    eddy_cancel_scope scope;
    int status = begin(&scope, delay(statement));
    if (status != EDDY_OK) return flow_of(self, statement, status);
    self->machine->scopes[statement->arguments[0].symbol->index] = scope;
    struct flow flow = flow_block(self, statement->body);
    status = eddy_cancel_scope_end(&scope, flow.kind == FLOW_ERROR ? flow.status : EDDY_OK);
    log_left(self, statement, &scope);
    if (status != EDDY_OK) return flow_of(self, statement, status);
    return flow.kind == FLOW_ERROR ? flow_next() : flow;
}

struct flow run_scope(struct task *self, const struct statement *statement) {
    return run_block(self, statement, eddy_move_on_after);
}

struct flow run_shielded(struct task *self, const struct statement *statement) {
    return run_block(self, statement, begin_shielded);
}

struct flow run_fail_after(struct task *self, const struct statement *statement) {
    return run_block(self, statement, eddy_fail_after);
}

static const eddy_cancel_scope *named(const struct task *self, const struct statement *statement) {
    return &self->machine->scopes[statement->arguments[0].symbol->index];
}

/* Says whether there was such a scope to do it to; that there was none is no error. */
static struct flow done(struct task *self, const struct statement *statement, int status) {
    bool open = status == EDDY_OK;
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "%s", statement->kind->name);
    machine_log_word(self->machine, "%s", statement->arguments[0].text);
    machine_log_word(self->machine, "%s", open ? "true" : "false");
    machine_log_end(self->machine);
    bool none = status == EDDY_STALE_HANDLE || named(self, statement)->id == 0;
    return none ? flow_next() : flow_of(self, statement, status);
}

struct flow run_cancel_scope(struct task *self, const struct statement *statement) {
    return done(self, statement, eddy_cancel_scope_cancel(*named(self, statement)));
}

struct flow run_set_deadline(struct task *self, const struct statement *statement) {
    double when = eddy_loop_time(self->machine->loop) + delay(statement);
    return done(self, statement, eddy_cancel_scope_set_deadline(*named(self, statement), when));
}

struct flow run_set_shield(struct task *self, const struct statement *statement) {
    bool shield = strcmp(statement->arguments[1].text, "on") == 0;
    return done(self, statement, eddy_cancel_scope_set_shield(*named(self, statement), shield));
}

struct flow run_effective_deadline(struct task *self, const struct statement *statement) {
    (void)statement;
    double when = eddy_current_effective_deadline();
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "deadline");
    if (isfinite(when))
        machine_log_word(self->machine, "%lld", llround(when * 1000));
    else
        machine_log_word(self->machine, "%s", when > 0 ? "never" : "now");
    machine_log_end(self->machine);
    return flow_next();
}
