/* CapacityLimiter (anyio's). */
#include "eddy/limiter.h"

#include <math.h>
#include <string.h>

#include "eddy/task.h"
#include "sync_objects.h"

/* ---- the borrowers: open addressing, probed one by one ---- */

enum { FREE, WAITS, BORROWS };

/* In the queue of those that wait. */
struct applicant {
    struct eddy__waiter waiter;
    uint64_t borrower;
};

static size_t home_of(const struct eddy__limiter *limiter, uint64_t borrower) {
    return (size_t)(borrower * 0x9e3779b97f4a7c15u >> 32) & (limiter->capacity - 1);
}

/* The borrower's place, or the free one where it belongs; there is one. */
static struct eddy__borrower *place_of(const struct eddy__limiter *limiter, uint64_t borrower) {
    size_t i = home_of(limiter, borrower);
    while (limiter->borrowers[i].state != FREE && limiter->borrowers[i].identity != borrower)
        i = (i + 1) & (limiter->capacity - 1);
    return &limiter->borrowers[i];
}

static uint8_t state_of(const struct eddy__limiter *limiter, uint64_t borrower) {
    return limiter->capacity > 0 ? place_of(limiter, borrower)->state : FREE;
}

/* There is room. */
static void add(struct eddy__limiter *limiter, uint64_t borrower, uint8_t state) {
    *place_of(limiter, borrower) = (struct eddy__borrower){borrower, state};
    limiter->used++;
    if (state == BORROWS) limiter->borrowed++;
}

/* It is in. Those behind it that could stand nearer to their home move up: no gap on any way. */
static void drop(struct eddy__limiter *limiter, uint64_t borrower) {
    struct eddy__borrower *places = limiter->borrowers;
    struct eddy__borrower *place = place_of(limiter, borrower);
    size_t mask = limiter->capacity - 1, gap = (size_t)(place - places);
    if (place->state == BORROWS) limiter->borrowed--;
    limiter->used--;
    for (size_t i = (gap + 1) & mask; places[i].state != FREE; i = (i + 1) & mask) {
        size_t way = (i - home_of(limiter, places[i].identity)) & mask;
        if (way < ((i - gap) & mask)) continue;
        places[gap] = places[i];
        gap = i;
    }
    places[gap].state = FREE;
}

void eddy__limiter_end(eddy_loop *loop, struct eddy__limiter *limiter) {
    eddy__free(&loop->allocator, limiter->borrowers,
               limiter->capacity * sizeof *limiter->borrowers);
}

/* Room for one more, with a free place beside it. */
static bool reserve(eddy_loop *loop, struct eddy__limiter *limiter) {
    if (limiter->used + 1 < limiter->capacity - limiter->capacity / 4) return true;
    struct eddy__limiter grown = *limiter;
    if (limiter->capacity > SIZE_MAX / 2 / sizeof *grown.borrowers) return false;
    grown.capacity = limiter->capacity ? limiter->capacity * 2 : 8;
    size_t size = grown.capacity * sizeof *grown.borrowers;
    grown.borrowers = eddy__allocate(&loop->allocator, size);
    if (!grown.borrowers) return false;
    memset(grown.borrowers, 0, size);
    for (size_t i = 0; i < limiter->capacity; i++)
        if (limiter->borrowers[i].state != FREE)
            *place_of(&grown, limiter->borrowers[i].identity) = limiter->borrowers[i];
    eddy__limiter_end(loop, limiter);
    limiter->borrowers = grown.borrowers;
    limiter->capacity = grown.capacity;
    return true;
}

/* ---- lending ---- */

static bool is_valid(double total_tokens) {
    return total_tokens >= 0 && (isinf(total_tokens) || floor(total_tokens) == total_tokens);
}

static bool has_token(const struct eddy__limiter *limiter) {
    return (double)limiter->borrowed < limiter->total_tokens;
}

/* The running task has a token, or gives one back. */
static void tell(eddy_loop *loop, enum eddy_trace_kind kind, const struct eddy__limiter *limiter) {
    if (EDDY__TRACING(loop))
        eddy__trace_held(loop, kind, EDDY_TRACE_WAIT_LIMITER, &limiter->object);
}

/* Gives free tokens to the first that wait: they are theirs from now on. */
static void hand_on(eddy_loop *loop, struct eddy__limiter *limiter) {
    while (has_token(limiter)) {
        struct eddy__waiter *waiter = eddy__take_pending(&limiter->waiters);
        if (!waiter) return;
        place_of(limiter, ((struct applicant *)waiter)->borrower)->state = BORROWS;
        limiter->borrowed++;
        eddy__wake(loop, waiter);
    }
}

