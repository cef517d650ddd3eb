/* All memory of a loop comes through here, so that one hook sees it all and any of it can fail. */
#ifndef EDDY_SRC_MEMORY_H
#define EDDY_SRC_MEMORY_H

#include <stddef.h>
#include <string.h>

#include "eddy/run.h"

/* The allocator of options, or the one that stands on realloc and free. */
eddy_allocator eddy__allocator_of(const eddy_options *options);

/* size > 0 bytes, not cleared; NULL when there are none. */
void *eddy__allocate(const eddy_allocator *allocator, size_t size);

/* The block with another size; NULL, and the block as it was, when there is no memory. */
void *eddy__reallocate(const eddy_allocator *allocator, void *memory, size_t old_size,
                       size_t new_size);

/* NULL is ignored. size is what was asked for. */
void eddy__free(const eddy_allocator *allocator, void *memory, size_t size);

/* memcpy, where the size is unknown but mostly one of these: by a few moves, since a call of memcpy
 * takes longer, above all in WebAssembly, where the engine calls out of the module for it. */
static inline void eddy__copy(void *to, const void *from, size_t size) {
    switch (size) {
    case 0: break;
    case 4: memcpy(to, from, 4); break;
    case 8: memcpy(to, from, 8); break;
    case 12: memcpy(to, from, 12); break;
    case 16: memcpy(to, from, 16); break;
    case 24: memcpy(to, from, 24); break;
    default: memcpy(to, from, size);
    }
}

#endif
