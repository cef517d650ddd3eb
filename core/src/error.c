#include "eddy/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jobs.h"
#include "scheduler.h"

static const struct {
    const char *name, *text;
} errors[] = {
    [-EDDY_OK] = {"EDDY_OK", "success"},
    [-EDDY_CANCELLED] = {"EDDY_CANCELLED", "the task was cancelled"},
    [-EDDY_TIMEOUT] = {"EDDY_TIMEOUT", "the time was up"},
    [-EDDY_INVALID_STATE] = {"EDDY_INVALID_STATE", "not done yet, or done already"},
    [-EDDY_INVALID_ARGUMENT] = {"EDDY_INVALID_ARGUMENT", "an argument is not valid"},
    [-EDDY_NO_MEMORY] = {"EDDY_NO_MEMORY", "no memory left"},
    [-EDDY_STACK_OVERFLOW] = {"EDDY_STACK_OVERFLOW", "a task used up its stack"},
    [-EDDY_NOT_AWAITABLE] = {"EDDY_NOT_AWAITABLE", "not a task, a future or a coroutine"},
    [-EDDY_STALE_HANDLE] = {"EDDY_STALE_HANDLE",
                            "the object of this handle is gone: it went with the task that made it "
                            "(eddy_retain keeps it) or was released"},
    [-EDDY_ALREADY_AWAITED] = {"EDDY_ALREADY_AWAITED",
                               "cannot reuse a coroutine that was awaited or made a task already"},
    [-EDDY_AWAITS_ITSELF] = {"EDDY_AWAITS_ITSELF", "a task cannot await itself"},
    [-EDDY_NOT_IN_TASK] =
        {"EDDY_NOT_IN_TASK",
         "only a task can wait: not a callback, not a thread, not code outside of a loop"},
    [-EDDY_NO_RUNNING_LOOP] = {"EDDY_NO_RUNNING_LOOP", "no event loop runs: call it in eddy_run"},
    [-EDDY_LOOP_RUNNING] = {"EDDY_LOOP_RUNNING",
                            "an event loop runs already in this thread: loops do not nest"},
    [-EDDY_WRONG_LOOP] = {"EDDY_WRONG_LOOP", "the handle belongs to another event loop"},
    [-EDDY_DEADLOCK] = {"EDDY_DEADLOCK",
                        "nothing is ready, no timer is set and no request is pending"},
    [-EDDY_NETWORK_ERROR] = {"EDDY_NETWORK_ERROR", "the network failed: there was no response"},
    [-EDDY_HTTP_STATUS] = {"EDDY_HTTP_STATUS", "the HTTP response was an error"},
    [-EDDY_NOT_SUPPORTED] = {"EDDY_NOT_SUPPORTED", "this host cannot do that"},
    [-EDDY_ERROR_GROUP] = {"EDDY_ERROR_GROUP", "several errors: eddy_error() has the members"},
    [-EDDY_QUEUE_FULL] = {"EDDY_QUEUE_FULL", "the queue is full"},
    [-EDDY_QUEUE_EMPTY] = {"EDDY_QUEUE_EMPTY", "the queue is empty"},
    [-EDDY_QUEUE_SHUT_DOWN] = {"EDDY_QUEUE_SHUT_DOWN", "the queue was shut down"},
    [-EDDY_BROKEN_BARRIER] = {"EDDY_BROKEN_BARRIER", "the barrier was aborted, or reset meanwhile"},
    [-EDDY_WOULD_BLOCK] = {"EDDY_WOULD_BLOCK", "it cannot be had without waiting"},
    [-EDDY_STOP_ITERATION] = {"EDDY_STOP_ITERATION", "there are no more"},
    [-EDDY_END_OF_STREAM] = {"EDDY_END_OF_STREAM",
                             "the stream has ended: all its senders are closed"},
    [-EDDY_BROKEN_RESOURCE] = {"EDDY_BROKEN_RESOURCE",
                               "nobody can receive it: the other end was closed"},
    [-EDDY_CLOSED_RESOURCE] = {"EDDY_CLOSED_RESOURCE", "it was closed already, at this end"},
    [-EDDY_BROKEN_WORKER] = {"EDDY_BROKEN_WORKER", "the worker ended before its job did"},
};

