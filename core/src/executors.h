/* What the rest of the core asks of jobs and executors. */
#ifndef EDDY_SRC_EXECUTORS_H
#define EDDY_SRC_EXECUTORS_H

#include "scheduler.h"

struct eddy__executor;
struct eddy__job;

/* Asks the job to end; false when it has to be waited for. */
bool eddy__job_cancel(eddy_loop *loop, struct eddy__job *job);
/* Frees what belongs to them beside their memory. */
void eddy__job_end(eddy_loop *loop, struct eddy__job *job);
void eddy__executor_end(eddy_loop *loop, struct eddy__executor *executor);
size_t eddy__job_size(const struct eddy__job *job);

/* The program ends: jobs that have not begun never will, processes are ended. Threads go on. */
void eddy__executors_wind_down(eddy_loop *loop);
/* The loop ends: waits for the threads that still run. Before anything of theirs is freed. */
void eddy__executors_close(eddy_loop *loop);

/* to_thread.c: calls the coroutine object's function in a thread, for the running task. */
int eddy__run_in_thread(eddy_loop *loop, struct eddy__task *coroutine);

#endif
