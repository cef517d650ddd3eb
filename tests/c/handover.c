/* The queue between threads and loop, model-checked: every interleaving of its atomic steps, for
 * some threads that put and one that sleeps, is woken, and takes. Each thread of the model is a
 * context of its own that leaves before every step; a search over the choices of who goes on next
 * runs the model from its beginning, once for each order there is. (The steps are taken one after
 * the other: what weaker memory orders would allow, ThreadSanitizer and the cases of threads watch.)
 */
#include <stdlib.h>

#include "../../core/port/switch.h"
#include "harness.h"

static void step(void);

/* The same code as the library's, with a step before each atomic operation. */
#define EDDY__HANDOVER_STEP() step()
#define eddy__handover_put    model_put
#define eddy__handover_take   model_take
#define eddy__handover_close  model_close
#define eddy__handover_empty  model_empty
#include "../../core/src/handover.c"

enum { MOST_THREADS = 4, MOST_MESSAGES = 4, MOST_STEPS = 64 };

struct message {
    struct eddy__message message;
    int producer, number;
    bool delivered, refused;
};

static struct {
    struct eddy__handover queue;
    bool rung; /* the alarm: stays rung until the sleeper has heard it */
    struct message messages[MOST_THREADS][MOST_MESSAGES];
    int last_of[MOST_THREADS]; /* delivered, of each producer */
    bool closes;               /* the taker closes the queue after it has taken once */
    bool finished[MOST_THREADS];
    bool sleeps; /* the taker waits for the alarm */
} model;

static int each; /* messages of each producer */
static struct eddy__context *contexts[MOST_THREADS];
static struct eddy__context *running;

static void step(void) {
    eddy__context_leave(running);
}

static int produce(void *argument) {
    int producer = (int)(intptr_t)argument;
    for (int i = 0; i < each; i++) {
        struct message *message = &model.messages[producer][i];
        switch (model_put(&model.queue, &message->message)) {
        case EDDY__HANDED_FIRST:
            step();
            model.rung = true;
            break;
        case EDDY__HAND_CLOSED: message->refused = true; break;
        case EDDY__HANDED: break;
        }
    }
    model.finished[producer] = true;
    return EDDY_OK;
}

static void receive(struct eddy__message *list) {
    for (; list; list = list->next) {
        struct message *message = (struct message *)list;
        CHECK(!message->delivered);
        message->delivered = true;
        CHECK_INT(message->number, model.last_of[message->producer] + 1);
        model.last_of[message->producer] = message->number;
    }
}

/* As a loop does: looks, sleeps until the alarm was rung, takes. */
static int consume(void *unused) {
    (void)unused;
    for (;;) {
        step();
        if (model_empty(&model.queue)) {
            model.sleeps = true;
            while (!model.rung) step();
            model.sleeps = false;
            model.rung = false;
        }
        receive(model_take(&model.queue));
        if (!model.closes) continue;
        receive(model_close(&model.queue));
        model.finished[0] = true;
        return EDDY_OK;
    }
}

/* ---- the search ---- */

/* In the run: at each step, which of those that could go on was chosen, of how many. */
static int chosen[MOST_STEPS], of[MOST_STEPS], steps;

static bool can_go_on(int thread) {
    if (model.finished[thread]) return false;
    return thread != 0 || !model.sleeps || model.rung;
}

/* One run, along chosen as far as it goes, the first choice from there on. */
static void run_model(int threads, bool closes) {
    memset(&model, 0, sizeof model);
    model.closes = closes;
    for (int i = 0; i < threads; i++) {
        model.last_of[i] = -1;
        for (int j = 0; j < each; j++) {
            model.messages[i][j].producer = i;
            model.messages[i][j].number = j;
        }
        eddy__context_start(contexts[i], i == 0 ? consume : produce, (void *)(intptr_t)i, false);
    }
    for (int at = 0;; at++) {
        int able[MOST_THREADS], count = 0;
        for (int i = 0; i < threads; i++)
            if (can_go_on(i)) able[count++] = i;
        if (count == 0 || !CHECK(at < MOST_STEPS)) break;
        if (at == steps) {
            chosen[at] = 0;
            steps++;
        }
        of[at] = count;
        running = contexts[able[chosen[at]]];
        eddy__context_enter(running);
    }
}

static void check_run(int threads, bool closes) {
    for (int i = 1; i < threads; i++)
        for (int j = 0; j < each; j++) {
            const struct message *message = &model.messages[i][j];
            CHECK(message->delivered != message->refused);
            CHECK(closes || message->delivered);
        }
}

/* How many orders there are. */
static int run_all(int threads, int messages, bool closes) {
    int runs = 0;
    each = messages;
    for (int i = 0; i < threads; i++)
        contexts[i] = eddy__context_init(malloc(eddy__context_block_size(32768)), 32768);
    steps = 0;
    do {
        run_model(threads, closes);
        check_run(threads, closes);
        runs++;
        while (steps > 0 && ++chosen[steps - 1] == of[steps - 1]) steps--; /* the next order */
    } while (steps > 0);
    for (int i = 0; i < threads; i++) free(eddy__context_end(contexts[i]));
    return runs;
}

TEST(every_interleaving_of_the_hand_over_delivers_everything_once) {
    CHECK(run_all(2, 2, false) > 50);
    CHECK(run_all(3, 1, false) > 500);
}

TEST(every_interleaving_of_the_hand_over_with_its_close_loses_nothing) {
    CHECK(run_all(2, 2, true) > 50);
    CHECK(run_all(3, 1, true) > 500);
}
