/* The tasks that are not done, in the order made. No list of them is kept: to be in it would cost
 * every task as much as to be named, and who asks is somebody who ends a run, or looks at one. */
#include "scheduler.h"

/* Of two chains, each in the order made and ended by NULL, one. */
static struct eddy__link *merge(struct eddy__link *a, struct eddy__link *b) {
    struct eddy__link *first = NULL, **end = &first;
    while (a && b) {
        struct eddy__link **lesser =
            (int32_t)(eddy__listed(a)->number - eddy__listed(b)->number) < 0 ? &a : &b;
        *end = *lesser;
        end = &(*lesser)->next;
        *lesser = *end;
    }
    *end = a ? a : b;
    return first;
}

/* A chain in the order of the tasks' numbers: runs of 1, 2, 4 ... tasks are merged as they come. */
static struct eddy__link *sort(struct eddy__link *chain) {
    struct eddy__link *runs[32] = {NULL}; /* runs[i]: of 2 to the power of i; there are no more */
    while (chain) {
        struct eddy__link *run = chain;
        chain = chain->next;
        run->next = NULL;
        size_t i = 0;
        for (; runs[i]; i++) {
            run = merge(runs[i], run);
            runs[i] = NULL;
        }
        runs[i] = run;
    }
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) chain = merge(runs[i], chain);
    return chain;
}

static struct eddy__task *unfinished(const eddy_loop *loop, uint32_t i) {
    struct eddy__object *object = eddy__object_at(loop, i);
    if (!object || object->kind != EDDY__TASK) return NULL;
    struct eddy__task *task = (struct eddy__task *)object;
    return task->is_task && !eddy__done(&task->future) ? task : NULL;
}

struct eddy__link *eddy__list_tasks(eddy_loop *loop) {
    while (!eddy__list_empty(&loop->tasks)) eddy__list_remove(loop->tasks.next);
    struct eddy__link *chain = NULL;
    for (uint32_t i = loop->slot_count; i > 0; i--) {
        struct eddy__task *task = unfinished(loop, i - 1);
        if (!task) continue;
        struct eddy__link *link = &eddy__rare(task)->all;
        link->next = chain;
        chain = link;
    }
    for (struct eddy__link *link = sort(chain); link;) {
        struct eddy__link *next = link->next;
        eddy__list_append(&loop->tasks, link);
        link = next;
    }
    return &loop->tasks;
}

uint32_t eddy__count_tasks(const eddy_loop *loop) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < loop->slot_count; i++) count += unfinished(loop, i) != NULL;
    return count;
}
