/* Waiting in queues; join and shutdown. What is in them: see queue_order.c. */
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

static int by_value(const void *a, const void *b) {
    return *(const int *)a < *(const int *)b ? -1 : *(const int *)a > *(const int *)b;
}

struct getter {
    eddy_queue queue;
    const char *word;
    int item;
};
static int getter(struct getter *self) {
    self->item = -1;
    int status = eddy_queue_get(self->queue, &self->item);
    if (status == EDDY_OK)
        log_word("%s%d", self->word, self->item);
    else
        log_word("%s:%s", self->word, eddy_error_name(status));
    return status;
}

struct putter {
    eddy_queue queue;
    int item;
    const char *word;
};
static int putter(struct putter *self) {
    int status = eddy_queue_put(self->queue, &self->item);
    if (self->word) log_word("%s%s", self->word, status == EDDY_OK ? "" : "!");
    return status;
}

/* ---- waiting to get ---- */

TEST_MAIN(a_queue_with_items_does_not_suspend) {
    eddy_queue queue = queue_of(1);
    eddy_loop_call_soon(eddy_get_running_loop(), log_call, "callback");
    int item = 7, out = 0;
    CHECK_INT(eddy_queue_put(queue, &item), EDDY_OK);
    CHECK_INT(eddy_queue_get(queue, &out), EDDY_OK);
    CHECK_INT(out, 7);
    CHECK_TEXT(log_text(), "");
    return EDDY_OK;
}

TEST_MAIN(get_waits_for_an_item) {
    eddy_queue queue = queue_of(0);
    eddy_task a = eddy_go(getter, .queue = queue, .word = "a"),
              b = eddy_go(getter, .queue = queue, .word = "b");
    EDDY_TRY(eddy_sleep(1));
    CHECK_TEXT(log_text(), "");
    CHECK_INT(put(queue, 1), EDDY_OK);
    CHECK_INT(put(queue, 2), EDDY_OK);
    EDDY_TRY(eddy_gather(a, b));
    CHECK_TEXT(log_text(), "a1 b2");
    return EDDY_OK;
}

static void put_later(void *queue) {
    CHECK_INT(put(*(eddy_queue *)queue, 4), EDDY_OK);
    CHECK_INT(eddy_queue_put(*(eddy_queue *)queue, queue), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_queue_get(*(eddy_queue *)queue, queue), EDDY_NOT_IN_TASK);
    CHECK_INT(eddy_queue_join(*(eddy_queue *)queue), EDDY_NOT_IN_TASK);
}

TEST_MAIN(a_callback_may_put_an_item) {
    eddy_queue queue = queue_of(0);
    eddy_loop_call_later(eddy_get_running_loop(), 1, put_later, &queue);
    int item;
    CHECK_INT(eddy_queue_get(queue, &item), EDDY_OK);
    CHECK_INT(item, 4);
    CHECK_TIME(now(), 1);
    return EDDY_OK;
}

TEST_MAIN(a_cancelled_get_takes_nothing) {
    eddy_queue queue = queue_of(0);
    eddy_task a = eddy_go(getter, .queue = queue, .word = "a"),
              b = eddy_go(getter, .queue = queue, .word = "b");
    EDDY_TRY(pass(1));
    CHECK(eddy_task_cancel(a));
    EDDY_TRY(pass(1));
    CHECK(eddy_future_cancelled(a));
    CHECK_INT(put(queue, 1), EDDY_OK);
    EDDY_TRY(eddy_await(b));
    CHECK_TEXT(log_text(), "a:EDDY_CANCELLED b1");
    CHECK_INT(eddy_frame(a, getter)->item, -1);
    return EDDY_OK;
}

TEST_MAIN(a_get_cancelled_with_an_item_coming_loses_none) {
    eddy_queue queue = queue_of(0);
    eddy_task a = eddy_go(getter, .queue = queue, .word = "a");
    EDDY_TRY(pass(1));
    put(queue, 1);
    put(queue, 2);
    CHECK(eddy_task_cancel(a));
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK_INT(got(queue), 1);
    CHECK_INT(got(queue), 2);
    return EDDY_OK;
}

