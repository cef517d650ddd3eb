/* Values a reader can change without compiling: the page, or the shell, sets them as environment
 * variables. `knob("tasks", 3)` is what TASKS says, or 3. */
#ifndef KNOB_H
#define KNOB_H

#include <ctype.h>
#include <stdlib.h>

static inline double knob(const char *name, double otherwise) {
    char variable[32] = {0};
    for (size_t i = 0; name[i] && i + 1 < sizeof variable; i++)
        variable[i] = (char)toupper((unsigned char)name[i]);
    const char *text = getenv(variable);
    char *end = NULL;
    double value = text ? strtod(text, &end) : otherwise;
    return text && end != text && *end == '\0' ? value : otherwise;
}

#endif
