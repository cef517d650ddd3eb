/* scenario [FILE...]: runs scenario programs and writes their traces.
 *
 * Without FILE, or for `-`, the program is read from the standard input. Before each of several
 * programs stands a line "== FILE". What is wrong goes to stderr. The exit code is 0, or the
 * highest of the programs': see scenario.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "scenario.h"

/* Reads a little more than a program may have, so that what is too long is noticed. */
static char *read_text(FILE *file, size_t *size) {
    char *text = malloc(PROGRAM_SIZE_LIMIT + 1);
    if (text != NULL) *size = fread(text, 1, PROGRAM_SIZE_LIMIT + 1, file);
    return text;
}

static int run_file(const char *name) {
    bool is_stdin = strcmp(name, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(name, "rb");
    size_t size = 0;
    char *text = file != NULL ? read_text(file, &size) : NULL;
    if (text == NULL || ferror(file)) {
        fprintf(stderr, "%s: cannot be read: %s\n", name, strerror(errno));
        if (file != NULL && !is_stdin) fclose(file);
        free(text);
        return SCENARIO_WRONG;
    }
    if (!is_stdin) fclose(file);
    enum scenario_result result =
        scenario_run(is_stdin ? "stdin" : name, text, size, stdout, stderr);
    free(text);
    return (int)result;
}

int main(int argc, char **argv) {
    /* A trace is many short lines: the C library of WASI alone would write each kilobyte. */
    setvbuf(stdout, NULL, _IOFBF, 1 << 16);
    if (argc <= 1) return run_file("-");
    int worst = SCENARIO_TRACED;
    for (int i = 1; i < argc; i++) {
        if (argc > 2) printf("== %s\n", argv[i]);
        int result = run_file(argv[i]);
        if (result > worst) worst = result;
    }
    return worst;
}