TEST_MAIN(a_get_cancelled_with_an_item_coming_wakes_the_next) {
    eddy_queue queue = queue_of(0);
    eddy_task a = eddy_go(getter, .queue = queue, .word = "a"),
              b = eddy_go(getter, .queue = queue, .word = "b");
    eddy_task c = eddy_go(getter, .queue = queue, .word = "c");
    EDDY_TRY(pass(1));
    put(queue, 1);
    put(queue, 2);
    CHECK(eddy_task_cancel(a));
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK_INT(eddy_gather(b, c), EDDY_OK);
    CHECK_TEXT(log_text(), "a:EDDY_CANCELLED b1 c2");
    return EDDY_OK;
}

TEST_MAIN(a_get_with_a_limit_leaves_the_line) {
    eddy_queue queue = queue_of(0);
    eddy_timeout limit;
    int item = -1;
    EDDY_TRY(eddy_timeout_begin(&limit, 0.1));
    CHECK_INT(eddy_timeout_end(&limit, eddy_queue_get(queue, &item)), EDDY_TIMEOUT);
    CHECK_INT(item, -1);
    put(queue, 1);
    CHECK_INT(got(queue), 1);
    return EDDY_OK;
}

/* Woken for an item that somebody else takes first: it goes on waiting. */
TEST_MAIN(an_item_that_was_snatched_is_waited_for_again) {
    eddy_queue queue = queue_of(0);
    eddy_task a = eddy_go(getter, .queue = queue, .word = "a");
    EDDY_TRY(pass(1));
    put(queue, 1);
    CHECK_INT(got(queue), 1);
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "");
    put(queue, 2);
    EDDY_TRY(eddy_await(a));
    CHECK_TEXT(log_text(), "a2");
    return EDDY_OK;
}

/* ---- waiting to put ---- */

TEST_MAIN(put_waits_for_room) {
    eddy_queue queue = queue_of(1);
    eddy_task a = eddy_go(putter, .queue = queue, .item = 1, .word = "a");
    eddy_task b = eddy_go(putter, .queue = queue, .item = 2, .word = "b");
    eddy_task c = eddy_go(putter, .queue = queue, .item = 3, .word = "c");
    EDDY_TRY(eddy_sleep(1));
    CHECK_TEXT(log_text(), "a");
    int item;
    for (int i = 1; i <= 3; i++) {
        CHECK_INT(eddy_queue_get(queue, &item), EDDY_OK);
        CHECK_INT(item, i);
    }
    EDDY_TRY(eddy_gather(a, b, c));
    CHECK_TEXT(log_text(), "a b c");
    return EDDY_OK;
}

TEST_MAIN(a_cancelled_put_puts_nothing) {
    eddy_queue queue = queue_of(1);
    eddy_task a = eddy_go(putter, .queue = queue, .item = 1, .word = "a");
    eddy_task b = eddy_go(putter, .queue = queue, .item = 2, .word = "b");
    eddy_task c = eddy_go(putter, .queue = queue, .item = 3, .word = "c");
    EDDY_TRY(pass(1));
    CHECK(eddy_future_done(a) && !eddy_future_done(b));
    CHECK(eddy_task_cancel(c));
    EDDY_TRY(pass(1));
    CHECK(eddy_future_cancelled(c));
    CHECK_INT(got(queue), 1);
    EDDY_TRY(pass(1));
    CHECK_INT(got(queue), 2);
    EDDY_TRY(eddy_await(b));
    CHECK_INT(got(queue), EDDY_QUEUE_EMPTY);
    CHECK_TEXT(log_text(), "a c! b");
    return EDDY_OK;
}

TEST_MAIN(a_put_cancelled_as_room_comes_wakes_the_next) {
    eddy_queue queue = queue_of(1);
    put(queue, 1);
    eddy_task a = eddy_go(putter, .queue = queue, .item = 2, .word = "a");
    eddy_task b = eddy_go(putter, .queue = queue, .item = 3, .word = "b");
    EDDY_TRY(pass(1));
    CHECK_INT(got(queue), 1); /* room for a */
    CHECK(eddy_task_cancel(a));
    CHECK_INT(eddy_await(a), EDDY_CANCELLED);
    CHECK_INT(eddy_await(b), EDDY_OK);
    CHECK_INT(got(queue), 3);
    CHECK_INT((long long)eddy_queue_qsize(queue), 0);
    return EDDY_OK;
}

