/* Task groups: tasks that end before the block that made them does (asyncio.TaskGroup, CPython:
 * asyncio/taskgroups.py).
 *
 *     eddy_task_group group = eddy_task_group_begin();        // async with TaskGroup() as group:
 *     eddy_task a = eddy_task_group_go(group, get_a);         //     a = group.create_task(get_a())
 *     eddy_task b = eddy_task_group_go(group, get_b);         //     b = group.create_task(get_b())
 *     EDDY_TRY(eddy_task_group_end(group, EDDY_OK));
 *
 * When one of the tasks fails the others are cancelled, in the order they were made, and the
 * block's own task too if it is still within the block; eddy_task_group_end then returns
 * EDDY_ERROR_GROUP, whose members are the errors of the tasks in the order they came:
 *
 *     const eddy_error_info *group = eddy_error(EDDY_ERROR_GROUP);   // except* OSError as group:
 *     for (size_t i = 0; i < group->count; i++)                      //     for e in group.exceptions:
 *         puts(group->members[i]->message);                          //         print(e)
 *
 * (Errors for which there was no memory are missing among them.) Every path out of the block leads
 * through its end: see eddy/timeout.h. */
#ifndef EDDY_TASK_GROUP_H
#define EDDY_TASK_GROUP_H

#include <stdint.h>

#include "eddy/coroutine.h"

/* Names a block of tasks. (asyncio.TaskGroup) */
typedef struct eddy_task_group {
    uint64_t id;
} eddy_task_group;

/* Begins a block. Does not suspend. Errors (carried by the handle): EDDY_NO_MEMORY,
 * EDDY_NOT_IN_TASK. (TaskGroup.__aenter__) */
eddy_task_group eddy_task_group_begin(void);

/* Makes a task in the group, as eddy_create_task. Also EDDY_INVALID_STATE, when the group is
 * shutting down or has ended: the coroutine never runs then. Any other error of a task that could
 * not be made (no memory, a bad handle) is also given by eddy_task_group_end.
 * (TaskGroup.create_task) */
eddy_task eddy_task_group_create_task(eddy_task_group group, eddy_coroutine coroutine);

/* eddy_task_group_go(group, function, .argument = value, ...) */
#define eddy_task_group_go(group, ...) eddy_task_group_create_task((group), eddy_coro(__VA_ARGS__))

/* Makes a task in the group and suspends until it has called eddy_task_started: what it set up, a
 * server's port, say, is in its frame by then. Returns EDDY_OK; the error of a task that failed
 * before (it is no member of the group's error then); EDDY_INVALID_STATE for one that ended without
 * having called it; EDDY_CANCELLED when the calling task is cancelled meanwhile (the new one is,
 * too, and its end is waited for); or as eddy_task_group_create_task. (anyio: TaskGroup.start) */
int eddy_task_group_start(eddy_task_group group, eddy_coroutine coroutine);

/* Tells who waits in eddy_task_group_start for the running task; nothing when nobody does. Returns
 * EDDY_INVALID_STATE the second time, EDDY_NOT_IN_TASK. (anyio: task_status.started) */
int eddy_task_started(void);

/* Ends the block, whose work ended with status: suspends until all tasks of the group are done;
 * when status is an error, or the calling task is cancelled, cancels them first. Returns EDDY_OK;
 * EDDY_ERROR_GROUP when any of them failed, or status was an error other than EDDY_CANCELLED (it is
 * a member then); EDDY_CANCELLED. The handle is stale afterwards. Called by the task that began the
 * block, else EDDY_INVALID_STATE. (TaskGroup.__aexit__) */
int eddy_task_group_end(eddy_task_group group, int status);

#endif
