#include <eddy.h>
#include <stdio.h>

#include "knob.h"

static int slow_op(void) {
    double takes = knob("takes", 8); /* 0..10: seconds that the work takes */
    return eddy_sleep(takes);
}

static int call_external(void) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_fail_after(&scope, 5)); /* too late is an error */
    int status = eddy_cancel_scope_end(&scope, slow_op());
    puts(status == EDDY_TIMEOUT ? "fail_after: too slow" : "fail_after: in time");
    return status == EDDY_TIMEOUT ? EDDY_OK : status;
}

static int ask_cache(void) {
    eddy_cancel_scope scope;
    EDDY_TRY(eddy_move_on_after(&scope, 1)); /* too late is no error: go on without it */
    EDDY_TRY(eddy_cancel_scope_end(&scope, slow_op()));
    puts(eddy_cancel_scope_cancelled_caught(scope) ? "move_on_after: went on without it"
                                                   : "move_on_after: in time");
    return EDDY_OK;
}

/* A cancelled scope stays cancelled: cleanup that waits needs a shield. */
static int clean_up(void) {
    eddy_cancel_scope shield;
    EDDY_TRY(eddy_cancel_scope_begin(&shield, true));
    EDDY_TRY(eddy_cancel_scope_end(&shield, eddy_sleep(0.5)));
    puts("cleaned up, shielded");
    return EDDY_OK;
}

static int deadlines(void) {
    EDDY_TRY(call_external());
    EDDY_TRY(ask_cache());

    eddy_cancel_scope scope;
    EDDY_TRY(eddy_move_on_after(&scope, 1));
    int status = slow_op(), cleaned = clean_up();
    return eddy_cancel_scope_end(&scope, cleaned == EDDY_OK ? status : cleaned);
}

int main(void) {
    return eddy_run(deadlines);
}