struct gets_all {
    eddy_queue queue;
};
static int gets_all(struct gets_all *self) {
    EDDY_TRY(eddy_sleep(0));
    for (size_t count = eddy_queue_qsize(self->queue); count > 0; count--) got(self->queue);
    return EDDY_OK;
}

TEST_MAIN(room_for_many_wakes_many) {
    eddy_queue queue = queue_of(2);
    eddy_task_group group = eddy_task_group_begin();
    eddy_task_group_go(group, gets_all, .queue = queue);
    for (int i = 0; i < 4; i++) eddy_task_group_go(group, putter, .queue = queue, .item = i);
    CHECK_INT(eddy_task_group_end(group, EDDY_OK), EDDY_OK);
    CHECK_INT((long long)eddy_queue_qsize(queue), 2);
    return EDDY_OK;
}

struct producer {
    eddy_queue queue;
    int count;
};
static int producer(struct producer *self) {
    for (int i = 0; i < self->count; i++) EDDY_TRY(eddy_queue_put(self->queue, &i));
    return EDDY_OK;
}
struct consumer {
    eddy_queue queue;
    int count;
};
static int consumer(struct consumer *self) {
    for (int i = 0; i < self->count; i++) {
        int item;
        EDDY_TRY(eddy_queue_get(self->queue, &item));
        CHECK_INT(item, i);
        EDDY_TRY(eddy_queue_task_done(self->queue));
    }
    return EDDY_OK;
}

TEST_MAIN(a_producer_and_a_consumer_share_a_small_queue) {
    for (size_t maxsize = 0; maxsize < 4; maxsize++) {
        eddy_queue queue = queue_of(maxsize);
        eddy_go(producer, .queue = queue, .count = 50);
        eddy_go(consumer, .queue = queue, .count = 50);
        EDDY_TRY(pass(1));
        CHECK_INT(eddy_queue_join(queue), EDDY_OK);
        CHECK(eddy_queue_empty(queue));
    }
    return EDDY_OK;
}

/* Each put costs one of them, not a walk past all that were woken before. */
TEST_MAIN(many_getters_are_woken_one_by_one) {
    size_t count = scaled(20000);
    eddy_queue queue = queue_of(0);
    for (size_t i = 0; i < count; i++) eddy_release(eddy_go(getter, .queue = queue, .word = "x"));
    EDDY_TRY(pass(1));
    for (size_t i = 0; i < count; i++) CHECK_INT(put(queue, 1), EDDY_OK);
    EDDY_TRY(pass(1));
    CHECK(eddy_queue_empty(queue));
    return EDDY_OK;
}

/* ---- join ---- */

struct joins {
    eddy_queue queue;
};
static int joins(struct joins *self) {
    int status = eddy_queue_join(self->queue);
    log_word("%s", status == EDDY_OK ? "joined" : "join!");
    return status;
}

TEST_MAIN(join_of_a_queue_that_had_nothing) {
    eddy_queue queue = queue_of(0);
    CHECK_INT(eddy_queue_join(queue), EDDY_OK);
    CHECK_INT(eddy_queue_join(queue), EDDY_OK);
    CHECK_INT(eddy_queue_task_done(queue), EDDY_INVALID_STATE);
    CHECK_CONTAINS(eddy_error_message(), "too many times");
    return EDDY_OK;
}

TEST_MAIN(join_waits_until_all_is_done_not_only_got) {
    eddy_queue queue = queue_of(0);
    put(queue, 1);
    put(queue, 2);
    eddy_task a = eddy_go(joins, .queue = queue), b = eddy_go(joins, .queue = queue);
    EDDY_TRY(pass(1));
    got(queue);
    got(queue);
    CHECK_INT(eddy_queue_task_done(queue), EDDY_OK);
    EDDY_TRY(pass(3));
    CHECK_TEXT(log_text(), "");
    CHECK_INT(eddy_queue_task_done(queue), EDDY_OK);
    put(queue, 3); /* too late to keep them */
    EDDY_TRY(eddy_gather(a, b));
    CHECK_TEXT(log_text(), "joined joined");
    eddy_task c = eddy_go(joins, .queue = queue);
    EDDY_TRY(pass(2));
    CHECK(!eddy_future_done(c));
    CHECK(eddy_task_cancel(c));
    CHECK_INT(eddy_await(c), EDDY_CANCELLED);
    return EDDY_OK;
}

