/* Memory object streams (anyio's). */
#include "eddy/stream.h"

#include <string.h>

#include "eddy/task.h"
#include "sync_objects.h"

/* Those that wait, with what they send or where they want it. */
struct sender {
    struct eddy__waiter waiter;
    const void *item;
    bool was_taken;
};

struct receiver {
    struct eddy__waiter waiter;
    void *item;
    bool was_given;
};

/* ---- the buffer ---- */

static char *item_at(const struct eddy__stream *stream, size_t i) {
    return stream->items + (stream->first + i) % stream->capacity * stream->item_size;
}

void eddy__stream_end(eddy_loop *loop, struct eddy__stream *stream) {
    eddy__free(&loop->allocator, stream->items, stream->capacity * stream->item_size);
}

/* Room for one item more than there are and than receivers may give back. */
static bool reserve(eddy_loop *loop, struct eddy__stream *stream) {
    size_t needed = stream->count + stream->receiving + 1;
    if (needed <= stream->capacity) return true;
    if (stream->capacity >= SIZE_MAX / 2 / stream->item_size) return false;
    size_t capacity = stream->capacity + stream->capacity / 2 + 1;
    if (needed <= stream->max_buffer_size && capacity > stream->max_buffer_size)
        capacity = stream->max_buffer_size;
    char *items = eddy__allocate(&loop->allocator, capacity * stream->item_size);
    if (!items) return false;
    for (size_t i = 0; i < stream->count; i++)
        memcpy(items + i * stream->item_size, item_at(stream, i), stream->item_size);
    eddy__stream_end(loop, stream);
    stream->items = items;
    stream->capacity = capacity;
    stream->first = 0;
    return true;
}

static void append(struct eddy__stream *stream, const void *item) {
    memcpy(item_at(stream, stream->count), item, stream->item_size);
    stream->count++;
}

static void take_first(struct eddy__stream *stream, void *item) {
    memcpy(item, item_at(stream, 0), stream->item_size);
    stream->first = (stream->first + 1) % stream->capacity;
    stream->count--;
    if (stream->given_back > 0) stream->given_back--;
}

/* Puts the item in front, but behind those that were given back before: in the order sent. */
static void put_back(struct eddy__stream *stream, const void *item) {
    stream->first = (stream->first + stream->capacity - 1) % stream->capacity;
    stream->count++;
    for (size_t i = 0; i < stream->given_back; i++)
        memcpy(item_at(stream, i), item_at(stream, i + 1), stream->item_size);
    memcpy(item_at(stream, stream->given_back), item, stream->item_size);
    stream->given_back++;
}

/* ---- from end to end ---- */

/* Gives the item to the first that waits for one; false when nobody does. */
static bool hand_over(eddy_loop *loop, struct eddy__stream *stream, const void *item) {
    struct eddy__waiter *waiter = eddy__take_pending(&stream->receivers);
    if (!waiter) return false;
    struct receiver *receiver = (struct receiver *)waiter;
    memcpy(receiver->item, item, stream->item_size);
    receiver->was_given = true;
    return eddy__wake(loop, waiter);
}

static void tell_level(eddy_loop *loop, const struct eddy__stream *stream) {
    if (EDDY__TRACING(loop))
        eddy__trace_level(loop, EDDY_TRACE_WAIT_STREAM_RECEIVE, &stream->object, stream->count);
}

static int send_nowait(eddy_loop *loop, const struct eddy__stream_side *side, const void *item) {
    struct eddy__stream *stream = side->stream;
    if (side->is_closed) return EDDY_CLOSED_RESOURCE;
    if (stream->open_receive == 0) return EDDY_BROKEN_RESOURCE;
    if (hand_over(loop, stream, item)) return EDDY_OK;
    if (stream->count >= stream->max_buffer_size) return EDDY_WOULD_BLOCK;
    if (!reserve(loop, stream)) return EDDY_NO_MEMORY;
    append(stream, item);
    tell_level(loop, stream);
    return EDDY_OK;
}

/* Takes the next item, whether this side is closed or not. */
static int take_next(eddy_loop *loop, struct eddy__stream *stream, void *item) {
    bool was_buffered = stream->count > 0;
    if (was_buffered) {
        take_first(stream, item);
        tell_level(loop, stream);
        /* senders wait only while it is full */
        if (stream->count >= stream->max_buffer_size) return EDDY_OK;
    }
    struct eddy__waiter *waiter = eddy__take_pending(&stream->senders);
    if (waiter) {
        struct sender *sender = (struct sender *)waiter;
        if (was_buffered) {
            append(stream, sender->item);
            tell_level(loop, stream);
        } else {
            memcpy(item, sender->item, stream->item_size);
        }
        sender->was_taken = true;
        eddy__wake(loop, waiter);
        return EDDY_OK;
    }
    if (was_buffered) return EDDY_OK;
    return stream->open_send == 0 ? EDDY_END_OF_STREAM : EDDY_WOULD_BLOCK;
}

