/* How a statement ends: the program goes on to the next one, an error goes up, or the body is
 * finished by `return`. A return is no error: `except` does not catch it, `finally` sees it pass.
 */
#ifndef SCENARIO_FLOW_H
#define SCENARIO_FLOW_H

#include <stdint.h>

enum flow_kind { FLOW_NEXT, FLOW_RETURN, FLOW_ERROR };

struct flow {
    enum flow_kind kind;
    int64_t value; /* of a return */
    int status;    /* of an error */
};

struct task;
struct statement;
struct block;

/* Goes on. */
static inline struct flow flow_next(void) {
    return (struct flow){FLOW_NEXT, 0, 0};
}

/* A status of Eddy's: goes on when it is EDDY_OK. What no scenario can describe (say, a task that
 * awaits itself) ends the program with a message that names the statement. */
struct flow flow_of(struct task *self, const struct statement *statement, int status);

/* Runs the statements of a block up to the first that does not go on. */
struct flow flow_block(struct task *self, const struct block *block);

#endif
