/* Calls through pointers that wait: of qsort's comparator, of a member of a struct, of one type with
 * functions that never do. */
#include "tasks.h"

#include <stdlib.h>

static int compared_slowly;

static int compare(const void *a, const void *b) {
    int left = *(const int *)a, right = *(const int *)b;
    return (left > right) - (left < right);
}

static int compare_after_a_while(const void *a, const void *b) {
    compared_slowly++;
    if (eddy_sleep(0.001) != EDDY_OK) abort();
    return compare(a, b);
}

/* Distinct numbers in no order, always the same. */
enum { COUNT = 40, STEP = 17 };

static void fill(int *numbers) {
    for (int i = 0; i < COUNT; i++) numbers[i] = i * STEP % COUNT;
}

static bool is_sorted(const int *numbers) {
    for (int i = 0; i < COUNT; i++)
        if (numbers[i] != i) return false;
    return true;
}

struct sort_slowly {
    int *numbers;
};
static int sort_slowly(struct sort_slowly *self) {
    qsort(self->numbers, COUNT, sizeof *self->numbers, compare_after_a_while);
    return EDDY_OK;
}

TEST_MAIN(qsort_goes_on_after_its_comparator_has_waited) {
    int slow[COUNT], slower[COUNT], quick[COUNT];
    fill(slow);
    fill(slower);
    fill(quick);
    compared_slowly = 0;
    eddy_task first = eddy_go(sort_slowly, .numbers = slow);
    eddy_task second = eddy_go(sort_slowly, .numbers = slower);
    EDDY_TRY(eddy_sleep(0));
    CHECK(!is_sorted(slow));
    qsort(quick, COUNT, sizeof *quick, compare);
    CHECK(is_sorted(quick));
    EDDY_TRY(eddy_await(first));
    EDDY_TRY(eddy_await(second));
    CHECK(is_sorted(slow));
    CHECK(is_sorted(slower));
    CHECK(compared_slowly >= 2 * (COUNT - 1));
    return EDDY_OK;
}

TEST_MAIN(bsearch_goes_on_after_its_comparator_has_waited) {
    int numbers[COUNT], wanted = 31;
    for (int i = 0; i < COUNT; i++) numbers[i] = i;
    double start = now();
    int *found = bsearch(&wanted, numbers, COUNT, sizeof *numbers, compare_after_a_while);
    CHECK(found == numbers + wanted);
    CHECK(now() > start);
    return EDDY_OK;
}

/* A type that no other function has, for these two only. */
struct device {
    double (*read)(struct device *device, float channel, double otherwise, long long time);
    int reads;
};

static double read_now(struct device *device, float channel, double otherwise, long long time) {
    device->reads++;
    return channel < 0 ? otherwise : (double)channel + (double)time;
}

static double read_later(struct device *device, float channel, double otherwise, long long time) {
    if (eddy_sleep(0.5) != EDDY_OK) return otherwise;
    return read_now(device, channel, otherwise, time);
}

static double add_up(struct device *devices, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += devices[i].read(&devices[i], (float)i + 0.25f, -1, 1000LL * i);
    return sum;
}

TEST_MAIN(a_loop_over_pointers_goes_on_after_one_has_waited) {
    struct device devices[] = {{read_now, 0}, {read_later, 0}, {read_now, 0}, {read_later, 0}};
    struct device *volatile any = devices; /* which the compiler cannot look through */
    double start = now();
    CHECK(add_up(any, 4) == 4 * 0.25 + 6 + 6000);
    CHECK_TIME(now() - start, 1);
    for (int i = 0; i < 4; i++) CHECK_INT(devices[i].reads, 1);
    return EDDY_OK;
}
