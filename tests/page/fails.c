/* Ends with an error of its own. */
#include <eddy.h>
#include <stdio.h>

static int overloaded(void) {
    EDDY_TRY(eddy_sleep(0.25));
    return eddy_raise(7, "seven is the limit");
}

int main(void) {
    return eddy_run(overloaded);
}
