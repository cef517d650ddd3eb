/* For the size of the core: tasks, gather, sleep and fetch, as a release would be linked. */
#include <eddy.h>

struct fetcher {
    const char *url;
    int status;
};
static int fetcher(struct fetcher *self) {
    eddy_response *response;
    EDDY_TRY(eddy_sleep(0.1));
    EDDY_TRY(eddy_fetch(self->url, NULL, &response));
    self->status = response->status;
    eddy_response_free(response);
    return EDDY_OK;
}

static int both(void) {
    eddy_task one = eddy_go(fetcher, .url = "data:,one"),
              two = eddy_go(fetcher, .url = "data:,two");
    EDDY_TRY(eddy_gather(one, two));
    return eddy_frame(one, fetcher)->status == 200 && eddy_frame(two, fetcher)->status == 200 ? 0
                                                                                              : 1;
}

int main(void) {
    return eddy_run(both);
}
