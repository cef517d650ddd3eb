/* Memory for the objects of a loop: small blocks are cut from large ones and kept for the next of
 * their size until the loop is closed. To make a task then takes a few instructions, no header, and
 * stands beside those made with it. */
#ifndef EDDY_SRC_POOL_H
#define EDDY_SRC_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory.h"

enum { EDDY__POOL_STEP = 16, EDDY__POOL_SIZES = 32 };

struct eddy__pool {
    struct eddy__pool_size {
        struct eddy__pool_block {
            struct eddy__pool_block *next;
        } *free, *last;        /* last: that was given back last, if it is free still; or NULL */
    } sizes[EDDY__POOL_SIZES]; /* EDDY__POOL_STEP bytes, twice that, and so on */
    struct eddy__pool_chunk *chunks;
    char *rest; /* what is left of the newest chunk */
    size_t rest_size, chunk_size;
};

/* AddressSanitizer is to see every block on its own. */
#if defined(__SANITIZE_ADDRESS__)
enum { EDDY__POOLED = false };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { EDDY__POOLED = false };
#else
enum { EDDY__POOLED = true };
#endif
#else
enum { EDDY__POOLED = true };
#endif

static inline bool eddy__pool_has(size_t size) {
    return EDDY__POOLED && size <= (size_t)EDDY__POOL_STEP * EDDY__POOL_SIZES;
}

/* A block that nobody has had. */
void *eddy__pool_cut(struct eddy__pool *pool, const eddy_allocator *allocator, size_t size);

/* size > 0 bytes, aligned as by malloc, not cleared; NULL: no memory. */
static inline void *eddy__pool_take(struct eddy__pool *pool, const eddy_allocator *allocator,
                                    size_t size) {
    if (eddy__pool_has(size)) {
        struct eddy__pool_size *blocks = &pool->sizes[(size - 1) / EDDY__POOL_STEP];
        struct eddy__pool_block *block = blocks->free;
        if (block) {
            blocks->free = block->next;
            if (block == blocks->last) blocks->last = NULL;
            return block;
        }
    }
    return eddy__pool_cut(pool, allocator, size);
}

/* A block of that size which came from there. It is the next one that is taken; but if it lies
 * behind the last one that was given back, it is taken after that: many that go in the order in which
 * they lie come in that order again. In the opposite one memory is slower, by up to a half. */
static inline void eddy__pool_give_back(struct eddy__pool *pool, const eddy_allocator *allocator,
                                        void *block, size_t size) {
    if (!eddy__pool_has(size)) {
        eddy__free(allocator, block, size);
        return;
    }
    struct eddy__pool_size *blocks = &pool->sizes[(size - 1) / EDDY__POOL_STEP];
    struct eddy__pool_block *given = block, *last = blocks->last, **before = &blocks->free;
    if (last && (uintptr_t)given > (uintptr_t)last) before = &last->next;
    given->next = *before;
    *before = given;
    blocks->last = given;
}

/* Frees all small blocks, whether they were given back or not. */
void eddy__pool_free(struct eddy__pool *pool, const eddy_allocator *allocator);

#endif
