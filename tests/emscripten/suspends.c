/* A program of Emscripten's world on Eddy: tasks beside functions that suspend by Emscripten's own
 * Asyncify (emscripten_sleep, a promise that C awaits), in main() and in tasks. */
#include <eddy.h>
#include <emscripten.h>
#include <stdio.h>
#include <string.h>

EM_ASYNC_JS(int, answer_of_javascript, (int question), {
    await new Promise(function(resolve) { setTimeout(resolve, 5); });
    return question + 1;
});

struct sleeper {
    const char *name;
    double delay;
};
static int sleeper(struct sleeper *self) {
    for (int i = 0; i < 3; i++) {
        EDDY_TRY(eddy_sleep(self->delay));
        printf("%s %d\n", self->name, i);
    }
    return EDDY_OK;
}

static int deep(int depth) {
    char local[64];
    snprintf(local, sizeof local, "level %d", depth);
    int answer = depth ? deep(depth - 1) : answer_of_javascript(41);
    char expected[64];
    snprintf(expected, sizeof expected, "level %d", depth);
    return strcmp(local, expected) == 0 ? answer : -1;
}

static int asker(void) {
    for (int i = 0; i < 2; i++) {
        printf("the answer is %d\n", deep(10));
        EDDY_TRY(eddy_sleep(0));
        emscripten_sleep(2);
        puts("slept as Emscripten does");
    }
    return EDDY_OK;
}

static int both(void) {
    eddy_task a = eddy_go(sleeper, .name = "a", .delay = 0.1);
    eddy_task b = eddy_go(sleeper, .name = "b", .delay = 0.15);
    return eddy_gather(a, b, eddy_go(asker));
}

static int fetching(void) {
    eddy_response *response;
    EDDY_TRY(eddy_fetch("data:text/plain,hello", NULL, &response));
    printf("%d %s\n", response->status, response->body);
    eddy_response_free(response);
    return EDDY_OK;
}

int main(int argc, char **argv) {
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    if (argc > 1 && strcmp(argv[1], "fetch") == 0) return eddy_run(fetching);
    printf("before: %d\n", answer_of_javascript(0));
    int status = eddy_run(both);
    emscripten_sleep(1);
    puts("after");
    return status + (argc > 1 ? 3 : 0);
}
