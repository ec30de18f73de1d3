#include "sha256.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

bool tare_sha256_available(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b & bit_SHA;
}

#define SHA_NI __attribute__((target("sha,sse4.1,ssse3")))

/// Whole blocks of each of `streams` streams, the same number of each. Compiled once for each number of streams.
static inline __attribute__((always_inline)) SHA_NI void compress(
    uint32_t *const *states, const uint8_t *const *bytes, size_t blocks, const int streams) {
  const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  // The instructions want the state as these two halves, from the highest word down.
  __m128i abef[2], cdgh[2];
  for (int s = 0; s < streams; s++) {
    const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)states[s]), 0xb1);
    const __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)states[s] + 1), 0x1b);
    abef[s] = _mm_alignr_epi8(cdab, hgfe, 8);
    cdgh[s] = _mm_blend_epi16(hgfe, cdab, 0xf0);
  }
  for (size_t block = 0; block < blocks; block++) {
    const __m128i before[2][2] = {{abef[0], cdgh[0]}, {abef[streams - 1], cdgh[streams - 1]}};
    // The last sixteen words of the schedule.
    __m128i words[2][4];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      for (int s = 0; s < streams; s++) {
        __m128i *const w = words[s];
        if (i < 4) {
          w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes[s] + 64 * block) + i), bigEndian);
        } else {
          const __m128i sum = _mm_add_epi32(
              _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]), _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
          w[i & 3] = _mm_sha256msg2_epu32(sum, w[(i + 3) & 3]);
        }
        const __m128i input = _mm_add_epi32(w[i & 3], _mm_load_si128((const __m128i *)constants + i));
        cdgh[s] = _mm_sha256rnds2_epu32(cdgh[s], abef[s], input);
        abef[s] = _mm_sha256rnds2_epu32(abef[s], cdgh[s], _mm_shuffle_epi32(input, 0x0e));
      }
    }
    for (int s = 0; s < streams; s++) {
      abef[s] = _mm_add_epi32(abef[s], before[s][0]);
      cdgh[s] = _mm_add_epi32(cdgh[s], before[s][1]);
    }
  }
  for (int s = 0; s < streams; s++) {
    const __m128i feba = _mm_shuffle_epi32(abef[s], 0x1b);
    const __m128i dchg = _mm_shuffle_epi32(cdgh[s], 0xb1);
    _mm_storeu_si128((__m128i *)states[s], _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)states[s] + 1, _mm_alignr_epi8(dchg, feba, 8));
  }
}

static SHA_NI void compressOne(uint32_t *state, const uint8_t *bytes, size_t blocks) {
  compress(&state, &bytes, blocks, 1);
}

static SHA_NI void compressBoth(
    uint32_t *state, const uint8_t *bytes, uint32_t *other, const uint8_t *others, size_t blocks) {
  compress((uint32_t *const[]){state, other}, (const uint8_t *const[]){bytes, others}, blocks, 2);
}
#else
// swift-crypto does it all.
bool tare_sha256_available(void) { return false; }
static void compressOne(uint32_t *state, const uint8_t *bytes, size_t blocks) {}
static void compressBoth(uint32_t *state, const uint8_t *bytes, uint32_t *other, const uint8_t *others, size_t blocks) {}
#endif

tare_sha256 tare_sha256_begin(void) {
  return (tare_sha256){
      .state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

/// Takes what completes a block that was begun, or all there is: how many bytes.
static size_t completeBlock(tare_sha256 *hash, const uint8_t *bytes, size_t count) {
  const size_t begun = hash->count % 64;
  if (begun == 0) return 0;
  const size_t taken = count < 64 - begun ? count : 64 - begun;
  memcpy(hash->rest + begun, bytes, taken);
  hash->count += taken;
  if (begun + taken == 64) compressOne(hash->state, hash->rest, 1);
  return taken;
}

void tare_sha256_update(tare_sha256 *hash, const void *bytes, size_t count) {
  if (count == 0) return;
  const size_t taken = completeBlock(hash, bytes, count);
  const uint8_t *const from = (const uint8_t *)bytes + taken;
  count -= taken;
  if (count >= 64) compressOne(hash->state, from, count / 64);
  memcpy(hash->rest, from + count / 64 * 64, count % 64);
  hash->count += count;
}

void tare_sha256_update_both(tare_sha256 *hash, const void *bytes, tare_sha256 *other, const void *others, size_t count) {
  if (count == 0) return;
  const size_t taken = completeBlock(hash, bytes, count), takenOther = completeBlock(other, others, count);
  const uint8_t *const from = (const uint8_t *)bytes + taken, *const fromOther = (const uint8_t *)others + takenOther;
  const size_t blocks = (count - (taken > takenOther ? taken : takenOther)) / 64;
  compressBoth(hash->state, from, other->state, fromOther, blocks);
  hash->count += blocks * 64;
  other->count += blocks * 64;
  tare_sha256_update(hash, from + blocks * 64, count - taken - blocks * 64);
  tare_sha256_update(other, fromOther + blocks * 64, count - takenOther - blocks * 64);
}

void tare_sha256_finish(tare_sha256 hash, uint8_t *digest) {
  const uint64_t bits = hash.count * 8;
  uint8_t padding[72] = {0x80};
  // Up to eight bytes before the end of a block; the length fills it.
  const size_t zeros = (119 - hash.count % 64) % 64 + 1;
  for (int i = 0; i < 8; i++) padding[zeros + i] = (uint8_t)(bits >> (56 - 8 * i));
  tare_sha256_update(&hash, padding, zeros + 8);
  for (int i = 0; i < 32; i++) digest[i] = (uint8_t)(hash.state[i / 4] >> (24 - 8 * (i % 4)));
}
