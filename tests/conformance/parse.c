/* From text to a program: lines, words, blocks. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "statements.h"

struct parser {
    struct program *program;
    char *cursor; /* the rest of the text, up to a zero */
    unsigned line;
    size_t count; /* the words of this line */
    char **words;
    struct program_error *error;
};

bool program_error(struct program_error *error, unsigned line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error->line = line;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return false;
}

static bool no_memory(struct parser *parser) {
    return program_error(parser->error, parser->line, "no memory for a program of this size");
}

/* ---- Lines and words --------------------------------------------------------------------------
 */

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Cuts the line from..to into words, in place; what follows `to` may be overwritten. */
static bool split(struct parser *parser, char *from, char *to) {
    parser->count = 0;
    for (char *c = from; c < to; c++)
        if (!is_blank(*c) && (c == from || is_blank(c[-1]))) parser->count++;
    parser->words = arena_allocate(&parser->program->arena, parser->count * sizeof(char *));
    if (parser->words == NULL) return no_memory(parser);
    size_t n = 0;
    for (char *c = from; c < to; c++)
        if (!is_blank(*c) && (c == from || c[-1] == '\0')) {
            parser->words[n++] = c;
        } else if (is_blank(*c)) {
            *c = '\0';
        }
    *to = '\0';
    return true;
}

/* Goes on to the next line that has words. At the end of the text its count is 0. */
static bool next_line(struct parser *parser) {
    do {
        parser->count = 0;
        if (*parser->cursor == '\0') return true;
        parser->line++;
        char *from = parser->cursor;
        char *end = from + strcspn(from, "\r\n");
        char *comment = memchr(from, '#', (size_t)(end - from));
        parser->cursor = end + (*end != '\0') + (end[0] == '\r' && end[1] == '\n');
        if (!split(parser, from, comment != NULL ? comment : end)) return false;
    } while (parser->count == 0);
    return true;
}

/* The text must be characters that can be told apart when a trace is read. */
static bool check_text(struct parser *parser, size_t size) {
    unsigned line = 1;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)parser->cursor[i];
        if (c == '\n' || (c == '\r' && parser->cursor[i + 1] != '\n')) line++;
        if (c < ' ' && c != '\n' && c != '\r' && c != '\t')
            return program_error(parser->error, line, "a control character (byte %d) in the text",
                                 c);
    }
    return true;
}

/* ---- Words as what they stand for -------------------------------------------------------------
 */

static bool take_number(struct parser *parser, const char *what, const char *text, int64_t least,
                        int64_t most, int64_t *number) {
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0')
        return program_error(parser->error, parser->line, "`%.40s`: %s must be a whole number",
                             text, what);
    if (errno != 0 || value < least || value > most)
        return program_error(parser->error, parser->line, "`%.40s`: %s must be from %lld to %lld",
                             text, what, (long long)least, (long long)most);
    *number = value;
    return true;
}

/* NULL when the name is too long, or there is no memory for it. */
static struct symbol *take_name(struct parser *parser, const char *text) {
    if (strlen(text) > PROGRAM_NAME_LIMIT) {
        program_error(parser->error, parser->line, "`%.40s...`: a name is at most %d bytes long",
                      text, PROGRAM_NAME_LIMIT);
        return NULL;
    }
    struct symbol *symbol = symbol_for(&parser->program->symbols, &parser->program->arena, text);
    if (symbol == NULL) no_memory(parser);
    return symbol;
}

/* Numbers, and the range that each kind of them has. Milliseconds may be negative, as in asyncio:
 * the range keeps every sum of them exact. */
static const struct {
    const char *what;
    int64_t least, most;
} number_kinds[] = {
    {"MS", -1000000000000, 1000000000000},
    {"N", -INT64_MAX, INT64_MAX},
    {"CODE", 1, INT_MAX},
    {"COUNT", 0, INT_MAX},
    {"PERMITS", 0, INT_MAX},
    {"CAPACITY", 0, INT_MAX},
    {"PARTIES", 1, INT_MAX},
};

