#include <xxhash.h>

// Debian builds the library for every processor of an architecture; its dispatching functions use what this one has.
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>
static inline XXH128_hash_t tare_xxh3_128(const void *bytes, size_t count) { return XXH3_128bits_dispatch(bytes, count); }
static inline XXH_errorcode tare_xxh3_128_update(XXH3_state_t *state, const void *bytes, size_t count) {
  return XXH3_128bits_update_dispatch(state, bytes, count);
}
#else
static inline XXH128_hash_t tare_xxh3_128(const void *bytes, size_t count) { return XXH3_128bits(bytes, count); }
static inline XXH_errorcode tare_xxh3_128_update(XXH3_state_t *state, const void *bytes, size_t count) {
  return XXH3_128bits_update(state, bytes, count);
}
#endif
