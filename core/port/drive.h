/* How a loop is kept going: by the thread itself (host_posix.c), or by calls from outside
 * (host_guest.c). */
#ifndef EDDY_PORT_DRIVE_H
#define EDDY_PORT_DRIVE_H

#include "eddy/loop.h"

struct eddy__context;

/* Runs turns of the loop until it is finished. In a guest, suspends main() meanwhile. */
void eddy__drive(eddy_loop *loop);

/* In a guest: what is written now is a thread's. */
extern bool eddy__writes_for_thread;
/* ---- of the hosts that drive from outside: host_guest.c, host_emscripten.c ---- */

/* The program's main(), with its arguments. */
int eddy__main(void);
/* The context that main() runs in. */
extern struct eddy__context *eddy__main_context;

#if defined(__EMSCRIPTEN__)
/* asyncify.c: a context was unwound by a function of the host's, which will rewind it: until then
 * nothing may run. Told when it happens. */
void eddy__held(void);
bool eddy__context_is_held(void);
/* Sets the limits of the stack check, if the program was linked with one. */
void eddy__set_stack_limits(const void *base, const void *limit);
#else
static inline bool eddy__context_is_held(void) {
    return false;
}
#endif

#endif
