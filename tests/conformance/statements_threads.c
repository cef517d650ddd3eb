/* Statements that work elsewhere than on the loop: to_thread, in_process. */
#include <inttypes.h>
#include <string.h>

#include "machine.h"
#include "statements.h"

/* It comes back as it went, but from elsewhere. */
struct work {
    int64_t number, result;
};

static int work(struct work *self) {
    self->result = self->number;
    return EDDY_OK;
}

static struct flow log_result(struct task *self, const char *where, int64_t number) {
    machine_log_begin(self->machine, self->name);
    machine_log_word(self->machine, "%s", where);
    machine_log_word(self->machine, "%" PRId64, number);
    machine_log_end(self->machine);
    return flow_next();
}

struct flow run_to_thread(struct task *self, const struct statement *statement) {
    eddy_coroutine job = eddy_to_thread(work, .number = statement->arguments[0].number);
    const eddy_to_thread_options options = {.abandon_on_cancel = true}; /* as asyncio does */
    int status = eddy_await(eddy_to_thread_with(job, &options));
    int64_t result = status == EDDY_OK ? eddy_frame(job, work)->result : 0;
    eddy_release(job);
    return status == EDDY_OK ? log_result(self, "thread", result)
                             : flow_of(self, statement, status);
}

static int work_in_process(const void *input, size_t size, eddy_reply *reply) {
    return eddy_reply_write(reply, input, size);
}

struct flow run_in_process(struct task *self, const struct statement *statement) {
    int64_t number = statement->arguments[0].number;
    eddy_executor pool = eddy_process_pool_executor(NULL);
    eddy_future job = eddy_run_in_executor(pool, work_in_process, &number, sizeof number);
    int status = eddy_await(job);
    if (status == EDDY_OK) memcpy(&number, eddy_executor_result(job, NULL), sizeof number);
    eddy_release(job);
    eddy_release_object(pool.id);
    return status == EDDY_OK ? log_result(self, "process", number)
                             : flow_of(self, statement, status);
}
