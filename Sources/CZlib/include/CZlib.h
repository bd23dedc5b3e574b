#pragma once

// The three things that reading and writing zip members needs of zlib. Swift cannot call zlib's own
// entry points: inflateInit2 and deflateInit2 are macros, and a z_stream counts in 32 bits, so that
// feeding it in pieces would have to be written out at every call.

#include <stddef.h>
#include <stdint.h>

/// How inflating ended.
enum CZlibEnd {
  /// The deflate stream reached its own end.
  CZLIB_ENDED = 0,
  /// The output is full and the stream goes on.
  CZLIB_OUTPUT_FULL = 1,
  /// The input ran out before the stream's end.
  CZLIB_INPUT_ENDED = 2,
  /// The input is no deflate stream.
  CZLIB_DAMAGED = 3,
  /// zlib could not get its working memory.
  CZLIB_NO_MEMORY = 4,
};

/// Inflates a raw deflate stream (without the frame of zlib or gzip) into a buffer of fixed size.
///
/// Never writes more than `output_count` bytes. `consumed` and `produced` are always set.
enum CZlibEnd czlib_inflate(const uint8_t *input, size_t input_count, uint8_t *output,
                            size_t output_count, size_t *consumed, size_t *produced);

/// The most bytes that deflating `count` bytes can take.
size_t czlib_deflate_bound(size_t count);

/// Deflates a buffer to a raw stream; returns the bytes written, or 0 when they do not fit.
size_t czlib_deflate(const uint8_t *input, size_t input_count, uint8_t *output,
                     size_t output_count);

/// The version of the library that the program runs with.
const char *czlib_version(void);

/// The CRC-32 of a buffer, as zip stores it.
uint32_t czlib_crc32(const uint8_t *bytes, size_t count);
