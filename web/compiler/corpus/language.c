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