/* Takes one word as the parameter what..what+length of a usage. */
static bool take_argument(struct parser *parser, const char *what, size_t length,
                          struct argument *argument) {
    const char *text = argument->text;
    for (size_t i = 0; i < sizeof number_kinds / sizeof number_kinds[0]; i++)
        if (parameter_is(what, length, number_kinds[i].what))
            return take_number(parser, number_kinds[i].what, text, number_kinds[i].least,
                               number_kinds[i].most, &argument->number);
    if (parameter_is(what, length, "WORDS")) return true;
    if (parameter_is(what, length, "LIMIT"))
        return strcmp(text, "-") == 0 || take_argument(parser, "MS", 2, argument);
    if (parameter_is(what, length, "WHEN"))
        return strcmp(text, "all") == 0 || strcmp(text, "first") == 0 ||
               strcmp(text, "exception") == 0 ||
               program_error(parser->error, parser->line,
                             "`%.40s`: WHEN must be all, first or exception", text);
    if (parameter_is(what, length, "SWITCH"))
        return strcmp(text, "on") == 0 || strcmp(text, "off") == 0 ||
               program_error(parser->error, parser->line, "`%.40s`: SWITCH must be on or off",
                             text);
    argument->symbol = take_name(parser, text);
    if (argument->symbol == NULL) return false;
    if (parameter_is(what, length, "SCOPE")) argument->symbol->is_scope = true;
    if (parameter_is(what, length, "TASK")) argument->symbol->is_handle = true;
    return true;
}

/* Takes the words behind the first as what usage says. */
static bool take_arguments(struct parser *parser, const char *usage, size_t *count,
                           struct argument **arguments) {
    const char *name = parser->words[0];
    *count = parser->count - 1;
    *arguments = arena_allocate(&parser->program->arena, *count * sizeof **arguments);
    if (*arguments == NULL) return no_memory(parser);
    const char *what = usage;
    size_t taken = 0;
    bool repeats = false;
    while (*what != '\0') {
        size_t length = strcspn(what, " .");
        repeats = what[length] == '.';
        if (taken == *count) break;
        (*arguments)[taken].text = parser->words[taken + 1];
        if (!take_argument(parser, what, length, &(*arguments)[taken])) return false;
        taken++;
        if (!repeats) what += length + (what[length] == ' ');
    }
    bool missing = *what != '\0' && !repeats;
    if (missing || taken < *count)
        return program_error(parser->error, parser->line, "too %s words: `%s%s%s`",
                             missing ? "few" : "many", name, *usage != '\0' ? " " : "", usage);
    return true;
}

/* ---- Blocks -----------------------------------------------------------------------------------
 */

/* Is this line one of the words that end a part of a block? They stand alone. */
static bool is_mark(const struct parser *parser) {
    const char *word = parser->words[0];
    return strcmp(word, "end") == 0 || strcmp(word, "except") == 0 || strcmp(word, "finally") == 0;
}

/* Where a block is: what opened it, how deep, and whether a group is around it. */
struct place {
    const char *opener;
    unsigned line;
    int depth;
    bool in_group;
};

static bool take_statement(struct parser *parser, struct place place, struct block *block);

/* Takes statements up to a mark, on which the parser then stands. */
static bool take_block(struct parser *parser, struct place place, struct block *block) {
    for (;;) {
        if (!next_line(parser)) return false;
        if (parser->count == 0)
            return program_error(parser->error, place.line, "`%s` has no `end`", place.opener);
        if (is_mark(parser)) {
            if (parser->count > 1)
                return program_error(parser->error, parser->line,
                                     "nothing can follow `%s` on its line", parser->words[0]);
            return true;
        }
        if (!take_statement(parser, place, block)) return false;
    }
}

/* Takes the parts of a block statement up to its `end`. */
static bool take_parts(struct parser *parser, struct place place, struct statement *statement) {
    struct block **part = &statement->body;
    for (;;) {
        *part = arena_allocate(&parser->program->arena, sizeof **part);
        if (*part == NULL) return no_memory(parser);
        if (!take_block(parser, place, *part)) return false;
        const char *mark = parser->words[0];
        if (strcmp(mark, "end") == 0) break;
        if (statement->kind->form != FORM_TRY)
            return program_error(parser->error, parser->line,
                                 "`%s` belongs to a `try`; this ends the `%s` of line %u", mark,
                                 place.opener, place.line);
        part = strcmp(mark, "except") == 0 ? &statement->except : &statement->finally;
        if (*part != NULL)
            return program_error(parser->error, parser->line,
                                 "a second `%s` for the `try` of line %u", mark, place.line);
    }
    if (statement->kind->form == FORM_TRY && statement->except == NULL &&
        statement->finally == NULL)
        return program_error(parser->error, place.line,
                             "a `try` needs an `except`, a `finally`, or both");
    return true;
}

