/* One scenario program from its text to its trace. */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include <stddef.h>
#include <stdio.h>

/* How it went; the exit code of the program, too. */
enum scenario_result {
    SCENARIO_TRACED = 0,
    SCENARIO_WRONG = 2,       /* the program is wrong, or asks for too much */
    SCENARIO_UNSUPPORTED = 3, /* it uses statements that are not yet supported */
};

/* Runs the program of size bytes of text. Writes its trace to trace; else one line to errors that
 * begins with name and says what is wrong, or "not yet supported:" and the statements. */
enum scenario_result scenario_run(const char *name, const char *text, size_t size, FILE *trace,
                                  FILE *errors);

#endif
