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

bool machine_log_outcome(struct machine *machine, int status, int64_t value, char blank) {
    if (status == EDDY_OK)
        machine_log_word(machine, "ok%c%lld", blank, (long long)value);
    else if (status == EDDY_CANCELLED)
        machine_log_word(machine, "cancelled");
    else if (status == EDDY_TIMEOUT)
        machine_log_word(machine, "timeout");
    else if (status > 0)
        machine_log_word(machine, "error%c%d", blank, status);
    else
        return false;
    return true;
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

/* Futures exist from the start; the rest of what is declared is made where it is supported. */
static bool make_futures(struct machine *machine) {
    const struct symbol_table *symbols = &machine->program->symbols;
    for (size_t i = 0; i < sizeof symbols->buckets / sizeof symbols->buckets[0]; i++) {
        const struct symbol *symbol = symbols->buckets[i];
        for (; symbol != NULL; symbol = symbol->next_in_bucket) {
            if (symbol->object != OBJECT_FUTURE) continue;
            eddy_future future = eddy_create_future(sizeof(int64_t));
            if (eddy_check(future) != EDDY_OK) return false;
            reference_set(machine, symbol, (struct reference){REFERENCE_FUTURE, future});
        }
    }
    return true;
}

static int main_task(void) {
    struct machine *machine = running;
    if (!make_futures(machine)) {
        machine_fault(machine, 0, "no memory for the program's futures");
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
        if (!machine_log_outcome(machine, status, machine->main_value, ' '))
            machine_fault(machine, 0, "the loop ended with %s: %s", eddy_error_name(status),
                          eddy_strerror(status));
    }
    machine_log_end(machine);
}

bool machine_run(const struct program *program, FILE *trace, struct program_error *fault) {
    struct machine machine = {.program = program, .trace = trace, .fault = fault};
    *fault = (struct program_error){0};
    machine.references = calloc(program->symbols.count, sizeof *machine.references);
    machine.loop = eddy_new_event_loop(&(eddy_options){.clock = EDDY_CLOCK_VIRTUAL});
    if (machine.references == NULL || machine.loop == NULL) {
        eddy_loop_close(machine.loop);
        free(machine.references);
        return program_error(fault, 0, "no memory to begin with");
    }
    eddy_loop_set_exception_handler(machine.loop, ignore, NULL);
    running = &machine;
    int status = eddy_loop_run_until_complete(machine.loop, main_task);
    log_end_of_program(&machine, status);
    machine.muted = true;
    eddy_loop_cancel_all_tasks(machine.loop);
    running = NULL;
    eddy_loop_close(machine.loop);
    arena_free(&machine.arena);
    free(machine.references);
    return fault->message[0] == '\0';
}
