#include <math.h>
#include <stdio.h>
#include <stdlib.h>
static float average(const float *all, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) sum += all[i];
    return count > 0 ? sum / (float)count : 0.0f;
}
int main(int argc, char **argv) {
    float all[] = {1.5f, 2.25f, -3.0f};
    double x = argc > 1 ? strtod(argv[1], NULL) : 7.3;
    printf("%.2f %d %ld %g %g\n", average(all, 3), (int)x, lround(x), floor(x), ceil(-x));
    printf("%s %s\n", x > 3.5 && x <= 8.0 ? "between" : "outside", x != x ? "nan" : "number");
    if (x < 0 || x == 7.0) return 1;
    unsigned u = (unsigned)x;
    unsigned long long big = (unsigned long long)(x * 1e12);
    printf("%u %llu %.3e %5.1f%%\n", u, big, exp(x), 100 * fabs(x - trunc(x)));
    return (int)(log2(x) * 10) % 2;
}
// ----------------------------------------------------------------------
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
static uint64_t state = 88172645463325252ULL;
static uint64_t next(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}
static long long power(long long base, int exponent, long long modulus) {
    long long result = 1;
    for (base %= modulus; exponent > 0; exponent >>= 1) {
        if (exponent & 1) result = result * base % modulus;
        base = base * base % modulus;
    }
    return result;
}
static unsigned gcd(unsigned a, unsigned b) {
    return b ? gcd(b, a % b) : a;
}
int main(void) {
    for (int i = 0; i < 3; i++) printf("%" PRIu64 " %d\n", next() % 100, (int)(next() >> 40));
    printf("%lld %u %d %ld\n", power(3, 200, 1000003), gcd(48, 36), abs(-5), labs(LONG_MIN + 1));
    int8_t small = (int8_t)(next() & 0x7f);
    small = (int8_t)-small;
    uint16_t middle = (uint16_t)(small * 3);
    int64_t product = (int64_t)small * middle;
    printf("%d %u %" PRId64 " %" PRIx32 "\n", small, middle, product, (uint32_t)product);
    return product < INT_MIN;
}
// ----------------------------------------------------------------------
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct word {
    char text[20];
    int count;
};
static struct word words[50];
static int used;
static void count(const char *text) {
    for (int i = 0; i < used; i++)
        if (strcmp(words[i].text, text) == 0) {
            words[i].count++;
            return;
        }
    if (used == 50) return;
    strncpy(words[used].text, text, sizeof words[used].text - 1);
    words[used++].count = 1;
}
static int by_count(const void *a, const void *b) {
    const struct word *x = a, *y = b;
    return x->count != y->count ? y->count - x->count : strcmp(x->text, y->text);
}
static bool is_palindrome(const char *text) {
    size_t left = 0, right = strlen(text);
    while (left < right)
        if (text[left++] != text[--right]) return false;
    return true;
}
int main(void) {
    char line[] = "the cat and the dog and the bird";
    char *rest = line, *word;
    while ((word = strsep(&rest, " ")) != NULL) count(word);
    qsort(words, (size_t)used, sizeof words[0], by_count);
    for (int i = 0; i < used; i++)
        printf("%-10s|%3d|%c\n", words[i].text, words[i].count, toupper(words[i].text[0]));
    char buffer[64];
    int length =
        snprintf(buffer, sizeof buffer, "%05d %+d %#x %o %10.3s|", 42, 7, 255, 8, "abcdef");
    puts(buffer);
    for (char *p = buffer; *p != 0; ++p)
        if (!isalnum((unsigned char)*p)) *p = '_';
    int a = 0, b = 0;
    if (sscanf("12 34", "%d %d", &a, &b) == 2)
        printf("%d %d %d\n", a + b, length, is_palindrome("level"));
    char input[32];
    while (fgets(input, sizeof input, stdin)) fputs(input, stderr);
    return memcmp(buffer, "00042", 5) != 0;
}
// ----------------------------------------------------------------------
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
enum { SIZE = 8 };
typedef double matrix[SIZE][SIZE];
static void multiply(matrix out, const matrix a, const matrix b) {
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            double sum = 0;
            for (int k = 0; k < SIZE; k++) sum += a[i][k] * b[k][j];
            out[i][j] = sum;
        }
}
static int queens(int row, unsigned columns, unsigned left, unsigned right) {
    if (row == SIZE) return 1;
    int found = 0;
    for (unsigned free = ~(columns | left | right) & ((1u << SIZE) - 1); free; free &= free - 1) {
        unsigned bit = free & -free;
        found += queens(row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return found;
}
static void print_grid(const char *grid, int width, int height) {
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) putchar(grid[y * width + x]);
        putchar('\n');
    }
}
int main(void) {
    matrix a, b, c;
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) a[i][j] = i + j, b[i][j] = i == j ? 1.0 : 0.5;
    multiply(c, a, b);
    printf("%.1f %d\n", c[3][4], queens(0, 0, 0, 0));
    char *grid = calloc(20, 5);
    if (grid == NULL) return EXIT_FAILURE;
    memset(grid, '.', 100);
    for (int x = 0, y = 0, dx = 1, dy = 1; grid[y * 20 + x] == '.'; x += dx, y += dy) {
        grid[y * 20 + x] = '*';
        if (x + dx < 0 || x + dx >= 20) dx = -dx;
        if (y + dy < 0 || y + dy >= 5) dy = -dy;
    }
    print_grid(grid, 20, 5);
    grid = realloc(grid, 200);
    free(grid);
    return EXIT_SUCCESS;
}
// ----------------------------------------------------------------------
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
enum op { PUSH, ADD, SUB, MUL, DIV, DUP, SWAP, JUMP, JUMP_IF, PRINT, HALT };
struct instruction {
    enum op op;
    int operand;
};
union value {
    int i;
    float f;
    struct {
        uint8_t low, high;
    } bytes;
};
struct machine {
    union value stack[16];
    int top;
    unsigned steps;
    bool halted;
};
static const char *step(struct machine *m, const struct instruction *code, int *at) {
    const struct instruction *now = &code[(*at)++];
    int a, b;
    m->steps++;
    switch (now->op) {
    case PUSH: m->stack[m->top++].i = now->operand; break;
    case ADD:
        b = m->stack[--m->top].i;
        m->stack[m->top - 1].i += b;
        break;
    case SUB:
        b = m->stack[--m->top].i;
        m->stack[m->top - 1].i -= b;
        break;
    case MUL:
        b = m->stack[--m->top].i;
        m->stack[m->top - 1].i *= b;
        break;
    case DIV:
        if ((b = m->stack[--m->top].i) == 0) return "divided by zero";
        m->stack[m->top - 1].i /= b;
        break;
    case DUP:
        m->stack[m->top] = m->stack[m->top - 1];
        m->top++;
        break;
    case SWAP:
        a = m->stack[m->top - 1].i;
        m->stack[m->top - 1] = m->stack[m->top - 2];
        m->stack[m->top - 2].i = a;
        break;
    case JUMP: *at = now->operand; break;
    case JUMP_IF:
        if (m->stack[--m->top].i) *at = now->operand;
        break;
    case PRINT: printf("%d\n", m->stack[--m->top].i); break;
    case HALT: m->halted = true; break;
    default: return "no such instruction";
    }
    return m->top < 0 || m->top > 15 ? "stack" : NULL;
}
int main(void) {
    static const struct instruction code[] = {{PUSH, 5}, {DUP, 0}, {PRINT, 0},   {PUSH, 1},
                                              {SUB, 0},  {DUP, 0}, {JUMP_IF, 1}, {HALT, 0}};
    struct machine m = {.top = 0};
    const char *wrong = NULL;
    for (int at = 0; !m.halted && !wrong;) wrong = step(&m, code, &at);
    if (wrong) fprintf(stderr, "%s after %u steps\n", wrong, m.steps);
    return wrong != NULL;
}
// ----------------------------------------------------------------------
#include <stdio.h>
#include <string.h>
#define W 16
#define H 8
static unsigned char now[H][W], then[H][W];
static int neighbours(int y, int x) {
    int n = 0;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            if (dy || dx) n += now[(y + dy + H) % H][(x + dx + W) % W];
    return n;
}
int main(void) {
    now[1][2] = now[2][3] = now[3][1] = now[3][2] = now[3][3] = 1;
    for (int t = 0; t < 4; t++) {
        for (int y = 0; y < H; y++)
            for (int x = 0; x < W; x++) {
                int n = neighbours(y, x);
                then[y][x] = n == 3 || (n == 2 && now[y][x]);
            }
        memcpy(now, then, sizeof now);
    }
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) putchar(now[y][x] ? '#' : '.');
        putchar('\n');
    }
    return 0;
}
// ----------------------------------------------------------------------
#include <math.h>
#include <stdio.h>
struct body {
    double x, y, z, vx, vy, vz, mass;
};
static struct body all[] = {{0, 0, 0, 0, 0, 0, 39.47},
                            {4.84, -1.16, -0.10, 0.60, 2.81, -0.02, 0.037},
                            {8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011}};
