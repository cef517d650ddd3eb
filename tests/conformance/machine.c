#include "machine.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "statements.h"

static struct machine *running;

struct machine *machine_running(void) {
    return running;
}

/* ---- The trace --------------------------------------------------------------------------------
 */

static void count_bytes(struct machine *machine, int written) {
    if (written > 0) machine->trace_size += (size_t)written;
}

void machine_log_begin(struct machine *machine, const char *who) {
    machine->line_words = 0;
    if (machine->muted) return;
    long long now = llround(eddy_loop_time(machine->loop) * 1000);
    count_bytes(machine, fprintf(machine->trace, "%lld %s", now, who));
}

void machine_log_word(struct machine *machine, const char *format, ...) {
    if (machine->muted) return;
    machine->line_words++;
    fputc(' ', machine->trace);
    va_list arguments;
    va_start(arguments, format);
    count_bytes(machine, 1 + vfprintf(machine->trace, format, arguments));
    va_end(arguments);
}

void machine_log_end(struct machine *machine) {
    if (machine->muted) return;
    if (machine->line_words == 0) fputc(' ', machine->trace);
    fputc('\n', machine->trace);
    count_bytes(machine, 2);
    if (machine->trace_size > MACHINE_TRACE_LIMIT)
        machine_fault(machine, 0, "the trace grew beyond %d bytes", MACHINE_TRACE_LIMIT);
}

void machine_log_words(struct machine *machine, const char *who, const struct statement *statement,
                       size_t first) {
    machine_log_begin(machine, who);
    for (size_t i = first; i < statement->count; i++)
        machine_log_word(machine, "%s", statement->arguments[i].text);
    machine_log_end(machine);
}

static const char *name_of_ending(int status) {
    switch (status) {
    case EDDY_CANCELLED: return "cancelled";
    case EDDY_TIMEOUT: return "timeout";
    case EDDY_QUEUE_FULL: return "full";
    case EDDY_QUEUE_EMPTY: return "empty";
    case EDDY_QUEUE_SHUT_DOWN: return "shutdown";
    case EDDY_BROKEN_BARRIER: return "broken";
    default: return NULL;
    }
}

/* An error as a part of the word that is being written. */
static bool print_error(struct machine *machine, int status, const eddy_error_info *error,
                        char blank) {
    int written;
    bool known = true;
    if (status == EDDY_ERROR_GROUP) {
        written = fprintf(machine->trace, "group");
        for (size_t i = 0; error != NULL && i < error->count; i++) {
            fputc(blank, machine->trace);
            const eddy_error_info *member = error->members[i];
            known = print_error(machine, member->status, member, ':') && known;
        }
    } else if (status > 0) {
        written = fprintf(machine->trace, "error%c%d", blank, status);
    } else {
        const char *name = name_of_ending(status);
        known = name != NULL;
        written = fprintf(machine->trace, "%s", known ? name : "?");
    }
    count_bytes(machine, written);
    return known;
}

bool machine_log_outcome(struct machine *machine, int status, const eddy_error_info *error,
                         int64_t value, char blank) {
    if (status == EDDY_OK) {
        machine_log_word(machine, "ok%c%lld", blank, (long long)value);
        return true;
    }
    if (machine->muted) return true;
    machine_log_word(machine, "%s", "");
    return print_error(machine, status, error, blank);
}

/* ---- Ending early -----------------------------------------------------------------------------
 */

struct flow machine_fault(struct machine *machine, unsigned line, const char *format, ...) {
    if (!machine->muted) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(machine->fault->message, sizeof machine->fault->message, format, arguments);
        va_end(arguments);
        machine->fault->line = line;
        machine->muted = true;
        eddy_loop_stop(machine->loop);
    }
    return (struct flow){.kind = FLOW_ERROR, .status = EDDY_CANCELLED};
}

bool machine_step(struct machine *machine, unsigned line, size_t steps) {
    machine->steps += steps;
    if (machine->steps > MACHINE_STEP_LIMIT)
        machine_fault(machine, line, "the program does not end within %d steps",
                      MACHINE_STEP_LIMIT);
    return !machine->muted;
}

/* ---- Tasks and futures by name ----------------------------------------------------------------
 */

bool reference_get(struct machine *machine, const struct symbol *symbol, unsigned line,
                   struct reference *reference) {
    *reference = machine->references[symbol->index];
    if (reference->kind == REFERENCE_NONE) {
        machine_fault(machine, line, "no task is called `%s` yet", symbol->text);
        return false;
    }
    eddy_retain(reference->awaitable);
    return true;
}

void reference_release(struct reference reference) {
    if (reference.kind != REFERENCE_NONE) eddy_release(reference.awaitable);
}

void reference_set(struct machine *machine, const struct symbol *symbol,
                   struct reference reference) {
    reference_release(machine->references[symbol->index]);
    eddy_retain(reference.awaitable);
    machine->references[symbol->index] = reference;
}

uint64_t machine_object(const struct machine *machine, const struct symbol *symbol) {
    return machine->objects[symbol->index];
}

