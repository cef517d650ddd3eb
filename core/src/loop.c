/* The event loop (CPython: asyncio/base_events.py, BaseEventLoop._run_once). */
#include "eddy/loop.h"

#include <math.h>

#include "../port/drive.h"
#include "blocks.h"
#include "eddy/error.h"
#include "eddy/host.h"
#include "schedule.h"
#include "step.h"

_Thread_local eddy_loop *eddy__running_loop;

eddy_loop *eddy_get_running_loop(void) {
    return eddy__running_loop;
}

static _Thread_local eddy_loop *open_loops;

void eddy__loop_opened(eddy_loop *loop) {
    loop->next_open = open_loops;
    open_loops = loop;
}

void eddy__loop_closed(eddy_loop *loop) {
    eddy_loop **link = &open_loops;
    while (*link && *link != loop) link = &(*link)->next_open;
    if (*link) *link = loop->next_open;
}

eddy_loop *eddy__loop_of_serial(uint8_t serial) {
    eddy_loop *loop = open_loops;
    while (loop && loop->serial != serial) loop = loop->next_open;
    return loop;
}

void eddy__enter_loop(eddy_loop *loop) {
    eddy__running_loop = loop;
}

void eddy__leave_loop(void) {
    eddy__running_loop = NULL;
}

/* ---- the clock ---- */

int64_t eddy__nanoseconds(double seconds) {
    const double limit = 9.2e9; /* 290 years */
    if (seconds > limit) seconds = limit;
    if (seconds < -limit) seconds = -limit;
    return (int64_t)rint(seconds * 1e9); /* one instruction in WebAssembly, as llround is not */
}

int64_t eddy__after(const eddy_loop *loop, double seconds) {
    int64_t now = eddy__now(loop), delay = eddy__nanoseconds(seconds);
    return delay > INT64_MAX - now ? INT64_MAX : now + delay;
}

static int64_t host_time_since(double start) {
    return eddy__nanoseconds((eddy_host_time() - start) / 1e3);
}

EDDY__NEVER_SUSPENDS static double eddy__program_clock(const eddy_loop *loop) {
    return loop->clock(loop->clock_argument);
}

int64_t eddy__now(const eddy_loop *loop) {
    if (loop->clock) return eddy__nanoseconds(eddy__program_clock(loop));
    if (!loop->is_virtual) return host_time_since(loop->host_start);
    if (loop->io_pending == 0) return loop->virtual_now;
    return loop->virtual_now + host_time_since(loop->io_since);
}

double eddy_loop_time(const eddy_loop *loop) {
    return loop ? (double)eddy__now(loop) / 1e9 : NAN;
}

void eddy__io_started(eddy_loop *loop) {
    if (loop->io_pending++ == 0 && loop->is_virtual) loop->io_since = eddy_host_time();
}

void eddy__io_ended(eddy_loop *loop) {
    int64_t now = eddy__now(loop);
    if (--loop->io_pending > 0 || !loop->is_virtual) return;
    loop->virtual_now = now;
    loop->recorder.stale = true;
    if (loop->pace > 0) loop->paced_since = eddy_host_time();
}

/* ---- iterations ---- */

/* A virtual clock waits for threads and processes, unless they wait for this loop. */
static bool stands_still(const eddy_loop *loop) {
    return loop->jobs_pending > loop->jobs_waiting;
}

/* Milliseconds until the virtual clock may jump there. */
static double paced_left(const eddy_loop *loop, int64_t deadline) {
    if (!(loop->pace > 0)) return 0;
    double length = (double)(deadline - loop->virtual_now) / 1e6 * loop->pace;
    double left = length - (eddy_host_time() - loop->paced_since);
    return left > 0 ? left : 0;
}

/* The virtual clock, where nothing is ready, comes to the deadline, if it may. */
static void jump(eddy_loop *loop, int64_t deadline) {
    if (!loop->is_virtual || loop->io_pending > 0 || loop->stopping) return;
    if (!eddy__list_empty(&loop->ready) || !eddy__list_empty(&loop->batch)) return;
    if (stands_still(loop) || deadline <= loop->virtual_now || paced_left(loop, deadline) > 0)
        return;
    loop->virtual_now = deadline;
    loop->recorder.stale = true;
    if (loop->pace > 0) loop->paced_since = eddy_host_time();
}

