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

struct cpu_intensive { const char *name; };

static int cpu_intensive(struct cpu_intensive *self) {
    printf("%s: starts\n", self->name);
    int limit = (int)knob("limit", 300000); /* 100000..1000000: how far to look for primes */
    int primes = count_primes(limit);       /* nothing in it waits: nobody else runs */
    printf("%s: %d primes\n", self->name, primes);
    return EDDY_OK;
}

static int compare(void) {
    puts("one by one");
    EDDY_TRY(cpu_intensive(&(struct cpu_intensive){.name = "A"}));
    EDDY_TRY(cpu_intensive(&(struct cpu_intensive){.name = "B"}));

    /* Two tasks, one thread: C runs to its end before D starts, and both take as long as before. */
    puts("gather");
    return eddy_gather(eddy_go(cpu_intensive, .name = "C"), eddy_go(cpu_intensive, .name = "D"));
}

int main(void) {
    return eddy_run(compare);
}
