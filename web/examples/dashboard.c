#include <eddy.h>
#include <stdio.h>

struct fetch_user { int uid; const char *name; };
static int fetch_user(struct fetch_user *self) {
    EDDY_TRY(eddy_sleep(0.2));
    self->name = "Alice";
    return EDDY_OK;
}

struct fetch_orders { int uid; const char *orders[2]; };
static int fetch_orders(struct fetch_orders *self) {
    EDDY_TRY(eddy_sleep(0.3));
    self->orders[0] = "order1", self->orders[1] = "order2";
    return EDDY_OK;
}

struct fetch_stats { int uid; int logins; };
static int fetch_stats(struct fetch_stats *self) {
    EDDY_TRY(eddy_sleep(0.1));
    self->logins = 42;
    return EDDY_OK;
}

static int get_user_dashboard(void) {
    eddy_loop *loop = eddy_get_running_loop();
    double start = eddy_loop_time(loop);

    /* One by one: 0.2 + 0.3 + 0.1 = 0.6 s. */
    EDDY_TRY(fetch_user(&(struct fetch_user){.uid = 1}));
    EDDY_TRY(fetch_orders(&(struct fetch_orders){.uid = 1}));
    EDDY_TRY(fetch_stats(&(struct fetch_stats){.uid = 1}));
    printf("one by one: %.1fs\n", eddy_loop_time(loop) - start);

    /* Together: max(0.2, 0.3, 0.1) = 0.3 s. */
    start = eddy_loop_time(loop);
    eddy_task user = eddy_go(fetch_user, .uid = 1);
    eddy_task orders = eddy_go(fetch_orders, .uid = 1);
    eddy_task stats = eddy_go(fetch_stats, .uid = 1);
    EDDY_TRY(eddy_await(user));
    EDDY_TRY(eddy_await(orders));
    EDDY_TRY(eddy_await(stats));
    printf("together: %.1fs\n", eddy_loop_time(loop) - start);

    printf("%s, %s, %d logins\n", eddy_frame(user, fetch_user)->name,
           eddy_frame(orders, fetch_orders)->orders[1], eddy_frame(stats, fetch_stats)->logins);
    return EDDY_OK;
}

int main(void) {
    return eddy_run(get_user_dashboard);
}
