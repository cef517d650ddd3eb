/* All memory of a loop comes through here, so that one hook sees it all and any of it can fail. */
#ifndef EDDY_SRC_MEMORY_H
#define EDDY_SRC_MEMORY_H

#include <stddef.h>

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

#endif
