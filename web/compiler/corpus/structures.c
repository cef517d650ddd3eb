#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
typedef struct tree tree;
struct tree {
    int key;
    double weight;
    tree *left, *right;
};
static tree *insert(tree *at, int key, double weight) {
    if (at == NULL) {
        tree *made = malloc(sizeof *made);
        assert(made != NULL);
        *made = (tree){.key = key, .weight = weight};
        return made;
    }
    if (key < at->key)
        at->left = insert(at->left, key, weight);
    else if (key > at->key)
        at->right = insert(at->right, key, weight);
    else
        at->weight += weight;
    return at;
}
static double sum(const tree *at) {
    return at ? at->weight + sum(at->left) + sum(at->right) : 0;
}
static int depth(const tree *at) {
    if (!at) return 0;
    int left = depth(at->left), right = depth(at->right);
    return 1 + (left > right ? left : right);
}
static void walk(tree *at, void (*visit)(tree *, void *), void *data) {
    for (; at; at = at->right) {
        walk(at->left, visit, data);
        visit(at, data);
    }
}
static void print(tree *at, void *data) {
    fprintf(data, "%d:%.1f ", at->key, at->weight);
}
static void release(tree *at) {
    if (at) {
        release(at->left);
        release(at->right);
        free(at);
    }
}
static double mean(int count, ...) {
    va_list all;
    double total = 0;
    va_start(all, count);
    for (int i = 0; i < count; i++) total += va_arg(all, double);
    va_end(all);
    return total / count;
}
static int die(const char *format, ...) {
    va_list all;
    va_start(all, format);
    int written = vfprintf(stderr, format, all);
    va_end(all);
    return written;
}
int main(void) {
    tree *root = NULL;
    int count = 7, keys[count];
    for (int i = 0; i < count; i++) keys[i] = (i * 37 + 11) % 17;
    for (int i = 0; i < count; i++) root = insert(root, keys[i], i * 0.5);
    walk(root, print, stdout);
    printf("\n%g %d %g %zu\n", sum(root), depth(root), mean(3, 1.0, 2.0, 4.5), sizeof keys);
    if (depth(root) > 10) exit(die("too deep: %d, %s, %g\n", depth(root), "tree", sum(root)));
    release(root);
    return 0;
}
// ----------------------------------------------------------------------
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct entry {
    char *key;
    int value;
};
struct map {
    struct entry *entries;
    size_t capacity, count;
};
static uint32_t fnv(const char *s) {
    uint32_t h = 2166136261u;
    for (; *s; s++) {
        h ^= (uint8_t)*s;
        h *= 16777619u;
    }
    return h;
}
static struct entry *find(struct map *m, const char *key) {
    size_t i = fnv(key) & (m->capacity - 1);
    while (m->entries[i].key && strcmp(m->entries[i].key, key)) i = (i + 1) & (m->capacity - 1);
    return &m->entries[i];
}
static bool grow(struct map *m) {
    struct map bigger = {.capacity = m->capacity ? m->capacity * 2 : 8};
    bigger.entries = calloc(bigger.capacity, sizeof *bigger.entries);
    if (!bigger.entries) return false;
    for (size_t i = 0; i < m->capacity; i++)
        if (m->entries[i].key) {
            *find(&bigger, m->entries[i].key) = m->entries[i];
            bigger.count++;
        }
    free(m->entries);
    *m = bigger;
    return true;
}
static bool put(struct map *m, const char *key, int value) {
    if (m->count * 4 >= m->capacity * 3 && !grow(m)) return false;
    struct entry *e = find(m, key);
    if (!e->key) {
        e->key = strdup(key);
        m->count++;
    }
    e->value = value;
    return true;
}
int main(void) {
    struct map m = {0};
    char key[16];
    for (int i = 0; i < 100; i++) {
        sprintf(key, "key%d", i);
        if (!put(&m, key, i * i)) return 1;
    }
    printf("%zu %zu %d\n", m.count, m.capacity, find(&m, "key42")->value);
    return 0;
}
// ----------------------------------------------------------------------
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
static const char *at;
static double expression(void);
static void skip(void) {
    while (isspace((unsigned char)*at)) at++;
}
static double number(void) {
    skip();
    if (*at == '(') {
        at++;
        double v = expression();
        skip();
        if (*at == ')') at++;
        return v;
    }
    if (*at == '-') {
        at++;
        return -number();
    }
    char *end;
    double v = strtod(at, &end);
    at = end;
    return v;
}
static double product(void) {
    double v = number();
    for (;;) {
        skip();
        if (*at == '*') {
            at++;
            v *= number();
        } else if (*at == '/') {
            at++;
            double d = number();
            if (d == 0) {
                fprintf(stderr, "division by zero\n");
                exit(2);
            }
            v /= d;
        } else
            return v;
    }
}
static double expression(void) {
    double v = product();
    for (;;) {
        skip();
        if (*at == '+') {
            at++;
            v += product();
        } else if (*at == '-') {
            at++;
            v -= product();
        } else
            return v;
    }
}
int main(int argc, char **argv) {
    at = argc > 1 ? argv[1] : "1 + 2 * (3 - 4) / 5";
    printf("%s = %g\n", at, expression());
    return *at != 0;
}
