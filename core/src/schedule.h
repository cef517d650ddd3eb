/* Which ready handle runs next: the first, as in asyncio, or one by chance. */
#ifndef EDDY_SRC_SCHEDULE_H
#define EDDY_SRC_SCHEDULE_H

#include "eddy/run.h"
#include "scheduler.h"

/* What options, or else the environment, say. Ends the program when EDDY_SEED is no number. */
void eddy__schedule_init(eddy_loop *loop, const eddy_options *options);

/* Of the handles that are ready, one by chance; it stays where it is. There must be one in batch.
 */
struct eddy__entry *eddy__schedule_draw(eddy_loop *loop);

#endif
