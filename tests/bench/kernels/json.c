/* Parses a JSON text of 500 records by recursive descent, adding up what it finds. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

struct parser {
    const char *at;
    uint64_t sum;
};

static int parse_value(struct parser *parser);

static void skip_blanks(struct parser *parser) {
    while (isspace((unsigned char)*parser->at)) parser->at++;
}

static int take(struct parser *parser, char wanted) {
    skip_blanks(parser);
    if (*parser->at != wanted) return 0;
    parser->at++;
    return 1;
}

static int take_word(struct parser *parser, const char *word) {
    size_t length = strlen(word);
    if (strncmp(parser->at, word, length) != 0) return 0;
    parser->at += length;
    return 1;
}

static int parse_string(struct parser *parser) {
    if (!take(parser, '"')) return 0;
    for (; *parser->at && *parser->at != '"'; parser->at++) {
        if (*parser->at == '\\' && parser->at[1]) parser->at++;
        parser->sum += (unsigned char)*parser->at;
    }
    return take(parser, '"');
}

static int parse_members(struct parser *parser, char close, int named) {
    if (take(parser, close)) return 1;
    do {
        if (named && !(parse_string(parser) && take(parser, ':'))) return 0;
        if (!parse_value(parser)) return 0;
    } while (take(parser, ','));
    return take(parser, close);
}

static int parse_number(struct parser *parser) {
    char *end;
    double number = strtod(parser->at, &end);
    if (end == parser->at) return 0;
    parser->at = end;
    parser->sum += (uint64_t)(number < 0 ? -number : number);
    return 1;
}

static int parse_value(struct parser *parser) {
    skip_blanks(parser);
    switch (*parser->at) {
    case '{': parser->at++; return parse_members(parser, '}', 1);
    case '[': parser->at++; return parse_members(parser, ']', 0);
    case '"': return parse_string(parser);
    case 't': return take_word(parser, "true");
    case 'f': return take_word(parser, "false");
    case 'n': return take_word(parser, "null");
    default: return parse_number(parser);
    }
}

uint64_t kernel_json(size_t n) {
    enum { RECORDS = 500, MOST = 120 };
    static char text[RECORDS * MOST + 3];
    size_t size = 0;
    text[size++] = '[';
    for (int i = 0; i < RECORDS; i++)
        size += (size_t)snprintf(
            text + size, MOST,
            "%s{\"id\": %d, \"name\": \"user \\\"%d\\\"\", \"on\": %s, \"at\": [%d.5, -%d]}",
            i ? ", " : "", i, i, i % 2 ? "true" : "null", i, i);
    text[size++] = ']';
    uint64_t sum = 0;
    for (size_t round = 0; round < n; round++) {
        struct parser parser = {.at = text};
        if (!parse_value(&parser) || *parser.at) abort();
        sum += parser.sum;
    }
    return sum;
}