#define N (sizeof all / sizeof *all)
static void advance(double dt) {
    for (size_t i = 0; i < N; i++) {
        struct body *b = &all[i];
        for (size_t j = i + 1; j < N; j++) {
            struct body *o = &all[j];
            double dx = b->x - o->x, dy = b->y - o->y, dz = b->z - o->z;
            double d2 = dx * dx + dy * dy + dz * dz, mag = dt / (d2 * sqrt(d2));
            b->vx -= dx * o->mass * mag;
            b->vy -= dy * o->mass * mag;
            b->vz -= dz * o->mass * mag;
            o->vx += dx * b->mass * mag;
            o->vy += dy * b->mass * mag;
            o->vz += dz * b->mass * mag;
        }
    }
    for (size_t i = 0; i < N; i++) {
        all[i].x += dt * all[i].vx;
        all[i].y += dt * all[i].vy;
        all[i].z += dt * all[i].vz;
    }
}
static double energy(void) {
    double e = 0;
    for (size_t i = 0; i < N; i++) {
        const struct body *b = all + i;
        e += 0.5 * b->mass * (b->vx * b->vx + b->vy * b->vy + b->vz * b->vz);
    }
    return e;
}
int main(void) {
    printf("%.9f\n", energy());
    for (int i = 0; i < 100; i++) advance(0.01);
    printf("%.9f\n", energy());
    return 0;
}
// ----------------------------------------------------------------------
#include <stdint.h>
#include <stdio.h>
#include <string.h>
static uint32_t crc(const void *data, size_t n) {
    static uint32_t table[256];
    if (!table[1])
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t c = i;
            for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
            table[i] = c;
        }
    uint32_t c = ~0u;
    const uint8_t *p = data;
    while (n--) c = table[(c ^ *p++) & 0xff] ^ (c >> 8);
    return ~c;
}
static uint64_t swap(uint64_t x) {
    x = (x & 0x00ff00ff00ff00ffULL) << 8 | (x >> 8 & 0x00ff00ff00ff00ffULL);
    return x << 32 | x >> 32;
}
int main(void) {
    const char *s = "123456789";
    printf("%08x %016llx\n", crc(s, strlen(s)), (unsigned long long)swap(0x0123456789abcdefULL));
    int32_t a = -7;
    printf("%d %d %u\n", a >> 1, a % 3, (uint32_t)a << 4);
    float f;
    uint32_t u = 0x40490fdb;
    memcpy(&f, &u, sizeof f);
    printf("%f\n", f);
    return 0;
}
// ----------------------------------------------------------------------
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
static void quick(int *a, int n) {
    if (n < 2) return;
    int pivot = a[n / 2], i = 0, j = n - 1;
    for (;; i++, j--) {
        while (a[i] < pivot) i++;
        while (a[j] > pivot) j--;
        if (i >= j) break;
        int t = a[i];
        a[i] = a[j];
        a[j] = t;
    }
    quick(a, i);
    quick(a + i, n - i);
}
static void merge(int *a, int n, int *tmp) {
    if (n < 2) return;
    int m = n / 2;
    merge(a, m, tmp);
    merge(a + m, n - m, tmp);
    memcpy(tmp, a, (size_t)n * sizeof *a);
    for (int i = 0, j = m, k = 0; k < n; k++)
        a[k] = j >= n || (i < m && tmp[i] <= tmp[j]) ? tmp[i++] : tmp[j++];
}
static bool sorted(const int *a, int n) {
    for (int i = 1; i < n; i++)
        if (a[i - 1] > a[i]) return false;
    return true;
}
int main(void) {
    srand((unsigned)time(NULL));
    enum { N = 500 };
    int *a = malloc(N * sizeof *a), *b = malloc(N * sizeof *b);
    if (!a || !b) return 1;
    for (int i = 0; i < N; i++) a[i] = rand() % 1000, b[i] = rand() % 1000;
    quick(a, N);
    merge(b, N, malloc(N * sizeof *b));
    printf("%d %d\n", sorted(a, N), sorted(b, N));
    clock_t c = clock();
    printf("%f\n", (double)c / CLOCKS_PER_SEC > 1000 ? 1.0 : 0.0);
    free(a);
    free(b);
    return 0;
}
