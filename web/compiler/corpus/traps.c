#include <eddy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What ends a program: each in a task, since that is where it happens here. */
static volatile int none;

static int bounds(int n) {
    int a = n + none;
    eddy_sleep(0.1);
    return *(volatile int *)(a * 2000u);
}

static int deep(int n) {
    volatile char all[4000];
    memset((char *)all, n, 4000);
    return n ? deep(n - 1) + all[n % 4000] : 0;
}

static int endless(int n) { return endless(n + 1) + none; }

static int unreached(int n) {
    if (n == none) __builtin_trap();
    eddy_sleep(n > 5 ? 0.1 : 0.2);
    if (n > none + 10) __builtin_trap();
    if (n == none + 2) __builtin_unreachable();
    return none;
}

static int suffers(void) {
    for (int i = 0; i < 3; i++) EDDY_TRY(eddy_sleep(0.25));
    return bounds(1000) + deep(5) + endless(1) + unreached(8);
}

static int all(void) { return eddy_await(eddy_go(suffers)); }
int main(void) { return eddy_run(all); }
// ---
#include <eddy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile int none;
static volatile unsigned char flags;
static volatile double real;

static int divided(int n) { return n / none + n % none; }
static long long divided_far(long long n) { return n / none; }
static int converted(double n) { return (int)n + (unsigned)(n * 2) + (long)(float)n; }

static int wild(int n) {
    int (*volatile f)(int) = (int (*)(int))12345;
    int (*other)(int, int) = (int (*)(int, int))(void *)divided;
    eddy_sleep(0.1);
    return n > 5 ? f(n) : other(n, 2);
}

static int copied(int n) {
    char b[10] = {0};
    memcpy((char *)(n * 3000u), b, (size_t)(n % 7));
    memmove(b + 1, b, 5);
    printf("%s\n", (char *)(n * 3000u));
    strcpy(b, "much more than there is room for");
    return b[n];
}

static int compared(const void *a, const void *b) {
    if (*(const int *)a == none) return *(const int *)b;
    abort();
}

static int sorted(int n) {
    int numbers[3] = {n, 2, 1};
    qsort(numbers, 3, sizeof *numbers, compared);
    return numbers[n];
}

static int eats(int n) {
    for (; n; n--) {
        char *p = malloc(1 << 20);
        if (!p) abort();
        memset(p, 1, 1 << 20);
    }
    return 0;
}

struct pair { int a, b[4]; };
static int null(struct pair *p) { return p->b[2] + p->a; }

static int suffers(void) {
    flags |= 4, flags &= (unsigned char)~1, flags ^= 2, real += 1.5, real = -real;
    EDDY_TRY(eddy_sleep(0.25));
    const int results = divided(3) + (int)divided_far(7) + converted(real) + wild(4) + copied(2) + sorted(1) + eats(2);
    if (results > 12 && flags) exit(3);
    return null(NULL);
}

static int all(void) { return eddy_await(eddy_go(suffers)); }
int main(void) { return eddy_run(all); }
// ---
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Containers, bits, and numbers, as exercises have them. */
typedef struct { size_t size, room; int *items; } vector;
typedef struct tree { struct tree *left, *right; int key; } tree;
typedef enum { ADD = '+', SUBTRACT = '-', MULTIPLY = '*', DIVIDE = '/' } operation;
typedef struct { operation operation; union { int i; float f; } value; bool is_real : 1; uint8_t depth : 7; } token;
struct packed { char a; int b; short c; } __attribute__((packed));
static alignas(16) unsigned char buffer[64];
static const uint32_t table[8] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
static atomic_int shared;

static bool push(vector *v, int item) {
    if (v->size == v->room) {
        size_t room = v->room ? v->room * 2 : 4;
        int *items = realloc(v->items, room * sizeof *items);
        if (!items) return false;
        v->items = items, v->room = room;
    }
    v->items[v->size++] = item;
    return true;
}

static tree *insert(tree *t, int key) {
    if (!t) {
        t = calloc(1, sizeof *t);
        if (t) t->key = key;
    } else if (key < t->key) t->left = insert(t->left, key);
    else t->right = insert(t->right, key);
    return t;
}

static int height(const tree *t) {
    int l = t ? height(t->left) : -1, r = t ? height(t->right) : -1;
    return (l > r ? l : r) + 1;
}

