#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of everything a bit: what programs for a playground are made of. */
enum shape { CIRCLE, SQUARE = 4, TRIANGLE };
typedef struct point { double x, y; } point;
struct flags { unsigned a : 3, b : 5; int c : 7; };
union number { int64_t i; double d; unsigned char bytes[8]; };
struct node { struct node *next; int value; char name[]; };
typedef int (*compare)(const void *, const void *);
_Static_assert(sizeof(union number) == 8, "eight bytes");
static const char *const names[] = {[CIRCLE] = "circle", [SQUARE] = "square", [TRIANGLE] = "triangle"};
static int matrix[3][3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
static volatile int counter;
static _Thread_local int local;
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define TYPE(x) _Generic((x), int: "int", double: "double", char *: "text", default: "other")
#define STRING(x) #x
#define PASTE(a, b) a##b

static int by_value(const void *a, const void *b) {
    const int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

static int sum(int count, ...) {
    va_list list, again;
    va_start(list, count);
    va_copy(again, list);
    int total = 0;
    for (int i = 0; i < count; i++) total += va_arg(list, int);
    for (int i = 0; i < count; i++) total -= va_arg(again, int) / 2;
    va_end(again);
    va_end(list);
    return total;
}

static inline unsigned hash(const char *text) {
    unsigned value = 2166136261u;
    while (*text) value = (value ^ (unsigned char)*text++) * 16777619u;
    return value;
}

static long fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }

static double integrate(double (*f)(double), double from, double to, int steps) {
    double area = 0, width = (to - from) / steps;
    for (int i = 0; i < steps; i++) area += f(from + (i + 0.5) * width) * width;
    return area;
}

static const char *describe(enum shape shape) {
    switch (shape) {
    case CIRCLE: return "round";
    case SQUARE: return "straight";
    case TRIANGLE: break;
    default: return NULL;
    }
    return "pointed";
}

static int dense(int x) {
    switch (x) {
    case 0: return 7; case 1: return 3; case 2: return 9; case 3: return 1; case 4: return 8;
    case 5: return 2; case 6: return 6; case 7: return x * x; case 8: goto out; default: x++;
    }
out:
    return x << 2;
}

static struct point midpoint(point a, point b) { return (point){.x = (a.x + b.x) / 2, .y = (a.y + b.y) / 2}; }

int main(int argc, char **argv) {
    int values[] = {5, 3, 9, 1, 7};
    qsort(values, sizeof values / sizeof *values, sizeof *values, by_value);
    int wanted = 7, *found = bsearch(&wanted, values, 5, sizeof *values, by_value);
    printf("%d %5.2f %s %c %x %ld %zu %" PRId64 " %p\n", values[0], 3.14159, names[SQUARE], 'x', 255, fibonacci(10),
           sizeof values, INT64_C(1) << 40, (void *)found);
    struct flags flags = {.a = 5, .b = 17, .c = -3};
    flags.a++;
    union number number = {.d = 1.5};
    struct node *list = NULL;
    for (int i = 0; i < 3; i++) {
        struct node *node = malloc(sizeof *node + 8);
        if (!node) return 1;
        *node = (struct node){list, i};
        snprintf(node->name, 8, "n%d", i);
        list = node;
    }
    while (list) { struct node *next = list->next; free(list); list = next; }
    char text[64] = "hello";
    strcat(strcpy(text, "copy of "), "it");
    memmove(text + 2, text, strlen(text) + 1);
    memset(text, toupper('a'), 2);
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) puts(word);
    int n = argc + 2, dynamic[n];
    for (int i = 0; i < n; i++) dynamic[i] = i * n % 3 | i & 1 ^ 2;
    int shadow = 0;
    do { shadow += dynamic[shadow % n] + 1; if (shadow > 50) break; else continue; } while (shadow < 100);
    uint64_t big = UINT64_MAX / (uint64_t)(argc + 2) % 1000003u;
    float single = (float)big * 0.5f;
    long double wide = 1.0L / 3;
    unsigned char small = (unsigned char)(big >> 3);
    int shifted = (int)big >> 2, rotated = (int)(big << 5 | big >> 59);
    bool truth = !(argc > 1) && (strcmp("a", "b") < 0 || isdigit('5'));
    point middle = midpoint((point){0, 0}, (point){2, sqrt(16)});
    printf("%f %f %g %Lg %u %d %d %d %s\n", middle.x, integrate(sin, 0, M_PI, 100), (double)single, wide, small, shifted, rotated, truth, TYPE(1.0));
    printf("%d %d %s %s %d %d %s\n", sum(3, 1, 2, 3), MAX(3, 4), STRING(a b), describe(TRIANGLE), PASTE(coun, ter), dense(argc), strerror(errno));
    for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) counter += matrix[i][j] * matrix[j][i];
    double power = pow(2, 10) + fmod(7, 3) + floor(2.5) + fabs(-1) + ceil(1.2) + round(0.5);
    int64_t converted = (int64_t)power + (int)number.d + lrint(2.4) + strtol("12", NULL, 10) + (int64_t)strtod("1.5", NULL);
    time_t now = time(NULL);
    srand((unsigned)now);
    assert(converted > 0);
    local = rand() % 6;
    char line[80];
    if (fgets(line, sizeof line, stdin) && sscanf(line, "%d", &n) == 1) fprintf(stderr, "read %d\n", n);
    int *copy = calloc(4, sizeof *copy);
    copy = realloc(copy, 8 * sizeof *copy);
    for (int i = 0; copy && i < 8; i++) copy[i] = __builtin_popcount((unsigned)i) + __builtin_clz(i | 1) + __builtin_ctz(i | 8);
    free(copy);
    const char *environment = getenv("HOME");
    printf("%u %s %d %.3e %" PRIu32 "\n", hash(argv[0]), environment ? environment : "-", local, DBL_MAX, (uint32_t)INT_MAX + 1u);
    return flags.b > 3 ? EXIT_SUCCESS : EXIT_FAILURE;
}
// ---
#include <eddy.h>
#include <stdio.h>
#include <string.h>

