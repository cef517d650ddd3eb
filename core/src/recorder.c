#include "recorder.h"

#include <string.h>

#include "eddy/host.h"
#include "scheduler.h"

enum { CAPACITY = 4096, MOST_TEXT = 256 / sizeof(eddy_trace_record) };

static bool wanted;

void eddy__trace_want(bool on) {
    wanted = on;
}

void eddy__recorder_init(eddy_loop *loop, size_t keep) {
    struct eddy__recorder *recorder = &loop->recorder;
    if (!wanted && keep == 0) return;
    size_t capacity = wanted ? CAPACITY : keep;
    if (capacity < 2 * (1 + MOST_TEXT)) capacity = 2 * (1 + MOST_TEXT); /* the longest name fits */
    if (capacity > SIZE_MAX / sizeof *recorder->records) return;
    recorder->records = eddy__allocate(&loop->allocator, capacity * sizeof *recorder->records);
    if (!recorder->records) return;
    recorder->capacity = capacity;
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

void eddy__trace_flush(eddy_loop *loop) {
    struct eddy__recorder *recorder = &loop->recorder;
    if (recorder->keeps) return;
    if (recorder->count > 0) eddy_host_trace(recorder->records, recorder->count);
    recorder->count = 0;
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
        memset(recorder->sites, 0, sizeof recorder->sites); /* each lap tells them anew */
    }
    while (recorder->oldest < recorder->lap_end && recorder->oldest < recorder->count + count) {
        size_t together = group(&recorder->records[recorder->oldest]);
        recorder->oldest += together;
        recorder->dropped += together;
    }
}

/* Room for count records that stay together. */
static eddy_trace_record *reserve(eddy_loop *loop, size_t count) {
    struct eddy__recorder *recorder = &loop->recorder;
    if (recorder->keeps)
        drop_oldest(recorder, count);
    else if (recorder->count + count > recorder->capacity)
        eddy__trace_flush(loop);
    eddy_trace_record *records = &recorder->records[recorder->count];
    recorder->count += count;
    return records;
}

double eddy__trace_look(eddy_loop *loop) {
    struct eddy__recorder *recorder = &loop->recorder;
    recorder->host = eddy_host_time();
    if (loop->clock || loop->is_virtual)
        recorder->time = (double)eddy__now(loop) / 1e9;
    else
        recorder->time = (recorder->host - loop->host_start) / 1e3;
    return recorder->host;
}

void eddy__trace_write(eddy_loop *loop, const eddy_trace_record *record, bool fresh) {
    if (fresh) eddy__trace_look(loop);
    eddy_trace_record *written = reserve(loop, 1);
    *written = *record;
    written->time = loop->recorder.time;
}

/* A record and the text behind it. */
static void write_text(eddy_loop *loop, eddy_trace_record record, const char *text) {
    size_t length = strlen(text), size = sizeof record;
    if (length > 255) length = 255;
    size_t count = (length + size - 1) / size;
    eddy_trace_record *records = reserve(loop, 1 + count);
    memset(records, 0, (1 + count) * size);
    records[0] = record;
    records[0].time = loop->recorder.time;
    records[0].other = (uint32_t)count;
    records[0].value = (int32_t)length;
    memcpy(&records[1], text, length);
}

uint32_t eddy__trace_site(eddy_loop *loop, const char *where) {
    if (!where) return 0;
    struct eddy__recorder *recorder = &loop->recorder;
    uint32_t hash = (uint32_t)(uintptr_t)where * 2654435769u >> 24;
    struct eddy__site *site = &recorder->sites[hash % EDDY__SITES];
    if (site->where != where) {
        *site = (struct eddy__site){where, ++recorder->site_number};
        uint32_t number = site->number;
        write_text(loop, (eddy_trace_record){.kind = EDDY_TRACE_SITE, .site = number}, where);
        return number;
    }
    return site->number;
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
