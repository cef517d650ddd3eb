/* Statements about locks, semaphores, conditions and events. */
#include "machine.h"
#include "statements.h"

static int acquire(const struct task *self, const struct symbol *symbol) {
    uint64_t id = machine_object(self->machine, symbol);
    switch (symbol->object) {
    case OBJECT_LOCK: return eddy_lock_acquire((eddy_lock){id});
    case OBJECT_SEMAPHORE: return eddy_semaphore_acquire((eddy_semaphore){id});
    default: return eddy_condition_acquire((eddy_condition){id});
    }
}

static int release(const struct task *self, const struct symbol *symbol) {
    uint64_t id = machine_object(self->machine, symbol);
    switch (symbol->object) {
    case OBJECT_LOCK: return eddy_lock_release((eddy_lock){id});
    case OBJECT_SEMAPHORE: return eddy_semaphore_release((eddy_semaphore){id});
    default: return eddy_condition_release((eddy_condition){id});
    }
}

struct flow run_acquire(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, acquire(self, statement->arguments[0].symbol));
}

struct flow run_release(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, release(self, statement->arguments[0].symbol));
}

struct flow run_with(struct task *self, const struct statement *statement) {
    const struct symbol *symbol = statement->arguments[0].symbol;
    int status = acquire(self, symbol);
    if (status != EDDY_OK) return flow_of(self, statement, status);
    struct flow flow = flow_block(self, statement->body);
    status = release(self, symbol);
    return status == EDDY_OK ? flow : flow_of(self, statement, status);
}

static eddy_event event_of(const struct task *self, const struct statement *statement) {
    return (eddy_event){machine_object(self->machine, statement->arguments[0].symbol)};
}

struct flow run_set(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_event_set(event_of(self, statement)));
}

struct flow run_clear(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_event_clear(event_of(self, statement)));
}

struct flow run_wait_event(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_event_wait(event_of(self, statement)));
}

static eddy_condition condition_of(const struct task *self, const struct statement *statement) {
    return (eddy_condition){machine_object(self->machine, statement->arguments[0].symbol)};
}

struct flow run_wait_condition(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_condition_wait(condition_of(self, statement)));
}

struct flow run_notify(struct task *self, const struct statement *statement) {
    size_t count = (size_t)statement->arguments[1].number;
    return flow_of(self, statement, eddy_condition_notify(condition_of(self, statement), count));
}
