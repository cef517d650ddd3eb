/* Running a program: the loop from its making to its end (asyncio.run, asyncio.Runner). */
#ifndef EDDY_RUN_H
#define EDDY_RUN_H

#include <stddef.h>
#include <stdint.h>

#include "eddy/loop.h"

/* By which clock a loop runs. */
typedef enum eddy_clock {
    EDDY_CLOCK_DEFAULT, /* what the environment says, EDDY_CLOCK=virtual, paced or real; else real */
    EDDY_CLOCK_REAL,    /* the host's monotonic clock */
    EDDY_CLOCK_VIRTUAL, /* starts at 0 and jumps to the next timer whenever nothing is ready; runs
                           at real speed while I/O is pending */
    EDDY_CLOCK_PACED,   /* as virtual, but a jump takes its time: what happens is the same, at a
                           speed that a person can follow */
} eddy_clock;

/* Which of the handles that are ready runs next. */
typedef enum eddy_schedule {
    EDDY_SCHEDULE_DEFAULT, /* random when the environment has EDDY_SEED=NUMBER; else as FIFO */
    EDDY_SCHEDULE_FIFO,    /* asyncio's order: the one that has been ready for longest */
    EDDY_SCHEDULE_RANDOM,  /* any of them, also one that became ready in this iteration: to find
                              what holds by luck of the order. Reproducible: the same seed, program
                              and input under the virtual clock give the same run. Drawn from are
                              the 32 that have been ready for longest, so that all have a turn. */
} eddy_schedule;

/* All memory of a loop comes from here. memory is NULL for a new block, new_size is 0 to free one;
 * old_size is what was asked for then. Blocks are aligned as malloc's. Returns NULL when there is
 * no memory (an old block then stays as it was). Small objects come in blocks of some KiB; what is
 * freed of them is kept for the next ones, and the blocks are given back when the loop is closed. */
typedef struct eddy_allocator {
    void *(*reallocate)(void *context, void *memory, size_t old_size, size_t new_size);
    void *context;
} eddy_allocator;

/* Zero means: the default. */
typedef struct eddy_options {
    eddy_clock clock;
    /* Bytes of C stack for each task, from its first run to its end: 64 KiB by default (or the
     * environment's EDDY_STACK_SIZE); 4 KiB at least, in WebAssembly 256 bytes. To use more
     * ends the program with EDDY_STACK_OVERFLOW and the name of the task. */
    size_t stack_size;
    /* EDDY_CLOCK_PACED: seconds of the host's time for a second of the loop's; 1 by default, or the
     * environment's EDDY_PACE. */
    double pace;
    /* The program's own clock, instead of any other: seconds, never going back. A blocking host
     * sleeps until the time it shows has come; it may make it jump. clock is ignored then. */
    double (*time)(void *argument);
    void *time_argument;
    /* Debug mode (or the environment's EDDY_DEBUG=1): a step of a task, or a callback, that takes
     * longer than slow_callback_duration seconds (0.1 by default) is reported with its name. */
    bool debug;
    double slow_callback_duration;
    /* Keeps the last so many records of the trace, for eddy_loop_trace (eddy/trace.h). */
    size_t trace_records;
    eddy_schedule schedule;
    uint64_t seed;            /* of EDDY_SCHEDULE_RANDOM; any number */
    eddy_allocator allocator; /* realloc and free by default; copied */
} eddy_options;

/* Makes a loop, runs main in it as its main task until that is done, cancels the tasks that are
 * left and lets them clean up, and closes the loop. Returns the status of main; an error is also
 * reported on stderr, with its message. To be returned from main():
 *
 *     int main(void) { return eddy_run(dashboard); }
 *
 * Errors of its own: EDDY_NO_MEMORY, EDDY_LOOP_RUNNING, EDDY_DEADLOCK (which tasks wait for what,
 * is on stderr), EDDY_INVALID_ARGUMENT (main is NULL). (asyncio.run) */
int eddy_run(int (*main)(void));

/* The same with options, which may be NULL. */
int eddy_run_with(int (*main)(void), const eddy_options *options);

/* The parts of eddy_run, for who needs the loop before or after. */

/* Makes a loop; options may be NULL. NULL when there is no memory, or 254 loops of this thread are
 * open. (asyncio.new_event_loop) */
eddy_loop *eddy_new_event_loop(const eddy_options *options);

/* Runs main as the main task until it is done. Does not touch what else waits. Returns the status
 * of main, reporting nothing; or EDDY_LOOP_RUNNING, EDDY_NO_MEMORY, EDDY_DEADLOCK,
 * EDDY_INVALID_STATE when eddy_loop_stop came first, EDDY_INVALID_ARGUMENT.
 * (loop.run_until_complete) */
int eddy_loop_run_until_complete(eddy_loop *loop, int (*main)(void));

/* The error that the main task of the last run_until_complete ended with; NULL when there was none.
 * Valid until the next run, and the loop's end. */
const struct eddy_error_info *eddy_loop_error(const eddy_loop *loop);

/* Runs until eddy_loop_stop. Returns EDDY_OK, EDDY_LOOP_RUNNING or EDDY_DEADLOCK.
 * (loop.run_forever) */
int eddy_loop_run_forever(eddy_loop *loop);

/* Cancels every task that is left and runs the loop until they have ended; errors that come up are
 * reported to the exception handler. EDDY_DEADLOCK when some would not end (they are reported by
 * name). (asyncio.runners._cancel_all_tasks) */
int eddy_loop_cancel_all_tasks(eddy_loop *loop);

/* Frees the loop and everything in it; a task that is still suspended never runs again and is
 * reported. Returns EDDY_OK, or EDDY_LOOP_RUNNING and does nothing. NULL is ignored. (loop.close)
 */
int eddy_loop_close(eddy_loop *loop);

#endif
