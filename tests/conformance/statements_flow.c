/* Statements about what happens within one task: log, fail, return, try, repeat. */
#include "machine.h"
#include "statements.h"

struct flow run_log(struct task *self, const struct statement *statement) {
    machine_log_words(self->machine, self->name, statement, 0);
    return flow_next();
}

struct flow run_fail(struct task *self, const struct statement *statement) {
    (void)self;
    return (struct flow){.kind = FLOW_ERROR, .status = (int)statement->arguments[0].number};
}

struct flow run_return(struct task *self, const struct statement *statement) {
    (void)self;
    return (struct flow){.kind = FLOW_RETURN, .value = statement->arguments[0].number};
}

struct flow run_try(struct task *self, const struct statement *statement) {
    struct machine *machine = self->machine;
    struct flow flow = flow_block(self, statement->body);
    if (flow.kind == FLOW_ERROR && statement->except != NULL) {
        machine_log_begin(machine, self->name);
        machine_log_word(machine, "caught");
        machine_log_outcome(machine, flow.status, eddy_error(flow.status), 0, ' ');
        machine_log_end(machine);
        flow = flow_block(self, statement->except);
    }
    if (statement->finally != NULL) {
        machine_log_begin(machine, self->name);
        machine_log_word(machine, "finally");
        machine_log_end(machine);
        struct flow cleanup = flow_block(self, statement->finally);
        if (cleanup.kind != FLOW_NEXT) flow = cleanup;
    }
    return flow;
}

struct flow run_repeat(struct task *self, const struct statement *statement) {
    for (int64_t i = 0; i < statement->arguments[0].number; i++) {
        if (!machine_step(self->machine, statement->line, 1))
            return (struct flow){.kind = FLOW_ERROR, .status = EDDY_CANCELLED};
        struct flow flow = flow_block(self, statement->body);
        if (flow.kind != FLOW_NEXT) return flow;
    }
    return flow_next();
}