int64_t reference_value(const struct machine *machine, struct reference reference) {
    int64_t value = 0;
    if (reference.kind == REFERENCE_TASK) {
        value = eddy_frame(reference.awaitable, task)->value;
    } else if (reference.kind == REFERENCE_FUTURE) {
        memcpy(&value, eddy_future_result(reference.awaitable), sizeof value);
    } else if (reference.kind == REFERENCE_MAIN) {
        value = machine->main_value;
    }
    return value;
}

/* ---- The program as a whole -------------------------------------------------------------------
 */

static int compare_numbers(const void *a, const void *b) {
    int64_t left, right;
    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    return (left > right) - (left < right);
}

/* The handle of a new object, as declared. */
static uint64_t make_object(const struct symbol *symbol) {
    size_t size = (size_t)symbol->size;
    switch (symbol->object) {
    case OBJECT_LOCK: return eddy_lock_new().id;
    case OBJECT_EVENT: return eddy_event_new().id;
    case OBJECT_CONDITION: return eddy_condition_new((eddy_lock){0}).id;
    case OBJECT_SEMAPHORE: return eddy_semaphore_new(size).id;
    case OBJECT_QUEUE: return eddy_queue_new(sizeof(int64_t), size).id;
    case OBJECT_LIFO_QUEUE: return eddy_lifo_queue_new(sizeof(int64_t), size).id;
    case OBJECT_PRIORITY_QUEUE:
        return eddy_priority_queue_new(sizeof(int64_t), size, compare_numbers).id;
    case OBJECT_BARRIER: return eddy_barrier_new(size).id;
    default: return eddy_create_future(sizeof(int64_t)).id;
    }
}

/* What is declared exists from the start, and until the loop ends. */
static bool make_objects(struct machine *machine) {
    const struct symbol_table *symbols = &machine->program->symbols;
    for (size_t i = 0; i < sizeof symbols->buckets / sizeof symbols->buckets[0]; i++) {
        const struct symbol *symbol = symbols->buckets[i];
        for (; symbol != NULL; symbol = symbol->next_in_bucket) {
            if (symbol->object == OBJECT_NONE) continue;
            uint64_t id = make_object(symbol);
            if (eddy_retain_object(id) != EDDY_OK) return false;
            machine->objects[symbol->index] = id;
            if (symbol->object == OBJECT_FUTURE)
                reference_set(machine, symbol,
                              (struct reference){REFERENCE_FUTURE, (eddy_awaitable){id}});
        }
    }
    return true;
}

static int main_task(void) {
    struct machine *machine = running;
    if (!make_objects(machine)) {
        machine_fault(machine, 0, "no memory for what the program declares");
        return EDDY_NO_MEMORY;
    }
    const struct symbol *name = machine->program->main;
    reference_set(machine, name, (struct reference){REFERENCE_MAIN, eddy_current_task()});
    struct task self = {.machine = machine, .body = name->body, .name = name->text};
    int status = task(&self);
    machine->main_value = self.value;
    return status;
}

/* Errors that nobody awaits are no part of a trace. */
static void ignore(eddy_loop *loop, const char *message, void *argument) {
    (void)loop, (void)message, (void)argument;
}

static void log_end_of_program(struct machine *machine, int status) {
    machine_log_begin(machine, "loop");
    if (status == EDDY_DEADLOCK) {
        machine_log_word(machine, "deadlock");
    } else {
        machine_log_word(machine, "finished");
        if (!machine_log_outcome(machine, status, eddy_loop_error(machine->loop),
                                 machine->main_value, ' '))
            machine_fault(machine, 0, "the loop ended with %s: %s", eddy_error_name(status),
                          eddy_strerror(status));
    }
    machine_log_end(machine);
}

static void free_machine(struct machine *machine) {
    eddy_loop_close(machine->loop);
    arena_free(&machine->arena);
    free(machine->references);
    free(machine->objects);
    free(machine->scopes);
}

bool machine_run(const struct program *program, FILE *trace, struct program_error *fault) {
    struct machine machine = {.program = program, .trace = trace, .fault = fault};
    *fault = (struct program_error){0};
    machine.references = calloc(program->symbols.count, sizeof *machine.references);
    machine.objects = calloc(program->symbols.count, sizeof *machine.objects);
    machine.scopes = calloc(program->symbols.count, sizeof *machine.scopes);
    machine.loop = eddy_new_event_loop(&(eddy_options){.clock = EDDY_CLOCK_VIRTUAL});
    if (machine.references == NULL || machine.objects == NULL || machine.scopes == NULL ||
        machine.loop == NULL) {
        free_machine(&machine);
        return program_error(fault, 0, "no memory to begin with");
    }
    eddy_loop_set_exception_handler(machine.loop, ignore, NULL);
    running = &machine;
    int status = eddy_loop_run_until_complete(machine.loop, main_task);
    log_end_of_program(&machine, status);
    machine.muted = true;
    eddy_loop_cancel_all_tasks(machine.loop);
    running = NULL;
    free_machine(&machine);
    return fault->message[0] == '\0';
}
