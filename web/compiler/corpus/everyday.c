#include <math.h>
#include <stdio.h>
int main(void) {
    double a = 2.5;
    float f = 1.5f;
    printf("%g %g %f %e\n", sqrt(a), pow(a, 3), f * a, sin(a) / cos(f));
    double x[4] = {1, 2, 3, 4};
    double s = 0;
    for (int i = 0; i < 4; i++) s += x[i] * x[i];
    printf("%.3f %d\n", s, (int)s);
    return isnan(s) || fmod(s, 2) > 5;
}
// ----------------------------------------------------------------------
#include <stdint.h>
#include <stdio.h>
int main(int c, char **v) {
    (void)v;
    int64_t a = 1000000007LL * c;
    uint64_t b = 0xffffffffffffULL / (uint64_t)c;
    printf("%lld %llu %lld\n", (long long)(a % 97), (unsigned long long)(b / 13),
           (long long)(a / -7));
    return (int)((a << 3) >> 5) & 1;
}
// ----------------------------------------------------------------------
#include <stdio.h>
static const char *name(int n) {
    switch (n) {
    case 0: return "zero";
    case 1: return "one";
    case 2: return "two";
    case 5: return "five";
    case 100: return "hundred";
    default: return "?";
    }
}
int main(int c, char **v) {
    (void)v;
    for (int i = 0; i < 6; i++) switch (i + c) {
        case 1: puts("a"); break;
        case 2: puts("b");
        case 3: puts("c"); break;
        default: puts(name(i));
        }
    return 0;
}
// ----------------------------------------------------------------------
#include <stdio.h>
struct vec {
    double x, y;
    int tag;
};
struct big {
    char name[64];
    struct vec v[3];
};
static struct vec add(struct vec a, struct vec b) {
    return (struct vec){a.x + b.x, a.y + b.y, a.tag};
}
static struct big make(int n) {
    struct big b = {.name = "x", .v = {{n, 1, 2}, {3, 4, 5}}};
    return b;
}
int main(void) {
    struct big b = make(3);
    struct vec s = add(b.v[0], b.v[1]);
    union {
        int i;
        float f;
    } u = {.f = 1.0f};
    printf("%g %g %d %s %x\n", s.x, s.y, s.tag, b.name, u.i);
    struct {
        unsigned a : 3, b : 5;
    } bits = {1, 2};
    bits.a += bits.b;
    return bits.a == 9;
}
// ----------------------------------------------------------------------
#include <stdarg.h>
#include <stdio.h>
static int sum(const char *types, ...) {
    va_list l;
    va_start(l, types);
    int s = 0;
    for (; *types; types++) {
        if (*types == 'i')
            s += va_arg(l, int);
        else if (*types == 'd')
            s += (int)va_arg(l, double);
        else
            s += (int)va_arg(l, long long);
    }
    va_end(l);
    return s;
}
static void say(const char *f, ...) {
    va_list l;
    va_start(l, f);
    vprintf(f, l);
    va_end(l);
}
int main(void) {
    say("%d %s\n", sum("idl", 3, 2.5, 7LL), "x");
    return 0;
}
// ----------------------------------------------------------------------
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) {
    char line[80] = "a,b;c d";
    for (char *t = strtok(line, ",; "); t; t = strtok(NULL, ",; "))
        printf("[%s] %zu\n", t, strlen(t));
    char *copy = strdup("hello");
    for (char *p = copy; *p; p++) *p = (char)toupper((unsigned char)*p);
    puts(copy);
    printf("%d %s\n", strcmp(copy, "HELLO"), strstr(copy, "LL"));
    free(copy);
    long n = strtol("123x", NULL, 10);
    return (int)n - 123;
}
// ----------------------------------------------------------------------
#include <stdio.h>
#include <stdlib.h>
struct node {
    int v;
    struct node *next;
};
int main(void) {
    struct node *head = NULL;
    for (int i = 0; i < 5; i++) {
        struct node *n = malloc(sizeof *n);
        n->v = i;
        n->next = head;
        head = n;
    }
    int s = 0;
    while (head) {
        struct node *n = head;
        s += n->v;
        head = n->next;
        free(n);
    }
    printf("%d\n", s);
    return 0;
}
// ----------------------------------------------------------------------
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
static bool composite[1000];
int main(void) {
    int count = 0;
    for (int i = 2; i < 1000; i++) {
        if (composite[i]) continue;
        count++;
        for (int j = i * i; j < 1000; j += i) composite[j] = true;
    }
    printf("%d\n", count);
    int grid[8][8];
    memset(grid, 0, sizeof grid);
    for (int y = 0; y < 8; y++)
        for (int x = 0; x < 8; x++) grid[y][x] = x ^ y;
    return grid[3][3];
}
// ----------------------------------------------------------------------
#include <stdio.h>
#include <stdlib.h>
typedef int (*op)(int, int);
static int add(int a, int b) {
    return a + b;
}
static int mul(int a, int b) {
    return a * b;
}
static const op ops[] = {add, mul};
static int cmp(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}
int main(void) {
    int v[] = {5, 2, 9};
    qsort(v, 3, sizeof *v, cmp);
    for (int i = 0; i < 2; i++) printf("%d %d\n", ops[i](v[0], v[2]), v[i]);
    return 0;
}
// ----------------------------------------------------------------------
#include <stdio.h>
int main(int c, char **v) { (void)v; int a = c;
if (a % 2 == 0) a += 0; else { a ^= 0; while (a > 1000) a /= 3; }
if (a % 3 == 1) a += 7; else { a ^= 1; while (a > 1001) a /= 3; }
if (a % 4 == 2) a += 14; else { a ^= 2; while (a > 1002) a /= 3; }
if (a % 5 == 0) a += 21; else { a ^= 3; while (a > 1003) a /= 3; }
if (a % 6 == 1) a += 28; else { a ^= 4; while (a > 1004) a /= 3; }
if (a % 7 == 2) a += 35; else { a ^= 5; while (a > 1005) a /= 3; }
if (a % 8 == 0) a += 42; else { a ^= 6; while (a > 1006) a /= 3; }
if (a % 9 == 1) a += 49; else { a ^= 7; while (a > 1007) a /= 3; }
if (a % 10 == 2) a += 56; else { a ^= 8; while (a > 1008) a /= 3; }
if (a % 11 == 0) a += 63; else { a ^= 9; while (a > 1009) a /= 3; }
if (a % 12 == 1) a += 70; else { a ^= 10; while (a > 1010) a /= 3; }
if (a % 13 == 2) a += 77; else { a ^= 11; while (a > 1011) a /= 3; }
if (a % 14 == 0) a += 84; else { a ^= 12; while (a > 1012) a /= 3; }
if (a % 15 == 1) a += 91; else { a ^= 13; while (a > 1013) a /= 3; }
if (a % 16 == 2) a += 98; else { a ^= 14; while (a > 1014) a /= 3; }
if (a % 17 == 0) a += 105; else { a ^= 15; while (a > 1015) a /= 3; }
if (a % 18 == 1) a += 112; else { a ^= 16; while (a > 1016) a /= 3; }
if (a % 19 == 2) a += 119; else { a ^= 17; while (a > 1017) a /= 3; }
if (a % 20 == 0) a += 126; else { a ^= 18; while (a > 1018) a /= 3; }
if (a % 21 == 1) a += 133; else { a ^= 19; while (a > 1019) a /= 3; }
if (a % 22 == 2) a += 140; else { a ^= 20; while (a > 1020) a /= 3; }
if (a % 23 == 0) a += 147; else { a ^= 21; while (a > 1021) a /= 3; }
if (a % 24 == 1) a += 154; else { a ^= 22; while (a > 1022) a /= 3; }
if (a % 25 == 2) a += 161; else { a ^= 23; while (a > 1023) a /= 3; }
if (a % 26 == 0) a += 168; else { a ^= 24; while (a > 1024) a /= 3; }
if (a % 27 == 1) a += 175; else { a ^= 25; while (a > 1025) a /= 3; }
if (a % 28 == 2) a += 182; else { a ^= 26; while (a > 1026) a /= 3; }
if (a % 29 == 0) a += 189; else { a ^= 27; while (a > 1027) a /= 3; }
if (a % 30 == 1) a += 196; else { a ^= 28; while (a > 1028) a /= 3; }
if (a % 31 == 2) a += 203; else { a ^= 29; while (a > 1029) a /= 3; }
if (a % 32 == 0) a += 210; else { a ^= 30; while (a > 1030) a /= 3; }
if (a % 33 == 1) a += 217; else { a ^= 31; while (a > 1031) a /= 3; }
if (a % 34 == 2) a += 224; else { a ^= 32; while (a > 1032) a /= 3; }
if (a % 35 == 0) a += 231; else { a ^= 33; while (a > 1033) a /= 3; }
if (a % 36 == 1) a += 238; else { a ^= 34; while (a > 1034) a /= 3; }
if (a % 37 == 2) a += 245; else { a ^= 35; while (a > 1035) a /= 3; }
if (a % 38 == 0) a += 252; else { a ^= 36; while (a > 1036) a /= 3; }
if (a % 39 == 1) a += 259; else { a ^= 37; while (a > 1037) a /= 3; }
if (a % 40 == 2) a += 266; else { a ^= 38; while (a > 1038) a /= 3; }
if (a % 41 == 0) a += 273; else { a ^= 39; while (a > 1039) a /= 3; }
if (a % 42 == 1) a += 280; else { a ^= 40; while (a > 1040) a /= 3; }
if (a % 43 == 2) a += 287; else { a ^= 41; while (a > 1041) a /= 3; }
if (a % 44 == 0) a += 294; else { a ^= 42; while (a > 1042) a /= 3; }
if (a % 45 == 1) a += 301; else { a ^= 43; while (a > 1043) a /= 3; }
if (a % 46 == 2) a += 308; else { a ^= 44; while (a > 1044) a /= 3; }
if (a % 47 == 0) a += 315; else { a ^= 45; while (a > 1045) a /= 3; }
if (a % 48 == 1) a += 322; else { a ^= 46; while (a > 1046) a /= 3; }
if (a % 49 == 2) a += 329; else { a ^= 47; while (a > 1047) a /= 3; }
if (a % 50 == 0) a += 336; else { a ^= 48; while (a > 1048) a /= 3; }
if (a % 51 == 1) a += 343; else { a ^= 49; while (a > 1049) a /= 3; }
if (a % 52 == 2) a += 350; else { a ^= 50; while (a > 1050) a /= 3; }
if (a % 53 == 0) a += 357; else { a ^= 51; while (a > 1051) a /= 3; }
if (a % 54 == 1) a += 364; else { a ^= 52; while (a > 1052) a /= 3; }
if (a % 55 == 2) a += 371; else { a ^= 53; while (a > 1053) a /= 3; }
if (a % 56 == 0) a += 378; else { a ^= 54; while (a > 1054) a /= 3; }
if (a % 57 == 1) a += 385; else { a ^= 55; while (a > 1055) a /= 3; }
if (a % 58 == 2) a += 392; else { a ^= 56; while (a > 1056) a /= 3; }
if (a % 59 == 0) a += 399; else { a ^= 57; while (a > 1057) a /= 3; }
if (a % 60 == 1) a += 406; else { a ^= 58; while (a > 1058) a /= 3; }
if (a % 61 == 2) a += 413; else { a ^= 59; while (a > 1059) a /= 3; }
if (a % 62 == 0) a += 420; else { a ^= 60; while (a > 1060) a /= 3; }
if (a % 63 == 1) a += 427; else { a ^= 61; while (a > 1061) a /= 3; }
if (a % 64 == 2) a += 434; else { a ^= 62; while (a > 1062) a /= 3; }
if (a % 65 == 0) a += 441; else { a ^= 63; while (a > 1063) a /= 3; }
if (a % 66 == 1) a += 448; else { a ^= 64; while (a > 1064) a /= 3; }
if (a % 67 == 2) a += 455; else { a ^= 65; while (a > 1065) a /= 3; }
if (a % 68 == 0) a += 462; else { a ^= 66; while (a > 1066) a /= 3; }
if (a % 69 == 1) a += 469; else { a ^= 67; while (a > 1067) a /= 3; }
if (a % 70 == 2) a += 476; else { a ^= 68; while (a > 1068) a /= 3; }
if (a % 71 == 0) a += 483; else { a ^= 69; while (a > 1069) a /= 3; }
if (a % 72 == 1) a += 490; else { a ^= 70; while (a > 1070) a /= 3; }
if (a % 73 == 2) a += 497; else { a ^= 71; while (a > 1071) a /= 3; }
if (a % 74 == 0) a += 504; else { a ^= 72; while (a > 1072) a /= 3; }
if (a % 75 == 1) a += 511; else { a ^= 73; while (a > 1073) a /= 3; }
if (a % 76 == 2) a += 518; else { a ^= 74; while (a > 1074) a /= 3; }
if (a % 77 == 0) a += 525; else { a ^= 75; while (a > 1075) a /= 3; }
if (a % 78 == 1) a += 532; else { a ^= 76; while (a > 1076) a /= 3; }
if (a % 79 == 2) a += 539; else { a ^= 77; while (a > 1077) a /= 3; }
if (a % 80 == 0) a += 546; else { a ^= 78; while (a > 1078) a /= 3; }
if (a % 81 == 1) a += 553; else { a ^= 79; while (a > 1079) a /= 3; }
if (a % 82 == 2) a += 560; else { a ^= 80; while (a > 1080) a /= 3; }
if (a % 83 == 0) a += 567; else { a ^= 81; while (a > 1081) a /= 3; }
if (a % 84 == 1) a += 574; else { a ^= 82; while (a > 1082) a /= 3; }
if (a % 85 == 2) a += 581; else { a ^= 83; while (a > 1083) a /= 3; }
if (a % 86 == 0) a += 588; else { a ^= 84; while (a > 1084) a /= 3; }
if (a % 87 == 1) a += 595; else { a ^= 85; while (a > 1085) a /= 3; }
if (a % 88 == 2) a += 602; else { a ^= 86; while (a > 1086) a /= 3; }
if (a % 89 == 0) a += 609; else { a ^= 87; while (a > 1087) a /= 3; }
if (a % 90 == 1) a += 616; else { a ^= 88; while (a > 1088) a /= 3; }
if (a % 91 == 2) a += 623; else { a ^= 89; while (a > 1089) a /= 3; }
if (a % 92 == 0) a += 630; else { a ^= 90; while (a > 1090) a /= 3; }
if (a % 93 == 1) a += 637; else { a ^= 91; while (a > 1091) a /= 3; }
if (a % 94 == 2) a += 644; else { a ^= 92; while (a > 1092) a /= 3; }
if (a % 95 == 0) a += 651; else { a ^= 93; while (a > 1093) a /= 3; }
if (a % 96 == 1) a += 658; else { a ^= 94; while (a > 1094) a /= 3; }
if (a % 97 == 2) a += 665; else { a ^= 95; while (a > 1095) a /= 3; }
if (a % 98 == 0) a += 672; else { a ^= 96; while (a > 1096) a /= 3; }
if (a % 99 == 1) a += 679; else { a ^= 97; while (a > 1097) a /= 3; }
if (a % 100 == 2) a += 686; else { a ^= 98; while (a > 1098) a /= 3; }
if (a % 101 == 0) a += 693; else { a ^= 99; while (a > 1099) a /= 3; }
if (a % 102 == 1) a += 700; else { a ^= 100; while (a > 1100) a /= 3; }
if (a % 103 == 2) a += 707; else { a ^= 101; while (a > 1101) a /= 3; }
if (a % 104 == 0) a += 714; else { a ^= 102; while (a > 1102) a /= 3; }
if (a % 105 == 1) a += 721; else { a ^= 103; while (a > 1103) a /= 3; }
if (a % 106 == 2) a += 728; else { a ^= 104; while (a > 1104) a /= 3; }
if (a % 107 == 0) a += 735; else { a ^= 105; while (a > 1105) a /= 3; }
if (a % 108 == 1) a += 742; else { a ^= 106; while (a > 1106) a /= 3; }
if (a % 109 == 2) a += 749; else { a ^= 107; while (a > 1107) a /= 3; }
if (a % 110 == 0) a += 756; else { a ^= 108; while (a > 1108) a /= 3; }
if (a % 111 == 1) a += 763; else { a ^= 109; while (a > 1109) a /= 3; }
if (a % 112 == 2) a += 770; else { a ^= 110; while (a > 1110) a /= 3; }
if (a % 113 == 0) a += 777; else { a ^= 111; while (a > 1111) a /= 3; }
if (a % 114 == 1) a += 784; else { a ^= 112; while (a > 1112) a /= 3; }
if (a % 115 == 2) a += 791; else { a ^= 113; while (a > 1113) a /= 3; }
if (a % 116 == 0) a += 798; else { a ^= 114; while (a > 1114) a /= 3; }
if (a % 117 == 1) a += 805; else { a ^= 115; while (a > 1115) a /= 3; }
if (a % 118 == 2) a += 812; else { a ^= 116; while (a > 1116) a /= 3; }
if (a % 119 == 0) a += 819; else { a ^= 117; while (a > 1117) a /= 3; }
if (a % 120 == 1) a += 826; else { a ^= 118; while (a > 1118) a /= 3; }
if (a % 121 == 2) a += 833; else { a ^= 119; while (a > 1119) a /= 3; }
if (a % 122 == 0) a += 840; else { a ^= 120; while (a > 1120) a /= 3; }
if (a % 123 == 1) a += 847; else { a ^= 121; while (a > 1121) a /= 3; }
if (a % 124 == 2) a += 854; else { a ^= 122; while (a > 1122) a /= 3; }
if (a % 125 == 0) a += 861; else { a ^= 123; while (a > 1123) a /= 3; }
if (a % 126 == 1) a += 868; else { a ^= 124; while (a > 1124) a /= 3; }
if (a % 127 == 2) a += 875; else { a ^= 125; while (a > 1125) a /= 3; }
if (a % 128 == 0) a += 882; else { a ^= 126; while (a > 1126) a /= 3; }
if (a % 129 == 1) a += 889; else { a ^= 127; while (a > 1127) a /= 3; }
if (a % 130 == 2) a += 896; else { a ^= 128; while (a > 1128) a /= 3; }
if (a % 131 == 0) a += 903; else { a ^= 129; while (a > 1129) a /= 3; }
if (a % 132 == 1) a += 910; else { a ^= 130; while (a > 1130) a /= 3; }
if (a % 133 == 2) a += 917; else { a ^= 131; while (a > 1131) a /= 3; }
if (a % 134 == 0) a += 924; else { a ^= 132; while (a > 1132) a /= 3; }
if (a % 135 == 1) a += 931; else { a ^= 133; while (a > 1133) a /= 3; }
if (a % 136 == 2) a += 938; else { a ^= 134; while (a > 1134) a /= 3; }
if (a % 137 == 0) a += 945; else { a ^= 135; while (a > 1135) a /= 3; }
if (a % 138 == 1) a += 952; else { a ^= 136; while (a > 1136) a /= 3; }
if (a % 139 == 2) a += 959; else { a ^= 137; while (a > 1137) a /= 3; }
if (a % 140 == 0) a += 966; else { a ^= 138; while (a > 1138) a /= 3; }
if (a % 141 == 1) a += 973; else { a ^= 139; while (a > 1139) a /= 3; }
if (a % 142 == 2) a += 980; else { a ^= 140; while (a > 1140) a /= 3; }
if (a % 143 == 0) a += 987; else { a ^= 141; while (a > 1141) a /= 3; }
if (a % 144 == 1) a += 994; else { a ^= 142; while (a > 1142) a /= 3; }
if (a % 145 == 2) a += 1001; else { a ^= 143; while (a > 1143) a /= 3; }
if (a % 146 == 0) a += 1008; else { a ^= 144; while (a > 1144) a /= 3; }
if (a % 147 == 1) a += 1015; else { a ^= 145; while (a > 1145) a /= 3; }
if (a % 148 == 2) a += 1022; else { a ^= 146; while (a > 1146) a /= 3; }
if (a % 149 == 0) a += 1029; else { a ^= 147; while (a > 1147) a /= 3; }
if (a % 150 == 1) a += 1036; else { a ^= 148; while (a > 1148) a /= 3; }
if (a % 151 == 2) a += 1043; else { a ^= 149; while (a > 1149) a /= 3; }
printf("%d\n", a); return 0; }
// ----------------------------------------------------------------------
#include <stdio.h>
int main(int c, char **v) {
    (void)v;
    int n = c + 4;
    int a[n];
    for (int i = 0; i < n; i++) a[i] = i * i;
    double m[n][3];
    m[1][2] = a[2];
    printf("%d %g %zu\n", a[n - 1], m[1][2], sizeof a);
    int *p = &a[1];
    return (int)(p - a) - 1;
}
// ----------------------------------------------------------------------
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
int main(void) {
    time_t t = 86400;
    struct tm *tm = gmtime(&t);
    char b[40];
    strftime(b, sizeof b, "%Y-%m-%d", tm);
    puts(b);
    printf("%" PRId64 " %d %d\n", INT64_MIN, INT_MAX, errno);
    struct timespec ts;
    return timespec_get(&ts, TIME_UTC) == 0;
}
// ----------------------------------------------------------------------
#include <assert.h>
#include <stdalign.h>
#include <stdio.h>
#define TYPE(x) _Generic((x), int: "int", double: "double", default: "other")
static _Thread_local int counter;
static inline int twice(int x) {
    return 2 * x;
}
struct s {
    alignas(16) char c;
};
int main(void) {
    counter += twice(3);
    assert(counter == 6);
    printf("%s %s %zu\n", TYPE(1), TYPE(1.0), alignof(struct s));
    const char *multi = "a"
                        "b";
    goto out;
out:
    return multi[0] != 'a';
}
// ----------------------------------------------------------------------
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
int main(int c, char **v) {
    uint8_t u = (uint8_t)c;
    int16_t s = (int16_t)(c * 3);
    bool b = c > 0 && v != NULL;
    unsigned r = (unsigned)c << 7 | (unsigned)c >> 2;
    long double ld = 1.5L;
    ld *= c;
    float f = (float)c;
    uint32_t k = (uint32_t)(f * 3.7f);
    int64_t big = (int64_t)(f * 1e6);
    do {
        u++;
    } while (u < 10);
    printf("%u %d %d %u %Lg %u %lld %c\n", u, s, b, r, ld, k, (long long)big, c ? 'y' : 'n');
    return __builtin_popcount(r) + __builtin_clz(r) + __builtin_ctz(r) == 0;
}
// ----------------------------------------------------------------------
#include <stdatomic.h>
#include <stdio.h>
static atomic_int n;
int main(void) {
    atomic_fetch_add(&n, 3);
    printf("%d\n", atomic_load(&n));
    return 0;
}
// ----------------------------------------------------------------------
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
// ----------------------------------------------------------------------
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
int main(void) {
    wchar_t w[] = L"wide";
    printf("%zu %ls\n", wcslen(w), w);
    char *e = getenv("HOME");
    puts(e ? e : "none");
    struct {
        const char *k;
        union {
            long l;
            double d;
        } v;
    } rows[] = {{"a", {.l = 3}}, {"b", {.d = 2.5}}};
    for (size_t i = 0; i < 2; i++) printf("%s %g\n", rows[i].k, rows[i].v.d);
    div_t d = div(17, 5);
    printf("%d %d\n", d.quot, d.rem);
    return 0;
}
// ----------------------------------------------------------------------
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