double eddy__loop_idle(const eddy_loop *loop) {
    if (!eddy__list_empty(&loop->batch) || !eddy__list_empty(&loop->ready) || loop->stopping)
        return 0;
    if (!eddy__handover_empty(&loop->inbox.handover)) return 0;
    const struct eddy__timer *first = eddy__timers_first(&loop->timers);
    if (!first) return INFINITY;
    if (loop->is_virtual && loop->io_pending == 0 && !stands_still(loop))
        return paced_left(loop, first->deadline);
    int64_t left = first->deadline - eddy__now(loop);
    if (left > 0 && loop->is_virtual && loop->io_pending == 0) return INFINITY;
    return left > 0 ? (double)left / 1e6 : 0;
}

static void begin_iteration(eddy_loop *loop) {
    if (!eddy__handover_empty(&loop->inbox.handover)) eddy__inbox_deliver(loop);
    bool was_over = eddy__list_empty(&loop->batch);
    struct eddy__timer *first = eddy__timers_first(&loop->timers);
    if (first) {
        jump(loop, first->deadline);
        int64_t now = eddy__now(loop);
        while (first && first->deadline <= now) {
            eddy__timers_remove(&loop->timers, first);
            if (EDDY__TRACING(loop)) eddy__trace_handle(loop, EDDY_TRACE_TIMER_FIRED, first->entry);
            eddy__list_append(&loop->ready, &first->entry->link);
            first = eddy__timers_first(&loop->timers);
        }
    }
    eddy__list_take(&loop->batch, &loop->ready);
    if (EDDY__TRACING(loop) && was_over && !eddy__list_empty(&loop->batch))
        eddy__trace_iteration(loop, true);
}

static void end_sleep(eddy_loop *loop, struct eddy__task *task) {
    task->wait = EDDY__WOKEN;
    task->entry.action = EDDY__RUN_TASK;
    eddy__make_ready(loop, &task->entry);
}

static void eddy__run_done_callback(eddy_loop *loop, struct eddy__done *done) {
    struct eddy__done copy = *done;
    eddy__free(&loop->allocator, done, sizeof *done);
    copy.callback((eddy_future){copy.future->object.id}, copy.argument);
    if (EDDY__TRACING(loop)) eddy__trace_callback_done(loop);
    eddy__drop(loop, &copy.future->object);
}

static uint32_t number_of(const struct eddy__future *future) {
    return future->object.kind == EDDY__TASK ? ((const struct eddy__task *)future)->number : 0;
}