static bool running;
static int sum;
struct works {
    eddy_queue queue;
};
static int works(struct works *self) {
    while (running) {
        int item;
        EDDY_TRY(eddy_queue_get(self->queue, &item));
        sum += item;
        EDDY_TRY(eddy_queue_task_done(self->queue));
    }
    return EDDY_OK;
}

static int two_workers(eddy_queue queue) {
    for (int i = 0; i < 100; i++) put(queue, i);
    running = true;
    sum = 0;
    eddy_task a = eddy_go(works, .queue = queue), b = eddy_go(works, .queue = queue);
    EDDY_TRY(eddy_queue_join(queue));
    CHECK_INT(sum, 4950);
    running = false;
    put(queue, 0);
    put(queue, 0);
    return eddy_gather(a, b);
}

TEST_MAIN(two_workers_do_all_there_is) {
    EDDY_TRY(two_workers(queue_of(0)));
    EDDY_TRY(two_workers(eddy_lifo_queue_new(sizeof(int), 0)));
    return two_workers(eddy_priority_queue_new(sizeof(int), 0, by_value));
}

/* ---- shutdown ---- */

static void check_shut_down(eddy_queue queue) {
    int item = 5;
    CHECK_INT(eddy_queue_put(queue, &item), EDDY_QUEUE_SHUT_DOWN);
    CHECK_INT(put(queue, 5), EDDY_QUEUE_SHUT_DOWN);
    CHECK_CONTAINS(eddy_error_message(), "shut down");
    CHECK_INT(eddy_queue_get(queue, &item), EDDY_QUEUE_SHUT_DOWN);
    CHECK_INT(got(queue), EDDY_QUEUE_SHUT_DOWN);
}

static eddy_queue each_kind(int kind, size_t maxsize) {
    if (kind == 0) return queue_of(maxsize);
    if (kind == 1) return eddy_lifo_queue_new(sizeof(int), maxsize);
    return eddy_priority_queue_new(sizeof(int), maxsize, by_value);
}

TEST_MAIN(shutdown_of_an_empty_queue_ends_the_gets) {
    for (int kind = 0; kind < 3; kind++) {
        eddy_queue queue = each_kind(kind, 0);
        eddy_task a = eddy_go(getter, .queue = queue, .word = "a"),
                  b = eddy_go(getter, .queue = queue, .word = "b");
        EDDY_TRY(pass(1));
        CHECK_INT(eddy_queue_shutdown(queue, EDDY_QUEUE_DRAIN), EDDY_OK);
        CHECK_INT((long long)eddy_queue_qsize(queue), 0);
        CHECK_INT(eddy_queue_join(queue), EDDY_OK);
        EDDY_TRY(pass(1));
        CHECK_INT(eddy_future_exception(a), EDDY_QUEUE_SHUT_DOWN);
        CHECK_INT(eddy_future_exception(b), EDDY_QUEUE_SHUT_DOWN);
        check_shut_down(queue);
        CHECK_INT(eddy_queue_shutdown(queue, EDDY_QUEUE_DRAIN), EDDY_OK); /* again */
    }
    return EDDY_OK;
}

TEST_MAIN(shutdown_leaves_what_is_in_the_queue) {
    for (int kind = 0; kind < 3; kind++) {
        log_clear();
        eddy_queue queue = each_kind(kind, 1);
        put(queue, 1);
        eddy_task join = eddy_go(joins, .queue = queue);
        eddy_task a = eddy_go(putter, .queue = queue, .item = 2);
        EDDY_TRY(pass(1));
        CHECK(!eddy_future_done(a));
        CHECK_INT(eddy_queue_shutdown(queue, EDDY_QUEUE_DRAIN), EDDY_OK);
        CHECK_INT((long long)eddy_queue_qsize(queue), 1);
        EDDY_TRY(pass(1));
        CHECK_INT(eddy_future_exception(a), EDDY_QUEUE_SHUT_DOWN);
        CHECK_INT(got(queue), 1);
        EDDY_TRY(pass(1));
        CHECK(!eddy_future_done(join));
        check_shut_down(queue);
        CHECK_INT(eddy_queue_task_done(queue), EDDY_OK);
        EDDY_TRY(eddy_await(join));
        CHECK_INT(eddy_queue_task_done(queue), EDDY_INVALID_STATE);
    }
    return EDDY_OK;
}

