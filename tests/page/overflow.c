/* Recurs until the stack is used up, in a task of its own. */
#include <eddy.h>
#include <stdio.h>

static int depth(volatile int *above) {
    volatile int here[64] = {*above + 1};
    return here[0] > 0 ? depth(here) + here[0] : 0;
}

static int recurs(void) {
    EDDY_TRY(eddy_sleep(0.1));
    volatile int start = 0;
    return depth(&start);
}

static int begin(void) {
    puts("going down");
    return eddy_await(eddy_go(recurs));
}

int main(void) {
    return eddy_run(begin);
}
