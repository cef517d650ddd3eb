/* Bodies, blocks, and what an error does to them. */
#include "flow.h"

#include "machine.h"
#include "statements.h"

struct flow flow_of(struct task *self, const struct statement *statement, int status) {
    if (status == EDDY_OK) return flow_next();
    if (status > 0 || status == EDDY_CANCELLED || status == EDDY_TIMEOUT ||
        status == EDDY_ERROR_GROUP || status == EDDY_QUEUE_FULL || status == EDDY_QUEUE_EMPTY ||
        status == EDDY_QUEUE_SHUT_DOWN || status == EDDY_BROKEN_BARRIER)
        return (struct flow){.kind = FLOW_ERROR, .status = status};
    return machine_fault(self->machine, statement->line, "`%s` ends with %s: %s",
                         statement->kind->name, eddy_error_name(status), eddy_strerror(status));
}

struct flow flow_block(struct task *self, const struct block *block) {
    const struct statement *statement = block->first;
    for (; statement != NULL; statement = statement->next) {
        if (!machine_step(self->machine, statement->line, 1 + statement->count))
            return (struct flow){.kind = FLOW_ERROR, .status = EDDY_CANCELLED};
        struct flow flow = statement->kind->run(self, statement);
        if (flow.kind != FLOW_NEXT) return flow;
    }
    return flow_next();
}

static int run_body(struct task *self) {
    struct machine *machine = self->machine;
    machine_log_begin(machine, self->name);
    machine_log_word(machine, "start");
    machine_log_end(machine);

    struct flow flow = flow_block(self, &self->body->block);
    int status = flow.kind == FLOW_ERROR ? flow.status : EDDY_OK;
    self->value = flow.kind == FLOW_RETURN ? flow.value : 0;

    machine_log_begin(machine, self->name);
    machine_log_word(machine, "end");
    machine_log_outcome(machine, status, eddy_error(status), self->value, ' ');
    machine_log_end(machine);
    return status;
}

int task(struct task *self) {
    struct machine *machine = self->machine;
    if (machine->muted) return EDDY_CANCELLED;
    if (machine->tasks == MACHINE_TASK_LIMIT) {
        machine_fault(machine, self->body->line, "more than %d tasks run at once",
                      MACHINE_TASK_LIMIT);
        return EDDY_CANCELLED;
    }
    machine->tasks++;
    int status = run_body(self);
    machine->tasks--;
    return status;
}
