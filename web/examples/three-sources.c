#include <eddy.h>
#include <stdio.h>

#include "knob.h"

/* HTTP: a real request. */
struct fetch_profile { const char *name; char body[160]; };
static int fetch_profile(struct fetch_profile *self) {
    char url[96];
    double delay = knob("latency", 0.3); /* 0..2: seconds that the server takes */
    snprintf(url, sizeof url, "api/users/%s?delay=%g", self->name, delay);

    eddy_response *response;
    EDDY_TRY(eddy_fetch(url, NULL, &response));
    int status = eddy_response_raise_for_status(response);
    if (status == EDDY_OK)
        snprintf(self->body, sizeof self->body, "%d %s", response->status, response->body);
    eddy_response_free(response);
    return status;
}

/* Database and file: stand-ins that take their time. */
struct get_users { int count; };
static int get_users(struct get_users *self) {
    EDDY_TRY(eddy_sleep(0.2));
    self->count = 3;
    return EDDY_OK;
}

struct read_config { char text[32]; };
static int read_config(struct read_config *self) {
    EDDY_TRY(eddy_sleep(0.1));
    snprintf(self->text, sizeof self->text, "debug: true");
    return EDDY_OK;
}

static int dashboard_endpoint(void) {
    eddy_task profile = eddy_go(fetch_profile, .name = "alice");
    eddy_task users = eddy_go(get_users, 0);
    eddy_task config = eddy_go(read_config, {0});
    EDDY_TRY(eddy_gather(profile, users, config)); /* all three at once, none blocks */
    printf("profile: %s\n", eddy_frame(profile, fetch_profile)->body);
    printf("users: %d\n", eddy_frame(users, get_users)->count);
    printf("config: %s\n", eddy_frame(config, read_config)->text);

    int status = eddy_await(eddy_go(fetch_profile, .name = "nobody")); /* 404 */
    printf("nobody: %s\n", eddy_error_message());
    return status == EDDY_HTTP_STATUS ? EDDY_OK : status;
}

int main(void) {
    return eddy_run(dashboard_endpoint);
}
