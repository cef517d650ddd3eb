#include "pool.h"

#include <stdalign.h>

struct eddy__pool_chunk {
    struct eddy__pool_chunk *next;
    size_t size;
    alignas(max_align_t) char blocks[];
};

enum { FIRST_CHUNK = 4 * 1024, LARGEST_CHUNK = 64 * 1024 };

/* Where blocks of such a size, as tasks have, begin with a line of memory and end with one. */
enum { LINE = 64 };

/* Room for size bytes at pool->rest. */
static bool grow(struct eddy__pool *pool, const eddy_allocator *allocator) {
    size_t size = pool->chunk_size ? pool->chunk_size : FIRST_CHUNK;
    struct eddy__pool_chunk *chunk = eddy__allocate(allocator, size);
    if (!chunk) return false;
    chunk->next = pool->chunks;
    chunk->size = size;
    pool->chunks = chunk;
    size_t skipped = -(uintptr_t)chunk->blocks % LINE;
    pool->rest = chunk->blocks + skipped;
    pool->rest_size = size - sizeof *chunk - skipped;
    pool->chunk_size = size < LARGEST_CHUNK ? size * 4 : size;
    return true;
}

void *eddy__pool_cut(struct eddy__pool *pool, const eddy_allocator *allocator, size_t size) {
    if (!eddy__pool_has(size)) return eddy__allocate(allocator, size);
    size_t whole = ((size - 1) / EDDY__POOL_STEP + 1) * EDDY__POOL_STEP;
    if (pool->rest_size < whole && !grow(pool, allocator)) return NULL;
    void *fresh = pool->rest;
    pool->rest += whole;
    pool->rest_size -= whole;
    return fresh;
}

void eddy__pool_free(struct eddy__pool *pool, const eddy_allocator *allocator) {
    while (pool->chunks) {
        struct eddy__pool_chunk *chunk = pool->chunks;
        pool->chunks = chunk->next;
        eddy__free(allocator, chunk, chunk->size);
    }
    *pool = (struct eddy__pool){0};
}
