/* Task-local values: a list that tasks share from some link on, the newest value first. */
#include "eddy/context_var.h"

#include <string.h>

#include "jobs.h"
#include "scheduler.h"

struct eddy__values {
    uint32_t references;
    size_t size;
    const eddy_context_var *variable;
    struct eddy__values *rest; /* holds a reference */
    alignas(max_align_t) char value[];
};

struct eddy__values *eddy__values_share(struct eddy__values *values) {
    if (values) values->references++;
    return values;
}

void eddy__values_drop(eddy_loop *loop, struct eddy__values *values) {
    while (values && --values->references == 0) {
        struct eddy__values *rest = values->rest;
        eddy__free(&loop->allocator, values, sizeof *values + values->size);
        values = rest;
    }
}

/* Takes the value of variable out of the links that are the task's alone: it was set again. */
static void drop_own(eddy_loop *loop, struct eddy__values **head,
                     const eddy_context_var *variable) {
    for (; *head && (*head)->references == 1; head = &(*head)->rest) {
        struct eddy__values *link = *head;
        if (link->variable != variable) continue;
        *head = link->rest;
        eddy__free(&loop->allocator, link, sizeof *link + link->size);
        return;
    }
}

int eddy_context_var_set(const eddy_context_var *variable, const void *value, size_t size) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, &why);
    if (!task) return why;
    if (!variable || (!value && size > 0))
        return eddy__fail(EDDY_INVALID_ARGUMENT, "eddy_context_var_set: the %s is NULL",
                          variable ? "value" : "variable");
    struct eddy__values *link = NULL;
    if (size < SIZE_MAX - sizeof *link)
        link = eddy__allocate(&loop->allocator, sizeof *link + size);
    if (!link) return eddy__fail(EDDY_NO_MEMORY, "no memory for the value of %s", variable->name);
    *link = (struct eddy__values){.references = 1, .size = size, .variable = variable};
    if (size > 0) memcpy(link->value, value, size);
    struct eddy__values **values = &eddy__rare(task)->values;
    drop_own(loop, values, variable);
    link->rest = *values;
    *values = link;
    return EDDY_OK;
}

const void *eddy_context_var_get(const eddy_context_var *variable) {
    eddy_loop *loop = eddy__running();
    struct eddy__values *link = loop ? eddy__values_now(loop) : eddy__values_here();
    while (link && link->variable != variable) link = link->rest;
    return link ? link->value : NULL;
}
