/* Locks around what threads share in a libc that was built without any: the heap, and the streams of
 * stdio. The linker sends every call of these functions through here (--wrap, see link.js), those
 * within the libc too. What has no lock, and belongs to one thread at a time: errno (one for all),
 * strtok, setenv, rand, localtime and what else keeps its state in a variable of its own. */
#include <malloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "threads.h"

/* Declares the function that the linker knows as the original, and the one that stands before it. */
#define WRAPPED(type, name, ...)                                                                   \
    type __real_##name(__VA_ARGS__);                                                               \
    type __wrap_##name(__VA_ARGS__);                                                               \
    type __wrap_##name(__VA_ARGS__)

/* ---- the heap ---- */

static struct eddy__mutex heap;

WRAPPED(void *, malloc, size_t size) {
    eddy__mutex_lock(&heap);
    void *memory = __real_malloc(size);
    eddy__mutex_unlock(&heap);
    return memory;
}

WRAPPED(void, free, void *memory) {
    eddy__mutex_lock(&heap);
    __real_free(memory);
    eddy__mutex_unlock(&heap);
}

WRAPPED(void *, calloc, size_t count, size_t size) {
    eddy__mutex_lock(&heap);
    void *memory = __real_calloc(count, size);
    eddy__mutex_unlock(&heap);
    return memory;
}

WRAPPED(void *, realloc, void *memory, size_t size) {
    eddy__mutex_lock(&heap);
    memory = __real_realloc(memory, size);
    eddy__mutex_unlock(&heap);
    return memory;
}

WRAPPED(void *, aligned_alloc, size_t alignment, size_t size) {
    eddy__mutex_lock(&heap);
    void *memory = __real_aligned_alloc(alignment, size);
    eddy__mutex_unlock(&heap);
    return memory;
}

WRAPPED(int, posix_memalign, void **memory, size_t alignment, size_t size) {
    eddy__mutex_lock(&heap);
    int status = __real_posix_memalign(memory, alignment, size);
    eddy__mutex_unlock(&heap);
    return status;
}

/* ---- stdio: one lock for all streams, which a thread may take again ---- */

static struct eddy__mutex streams;
static const void *_Atomic owner; /* of the lock */
static int depth;                 /* how often it has it */
static _Thread_local char identity;

static void lock_streams(void) {
    if (owner == &identity) {
        depth++;
        return;
    }
    eddy__mutex_lock(&streams);
    owner = &identity;
    depth = 1;
}

static void unlock_streams(void) {
    if (--depth > 0) return;
    owner = NULL;
    eddy__mutex_unlock(&streams);
}

/* A function of stdio that gives an int. */
#define STREAM_CALL(name, parameters, arguments)                                                   \
    int __real_##name parameters;                                                                  \
    int __wrap_##name parameters;                                                                  \
    int __wrap_##name parameters {                                                                 \
        lock_streams();                                                                            \
        int result = __real_##name arguments;                                                      \
        unlock_streams();                                                                          \
        return result;                                                                             \
    }

STREAM_CALL(vfprintf, (FILE * stream, const char *format, va_list values), (stream, format, values))
STREAM_CALL(fputs, (const char *text, FILE *stream), (text, stream))
STREAM_CALL(fputc, (int c, FILE *stream), (c, stream))
STREAM_CALL(putc, (int c, FILE *stream), (c, stream))
STREAM_CALL(putchar, (int c), (c))
STREAM_CALL(puts, (const char *text), (text))
STREAM_CALL(fgetc, (FILE * stream), (stream))
STREAM_CALL(getc, (FILE * stream), (stream))
STREAM_CALL(getchar, (void), ())
STREAM_CALL(fflush, (FILE * stream), (stream))
STREAM_CALL(fclose, (FILE * stream), (stream))

WRAPPED(char *, fgets, char *text, int size, FILE *stream) {
    lock_streams();
    text = __real_fgets(text, size, stream);
    unlock_streams();
    return text;
}

WRAPPED(size_t, fwrite, const void *items, size_t size, size_t count, FILE *stream) {
    lock_streams();
    size_t written = __real_fwrite(items, size, count, stream);
    unlock_streams();
    return written;
}

WRAPPED(size_t, fread, void *items, size_t size, size_t count, FILE *stream) {
    lock_streams();
    size_t read = __real_fread(items, size, count, stream);
    unlock_streams();
    return read;
}
