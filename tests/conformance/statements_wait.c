/* Statements that wait for some of many, with a limit, or without passing a cancellation on. */
#include "machine.h"
#include "statements.h"

static const double MILLISECOND = 1e-3;

static eddy_return_when when_of(const char *text) {
    if (text[0] == 'a') return EDDY_ALL_COMPLETED;
    return text[1] == 'i' ? EDDY_FIRST_COMPLETED : EDDY_FIRST_EXCEPTION;
}

/* Is what the name stands for by now one of the targets, and done? */
static bool is_done(const struct task *self, const struct symbol *symbol,
                    const struct targets *targets) {
    uint64_t id = self->machine->references[symbol->index].awaitable.id;
    size_t i = 0;
    while (i < targets->count && targets->awaitables[i].id != id) i++;
    return i < targets->count && eddy_future_done(targets->awaitables[i]);
}

static void log_waited(struct task *self, const struct statement *statement,
                       const struct targets *targets) {
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "waited");
    for (size_t i = 0; i < targets->count; i++)
        if (is_done(self, statement->arguments[2 + i].symbol, targets))
            machine_log_word(self->machine, "%s", statement->arguments[2 + i].text);
    machine_log_end(self->machine);
}

struct flow run_wait(struct task *self, const struct statement *statement) {
    const struct argument *limit = &statement->arguments[1];
    double timeout = limit->text[0] == '-' && limit->text[1] == '\0'
                         ? EDDY_FOREVER
                         : (double)limit->number * MILLISECOND;
    struct targets targets;
    if (!targets_get(self, statement, 2, &targets)) return flow_ended();
    int status = eddy_wait(targets.awaitables, targets.count, timeout,
                           when_of(statement->arguments[0].text));
    if (status == EDDY_OK) log_waited(self, statement, &targets);
    targets_release(&targets);
    return flow_of(self, statement, status);
}

static struct reference of_awaitable(const struct targets *targets, eddy_awaitable awaitable) {
    size_t i = 0;
    while (targets->awaitables[i].id != awaitable.id) i++;
    return targets->references[i];
}

struct flow run_as_completed(struct task *self, const struct statement *statement) {
    struct targets targets;
    if (!targets_get(self, statement, 0, &targets)) return flow_ended();
    eddy_completions each = eddy_as_completed(targets.awaitables, targets.count, EDDY_FOREVER);
    eddy_awaitable next;
    int status;
    while ((status = eddy_next_completed(each, &next)) == EDDY_OK) {
        status = eddy_await(next);
        if (status != EDDY_OK) break;
        machine_log_begin(self->machine, self->name);
        machine_log_word(self->machine, "completed");
        machine_log_word(self->machine, "%lld",
                         (long long)reference_value(self->machine, of_awaitable(&targets, next)));
        machine_log_end(self->machine);
    }
    eddy_release_object(each.id);
    targets_release(&targets);
    return flow_of(self, statement, status == EDDY_STOP_ITERATION ? EDDY_OK : status);
}

/* `got H ok VALUE` after a call that waits for one target. */
static struct flow got(struct task *self, const struct statement *statement,
                       const struct argument *name, struct reference target, int status) {
    if (status == EDDY_OK) log_got(self, name, target);
    reference_release(target);
    return flow_of(self, statement, status);
}

struct flow run_wait_for(struct task *self, const struct statement *statement) {
    const struct argument *limit = &statement->arguments[0], *name = &statement->arguments[1];
    struct reference target;
    if (!reference_get(self->machine, name->symbol, statement->line, &target)) return flow_ended();
    int status = eddy_wait_for(target.awaitable, (double)limit->number * MILLISECOND);
    return got(self, statement, name, target, status);
}

struct flow run_shield(struct task *self, const struct statement *statement) {
    const struct argument *name = &statement->arguments[0];
    struct reference target;
    if (!reference_get(self->machine, name->symbol, statement->line, &target)) return flow_ended();
    return got(self, statement, name, target, eddy_shield(target.awaitable));
}

struct flow run_timeout(struct task *self, const struct statement *statement) {
    eddy_timeout timeout;
    double limit = (double)statement->arguments[0].number * MILLISECOND;
    int status = eddy_timeout_begin(&timeout, limit);
    if (status != EDDY_OK) return flow_of(self, statement, status);
    struct flow flow = flow_block(self, statement->body);
    status = eddy_timeout_end(&timeout, flow.kind == FLOW_ERROR ? flow.status : EDDY_OK);
    return flow.kind == FLOW_ERROR ? flow_of(self, statement, status) : flow;
}
