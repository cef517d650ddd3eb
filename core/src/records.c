/* What the trace tells, and of whom: the records' contents. */
#include "blocks.h"
#include "eddy/host.h"
#include "scheduler.h"
#include "waiter.h"

_Thread_local const char *eddy_where_;

static uint32_t number_of(const struct eddy__future *future) {
    return future->object.kind == EDDY__TASK ? ((const struct eddy__task *)future)->number : 0;
}

double eddy__trace_look(eddy_loop *loop) {
    struct eddy__recorder *recorder = &loop->recorder;
    recorder->host = eddy_host_time();
    recorder->stale = false;
    if (loop->clock || loop->is_virtual)
        recorder->time = (double)eddy__now(loop) / 1e9;
    else
        recorder->time = (recorder->host - loop->host_start) / 1e3;
    return recorder->host;
}

/* The number of a place in the source, told if it is new; 0 for NULL. */
static uint32_t site_of(eddy_loop *loop, const char *where) {
    if (!where) return 0;
    uint32_t hash = (uint32_t)(uintptr_t)where * 2654435769u >> 24;
    struct eddy__site *site = &loop->recorder.sites[hash % EDDY__SITES];
    return site->where == where ? site->number : eddy__trace_tell_site(loop, site, where);
}

void eddy__trace_begin(eddy_loop *loop) {
    EDDY__TRACE_NOW(loop, .kind = EDDY_TRACE_BEGIN, .detail = EDDY_TRACE_FORMAT,
                    .value = loop->pace > 0     ? EDDY_CLOCK_PACED
                             : loop->is_virtual ? EDDY_CLOCK_VIRTUAL
                                                : EDDY_CLOCK_REAL,
                    .other = loop->is_random ? (uint32_t)loop->random_state : 0,
                    .object = loop->is_random ? (uint32_t)(loop->random_state >> 32) : 0,
                    .task = loop->is_random);
}

/* ---- tasks ---- */

void eddy__trace_created(eddy_loop *loop, struct eddy__task *task) {
    uint32_t site = site_of(loop, task->where);
    EDDY__TRACE_NOW(loop, .kind = EDDY_TRACE_TASK_CREATED, .task = task->number,
                    .other = loop->current ? loop->current->number : 0, .site = site);
    eddy__trace_name(loop, task);
}

/* The place of the call that waits now: the last one noted, unless other tasks have run since. */
static uint32_t place_of(eddy_loop *loop, struct eddy__task *task) {
    struct eddy__rare *rare = eddy__rare(task);
    if (eddy_where_) rare->at = eddy_where_;
    eddy_where_ = NULL;
    return site_of(loop, rare->at);
}

/* For what the task waits that stands on a future: into the fields of the record. */
static void name_awaited(const struct eddy__future *future, eddy_trace_record *record) {
    record->detail = EDDY_TRACE_WAIT_FUTURE;
    record->object = eddy__trace_number(&future->object);
    switch ((enum eddy__kind)future->object.kind) {
    case EDDY__TASK:
        record->detail = EDDY_TRACE_WAIT_TASK;
        record->other = number_of(future);
        break;
    case EDDY__GATHER:
        record->detail = EDDY_TRACE_WAIT_GATHER;
        record->value = (int32_t)((const struct eddy__gather *)future)->count;
        break;
    case EDDY__FETCH: record->detail = EDDY_TRACE_WAIT_FETCH; break;
    case EDDY__JOB: record->detail = EDDY_TRACE_WAIT_JOB; break;
    case EDDY__WAITER: {
        const struct eddy__waiter *waiter = (const struct eddy__waiter *)future;
        record->detail = waiter->what;
        record->object = eddy__trace_number(waiter->object);
        break;
    }
    default: break;
    }
}

/* The step of task, NULL for a callback, is over: looks at the clock, and says so if it kept the loop. */
static inline void end_step(eddy_loop *loop, const struct eddy__task *task) {
    double before = loop->recorder.host;
    double took = eddy__trace_look(loop) - before;
    if (took < EDDY_TRACE_BLOCKED_AFTER) return;
    EDDY__TRACE(loop, .kind = EDDY_TRACE_BLOCKED, .task = task ? task->number : 0,
                .value = took * 1e3 > INT32_MAX ? INT32_MAX : (int32_t)(took * 1e3));
}