static bool take_statement(struct parser *parser, struct place place, struct block *block) {
    const char *name = parser->words[0];
    const struct statement_kind *kind = statement_kind(name);
    if (kind == NULL && strcmp(name, "task") == 0)
        return program_error(parser->error, place.line, "`%s` has no `end`", place.opener);
    if (kind == NULL)
        return program_error(parser->error, parser->line, "there is no statement `%.40s`", name);
    if (strcmp(name, "group_spawn") == 0 && !place.in_group)
        return program_error(parser->error, parser->line, "`group_spawn` outside of a `group`");

    struct statement *statement = arena_allocate(&parser->program->arena, sizeof *statement);
    if (statement == NULL) return no_memory(parser);
    statement->kind = kind;
    statement->line = parser->line;
    if (!take_arguments(parser, kind->usage, &statement->count, &statement->arguments))
        return false;
    *(block->last != NULL ? &block->last->next : &block->first) = statement;
    block->last = statement;
    struct program *program = parser->program;
    *(program->last != NULL ? &program->last->next_in_program : &program->first) = statement;
    program->last = statement;

    if (kind->form == FORM_LINE) return true;
    if (place.depth == PROGRAM_DEPTH_LIMIT)
        return program_error(parser->error, parser->line, "blocks are nested more than %d deep",
                             PROGRAM_DEPTH_LIMIT);
    bool in_group = place.in_group || strcmp(name, "group") == 0;
    return take_parts(parser, (struct place){name, parser->line, place.depth + 1, in_group},
                      statement);
}

/* ---- The top level ----------------------------------------------------------------------------
 */

static bool take_task(struct parser *parser) {
    if (parser->count != 2)
        return program_error(parser->error, parser->line, "a body begins with `task BODY`");
    struct symbol *name = take_name(parser, parser->words[1]);
    if (name == NULL) return false;
    if (name->body != NULL)
        return program_error(parser->error, parser->line,
                             "a second body `%s`: there is one on line %u", name->text,
                             name->body->line);
    struct body *body = arena_allocate(&parser->program->arena, sizeof *body);
    if (body == NULL) return no_memory(parser);
    *body = (struct body){.name = name, .line = parser->line};
    name->body = body;
    if (!take_block(parser, (struct place){"task", parser->line, 0, false}, &body->block))
        return false;
    if (strcmp(parser->words[0], "end") != 0)
        return program_error(parser->error, parser->line, "`%s` without a `try`", parser->words[0]);
    return true;
}

static const struct {
    const char *name, *usage;
    enum object_kind object;
} declarations[] = {
    {"lock", "NAME", OBJECT_LOCK},
    {"event", "NAME", OBJECT_EVENT},
    {"condition", "NAME", OBJECT_CONDITION},
    {"future", "NAME", OBJECT_FUTURE},
    {"semaphore", "NAME PERMITS", OBJECT_SEMAPHORE},
    {"queue", "NAME CAPACITY", OBJECT_QUEUE},
    {"lifo_queue", "NAME CAPACITY", OBJECT_LIFO_QUEUE},
    {"priority_queue", "NAME CAPACITY", OBJECT_PRIORITY_QUEUE},
    {"barrier", "NAME PARTIES", OBJECT_BARRIER},
};

static bool take_declaration(struct parser *parser) {
    for (size_t i = 0; i < sizeof declarations / sizeof declarations[0]; i++) {
        if (strcmp(parser->words[0], declarations[i].name) != 0) continue;
        size_t count;
        struct argument *arguments;
        if (!take_arguments(parser, declarations[i].usage, &count, &arguments)) return false;
        struct symbol *name = arguments[0].symbol;
        if (name->object != OBJECT_NONE)
            return program_error(parser->error, parser->line, "`%s` is declared twice", name->text);
        name->object = declarations[i].object;
        name->is_handle |= name->object == OBJECT_FUTURE;
        name->size = count > 1 ? arguments[1].number : 0;
        return true;
    }
    return program_error(parser->error, parser->line,
                         "`%.40s` is no declaration, and no body (`task`) is open",
                         parser->words[0]);
}

static bool take_program(struct parser *parser) {
    struct symbol *name = take_name(parser, "main");
    if (name == NULL) return false;
    name->is_handle = true;
    parser->program->main = name;
    for (;;) {
        if (!next_line(parser)) return false;
        if (parser->count == 0) break;
        bool is_task = strcmp(parser->words[0], "task") == 0;
        if (!(is_task ? take_task(parser) : take_declaration(parser))) return false;
    }
    if (name->body == NULL) return program_error(parser->error, 0, "there is no `task main`");
    return true;
}

bool program_parse(struct program *program, const char *text, size_t size,
                   struct program_error *error) {
    memset(program, 0, sizeof *program);
    struct parser parser = {.program = program, .error = error};
    if (size > PROGRAM_SIZE_LIMIT)
        return program_error(error, 0, "the program has more than %d bytes", PROGRAM_SIZE_LIMIT);
    parser.cursor = arena_allocate(&program->arena, size + 2); /* `to` and beyond: see next_line */
    if (parser.cursor == NULL) return no_memory(&parser);
    memcpy(parser.cursor, text, size);
    return check_text(&parser, size) && take_program(&parser) && program_check(program, error);
}

void program_free(struct program *program) {
    arena_free(&program->arena);
}
