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

    {"wait", "WHEN LIMIT H...", FORM_LINE, NULL},
    {"as_completed", "H...", FORM_LINE, NULL},
    {"wait_for", "MS H", FORM_LINE, NULL},
    {"timeout", "MS", FORM_BLOCK, NULL},
    {"shield", "H", FORM_LINE, NULL},
    {"group", "", FORM_BLOCK, NULL},
    {"group_spawn", "TASK BODY", FORM_LINE, NULL},

    {"with", "LOCK", FORM_BLOCK, NULL},
    {"acquire", "LOCK", FORM_LINE, NULL},
    {"release", "LOCK", FORM_LINE, NULL},
    {"set", "EVENT", FORM_LINE, NULL},
    {"clear", "EVENT", FORM_LINE, NULL},
    {"wait_event", "EVENT", FORM_LINE, NULL},
    {"wait_condition", "CONDITION", FORM_LINE, NULL},
    {"notify", "CONDITION N", FORM_LINE, NULL},
    {"put", "QUEUE N", FORM_LINE, NULL},
    {"get", "QUEUE", FORM_LINE, NULL},
    {"put_nowait", "QUEUE N", FORM_LINE, NULL},
    {"get_nowait", "QUEUE", FORM_LINE, NULL},
    {NULL, NULL, FORM_LINE, NULL},
};

const struct statement_kind *statement_kind(const char *name) {
    const struct statement_kind *kind = statement_kinds;
    while (kind->name != NULL && strcmp(kind->name, name) != 0) kind++;
    return kind->name != NULL ? kind : NULL;
}
