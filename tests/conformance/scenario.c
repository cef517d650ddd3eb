#include "scenario.h"

#include "machine.h"
#include "program.h"
#include "statements.h"

static bool uses(const struct program *program, const struct statement_kind *kind) {
    const struct statement *statement = program->first;
    while (statement != NULL && statement->kind != kind) statement = statement->next_in_program;
    return statement != NULL;
}

/* Names the statements that cannot run yet; false when there are none. */
static bool report_unsupported(const char *name, const struct program *program, FILE *errors) {
    bool any = false;
    for (const struct statement_kind *kind = statement_kinds; kind->name != NULL; kind++) {
        if (kind->run != NULL || !uses(program, kind)) continue;
        if (!any) fprintf(errors, "%s: not yet supported:", name);
        fprintf(errors, " %s", kind->name);
        any = true;
    }
    if (any) fputc('\n', errors);
    return any;
}

static enum scenario_result report(const char *name, const struct program_error *error,
                                   FILE *errors) {
    if (error->line > 0)
        fprintf(errors, "%s:%u: %s\n", name, error->line, error->message);
    else
        fprintf(errors, "%s: %s\n", name, error->message);
    return SCENARIO_WRONG;
}

enum scenario_result scenario_run(const char *name, const char *text, size_t size, FILE *trace,
                                  FILE *errors) {
    static struct program program; /* its table of names is large for a small stack */
    struct program_error error;
    enum scenario_result result = SCENARIO_TRACED;
    if (!program_parse(&program, text, size, &error))
        result = report(name, &error, errors);
    else if (report_unsupported(name, &program, errors))
        result = SCENARIO_UNSUPPORTED;
    else if (!machine_run(&program, trace, &error))
        result = report(name, &error, errors);
    program_free(&program);
    return result;
}
