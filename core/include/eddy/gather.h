/* Waiting for many (asyncio.gather). */
#ifndef EDDY_GATHER_H
#define EDDY_GATHER_H

#include "eddy/coroutine.h"

/* What eddy_gather does about the exceptions of those it waits for (return_exceptions). */
typedef enum eddy_gather_exceptions {
    EDDY_RAISE_FIRST,       /* the first of them ends the waiting, and is its status */
    EDDY_RETURN_EXCEPTIONS, /* each is that of its task, to be asked for; all are waited for */
} eddy_gather_exceptions;

/* eddy_gather(a, b, ...): suspends until all are done, or the first has failed. Coroutine objects
 * are made tasks, in order. Returns EDDY_OK when all ended well; else the first error (a cancelled
 * one counts as an error), at once: the others run on, as in asyncio. When the calling task is
 * cancelled all of them are cancelled. Results are read from each: eddy_frame, or
 * eddy_future_exception. Errors: as eddy_await, and EDDY_NO_MEMORY. (asyncio.gather) */
#define eddy_gather(...)                                                                           \
    eddy_gather_array((eddy_awaitable[]){__VA_ARGS__},                                             \
                      sizeof((eddy_awaitable[]){__VA_ARGS__}) / sizeof(eddy_awaitable),            \
                      EDDY_RAISE_FIRST)

/* gather(..., return_exceptions=True): waits until all are done, however they end, and returns
 * EDDY_OK; each one's own eddy_future_exception says how it went. EDDY_CANCELLED, once all are
 * done, when the calling task was cancelled meanwhile. */
#define eddy_gather_return_exceptions(...)                                                         \
    eddy_gather_array((eddy_awaitable[]){__VA_ARGS__},                                             \
                      sizeof((eddy_awaitable[]){__VA_ARGS__}) / sizeof(eddy_awaitable),            \
                      EDDY_RETURN_EXCEPTIONS)

/* What both expand to; for as many as there are at run time. The array is the caller's and is read
 * before anything is awaited; one that stands in it twice is waited for once. O(count). */
int eddy_gather_array(const eddy_awaitable *awaitables, size_t count,
                      eddy_gather_exceptions exceptions);

/* The future that eddy_gather awaits, for who wants to hold, cancel or await it later. To cancel it
 * cancels all children. Owned by the calling task; done at once when count is 0. */
eddy_future eddy_gather_future(const eddy_awaitable *awaitables, size_t count,
                               eddy_gather_exceptions exceptions);

#endif
