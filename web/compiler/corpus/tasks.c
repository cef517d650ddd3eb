#include <eddy.h>
#include <stdio.h>
static eddy_queue *q;
static int produce(void) {
    for (long i = 0; i < 5; i++) EDDY_TRY(eddy_sleep(0.1));
    return EDDY_OK;
}
struct work {
    int id;
    double seconds;
};
static int work(struct work *self) {
    EDDY_TRY(eddy_sleep(self->seconds));
    printf("%d\n", self->id);
    return EDDY_OK;
}
static int all(void) {
    eddy_task t[4];
    for (int i = 0; i < 4; i++) t[i] = eddy_go(work, .id = i, .seconds = 0.3 - 0.1 * (i % 3));
    eddy_task p = eddy_go(produce);
    for (int i = 0; i < 4; i++) EDDY_TRY(eddy_await(t[i]));
    return eddy_await(p);
}
int main(void) {
    (void)q;
    return eddy_run(all);
}
// ----------------------------------------------------------------------
#include <eddy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct fetch {
    int id;
    double seconds;
    long bytes;
};
static eddy_semaphore permits;
static int fetch(struct fetch *self) {
    EDDY_TRY(eddy_semaphore_acquire(permits));
    int status = eddy_sleep(self->seconds);
    eddy_semaphore_release(permits);
    if (status != EDDY_OK) return status;
    self->bytes = (long)(self->seconds * 1000) * self->id;
    return self->id % 5 == 0 ? EDDY_CANCELLED : EDDY_OK;
}
static int progress(void) {
    for (int i = 0; i < 3; i++) {
        EDDY_TRY(eddy_sleep(0.25));
        printf("%.2f s: %d%%\n", 0.25 * i, i * 33);
    }
    return EDDY_OK;
}
static int crawl(void) {
    eddy_task pages[6];
    permits = eddy_semaphore_new(2);
    for (int i = 0; i < 6; i++)
        pages[i] = eddy_go(fetch, .id = i + 1, .seconds = 0.1 * (i % 3 + 1));
    eddy_task shown = eddy_go(progress);
    long total = 0;
    for (int i = 0; i < 6; i++) {
        int status = eddy_await(pages[i]);
        if (status != EDDY_OK)
            fprintf(stderr, "page %d: %s\n", i, eddy_strerror(status));
        else
            total += eddy_frame(pages[i], fetch)->bytes;
    }
    printf("%ld bytes, %.1f KB\n", total, (double)total / 1024);
    EDDY_TRY(eddy_await(shown));
    return EDDY_OK;
}
int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "-h") == 0) return puts("crawler"), EXIT_SUCCESS;
    return eddy_run(crawl);
}
// ----------------------------------------------------------------------
#include <eddy.h>
#include <stdio.h>
static long balance = 100;
static eddy_lock lock;
struct transfer {
    long amount;
    float delay;
};
static int transfer(struct transfer *self) {
    EDDY_TRY(eddy_lock_acquire(lock));
    long seen = balance;
    int status = eddy_sleep(self->delay);
    balance = seen + self->amount;
    eddy_lock_release(lock);
    return status;
}
static int report(void) {
    for (unsigned n = 0; n < 4u; n++) {
        EDDY_TRY(eddy_sleep(0.2));
        printf("%u: %ld (%.1f%%)\n", n, balance, (double)balance / 100.0 * 100);
    }
    return EDDY_OK;
}
static int day(void) {
    lock = eddy_lock_new();
    eddy_task t[3], r = eddy_go(report);
    static const long amounts[] = {50, -30, 7};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
        t[i] = eddy_go(transfer, .amount = amounts[i], .delay = 0.1f * (float)(i + 1));
    for (int i = 0; i < 3; i++) {
        int s = eddy_await(t[i]);
        if (s) return s;
    }
    EDDY_TRY(eddy_await(r));
    printf("%s\n", balance == 127 ? "right" : balance > 127 ? "too much" : "too little");
    return EDDY_OK;
}
int main(void) {
    return eddy_run(day);
}
