/* Processes in a guest: the host starts them, each an instance of the same module in a worker. Both
 * ends are here: the loop's, and what a process does. */
#include <stdlib.h>
#include <string.h>

#include "../src/handles.h"
#include "eddy/host.h"
#include "processes.h"
#include "wasm_heap.h"

/* ---- the loop's end ---- */

struct process {
    struct eddy__worker worker;
    uint32_t number; /* the host's name for it */
};

static uint32_t made;

const char *eddy__processes_missing(void) {
    return eddy_host_cpu_count() > 0 ? NULL : "this host has no workers to run processes in";
}

size_t eddy__cpu_count(void) {
    int count = eddy_host_cpu_count();
    return count > 0 ? (size_t)count : 1;
}

struct eddy__worker *eddy__process_new(eddy_loop *loop, struct eddy__executor *executor) {
    (void)executor;
    struct process *process = eddy__allocate(&loop->allocator, sizeof *process);
    if (!process) return NULL;
    *process = (struct process){.number = ++made};
    return &process->worker;
}

void eddy__process_give(eddy_loop *loop, struct eddy__worker *worker, struct eddy__job *job) {
    (void)loop;
    const struct eddy__executor *executor = worker->executor;
    struct eddy_host_job request = {
        .function = job->function,
        .input = job->input,
        .size = job->size,
        .initializer = executor->initializer,
        .initargs = executor->initargs,
        .initargs_size = executor->initargs_size,
        .memory_limit = executor->memory_limit,
    };
    eddy_host_process_run(((struct process *)worker)->number, job->future.object.id, &request);
}

void eddy__process_kill(eddy_loop *loop, struct eddy__worker *worker) {
    eddy_host_process_end(((struct process *)worker)->number);
    worker->job->outcome.status = EDDY_CANCELLED;
    eddy__job_answered(loop, worker->job);
}

void eddy__process_end(eddy_loop *loop, struct eddy__worker *worker) {
    eddy_host_process_end(((struct process *)worker)->number);
    eddy__free(&loop->allocator, worker, sizeof(struct process));
}

/* The answer's bytes and text have to be from malloc, as those of threads are. */
static bool take(struct eddy__outcome *outcome, const char *memory, size_t size,
                 size_t reply_size) {
    if (reply_size > 0) {
        outcome->reply = (eddy_reply){malloc(reply_size), reply_size, reply_size};
        if (!outcome->reply.bytes) return false;
        memcpy(outcome->reply.bytes, memory, reply_size);
    }
    if (size > reply_size) outcome->text = strdup(memory + reply_size);
    return true;
}

void eddy_guest_answered(uint64_t id, int status, char *memory, size_t size, size_t reply_size) {
    int why;
    eddy_loop *loop = eddy__running();
    if (!loop) return;
    struct eddy__job *job = (struct eddy__job *)eddy__find(id, &why);
    if (job && job->future.object.kind == EDDY__JOB && job->worker) {
        job->outcome.status = status;
        if (!take(&job->outcome, memory, size, reply_size)) {
            job->outcome.status = EDDY_NO_MEMORY;
            job->outcome.reply = (eddy_reply){0};
        }
        eddy__job_answered(loop, job);
    }
    eddy__free(&loop->allocator, memory, size);
}

/* ---- in the process ---- */

static struct eddy__outcome last;

static const struct eddy_guest_answer *answer(void) {
    static struct eddy_guest_answer shown;
    shown = (struct eddy_guest_answer){last.status, last.reply.bytes, last.reply.size, last.text};
    return &shown;
}

const struct eddy_guest_answer *eddy_guest_process_run(eddy_executor_function *function,
                                                       void *input, size_t size) {
    static max_align_t nothing; /* the input is never NULL */
    eddy__outcome_free(&last);
    last = (struct eddy__outcome){0};
    eddy__outcome_of(&last, function, input ? input : &nothing, size);
    free(input);
    return answer();
}

const struct eddy_guest_answer *eddy_guest_process_begin(eddy_executor_function *initializer,
                                                         void *initargs, size_t initargs_size,
                                                         size_t limit) {
    eddy__limit_memory(limit);
    if (!initializer) return answer();
    struct eddy__outcome cause = {0};
    eddy__outcome_of(&cause, initializer, initargs, initargs_size);
    if (cause.status != EDDY_OK) eddy__initializer_failed(&last, &cause);
    eddy__outcome_free(&cause);
    return answer();
}
