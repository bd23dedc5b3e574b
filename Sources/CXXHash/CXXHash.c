#include "CXXHash.h"

#include <string.h>
#include <xxhash.h>

void xxhash128(const void *bytes, size_t count, unsigned char hash[16]) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes, count));
  memcpy(hash, canonical.digest, 16);
}
