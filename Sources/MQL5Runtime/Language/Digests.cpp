#include "Digests.h"
#include <cmath>
#include <cstring>

namespace mql {

// The message, a one bit, zeros, and the length in bits, in whole blocks of 64 bytes.
static Bytes padded(const uint8_t* data, size_t size, bool big_endian) {
  Bytes out(data, data + size);
  out.push_back(0x80);
  while (out.size() % 64 != 56) out.push_back(0);
  uint64_t bits = uint64_t(size) * 8;
  for (int i = 0; i < 8; i++) out.push_back(uint8_t(bits >> (big_endian ? 56 - 8 * i : 8 * i)));
  return out;
}

static uint32_t rotated_left(uint32_t x, int n) { return x << n | x >> (32 - n); }
static uint32_t rotated_right(uint32_t x, int n) { return x >> n | x << (32 - n); }

static uint32_t big_word(const uint8_t* p) {
  return uint32_t(p[0]) << 24 | uint32_t(p[1]) << 16 | uint32_t(p[2]) << 8 | p[3];
}
static uint32_t little_word(const uint8_t* p) { return __builtin_bswap32(big_word(p)); }

static Bytes digest(const uint32_t* words, int count, bool big_endian) {
  Bytes out;
  for (int i = 0; i < count; i++)
    for (int k = 0; k < 4; k++)
      out.push_back(uint8_t(words[i] >> (big_endian ? 24 - 8 * k : 8 * k)));
  return out;
}

static const uint32_t sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void sha256_block(const uint8_t* block, uint32_t* h) {
  uint32_t w[64], s[8];
  for (int i = 0; i < 16; i++) w[i] = big_word(block + 4 * i);
  for (int i = 16; i < 64; i++) {
    uint32_t a = rotated_right(w[i - 15], 7) ^ rotated_right(w[i - 15], 18) ^ w[i - 15] >> 3;
    uint32_t b = rotated_right(w[i - 2], 17) ^ rotated_right(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + a + w[i - 7] + b;
  }
  memcpy(s, h, sizeof s);
  for (int i = 0; i < 64; i++) {
    uint32_t e = rotated_right(s[4], 6) ^ rotated_right(s[4], 11) ^ rotated_right(s[4], 25);
    uint32_t t1 = s[7] + e + ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha256_constants[i] + w[i];
    uint32_t a = rotated_right(s[0], 2) ^ rotated_right(s[0], 13) ^ rotated_right(s[0], 22);
    uint32_t t2 = a + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    memmove(s + 1, s, 7 * sizeof s[0]);
    s[4] += t1;
    s[0] = t1 + t2;
  }
  for (int i = 0; i < 8; i++) h[i] += s[i];
}

Bytes sha256(const uint8_t* data, size_t size) {
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  Bytes message = padded(data, size, true);
  for (size_t at = 0; at < message.size(); at += 64) sha256_block(message.data() + at, h);
  return digest(h, 8, true);
}

static void sha1_block(const uint8_t* block, uint32_t* h) {
  uint32_t w[80];
  for (int i = 0; i < 16; i++) w[i] = big_word(block + 4 * i);
  for (int i = 16; i < 80; i++) w[i] = rotated_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
  for (int i = 0; i < 80; i++) {
    uint32_t f = i < 20              ? (b & c) | (~b & d)
                 : i < 40 || i >= 60 ? b ^ c ^ d
                                     : (b & c) | (b & d) | (c & d);
    uint32_t k = i < 20 ? 0x5A827999 : i < 40 ? 0x6ED9EBA1 : i < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
    uint32_t t = rotated_left(a, 5) + f + e + k + w[i];
    e = d, d = c, c = rotated_left(b, 30), b = a, a = t;
  }
  h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
}

Bytes sha1(const uint8_t* data, size_t size) {
  uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  Bytes message = padded(data, size, true);
  for (size_t at = 0; at < message.size(); at += 64) sha1_block(message.data() + at, h);
  return digest(h, 5, true);
}

static void md5_block(const uint8_t* block, uint32_t* h) {
  static const int shifts[4][4] = {
      {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  uint32_t a = h[0], b = h[1], c = h[2], d = h[3];
  for (int i = 0; i < 64; i++) {
    int round = i / 16;
    uint32_t f = round == 0   ? (b & c) | (~b & d)
                 : round == 1 ? (d & b) | (~d & c)
                 : round == 2 ? b ^ c ^ d
                              : c ^ (b | ~d);
    int word = round == 0   ? i
               : round == 1 ? (5 * i + 1) % 16
               : round == 2 ? (3 * i + 5) % 16
                            : 7 * i % 16;
    uint32_t k = uint32_t(std::floor(std::fabs(std::sin(i + 1.0)) * 4294967296.0));
    uint32_t t = a + f + k + little_word(block + 4 * word);
    a = d, d = c, c = b, b += rotated_left(t, shifts[round][i % 4]);
  }
  h[0] += a, h[1] += b, h[2] += c, h[3] += d;
}

Bytes md5(const uint8_t* data, size_t size) {
  uint32_t h[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  Bytes message = padded(data, size, false);
  for (size_t at = 0; at < message.size(); at += 64) md5_block(message.data() + at, h);
  return digest(h, 4, false);
}

static const char base64_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

Bytes base64_encode(const uint8_t* data, size_t size) {
  Bytes out;
  for (size_t i = 0; i < size; i += 3) {
    uint32_t group = uint32_t(data[i]) << 16;
    if (i + 1 < size) group |= uint32_t(data[i + 1]) << 8;
    if (i + 2 < size) group |= data[i + 2];
    for (size_t k = 0; k < 4; k++) {
      bool padding = i + k > size;
      out.push_back(padding ? uint8_t('=') : uint8_t(base64_alphabet[group >> (18 - 6 * k) & 63]));
    }
  }
  return out;
}

bool base64_decode(const uint8_t* text, size_t size, Bytes& out) {
  uint32_t group = 0;
  int bits = 0;
  for (size_t i = 0; i < size && text[i] != '='; i++) {
    const char* found = text[i] ? strchr(base64_alphabet, text[i]) : nullptr;
    if (!found) return false;
    group = group << 6 | uint32_t(found - base64_alphabet);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out.push_back(uint8_t(group >> bits));
  }
  return true;
}

}  // namespace mql