/* Takes the borrower's token, if it has one. */
static void take_back(eddy_loop *loop, struct eddy__limiter *limiter, uint64_t borrower) {
    if (state_of(limiter, borrower) != BORROWS) return;
    drop(limiter, borrower);
    tell(loop, EDDY_TRACE_RELEASED, limiter);
    hand_on(loop, limiter);
}

static int no_memory(void) {
    return eddy__fail(EDDY_NO_MEMORY, "no memory for one more borrower of the limiter");
}

static int borrow(eddy_loop *loop, struct eddy__limiter *limiter, uint64_t borrower) {
    uint8_t state = state_of(limiter, borrower);
    if (state == BORROWS)
        return eddy__fail(EDDY_INVALID_STATE, "this borrower has a token of the limiter already");
    if (!has_token(limiter) || state == WAITS || eddy__first_pending(&limiter->waiters))
        return EDDY_WOULD_BLOCK;
    if (!reserve(loop, limiter)) return no_memory();
    add(limiter, borrower, BORROWS);
    tell(loop, EDDY_TRACE_ACQUIRED, limiter);
    return EDDY_OK;
}

static int wait_for_token(eddy_loop *loop, struct eddy__task *task, struct eddy__limiter *limiter,
                          uint64_t borrower) {
    if (state_of(limiter, borrower) == WAITS)
        return eddy__fail(EDDY_INVALID_STATE, "this borrower waits for a token already");
    if (!reserve(loop, limiter)) return no_memory();
    struct applicant applicant = {.borrower = borrower};
    eddy__waiter_init(&applicant.waiter, EDDY_TRACE_WAIT_LIMITER, &limiter->object);
    add(limiter, borrower, WAITS);
    int status = eddy__wait_in(loop, task, &limiter->waiters, &applicant.waiter);
    if (status == EDDY_OK) {
        tell(loop, EDDY_TRACE_ACQUIRED, limiter);
        return EDDY_OK;
    }
    if (applicant.waiter.future.state == EDDY__FINISHED)
        take_back(loop, limiter, borrower); /* cancelled with a token in hand */
    else
        drop(limiter, borrower);
    return status;
}

static int acquire(eddy_loop *loop, struct eddy__task *task, struct eddy__limiter *limiter,
                   uint64_t borrower) {
    /* in a cancelled scope it takes no token at all */
    int status = eddy__scope_cancels(task) ? eddy_sleep(0) : EDDY_OK;
    if (status == EDDY_OK) status = borrow(loop, limiter, borrower);
    if (status == EDDY_WOULD_BLOCK) return wait_for_token(loop, task, limiter, borrower);
    if (status != EDDY_OK) return status;
    /* AnyIO's checkpoint: whoever loops over it lets others run. A scope does not take the token. */
    task->scope_shields++;
    status = eddy_sleep(0);
    task->scope_shields--;
    /* cancelled then, by eddy_task_cancel: somebody may have released it meanwhile, too */
    if (status != EDDY_OK) take_back(loop, limiter, borrower);
    return status;
}

/* ---- the public side ---- */

static struct eddy__limiter *find_limiter(eddy_capacity_limiter handle, int *why) {
    return eddy__find_kind(handle.id, EDDY__LIMITER, why);
}

/* The identity of the calling task; false, and why, outside of any. */
static bool find_caller(uint64_t *borrower, int *why) {
    eddy_loop *loop;
    struct eddy__task *task = eddy__awaiter(&loop, why);
    if (task) *borrower = task->future.object.id;
    return task;
}

static eddy_capacity_limiter not_made(int status) {
    return (eddy_capacity_limiter){eddy__error_handle(status).id};
}

eddy_capacity_limiter eddy_capacity_limiter_new(double total_tokens) {
    eddy_capacity_limiter handle;
    if (!is_valid(total_tokens)) return not_made(EDDY_INVALID_ARGUMENT);
    struct eddy__limiter *limiter = eddy__new_kind(EDDY__LIMITER, sizeof *limiter, &handle.id);
    if (!limiter) return handle;
    eddy__list_init(&limiter->waiters);
    limiter->total_tokens = total_tokens;
    return handle;
}

