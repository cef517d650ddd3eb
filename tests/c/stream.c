/* Memory object streams: buffers, rendezvous, clones and their ends, cancellation that loses
 * nothing. */
#include "harness.h"

static eddy_send_stream send_end;
static eddy_receive_stream receive_end;

static int make(size_t max_buffer_size) {
    return eddy_memory_object_stream_new(sizeof(int), max_buffer_size, &send_end, &receive_end);
}

/* used/max s(open+waiting) r(open+waiting) */
static void log_stream(void) {
    struct eddy_stream_statistics now = eddy_send_stream_statistics(send_end);
    struct eddy_stream_statistics same = eddy_receive_stream_statistics(receive_end);
    CHECK_INT(memcmp(&now, &same, sizeof now), 0);
    log_word("%zu:s%zu+%zu:r%zu+%zu", now.current_buffer_used, now.open_send_streams,
             now.tasks_waiting_send, now.open_receive_streams, now.tasks_waiting_receive);
}

static const char *brief(int status) {
    switch (status) {
    case EDDY_OK: return "";
    case EDDY_CANCELLED: return "!cancelled";
    case EDDY_END_OF_STREAM: return "!end";
    case EDDY_BROKEN_RESOURCE: return "!broken";
    case EDDY_CLOSED_RESOURCE: return "!closed";
    default: return eddy_error_name(status);
    }
}

/* Sends from..to through its own end, if it has one, which it closes. */
struct sender {
    int from, to;
    eddy_send_stream own;
};

static int sender(struct sender *self) {
    int status = EDDY_OK;
    for (int item = self->from; item <= self->to && status == EDDY_OK; item++) {
        status = eddy_send_stream_send(self->own.id ? self->own : send_end, &item);
        log_word("+%d%s", item, brief(status));
    }
    if (self->own.id) CHECK_INT(eddy_send_stream_close(self->own), EDDY_OK);
    return status;
}

/* Receives up to count items, or all. */
struct receiver {
    const char *name;
    int count;
    eddy_receive_stream own;
    int last;
};

static int receiver(struct receiver *self) {
    int status = EDDY_OK;
    for (int i = 0; (self->count == 0 || i < self->count) && status == EDDY_OK; i++) {
        status = eddy_receive_stream_receive(self->own.id ? self->own : receive_end, &self->last);
        if (status == EDDY_OK)
            log_word("%s%d", self->name, self->last);
        else
            log_word("%s%s", self->name, brief(status));
    }
    if (self->own.id) CHECK_INT(eddy_receive_stream_close(self->own), EDDY_OK);
    return status;
}

static int send_now(int item) {
    return eddy_send_stream_send_nowait(send_end, &item);
}

/* The item, or minus the error. */
static int receive_now(void) {
    int item = -1, status = eddy_receive_stream_receive_nowait(receive_end, &item);
    return status == EDDY_OK ? item : status;
}

/* ---- one sender, one receiver ---- */

static int rendezvous_main(void) {
    EDDY_TRY(make(0));
    CHECK_INT(send_now(1), EDDY_WOULD_BLOCK);
    CHECK_INT(receive_now(), EDDY_WOULD_BLOCK);
    eddy_task sends = eddy_go(sender, .from = 1, .to = 2);
    EDDY_TRY(eddy_sleep(1));
    log_stream();
    CHECK_INT(receive_now(), 1);
    log_stream(); /* taken, though it has not run */
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(receive_now(), 2);
    EDDY_TRY(eddy_await(sends));
    eddy_task receives = eddy_go(receiver, .name = "r", .count = 1);
    EDDY_TRY(eddy_sleep(1));
    log_stream();
    CHECK_INT(send_now(3), EDDY_OK);
    CHECK_INT(send_now(4), EDDY_WOULD_BLOCK); /* the one that waited has its item */
    log_stream();
    EDDY_TRY(eddy_await(receives));
    return EDDY_OK;
}

