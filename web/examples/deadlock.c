#include <eddy.h>
#include <stdio.h>

struct transfer { eddy_lock from, to; int pauses; };

static int transfer(struct transfer *self) {
    for (int i = 0; i < self->pauses; i++) EDDY_TRY(eddy_sleep(0)); /* looks something up */
    EDDY_TRY(eddy_lock_acquire(self->from));
    EDDY_TRY(eddy_sleep(0)); /* await: the other one may take its first lock here */
    EDDY_TRY(eddy_lock_acquire(self->to));
    EDDY_TRY(eddy_lock_release(self->to));
    return eddy_lock_release(self->from);
}

static int accounts(void) {
    eddy_lock alice = eddy_lock_new(), bob = eddy_lock_new();
    EDDY_TRY(eddy_gather(
        eddy_go(transfer, .from = alice, .to = bob),
        eddy_go(transfer, .from = bob, .to = alice, .pauses = 2) /* the other way round, later */
    ));
    puts("both transfers are done");
    return EDDY_OK;
}

int main(void) {
    return eddy_run(accounts);
}
