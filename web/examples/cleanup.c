#include <eddy.h>
#include <stdio.h>

/* async with client(...): what is opened is closed on every path, by one exit. */
struct client { const char *name; };

static int client_open(struct client *client, const char *name) {
    *client = (struct client){name};
    EDDY_TRY(eddy_sleep(0.1));
    printf("%s: opened\n", name);
    return EDDY_OK;
}

static void client_close(struct client *client) {
    printf("%s: closed\n", client->name);
}

struct use_client { const char *name; int fail; };

static int use_client(struct use_client *self) {
    struct client client;
    EDDY_TRY(client_open(&client, self->name));
    int status = eddy_sleep(1); /* work: may be cancelled */
    if (status == EDDY_OK && self->fail) status = eddy_raise(500, "%s: broken", self->name);
    client_close(&client); /* finally */
    return status;
}

static int every_path(void) {
    eddy_task good = eddy_go(use_client, .name = "good");
    eddy_task bad = eddy_go(use_client, .name = "bad", .fail = 1);
    eddy_task cancelled = eddy_go(use_client, .name = "cancelled");
    EDDY_TRY(eddy_sleep(0.5));
    eddy_task_cancel(cancelled);
    EDDY_TRY(eddy_gather_return_exceptions(good, bad, cancelled));
    printf("good: %s\n", eddy_strerror(eddy_future_exception(good)));
    printf("bad: %d, %s\n", eddy_future_exception(bad), eddy_future_message(bad));
    printf("cancelled: %s\n", eddy_strerror(eddy_future_exception(cancelled)));
    return EDDY_OK;
}

int main(void) {
    return eddy_run(every_path);
}
