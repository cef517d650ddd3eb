/* The programs that the tests of the JavaScript side run: `shim COMMAND ARGUMENT...`. */
#include <eddy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int argument_count;
static char **arguments; /* behind the command */

static const char *argument(int index) {
    return index < argument_count ? arguments[index] : "";
}

/* ---- requests ---- */

static void print_error(int status) {
    printf("%s: %s\n", eddy_error_name(status), eddy_error_message());
}

/* URL [METHOD [HEADERS [BODY]]] */
static int fetch_main(void) {
    eddy_request request = {
        .method = argument_count > 1 ? argument(1) : NULL,
        .headers = argument_count > 2 ? argument(2) : NULL,
        .body = argument_count > 3 ? argument(3) : NULL,
        .body_size = strlen(argument(3)),
    };
    eddy_response *response;
    int status = eddy_fetch(argument(0), argument_count > 1 ? &request : NULL, &response);
    if (status != EDDY_OK) {
        print_error(status);
        return EDDY_OK;
    }
    printf("status %d\nurl %s\nsize %zu\n", response->status, response->url, response->body_size);
    char value[64];
    int length = eddy_response_header(response, "X-Answer", value, sizeof value);
    printf("x-answer %d %s\n", length, value);
    unsigned sum = 0;
    for (size_t i = 0; i < response->body_size; i++)
        sum = sum * 31 + (unsigned char)response->body[i];
    printf("sum %u, then %d\n", sum, response->body[response->body_size]);
    if (response->body_size < 200) printf("body %s\n", response->body);
    if (eddy_response_raise_for_status(response) != EDDY_OK) print_error(EDDY_HTTP_STATUS);
    eddy_response_free(response);
    return EDDY_OK;
}

/* A body of all 256 bytes. */
static int binary_main(void) {
    unsigned char body[256];
    for (int i = 0; i < 256; i++) body[i] = (unsigned char)i;
    eddy_request request = {"PUT", "Content-Type: application/octet-stream\nX-One:  1 \n", body,
                            256};
    eddy_response *response;
    EDDY_TRY(eddy_fetch(argument(0), &request, &response));
    printf("%d %s\n", response->status, response->body);
    eddy_response_free(response);
    return EDDY_OK;
}

struct get {
    int size;
};
static int get(struct get *self) {
    eddy_response *response;
    int status = eddy_fetch(argument(0), NULL, &response);
    if (status != EDDY_OK) {
        print_error(status);
        return status;
    }
    self->size = (int)response->body_size;
    eddy_response_free(response);
    return EDDY_OK;
}

static int cancel_fetch_main(void) {
    eddy_task task = eddy_go(get, 0);
    EDDY_TRY(eddy_sleep(atof(argument(1))));
    puts("cancel");
    eddy_task_cancel(task);
    printf("%s\n", eddy_error_name(eddy_await(task)));
    return EDDY_OK;
}

static int beats;

static int beat(void) {
    for (;;) {
        EDDY_TRY(eddy_sleep(0.001));
        beats++;
    }
    return EDDY_OK;
}

/* URL: a hundred at once */
static int hundred_main(void) {
    eddy_task tasks[100], heart = eddy_go(beat);
    for (int i = 0; i < 100; i++) tasks[i] = eddy_go(get, 0);
    EDDY_TRY(eddy_gather_array(tasks, 100, EDDY_RAISE_FIRST));
    int sum = 0;
    for (int i = 0; i < 100; i++) sum += eddy_frame(tasks[i], get)->size;
    printf("bytes %d, beats %s\n", sum, beats > 0 ? "yes" : "no");
    eddy_task_cancel(heart);
    return EDDY_OK;
}

/* URL: a timer of 0.05 s beside a request, between two virtual sleeps */
static int beside_main(void) {
    EDDY_TRY(eddy_sleep(1000));
    eddy_loop *loop = eddy_get_running_loop();
    double start = eddy_loop_time(loop);
    eddy_task task = eddy_go(get, 0);
    EDDY_TRY(eddy_sleep(0.05));
    double timer = eddy_loop_time(loop) - start;
    printf("start %g, timer %s\n", start, timer >= 0.05 && timer < 5 ? "in time" : "late");
    printf("request %s\n", eddy_future_done(task) ? "done" : "pending");
    EDDY_TRY(eddy_await(task));
    double end = eddy_loop_time(loop);
    EDDY_TRY(eddy_sleep(1000));
    printf("after %g\n", eddy_loop_time(loop) - end);
    return EDDY_OK;
}

