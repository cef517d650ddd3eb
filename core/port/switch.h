/* Entering a context, and leaving it. */
#ifndef EDDY_PORT_SWITCH_H
#define EDDY_PORT_SWITCH_H

#include "context.h"
#include "machine.h"

/* Goes on in context until it leaves or its function returns; true when it has returned. May be
 * called within another context, which goes on when this one has left. Ends the program when the
 * stack was too small.
 *
 * And: leaves context, the active one: its enter returns. Comes back with the next enter. */
#if defined(EDDY__SWITCH_X86_64)
#include "x86_64.h"
#elif defined(__wasm__)
#include "asyncify.h"
#else
bool eddy__context_enter(struct eddy__context *context);
void eddy__context_leave(struct eddy__context *context);
#endif

#endif
