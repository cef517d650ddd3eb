/* What is in a queue: first in, first out; last in, first out; by priority. Waiting in it: see
 * queue.c. */
#include <stdlib.h>
#include <string.h>

#include "tasks.h"

static eddy_queue queue_of(size_t maxsize) {
    return eddy_queue_new(sizeof(int), maxsize);
}

static int put(eddy_queue queue, int item) {
    return eddy_queue_put_nowait(queue, &item);
}

/* The next item, or the status. */
static int got(eddy_queue queue) {
    int item, status = eddy_queue_get_nowait(queue, &item);
    return status == EDDY_OK ? item : status;
}

TEST_MAIN(a_queue_hands_out_in_the_order_put) {
    eddy_queue queue = queue_of(0);
    CHECK(eddy_queue_empty(queue) && !eddy_queue_full(queue));
    CHECK_INT(got(queue), EDDY_QUEUE_EMPTY);
    CHECK_CONTAINS(eddy_error_message(), "empty");
    static const int items[] = {1, 3, 2};
    for (int i = 0; i < 3; i++) CHECK_INT(put(queue, items[i]), EDDY_OK);
    CHECK_INT((long long)eddy_queue_qsize(queue), 3);
    CHECK(!eddy_queue_empty(queue));
    for (int i = 0; i < 3; i++) CHECK_INT(got(queue), items[i]);
    CHECK(eddy_queue_empty(queue));
    return EDDY_OK;
}

TEST_MAIN(a_queue_is_full_at_its_size) {
    eddy_queue queue = queue_of(2);
    CHECK_INT((long long)eddy_queue_maxsize(queue), 2);
    CHECK_INT(put(queue, 1), EDDY_OK);
    CHECK(!eddy_queue_full(queue));
    CHECK_INT(put(queue, 2), EDDY_OK);
    CHECK(eddy_queue_full(queue));
    CHECK_INT(put(queue, 3), EDDY_QUEUE_FULL);
    CHECK_CONTAINS(eddy_error_message(), "2 items");
    CHECK_INT((long long)eddy_queue_qsize(queue), 2);
    CHECK_INT(got(queue), 1);
    CHECK(!eddy_queue_full(queue));
    eddy_queue unlimited = queue_of(0);
    CHECK_INT((long long)eddy_queue_maxsize(unlimited), 0);
    for (int i = 0; i < 1000; i++) CHECK_INT(put(unlimited, i), EDDY_OK);
    CHECK(!eddy_queue_full(unlimited));
    return EDDY_OK;
}

/* The ring turns and grows while it is turned. */
TEST_MAIN(a_queue_keeps_its_order_as_it_grows) {
    eddy_queue queue = queue_of(0);
    int next_in = 0, next_out = 0;
    for (int round = 1; round < 60; round++) {
        for (int i = 0; i < round; i++) CHECK_INT(put(queue, next_in++), EDDY_OK);
        for (int i = 0; i < round / 2; i++) CHECK_INT(got(queue), next_out++);
    }
    CHECK_INT((long long)eddy_queue_qsize(queue), next_in - next_out);
    while (next_out < next_in) CHECK_INT(got(queue), next_out++);
    CHECK_INT(got(queue), EDDY_QUEUE_EMPTY);
    return EDDY_OK;
}

TEST_MAIN(a_lifo_queue_hands_out_the_last) {
    eddy_queue queue = eddy_lifo_queue_new(sizeof(int), 0);
    for (int i = 0; i < 40; i++) CHECK_INT(put(queue, i), EDDY_OK);
    for (int i = 39; i >= 20; i--) CHECK_INT(got(queue), i);
    for (int i = 100; i < 130; i++) CHECK_INT(put(queue, i), EDDY_OK);
    for (int i = 129; i >= 100; i--) CHECK_INT(got(queue), i);
    for (int i = 19; i >= 0; i--) CHECK_INT(got(queue), i);
    CHECK_INT(got(queue), EDDY_QUEUE_EMPTY);
    return EDDY_OK;
}

static int by_value(const void *a, const void *b) {
    return *(const int *)a < *(const int *)b ? -1 : *(const int *)a > *(const int *)b;
}

TEST_MAIN(a_priority_queue_hands_out_the_least) {
    eddy_queue queue = eddy_priority_queue_new(sizeof(int), 0, by_value);
    static const int items[] = {1, 3, 2};
    for (int i = 0; i < 3; i++) CHECK_INT(put(queue, items[i]), EDDY_OK);
    for (int i = 1; i <= 3; i++) CHECK_INT(got(queue), i);
    uint32_t seed = 12345; /* and many, in and out */
    int least_allowed = 0, in = 0;
    for (int i = 0; i < 2000; i++) {
        seed = seed * 1664525 + 1013904223;
        int item = least_allowed + (int)(seed >> 20);
        if (seed % 3 > 0 || in == 0) {
            in += put(queue, item) == EDDY_OK;
        } else {
            int least = got(queue);
            in--;
            CHECK(least >= least_allowed);
            least_allowed = least;
        }
    }
    CHECK_INT((long long)eddy_queue_qsize(queue), in);
    for (int before = least_allowed; in > 0; in--) {
        int least = got(queue);
        CHECK(least >= before);
        before = least;
    }
    CHECK_INT(got(queue), EDDY_QUEUE_EMPTY);
    return EDDY_OK;
}