/* A request of one loop, answered while another is driven. */
static eddy_task request;
static int begin_request_main(void) {
    request = eddy_go(get, 0);
    eddy_retain(request);
    return eddy_sleep(0); /* by then it has been sent */
}
static int other_requests_main(void) {
    for (int i = 0; i < 20; i++) {
        struct get other = {0};
        EDDY_TRY(get(&other));
    }
    return EDDY_OK;
}
static int await_request_main(void) {
    EDDY_TRY(eddy_await(request));
    eddy_release(request);
    puts("answered");
    return EDDY_OK;
}
static int fetch_across_loops(void) {
    eddy_loop *loop = eddy_new_event_loop(NULL), *other = eddy_new_event_loop(NULL);
    int status = eddy_loop_run_until_complete(loop, begin_request_main);
    if (status == EDDY_OK) status = eddy_loop_run_until_complete(other, other_requests_main);
    if (status == EDDY_OK) status = eddy_loop_run_until_complete(loop, await_request_main);
    eddy_loop_close(other);
    eddy_loop_close(loop);
    return status;
}

/* An allocator that the delivery of a large body is too much for. */
static void *trap_for_large(void *context, void *memory, size_t old_size, size_t new_size) {
    (void)context, (void)old_size;
    if (new_size > 1000000) __builtin_trap();
    if (new_size > 0) return realloc(memory, new_size);
    free(memory);
    return NULL;
}

static int exit_during_main(void) {
    eddy_go(get, 0);
    EDDY_TRY(eddy_sleep(0.05));
    exit(7);
}

/* The loop ends with the request pending: it is cancelled. */
static int leave_during_main(void) {
    eddy_go(get, 0);
    return eddy_sleep(0.05);
}

/* ---- output ---- */

static int say(void) {
    puts("from a task");
    EDDY_TRY(eddy_sleep(1.5));
    puts("later");
    return EDDY_OK;
}

static void call(void *text) {
    puts(text);
}

static int lines_main(void) {
    eddy_task task = eddy_go(say);
    eddy_task_set_name(task, "talker");
    eddy_loop_call_soon(eddy_get_running_loop(), call, "from a callback");
    puts("one");
    fputs("two\nthr", stdout);
    EDDY_TRY(eddy_await(task));
    puts("ee");
    fprintf(stderr, "an %s\n", "error");
    fputs("no end", stderr);
    fputs("the last", stdout);
    return EDDY_OK;
}

/* Bytes of UTF-8 one by one. */
static int utf8_main(void) {
    const char *text = "h\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8c\x80";
    for (const char *c = text; *c; c++) {
        write(STDOUT_FILENO, c, 1);
        EDDY_TRY(eddy_sleep(0));
    }
    write(STDOUT_FILENO, "\n\xff|\xe2\x82", 5); /* not UTF-8, and one cut short */
    return EDDY_OK;
}

static int flood_main(void) {
    for (int i = 0; i < atoi(argument(0)); i++) printf("line %d\n", i);
    return EDDY_OK;
}

static int input_main(void) {
    char line[100];
    while (fgets(line, sizeof line, stdin)) printf("<%.*s>\n", (int)strcspn(line, "\n"), line);
    for (int i = 0; i < argument_count; i++) printf("argument %s\n", arguments[i]);
    printf("TEST=%s\n", getenv("TEST") ? getenv("TEST") : "(none)");
    return EDDY_OK;
}

/* ---- ends ---- */

static int exit_main(void) {
    exit(atoi(argument(0)));
}

static int status_main(void) {
    return atoi(argument(0)) ? eddy_raise(atoi(argument(0)), "as told") : EDDY_OK;
}

static int trap(void) {
    EDDY_TRY(eddy_sleep(0.5));
    fputs("before the trap", stdout);
    __builtin_trap();
}

static int trap_main(void) {
    eddy_task task = eddy_go(trap);
    eddy_task_set_name(task, "unlucky");
    return eddy_await(task);
}

static void trap_call(void *unused) {
    (void)unused;
    __builtin_trap();
}

static int trap_in_callback_main(void) {
    eddy_loop_call_soon(eddy_get_running_loop(), trap_call, NULL);
    return eddy_sleep(1);
}

static volatile int sink;
__attribute__((noinline)) static int endless(int depth) {
    int below = depth < 0 ? 0 : endless(depth + 1);
    sink = depth;
    return below + 1;
}

