#include <eddy.h>
#include <stdio.h>

#include "knob.h"

static int count_primes(int limit) {
    int primes = 0;
    for (int n = 2; n < limit; n++) {
        int d = 2;
        while (d * d <= n && n % d) d++;
        primes += d * d > n;
    }
    return primes;
}

struct compute { const char *name; };

static int compute(struct compute *self) {
    printf("%s: starts\n", self->name);
    int limit = (int)knob("limit", 700000); /* 100000..1000000: how far to look for primes */
    int primes = count_primes(limit);       /* nothing in it waits: nobody else runs */
    printf("%s: %d primes\n", self->name, primes);
    return EDDY_OK;
}

static int compare(void) {
    puts("one by one");
    EDDY_TRY(compute(&(struct compute){.name = "A"}));
    EDDY_TRY(compute(&(struct compute){.name = "B"}));

    /* Two tasks, one thread: C runs to its end before D starts, and both take as long as before. */
    puts("gather");
    return eddy_gather(eddy_go(compute, .name = "C"), eddy_go(compute, .name = "D"));
}

int main(void) {
    return eddy_run(compare);
}