void eddy__trace_wait(eddy_loop *loop, struct eddy__task *task) {
    struct eddy__recorder *recorder = &loop->recorder;
    uint32_t site = place_of(loop, task);
    end_step(loop, task);
    if (task->wait == EDDY__WAITS_FOR_TIMER) {
        int64_t left = (eddy__rare(task)->timer.deadline - eddy__now(loop)) / 1000;
        eddy__trace_write(recorder, &(eddy_trace_record){
                                        .kind = EDDY_TRACE_TASK_WAIT,
                                        .detail = EDDY_TRACE_WAIT_TIMER,
                                        .task = task->number,
                                        .value = left > INT32_MAX ? INT32_MAX : (int32_t)left,
                                        .site = site,
                                    });
        return;
    }
    eddy_trace_record record = {.kind = EDDY_TRACE_TASK_WAIT, .task = task->number, .site = site};
    if (task->waits_for) name_awaited(task->waits_for, &record);
    eddy__trace_write(recorder, &record);
}

void eddy__trace_callback_done(eddy_loop *loop) {
    end_step(loop, NULL);
    EDDY__TRACE(loop, .kind = EDDY_TRACE_CALLBACK_DONE);
}

void eddy__trace_done(eddy_loop *loop, const struct eddy__task *task, int status, bool cancelled) {
    end_step(loop, task);
    EDDY__TRACE(loop, .kind = EDDY_TRACE_TASK_DONE, .task = task->number, .value = status,
                .detail = cancelled);
}

/* How it is that this task is asked: by what led here (see cancel.c), or by whom. */
void eddy__trace_cancel(eddy_loop *loop, struct eddy__task *task) {
    const struct eddy__recorder *recorder = &loop->recorder;
    const struct eddy__future *from = task->future.on_path ? task->future.path_up : NULL;
    eddy_trace_record record = {
        .kind = EDDY_TRACE_TASK_CANCEL,
        .task = task->number,
        .detail = recorder->canceller,
        .object = recorder->canceller_object,
        .other = loop->current ? loop->current->number : loop->waker,
    };
    if (from && from->object.kind == EDDY__GATHER) {
        record.detail = EDDY_TRACE_CANCEL_GATHER;
        record.object = eddy__trace_number(&from->object);
        if (from->path_up) record.other = number_of(from->path_up);
    } else if (from) {
        record.detail = EDDY_TRACE_CANCEL_AWAITER;
        record.object = 0;
        record.other = number_of(from);
    }
    if (loop->current && eddy_where_) record.site = site_of(loop, eddy_where_);
    eddy__trace_look(loop);
    eddy__trace_write(&loop->recorder, &record);
}

void eddy__trace_member(eddy_loop *loop, enum eddy_trace_wait what,
                        const struct eddy__object *object, const struct eddy__future *member) {
    uint32_t task = number_of(member);
    EDDY__TRACE(loop, .kind = EDDY_TRACE_MEMBER, .detail = (uint16_t)what, .task = task,
                .other = task ? 0 : eddy__trace_number(&member->object),
                .object = eddy__trace_number(object));
}

/* ---- what tasks share ---- */

static uint32_t running_task(const eddy_loop *loop) {
    return loop->current ? loop->current->number : 0;
}

void eddy__trace_held(eddy_loop *loop, enum eddy_trace_kind kind, enum eddy_trace_wait what,
                      const struct eddy__object *object) {
    EDDY__TRACE(loop, .kind = (uint16_t)kind, .detail = (uint16_t)what, .task = running_task(loop),
                .object = eddy__trace_number(object));
}

void eddy__trace_level(eddy_loop *loop, enum eddy_trace_wait what,
                       const struct eddy__object *object, size_t count) {
    EDDY__TRACE(loop, .kind = EDDY_TRACE_LEVEL, .detail = (uint16_t)what,
                .task = running_task(loop), .object = eddy__trace_number(object),
                .value = count > INT32_MAX ? INT32_MAX : (int32_t)count);
}

