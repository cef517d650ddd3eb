/* HTTP requests: the core's half. The host makes them (eddy/host.h). */
#include "eddy/fetch.h"

#include <stdio.h>
#include <string.h>

#include "awaiting.h"
#include "eddy/error.h"
#include "eddy/host.h"

/* A response as its owner holds it; the strings lie in memory, as the host delivered them. */
struct response {
    eddy_response shown;
    eddy_allocator allocator;
    char *memory;
    size_t size;
};

/* ---- the pending request ---- */

static void end_request(eddy_loop *loop, struct eddy__fetch *fetch, enum eddy__state state,
                        int status) {
    eddy__io_ended(loop);
    uint32_t number = eddy__trace_number(&fetch->future.object);
    EDDY__TRACE_NOW(loop, .kind = EDDY_TRACE_IO_END, .detail = state == EDDY__WAS_CANCELLED,
                    .object = number, .value = fetch->http_status);
    loop->recorder.cause = EDDY_TRACE_BY_IO;
    loop->recorder.cause_object = number;
    eddy__complete(loop, &fetch->future, state, status);
}

bool eddy__fetch_cancel(eddy_loop *loop, struct eddy__fetch *fetch) {
    eddy_host_abort(fetch->future.object.id);
    end_request(loop, fetch, EDDY__WAS_CANCELLED, EDDY_CANCELLED);
    return true;
}

void eddy__fetch_release(eddy_loop *loop, struct eddy__fetch *fetch) {
    if (!eddy__done(&fetch->future)) {
        eddy_host_abort(fetch->future.object.id);
        eddy__io_ended(loop);
    }
    eddy__free(&loop->allocator, fetch->memory, fetch->size);
}

/* Takes memory from one loop's allocator to another's; NULL: none was left there. */
static char *move_memory(eddy_loop *from, eddy_loop *to, char *memory, size_t size) {
    char *moved = memory ? eddy__allocate(&to->allocator, size) : NULL;
    if (moved) memcpy(moved, memory, size);
    eddy__free(&from->allocator, memory, size);
    return moved;
}

void eddy__fetch_complete(eddy_loop *driven, uint64_t id, int status, char *memory, size_t size,
                          size_t body_size) {
    eddy_loop *loop;
    struct eddy__object *object = eddy__find_anywhere(id, &loop);
    struct eddy__fetch *fetch = (struct eddy__fetch *)object;
    if (!object || object->kind != EDDY__FETCH || eddy__done(&fetch->future)) {
        eddy__free(&driven->allocator, memory, size); /* nobody waits for it any more */
        return;
    }
    /* another loop's request, which goes on when that one is driven again */
    if (loop != driven) memory = move_memory(driven, loop, memory, size);
    fetch->memory = memory;
    fetch->size = size;
    fetch->body_size = body_size;
    fetch->http_status = status;
    int result = EDDY_OK;
    if (!memory)
        result = EDDY_NO_MEMORY;
    else if (status < 0)
        result = status == -2 ? EDDY_INVALID_ARGUMENT : EDDY_NETWORK_ERROR;
    if (memory && status < 0) fetch->future.error = eddy__error_new(loop, result, memory);
    end_request(loop, fetch, EDDY__FINISHED, result);
}

/* ---- making one ---- */

/* The first line of headers that has no colon behind a name; NULL when all are well. */
static const char *bad_header(const char *headers) {
    for (const char *line = headers; *line;) {
        size_t length = strcspn(line, "\n"), name = strcspn(line, ":\n");
        if (length > 0 && (name == 0 || name == length)) return line;
        line += length + (line[length] == '\n');
    }
    return NULL;
}

static eddy_response *make_response(eddy_loop *loop, struct eddy__fetch *fetch) {
    struct response *response = eddy__allocate(&loop->allocator, sizeof *response);
    if (!response) return NULL;
    const char *url = fetch->memory, *headers = url + strlen(url) + 1;
    *response = (struct response){
        .shown = {.status = fetch->http_status,
                  .url = url,
                  .headers = headers,
                  .body = headers + strlen(headers) + 1,
                  .body_size = fetch->body_size},
        .allocator = loop->allocator,
        .memory = fetch->memory,
        .size = fetch->size,
    };
    fetch->memory = NULL;
    return &response->shown;
}

