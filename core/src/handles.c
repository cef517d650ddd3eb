#include "handles.h"

#include <stdatomic.h>
#include <string.h>

enum { ERROR_SERIAL = 0xff };

static uint8_t next_serial(void) {
    static atomic_uint made;
    return (uint8_t)(1 + atomic_fetch_add(&made, 1) % (ERROR_SERIAL - 1));
}

bool eddy__handles_init(eddy_loop *loop) {
    for (int tries = 0; tries < ERROR_SERIAL; tries++) {
        loop->serial = next_serial();
        if (!eddy__loop_of_serial(loop->serial)) return true;
    }
    return false;
}

bool eddy__more_slots(eddy_loop *loop) {
    if (loop->slot_capacity > UINT32_MAX / 2 - 64) return false;
    uint32_t capacity = loop->slot_capacity * 2 + 64;
    struct eddy__slot *slots =
        eddy__reallocate(&loop->allocator, loop->slots, loop->slot_capacity * sizeof *slots,
                         capacity * sizeof *slots);
    if (!slots) return false;
    loop->slots = slots;
    loop->slot_capacity = capacity;
    return true;
}

void *eddy__object_new(eddy_loop *loop, enum eddy__kind kind, size_t size) {
    struct eddy__object *object =
        eddy__reserve_slot(loop) ? eddy__pool_take(&loop->pool, &loop->allocator, size) : NULL;
    if (!object) return NULL;
    memset(object, 0, size);
    eddy__name(loop, object, kind);
    return object;
}

void eddy__object_delete(eddy_loop *loop, struct eddy__object *object, size_t size) {
    eddy__unname(loop, object);
    eddy__pool_give_back(&loop->pool, &loop->allocator, object, size);
}

int eddy__why_not_found(uint64_t id) {
    const eddy_loop *loop = eddy__running();
    uint8_t serial = (uint8_t)(id >> 56);
    uint32_t generation = (uint32_t)(id >> 32) & EDDY__LAST_GENERATION, index = (uint32_t)id;
    if (serial == ERROR_SERIAL && generation == 0 && eddy__is_error((int)index)) return (int)index;
    if (serial == 0 || serial == ERROR_SERIAL) return EDDY_NOT_AWAITABLE;
    if (!loop) return EDDY_NO_RUNNING_LOOP;
    if (serial != loop->serial) return EDDY_WRONG_LOOP;
    if (index >= loop->slot_count || generation == 0 || generation > loop->slots[index].generation)
        return EDDY_NOT_AWAITABLE;
    return EDDY_STALE_HANDLE;
}

struct eddy__object *eddy__find_anywhere(uint64_t id, eddy_loop **loop) {
    uint8_t serial = (uint8_t)(id >> 56);
    *loop = eddy__running();
    if (!*loop || (*loop)->serial != serial) *loop = eddy__loop_of_serial(serial);
    return eddy__lookup(*loop, id);
}

eddy_awaitable eddy__error_handle(int status) {
    return (eddy_awaitable){(uint64_t)ERROR_SERIAL << 56 | (uint32_t)status};
}

struct eddy__object *eddy__object_at(const eddy_loop *loop, uint32_t i) {
    return loop->slots[i].object;
}

void eddy__handles_free(eddy_loop *loop) {
    eddy__free(&loop->allocator, loop->slots, loop->slot_capacity * sizeof *loop->slots);
}

int eddy_check(eddy_awaitable awaitable) {
    int why = EDDY_OK;
    eddy__find_future(awaitable, &why);
    return why;
}