/* Items that are equal come as Python's heapq gives them: the order of 0..7, all of one rank. */
struct ranked {
    int rank, number;
};
static int by_rank(const void *a, const void *b) {
    return ((const struct ranked *)a)->rank - ((const struct ranked *)b)->rank;
}

TEST_MAIN(equal_ones_come_in_the_order_of_heapq) {
    eddy_queue queue = eddy_priority_queue_new(sizeof(struct ranked), 0, by_rank);
    struct ranked item = {5, 0};
    for (item.number = 0; item.number < 8; item.number++) eddy_queue_put_nowait(queue, &item);
    for (int i = 0; i < 8; i++) {
        CHECK_INT(eddy_queue_get_nowait(queue, &item), EDDY_OK);
        log_word("%d", item.number);
    }
    CHECK_TEXT(log_text(), "0 2 6 5 7 4 1 3");
    return EDDY_OK;
}

/* Where the next item of these is, by the order of the queue: 0 the first, 1 the last, 2 the least. */
static int next_of(const int *items, int count, int order) {
    int at = order == 1 ? count - 1 : 0;
    for (int i = 0; order == 2 && i < count; i++)
        if (items[i] < items[at]) at = i;
    return at;
}

/* What may wait and what never does take turns, and do the same; as an array that is searched does. */
TEST_MAIN(all_puts_and_gets_keep_one_order) {
    uint32_t random = 1;
    for (int q = 0; q < 6; q++) {
        size_t most = q < 3 ? 7 : 0;
        eddy_queue queues[] = {queue_of(most), eddy_lifo_queue_new(sizeof(int), most),
                               eddy_priority_queue_new(sizeof(int), most, by_value)};
        eddy_queue queue = queues[q % 3];
        int items[64], count = 0, puts = 0;
        for (int turn = 0; turn < 2000; turn++) {
            random = random * 1664525 + 1013904223;
            bool waits = random >> 31, room = count < (most > 0 ? (int)most : 64);
            if (random >> 30 & 1) {
                int item = (int)(random >> 8 & 0xffff) << 11 | turn; /* no two are equal */
                if (room || !waits) {
                    int status = most == 0 && !room ? EDDY_QUEUE_FULL
                                 : waits            ? eddy_queue_put(queue, &item)
                                                    : put(queue, item);
                    CHECK_INT(status, room ? EDDY_OK : EDDY_QUEUE_FULL);
                    if (status == EDDY_OK) {
                        items[count++] = item;
                        puts++;
                    }
                }
            } else if (count > 0 || !waits) {
                int item = -1;
                int status =
                    waits ? eddy_queue_get(queue, &item) : eddy_queue_get_nowait(queue, &item);
                CHECK_INT(status, count > 0 ? EDDY_OK : EDDY_QUEUE_EMPTY);
                if (count > 0) {
                    int at = next_of(items, count, q % 3);
                    CHECK_INT(item, items[at]);
                    memmove(items + at, items + at + 1, (size_t)(--count - at) * sizeof *items);
                }
            }
            CHECK_INT((long long)eddy_queue_qsize(queue), count);
        }
        CHECK(puts > 500);
        for (int i = 0; i < puts; i++) CHECK_INT(eddy_queue_task_done(queue), EDDY_OK);
        CHECK_INT(eddy_queue_task_done(queue), EDDY_INVALID_STATE);
    }
    return EDDY_OK;
}

TEST_MAIN(items_are_copied_whole_whatever_their_size) {
    static const size_t sizes[] = {1, 3, 8, 100, 5000};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        size_t size = sizes[s];
        char *item = malloc(size);
        eddy_queue queues[] = {eddy_queue_new(size, 0), eddy_lifo_queue_new(size, 0),
                               eddy_priority_queue_new(size, 0, by_rank)};
        for (int q = 0; item && q < (size < sizeof(struct ranked) ? 2 : 3); q++) {
            for (int i = 0; i < 20; i++) {
                memset(item, i, size);
                CHECK_INT(eddy_queue_put_nowait(queues[q], item), EDDY_OK);
            }
            for (int i = 0; i < 20; i++) {
                memset(item, 99, size);
                CHECK_INT(eddy_queue_get_nowait(queues[q], item), EDDY_OK);
                for (size_t b = 0; b < size; b++)
                    if (!CHECK(item[b] == (q == 1 ? 19 - i : i))) break;
            }
        }
        free(item);
    }
    return EDDY_OK;
}
