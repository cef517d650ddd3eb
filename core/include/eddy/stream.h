/* Memory object streams (anyio's): a queue with two ends, each of which can be closed.
 *
 *     eddy_send_stream send;
 *     eddy_receive_stream receive;
 *     EDDY_TRY(eddy_memory_object_stream_new(sizeof(int), 0, &send, &receive));
 *     eddy_go(producer, .to = send);
 *     int item, status;
 *     while ((status = eddy_receive_stream_receive(receive, &item)) == EDDY_OK) use(item);
 *     if (status == EDDY_END_OF_STREAM) puts("the producer has closed its end");
 *
 * Items are of one size, copied in and out. An item goes to one receiver: to the one that waits
 * longest, at once; else into the buffer. Either end can be cloned, so that each of several tasks
 * closes its own; an end is closed for the other one when all its clones are.
 *
 * Handles, lifetime, statistics and errors as in eddy/sync.h; in addition every use of a closed end
 * but close and statistics is EDDY_CLOSED_RESOURCE. Each end and clone is an object; one whose
 * object goes, because the task that made it has ended or with eddy_release_object, is closed by
 * that. */
#ifndef EDDY_STREAM_H
#define EDDY_STREAM_H

#include <stddef.h>
#include <stdint.h>

/* Names an end at which items are sent, or a clone of it. (anyio.MemoryObjectSendStream) */
typedef struct eddy_send_stream {
    uint64_t id;
} eddy_send_stream;

/* Names an end at which items are received, or a clone of it. (anyio.MemoryObjectReceiveStream) */
typedef struct eddy_receive_stream {
    uint64_t id;
} eddy_receive_stream;

/* A stream for items of item_size bytes (1 at least) that keeps max_buffer_size of them for later:
 * with 0, a send waits for its receiver; SIZE_MAX: without a limit. Memory is taken as the buffer
 * grows. EDDY_NO_MEMORY, EDDY_NO_RUNNING_LOOP, EDDY_INVALID_ARGUMENT: then the handles carry the
 * error, too. (anyio.create_memory_object_stream) */
int eddy_memory_object_stream_new(size_t item_size, size_t max_buffer_size, eddy_send_stream *send,
                                  eddy_receive_stream *receive);

/* ---- sending ---- */

/* Sends the item. Suspends: while the buffer is full and nobody waits to receive, and for one
 * iteration in any case, so that others run too. The item is copied when it is taken: it must stay
 * as it is until the call returns.
 *
 * EDDY_BROKEN_RESOURCE when the other end is closed, also while it waits; EDDY_NO_MEMORY.
 * EDDY_CANCELLED: the item was not sent, unless a receiver had just taken it when the cancellation
 * came. O(1). (MemoryObjectSendStream.send) */
int eddy_send_stream_send(eddy_send_stream stream, const void *item);

/* The same if it can be done at once: else EDDY_WOULD_BLOCK. Never suspends.
 * (MemoryObjectSendStream.send_nowait) */
int eddy_send_stream_send_nowait(eddy_send_stream stream, const void *item);

/* Another handle for the same end, to be closed on its own; the calling task owns it. Carries
 * EDDY_CLOSED_RESOURCE or EDDY_NO_MEMORY when there is none. (MemoryObjectSendStream.clone) */
eddy_send_stream eddy_send_stream_clone(eddy_send_stream stream);

/* Closes this end. When it was the last sender, those that wait to receive get EDDY_END_OF_STREAM.
 * A send that waits at this end goes on to wait. Closing twice does nothing.
 * (MemoryObjectSendStream.close) */
int eddy_send_stream_close(eddy_send_stream stream);

/* ---- receiving ---- */

/* Copies the next item to *item. Suspends: while there is none, and for one iteration in any case.
 *
 * EDDY_END_OF_STREAM when there is none and all senders are closed; EDDY_NO_MEMORY, before it
 * waits. What *item holds after an error is undefined. EDDY_CANCELLED: no item is lost; one that
 * was just handed over goes to the next receiver, or back to the front of the buffer (which may
 * then hold more than its maximum). O(1). (MemoryObjectReceiveStream.receive) */
int eddy_receive_stream_receive(eddy_receive_stream stream, void *item);

/* The same if there is an item, or a sender that waits: else EDDY_WOULD_BLOCK. Never suspends.
 * (MemoryObjectReceiveStream.receive_nowait) */
int eddy_receive_stream_receive_nowait(eddy_receive_stream stream, void *item);

/* As eddy_send_stream_clone. (MemoryObjectReceiveStream.clone) */
eddy_receive_stream eddy_receive_stream_clone(eddy_receive_stream stream);

/* Closes this end. When it was the last receiver, those that wait to send get EDDY_BROKEN_RESOURCE,
 * and what is in the buffer is lost. A receive that waits at this end goes on to wait. Closing
 * twice does nothing. (MemoryObjectReceiveStream.close) */
int eddy_receive_stream_close(eddy_receive_stream stream);

/* ---- both ---- */

/* How a stream stands at this moment. */
struct eddy_stream_statistics {
    size_t current_buffer_used, max_buffer_size;
    size_t open_send_streams, open_receive_streams; /* ends and clones that are not closed */
    size_t tasks_waiting_send, tasks_waiting_receive;
};

/* Of the stream, by either end; a closed one, too. */
struct eddy_stream_statistics eddy_send_stream_statistics(eddy_send_stream stream);
struct eddy_stream_statistics eddy_receive_stream_statistics(eddy_receive_stream stream);

#endif
