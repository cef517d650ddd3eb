#include "tasks.h"

int work(struct work *self) {
    int status = self->delay < 0 ? EDDY_OK : eddy_sleep(self->delay);
    if (self->word) log_word("%s%s", self->word, status == EDDY_OK ? "" : "!");
    EDDY_TRY(status);
    self->result = 1;
    return self->status == EDDY_OK ? EDDY_OK : eddy_raise(self->status, "error %d", self->status);
}

int waits(struct waits *self) {
    int status = eddy_await(self->on);
    if (!self->word) return status;
    if (status == EDDY_OK)
        log_word("%s", self->word);
    else if (status == EDDY_CANCELLED)
        log_word("%s!", self->word);
    else
        log_word("%s=%d", self->word, status);
    return status;
}

int cleans(struct cleans *self) {
    int status = eddy_sleep(1e6);
    for (double until = now() + self->cleanup; now() < until;) eddy_sleep(until - now());
    if (self->word) log_word("%s", self->word);
    if (self->status == IGNORES) return EDDY_OK;
    return self->status == EDDY_OK ? status : eddy_raise(self->status, "error %d", self->status);
}

double now(void) {
    return eddy_loop_time(eddy_get_running_loop());
}

int pass(int iterations) {
    for (int i = 0; i < iterations; i++) EDDY_TRY(eddy_sleep(0));
    return EDDY_OK;
}

static void cancel(void *task) {
    eddy_task_cancel(*(eddy_task *)task);
}

void cancel_soon(eddy_task *task) {
    eddy_loop_call_soon(eddy_get_running_loop(), cancel, task);
}