/* Tasks that talk through a queue, as programs here do. */
static eddy_queue *queue;
struct worker { int id; int done; };

static int worker(struct worker *self) {
    for (;;) {
        int status = eddy_sleep(0.01 * self->id);
        if (status == EDDY_CANCELLED) return status;
        EDDY_TRY(status);
        self->done += 1;
        printf("worker %d: %d\n", self->id, self->done);
        if (self->done == 3) return EDDY_OK;
    }
}

static int run_all(void) {
    eddy_task tasks[4];
    for (int i = 0; i < 4; i++) tasks[i] = eddy_go(worker, .id = i);
    for (int i = 0; i < 4; i++) EDDY_TRY(eddy_await(tasks[i]));
    return queue ? eddy_raise(2, "%s %d", "a queue", 3) : EDDY_OK;
}

int main(void) { return eddy_run(run_all); }
// ---
#include <stdatomic.h>
#include <complex.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <wchar.h>
static atomic_int shared;
static double _Complex z = 1 + 2 * I;
struct big { char bytes[300]; };
static struct big pass(struct big b) { b.bytes[0]++; return b; }
typedef float vec __attribute__((vector_size(16)));
static vec add(vec a, vec b) { return a + b * a; }
int main(void) {
    atomic_fetch_add(&shared, 2);
    struct big b = {{1}};
    b = pass(pass(b));
    z = z * z + conj(z);
    vec v = add((vec){1, 2, 3, 4}, (vec){4, 3, 2, 1});
    __int128 wide = (__int128)shared * 3;
    wprintf(L"%ls %f %f %d\n", L"wide", creal(z), (double)v[2], (int)(wide >> 3));
    return b.bytes[0] - 3;
}
// ---
#include <stdio.h>
#define N 64
static float a[N][N], b[N][N], c[N][N];
static unsigned sieve[2000];
static long long total;
static void multiply(void) {
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            float sum = 0;
            for (int k = 0; k < N; k++) sum += a[i][k] * b[k][j];
            c[i][j] = sum;
        }
}
static int primes(void) {
    int count = 0;
    for (int i = 2; i < 2000; i++) {
        if (sieve[i]) continue;
        count++;
        for (int j = i * i; j < 2000; j += i) sieve[j] = 1;
    }
    return count;
}
static void swap(int *x, int *y) { int t = *x; *x = *y; *y = t; }
static void quick(int *v, int low, int high) {
    if (low >= high) return;
    int pivot = v[(low + high) / 2], i = low, j = high;
    while (i <= j) {
        while (v[i] < pivot) i++;
        while (v[j] > pivot) j--;
        if (i <= j) swap(&v[i++], &v[j--]);
    }
    quick(v, low, j);
    quick(v, i, high);
}
static int collatz(unsigned long n) { int steps = 0; while (n != 1) { n = n % 2 ? 3 * n + 1 : n / 2; steps++; } return steps; }
static int binary(const int *v, int n, int x) { int l = 0, r = n; while (l < r) { int m = l + (r - l) / 2; if (v[m] < x) l = m + 1; else r = m; } return l; }
int main(void) {
    int v[100];
    for (int i = 0; i < 100; i++) v[i] = (i * 7919) % 101;
    quick(v, 0, 99);
    multiply();
    for (int i = 0; i < 100; i++) total += v[i] * (i & 1 ? -1LL : 1LL);
    printf("%d %lld %d %d %f\n", primes(), total, collatz(27), binary(v, 100, 50), (double)c[3][4]);
    return 0;
}
// ---
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int counter;
extern int counter;
long long big;
static unsigned char bytes[100];
volatile bool ready;
const char *const names[] = {"one", "two", "three"};
_Thread_local int mine;
struct list { struct list *next; int value; } *head;
union number { int whole; float real; };
typedef int (*operation)(int, int);
enum color { RED, GREEN = 5, BLUE };
static struct point { short x : 4, y : 12; } origin = {.x = 1};
struct text { int length; char characters[]; };
static int add(int a, int b) { return a + b; }
static int less(int a, int b) { return a < b ? a : b; }
static operation operations[] = {add, less};
static void push(int value) {
    struct list *entry = malloc(sizeof *entry);
    if (!entry) exit(EXIT_FAILURE);
    *entry = (struct list){.next = head, .value = value};
    head = entry;
}
static const char *nameOf(enum color color) {
    switch (color) {
    case RED: return "red";
    case GREEN: return "green";
    default: return "?";
    }
}
int main(int argc, char **argv) {
    static int calls;
    calls++;
    for (int i = 0; i < 3; i++) push(operations[i % 2](i, counter++));
    union number number = {.real = 1.5F};
    struct text *text = calloc(1, sizeof *text + 10);
    if (text) text->length = snprintf(text->characters, 10, "%s", names[argc % 3]);
    memset(bytes, 7, sizeof bytes);
    bool same = argc > 1 && strcmp(argv[1], names[0]) == 0;
    do big = big * 31 + bytes[big & 63]; while (big < 1000000 && !ready);
    for (struct list *entry = head; entry; entry = entry->next) printf("%d\n", entry->value);
    printf("%s %d %x %lld %d %d %d\n", nameOf(BLUE), origin.x, number.whole, big, same, mine, calls);
    free(text);
    return 0;
}