TEST_MAIN(shutdown_at_once_drops_what_is_in_the_queue) {
    for (int kind = 0; kind < 3; kind++) {
        log_clear();
        eddy_queue queue = each_kind(kind, 0);
        put(queue, 1);
        eddy_task join = eddy_go(joins, .queue = queue);
        EDDY_TRY(pass(1));
        CHECK_INT(eddy_queue_shutdown(queue, EDDY_QUEUE_DROP), EDDY_OK);
        CHECK_INT((long long)eddy_queue_qsize(queue), 0);
        EDDY_TRY(pass(1));
        CHECK_TEXT(log_text(), "joined");
        CHECK(eddy_future_done(join));
        check_shut_down(queue);
        CHECK_INT(eddy_queue_task_done(queue), EDDY_INVALID_STATE);
    }
    return EDDY_OK;
}

TEST_MAIN(shutdown_at_once_waits_for_what_was_got) {
    for (int kind = 0; kind < 3; kind++) {
        eddy_queue queue = each_kind(kind, 0);
        for (int i = 0; i < 12; i++) put(queue, i);
        eddy_task join = eddy_go(joins, .queue = queue);
        EDDY_TRY(pass(1));
        got(queue);
        CHECK_INT(eddy_queue_shutdown(queue, EDDY_QUEUE_DROP), EDDY_OK);
        CHECK_INT((long long)eddy_queue_qsize(queue), 0);
        EDDY_TRY(pass(1));
        CHECK(!eddy_future_done(join));
        check_shut_down(queue);
        CHECK_INT(eddy_queue_task_done(queue), EDDY_OK);
        CHECK_INT(eddy_queue_task_done(queue), EDDY_INVALID_STATE);
        EDDY_TRY(eddy_await(join));
    }
    return EDDY_OK;
}

/* ---- lifetime, handles ---- */

static eddy_queue kept;
static int owner(void) {
    kept = queue_of(0);
    EDDY_TRY(eddy_sleep(1));
    return put(kept, 3);
}

TEST_MAIN(who_waits_keeps_a_queue_alive) {
    eddy_go(owner);
    EDDY_TRY(pass(1));
    int item = 0;
    CHECK_INT(eddy_queue_get(kept, &item), EDDY_OK);
    CHECK_INT(item, 3);
    CHECK_INT(eddy_queue_get(kept, &item), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_queue_put(kept, &item), EDDY_STALE_HANDLE);
    CHECK_INT(put(kept, 1), EDDY_STALE_HANDLE);
    CHECK_INT(got(kept), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_queue_join(kept), EDDY_STALE_HANDLE);
    CHECK_INT(eddy_queue_shutdown(kept, EDDY_QUEUE_DROP), EDDY_STALE_HANDLE);
    CHECK(eddy_queue_empty(kept) && !eddy_queue_full(kept));
    return EDDY_OK;
}

TEST_MAIN(a_queue_handle_is_checked) {
    int item = 1;
    CHECK_INT(put(eddy_queue_new(0, 1), 1), EDDY_INVALID_ARGUMENT);
    CHECK_INT(put(eddy_priority_queue_new(4, 1, NULL), 1), EDDY_INVALID_ARGUMENT);
    eddy_queue none = {0}, other = {eddy_lock_new().id}, queue = queue_of(0);
    CHECK_INT(eddy_queue_put(none, &item), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_queue_get(other, &item), EDDY_INVALID_ARGUMENT);
    CHECK_INT(put(other, 1), EDDY_INVALID_ARGUMENT);
    CHECK_INT(got(none), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_queue_task_done(other), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_queue_join(other), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_queue_shutdown(other, EDDY_QUEUE_DRAIN), EDDY_INVALID_ARGUMENT);
    CHECK(eddy_queue_qsize(other) == 0 && eddy_queue_maxsize(other) == 0);
    CHECK_INT(eddy_queue_put(queue, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_CONTAINS(eddy_error_message(), "item is NULL");
    CHECK_INT(eddy_queue_put_nowait(queue, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_queue_get(queue, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(eddy_queue_get_nowait(queue, NULL), EDDY_INVALID_ARGUMENT);
    CHECK_INT(put(eddy_queue_new(SIZE_MAX / 2, 0), 1), EDDY_NO_MEMORY);
    return EDDY_OK;
}
