/* Never gives way: only the end of its worker ends it. */
#include <stdio.h>

int main(void) {
    puts("for ever");
    for (;;);
}
