/* Statements about tasks and futures: spawn, await, gather, cancel, state, resolve. */
#include "machine.h"
#include "statements.h"

struct flow flow_ended(void) {
    return (struct flow){.kind = FLOW_ERROR, .status = EDDY_CANCELLED};
}

static void log_about(struct task *self, const char *what, const struct statement *statement,
                      const char *word) {
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "%s", what);
    machine_log_word(self->machine, "%s", statement->arguments[0].text);
    machine_log_word(self->machine, "%s", word);
    machine_log_end(self->machine);
}

static const char *true_or_false(bool value) {
    return value ? "true" : "false";
}

struct flow run_spawn(struct task *self, const struct statement *statement) {
    const struct argument *name = &statement->arguments[0], *body = &statement->arguments[1];
    eddy_task child =
        eddy_go(task, .machine = self->machine, .body = body->symbol->body, .name = name->text);
    int status = eddy_check(child);
    if (status == EDDY_OK) status = eddy_task_set_name(child, name->text);
    if (status != EDDY_OK) return flow_of(self, statement, status);
    reference_set(self->machine, name->symbol, (struct reference){REFERENCE_TASK, child});
    return flow_next();
}

void log_got(struct task *self, const struct argument *name, struct reference target) {
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "got");
    machine_log_word(self->machine, "%s", name->text);
    machine_log_outcome(self->machine, EDDY_OK, NULL, reference_value(self->machine, target), ' ');
    machine_log_end(self->machine);
}

struct flow run_await(struct task *self, const struct statement *statement) {
    const struct argument *name = &statement->arguments[0];
    struct reference target;
    if (!reference_get(self->machine, name->symbol, statement->line, &target)) return flow_ended();
    int status = eddy_await(target.awaitable);
    if (status == EDDY_OK) log_got(self, name, target);
    reference_release(target);
    return flow_of(self, statement, status);
}

void targets_release(struct targets *targets) {
    while (targets->count > 0) reference_release(targets->references[--targets->count]);
}

bool targets_get(struct task *self, const struct statement *statement, size_t first,
                 struct targets *targets) {
    size_t count = statement->count - first;
    struct arena *arena = &self->machine->arena; /* not this stack's: it may never run again */
    *targets =
        (struct targets){.references = arena_allocate(arena, count * sizeof *targets->references),
                         .awaitables = arena_allocate(arena, count * sizeof *targets->awaitables)};
    bool found = targets->references != NULL && targets->awaitables != NULL;
    if (!found) machine_fault(self->machine, statement->line, "no memory for its arguments");
    while (found && targets->count < count) {
        const struct symbol *symbol = statement->arguments[first + targets->count].symbol;
        struct reference *reference = &targets->references[targets->count];
        found = reference_get(self->machine, symbol, statement->line, reference);
        if (found) targets->awaitables[targets->count++] = reference->awaitable;
    }
    if (!found) targets_release(targets);
    return found;
}

static void log_gathered(struct task *self, const struct reference *targets, size_t count,
                         bool return_exceptions) {
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "gathered");
    for (size_t i = 0; i < count; i++) {
        int status = eddy_future_exception(targets[i].awaitable);
        int64_t value = status == EDDY_OK ? reference_value(self->machine, targets[i]) : 0;
        if (return_exceptions)
            machine_log_outcome(self->machine, status, eddy_future_error(targets[i].awaitable),
                                value, ':');
        else
            machine_log_word(self->machine, "%lld", (long long)value);
    }
    machine_log_end(self->machine);
}

static struct flow gather(struct task *self, const struct statement *statement,
                          bool return_exceptions) {
    struct targets targets;
    if (!targets_get(self, statement, 0, &targets)) return flow_ended();
    int status = eddy_gather_array(targets.awaitables, targets.count,
                                   return_exceptions ? EDDY_RETURN_EXCEPTIONS : EDDY_RAISE_FIRST);
    if (status == EDDY_OK) log_gathered(self, targets.references, targets.count, return_exceptions);
    targets_release(&targets);
    return flow_of(self, statement, status);
}

struct flow run_gather(struct task *self, const struct statement *statement) {
    return gather(self, statement, false);
}

struct flow run_gather_all(struct task *self, const struct statement *statement) {
    return gather(self, statement, true);
}

struct flow run_cancel(struct task *self, const struct statement *statement) {
    struct reference target;
    if (!reference_get(self->machine, statement->arguments[0].symbol, statement->line, &target))
        return flow_ended();
    log_about(self, "cancel", statement, true_or_false(eddy_future_cancel(target.awaitable)));
    reference_release(target);
    return flow_next();
}

struct flow run_uncancel(struct task *self, const struct statement *statement) {
    (void)statement;
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "uncancel");
    machine_log_word(self->machine, "%d", eddy_task_uncancel(eddy_current_task()));
    machine_log_end(self->machine);
    return flow_next();
}

struct flow run_state(struct task *self, const struct statement *statement) {
    struct reference target;
    if (!reference_get(self->machine, statement->arguments[0].symbol, statement->line, &target))
        return flow_ended();
    if (!eddy_future_done(target.awaitable)) {
        log_about(self, "state", statement, "pending");
    } else {
        int status = eddy_future_exception(target.awaitable);
        int64_t value = status == EDDY_OK ? reference_value(self->machine, target) : 0;
        machine_log_begin(self->machine, self->name);
        machine_log_word(self->machine, "state");
        machine_log_word(self->machine, "%s", statement->arguments[0].text);
        machine_log_outcome(self->machine, status, eddy_future_error(target.awaitable), value, ' ');
        machine_log_end(self->machine);
    }
    reference_release(target);
    return flow_next();
}

static int set_result(eddy_future future, int64_t number) {
    return eddy_future_set_result(future, &number);
}

static int set_exception(eddy_future future, int64_t number) {
    return eddy_future_set_exception(future, (int)number, NULL);
}

/* Completes a future in one way or the other if it is not done. */
static struct flow complete(struct task *self, const struct statement *statement,
                            int (*set)(eddy_future future, int64_t number)) {
    struct reference target;
    if (!reference_get(self->machine, statement->arguments[0].symbol, statement->line, &target))
        return flow_ended();
    int status = EDDY_OK;
    bool pending = !eddy_future_done(target.awaitable);
    log_about(self, statement->kind->name, statement, true_or_false(pending));
    if (pending) status = set(target.awaitable, statement->arguments[1].number);
    reference_release(target);
    return flow_of(self, statement, status);
}

struct flow run_resolve(struct task *self, const struct statement *statement) {
    return complete(self, statement, set_result);
}

struct flow run_reject(struct task *self, const struct statement *statement) {
    return complete(self, statement, set_exception);
}
