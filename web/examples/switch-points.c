#include <eddy.h>
#include <stdio.h>

struct show { const char *name; };

static int show(struct show *self) {
    printf("%s 1: before the first await\n", self->name);
    EDDY_TRY(eddy_sleep(0)); /* switch point: other tasks can run here */
    printf("%s 2: after the first await\n", self->name);
    EDDY_TRY(eddy_sleep(0)); /* another switch point */
    printf("%s 3: done\n", self->name);
    return EDDY_OK;
}

static int show_switch_points(void) {
    return eddy_gather(eddy_go(show, .name = "A"), eddy_go(show, .name = "B"));
}

int main(void) {
    return eddy_run(show_switch_points);
}
