/* Intrusive doubly linked lists: a circle through a head. A link that is in no list is zero, as its
 * object is when it is made; to unlink it does nothing. */
#ifndef EDDY_SRC_LIST_H
#define EDDY_SRC_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct eddy__link {
    struct eddy__link *next, *previous;
};

/* The object of type that has member at link. */
#define EDDY__CONTAINER(link, type, member) ((type *)((char *)(link) - offsetof(type, member)))

static inline void eddy__list_init(struct eddy__link *head) {
    head->next = head->previous = head;
}

static inline bool eddy__linked(const struct eddy__link *link) {
    return link->next != NULL;
}

static inline bool eddy__list_empty(const struct eddy__link *head) {
    return head->next == head;
}

static inline void eddy__list_append(struct eddy__link *head, struct eddy__link *link) {
    link->next = head;
    link->previous = head->previous;
    head->previous->next = link;
    head->previous = link;
}

static inline void eddy__list_remove(struct eddy__link *link) {
    if (!link->next) return;
    link->previous->next = link->next;
    link->next->previous = link->previous;
    link->next = NULL;
}

/* Moves all of from, in order, to the end of the list to. */
static inline void eddy__list_take(struct eddy__link *to, struct eddy__link *from) {
    if (eddy__list_empty(from)) return;
    from->next->previous = to->previous;
    from->previous->next = to;
    to->previous->next = from->next;
    to->previous = from->previous;
    eddy__list_init(from);
}

#endif