static int receive_nowait(eddy_loop *loop, const struct eddy__stream_side *side, void *item) {
    return side->is_closed ? EDDY_CLOSED_RESOURCE : take_next(loop, side->stream, item);
}

static int send_item(eddy_loop *loop, struct eddy__task *task, const struct eddy__stream_side *side,
                     const void *item) {
    EDDY_TRY(eddy_sleep(0)); /* AnyIO's checkpoint: whoever loops over it lets others run */
    int status = send_nowait(loop, side, item);
    if (status != EDDY_WOULD_BLOCK) return status;
    struct sender sender = {.item = item};
    eddy__waiter_init(&sender.waiter, EDDY_TRACE_WAIT_STREAM_SEND, &side->stream->object);
    status = eddy__wait_in(loop, task, &side->stream->senders, &sender.waiter);
    /* woken without: the last receiver was closed */
    return status == EDDY_OK && !sender.was_taken ? EDDY_BROKEN_RESOURCE : status;
}

static int receive_item(eddy_loop *loop, struct eddy__task *task,
                        const struct eddy__stream_side *side, void *item) {
    EDDY_TRY(eddy_sleep(0));
    int status = receive_nowait(loop, side, item);
    if (status != EDDY_WOULD_BLOCK) return status;
    struct eddy__stream *stream = side->stream;
    if (!reserve(loop, stream)) return EDDY_NO_MEMORY;
    stream->receiving++;
    struct receiver receiver = {.item = item};
    eddy__waiter_init(&receiver.waiter, EDDY_TRACE_WAIT_STREAM_RECEIVE, &stream->object);
    status = eddy__wait_in(loop, task, &stream->receivers, &receiver.waiter);
    stream->receiving--;
    if (status == EDDY_OK && !receiver.was_given)
        status = take_next(loop, stream, item); /* its end, unless somebody has given one back */
    else if (status != EDDY_OK && receiver.was_given && !hand_over(loop, stream, item))
        put_back(stream, item);
    return status;
}

/* ---- the sides ---- */

static void wake_all(eddy_loop *loop, struct eddy__link *line) {
    struct eddy__waiter *waiter;
    while ((waiter = eddy__take_pending(line)) != NULL) eddy__wake(loop, waiter);
}

static void close_side(eddy_loop *loop, struct eddy__stream_side *side) {
    struct eddy__stream *stream = side->stream;
    if (side->is_closed) return;
    side->is_closed = true;
    if (side->object.kind == EDDY__SEND_STREAM) {
        if (--stream->open_send == 0) wake_all(loop, &stream->receivers);
    } else {
        if (--stream->open_receive == 0) wake_all(loop, &stream->senders);
    }
}

void eddy__stream_side_release(eddy_loop *loop, struct eddy__stream_side *side) {
    close_side(loop, side);
    eddy__drop(loop, &side->stream->object);
}

/* A new side of the stream, or NULL: no memory. */
static struct eddy__stream_side *add_side(eddy_loop *loop, enum eddy__kind kind,
                                          struct eddy__stream *stream) {
    struct eddy__stream_side *side = eddy__object_new(loop, kind, sizeof *side);
    if (!side) return NULL;
    side->stream = stream;
    eddy__hold(&stream->object);
    if (kind == EDDY__SEND_STREAM)
        stream->open_send++;
    else
        stream->open_receive++;
    return side;
}

static int make(size_t item_size, size_t max_buffer_size, uint64_t *send, uint64_t *receive) {
    eddy_loop *loop = eddy__running();
    if (!loop) return EDDY_NO_RUNNING_LOOP;
    if (item_size == 0) return eddy__fail(EDDY_INVALID_ARGUMENT, "the size of the items is 0");
    struct eddy__stream *stream = eddy__object_new(loop, EDDY__STREAM, sizeof *stream);
    if (!stream) return EDDY_NO_MEMORY;
    eddy__list_remove(&stream->object.owned); /* it belongs to its sides */
    eddy__list_init(&stream->senders);
    eddy__list_init(&stream->receivers);
    stream->item_size = item_size;
    stream->max_buffer_size = max_buffer_size;
    struct eddy__stream_side *sender = add_side(loop, EDDY__SEND_STREAM, stream);
    struct eddy__stream_side *receiver =
        sender ? add_side(loop, EDDY__RECEIVE_STREAM, stream) : NULL;
    eddy__drop(loop, &stream->object); /* this call's own reference */
    if (receiver) {
        *send = sender->object.id;
        *receive = receiver->object.id;
        return EDDY_OK;
    }
    if (sender) eddy_release_object(sender->object.id);
    return EDDY_NO_MEMORY;
}

