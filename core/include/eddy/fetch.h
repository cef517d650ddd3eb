/* HTTP requests, made by the host: a page, a worker, Node. */
#ifndef EDDY_FETCH_H
#define EDDY_FETCH_H

#include <stddef.h>

/* What to ask for beside the URL. Zero means: the default. All of it is the caller's and is read
 * before eddy_fetch suspends. */
typedef struct eddy_request {
    const char *method;  /* "GET" by default */
    const char *headers; /* lines of "Name: value", each ended by "\n"; none by default */
    const void *body;    /* body_size bytes; none by default */
    size_t body_size;
} eddy_request;

/* An HTTP response, read to its end. */
typedef struct eddy_response {
    int status;          /* 200 */
    const char *headers; /* lines of "name: value\n", names in lower case */
    const char *body;    /* body_size bytes, and a zero behind them */
    size_t body_size;
    const char *url; /* where it came from, after redirects */
} eddy_response;

/* Requests url (absolute, or relative to what the host takes as its base) and waits for the whole
 * response. Suspends only the calling task. request may be NULL. On EDDY_OK *response is the
 * caller's, to be given to eddy_response_free; else it is NULL.
 *
 * Errors: EDDY_NETWORK_ERROR (the message says what the host said), EDDY_CANCELLED (the task was
 * cancelled: the request is aborted), EDDY_NOT_SUPPORTED (this host has no fetch),
 * EDDY_NO_MEMORY, EDDY_NOT_IN_TASK, EDDY_INVALID_ARGUMENT (url is NULL or not a URL, a header line
 * without colon). A status of 400 or more is a response like any other: see
 * eddy_response_raise_for_status. */
int eddy_fetch(const char *url, const eddy_request *request, eddy_response **response);

/* EDDY_OK for a status below 400, else EDDY_HTTP_STATUS with a message: "404 for http://...".
 * (httpx: Response.raise_for_status) */
int eddy_response_raise_for_status(const eddy_response *response);

/* Copies the value of the header with this name (in any case) to value, cut to size and ended by a
 * zero. Returns the value's full length, or -1 when there is no such header; as snprintf. */
int eddy_response_header(const eddy_response *response, const char *name, char *value, size_t size);

/* Frees the response; NULL is ignored. */
void eddy_response_free(eddy_response *response);

#endif
