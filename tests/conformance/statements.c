#include "statements.h"

#include <string.h>

const struct statement_kind statement_kinds[] = {
    {"log", "WORDS...", FORM_LINE, run_log},
    {"fail", "CODE", FORM_LINE, run_fail},
    {"return", "N", FORM_LINE, run_return},
    {"try", "", FORM_TRY, run_try},
    {"repeat", "COUNT", FORM_BLOCK, run_repeat},

    {"yield", "", FORM_LINE, run_yield},
    {"sleep", "MS", FORM_LINE, run_sleep},
    {"to_thread", "N", FORM_LINE, run_to_thread},
    {"in_process", "N", FORM_LINE, run_in_process},
    {"call_soon", "WORDS...", FORM_LINE, run_call_soon},
    {"call_later", "MS WORDS...", FORM_LINE, run_call_later},
    {"call_at", "MS WORDS...", FORM_LINE, run_call_at},

    {"spawn", "TASK BODY", FORM_LINE, run_spawn},
    {"await", "H", FORM_LINE, run_await},
    {"gather", "H...", FORM_LINE, run_gather},
    {"gather_all", "H...", FORM_LINE, run_gather_all},
    {"cancel", "H", FORM_LINE, run_cancel},
    {"uncancel", "", FORM_LINE, run_uncancel},
    {"state", "H", FORM_LINE, run_state},
    {"resolve", "H N", FORM_LINE, run_resolve},
    {"reject", "H CODE", FORM_LINE, run_reject},

    {"wait", "WHEN LIMIT H...", FORM_LINE, run_wait},
    {"as_completed", "H...", FORM_LINE, run_as_completed},
    {"wait_for", "MS H", FORM_LINE, run_wait_for},
    {"timeout", "MS", FORM_BLOCK, run_timeout},
    {"shield", "H", FORM_LINE, run_shield},
    {"group", "", FORM_BLOCK, run_group},
    {"group_spawn", "TASK BODY", FORM_LINE, run_group_spawn},

    {"with", "LOCK", FORM_BLOCK, run_with},
    {"acquire", "LOCK", FORM_LINE, run_acquire},
    {"release", "LOCK", FORM_LINE, run_release},
    {"set", "EVENT", FORM_LINE, run_set},
    {"clear", "EVENT", FORM_LINE, run_clear},
    {"wait_event", "EVENT", FORM_LINE, run_wait_event},
    {"wait_condition", "CONDITION", FORM_LINE, run_wait_condition},
    {"notify", "CONDITION N", FORM_LINE, run_notify},
    {"put", "QUEUE N", FORM_LINE, run_put},
    {"get", "QUEUE", FORM_LINE, run_get},
    {"put_nowait", "QUEUE N", FORM_LINE, run_put_nowait},
    {"get_nowait", "QUEUE", FORM_LINE, run_get_nowait},
    {"task_done", "QUEUE", FORM_LINE, run_task_done},
    {"join", "QUEUE", FORM_LINE, run_join},
    {"shutdown", "QUEUE", FORM_LINE, run_shutdown},
    {"wait_barrier", "BARRIER", FORM_LINE, run_wait_barrier},
    {"reset_barrier", "BARRIER", FORM_LINE, run_reset_barrier},
    {"abort_barrier", "BARRIER", FORM_LINE, run_abort_barrier},

    {"scope", "SCOPE LIMIT", FORM_BLOCK, run_scope},
    {"shielded", "SCOPE LIMIT", FORM_BLOCK, run_shielded},
    {"fail_after", "SCOPE LIMIT", FORM_BLOCK, run_fail_after},
    {"cancel_scope", "S", FORM_LINE, run_cancel_scope},
    {"set_deadline", "S LIMIT", FORM_LINE, run_set_deadline},
    {"set_shield", "S SWITCH", FORM_LINE, run_set_shield},
    {"effective_deadline", "", FORM_LINE, run_effective_deadline},
    {NULL, NULL, FORM_LINE, NULL},
};

const struct statement_kind *statement_kind(const char *name) {
    const struct statement_kind *kind = statement_kinds;
    while (kind->name != NULL && strcmp(kind->name, name) != 0) kind++;
    return kind->name != NULL ? kind : NULL;
}
