/* Statements about barriers. */
#include "machine.h"
#include "statements.h"

static eddy_barrier barrier_of(const struct task *self, const struct statement *statement) {
    return (eddy_barrier){machine_object(self->machine, statement->arguments[0].symbol)};
}

struct flow run_wait_barrier(struct task *self, const struct statement *statement) {
    size_t place = 0;
    int status = eddy_barrier_wait(barrier_of(self, statement), &place);
    if (status != EDDY_OK) return flow_of(self, statement, status);
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "place");
    machine_log_word(self->machine, "%zu", place);
    machine_log_end(self->machine);
    return flow_next();
}

struct flow run_reset_barrier(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_barrier_reset(barrier_of(self, statement)));
}

struct flow run_abort_barrier(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_barrier_abort(barrier_of(self, statement)));
}
