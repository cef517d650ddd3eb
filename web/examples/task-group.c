#include <eddy.h>
#include <stdio.h>

#include "knob.h"

struct get { const char *name; double delay; bool fails; char result[16]; };

static int get(struct get *self) {
    int status = eddy_sleep(self->delay);
    if (status == EDDY_CANCELLED) printf("%s: cancelled\n", self->name);
    EDDY_TRY(status);
    if (self->fails) return eddy_raise(1, "%s: failed", self->name);
    snprintf(self->result, sizeof self->result, "%s: done", self->name);
    return EDDY_OK;
}

struct save { const char *name; };

static int save(struct save *self) {
    int status = eddy_sleep(1);
    if (status == EDDY_CANCELLED) return eddy_raise(2, "%s: could not undo", self->name);
    return status; /* the cleanup fails, too */
}

static int use_groups(void) {
    eddy_task_group group = eddy_task_group_begin();
    eddy_task a = eddy_task_group_go(group, get, .name = "A", .delay = 0.2);
    eddy_task b = eddy_task_group_go(group, get, .name = "B", .delay = 0.1);
    EDDY_TRY(eddy_task_group_end(group, EDDY_OK));
    /* Here both are done: no task outlives its group. */
    printf("%s, %s\n", eddy_frame(a, get)->result, eddy_frame(b, get)->result);

    double delay = knob("delay", 0.3); /* 0..2: seconds until D fails */
    group = eddy_task_group_begin();
    eddy_task_group_go(group, get, .name = "C", .delay = 0.1);
    eddy_task_group_go(group, get, .name = "D", .delay = delay, .fails = true);
    eddy_task_group_go(group, get, .name = "E", .delay = 1); /* will be cancelled: D fails first */
    eddy_task_group_go(group, save, .name = "F");            /* this one, too */
    int status = eddy_task_group_end(group, EDDY_OK);
    if (status != EDDY_ERROR_GROUP) return status;

    const eddy_error_info *errors = eddy_error(status);
    printf("errors: %zu\n", errors->count);
    for (size_t i = 0; i < errors->count; i++) printf("  %s\n", errors->members[i]->message);
    return EDDY_OK;
}

int main(void) {
    return eddy_run(use_groups);
}
