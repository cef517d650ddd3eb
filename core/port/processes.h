/* Processes: workers with a memory of their own. processes_posix.c by fork, processes_guest.c by the
 * host's workers, processes_none.c where there are none. As thread workers, but for what is said. */
#ifndef EDDY_PORT_PROCESSES_H
#define EDDY_PORT_PROCESSES_H

#include "../src/jobs.h"

/* NULL when there are processes; else what is missing. */
const char *eddy__processes_missing(void);

/* The process itself comes with the first job, and again after it was lost. NULL: no memory. */
struct eddy__worker *eddy__process_new(eddy_loop *loop, struct eddy__executor *executor);
void eddy__process_give(eddy_loop *loop, struct eddy__worker *worker, struct eddy__job *job);
/* Ends the process in the middle of its job, which is answered by this call, or later. */
void eddy__process_kill(eddy_loop *loop, struct eddy__worker *worker);
/* Ends the process and frees the worker. A job that it does is answered no more. */
void eddy__process_end(eddy_loop *loop, struct eddy__worker *worker);

#endif
