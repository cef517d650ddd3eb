/* PBKDF2 with HMAC and SHA-256 (RFC 2898, RFC 2104, FIPS 180-4): what a password is kept as, made slow
 * on purpose. Plain C: it computes and never waits. */
#ifndef PBKDF2_H
#define PBKDF2_H

#include <stdint.h>
#include <string.h>

struct sha256 {
    uint32_t state[8];
    uint64_t length;
    unsigned char block[64];
};

static inline uint32_t rotated(uint32_t x, int by) {
    return x >> by | x << (32 - by);
}

static void sha256_block(uint32_t state[8], const unsigned char block[64]) {
    static const uint32_t k[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
        0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
        0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
        0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
        0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
        0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
        0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2};
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[i * 4] << 24 | (uint32_t)block[i * 4 + 1] << 16 |
               (uint32_t)block[i * 4 + 2] << 8 | block[i * 4 + 3];
    for (int i = 16; i < 64; i++)
        w[i] = w[i - 16] + w[i - 7] +
               (rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ w[i - 15] >> 3) +
               (rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ w[i - 2] >> 10);
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t a = s[7] + (rotated(s[4], 6) ^ rotated(s[4], 11) ^ rotated(s[4], 25)) +
                     ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
        uint32_t b = (rotated(s[0], 2) ^ rotated(s[0], 13) ^ rotated(s[0], 22)) +
                     ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += a;
        s[0] = a + b;
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
}

static void sha256_add(struct sha256 *hash, const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    for (; size > 0; size--) {
        hash->block[hash->length++ % 64] = *at++;
        if (hash->length % 64 == 0) sha256_block(hash->state, hash->block);
    }
}

static void sha256_end(struct sha256 *hash, unsigned char digest[32]) {
    unsigned char length[8];
    for (int i = 0; i < 8; i++) length[i] = (unsigned char)(hash->length * 8 >> (56 - i * 8));
    sha256_add(hash, "\x80", 1);
    while (hash->length % 64 != 56) sha256_add(hash, "", 1);
    sha256_add(hash, length, 8);
    for (int i = 0; i < 32; i++) digest[i] = (unsigned char)(hash->state[i / 4] >> (24 - i % 4 * 8));
}

/* The state after the key, padded with that byte: the same for every HMAC with the key. */
static struct sha256 sha256_keyed(const char *key, unsigned char pad) {
    struct sha256 hash = {.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                    0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
    unsigned char block[64] = {0};
    memcpy(block, key, strlen(key) < 64 ? strlen(key) : 64); /* longer ones would be hashed first */
    for (int i = 0; i < 64; i++) block[i] ^= pad;
    sha256_add(&hash, block, 64);
    return hash;
}

/* The first 32 bytes of the derived key, for passwords of up to 64 bytes. */
static void pbkdf2(const char *password, const char *salt, int rounds, unsigned char key[32]) {
    const struct sha256 inner = sha256_keyed(password, 0x36), outer = sha256_keyed(password, 0x5c);
    unsigned char digest[32];
    memset(key, 0, 32);
    for (int round = 0; round < rounds; round++) {
        struct sha256 hash = inner;
        if (round == 0) {
            sha256_add(&hash, salt, strlen(salt));
            sha256_add(&hash, "\0\0\0\1", 4);
        } else {
            sha256_add(&hash, digest, 32);
        }
        sha256_end(&hash, digest);
        hash = outer;
        sha256_add(&hash, digest, 32);
        sha256_end(&hash, digest);
        for (int i = 0; i < 32; i++) key[i] ^= digest[i];
    }
}

#endif
