/* Statements about time, and plain callbacks: yield, sleep, call_soon, call_later, call_at. */
#include "machine.h"
#include "statements.h"

static double seconds(const struct statement *statement) {
    return (double)statement->arguments[0].number / 1000;
}

struct flow run_yield(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_sleep(0));
}

struct flow run_sleep(struct task *self, const struct statement *statement) {
    return flow_of(self, statement, eddy_sleep(seconds(statement)));
}

static void log_soon(void *statement) {
    machine_log_words(machine_running(), "loop", statement, 0);
}

static void log_timed(void *statement) {
    machine_log_words(machine_running(), "loop", statement, 1);
}

static struct flow scheduled(struct task *self, const struct statement *statement,
                             eddy_handle handle) {
    if (handle.id != 0) return flow_next();
    return machine_fault(self->machine, statement->line, "no memory for a callback");
}

/* The argument of a callback is its statement: it lives as long as the program. */
struct flow run_call_soon(struct task *self, const struct statement *statement) {
    return scheduled(self, statement,
                     eddy_loop_call_soon(self->machine->loop, log_soon, (void *)statement));
}

struct flow run_call_later(struct task *self, const struct statement *statement) {
    return scheduled(self, statement,
                     eddy_loop_call_later(self->machine->loop, seconds(statement), log_timed,
                                          (void *)statement));
}

struct flow run_call_at(struct task *self, const struct statement *statement) {
    return scheduled(
        self, statement,
        eddy_loop_call_at(self->machine->loop, seconds(statement), log_timed, (void *)statement));
}
