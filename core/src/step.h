/* A step of a task. In line, for the processor's sake: see port/x86_64.h. */
#ifndef EDDY_SRC_STEP_H
#define EDDY_SRC_STEP_H

#include <math.h>

#include "eddy/host.h"
#include "scheduler.h"

/* Before the first step: gives the task a stack. False when it has ended at once, since it was
 * cancelled, or without memory. */
bool eddy__task_start(eddy_loop *loop, struct eddy__task *task);

/* The task's function has returned status; or was never called. */
void eddy__task_finish(eddy_loop *loop, struct eddy__task *task, int status);

/* What follows when task's context was entered, and has left or ended. */
static inline void eddy__task_left(eddy_loop *loop, struct eddy__task *task, bool ended) {
    if (ended) eddy__task_finish(loop, task, task->context->status);
    loop->current = NULL;
}

/* Runs task until it waits or ends. */
static inline void eddy__task_run(eddy_loop *loop, struct eddy__task *task) {
    EDDY__TRACE(loop, .kind = EDDY_TRACE_TASK_RUN, .task = task->number);
    loop->current = task;
    if (!task->started && !eddy__task_start(loop, task)) return;
    const bool is_timed = loop->slow < INFINITY;
    const double before = is_timed ? eddy_host_time() : 0;
    const bool ended = eddy__context_enter(task->context);
    if (is_timed) eddy__report_slow(loop, before, eddy__task_name(loop, task), task->where);
    eddy__task_left(loop, task, ended);
}

#endif
