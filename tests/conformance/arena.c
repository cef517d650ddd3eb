#include "arena.h"

#include <stdlib.h>

struct arena_block {
    struct arena_block *next;
    max_align_t memory[];
};

void *arena_allocate(struct arena *arena, size_t size) {
    struct arena_block *block = calloc(1, sizeof *block + size);
    if (block == NULL) return NULL;
    block->next = arena->blocks;
    arena->blocks = block;
    return block->memory;
}

void arena_free(struct arena *arena) {
    while (arena->blocks != NULL) {
        struct arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}
