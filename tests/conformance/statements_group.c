/* Statements about task groups. */
#include "machine.h"
#include "statements.h"

struct flow run_group(struct task *self, const struct statement *statement) {
    eddy_task_group outer = self->group;
    self->group = eddy_task_group_begin();
    struct flow flow = flow_block(self, statement->body);
    int status = eddy_task_group_end(self->group, flow.kind == FLOW_ERROR ? flow.status : EDDY_OK);
    self->group = outer;
    if (status != EDDY_OK) return flow_of(self, statement, status);
    return flow;
}

struct flow run_group_spawn(struct task *self, const struct statement *statement) {
    const struct argument *name = &statement->arguments[0], *body = &statement->arguments[1];
    eddy_task child = eddy_task_group_go(self->group, task, .machine = self->machine,
                                         .body = body->symbol->body, .name = name->text);
    int status = eddy_check(child);
    if (status == EDDY_INVALID_STATE) {
        machine_log_begin(self->machine, self->name);
        machine_log_word(self->machine, "group_spawn");
        machine_log_word(self->machine, "%s", name->text);
        machine_log_word(self->machine, "refused");
        machine_log_end(self->machine);
        return flow_next();
    }
    if (status == EDDY_OK) status = eddy_task_set_name(child, name->text);
    if (status != EDDY_OK) return flow_of(self, statement, status);
    reference_set(self->machine, name->symbol, (struct reference){REFERENCE_TASK, child});
    return flow_next();
}
