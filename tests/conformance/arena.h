/* Memory that is given back all at once. */
#ifndef SCENARIO_ARENA_H
#define SCENARIO_ARENA_H

#include <stddef.h>

struct arena {
    struct arena_block *blocks; /* the latest first */
};

/* size bytes, all zero, aligned for anything; NULL when there is no memory. */
void *arena_allocate(struct arena *arena, size_t size);

/* Frees every block; the arena can be used again. */
void arena_free(struct arena *arena);

#endif
