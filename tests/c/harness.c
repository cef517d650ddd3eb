#include "harness.h"

static struct test *first, **last = &first;
static int failures;

void test_register(struct test *test) {
    *last = test;
    last = &test->next;
}

static void failed(const char *file, int line) {
    failures++;
    printf("%s:%d: ", file, line);
}

bool test_check(bool condition, const char *text, const char *file, int line) {
    if (condition) return true;
    failed(file, line);
    printf("%s is false\n", text);
    return false;
}

bool test_check_int(long long actual, long long expected, const char *text, const char *file,
                    int line) {
    if (actual == expected) return true;
    failed(file, line);
    printf("%s is %lld (%s), not %lld (%s)\n", text, actual,
           actual <= 0 ? eddy_error_name((int)actual) : "", expected,
           expected <= 0 ? eddy_error_name((int)expected) : "");
    return false;
}

bool test_check_time(double actual, double expected, const char *text, const char *file, int line) {
    if (fabs(actual - expected) < 0.6e-9) return true;
    failed(file, line);
    printf("%s is %.9f, not %.9f\n", text, actual, expected);
    return false;
}

bool test_check_text(const char *actual, const char *expected, const char *text, const char *file,
                     int line) {
    if (actual && strcmp(actual, expected) == 0) return true;
    failed(file, line);
    printf("%s is\n    \"%s\", not\n    \"%s\"\n", text, actual ? actual : "(NULL)", expected);
    return false;
}

bool test_check_contains(const char *actual, const char *expected, const char *text,
                         const char *file, int line) {
    if (actual && strstr(actual, expected)) return true;
    failed(file, line);
    printf("%s is\n    \"%s\", which does not contain\n    \"%s\"\n", text,
           actual ? actual : "(NULL)", expected);
    return false;
}

/* Tells a case's failures, not the sum: each has a process of its own, or stands for itself. */
static bool run_case(const struct test *test) {
    failures = 0;
    log_clear();
    test->function();
    printf("%s %s\n", failures ? "not ok" : "ok", test->name);
    return failures == 0;
}

static const struct test *find(const char *name) {
    for (const struct test *test = first; test; test = test->next)
        if (strcmp(test->name, name) == 0) return test;
    return NULL;
}

/* One line a case: name, exit status, what is on stderr (its ends of lines as "\n"), the file;
 * separated by tabs. */
static int list(void) {
    for (const struct test *test = first; test; test = test->next) {
        printf("%s\t%d\t", test->name, test->status);
        for (const char *c = test->error ? test->error : ""; *c; c++)
            if (*c == '\n')
                fputs("\\n", stdout);
            else
                putchar(*c);
        printf("\t%s\n", test->file);
    }
    return 0;
}

/* unit --list; unit NAME...; or all that return and leave stderr alone */
int main(int argc, char **argv) {
    bool good = true;
    if (argc > 1 && strcmp(argv[1], "--list") == 0) return list();
    for (int i = 1; i < argc; i++) {
        const struct test *test = find(argv[i]);
        if (!test) {
            fprintf(stderr, "unit: there is no case %s\n", argv[i]);
            return 2;
        }
        if (!run_case(test)) good = false;
    }
    for (const struct test *test = first; argc == 1 && test; test = test->next)
        if (!test->error && !run_case(test)) good = false;
    return good ? 0 : 1;
}