static int recursion_main(void) {
    sink = endless(1);
    return EDDY_OK;
}

static int yield_for_ever_main(void) {
    puts("started");
    for (;;) EDDY_TRY(eddy_sleep(0));
}

/* SECONDS: the thread is blocked so long */
static int blocks_main(void) {
    return usleep((unsigned)(atof(argument(0)) * 1e6));
}

static int sleep_main(void) {
    EDDY_TRY(eddy_sleep(atof(argument(0))));
    return EDDY_OK;
}

/* COUNT sleeps of no time, one after the other */
static int yields_main(void) {
    for (int i = 0; i < atoi(argument(0)); i++) EDDY_TRY(eddy_sleep(0));
    return EDDY_OK;
}

/* Timers at 10, 20 ... 50 ms; the latest set first */
static int timers_main(void) {
    eddy_loop *loop = eddy_get_running_loop();
    for (int i = 5; i > 0; i--) eddy_loop_call_later(loop, 0.01 * i, call, "timer");
    return eddy_sleep(0.08);
}

static int two_loops(void) {
    int first = eddy_run(status_main);
    int second = eddy_run(lines_main);
    printf("\n%d %d\n", first, second);
    return first;
}

/* ---- the trace ---- */

struct traced {
    double delay;
};
static int traced(struct traced *self) {
    return eddy_sleep(self->delay);
}

static int trace_main(void) {
    eddy_task a = eddy_go(traced, .delay = 0.5), b = eddy_go(traced, .delay = 10);
    eddy_task_set_name(b, "b\xc3\xa9");
    eddy_loop_call_soon(eddy_get_running_loop(), call, "x");
    EDDY_TRY(eddy_sleep(0));
    EDDY_TRY(eddy_await(a));
    eddy_task_cancel(b);
    eddy_future future = eddy_create_future(0);
    eddy_future_set_result(future, NULL);
    eddy_gather_return_exceptions(b, future);
    return EDDY_OK;
}

static int sleeps_main(void) {
    for (int i = 1; i <= atoi(argument(0)); i++) {
        EDDY_TRY(eddy_sleep(1));
        printf("slept %d\n", i);
    }
    return EDDY_OK;
}

static int trace_many_main(void) {
    for (int i = 0; i < atoi(argument(0)); i++) EDDY_TRY(eddy_sleep(0));
    return EDDY_OK;
}

static int trace_names_main(void) {
    static char name[400];
    for (int length = 0; length < 400; length += 7) {
        memset(name, 'a' + length % 26, (size_t)length);
        EDDY_TRY(eddy_task_set_name(eddy_current_task(), name));
    }
    /* cut in the middle of a character? */
    for (int i = 0; i < 399; i += 3) memcpy(name + i, "\xe2\x82\xac", 3);
    return eddy_task_set_name(eddy_current_task(), name);
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int (*main)(void);
    } commands[] = {
        {"fetch", fetch_main},
        {"binary", binary_main},
        {"cancel-fetch", cancel_fetch_main},
        {"hundred", hundred_main},
        {"beside", beside_main},
        {"exit-during", exit_during_main},
        {"leave-during", leave_during_main},
        {"lines", lines_main},
        {"utf8", utf8_main},
        {"flood", flood_main},
        {"input", input_main},
        {"exit", exit_main},
        {"status", status_main},
        {"trap", trap_main},
        {"trap-in-callback", trap_in_callback_main},
        {"recursion", recursion_main},
        {"yield-for-ever", yield_for_ever_main},
        {"blocks", blocks_main},
        {"sleep", sleep_main},
        {"yields", yields_main},
        {"timers", timers_main},
        {"trace", trace_main},
        {"trace-many", trace_many_main},
        {"sleeps", sleeps_main},
        {"trace-names", trace_names_main},
    };
    const char *command = argc > 1 ? argv[1] : "";
    if (argc > 2) arguments = argv + 2, argument_count = argc - 2;
    if (strcmp(command, "outside") == 0) return puts("outside of a loop") < 0;
    if (strcmp(command, "two-loops") == 0) return two_loops();
    if (strcmp(command, "fetch-across-loops") == 0) return fetch_across_loops();
    if (strcmp(command, "fetch-trap") == 0)
        return eddy_run_with(fetch_main, &(eddy_options){.allocator = {trap_for_large, NULL}});
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(command, commands[i].name) == 0) return eddy_run(commands[i].main);
    fprintf(stderr, "shim: there is no command %s\n", command);
    return 2;
}
