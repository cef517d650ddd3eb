/* Statements about queues. */
#include "machine.h"
#include "statements.h"

static eddy_queue queue_of(const struct task *self, const struct statement *statement) {
    return (eddy_queue){machine_object(self->machine, statement->arguments[0].symbol)};
}

struct flow run_put(struct task *self, const struct statement *statement) {
    int64_t item = statement->arguments[1].number;
    return flow_of(self, statement, eddy_queue_put(queue_of(self, statement), &item));
}

struct flow run_put_nowait(struct task *self, const struct statement *statement) {
    int64_t item = statement->arguments[1].number;
    return flow_of(self, statement, eddy_queue_put_nowait(queue_of(self, statement), &item));
}

static struct flow got_item(struct task *self, const struct statement *statement, int status,
                            int64_t item) {
    if (status != EDDY_OK) return flow_of(self, statement, status);
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "item");
    machine_log_word(self->machine, "%lld", (long long)item);
    machine_log_end(self->machine);
    return flow_next();
}

struct flow run_get(struct task *self, const struct statement *statement) {
    int64_t item = 0;
    int status = eddy_queue_get(queue_of(self, statement), &item);
    return got_item(self, statement, status, item);
}

struct flow run_get_nowait(struct task *self, const struct statement *statement) {
    int64_t item = 0;
    int status = eddy_queue_get_nowait(queue_of(self, statement), &item);
    return got_item(self, statement, status, item);
}

struct flow run_task_done(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_queue_task_done(queue_of(self, statement)));
}

struct flow run_join(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_queue_join(queue_of(self, statement)));
}

struct flow run_shutdown(struct task *self, const struct statement *statement) {
    return flow_of(self, statement,
                   eddy_queue_shutdown(queue_of(self, statement), EDDY_QUEUE_DRAIN));
}
