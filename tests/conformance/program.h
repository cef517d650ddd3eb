/* A scenario program as data, and how it is made from text.
 *
 * A word of the text is kept where it stands: the program owns a copy of the text, cut into words
 * by zeros, and everything below points into it or into the program's arena. */
#ifndef SCENARIO_PROGRAM_H
#define SCENARIO_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

enum {
    PROGRAM_SIZE_LIMIT = 1 << 20, /* bytes of text */
    PROGRAM_DEPTH_LIMIT = 64,     /* blocks inside blocks: bounds the C stack of a task */
    PROGRAM_NAME_LIMIT = 100,     /* bytes of a name */
};

/* What a declaration declares; a name stands for one object at most. */
enum object_kind {
    OBJECT_NONE,
    OBJECT_LOCK,
    OBJECT_EVENT,
    OBJECT_CONDITION,
    OBJECT_SEMAPHORE,
    OBJECT_QUEUE,
    OBJECT_LIFO_QUEUE,
    OBJECT_PRIORITY_QUEUE,
    OBJECT_BARRIER,
    OBJECT_FUTURE,
};

/* A name: of a body, of an object, of a task, or of several of them at once. */
struct symbol {
    const char *text;
    size_t index; /* counts from 0 in the program */
    struct body *body;
    enum object_kind object;
    int64_t size;   /* of a semaphore, a queue, a barrier */
    bool is_handle; /* some statement or declaration gives a task or a future this name */
    bool is_scope;  /* some block is a cancel scope of this name */
    struct symbol *next_in_bucket;
};

/* One word behind a statement, as what the statement's kind says it is. */
struct argument {
    const char *text;
    struct symbol *symbol; /* for a name */
    int64_t number;        /* for a number */
};

struct block {
    struct statement *first, *last;
};

struct statement {
    const struct statement_kind *kind;
    unsigned line;
    size_t count;
    struct argument *arguments;
    struct block *body, *except, *finally; /* of a block statement; NULL where it has none */
    struct statement *next;                /* in the same block */
    struct statement *next_in_program;     /* in the order of the text */
};

struct body {
    struct symbol *name;
    unsigned line;
    struct block block;
};

struct symbol_table {
    struct symbol *buckets[1024];
    size_t count;
};

struct program {
    struct arena arena;
    struct symbol_table symbols;
    struct symbol *main;
    struct statement *first, *last; /* every statement, in the order of the text */
};

/* What is wrong with a program. line is 0 where no line is to blame. */
struct program_error {
    unsigned line;
    char message[240];
};

/* Makes *program from size bytes of text. False when there is something wrong with it: *error says
 * what. In both cases the program is to be given to program_free. */
bool program_parse(struct program *program, const char *text, size_t size,
                   struct program_error *error);
void program_free(struct program *program);

/* The second half of program_parse: every name must be what its statement needs. */
bool program_check(const struct program *program, struct program_error *error);

/* Is the parameter what..what+length of a usage (see statements.h) this one? */
bool parameter_is(const char *what, size_t length, const char *word);

/* The symbol with this text, made when there is none yet; text must live as long as the arena.
 * NULL when there is no memory. */
struct symbol *symbol_for(struct symbol_table *table, struct arena *arena, const char *text);

/* Fills in *error and returns false, for `return program_error(...)`. */
bool program_error(struct program_error *error, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