TEST(a_stream_without_a_buffer_hands_over) {
    CHECK_INT(run_virtual(rendezvous_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0:s1+1:r1+0 0:s1+0:r1+0 +1 +2 0:s1+0:r1+1 0:s1+0:r1+0 r3");
}

static int buffer_main(void) {
    EDDY_TRY(make(3));
    eddy_task sends = eddy_go(sender, .from = 1, .to = 5);
    EDDY_TRY(eddy_sleep(1));
    log_stream();
    CHECK_INT(send_now(9), EDDY_WOULD_BLOCK);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_WOULD_BLOCK));
    CHECK_INT(receive_now(), 1);
    log_stream(); /* the sender's item has come behind the others */
    EDDY_TRY(eddy_await(eddy_go(receiver, .name = "r", .count = 4)));
    EDDY_TRY(eddy_await(sends));
    CHECK_INT(receive_now(), EDDY_WOULD_BLOCK);
    log_stream();
    return EDDY_OK;
}

TEST(a_stream_buffers_as_much_as_it_may) {
    CHECK_INT(run_virtual(buffer_main), EDDY_OK);
    CHECK_TEXT(log_text(), "+1 +2 +3 3:s1+1:r1+0 3:s1+0:r1+0 +4 r2 +5 r3 r4 r5 0:s1+0:r1+0");
}

static int unlimited_main(void) {
    EDDY_TRY(make(SIZE_MAX));
    int count = (int)scaled(100000), next = 0;
    uint32_t random = 7;
    for (int i = 0; i < count; i++) {
        if (!CHECK_INT(send_now(i), EDDY_OK)) break;
        random = random * 1664525 + 1013904223;
        if (random >> 30 == 0 && !CHECK_INT(receive_now(), next++)) break;
    }
    CHECK_INT((long long)eddy_send_stream_statistics(send_end).current_buffer_used, count - next);
    CHECK(eddy_send_stream_statistics(send_end).max_buffer_size == SIZE_MAX);
    while (next < count && CHECK_INT(receive_now(), next)) next++;
    return EDDY_OK;
}

TEST(a_stream_without_a_limit_keeps_everything_in_order) {
    CHECK_INT(run_virtual(unlimited_main), EDDY_OK);
}

static void log_soon(const char *text) {
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, (void *)text);
}

static int checkpoint_main(void) {
    EDDY_TRY(make(1));
    int item = 5;
    log_soon("others");
    EDDY_TRY(eddy_send_stream_send(send_end, &item));
    log_word("sent");
    log_soon("others");
    EDDY_TRY(eddy_receive_stream_receive(receive_end, &item));
    log_word("received");
    eddy_task_cancel(eddy_current_task());
    CHECK_INT(eddy_send_stream_send(send_end, &item), EDDY_CANCELLED);
    eddy_task_cancel(eddy_current_task());
    CHECK_INT(eddy_receive_stream_receive(receive_end, &item), EDDY_CANCELLED);
    log_stream();
    return EDDY_OK;
}

TEST(streams_let_others_run_in_every_call_that_may_wait) {
    CHECK_INT(run_virtual(checkpoint_main), EDDY_OK);
    CHECK_TEXT(log_text(), "others sent others received 0:s1+0:r1+0");
}

/* ---- many ---- */

static int fair_main(void) {
    EDDY_TRY(make(0));
    eddy_task tasks[3];
    static const char *const names[] = {"a", "b", "c"};
    for (int i = 0; i < 3; i++) tasks[i] = eddy_go(receiver, .name = names[i], .count = 2);
    EDDY_TRY(eddy_sleep(1));
    log_stream();
    EDDY_TRY(eddy_await(eddy_go(sender, .from = 1, .to = 6)));
    EDDY_TRY(eddy_gather_array(tasks, 3, EDDY_RAISE_FIRST));
    return EDDY_OK;
}

