#include <eddy.h>
#include <stdio.h>

#include "knob.h"

struct slow_service { double seconds; const char *data; };

static int slow_service(struct slow_service *self) {
    puts("service: working...");
    int status = eddy_sleep(self->seconds);
    if (status == EDDY_CANCELLED) /* what a limit does to the work: it is cancelled */
        puts("service: releasing resources");
    self->data = "data";
    return status;
}

/* A limit on one call. */
static int timeout_demo(void) {
    int status = eddy_wait_for(eddy_coro(slow_service, .seconds = 10), 2.0);
    if (status != EDDY_TIMEOUT) return status;
    puts("timed out after 2s");
    return EDDY_OK;
}

/* A limit on everything in a block. */
static int two_calls(void) {
    EDDY_TRY(eddy_sleep(1));
    puts("first call done");
    EDDY_TRY(eddy_sleep(10)); /* will be cancelled */
    puts("second call done");
    return EDDY_OK;
}

static int timeout_context(void) {
    eddy_timeout timeout;
    EDDY_TRY(eddy_timeout_begin(&timeout, 2.0));
    int status = eddy_timeout_end(&timeout, two_calls());
    if (status != EDDY_TIMEOUT) return status;
    puts("timed out!");
    return EDDY_OK;
}

/* The caller gets an answer in any case, and soon. */
static int get_data(double seconds, const char **data) {
    eddy_coroutine service = eddy_coro(slow_service, .seconds = seconds);
    double limit = knob("limit", 0.5); /* 0.1..6: seconds a request may take */
    int status = eddy_wait_for(service, limit);
    if (status == EDDY_TIMEOUT) return eddy_raise(504, "Gateway Timeout");
    EDDY_TRY(status);
    *data = eddy_frame(service, slow_service)->data;
    return EDDY_OK;
}

static int request(double seconds) {
    const char *data = "";
    int status = get_data(seconds, &data);
    if (status < 0) return status; /* not ours to answer */
    printf("GET /data: %d %s\n", status ? status : 200, status ? eddy_error_message() : data);
    return EDDY_OK;
}

static int show_timeouts(void) {
    EDDY_TRY(timeout_demo());
    EDDY_TRY(timeout_context());
    EDDY_TRY(request(0.1));
    return request(5);
}

int main(void) {
    return eddy_run(show_timeouts);
}
