/* The random schedule. Whatever is ready may run next, also what came up in this iteration: a task
 * can take several steps before another takes one. */
#include "schedule.h"

#include <errno.h>
#include <stdlib.h>

/* Drawn from are the handles that have been ready for longest, so many at most: a draw takes the
 * same time however many are ready, and none waits for ever. */
enum { WINDOW = 32 };

static uint64_t seed_of_environment(const char *text) {
    char *end;
    errno = 0;
    uint64_t seed = strtoull(text, &end, 10);
    if (errno || end == text || *end || *text < '0' || *text > '9')
        eddy__fatal(EDDY_INVALID_ARGUMENT,
                    "EDDY_SEED=%s: it must be a whole number from 0 to 18446744073709551615", text);
    return seed;
}

void eddy__schedule_init(eddy_loop *loop, const eddy_options *options) {
    eddy_schedule schedule = options ? options->schedule : EDDY_SCHEDULE_DEFAULT;
    const char *text = getenv("EDDY_SEED");
    if (schedule == EDDY_SCHEDULE_RANDOM) {
        loop->is_random = true;
        loop->random_state = options->seed;
    } else if (schedule == EDDY_SCHEDULE_DEFAULT && text) {
        loop->is_random = true;
        loop->random_state = seed_of_environment(text);
    }
}

/* SplitMix64 (Steele, Lea, Flood 2014): any seed will do, 0 too. */
static uint64_t next_random(eddy_loop *loop) {
    uint64_t x = loop->random_state += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

struct eddy__entry *eddy__schedule_draw(eddy_loop *loop) {
    uint32_t count = 1;
    struct eddy__link *link = loop->batch.next->next;
    for (; link != &loop->batch && count < WINDOW; link = link->next) count++;
    uint32_t place = (uint32_t)(next_random(loop) >> 32) % count;
    for (link = loop->batch.next; place > 0; place--) link = link->next;
    return EDDY__CONTAINER(link, struct eddy__entry, link);
}
