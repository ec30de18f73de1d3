#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// SHA-256 (FIPS 180-4) with the instructions that x86 processors have for it, of one stream or of two at once. A round
// waits for the one before, and while it waits the processor has time for a second stream: two cost what one costs.

typedef struct {
  uint32_t state[8];
  uint64_t count;  // bytes hashed so far
  uint8_t rest[64];  // those behind the last whole block
} tare_sha256;

/// Whether this processor has the instructions. Without them nothing below may be called.
bool tare_sha256_available(void);

tare_sha256 tare_sha256_begin(void);
void tare_sha256_update(tare_sha256 *hash, const void *bytes, size_t count);
/// As one update of each, with `count` bytes for each.
void tare_sha256_update_both(tare_sha256 *hash, const void *bytes, tare_sha256 *other, const void *others, size_t count);
/// Writes 32 bytes.
void tare_sha256_finish(tare_sha256 hash, uint8_t *digest);