static bool known(int status) {
    return status <= 0 && status > -(int)(sizeof errors / sizeof errors[0]);
}

const char *eddy_strerror(int status) {
    if (status > 0) return "an error of the program's own";
    return known(status) ? errors[-status].text : "an unknown error";
}

const char *eddy_error_name(int status) {
    if (status > 0) return "error";
    return known(status) ? errors[-status].name : "unknown";
}

bool eddy__is_error(int status) {
    return status < 0 && known(status);
}

/* ---- errors with all that belongs to them ---- */

/* A block with room for count members and a text of length; filled but for these. */
static struct eddy__error *error_block(eddy_loop *loop, int status, size_t count, size_t length) {
    size_t members = count * sizeof(eddy_error_info *);
    size_t size = sizeof(struct eddy__error) + members + length + 1;
    struct eddy__error *error = eddy__allocate(&loop->allocator, size);
    if (!error) return NULL;
    char *text = (char *)(error + 1) + members;
    text[length] = '\0';
    *error = (struct eddy__error){
        .references = 1,
        .size = size,
        .info = {.status = status,
                 .message = text,
                 .count = count,
                 .members = count ? (const eddy_error_info *const *)(error + 1) : NULL},
    };
    return error;
}

struct eddy__error *eddy__error_new(eddy_loop *loop, int status, const char *text) {
    size_t length = strlen(text);
    struct eddy__error *error = error_block(loop, status, 0, length);
    if (error) memcpy((char *)(error + 1), text, length);
    return error;
}

struct eddy__error *eddy__error_group(eddy_loop *loop, struct eddy__error *const *members,
                                      size_t count, const char *text) {
    size_t length = strlen(text);
    struct eddy__error *group = error_block(loop, EDDY_ERROR_GROUP, count, length);
    if (!group) return NULL;
    const eddy_error_info **infos = (const eddy_error_info **)(group + 1);
    for (size_t i = 0; i < count; i++) infos[i] = &eddy__error_share(members[i])->info;
    memcpy((char *)(infos + count), text, length);
    return group;
}

void eddy__error_free(eddy_loop *loop, struct eddy__error *error) {
    /* Groups in groups can be deeper than a task's stack: no recursion. The dead wait in a list,
     * linked by their messages, which nobody reads any more. */
    error->info.message = NULL;
    while (error) {
        struct eddy__error *next = (struct eddy__error *)(uintptr_t)error->info.message;
        for (size_t i = 0; i < error->info.count; i++) {
            struct eddy__error *member =
                EDDY__CONTAINER(error->info.members[i], struct eddy__error, info);
            if (--member->references > 0) continue;
            member->info.message = (const char *)next;
            next = member;
        }
        eddy__free(&loop->allocator, error, error->size);
        error = next;
    }
}

enum { ERRORS_KEPT = sizeof((struct eddy__rare *)0)->errors / sizeof(struct eddy__error *) };

struct eddy__error *eddy__error_since(struct eddy__task *task, int status, uint32_t count) {
    const struct eddy__rare *rare = eddy__rare(task);
    for (int i = 0; i < ERRORS_KEPT; i++)
        if (rare->errors[i] && rare->errors[i]->info.status == status)
            return rare->error_counts[i] > count ? rare->errors[i] : NULL;
    return NULL;
}

struct eddy__error *eddy__last_error(struct eddy__task *task, int status) {
    return eddy__error_since(task, status, 0);
}

/* Takes the error at place out; those behind it move up. */
static void forget(eddy_loop *loop, struct eddy__rare *rare, int place) {
    eddy__error_drop(loop, rare->errors[place]);
    for (; place + 1 < ERRORS_KEPT; place++) {
        rare->errors[place] = rare->errors[place + 1];
        rare->error_counts[place] = rare->error_counts[place + 1];
    }
    rare->errors[place] = NULL;
}

void eddy__forget_errors(eddy_loop *loop, struct eddy__task *task) {
    for (int i = ERRORS_KEPT; i > 0; i--) forget(loop, eddy__rare(task), i - 1);
}

