/* Status codes: what a coroutine returns and what every call that can fail returns.
 *
 * A status is an int. Zero is success. A negative status is one of Eddy's own errors, named below.
 * A positive status is the program's: any code it likes (503, say), with a message if it was made
 * by eddy_raise. A status travels by `return`; EDDY_TRY passes it up, as an exception would go:
 *
 *     EDDY_TRY(eddy_sleep(1));                         // let every error through
 *
 *     int status = eddy_sleep(10);
 *     if (status == EDDY_CANCELLED) {                  // except CancelledError:
 *         puts("cleanup: releasing resources");
 *         return status;                               //     raise
 *     }
 *
 * A task that returns a status other than EDDY_OK has failed with it (or was cancelled, for
 * EDDY_CANCELLED); whoever awaits the task gets the same status, and the message with it. */
#ifndef EDDY_ERROR_H
#define EDDY_ERROR_H

#include <stddef.h>

/* Eddy's own errors, and the exceptions of Python that they stand for. */
enum eddy_error {
    EDDY_OK = 0,
    EDDY_CANCELLED = -1,        /* asyncio.CancelledError */
    EDDY_TIMEOUT = -2,          /* TimeoutError */
    EDDY_INVALID_STATE = -3,    /* asyncio.InvalidStateError: too early, or already done */
    EDDY_INVALID_ARGUMENT = -4, /* ValueError: what, is in the message */
    EDDY_NO_MEMORY = -5,        /* MemoryError: an allocation failed; nothing was changed */
    EDDY_STACK_OVERFLOW = -6,   /* RecursionError: ends the program, see eddy_options.stack_size */
    EDDY_NOT_AWAITABLE = -7,    /* TypeError: not a task, a future or a coroutine */
    EDDY_STALE_HANDLE = -8,     /* the object was released; see "Lifetime" in eddy/coroutine.h */
    EDDY_ALREADY_AWAITED = -9,  /* a coroutine object runs once */
    EDDY_AWAITS_ITSELF = -10,   /* a task cannot await itself */
    EDDY_NOT_IN_TASK = -11, /* awaited in a callback, or in no loop at all: nothing to suspend */
    EDDY_NO_RUNNING_LOOP = -12, /* needs a running loop: call it from within eddy_run */
    EDDY_LOOP_RUNNING = -13,    /* a loop runs already: loops do not nest */
    EDDY_WRONG_LOOP = -14,      /* the handle belongs to another loop */
    EDDY_DEADLOCK = -15,        /* nothing is ready, no timer is set, no I/O is pending */
    EDDY_NETWORK_ERROR = -16,   /* no HTTP response at all: refused, no such host, blocked, cut */
    EDDY_HTTP_STATUS = -17,     /* an HTTP response with a status of 400 or more */
    EDDY_NOT_SUPPORTED = -18,   /* this host cannot do it: what is missing, is in the message */
    EDDY_ERROR_GROUP = -19,     /* ExceptionGroup: several errors, see eddy_error() */
    EDDY_QUEUE_FULL = -20,      /* asyncio.QueueFull */
    EDDY_QUEUE_EMPTY = -21,     /* asyncio.QueueEmpty */
    EDDY_QUEUE_SHUT_DOWN = -22, /* asyncio.QueueShutDown */
    EDDY_BROKEN_BARRIER = -23,  /* asyncio.BrokenBarrierError: aborted, or reset meanwhile */
    EDDY_WOULD_BLOCK = -24,     /* anyio.WouldBlock: it cannot be had without waiting */
    EDDY_STOP_ITERATION = -25,  /* StopAsyncIteration: there are no more */
    EDDY_END_OF_STREAM = -26,   /* anyio.EndOfStream: all senders are closed, and nothing is left */
    EDDY_BROKEN_RESOURCE = -27, /* anyio.BrokenResourceError: the other end was closed */
    EDDY_CLOSED_RESOURCE = -28, /* anyio.ClosedResourceError: this end was closed */
    EDDY_BROKEN_WORKER = -29,   /* anyio.BrokenWorkerProcess: it ended before its job did */
};

/* The status in one line of text, for people: "the task was cancelled". For a positive status, "an
 * error of the program's own". Never NULL; the text is static. */
const char *eddy_strerror(int status);

/* The status as its name in this header, "EDDY_CANCELLED". For a positive status, "error". Never
 * NULL; the text is static. */
const char *eddy_error_name(int status);

/* Makes an error of the program's own: `return eddy_raise(503, "overloaded: %d calls", n);`
 *
 * Returns code. The message (printf's rules) is kept with the running task and follows the status
 * to whoever awaits the task. code is positive, or one of Eddy's own errors to give it a message;
 * 0 is refused with EDDY_INVALID_ARGUMENT. When there is no memory for the message it is left out;
 * the code never is. Outside of a task the message is lost. */
int eddy_raise(int code, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* The message of the error that the running task last raised or was last given by a call, or the
 * text of that call's status where it has no message of its own. "" when there was none. Valid
 * until the task's next error; never NULL. */
const char *eddy_error_message(void);

/* An error with all that belongs to it. */
typedef struct eddy_error_info {
    int status;
    const char *message; /* its own, or the text of the status */
    /* the members of an EDDY_ERROR_GROUP, in the order they came */
    size_t count;
    const struct eddy_error_info *const *members;
} eddy_error_info;

/* All that belongs to a status that the running task was given, or raised: of its last error with
 * this status. NULL for EDDY_OK, outside of a task, and without memory. Valid until the task's next
 * error. */
const eddy_error_info *eddy_error(int status);

/* Returns from the enclosing function with the status of expression unless it is EDDY_OK. Expands
 * to: do { int s = (expression); if (s != EDDY_OK) return s; } while (0) */
#define EDDY_TRY(expression)                                                                       \
    do {                                                                                           \
        int eddy_try_status_ = (expression);                                                       \
        if (eddy_try_status_ != EDDY_OK) return eddy_try_status_;                                  \
    } while (0)

#endif