/* Starts the request; NULL and why when it cannot be. */
static struct eddy__fetch *start(eddy_loop *loop, const struct eddy_host_request *request,
                                 int *why) {
    struct eddy__fetch *fetch = eddy__object_new(loop, EDDY__FETCH, sizeof *fetch);
    if (!fetch) {
        *why = eddy__fail(EDDY_NO_MEMORY, "eddy_fetch: no memory for the request");
        return NULL;
    }
    eddy__future_init(&fetch->future);
    eddy__io_started(loop);
    if (eddy_host_fetch(fetch->future.object.id, request) == 0) {
        if (EDDY__TRACING(loop))
            eddy__trace_io_begin(loop, EDDY_TRACE_IO_FETCH, &fetch->future.object);
        return fetch;
    }
    eddy__io_ended(loop);
    fetch->future.state = EDDY__FINISHED;
    eddy__drop(loop, &fetch->future.object);
    *why = eddy__fail(EDDY_NOT_SUPPORTED, "eddy_fetch: this host makes no HTTP requests: run the "
                                          "program as a guest in a page, a worker or Node");
    return NULL;
}

int eddy_fetch(const char *url, const eddy_request *options, eddy_response **response) {
    int why = EDDY_OK;
    eddy_loop *loop;
    if (response) *response = NULL;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return eddy__failed(why);
    if (!url || !response)
        return eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_fetch: %s is NULL",
                          url ? "response" : "url");
    struct eddy_host_request request = {.url = url, .method = "GET", .headers = "", .body = ""};
    if (options) {
        if (options->method) request.method = options->method;
        if (options->headers) request.headers = options->headers;
        if (options->body_size > 0 && !options->body)
            return eddy__fail(EDDY_INVALID_ARGUMENT,
                              "eddy_fetch: body is NULL, body_size is not 0");
        if (options->body) request.body = options->body;
        request.body_size = options->body_size;
    }
    const char *bad = bad_header(request.headers);
    if (bad)
        return eddy__fail(EDDY_INVALID_ARGUMENT,
                          "eddy_fetch: a header line without name and colon: %.*s",
                          (int)strcspn(bad, "\n"), bad);

    struct eddy__fetch *fetch = start(loop, &request, &why);
    if (!fetch) return why;
    eddy__hold(&fetch->future.object);
    int status = eddy__await_future(loop, task, &fetch->future);
    if (status == EDDY_OK) {
        *response = make_response(loop, fetch);
        if (!*response)
            status = eddy__fail(EDDY_NO_MEMORY, "eddy_fetch: no memory for the response");
    }
    eddy__list_remove(&fetch->future.object.owned);
    eddy__drop(loop, &fetch->future.object);
    eddy__drop(loop, &fetch->future.object);
    return status;
}

/* ---- reading the response ---- */

int eddy_response_raise_for_status(const eddy_response *response) {
    if (!response) return eddy__fail(EDDY_INVALID_ARGUMENT, "the response is NULL");
    if (response->status < 400) return EDDY_OK;
    return eddy__fail(EDDY_HTTP_STATUS, "%d for %s", response->status, response->url);
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_name(const char *a, const char *b, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (lower(a[i]) != lower(b[i])) return false;
    return b[length] == '\0';
}

int eddy_response_header(const eddy_response *response, const char *name, char *value,
                         size_t size) {
    if (size > 0 && value) value[0] = '\0';
    if (!response || !name) return -1;
    for (const char *line = response->headers; *line;) {
        size_t length = strcspn(line, "\n"), colon = strcspn(line, ":\n");
        if (colon < length && same_name(line, name, colon)) {
            const char *start = line + colon + 1;
            while (*start == ' ') start++;
            int full = (int)(line + length - start);
            if (size > 0 && value) snprintf(value, size, "%.*s", full, start);
            return full;
        }
        line += length + (line[length] == '\n');
    }
    return -1;
}

void eddy_response_free(eddy_response *shown) {
    if (!shown) return;
    struct response *response = (struct response *)shown;
    eddy_allocator allocator = response->allocator;
    eddy__free(&allocator, response->memory, response->size);
    eddy__free(&allocator, response, sizeof *response);
}