int eddy_capacity_limiter_acquire(eddy_capacity_limiter handle) {
    int why = EDDY_OK;
    uint64_t borrower;
    if (!find_caller(&borrower, &why)) return why;
    return eddy_capacity_limiter_acquire_on_behalf_of(handle, borrower);
}

int eddy_capacity_limiter_acquire_on_behalf_of(eddy_capacity_limiter handle, uint64_t borrower) {
    int why = EDDY_OK;
    eddy_loop *loop;
    struct eddy__task *task;
    struct eddy__limiter *limiter = eddy__begin_call(handle.id, EDDY__LIMITER, &loop, &task, &why);
    return limiter ? eddy__end_call(loop, limiter, acquire(loop, task, limiter, borrower)) : why;
}

int eddy_capacity_limiter_acquire_nowait(eddy_capacity_limiter handle) {
    int why = EDDY_OK;
    uint64_t borrower;
    if (!find_caller(&borrower, &why)) return why;
    return eddy_capacity_limiter_acquire_on_behalf_of_nowait(handle, borrower);
}

int eddy_capacity_limiter_acquire_on_behalf_of_nowait(eddy_capacity_limiter handle,
                                                      uint64_t borrower) {
    int why = EDDY_OK;
    struct eddy__limiter *limiter = find_limiter(handle, &why);
    return limiter ? borrow(eddy__running(), limiter, borrower) : why;
}

int eddy_capacity_limiter_release(eddy_capacity_limiter handle) {
    int why = EDDY_OK;
    uint64_t borrower;
    if (!find_caller(&borrower, &why)) return why;
    return eddy_capacity_limiter_release_on_behalf_of(handle, borrower);
}

int eddy_capacity_limiter_release_on_behalf_of(eddy_capacity_limiter handle, uint64_t borrower) {
    int why = EDDY_OK;
    struct eddy__limiter *limiter = find_limiter(handle, &why);
    if (!limiter) return why;
    if (state_of(limiter, borrower) != BORROWS)
        return eddy__fail(EDDY_INVALID_STATE, "this borrower has no token of the limiter");
    take_back(eddy__running(), limiter, borrower);
    return EDDY_OK;
}

double eddy_capacity_limiter_total_tokens(eddy_capacity_limiter handle) {
    int why;
    struct eddy__limiter *limiter = find_limiter(handle, &why);
    return limiter ? limiter->total_tokens : 0;
}

int eddy_capacity_limiter_set_total_tokens(eddy_capacity_limiter handle, double total_tokens) {
    int why = EDDY_OK;
    struct eddy__limiter *limiter = find_limiter(handle, &why);
    if (!limiter) return why;
    if (!is_valid(total_tokens))
        return eddy__fail(EDDY_INVALID_ARGUMENT,
                          "total_tokens is %g: not a whole number from 0 on, nor infinity",
                          total_tokens);
    limiter->total_tokens = total_tokens;
    hand_on(eddy__running(), limiter);
    return EDDY_OK;
}

size_t eddy_capacity_limiter_borrowed_tokens(eddy_capacity_limiter handle) {
    int why;
    struct eddy__limiter *limiter = find_limiter(handle, &why);
    return limiter ? limiter->borrowed : 0;
}

double eddy_capacity_limiter_available_tokens(eddy_capacity_limiter handle) {
    int why;
    struct eddy__limiter *limiter = find_limiter(handle, &why);
    return limiter ? limiter->total_tokens - (double)limiter->borrowed : 0;
}

size_t eddy_capacity_limiter_borrowers(eddy_capacity_limiter handle, uint64_t *borrowers,
                                       size_t capacity) {
    int why;
    struct eddy__limiter *limiter = find_limiter(handle, &why);
    size_t count = 0;
    for (size_t i = 0; limiter && i < limiter->capacity; i++) {
        if (limiter->borrowers[i].state != BORROWS) continue;
        if (borrowers && count < capacity) borrowers[count] = limiter->borrowers[i].identity;
        count++;
    }
    return count;
}

struct eddy_capacity_limiter_statistics
eddy_capacity_limiter_statistics(eddy_capacity_limiter handle) {
    int why;
    struct eddy__limiter *limiter = find_limiter(handle, &why);
    if (!limiter) return (struct eddy_capacity_limiter_statistics){0};
    return (struct eddy_capacity_limiter_statistics){
        .borrowed_tokens = limiter->borrowed,
        .total_tokens = limiter->total_tokens,
        .tasks_waiting = eddy__count_pending(&limiter->waiters),
    };
}
