#pragma once

#include <stddef.h>

/// The 128-bit XXH3 hash of bytes, most significant byte first.
void xxhash128(const void *bytes, size_t count, unsigned char hash[16]);
