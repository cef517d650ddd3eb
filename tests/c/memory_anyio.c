/* When memory runs out in limiters and streams: every allocation fails once, or it and all that
 * follow. Nothing crashes, nothing leaks, no token and no item is lost. */
#include "sweep.h"

/* A status in a run that may be short of memory: fine, or no memory, or what comes of it when that
 * has ended main. */
static int checked(int status, const char *file, int line) {
    if (counted.failed > 0 && (status == EDDY_NO_MEMORY || status == EDDY_CANCELLED ||
                               status == EDDY_STALE_HANDLE || status == EDDY_BROKEN_RESOURCE))
        return status;
    test_check_int(status, EDDY_OK, "status", file, line);
    return status;
}
#define TRY_CHECKED(expression) EDDY_TRY(checked((expression), __FILE__, __LINE__))

/* ---- the limiter ---- */

static eddy_capacity_limiter limiter;

static int borrow(void) {
    int status = eddy_capacity_limiter_acquire(limiter);
    if (status == EDDY_CANCELLED) return status;
    TRY_CHECKED(status);
    status = eddy_sleep(1);
    int released = eddy_capacity_limiter_release(limiter); /* never allocates */
    checked(released, __FILE__, __LINE__);
    return checked(status, __FILE__, __LINE__);
}

static int limiter_main(void) {
    limiter = eddy_capacity_limiter_new(3);
    TRY_CHECKED(eddy_capacity_limiter_acquire_on_behalf_of_nowait(limiter, 1));
    eddy_task tasks[30];
    int first = EDDY_OK;
    for (int i = 0; i < 30; i++) tasks[i] = eddy_go(borrow);
    int slept = eddy_sleep(0.5);
    eddy_task_cancel(tasks[20]);
    for (int i = 0; i < 30; i++) {
        int status = eddy_await(tasks[i]);
        if (i != 20 && first == EDDY_OK) first = status;
    }
    CHECK_INT((long long)eddy_capacity_limiter_borrowed_tokens(limiter), 1);
    CHECK_INT((long long)eddy_capacity_limiter_statistics(limiter).tasks_waiting, 0);
    CHECK_INT(eddy_capacity_limiter_release_on_behalf_of(limiter, 1), EDDY_OK);
    TRY_CHECKED(slept);
    return checked(first, __FILE__, __LINE__);
}

/* ---- streams ---- */

static eddy_send_stream to;
static eddy_receive_stream from;
static int sent, received;

static int send_some(void) {
    for (int i = 0; i < 20; i++) {
        TRY_CHECKED(eddy_send_stream_send(to, &i));
        sent++;
    }
    return EDDY_OK;
}

static int receive_some(void) {
    int status, item;
    while ((status = eddy_receive_stream_receive(from, &item)) == EDDY_OK) received++;
    return status == EDDY_END_OF_STREAM ? EDDY_OK : status;
}

static int stream_with(size_t max_buffer_size) {
    sent = received = 0;
    TRY_CHECKED(eddy_memory_object_stream_new(sizeof(int), max_buffer_size, &to, &from));
    eddy_send_stream other = eddy_send_stream_clone(to);
    eddy_receive_stream another = eddy_receive_stream_clone(from);
    int status = eddy_send_stream_close(other), second = eddy_receive_stream_close(another);
    TRY_CHECKED(status);
    TRY_CHECKED(second);
    eddy_task receivers[4], sender = eddy_go(send_some);
    for (int i = 0; i < 4; i++) receivers[i] = eddy_go(receive_some);
    for (int i = 0; i < 6; i++) eddy_sleep(0);
    eddy_task_cancel(receivers[0]); /* cannot fail: what it was given is the next one's */
    eddy_task_cancel(receivers[1]);
    eddy_await(receivers[0]);
    eddy_await(receivers[1]);
    TRY_CHECKED(eddy_sleep(1));
    /* those that are left, if they could wait, have got everything; else take the rest */
    int item;
    for (int i = 0; i < 100 && !eddy_future_done(sender); i++) {
        while (eddy_receive_stream_receive_nowait(from, &item) == EDDY_OK) received++;
        eddy_sleep(0);
    }
    while (eddy_receive_stream_receive_nowait(from, &item) == EDDY_OK) received++;
    CHECK_INT(received, sent);
    CHECK_INT(eddy_send_stream_close(to), EDDY_OK);
    TRY_CHECKED(eddy_await(sender));
    TRY_CHECKED(eddy_await(receivers[2]));
    TRY_CHECKED(eddy_await(receivers[3]));
    return EDDY_OK;
}

