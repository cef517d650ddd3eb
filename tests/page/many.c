/* Ten thousand tasks that sleep at once. */
#include <eddy.h>
#include <stdio.h>

struct nap {
    double seconds;
};

static int nap(struct nap *self) {
    return eddy_sleep(self->seconds);
}

static int many(void) {
    for (int i = 0; i < 10000; i++) eddy_go(nap, .seconds = 0.1 + i % 10 * 0.1);
    EDDY_TRY(eddy_sleep(2));
    puts("all awake");
    return EDDY_OK;
}

int main(void) {
    return eddy_run(many);
}