void eddy__trace_io_begin(eddy_loop *loop, enum eddy_trace_io what,
                          const struct eddy__object *request) {
    uint32_t site = site_of(loop, eddy_where_);
    EDDY__TRACE_NOW(loop, .kind = EDDY_TRACE_IO_BEGIN, .detail = (uint16_t)what,
                    .task = running_task(loop), .object = eddy__trace_number(request),
                    .site = site);
}

void eddy__trace_job(eddy_loop *loop, enum eddy_trace_pool pool, const struct eddy__object *job) {
    uint32_t site = site_of(loop, eddy_where_);
    EDDY__TRACE_NOW(loop, .kind = EDDY_TRACE_JOB_SUBMITTED, .detail = (uint16_t)pool,
                    .task = running_task(loop), .object = eddy__trace_number(job), .site = site);
}

/* ---- handles and timers ---- */

/* Names what an entry is: detail, task and object. */
static eddy_trace_record describe(const struct eddy__entry *entry) {
    eddy_trace_record record = {0};
    const struct eddy__object *object = NULL;
    switch ((enum eddy__action)entry->action) {
    case EDDY__RUN_TASK:
    case EDDY__END_SLEEP:
        record.detail =
            entry->action == EDDY__RUN_TASK ? EDDY_TRACE_HANDLE_TASK : EDDY_TRACE_HANDLE_SLEEP;
        record.task = EDDY__CONTAINER(entry, struct eddy__task, entry)->number;
        break;
    case EDDY__RUN_CALL:
        record.detail = EDDY_TRACE_HANDLE_CALL;
        object = &EDDY__CONTAINER(entry, struct eddy__call, entry)->object;
        break;
    case EDDY__RUN_DONE: {
        const struct eddy__future *future =
            EDDY__CONTAINER(entry, struct eddy__done, entry)->future;
        record.detail = EDDY_TRACE_HANDLE_DONE;
        record.task = number_of(future);
        object = &future->object;
        break;
    }
    case EDDY__GATHER_CHILD: {
        const struct eddy__gather_child *child =
            EDDY__CONTAINER(entry, struct eddy__gather_child, entry);
        record.detail = EDDY_TRACE_HANDLE_MEMBER;
        record.task = number_of(child->future);
        object = &child->gather->future.object;
        break;
    }
    case EDDY__WAIT_CHILD: {
        const struct eddy__watch *watch = EDDY__CONTAINER(entry, struct eddy__watch, entry);
        record.detail = EDDY_TRACE_HANDLE_MEMBER;
        record.task = number_of(watch->future);
        object = ((const struct eddy__waiting *)watch->watcher)->waiter.object;
        break;
    }
    case EDDY__COMPLETED: {
        const struct eddy__watch *watch = EDDY__CONTAINER(entry, struct eddy__watch, entry);
        record.detail = EDDY_TRACE_HANDLE_MEMBER;
        record.task = number_of(watch->future);
        object = &((const struct eddy__completions *)watch->watcher)->object;
        break;
    }
    case EDDY__WAIT_EXPIRED:
        record.detail = EDDY_TRACE_HANDLE_WAIT;
        object = EDDY__CONTAINER(entry, struct eddy__waiting, expired)->waiter.object;
        break;
    case EDDY__COMPLETIONS_EXPIRED:
        record.detail = EDDY_TRACE_HANDLE_WAIT;
        object = &EDDY__CONTAINER(entry, struct eddy__completions, expired_entry)->object;
        break;
    case EDDY__SHIELD_INNER:
    case EDDY__CANCELLED_ONE: record.detail = EDDY_TRACE_HANDLE_MEMBER; break;
    case EDDY__EXPIRE_TIMEOUT: {
        const struct eddy__timeout *timeout = EDDY__CONTAINER(entry, struct eddy__timeout, entry);
        record.detail = EDDY_TRACE_HANDLE_TIMEOUT;
        record.task = timeout->task->number;
        object = &timeout->object;
        break;
    }
    case EDDY__GROUP_MEMBER: {
        const struct eddy__task *task =
            EDDY__CONTAINER(entry, struct eddy__task, rare_.group_entry);
        record.detail = EDDY_TRACE_HANDLE_MEMBER;
        record.task = task->number;
        if (task->rare_.group) object = &task->rare_.group->object;
        break;
    }
    case EDDY__EXPIRE_SCOPE: {
        const struct eddy__scope *scope = EDDY__CONTAINER(entry, struct eddy__scope, entry);
        record.detail = EDDY_TRACE_HANDLE_SCOPE;
        record.task = scope->task->number;
        object = &scope->object;
        break;
    }
    case EDDY__NAME_UNENDING:
    case EDDY__STOP_LOOP: record.detail = EDDY_TRACE_HANDLE_LOOP; break;
    }
    record.object = eddy__trace_number(object);
    return record;
}