void eddy__set_error(eddy_loop *loop, struct eddy__task *task, int status,
                     struct eddy__error *error) {
    eddy__error_share(error);
    struct eddy__rare *rare = eddy__rare(task);
    rare->last_status = status;
    task->error_count++;
    for (int i = 0; i < ERRORS_KEPT; i++)
        if (rare->errors[i] && rare->errors[i]->info.status == status) forget(loop, rare, i);
    if (!error) return;
    forget(loop, rare, ERRORS_KEPT - 1);
    for (int i = ERRORS_KEPT - 1; i > 0; i--) {
        rare->errors[i] = rare->errors[i - 1];
        rare->error_counts[i] = rare->error_counts[i - 1];
    }
    rare->errors[0] = error;
    rare->error_counts[0] = task->error_count;
}

int eddy__failed(int status) {
    eddy_loop *loop = eddy__running();
    if (status != EDDY_OK && loop && loop->current)
        eddy__set_error(loop, loop->current, status, NULL);
    return status;
}

void eddy__set_cancelled(eddy_loop *loop, struct eddy__task *task, struct eddy__error *error) {
    struct eddy__rare *rare = eddy__rare(task);
    eddy__set_error(loop, task, EDDY_CANCELLED, error ? error : rare->why_cancelled);
    eddy__error_drop(loop, rare->why_cancelled);
    rare->why_cancelled = NULL;
}

const char *eddy__error_text(const struct eddy__error *error, int status) {
    if (error) return error->info.message;
    return status == EDDY_OK ? "" : eddy_strerror(status);
}

/* Keeps the formatted text with the running task. Without a task or memory it is left out. */
static void raise_formatted(int status, const char *format, va_list arguments) {
    eddy_loop *loop = eddy__running();
    if (!loop && eddy__outcome_raise(status, format, arguments)) return;
    if (!loop || !loop->current) return;
    struct eddy__error *error = NULL;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length >= 0) error = error_block(loop, status, 0, (size_t)length);
    if (error) vsnprintf((char *)(error + 1), (size_t)length + 1, format, arguments);
    eddy__set_error(loop, loop->current, status, error);
    eddy__error_drop(loop, error);
}

struct eddy__error *eddy__error_made(eddy_loop *loop, struct eddy__error **error, int status) {
    if (!*error && status != EDDY_OK) *error = eddy__error_new(loop, status, eddy_strerror(status));
    return *error;
}

const eddy_error_info *eddy_error(int status) {
    eddy_loop *loop = eddy__running();
    struct eddy__task *task = loop ? loop->current : NULL;
    if (!task || status == EDDY_OK) return NULL;
    struct eddy__error *error = eddy__last_error(task, status);
    if (!error && eddy__error_made(loop, &error, status)) {
        eddy__set_error(loop, task, status, error);
        eddy__error_drop(loop, error);
    }
    return error ? &error->info : NULL;
}

int eddy_raise(int code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (code == EDDY_OK || !format) {
        code = eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_raise: %s",
                          format ? "0 means success, it is not an error" : "the message is NULL");
    } else {
        raise_formatted(code, format, arguments);
    }
    va_end(arguments);
    return code;
}

int eddy__fail(int status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_formatted(status, format, arguments);
    va_end(arguments);
    return status;
}

const char *eddy_error_message(void) {
    eddy_loop *loop = eddy__running();
    if (!loop) return eddy__outcome_text();
    if (!loop->current) return "";
    int status = eddy__rare(loop->current)->last_status;
    return eddy__error_text(eddy__last_error(loop->current, status), status);
}

/* ---- telling people ---- */

void eddy__report(eddy_loop *loop, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (loop->exception_handler)
        loop->exception_handler(loop, text, loop->exception_argument);
    else
        fprintf(stderr, "eddy: %s\n", text);
}

void eddy__fatal(int status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "eddy: fatal %s: ", eddy_error_name(status));
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    fflush(NULL);
    if (eddy__running()) eddy__trace_flush(eddy__running());
    _Exit(status);
}
