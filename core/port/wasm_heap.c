/* sbrk, in the place of libc's, which grows memory by what malloc asks for: 64 KiB at a time. To
 * grow costs an engine some 100 µs however little it is, so that a million tasks spent seconds on it.
 * This one asks for an eighth of what there is; the pages are not resident until they are used. */
#include "wasm_heap.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

enum { PAGE_BITS = 16 };

static uintptr_t memory_end(void) {
    /* 4 GiB less a byte: the whole of it does not fit */
    uint64_t end = (uint64_t)__builtin_wasm_memory_size(0) << PAGE_BITS;
    return end > UINTPTR_MAX ? UINTPTR_MAX : (uintptr_t)end;
}

/* What is left between heap_end and heap_limit is the next to be given out. Somebody else may grow
 * the memory as well: then what lies behind the old limit is theirs. */
static uintptr_t heap_end, heap_limit;

static size_t most_pages = SIZE_MAX;

void eddy__limit_memory(size_t bytes) {
    most_pages = bytes > 0 ? bytes >> PAGE_BITS : SIZE_MAX;
}

static int grow(size_t size) {
    size_t pages = (size >> PAGE_BITS) + ((size & ((1u << PAGE_BITS) - 1)) != 0);
    size_t now = __builtin_wasm_memory_size(0), more = now / 8;
    if (now > most_pages || pages > most_pages - now) return -1;
    if (more > most_pages - now) more = most_pages - now;
    if (more > pages && __builtin_wasm_memory_grow(0, more) != SIZE_MAX) return 0;
    return __builtin_wasm_memory_grow(0, pages) == SIZE_MAX ? -1 : 0;
}

/* Called by malloc only, and under its lock where there are threads. Memory that another thread has
 * grown may still have its old size in this one: V8 tells its threads one after the other. */
void *sbrk(intptr_t increment) {
    if (heap_limit < memory_end()) heap_end = heap_limit = memory_end();
    if (increment == 0) return (void *)heap_end;
    if (increment < 0 || ((uintptr_t)increment > heap_limit - heap_end &&
                          grow((size_t)increment - (heap_limit - heap_end)) != 0)) {
        errno = ENOMEM;
        return (void *)-1;
    }
    if (heap_limit < memory_end()) heap_limit = memory_end();
    void *start = (void *)heap_end;
    heap_end += (uintptr_t)increment;
    return start;
}
