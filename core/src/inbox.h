/* How threads reach a loop: what they put in is delivered by the loop's thread, at the beginning of
 * an iteration; a loop that sleeps is woken. */
#ifndef EDDY_SRC_INBOX_H
#define EDDY_SRC_INBOX_H

#include "../port/threads.h"
#include "handover.h"
#include "list.h"

struct eddy__inbox {
    struct eddy__handover handover;
    struct eddy__alarm alarm;
    struct eddy__link calls; /* of eddy_run_coroutine_threadsafe, that are not done */
};

void eddy__inbox_init(struct eddy__inbox *inbox);
/* From any thread. False: the loop is being closed, and the message is still the caller's. */
bool eddy__inbox_put(struct eddy__inbox *inbox, struct eddy__message *message);
/* Delivers what has come. */
void eddy__inbox_deliver(eddy_loop *loop);
/* Delivers what has come, and nothing more comes. */
void eddy__inbox_close(eddy_loop *loop);
void eddy__inbox_end(struct eddy__inbox *inbox);

/* from_thread.c: tells the threads that wait for coroutines that these will never end. */
void eddy__concurrent_end_all(eddy_loop *loop);

#endif
