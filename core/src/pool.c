#include "pool.h"

#include <stdalign.h>
#include <string.h>

struct eddy__pool_chunk {
    struct eddy__pool_chunk *next;
    size_t size;
    alignas(max_align_t) char blocks[];
};

enum { FIRST_CHUNK = 4 * 1024, LARGEST_CHUNK = 64 * 1024 };

/* AddressSanitizer is to see every block on its own. */
#if defined(__SANITIZE_ADDRESS__)
static const bool pooled = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
static const bool pooled = false;
#else
static const bool pooled = true;
#endif
#else
static const bool pooled = true;
#endif

static bool is_small(size_t size) {
    return pooled && size <= (size_t)EDDY__POOL_STEP * EDDY__POOL_SIZES;
}

/* Room for size bytes at pool->rest. */
static bool grow(struct eddy__pool *pool, const eddy_allocator *allocator) {
    size_t size = pool->chunk_size ? pool->chunk_size : FIRST_CHUNK;
    struct eddy__pool_chunk *chunk = eddy__allocate(allocator, size);
    if (!chunk) return false;
    if (pool->clear) memset(chunk, 0, size);
    chunk->next = pool->chunks;
    chunk->size = size;
    pool->chunks = chunk;
    pool->rest = chunk->blocks;
    pool->rest_size = size - sizeof *chunk;
    pool->chunk_size = size < LARGEST_CHUNK ? size * 4 : size;
    return true;
}

static void *take_whole(const struct eddy__pool *pool, const eddy_allocator *allocator,
                        size_t size) {
    void *block = eddy__allocate(allocator, size);
    if (block && pool->clear) memset(block, 0, size);
    return block;
}

void *eddy__pool_take(struct eddy__pool *pool, const eddy_allocator *allocator, size_t size) {
    if (!is_small(size)) return take_whole(pool, allocator, size);
    size_t place = (size - 1) / EDDY__POOL_STEP;
    struct eddy__pool_block *block = pool->free[place];
    if (block) {
        pool->free[place] = block->next;
        return block;
    }
    size_t whole = (place + 1) * EDDY__POOL_STEP;
    if (pool->rest_size < whole && !grow(pool, allocator)) return NULL;
    void *fresh = pool->rest;
    pool->rest += whole;
    pool->rest_size -= whole;
    return fresh;
}

void eddy__pool_give_back(struct eddy__pool *pool, const eddy_allocator *allocator, void *block,
                          size_t size) {
    if (!is_small(size)) {
        eddy__free(allocator, block, size);
        return;
    }
    struct eddy__pool_block **head = &pool->free[(size - 1) / EDDY__POOL_STEP], *given = block;
    given->next = *head;
    *head = given;
}

void eddy__pool_free(struct eddy__pool *pool, const eddy_allocator *allocator) {
    while (pool->chunks) {
        struct eddy__pool_chunk *chunk = pool->chunks;
        pool->chunks = chunk->next;
        eddy__free(allocator, chunk, chunk->size);
    }
    *pool = (struct eddy__pool){0};
}
