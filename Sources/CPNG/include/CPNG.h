#pragma once

// libpng reports an error by jumping out of the call (setjmp, longjmp), and such a jump must not
// cross a Swift frame. Everything that may jump is therefore called here, from one C function that
// returns an ordinary value. Nothing is kept between calls and nothing is printed.

#include <stddef.h>
#include <stdint.h>

/// How a call ended.
typedef enum CPNGOutcome {
  /// Everything asked for was done.
  CPNG_DONE = 0,
  /// The bytes ended before the picture did.
  CPNG_TRUNCATED = 1,
  /// libpng refused; the report's `error` says why.
  CPNG_REFUSED = 2,
} CPNGOutcome;

/// What libpng had to say, as texts that end with a zero byte.
typedef struct CPNGReport {
  /// Why the call failed; empty when it did not.
  char error[192];
  /// The first warning; empty when there was none.
  char warning[192];
  /// How many warnings there were.
  int32_t warnings;
} CPNGReport;

/// The bounds of what is read; they keep small hostile files from taking large memory.
typedef struct CPNGLimits {
  /// The most pixels in a row, and the most rows.
  uint32_t side;
  /// The most bytes that one ancillary chunk may take, once decompressed.
  uint32_t chunk_bytes;
  /// The most ancillary chunks to keep.
  uint32_t chunks;
} CPNGLimits;

/// What a file says of its picture.
typedef struct CPNGHeader {
  uint32_t width;
  uint32_t height;
  /// Bits of one stored sample: 1, 2, 4, 8 or 16.
  int32_t bit_depth;
  /// Samples per pixel that `cpng_read_pixels` writes: 3, or 4 where the file has transparency.
  int32_t channels;
} CPNGHeader;

/// Reads the header and all chunks before the pixels; takes no memory for pixels.
CPNGOutcome cpng_read_header(const uint8_t *bytes, size_t size, CPNGLimits limits,
                             CPNGHeader *header, CPNGReport *report);

/// Decodes the picture to 8-bit RGB or RGBA, row after row without gaps.
///
/// `header` is what `cpng_read_header` said of the same bytes, and `pixels` has room for
/// `width * height * channels` samples. Samples of 16 bits are rounded to the nearest of 8. Gamma,
/// colour profiles and other ancillary chunks are skipped unread, but their checksums count.
CPNGOutcome cpng_read_pixels(const uint8_t *bytes, size_t size, CPNGLimits limits,
                             const CPNGHeader *header, uint8_t *pixels, CPNGReport *report);

/// Takes one text: its keyword in Latin-1, and its value in Latin-1 or, if `is_utf8`, in UTF-8.
typedef void (*CPNGTextReceiver)(void *context, const char *keyword, const char *value,
                                 size_t length, int32_t is_utf8);

/// Reads the whole file without keeping pixels and hands over its texts in the order of the file.
///
/// A text that cannot be read whole, or that exceeds the limits, refuses the file.
CPNGOutcome cpng_read_texts(const uint8_t *bytes, size_t size, CPNGLimits limits,
                            CPNGTextReceiver receive, void *context, CPNGReport *report);

/// How the pixels to write are laid out: one byte per sample, row after row without gaps.
typedef enum CPNGLayout {
  /// Red, green and blue of 8 bits.
  CPNG_RGB8 = 0,
  /// Grey of 8 bits.
  CPNG_GREY8 = 1,
  /// Grey of 1 bit: each byte is 0 (black) or 1 (white).
  CPNG_GREY1 = 2,
} CPNGLayout;

/// A text to write: where its zero-ended keyword and value start in a pool of characters.
typedef struct CPNGText {
  size_t keyword;
  size_t value;
  int32_t is_utf8;
} CPNGText;

/// Encodes a picture; equal arguments give equal bytes (no time is written).
///
/// On success `*output` has `*output_size` bytes, to be given back with `cpng_free`.
CPNGOutcome cpng_write(const uint8_t *samples, uint32_t width, uint32_t height, CPNGLayout layout,
                       const CPNGText *texts, int32_t text_count, const char *pool,
                       uint8_t **output, size_t *output_size, CPNGReport *report);

/// The version of the library that the program runs with.
const char *cpng_version(void);

/// Gives back what `cpng_write` made.
void cpng_free(uint8_t *output);
