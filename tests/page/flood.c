/* Prints for ever, and lets others have their turn each time: a flood of output and of events. */
#include <eddy.h>
#include <stdio.h>

static int flood(void) {
    for (long line = 0;; line++) {
        printf("line %ld\n", line);
        EDDY_TRY(eddy_sleep(0));
    }
}

int main(void) {
    return eddy_run(flood);
}