static int rendezvous_main(void) {
    return stream_with(0);
}
static int small_stream_main(void) {
    return stream_with(3);
}

static int growing_stream_main(void) {
    TRY_CHECKED(eddy_memory_object_stream_new(sizeof(int), SIZE_MAX, &to, &from));
    int status = EDDY_OK, count = 0, item;
    while (count < 100 && status == EDDY_OK) {
        status = eddy_send_stream_send_nowait(to, &count);
        if (status == EDDY_OK) count++;
    }
    for (int i = 0; i < count; i++) {
        CHECK_INT(eddy_receive_stream_receive_nowait(from, &item), EDDY_OK);
        CHECK_INT(item, i);
    }
    CHECK_INT(eddy_receive_stream_receive_nowait(from, &item), EDDY_WOULD_BLOCK);
    return checked(status, __FILE__, __LINE__);
}

/* ---- the runs ---- */

FAIL_EACH(limiter_main)
FAIL_EACH(rendezvous_main)
FAIL_EACH(small_stream_main)
FAIL_EACH(growing_stream_main)

/* ---- waiting, once there is room ---- */

static eddy_send_stream back_to;
static eddy_receive_stream back_from;

/* Answers each item when it has a token; the token is its own until the answer was taken. */
static int answer(void) {
    int item, status;
    while ((status = eddy_receive_stream_receive(from, &item)) == EDDY_OK) {
        EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
        status = eddy_send_stream_send(back_to, &item);
        EDDY_TRY(eddy_capacity_limiter_release(limiter));
        EDDY_TRY(status);
    }
    return status;
}

static int waiting_main(void) {
    size_t calls = 0;
    limiter = eddy_capacity_limiter_new(1);
    EDDY_TRY(eddy_memory_object_stream_new(sizeof(int), 0, &to, &from));
    EDDY_TRY(eddy_memory_object_stream_new(sizeof(int), 0, &back_to, &back_from));
    eddy_task tasks[2] = {eddy_go(answer), eddy_go(answer)};
    for (int i = 0; i < 20; i++) {
        if (i == 2) calls = counted.calls;
        EDDY_TRY(eddy_capacity_limiter_acquire(limiter));
        EDDY_TRY(eddy_send_stream_send(to, &i));
        EDDY_TRY(eddy_send_stream_send(to, &i));
        for (int j = 0; j < 4; j++) EDDY_TRY(eddy_sleep(0));
        CHECK_INT((long long)eddy_capacity_limiter_statistics(limiter).tasks_waiting, 2);
        EDDY_TRY(eddy_capacity_limiter_release(limiter));
        for (int j = 0; j < 2; j++) {
            int item = -1;
            for (int k = 0; k < 4; k++) EDDY_TRY(eddy_sleep(0)); /* it waits to send, then we */
            EDDY_TRY(eddy_receive_stream_receive(back_from, &item));
            CHECK_INT(item, i);
        }
    }
    CHECK_INT((long long)(counted.calls - calls), 0);
    EDDY_TRY(eddy_send_stream_close(to));
    for (int i = 0; i < 2; i++) CHECK_INT(eddy_await(tasks[i]), EDDY_END_OF_STREAM);
    return EDDY_OK;
}

TEST(waiting_allocates_nothing_once_there_is_room) {
    counted = (struct counted){0};
    CHECK_INT(sweep_run(waiting_main, true), EDDY_OK);
    CHECK_INT((long long)counted.blocks, 0);
}
