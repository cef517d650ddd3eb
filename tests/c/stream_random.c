/* Memory object streams, everything at random: each item arrives once, and whole. */
#include "harness.h"

static eddy_send_stream send_end;
static eddy_receive_stream receive_end;

enum { SENDERS = 4, EACH = 64 };
static uint32_t random_state;
static bool arrived[SENDERS][EACH];
static int arrivals;

static uint32_t next_random(uint32_t below) {
    random_state = random_state * 1664525 + 1013904223;
    return (random_state >> 8) % below;
}

struct busy_sender {
    int number;
    eddy_send_stream own;
};

static int busy_sender(struct busy_sender *self) {
    for (int i = 0; i < EACH; i++) {
        int item = self->number * EACH + i;
        if (next_random(3) == 0) EDDY_TRY(eddy_sleep(0.001 * next_random(3)));
        EDDY_TRY(eddy_send_stream_send(self->own, &item));
    }
    return eddy_send_stream_close(self->own);
}

static int busy_receiver(void) {
    int item = -1, status;
    while ((status = eddy_receive_stream_receive(receive_end, &item)) == EDDY_OK) {
        bool *place = &arrived[item / EACH][item % EACH];
        CHECK(!*place);
        *place = true;
        arrivals++;
    }
    return status;
}

static int busy_main(void) {
    enum { RECEIVERS = 5 };
    EDDY_TRY(eddy_memory_object_stream_new(sizeof(int), next_random(3), &send_end, &receive_end));
    memset(arrived, 0, sizeof arrived);
    arrivals = 0;
    for (int i = 0; i < SENDERS; i++)
        eddy_go(busy_sender, .number = i, .own = eddy_send_stream_clone(send_end));
    EDDY_TRY(eddy_send_stream_close(send_end));
    eddy_task tasks[RECEIVERS];
    for (int i = 0; i < RECEIVERS; i++) tasks[i] = eddy_go(busy_receiver);
    for (int i = 0; i < 400; i++) { /* cancelled at all times, and made anew */
        EDDY_TRY(eddy_sleep(next_random(4) ? 0 : 0.001));
        uint32_t at = next_random(RECEIVERS);
        if (!eddy_task_cancel(tasks[at])) continue;
        int status = eddy_await(tasks[at]);
        CHECK(status == EDDY_CANCELLED || status == EDDY_END_OF_STREAM);
        tasks[at] = eddy_go(busy_receiver);
    }
    for (int i = 0; i < RECEIVERS; i++) CHECK_INT(eddy_await(tasks[i]), EDDY_END_OF_STREAM);
    return EDDY_OK;
}

TEST(no_item_is_lost_or_doubled_whoever_is_cancelled) {
    for (uint32_t seed = 1; seed <= 40; seed++) {
        random_state = seed * 7919;
        bool good = CHECK_INT(run_virtual(busy_main), EDDY_OK);
        good &= CHECK_INT(arrivals, SENDERS * EACH);
        if (!good) printf("    seed %u\n", (unsigned)seed);
        if (!good) return;
    }
}

struct big {
    char bytes[5000];
};

static int big_main(void) {
    static struct big item, got[2]; /* more than the stack of a task is meant for */
    memset(&item, 'x', sizeof item);
    eddy_send_stream to;
    eddy_receive_stream from;
    EDDY_TRY(eddy_memory_object_stream_new(sizeof item, 1, &to, &from));
    CHECK_INT(eddy_send_stream_send_nowait(to, &item), EDDY_OK);
    item.bytes[0] = 'y'; /* it was copied */
    CHECK_INT(eddy_receive_stream_receive_nowait(from, &got[0]), EDDY_OK);
    CHECK(got[0].bytes[0] == 'x' && got[0].bytes[4999] == 'x' && got[1].bytes[0] == 0);
    return EDDY_OK;
}

TEST(items_are_copied_whole) {
    CHECK_INT(run_virtual(big_main), EDDY_OK);
}