void eddy__trace_ready(eddy_loop *loop, struct eddy__entry *entry) {
    uint32_t by = loop->current ? loop->current->number : loop->waker;
    if (entry->action == EDDY__RUN_TASK) {
        EDDY__TRACE(loop, .kind = EDDY_TRACE_TASK_READY,
                    .task = EDDY__CONTAINER(entry, struct eddy__task, entry)->number, .other = by,
                    .detail = by ? EDDY_TRACE_BY_TASK : loop->recorder.cause,
                    .object = by ? 0 : loop->recorder.cause_object);
        return;
    }
    eddy_trace_record record = describe(entry);
    record.kind = EDDY_TRACE_HANDLE_READY;
    record.other = by;
    eddy__trace_write(&loop->recorder, &record);
}

static enum eddy_trace_cause cause_of(const eddy_trace_record *handle) {
    switch (handle->detail) {
    case EDDY_TRACE_HANDLE_CALL:
    case EDDY_TRACE_HANDLE_DONE: return EDDY_TRACE_BY_CALLBACK;
    case EDDY_TRACE_HANDLE_SLEEP:
    case EDDY_TRACE_HANDLE_TIMEOUT:
    case EDDY_TRACE_HANDLE_SCOPE:
    case EDDY_TRACE_HANDLE_WAIT: return EDDY_TRACE_BY_TIMER;
    case EDDY_TRACE_HANDLE_JOB: return EDDY_TRACE_BY_JOB;
    default: return EDDY_TRACE_BY_LOOP;
    }
}

void eddy__trace_handle(eddy_loop *loop, enum eddy_trace_kind kind, struct eddy__entry *entry) {
    eddy_trace_record record = describe(entry);
    record.kind = (uint16_t)kind;
    if (kind == EDDY_TRACE_HANDLE_RUN) {
        loop->recorder.cause = (uint8_t)cause_of(&record);
        loop->recorder.cause_object = record.object;
    }
    if (loop->recorder.stale) eddy__trace_look(loop);
    eddy__trace_write(&loop->recorder, &record);
}

void eddy__trace_timer_set(eddy_loop *loop, const struct eddy__timer *timer) {
    eddy_trace_record record = describe(timer->entry);
    record.kind = EDDY_TRACE_TIMER_SET;
    record.other = (uint32_t)(uint64_t)timer->deadline;
    record.value = (int32_t)(timer->deadline >> 32);
    eddy__trace_write(&loop->recorder, &record);
}

void eddy__trace_iteration(eddy_loop *loop, bool begins) {
    if (begins) loop->recorder.iterations++;
    eddy_trace_record record = {
        .kind = begins ? EDDY_TRACE_ITERATION_BEGIN : EDDY_TRACE_ITERATION_END,
        .other = loop->recorder.iterations,
    };
    loop->recorder.cause = EDDY_TRACE_BY_LOOP;
    loop->recorder.cause_object = 0;
    if (loop->recorder.stale) eddy__trace_look(loop);
    eddy__trace_write(&loop->recorder, &record);
}
