/* Are the names of a program what its statements need? Asked once it is known whole: a body may
 * stand behind its use. */
#include <string.h>

#include "program.h"
#include "statements.h"

static const char *const object_names[] = {
    "nothing", "a lock",  "an event", "a condition", "a semaphore",
    "a queue", "a queue", "a queue",  "a barrier",   "a future",
};

bool parameter_is(const char *what, size_t length, const char *word) {
    return strlen(word) == length && memcmp(what, word, length) == 0;
}

/* Must symbol be an object of one of these kinds? Then is it? */
static bool check_object(const struct symbol *symbol, const char *what, size_t length,
                         unsigned line, struct program_error *error) {
    bool right = true;
    if (parameter_is(what, length, "LOCK"))
        right = symbol->object == OBJECT_LOCK || symbol->object == OBJECT_SEMAPHORE ||
                symbol->object == OBJECT_CONDITION;
    else if (parameter_is(what, length, "EVENT"))
        right = symbol->object == OBJECT_EVENT;
    else if (parameter_is(what, length, "CONDITION"))
        right = symbol->object == OBJECT_CONDITION;
    else if (parameter_is(what, length, "QUEUE"))
        right = symbol->object == OBJECT_QUEUE || symbol->object == OBJECT_LIFO_QUEUE ||
                symbol->object == OBJECT_PRIORITY_QUEUE;
    else if (parameter_is(what, length, "BARRIER"))
        right = symbol->object == OBJECT_BARRIER;
    if (right) return true;
    if (symbol->object == OBJECT_NONE)
        return program_error(error, line, "`%s` is not declared", symbol->text);
    return program_error(error, line, "`%s` is %s; what is wanted: %.*s", symbol->text,
                         object_names[symbol->object], (int)length, what);
}

static bool check_argument(const struct argument *argument, const char *what, size_t length,
                           unsigned line, struct program_error *error) {
    const struct symbol *symbol = argument->symbol;
    if (symbol == NULL) return true;
    if (parameter_is(what, length, "BODY"))
        return symbol->body != NULL ||
               program_error(error, line, "there is no body `task %s`", symbol->text);
    if (parameter_is(what, length, "H"))
        return symbol->is_handle ||
               program_error(error, line, "no task or future is ever called `%s`", symbol->text);
    if (parameter_is(what, length, "S"))
        return symbol->is_scope ||
               program_error(error, line, "no cancel scope is ever called `%s`", symbol->text);
    return check_object(symbol, what, length, line, error);
}

bool program_check(const struct program *program, struct program_error *error) {
    const struct statement *statement = program->first;
    for (; statement != NULL; statement = statement->next_in_program) {
        const char *what = statement->kind->usage;
        for (size_t i = 0; i < statement->count; i++) {
            size_t length = strcspn(what, " .");
            if (!check_argument(&statement->arguments[i], what, length, statement->line, error))
                return false;
            if (what[length] == ' ') what += length + 1;
        }
    }
    return true;
}
