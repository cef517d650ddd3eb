#include "eddy/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    [-EDDY_NOT_IN_TASK] = {"EDDY_NOT_IN_TASK",
                           "only a task can wait: not a callback, not code outside of a loop"},
    [-EDDY_NO_RUNNING_LOOP] = {"EDDY_NO_RUNNING_LOOP", "no event loop runs: call it in eddy_run"},
    [-EDDY_LOOP_RUNNING] = {"EDDY_LOOP_RUNNING",
                            "an event loop runs already in this thread: loops do not nest"},
    [-EDDY_WRONG_LOOP] = {"EDDY_WRONG_LOOP", "the handle belongs to another event loop"},
    [-EDDY_DEADLOCK] = {"EDDY_DEADLOCK",
                        "nothing is ready, no timer is set and no request is pending"},
    [-EDDY_NETWORK_ERROR] = {"EDDY_NETWORK_ERROR", "the network failed: there was no response"},
    [-EDDY_HTTP_STATUS] = {"EDDY_HTTP_STATUS", "the HTTP response was an error"},
    [-EDDY_NOT_SUPPORTED] = {"EDDY_NOT_SUPPORTED", "this host cannot do that"},
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

/* ---- messages ---- */

struct eddy__message *eddy__message_new(eddy_loop *loop, int status, const char *text) {
    size_t length = strlen(text), size = offsetof(struct eddy__message, text) + length + 1;
    struct eddy__message *message = eddy__allocate(&loop->allocator, size);
    if (!message) return NULL;
    *message = (struct eddy__message){.references = 1, .size = (uint32_t)size, .status = status};
    memcpy(message->text, text, length + 1);
    return message;
}

struct eddy__message *eddy__message_share(struct eddy__message *message) {
    if (message) message->references++;
    return message;
}

void eddy__message_drop(eddy_loop *loop, struct eddy__message *message) {
    if (message && --message->references == 0) eddy__free(&loop->allocator, message, message->size);
}

void eddy__set_error(eddy_loop *loop, struct eddy__task *task, int status,
                     struct eddy__message *message) {
    eddy__message_share(message);
    eddy__message_drop(loop, task->error);
    task->error = message;
    task->error_status = status;
}

const char *eddy__message_text(const struct eddy__message *message, int status) {
    if (message) return message->text;
    return status == EDDY_OK ? "" : eddy_strerror(status);
}

/* Keeps the formatted text with the running task. Without a task or memory it is left out. */
static void raise_formatted(int status, const char *format, va_list arguments) {
    eddy_loop *loop = eddy__running();
    if (!loop || !loop->current) return;
    struct eddy__message *message = NULL;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    size_t size = offsetof(struct eddy__message, text) + (size_t)(length > 0 ? length : 0) + 1;
    if (length >= 0) message = eddy__allocate(&loop->allocator, size);
    if (message) {
        *message =
            (struct eddy__message){.references = 1, .size = (uint32_t)size, .status = status};
        vsnprintf(message->text, (size_t)length + 1, format, arguments);
    }
    eddy__set_error(loop, loop->current, status, message);
    eddy__message_drop(loop, message);
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
    if (!loop || !loop->current) return "";
    return eddy__message_text(loop->current->error, loop->current->error_status);
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
    _Exit(status);
}
