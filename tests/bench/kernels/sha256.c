/* SHA-256 (FIPS 180-4) of 64 KiB. */
#include "kernels.h"

enum { SIZE = 65536 };

static uint32_t rotate(uint32_t word, unsigned by) {
    return word >> by | word << (32 - by);
}

/* The first 32 bits of the fractional part of the cube (square) roots of the primes. */
static uint32_t constants[64], start[8];

static int is_prime(uint32_t number) {
    for (uint32_t i = 2; i * i <= number; i++)
        if (number % i == 0) return 0;
    return 1;
}

/* floor(root(prime) * 2^32), by bisection in whole numbers. */
static uint32_t root_fraction(uint64_t prime, int cube) {
    uint64_t low = 0, high = (uint64_t)1 << 37; /* the roots are below 32 */
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        __extension__ typedef unsigned __int128 wide;
        wide power = (wide)middle * middle * (cube ? middle : 1);
        wide limit = (wide)prime << (cube ? 96 : 64);
        *(power <= limit ? &low : &high) = middle;
    }
    return (uint32_t)low;
}

static void make_constants(void) {
    uint32_t prime = 2;
    for (size_t found = 0; found < 64; prime++) {
        if (!is_prime(prime)) continue;
        constants[found] = root_fraction(prime, 1);
        if (found < 8) start[found] = root_fraction(prime, 0);
        found++;
    }
}

static void hash_block(uint32_t state[8], const uint8_t block[64]) {
    uint32_t w[64], v[8];
    for (size_t i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (size_t i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + w[i - 7] +
               (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
    for (size_t i = 0; i < 8; i++) v[i] = state[i];
    for (size_t i = 0; i < 64; i++) {
        uint32_t e = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
        uint32_t a = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
        uint32_t one = v[7] + e + ((v[4] & v[5]) ^ (~v[4] & v[6])) + constants[i] + w[i];
        uint32_t two = a + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        for (size_t j = 7; j > 0; j--) v[j] = v[j - 1];
        v[4] += one;
        v[0] = one + two;
    }
    for (size_t i = 0; i < 8; i++) state[i] += v[i];
}

uint64_t kernel_sha256(size_t n) {
    static uint8_t message[SIZE + 64];
    for (size_t i = 0; i < SIZE; i++) message[i] = (uint8_t)(i * 31);
    message[SIZE] = 0x80; /* the padding: a block of its own, the length in bits at its end */
    message[SIZE + 61] = SIZE * 8 >> 16;
    make_constants();
    uint64_t sum = 0;
    for (size_t round = 0; round < n; round++) {
        uint32_t state[8];
        for (size_t i = 0; i < 8; i++) state[i] = start[i];
        for (size_t i = 0; i < SIZE + 64; i += 64) hash_block(state, message + i);
        for (size_t i = 0; i < 8; i++) sum += state[i];
    }
    return sum;
}
