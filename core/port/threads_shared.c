/* Threads in WebAssembly: instances of the same module, each in a worker of the host, on one shared
 * memory. A thread has a stack and thread-local variables of its own in that memory; the module's
 * globals, among them Asyncify's state, are its instance's own anyway.
 *
 * The loop's thread never waits in here for long, and must not where it is a page's: it spins. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

#include "../src/jobs.h"
#include "context.h"
#include "drive.h"
#include "eddy/host.h"
#include "locks_shared.h"
#include "threads.h"

enum { STACK_SIZE = 256 * 1024 };

static _Thread_local bool may_wait; /* in this thread: in any but the loop's */

/* By the host's Atomics.wait, not by the instruction memory.atomic.wait32: in Node 20 the code that
 * V8's first compiler makes of that (Liftoff of V8 11.3; 10.2 and 12.4 are sound) stores the address
 * as 8 bytes where 4 are its own. The local variable before is lost: the last one of the function
 * that the optimizer has merged the wait into. A thread that had waited for the heap lost in this
 * way which job it did, and what it printed went to a loop at address 0. An import cannot be merged
 * into anything. */
void eddy__wait_for_change(_Atomic int32_t *place, int32_t value, double milliseconds) {
    if (may_wait) eddy_host_thread_wait((const int32_t *)place, value, milliseconds);
}

void eddy__notify(_Atomic int32_t *place, unsigned count) {
    __builtin_wasm_memory_atomic_notify((int32_t *)place, count);
}

/* ---- threads ---- */

enum { ASKED_FOR, RUNS, GIVEN_UP, HAS_ENDED };

/* Its beginning is known to eddy_guest_thread, below. Not from the loop's allocator: the worker may
 * come when the loop is gone. */
struct eddy__thread {
    char *low, *high; /* its stack */
    char *variables;  /* its thread-local ones */
    _Atomic int32_t state;
    void (*function)(void *);
    void *argument;
};

__asm__(".functype eddy__set_stack_limits (i32, i32) -> ()\n"
        ".import_module eddy__set_stack_limits, env\n"
        ".import_name eddy__set_stack_limits, __set_stack_limits\n"
        ".functype __wasm_init_tls (i32) -> ()\n"
        ".functype eddy__thread_main (i32) -> ()\n"
        ".globaltype __stack_pointer, i32\n"
        ".globl eddy_guest_thread\n"
        ".export_name eddy_guest_thread, eddy_guest_thread\n"
        ".type eddy_guest_thread,@function\n"
        "eddy_guest_thread:\n"
        "    .functype eddy_guest_thread (i32) -> ()\n"
        "    local.get 0\n"
        "    i32.load 4\n"
        "    local.get 0\n"
        "    i32.load 0\n"
        "    call eddy__set_stack_limits\n"
        "    local.get 0\n"
        "    i32.load 4\n"
        "    global.set __stack_pointer\n"
        "    local.get 0\n"
        "    i32.load 8\n"
        "    call __wasm_init_tls\n"
        "    local.get 0\n"
        "    call eddy__thread_main\n"
        "    end_function\n");

void eddy__thread_main(struct eddy__thread *thread);

void eddy__thread_main(struct eddy__thread *thread) {
    int32_t state = ASKED_FOR;
    may_wait = true;
    eddy__thread_stack.low = thread->low;
    eddy__thread_stack.high = thread->high;
    if (atomic_compare_exchange_strong(&thread->state, &state, RUNS)) {
        thread->function(thread->argument);
        atomic_store(&thread->state, HAS_ENDED);
    } else {
        free(thread); /* this very stack: nothing of it is used from here on */
    }
}

const char *eddy__threads_missing(void) {
    switch (eddy_host_threads()) {
    case EDDY_HOST_THREADS: return NULL;
    case EDDY_HOST_NOT_ISOLATED:
        return "this page is not cross-origin isolated, so that it has no SharedArrayBuffer: serve "
               "it with the headers Cross-Origin-Opener-Policy: same-origin and "
               "Cross-Origin-Embedder-Policy: require-corp (make run does; on plain file hosting a "
               "service worker can)";
    default: return "this host has no workers to run threads in";
    }
}

static size_t rounded(size_t size) {
    return (size + 15) & ~(size_t)15;
}

struct eddy__thread *eddy__thread_start(const eddy_allocator *allocator, void (*function)(void *),
                                        void *argument) {
    (void)allocator;
    size_t variables = rounded(__builtin_wasm_tls_size()) + __builtin_wasm_tls_align();
    struct eddy__thread *thread = malloc(rounded(sizeof *thread) + variables + STACK_SIZE);
    if (!thread) return NULL;
    uintptr_t alignment = __builtin_wasm_tls_align() > 0 ? __builtin_wasm_tls_align() : 1;
    uintptr_t behind = (uintptr_t)thread + rounded(sizeof *thread);
    char *low = (char *)(((uintptr_t)behind + variables + 15) & ~(uintptr_t)15);
    *thread = (struct eddy__thread){
        .low = low,
        .high = (char *)(((uintptr_t)thread + rounded(sizeof *thread) + variables + STACK_SIZE) &
                         ~(uintptr_t)15),
        .variables = (char *)((behind + alignment - 1) / alignment * alignment),
        .function = function,
        .argument = argument,
    };
    eddy_host_thread_start(thread);
    return thread;
}

void eddy__thread_join(const eddy_allocator *allocator, struct eddy__thread *thread) {
    (void)allocator;
    int32_t state = ASKED_FOR;
    if (atomic_compare_exchange_strong(&thread->state, &state, GIVEN_UP)) return;
    while (atomic_load(&thread->state) != HAS_ENDED) continue;
    free(thread);
}

/* ---- the alarm ---- */

void eddy__alarm_ring(struct eddy__alarm *alarm) {
    (void)alarm;
    eddy_host_wake();
}

/* ---- what threads print goes through the loop, so that it keeps its order with the rest ---- */

struct written {
    struct eddy__message message;
    __wasi_fd_t stream;
    size_t size;
    char text[];
};

__wasi_errno_t __real___wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *parts, size_t count,
                                      __wasi_size_t *written);
__wasi_errno_t __wrap___wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *parts, size_t count,
                                      __wasi_size_t *written);

static void deliver_written(eddy_loop *loop, struct eddy__message *message) {
    (void)loop;
    struct written *written = EDDY__CONTAINER(message, struct written, message);
    __wasi_ciovec_t part = {(const uint8_t *)written->text, written->size};
    __wasi_size_t size;
    eddy__writes_for_thread = true;
    __real___wasi_fd_write(written->stream, &part, 1, &size);
    eddy__writes_for_thread = false;
    free(written);
}

__wasi_errno_t __wrap___wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *parts, size_t count,
                                      __wasi_size_t *size) {
    struct eddy__job *job = eddy__job_here();
    if (!job) return __real___wasi_fd_write(fd, parts, count, size);
    size_t total = 0;
    for (size_t i = 0; i < count; i++) total += parts[i].buf_len;
    struct written *written = malloc(sizeof *written + total);
    if (!written) return __WASI_ERRNO_NOMEM;
    written->message.deliver = deliver_written;
    written->stream = fd;
    written->size = total;
    char *at = written->text;
    for (size_t i = 0; i < count; i++) {
        memcpy(at, parts[i].buf, parts[i].buf_len);
        at += parts[i].buf_len;
    }
    *size = total;
    if (eddy__inbox_put(&job->loop->inbox, &written->message)) return __WASI_ERRNO_SUCCESS;
    free(written);
    return __real___wasi_fd_write(fd, parts, count, size); /* the loop is gone */
}
