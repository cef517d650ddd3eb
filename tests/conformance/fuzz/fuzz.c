/* libFuzzer's entry: any text is a scenario program. `make fuzz` runs it for a bounded time; what it
 * finds goes into tests/conformance/core/ as a program. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FILE *nowhere;
    if (nowhere == NULL) nowhere = fopen("/dev/null", "w");
    if (nowhere != NULL) scenario_run("fuzz", (const char *)data, size, nowhere, nowhere);
    return 0;
}