static float apply(operation o, float a, float b) {
    switch (o) {
    case ADD: return a + b;
    case SUBTRACT: return a - b;
    case MULTIPLY: return a * b;
    case DIVIDE: return b != 0 ? a / b : 0.0f;
    }
    return -1;
}

static uint64_t mix(uint64_t x) {
    x ^= x >> 30, x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27, x *= 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static unsigned gcd(unsigned a, unsigned b) { return b ? gcd(b, a % b) : a; }
static void swap(int *a, int *b) { int t = *a; *a = *b; *b = t; }

static void bubble(int *v, int n) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j + 1 < n - i; j++)
            if (v[j] > v[j + 1]) swap(&v[j], &v[j + 1]);
}

static int16_t narrow(int8_t a, uint16_t b) { return (int16_t)(a * 3 + b); }
static _Bool sieve[1000];
static double matrix[4][4], product[4][4];
static struct { const char *name; int (*call)(int); } commands[2];
static int twice(int n) { return 2 * n; }
static int negative(int n) { return -n; }

int main(int argc, char *argv[]) {
    vector v = {0};
    for (int i = 0; i < 20; i++)
        if (!push(&v, (int)(mix((uint64_t)i) % 100))) return EXIT_FAILURE;
    bubble(v.items, (int)v.size);
    tree *root = NULL;
    for (size_t i = 0; i < v.size; i++) root = insert(root, v.items[i] ^ 21);
    for (int i = 2; i < 1000; i++) sieve[i] = true;
    for (int i = 2; i * i < 1000; i++)
        if (sieve[i]) for (int j = i * i; j < 1000; j += i) sieve[j] = false;
    for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) {
        matrix[i][j] = i == j ? 1 : 0.25 * i - j;
        for (int k = 0; k < 4; k++) product[i][j] += matrix[i][k] * matrix[k][j];
    }
    commands[0].name = "twice", commands[0].call = twice;
    commands[1].name = "negative", commands[1].call = argc > 1 ? negative : twice;
    for (int i = 0; i < 2; i++) printf("%-10s|%+d|%05.1f|%#x|%o|%%\n", commands[i].name, commands[i].call(21), product[i][i], 48879, 8);
    token tokens[] = {{ADD, {.i = 4}, false, 1}, {DIVIDE, {.f = 0.5f}, true, 2}};
    for (unsigned i = 0; i < sizeof tokens / sizeof tokens[0]; ++i)
        printf("%c %g %d\n", tokens[i].operation, (double)apply(tokens[i].operation, 6, 4), tokens[i].depth);
    struct packed p = {'a', 1, 2};
    memcpy(buffer + 3, &p, sizeof p);
    atomic_fetch_add(&shared, 3);
    const wchar_t *wide = L"wide";
    int c, count = 0;
    while ((c = getchar()) != EOF && c != '\n') count += c == ' ' ? 1 : 0;
    char *end, text[32], *copy = strdup(argv[0]);
    long parsed = strtol(argc > 1 ? argv[1] : "42abc", &end, 10);
    snprintf(text, sizeof text, "%ld rest %s", parsed, end);
    if (strchr(text, 'r') && strstr(text, "rest") && strncmp(text, "42", 2) == 0 && memcmp(text, "42", 2) == 0) puts(text);
    printf("%u %d %d %zu %llu %i\n", gcd(48, 18), height(root), narrow(-5, 60000), wcslen(wide), (unsigned long long)mix(9), atomic_load(&shared));
    for (unsigned bits = 0xb5; bits; bits >>= 1) putchar(bits & 1 ? '1' : '0');
    printf("\n%.*s %5s %-5d| %d\n", 3, "abcdef", "ab", count, (int)table[(unsigned)argc & 7]);
    do count = count * 3 + 1; while (count < 100 && count != 40);
    free(copy), free(v.items);
    return count > 50 ? 0 : 1;
}
// ---
#include <setjmp.h>
int main(void) { jmp_buf here; return setjmp(here); }
// ---
#include <signal.h>
int main(void) { return raise(SIGABRT); }
// ---
#include <stdio.h>
#include <stdlib.h>
int main(void) {
    int *p = NULL, total = 0, values[4] = {1, 2, 3};
    const char *text = (const char *)4096;
    for (int i = 0; i <= 4; i++) total += values[i & 3];
    puts(text);
    free(values + 1), free(p);
    return total / (total - 7) + *p;
}
