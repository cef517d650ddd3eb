/* The cases of the program `unit`, and what they check with.
 *
 *     TEST(sleep_orders_by_deadline) {
 *         CHECK_INT(eddy_run_with(main_function, &virtual_clock), EDDY_OK);
 *     }
 *
 * A case registers itself. A check that fails prints both values, is counted, and lets the case go
 * on; it works anywhere, in tasks and callbacks too. A case that ends well exits with 0 and leaves
 * nothing on stderr: what the library reports unasked fails it. TEST_ENDS is for those that are
 * meant to say something on stderr or to end the program. */
#ifndef HARNESS_H
#define HARNESS_H

#include <eddy.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct test {
    const char *name;
    void (*function)(void);
    int status; /* what the process exits with */
    const char *file;
    const char *error; /* what is on stderr: pieces in order, " ... " between them; or NULL */
    struct test *next;
};

void test_register(struct test *test);

#define TEST_REGISTER_(case_name, exit_status, error_text)                                         \
    static void test_##case_name(void);                                                            \
    __attribute__((constructor)) static void register_##case_name(void) {                          \
        static struct test test = {#case_name, test_##case_name, exit_status,                      \
                                   __FILE__,   error_text,       NULL};                            \
        test_register(&test);                                                                      \
    }                                                                                              \
    static void test_##case_name(void)

/* A case that returns and leaves stderr empty. */
#define TEST(case_name) TEST_REGISTER_(case_name, 0, NULL)

/* A case that is the main function of a run under the virtual clock, and ends well. */
#define TEST_MAIN(case_name)                                                                       \
    static int main_of_##case_name(void);                                                          \
    TEST(case_name) {                                                                              \
        CHECK_INT(run_virtual(main_of_##case_name), EDDY_OK);                                      \
    }                                                                                              \
    static int main_of_##case_name(void)

/* A case for a process of its own: exits with status (its low 8 bits), with these pieces of text
 * on stderr. A case that returns has status 0. */
#define TEST_ENDS(case_name, status, error_text) TEST_REGISTER_(case_name, status, error_text)

#define CHECK(condition) test_check((condition), #condition, __FILE__, __LINE__)
#define CHECK_INT(actual, expected)                                                                \
    test_check_int((actual), (expected), #actual, __FILE__, __LINE__)
/* Seconds: equal to the nanosecond. */
#define CHECK_TIME(actual, expected)                                                               \
    test_check_time((actual), (expected), #actual, __FILE__, __LINE__)
#define CHECK_TEXT(actual, expected)                                                               \
    test_check_text((actual), (expected), #actual, __FILE__, __LINE__)
/* actual contains expected */
#define CHECK_CONTAINS(actual, expected)                                                           \
    test_check_contains((actual), (expected), #actual, __FILE__, __LINE__)

bool test_check(bool condition, const char *text, const char *file, int line);
bool test_check_int(long long actual, long long expected, const char *text, const char *file,
                    int line);
bool test_check_time(double actual, double expected, const char *text, const char *file, int line);
bool test_check_text(const char *actual, const char *expected, const char *text, const char *file,
                     int line);
bool test_check_contains(const char *actual, const char *expected, const char *text,
                         const char *file, int line);

/* ---- what most cases share: see shared.c ---- */

/* { .clock = EDDY_CLOCK_VIRTUAL } */
extern const eddy_options virtual_clock;

/* Runs main under the virtual clock; its status. */
int run_virtual(int (*main)(void));

/* A log of what happened, in order: words joined by blanks. log_word is a printf; log_text gives
 * all words since the last log_clear. Emptied before each case. */
void log_word(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *log_text(void);
void log_clear(void);

/* A callback that logs its argument, a string. */
void log_call(void *text);

/* Reports of the running loop (or of loop) are kept, joined by "; ", in place of stderr. */
void reports_catch(eddy_loop *loop);
const char *reports_text(void);
int reports_count(void);

/* An allocator that counts what is in use, checks the sizes it is told, and can be made to fail. */
struct counted {
    size_t blocks, bytes, most_bytes; /* in use; at most */
    size_t calls;                     /* that wanted memory */
    size_t fail_at;                   /* the call that fails, counted from 1; 0: none */
    bool fail_ever_after;
    size_t failed; /* how many did */
};

eddy_allocator counted_allocator(struct counted *counted);

/* count, or a tenth where things are slow or short of memory (EDDY_TEST_SCALE=10). */
size_t scaled(size_t count);

#endif