int eddy_memory_object_stream_new(size_t item_size, size_t max_buffer_size,
                                  eddy_send_stream *send_handle,
                                  eddy_receive_stream *receive_handle) {
    if (!send_handle || !receive_handle)
        return eddy__fail(EDDY_INVALID_ARGUMENT, "there is no place for the handles: NULL");
    int status = make(item_size, max_buffer_size, &send_handle->id, &receive_handle->id);
    if (status != EDDY_OK) send_handle->id = receive_handle->id = eddy__error_handle(status).id;
    return status;
}

/* ---- what both ends have in common ---- */

/* The error of a call, without a text of its own: eddy_error_message gives the status's. A
 * cancellation was told by the wait that it ended. */
static int failed(int status) {
    eddy_loop *loop = eddy__running();
    if (status != EDDY_OK && status != EDDY_CANCELLED && loop && loop->current)
        eddy__set_error(loop, loop->current, status, NULL);
    return status;
}

static int item_missing(void) {
    return eddy__fail(EDDY_INVALID_ARGUMENT, "the item is NULL");
}

static uint64_t clone_side(uint64_t id, enum eddy__kind kind) {
    int why = EDDY_OK;
    struct eddy__stream_side *side = eddy__find_kind(id, kind, &why);
    if (!side) return eddy__error_handle(why).id;
    struct eddy__stream_side *copy =
        side->is_closed ? NULL : add_side(eddy__running(), kind, side->stream);
    if (copy) return copy->object.id;
    return eddy__error_handle(failed(side->is_closed ? EDDY_CLOSED_RESOURCE : EDDY_NO_MEMORY)).id;
}

static int close_handle(uint64_t id, enum eddy__kind kind) {
    int why = EDDY_OK;
    struct eddy__stream_side *side = eddy__find_kind(id, kind, &why);
    if (side) close_side(eddy__running(), side);
    return why;
}

static struct eddy_stream_statistics statistics(uint64_t id, enum eddy__kind kind) {
    int why;
    struct eddy__stream_side *side = eddy__find_kind(id, kind, &why);
    if (!side) return (struct eddy_stream_statistics){0};
    return (struct eddy_stream_statistics){
        .current_buffer_used = side->stream->count,
        .max_buffer_size = side->stream->max_buffer_size,
        .open_send_streams = side->stream->open_send,
        .open_receive_streams = side->stream->open_receive,
        .tasks_waiting_send = eddy__count_pending(&side->stream->senders),
        .tasks_waiting_receive = eddy__count_pending(&side->stream->receivers),
    };
}

/* ---- the public side ---- */

int eddy_send_stream_send(eddy_send_stream handle, const void *item) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    if (!item) return item_missing();
    struct eddy__stream_side *side =
        eddy__begin_call(handle.id, EDDY__SEND_STREAM, &loop, &task, &why);
    return side ? eddy__end_call(loop, side, failed(send_item(loop, task, side, item))) : why;
}

int eddy_send_stream_send_nowait(eddy_send_stream handle, const void *item) {
    int why = EDDY_OK;
    if (!item) return item_missing();
    struct eddy__stream_side *side = eddy__find_kind(handle.id, EDDY__SEND_STREAM, &why);
    return side ? failed(send_nowait(eddy__running(), side, item)) : why;
}

int eddy_receive_stream_receive(eddy_receive_stream handle, void *item) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    if (!item) return item_missing();
    struct eddy__stream_side *side =
        eddy__begin_call(handle.id, EDDY__RECEIVE_STREAM, &loop, &task, &why);
    return side ? eddy__end_call(loop, side, failed(receive_item(loop, task, side, item))) : why;
}

int eddy_receive_stream_receive_nowait(eddy_receive_stream handle, void *item) {
    int why = EDDY_OK;
    if (!item) return item_missing();
    struct eddy__stream_side *side = eddy__find_kind(handle.id, EDDY__RECEIVE_STREAM, &why);
    return side ? failed(receive_nowait(eddy__running(), side, item)) : why;
}

eddy_send_stream eddy_send_stream_clone(eddy_send_stream handle) {
    return (eddy_send_stream){clone_side(handle.id, EDDY__SEND_STREAM)};
}

eddy_receive_stream eddy_receive_stream_clone(eddy_receive_stream handle) {
    return (eddy_receive_stream){clone_side(handle.id, EDDY__RECEIVE_STREAM)};
}

int eddy_send_stream_close(eddy_send_stream handle) {
    return close_handle(handle.id, EDDY__SEND_STREAM);
}

int eddy_receive_stream_close(eddy_receive_stream handle) {
    return close_handle(handle.id, EDDY__RECEIVE_STREAM);
}

struct eddy_stream_statistics eddy_send_stream_statistics(eddy_send_stream handle) {
    return statistics(handle.id, EDDY__SEND_STREAM);
}

struct eddy_stream_statistics eddy_receive_stream_statistics(eddy_receive_stream handle) {
    return statistics(handle.id, EDDY__RECEIVE_STREAM);
}
