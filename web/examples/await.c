#include <eddy.h>
#include <stdio.h>

static int slow_db_query(const char *query, int *rows) { /* any function may suspend */
    printf("  DB: executing '%s'\n", query);
    EDDY_TRY(eddy_sleep(0.2)); /* 200 ms of database */
    printf("  DB: '%s' done\n", query);
    *rows = 2;
    return EDDY_OK;
}

struct handle_request { const char *name, *query; };

static int handle_request(struct handle_request *self) {
    int rows;
    printf("Request %s: start\n", self->name);
    EDDY_TRY(slow_db_query(self->query, &rows)); /* SUSPENDS here; the other one runs */
    printf("Request %s: got %d rows\n", self->name, rows);
    return EDDY_OK;
}

static int serve(void) {
    /* Both run CONCURRENTLY: 0.2 s in all, not 0.4 s. */
    EDDY_TRY(eddy_gather(eddy_go(handle_request, .name = "A", .query = "SELECT * FROM users"),
                         eddy_go(handle_request, .name = "B", .query = "SELECT * FROM orders")));

    /* What is not awaitable is an error, not a crash. */
    int status = eddy_await((eddy_awaitable){42});
    printf("await 42: %s\n", eddy_strerror(status));
    return EDDY_OK;
}

int main(void) {
    return eddy_run(serve);
}
