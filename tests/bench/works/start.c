/* Nothing: what is measured is how long it takes until the first line of output. */
#include "../bench.h"

int bench_start(void) {
    bench_check++;
    return EDDY_OK;
}
