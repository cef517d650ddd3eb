/* How a loop is kept going: by the thread itself (host_posix.c), or by calls from outside
 * (host_guest.c). */
#ifndef EDDY_PORT_DRIVE_H
#define EDDY_PORT_DRIVE_H

#include "eddy/loop.h"

/* Runs turns of the loop until it is finished. In a guest, suspends main() meanwhile. */
void eddy__drive(eddy_loop *loop);

/* In a guest: what is written now is a thread's. */
extern bool eddy__writes_for_thread;

#endif
