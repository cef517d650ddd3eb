/* Task-local values (Python's contextvars): what a task sets, it and the tasks it makes from then
 * on see; nobody else does.
 *
 *     static const eddy_context_var request_id = {"request_id"};
 *
 *     EDDY_TRY(eddy_context_var_set(&request_id, &id, sizeof id));
 *     const int *current = eddy_context_var_get(&request_id);       // in this task and its children
 */
#ifndef EDDY_CONTEXT_VAR_H
#define EDDY_CONTEXT_VAR_H

#include <stddef.h>

/* A variable is told from others by its address: declare it static, once. */
typedef struct eddy_context_var {
    const char *name;
} eddy_context_var;

/* Gives the variable a value in the running task: size bytes, copied. Errors: EDDY_NOT_IN_TASK,
 * EDDY_NO_MEMORY (the old value stands), EDDY_INVALID_ARGUMENT. A task inherits the values that its
 * maker had when it was made; making it copies nothing. */
int eddy_context_var_set(const eddy_context_var *variable, const void *value, size_t size);

/* The value in the running task; NULL when it has none, or outside of a task. Valid until the task
 * sets the variable again or ends. O(variables set). */
const void *eddy_context_var_get(const eddy_context_var *variable);

#endif
