#include <string.h>

#include "program.h"

static size_t bucket_of(const struct symbol_table *table, const char *text) {
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (; *text != '\0'; text++) hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash % (sizeof table->buckets / sizeof table->buckets[0]);
}

struct symbol *symbol_for(struct symbol_table *table, struct arena *arena, const char *text) {
    struct symbol **bucket = &table->buckets[bucket_of(table, text)];
    for (struct symbol *symbol = *bucket; symbol != NULL; symbol = symbol->next_in_bucket)
        if (strcmp(symbol->text, text) == 0) return symbol;
    struct symbol *symbol = arena_allocate(arena, sizeof *symbol);
    if (symbol == NULL) return NULL;
    symbol->text = text;
    symbol->index = table->count++;
    symbol->next_in_bucket = *bucket;
    *bucket = symbol;
    return symbol;
}
