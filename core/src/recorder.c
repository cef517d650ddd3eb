#include "recorder.h"

#include <string.h>

#include "eddy/host.h"
#include "scheduler.h"

enum {
    CAPACITY = 2048,
    LONGEST = 1 + 256 / sizeof(eddy_trace_record), /* a name, in records */
    LEAST = 2 * LONGEST,
};

static bool wanted;

void eddy__trace_want(bool on) {
    wanted = on;
}

void eddy__recorder_init(eddy_loop *loop, size_t keep) {
    struct eddy__recorder *recorder = &loop->recorder;
    if (!wanted && keep == 0) return;
    size_t capacity = wanted ? CAPACITY : keep;
    if (capacity < LEAST) capacity = LEAST;
    if (capacity > SIZE_MAX / sizeof *recorder->records) return;
    recorder->records = eddy__allocate(&loop->allocator, capacity * sizeof *recorder->records);
    if (!recorder->records) return;
    recorder->capacity = recorder->limit = capacity;
    recorder->keeps = !wanted;
    recorder->on = true;
    recorder->host = loop->host_start;
    eddy__trace_begin(loop);
}

void eddy__recorder_free(eddy_loop *loop) {
    eddy__trace_flush(loop);
    eddy__free(&loop->allocator, loop->recorder.records,
               loop->recorder.capacity * sizeof *loop->recorder.records);
}

static void hand_over(struct eddy__recorder *recorder) {
    if (recorder->count > 0) eddy_host_trace(recorder->records, recorder->count);
    recorder->count = 0;
}

void eddy__trace_flush(eddy_loop *loop) {
    if (!loop->recorder.keeps) hand_over(&loop->recorder);
}

eddy_trace_view eddy_loop_trace(const eddy_loop *loop) {
    if (!loop || !loop->recorder.keeps) return (eddy_trace_view){0};
    const struct eddy__recorder *recorder = &loop->recorder;
    return (eddy_trace_view){
        .first = recorder->records + recorder->oldest,
        .first_count = recorder->lap_end - recorder->oldest,
        .second = recorder->records,
        .second_count = recorder->count,
        .dropped = recorder->dropped,
    };
}

/* How many records belong together, from this one on. */
static size_t group(const eddy_trace_record *record) {
    bool text = record->kind == EDDY_TRACE_TASK_NAME || record->kind == EDDY_TRACE_SITE;
    return text ? 1 + record->other : 1;
}

/* A ring: what the next count records overwrite is dropped, whole groups of it. */
static void drop_oldest(struct eddy__recorder *recorder, size_t count) {
    if (recorder->count + count > recorder->capacity) {
        recorder->dropped += recorder->lap_end - recorder->oldest;
        recorder->lap_end = recorder->count;
        recorder->oldest = recorder->count = 0;
        recorder->limit = 0; /* from now on each record overwrites one */
        memset(recorder->sites, 0, sizeof recorder->sites); /* each lap tells them anew */
    }
    while (recorder->oldest < recorder->lap_end && recorder->oldest < recorder->count + count) {
        size_t together = group(&recorder->records[recorder->oldest]);
        recorder->oldest += together;
        recorder->dropped += together;
    }
}

eddy_trace_record *eddy__trace_reserve(struct eddy__recorder *recorder, size_t count) {
    if (recorder->keeps)
        drop_oldest(recorder, count);
    else if (recorder->count + count > recorder->capacity)
        hand_over(recorder);
    eddy_trace_record *records = &recorder->records[recorder->count];
    recorder->count += count;
    return records;
}

/* A record and the text behind it. */
static void write_text(eddy_loop *loop, eddy_trace_record record, const char *text) {
    size_t length = strlen(text), size = sizeof record;
    if (length > 255) length = 255;
    size_t count = (length + size - 1) / size;
    eddy_trace_record *records = eddy__trace_reserve(&loop->recorder, 1 + count);
    memset(records, 0, (1 + count) * size);
    records[0] = record;
    records[0].time = loop->recorder.time;
    records[0].other = (uint32_t)count;
    records[0].value = (int32_t)length;
    memcpy(&records[1], text, length);
}

uint32_t eddy__trace_tell_site(eddy_loop *loop, struct eddy__site *site, const char *where) {
    uint32_t number = ++loop->recorder.site_number;
    *site = (struct eddy__site){where, number};
    write_text(loop, (eddy_trace_record){.kind = EDDY_TRACE_SITE, .site = number}, where);
    return number;
}

void eddy__trace_name(eddy_loop *loop, struct eddy__task *task) {
    eddy_trace_record record = {.kind = EDDY_TRACE_TASK_NAME, .task = task->number};
    write_text(loop, record, eddy__task_name(loop, task));
}

uint32_t eddy__trace_number(const struct eddy__object *object) {
    if (!object) return 0;
    /* the generation beside the slot: two objects at different times are two */
    return (uint32_t)object->id + 1 + ((uint32_t)(object->id >> 32) - 1) * (1u << 20);
}
