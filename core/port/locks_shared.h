/* What the locks of locks_shared.c wait by: of threads_shared.c, of threads_emscripten.c. */
#ifndef EDDY_PORT_LOCKS_SHARED_H
#define EDDY_PORT_LOCKS_SHARED_H

#include <stdint.h>

/* Until *place is no longer value, or is notified, or the time is over; or not at all. */
void eddy__wait_for_change(_Atomic int32_t *place, int32_t value, double milliseconds);

/* Wakes at least count of those that wait there. */
void eddy__notify(_Atomic int32_t *place, unsigned count);

#endif
