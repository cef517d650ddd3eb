#include "recorder.h"

#include <string.h>

#include "eddy/host.h"
#include "scheduler.h"
#include "waiter.h"

enum { CAPACITY = 4096 };

static bool wanted;

void eddy__trace_want(bool on) {
    wanted = on;
}

void eddy__recorder_init(eddy_loop *loop) {
    struct eddy__recorder *recorder = &loop->recorder;
    if (!wanted) return;
    recorder->records = eddy__allocate(&loop->allocator, CAPACITY * sizeof *recorder->records);
    if (!recorder->records) return;
    recorder->capacity = CAPACITY;
    recorder->on = true;
}

void eddy__recorder_free(eddy_loop *loop) {
    eddy__trace_flush(loop);
    eddy__free(&loop->allocator, loop->recorder.records,
               loop->recorder.capacity * sizeof *loop->recorder.records);
}

void eddy__trace_flush(eddy_loop *loop) {
    struct eddy__recorder *recorder = &loop->recorder;
    if (recorder->count > 0) eddy_host_trace(recorder->records, recorder->count);
    recorder->count = 0;
}

/* Room for count records that stay together. */
static eddy_trace_record *reserve(eddy_loop *loop, size_t count) {
    struct eddy__recorder *recorder = &loop->recorder;
    if (recorder->count + count > recorder->capacity) eddy__trace_flush(loop);
    eddy_trace_record *records = &recorder->records[recorder->count];
    recorder->count += count;
    return records;
}

void eddy__trace_write(eddy_loop *loop, enum eddy_trace_kind kind, uint32_t task, uint32_t other,
                       int32_t value, uint16_t detail) {
    *reserve(loop, 1) = (eddy_trace_record){
        .time = (double)eddy__now(loop) / 1e9,
        .kind = (uint16_t)kind,
        .detail = detail,
        .task = task,
        .other = other,
        .value = value,
    };
}

void eddy__trace_name(eddy_loop *loop, struct eddy__task *task) {
    const char *name = eddy__task_name(loop, task);
    size_t length = strlen(name), size = sizeof(eddy_trace_record);
    if (length > 255) length = 255;
    size_t count = (length + size - 1) / size;
    eddy_trace_record *records = reserve(loop, 1 + count);
    memset(records, 0, (1 + count) * size);
    records[0] = (eddy_trace_record){
        .time = (double)eddy__now(loop) / 1e9,
        .kind = EDDY_TRACE_TASK_NAME,
        .task = task->number,
        .other = (uint32_t)count,
        .value = (int32_t)length,
    };
    memcpy(&records[1], name, length);
}

void eddy__trace_wait(eddy_loop *loop, struct eddy__task *task) {
    uint16_t what = EDDY_TRACE_WAIT_YIELD;
    uint32_t other = 0;
    int32_t value = 0;
    if (task->wait == EDDY__WAITS_FOR_TIMER) {
        int64_t left = (task->timer.deadline - eddy__now(loop)) / 1000;
        what = EDDY_TRACE_WAIT_TIMER;
        value = left > INT32_MAX ? INT32_MAX : (int32_t)left;
    } else if (task->waits_for) {
        switch ((enum eddy__kind)task->waits_for->object.kind) {
        case EDDY__TASK:
            what = EDDY_TRACE_WAIT_TASK;
            other = ((struct eddy__task *)task->waits_for)->number;
            break;
        case EDDY__GATHER:
            what = EDDY_TRACE_WAIT_GATHER;
            other = ((struct eddy__gather *)task->waits_for)->count;
            break;
        case EDDY__FETCH: what = EDDY_TRACE_WAIT_FETCH; break;
        case EDDY__WAITER: what = ((struct eddy__waiter *)task->waits_for)->what; break;
        default: what = EDDY_TRACE_WAIT_FUTURE; break;
        }
    }
    eddy__trace_write(loop, EDDY_TRACE_TASK_WAIT, task->number, other, value, what);
}