TEST(items_go_to_the_receivers_in_the_order_of_asking) {
    CHECK_INT(run_virtual(fair_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0:s1+0:r1+3 +1 a1 +2 b2 +3 c3 +4 a4 +5 b5 +6 c6");
}

static int clones_main(void) {
    EDDY_TRY(make(0));
    eddy_task tasks[4] = {
        eddy_go(sender, .from = 1, .to = 3, .own = eddy_send_stream_clone(send_end)),
        eddy_go(sender, .from = 11, .to = 13, .own = eddy_send_stream_clone(send_end)),
        eddy_go(receiver, .name = "a", .own = eddy_receive_stream_clone(receive_end)),
        eddy_go(receiver, .name = "b", .own = eddy_receive_stream_clone(receive_end)),
    };
    log_stream();
    CHECK_INT(eddy_send_stream_close(send_end), EDDY_OK);
    CHECK_INT(eddy_receive_stream_close(receive_end), EDDY_OK);
    CHECK_INT(eddy_send_stream_close(send_end), EDDY_OK); /* twice is once */
    log_stream();
    for (int i = 0; i < 4; i++) CHECK_INT(eddy_await(tasks[i]), i < 2 ? 0 : EDDY_END_OF_STREAM);
    log_stream();
    CHECK_INT(send_now(1), EDDY_CLOSED_RESOURCE);
    CHECK_INT(receive_now(), EDDY_CLOSED_RESOURCE);
    CHECK_INT(eddy_receive_stream_receive(receive_end, &(int){0}), EDDY_CLOSED_RESOURCE);
    CHECK_INT(eddy_send_stream_send(send_end, &(int){0}), EDDY_CLOSED_RESOURCE);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_CLOSED_RESOURCE));
    eddy_send_stream none = eddy_send_stream_clone(send_end);
    CHECK_INT(eddy_send_stream_send_nowait(none, &(int){0}), EDDY_CLOSED_RESOURCE);
    eddy_receive_stream nothing = eddy_receive_stream_clone(receive_end);
    CHECK_INT(eddy_receive_stream_close(nothing), EDDY_CLOSED_RESOURCE);
    return EDDY_OK;
}

