#include <eddy.h>
#include <stdio.h>

/* 1. A coroutine function and its frame: arguments in, results out. */
struct fetch_user { int id; char name[16]; };

static int fetch_user(struct fetch_user *self) {
    puts("fetching");
    EDDY_TRY(eddy_sleep(0.1)); /* a database or HTTP call */
    snprintf(self->name, sizeof self->name, "Alice");
    return EDDY_OK;
}

static int make_and_await(void) {
    /* 2. Making the object does NOT run the code. */
    eddy_coroutine coro = eddy_coro(fetch_user, .id = 42);
    printf("a coroutine: %s\n", eddy_iscoroutine(coro) ? "yes" : "no");
    puts("nothing has run yet");

    /* 3. It runs when it is awaited. */
    EDDY_TRY(eddy_await(coro));
    struct fetch_user *user = eddy_frame(coro, fetch_user);
    printf("{id: %d, name: %s}\n", user->id, user->name);
    return EDDY_OK;
}

int main(void) {
    return eddy_run(make_and_await);
}