static void eddy__run_entry(eddy_loop *loop, struct eddy__entry *entry) {
    if (EDDY__TRACING(loop) && entry->action != EDDY__RUN_TASK)
        eddy__trace_handle(loop, EDDY_TRACE_HANDLE_RUN, entry);
    switch ((enum eddy__action)entry->action) {
    case EDDY__RUN_TASK:
        eddy__task_run(loop, EDDY__CONTAINER(entry, struct eddy__task, entry));
        break;
    case EDDY__END_SLEEP: end_sleep(loop, EDDY__CONTAINER(entry, struct eddy__task, entry)); break;
    case EDDY__RUN_CALL:
        eddy__call_run(loop, EDDY__CONTAINER(entry, struct eddy__call, entry));
        break;
    case EDDY__RUN_DONE:
        eddy__run_done_callback(loop, EDDY__CONTAINER(entry, struct eddy__done, entry));
        break;
    case EDDY__GATHER_CHILD: {
        struct eddy__gather_child *child = EDDY__CONTAINER(entry, struct eddy__gather_child, entry);
        loop->waker = number_of(child->future);
        eddy__gather_child_done(loop, child);
        break;
    }
    case EDDY__WAIT_CHILD:
    case EDDY__COMPLETED:
        loop->waker = number_of(EDDY__CONTAINER(entry, struct eddy__watch, entry)->future);
        if (entry->action == EDDY__COMPLETED)
            eddy__completed(loop, entry);
        else
            eddy__wait_child_done(loop, entry);
        break;
    case EDDY__WAIT_EXPIRED: eddy__wait_expired(loop, entry); break;
    case EDDY__SHIELD_INNER: eddy__shield_inner_done(loop, entry); break;
    case EDDY__COMPLETIONS_EXPIRED: eddy__completions_expired(loop, entry); break;
    case EDDY__CANCELLED_ONE: eddy__cancelled_one_ended(loop, entry); break;
    case EDDY__EXPIRE_TIMEOUT:
        eddy__timeout_expire(loop, EDDY__CONTAINER(entry, struct eddy__timeout, entry));
        break;
    case EDDY__GROUP_MEMBER: {
        struct eddy__task *member = EDDY__CONTAINER(entry, struct eddy__task, rare_.group_entry);
        loop->waker = member->number;
        eddy__group_member_done(loop, member);
        break;
    }
    case EDDY__EXPIRE_SCOPE:
        eddy__scope_expire(loop, EDDY__CONTAINER(entry, struct eddy__scope, entry));
        break;
    case EDDY__NAME_UNENDING: eddy__name_unending(loop); break;
    case EDDY__STOP_LOOP: loop->stopping = true; break;
    }
}

/* How much of what is ready a turn does. */
enum { ENTRIES_OF_A_TURN = 256 };

/* Runs entries of the batch, so many at the most; returns how many are left of these. */
static int run_batch(eddy_loop *loop, int left) {
    for (; left > 0 && !eddy__list_empty(&loop->batch); left--) {
        struct eddy__entry *entry = EDDY__CONTAINER(loop->batch.next, struct eddy__entry, link);
        if (loop->is_random) {
            if (!loop->stopping) begin_iteration(loop); /* what has come up takes part */
            entry = eddy__schedule_draw(loop);
        }
        eddy__list_remove(&entry->link);
        eddy__run_entry(loop, entry);
        loop->waker = 0;
    }
    return left;
}

void eddy__loop_turn(eddy_loop *loop) {
    int left = ENTRIES_OF_A_TURN;
    do { /* short iterations one after the other: to ask the host in between would take longer */
        if (eddy__list_empty(&loop->batch)) {
            loop->iterations++;
            begin_iteration(loop);
        }
        left = run_batch(loop, left);
        if (EDDY__TRACING(loop) && eddy__list_empty(&loop->batch))
            eddy__trace_iteration(loop, false);
    } while (left > 0 && !eddy__list_empty(&loop->ready) && !loop->stopping &&
             !eddy__context_is_held());
}

bool eddy__loop_finished(eddy_loop *loop) {
    if (!eddy__list_empty(&loop->batch)) return false;
    if (loop->stopping) return true;
    if (loop->io_pending > 0 || !eddy__list_empty(&loop->ready)) return false;
    if (loop->jobs_pending > 0 || !eddy__handover_empty(&loop->inbox.handover)) return false;
    if (loop->timers.count > (loop->unending_timer.place != 0)) return false;
    loop->outcome = EDDY_DEADLOCK;
    return true;
}

int eddy__loop_run(eddy_loop *loop) {
    eddy__running_loop = loop;
    loop->running = true;
    loop->outcome = EDDY_OK;
    eddy__drive(loop);
    eddy__trace_flush(loop);
    loop->running = loop->stopping = false;
    eddy__running_loop = NULL;
    return loop->outcome;
}

bool eddy_loop_is_running(const eddy_loop *loop) {
    return loop && loop->running;
}

void eddy_loop_stop(eddy_loop *loop) {
    if (loop) loop->stopping = true;
}

void eddy_loop_set_exception_handler(eddy_loop *loop, eddy_exception_handler *handler,
                                     void *argument) {
    if (!loop) return;
    loop->exception_handler = handler;
    loop->exception_argument = argument;
}