TEST(each_clone_is_closed_on_its_own) {
    CHECK_INT(run_virtual(clones_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0:s3+0:r3+0 0:s2+0:r2+0 a1 b11 +1 +11 +2 +12 a2 b12 a3 b13 +3 +13 "
                           "b!end a!end 0:s0+0:r0+0");
}

/* ---- closing ---- */

static int end_main(void) {
    EDDY_TRY(make(2));
    CHECK_INT(send_now(1), EDDY_OK);
    CHECK_INT(send_now(2), EDDY_OK);
    CHECK_INT(eddy_send_stream_close(send_end), EDDY_OK);
    CHECK_INT(receive_now(), 1);
    int item;
    CHECK_INT(eddy_receive_stream_receive(receive_end, &item), EDDY_OK);
    CHECK_INT(item, 2);
    CHECK_INT(receive_now(), EDDY_END_OF_STREAM);
    CHECK_INT(eddy_receive_stream_receive(receive_end, &item), EDDY_END_OF_STREAM);
    CHECK_TEXT(eddy_error_message(), eddy_strerror(EDDY_END_OF_STREAM));
    return EDDY_OK;
}

TEST(a_stream_ends_when_its_buffer_is_empty) {
    CHECK_INT(run_virtual(end_main), EDDY_OK);
}

static int broken_main(void) {
    EDDY_TRY(make(1));
    eddy_receive_stream second = eddy_receive_stream_clone(receive_end);
    eddy_task sends = eddy_go(sender, .from = 1, .to = 9);
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(eddy_receive_stream_close(receive_end), EDDY_OK);
    log_stream();
    CHECK_INT(eddy_receive_stream_close(second), EDDY_OK);
    log_stream();
    CHECK_INT(eddy_await(sends), EDDY_BROKEN_RESOURCE);
    CHECK_INT(send_now(3), EDDY_BROKEN_RESOURCE);
    return EDDY_OK;
}

TEST(closing_the_last_receiver_breaks_the_senders) {
    CHECK_INT(run_virtual(broken_main), EDDY_OK);
    CHECK_TEXT(log_text(), "+1 1:s1+1:r1+0 1:s1+0:r0+0 +2!broken");
}

/* As in AnyIO: who waits at an end that is closed goes on to wait. */
static int closed_meanwhile_main(void) {
    EDDY_TRY(make(0));
    eddy_receive_stream second = eddy_receive_stream_clone(receive_end);
    eddy_task receives = eddy_go(receiver, .name = "r", .own = second);
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(eddy_receive_stream_close(second), EDDY_OK);
    log_stream();
    CHECK_INT(send_now(1), EDDY_OK);
    CHECK_INT(eddy_await(receives), EDDY_CLOSED_RESOURCE);
    eddy_send_stream other = eddy_send_stream_clone(send_end);
    eddy_task sends = eddy_go(sender, .from = 2, .to = 2, .own = other);
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(eddy_send_stream_close(other), EDDY_OK);
    CHECK_INT(eddy_send_stream_close(send_end), EDDY_OK);
    CHECK_INT(receive_now(), 2); /* it was sent, and comes before the end */
    CHECK_INT(receive_now(), EDDY_END_OF_STREAM);
    EDDY_TRY(eddy_await(sends));
    return EDDY_OK;
}

TEST(who_waits_at_an_end_that_is_closed_goes_on_to_wait) {
    CHECK_INT(run_virtual(closed_meanwhile_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0:s1+0:r1+1 r1 r!closed +2");
}

/* A task that makes a clone and ends without closing it does not leave the others waiting. */
static int careless(void) {
    eddy_send_stream mine = eddy_send_stream_clone(send_end);
    CHECK_INT(eddy_send_stream_close(send_end), EDDY_OK);
    return eddy_send_stream_send(mine, &(int){1});
}

static int careless_main(void) {
    EDDY_TRY(make(0));
    eddy_go(careless);
    eddy_task receives = eddy_go(receiver, .name = "r");
    CHECK_INT(eddy_await(receives), EDDY_END_OF_STREAM);
    log_stream();
    EDDY_TRY(make(0));
    eddy_task sends = eddy_go(sender, .from = 2, .to = 2);
    EDDY_TRY(eddy_sleep(1));
    eddy_release_object(receive_end.id);
    CHECK_INT(eddy_await(sends), EDDY_BROKEN_RESOURCE);
    CHECK_INT(receive_now(), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

TEST(an_end_whose_object_goes_is_closed) {
    CHECK_INT(run_virtual(careless_main), EDDY_OK);
    CHECK_TEXT(log_text(), "r1 r!end 0:s0+0:r1+0 +2!broken");
}

/* ---- cancellation ---- */

static int cancel_waiting_main(void) {
    EDDY_TRY(make(0));
    eddy_task a = eddy_go(receiver, .name = "a", .count = 1);
    eddy_task b = eddy_go(receiver, .name = "b", .count = 1);
    EDDY_TRY(eddy_sleep(1));
    eddy_task_cancel(a);
    log_stream();
    CHECK_INT(send_now(1), EDDY_OK); /* not to a */
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    EDDY_TRY(eddy_await(b));
    a = eddy_go(sender, .from = 2, .to = 2);
    b = eddy_go(sender, .from = 3, .to = 3);
    EDDY_TRY(eddy_sleep(1));
    eddy_task_cancel(a);
    log_stream();
    CHECK_INT(receive_now(), 3); /* 2 was not sent */
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    EDDY_TRY(eddy_await(b));
    return EDDY_OK;
}

TEST(a_cancelled_end_neither_sends_nor_receives) {
    CHECK_INT(run_virtual(cancel_waiting_main), EDDY_OK);
    CHECK_TEXT(log_text(), "0:s1+0:r1+1 a!cancelled b1 0:s1+1:r1+0 +2!cancelled +3");
}

/* Three are given an item each; two are cancelled before they run. */
static int give_back_main(void) {
    EDDY_TRY(make(0));
    eddy_task tasks[3];
    static const char *const names[] = {"a", "b", "c"};
    for (int i = 0; i < 3; i++) tasks[i] = eddy_go(receiver, .name = names[i], .count = 1);
    EDDY_TRY(eddy_sleep(1));
    for (int i = 0; i < 3; i++) CHECK_INT(send_now(i + 1), EDDY_OK);
    eddy_task_cancel(tasks[0]);
    eddy_task_cancel(tasks[1]);
    CHECK_INT(eddy_await(tasks[0]), EDDY_CANCELLED);
    CHECK_INT(eddy_await(tasks[1]), EDDY_CANCELLED);
    EDDY_TRY(eddy_await(tasks[2]));
    log_stream();
    CHECK_INT(send_now(4), EDDY_WOULD_BLOCK); /* more than its buffer may hold */
    eddy_task sends = eddy_go(sender, .from = 4, .to = 4);
    EDDY_TRY(eddy_sleep(1));
    for (int i = 0; i < 3; i++) log_word("%d", receive_now()); /* in the order sent */
    log_stream();
    EDDY_TRY(eddy_await(sends));
    return EDDY_OK;
}

TEST(a_cancelled_receiver_gives_its_item_back) {
    CHECK_INT(run_virtual(give_back_main), EDDY_OK);
    CHECK_TEXT(log_text(), "a!cancelled b!cancelled c3 2:s1+0:r1+0 1 2 4 0:s1+0:r1+0 +4");
}

static int pass_on_main(void) {
    EDDY_TRY(make(0));
    eddy_task a = eddy_go(receiver, .name = "a", .count = 1);
    eddy_task b = eddy_go(receiver, .name = "b", .count = 1);
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(send_now(1), EDDY_OK);
    eddy_task_cancel(a);
    EDDY_TRY(eddy_await(b));
    /* the same when the end of the stream has woken the next one already */
    a = eddy_go(receiver, .name = "c", .count = 1);
    b = eddy_go(receiver, .name = "d", .count = 1);
    EDDY_TRY(eddy_sleep(1));
    CHECK_INT(send_now(2), EDDY_OK);
    CHECK_INT(eddy_send_stream_close(send_end), EDDY_OK);
    eddy_task_cancel(a);
    EDDY_TRY(eddy_await(b));
    CHECK_INT(receive_now(), EDDY_END_OF_STREAM);
    return EDDY_OK;
}

TEST(a_cancelled_receiver_passes_its_item_on) {
    CHECK_INT(run_virtual(pass_on_main), EDDY_OK);
    CHECK_TEXT(log_text(), "a!cancelled b1 c!cancelled d2");
}

static int full_main(void) {
    EDDY_TRY(make(2));
    eddy_task a = eddy_go(receiver, .name = "a", .count = 1);
    EDDY_TRY(eddy_sleep(1));
    for (int i = 1; i <= 3; i++) CHECK_INT(send_now(i), EDDY_OK); /* 1 is a's */
    eddy_task sends = eddy_go(sender, .from = 4, .to = 4);
    eddy_task_cancel(a);
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    EDDY_TRY(eddy_sleep(1));
    log_stream();
    CHECK_INT(receive_now(), 1);
    log_stream(); /* the sender waits on: it is still full */
    for (int i = 2; i <= 4; i++) CHECK_INT(receive_now(), i);
    EDDY_TRY(eddy_await(sends));
    return EDDY_OK;
}

TEST(what_is_given_back_counts_against_the_buffer) {
    CHECK_INT(run_virtual(full_main), EDDY_OK);
    CHECK_TEXT(log_text(), "a!cancelled 3:s1+1:r1+0 2:s1+1:r1+0 +4");
}

/* ---- misuse, lifetime ---- */

static void in_callback(void *argument) {
    (void)argument;
    int item = 3;
    CHECK_INT(eddy_send_stream_send(send_end, &item), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_receive_stream_receive(receive_end, &item), EDDY_NOT_IN_TASK);
    CHECK_INT(send_now(3), EDDY_OK);
    CHECK_INT(receive_now(), 3);
}

static int misuse_main(void) {
    eddy_send_stream to = {0};
    eddy_receive_stream from = {0};
    CHECK_INT(eddy_memory_object_stream_new(0, 1, &to, &from), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_send_stream_send(to, &(int){0}), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_receive_stream_close(from), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_memory_object_stream_new(1, 1, NULL, &from), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_memory_object_stream_new(1, 1, &to, NULL), EDDY_INVALID_ARGUMENT);
    EDDY_TRY(make(1));
    eddy_loop_call_soon(eddy_get_running_loop(), in_callback, NULL);
    EDDY_TRY(eddy_sleep(0));
    CHECK_INT(eddy_send_stream_send(send_end, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "the item is NULL");
    CHECK_INT(eddy_send_stream_send_nowait(send_end, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_receive_stream_receive(receive_end, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_receive_stream_receive_nowait(receive_end, NULL), EDDY_INVALID_ARGUMENT);
    /* one end is not the other */
    eddy_send_stream wrong = {receive_end.id};
    CHECK_INT(eddy_send_stream_send(wrong, &(int){0}), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_send_stream_close(wrong), EDDY_INVALID_ARGUMENT);
    wrong = eddy_send_stream_clone(wrong);
    CHECK_INT(eddy_send_stream_close(wrong), EDDY_INVALID_ARGUMENT);
    CHECK_INT((long long)eddy_send_stream_statistics(wrong).open_send_streams, 0);
    return EDDY_OK;
}

TEST(a_stream_checks_what_it_is_given) {
    CHECK_INT(run_virtual(misuse_main), EDDY_OK);
    CHECK_INT(make(1), EDDY_NO_RUNNING_LOOP);
    CHECK_INT(send_now(1), EDDY_NO_RUNNING_LOOP);
}

/* Both handles are released while a task waits: what it waits in stays until it is through. */
static int released_main(void) {
    EDDY_TRY(make(0));
    eddy_task receives = eddy_go(receiver, .name = "r");
    EDDY_TRY(eddy_sleep(1));
    eddy_release_object(receive_end.id);
    CHECK_INT(send_now(1), EDDY_OK);
    eddy_release_object(send_end.id);
    CHECK_INT(eddy_await(receives), EDDY_STALE_HANDLE);
    return EDDY_OK;
}

TEST(a_stream_lives_as_long_as_tasks_wait_in_it) {
    CHECK_INT(run_virtual(released_main), EDDY_OK);
    CHECK_TEXT(log_text(), "r1 rEDDY_STALE_HANDLE");
}

static int deadlock_main(void) {
    EDDY_TRY(make(0));
    eddy_go(sender, .from = 1, .to = 1);
    EDDY_TRY(eddy_await(eddy_go(receiver, .name = "r", .count = 1)));
    eddy_go(sender, .from = 2, .to = 2);
    EDDY_TRY(eddy_sleep(1));
    eddy_receive_stream from;
    eddy_send_stream to;
    EDDY_TRY(eddy_memory_object_stream_new(1, 0, &to, &from));
    return eddy_receive_stream_receive(from, &(char){0});
}

TEST_ENDS(streams_are_named_in_a_deadlock, 0,
          "main waits for an item of a stream ... waits for a receiver of a stream") {
    CHECK_INT(run_virtual(deadlock_main), EDDY_DEADLOCK);
}
