#include <eddy.h>
int main(void) { return eddy_run(nothing); }
// ---
int main(void) { int x = 1 return x; }
// ---
#include <stdio.h>
int main(void) { printf("%d %s\n", 1.5, 3); return 0 }
// ---
#include <studio.h>
int main(void) { return 0; }
// ---
int main(void) { int unused; int *p = 5; char c = "text"; return p; }
// ---
struct a { int x; };
int main(void) { struct a a = {.y = 3}; a.z = 1; a->x = 2; return b.x; }
// ---
int f(int a, int b);
int main(void) { f(1); f(1, 2, 3); g(); return f; }
// ---
#include <stdio.h>
int main(void) { int x; if (x = 3) puts("assigned"); for (int i = 0; i < 10; i++); { } return x == 3; }
// ---
int main(void) { switch (1) { case 1: case 1: break; } break; continue; return; }
// ---
#include <eddy.h>
static int work(struct work *self) { return eddy_sleep("1"); }
static int all(void) { eddy_task t = eddy_go(work, .id = 1); EDDY_TRY(eddy_await(t)) return EDDY_OK; }
int main(void) { return eddy_run(all); }
// ---
int main(void) { char *s = "unterminated; return 0; }
// ---
int main(void) { /* a comment without an end
// ---
#define F(x
#if 1
int main(void) { return F(1); }
// ---
int main(void) {
    if (1) {
        return 0;
}
// ---
int main(void) { return 0; }}
// ---
static int f(void) { } static int unused(void) { return 1; }
int main() { int a[3]; a[5] = 1; int z = 1 / 0; unsigned u = -1; return a[0] + z + (u < 0) + f(); }
// ---
int x; double x; extern int y; static int y;
typedef struct { int a } t; enum e { A, B, A };
int main(void) { t v; v = 3; v++; return &3; }
// ---
#include <string.h>
#include <stdlib.h>
#include <stdio.h>
int main(int argc, char argv) { char b[4]; strcpy(b, "too long for it"); memset(b, 0, sizeof(b) * 2); free(b); gets(b); printf(b); return *b; }
// ---
int missing(void); extern int nowhere;
int main(void) { return missing() + nowhere; }
// ---
void main(void) { int n = 5; int v[n] = {0}; goto nowhere; const int c = 1; c = 2; "x" = 3; sizeof(void); auto a; }
// ---
int f(int x) { return x; } int f(int x) { return x; }
int man(void) { return f(1); }
// ---
class A { public: int x; }; int main() { std::cout << "hello"; return nullptr; }
// ---
#error "stop here"
#warning "and here"
#include "missing.h"
int main(void) { return UNDEFINED_MACRO; }
// ---
#include <stdio.h>
int main(void) { for (int i = 0, i < 3, i++) printf("%d\n" i); while (1 { } do { } return 0; else }
// ---
#include <eddy.h>
int main(void) { eddy_future *f = eddy_go; eddy_slep(1); EDDY_TYR(eddy_sleep(1)); eddy_gather(1, 2); return eddy_run(main); }
// ---
int main(void) { float f = 1.0f; f % 2; f << 1; !f; ~f; int *p; p * 2; p + p; *f; f(); f[0]; 1 ? p : f; return (struct s)f; }
// ---
int a(void) { int x = 0; { int x = 1; } label: label: return x; @ $ ` }
// ---
#include <stdio.h>
int main(void) { printf("%d %d\n", 1); printf("%q\n"); printf("\q"); int x = 09; int y = 0xg; char c = 'ab'; char d = ''; return x = y; }
// ---
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
static int unused(int a) { return a; }
static int maybe(int a) { if (a > 3) return 1; }
static int loops(void) {
    for (int i = 0; i < 3; i++) puts("x");
        puts("y");
    if (unused == NULL) return 2;
    return 0;
}
static int forever(int n) { return forever(n + 1); }
int main(int argc, char **argv) {
    int x, y = 1;
    if (y = argc) printf("%d %s\n", "text", 5);
    char small[4];
    strcpy(small, "too long");
    small[5] = 'x';
    if (argv[1] == "yes") return forever(maybe(x));
    unsigned u = -1;
    if (u < 0) y = y;
    int a[3] = {1, 2, 3, };
    switch (argc) { case 1: y++; case 2: y--; }
    printf("%d\n");
    printf("%ld %f\n", y, a[3]);
    free(small);
    1 << 40;
    return loops() / 0;
}
