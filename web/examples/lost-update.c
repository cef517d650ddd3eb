#include <eddy.h>
#include <stdio.h>

static int balance;

struct deposit { int amount, pauses; };

static int deposit(struct deposit *self) {
    for (int i = 0; i < self->pauses; i++) EDDY_TRY(eddy_sleep(0)); /* looks something up */
    int before = balance;            /* read, */
    EDDY_TRY(eddy_sleep(0));         /* await: somebody else may come in between, */
    balance = before + self->amount; /* and write */
    return EDDY_OK;
}

static int accounts(void) {
    EDDY_TRY(eddy_gather(
        eddy_go(deposit, .amount = 100),
        eddy_go(deposit, .amount = 50, .pauses = 2) /* in asyncio's order: just late enough */
    ));
    printf("balance %d: %s\n", balance, balance == 150 ? "all is there" : "an update was lost");
    return EDDY_OK;
}

int main(void) {
    return eddy_run(accounts);
}
