#include "memory.h"

#include <stdlib.h>

static void *reallocate_by_libc(void *context, void *memory, size_t old_size, size_t new_size) {
    (void)context;
    (void)old_size;
    if (new_size == 0) {
        free(memory);
        return NULL;
    }
    return realloc(memory, new_size);
}

eddy_allocator eddy__allocator_of(const eddy_options *options) {
    if (options && options->allocator.reallocate) return options->allocator;
    return (eddy_allocator){reallocate_by_libc, NULL};
}

void *eddy__allocate(const eddy_allocator *allocator, size_t size) {
    return allocator->reallocate(allocator->context, NULL, 0, size);
}

void *eddy__reallocate(const eddy_allocator *allocator, void *memory, size_t old_size,
                       size_t new_size) {
    return allocator->reallocate(allocator->context, memory, old_size, new_size);
}

void eddy__free(const eddy_allocator *allocator, void *memory, size_t size) {
    if (memory) allocator->reallocate(allocator->context, memory, size, 0);
}
