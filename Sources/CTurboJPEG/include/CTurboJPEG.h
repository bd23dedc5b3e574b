#pragma once

// TurboJPEG's flags and pixel formats are macros and enumerations that Swift would import as a
// mix of types, and its error text belongs to a handle. Calls with plain values hide both.

#include <stddef.h>
#include <stdint.h>

/// How a call ended.
typedef enum CJPEGOutcome {
  /// Everything asked for was done without a warning.
  CJPEG_DONE = 0,
  /// TurboJPEG decoded on, but warned of damage; the report says of what first.
  CJPEG_WARNED = 1,
  /// TurboJPEG refused; the report says why.
  CJPEG_REFUSED = 2,
} CJPEGOutcome;

/// What TurboJPEG had to say, as a text that ends with a zero byte; empty when all went well.
typedef struct CJPEGReport {
  char text[224];
} CJPEGReport;

/// What a file says of its picture.
typedef struct CJPEGHeader {
  int32_t width;
  int32_t height;
  /// 1 where pixels have four inks (CMYK or YCCK), 0 for grey and colour.
  int32_t has_four_inks;
} CJPEGHeader;

/// Reads the header; takes no memory for pixels.
CJPEGOutcome cjpeg_read_header(const uint8_t *bytes, size_t size, CJPEGHeader *header,
                               CJPEGReport *report);

/// Decodes the picture, row after row without gaps: RGB, or the four inks as they are stored.
///
/// `pixels` has room for `width * height` times 3 samples, or 4 with four inks. The exact inverse
/// cosine transform and smooth chroma upsampling are used, libjpeg's own defaults. With
/// `stop_on_warning` the first warning ends the call.
CJPEGOutcome cjpeg_read_pixels(const uint8_t *bytes, size_t size, const CJPEGHeader *header,
                               int32_t stop_on_warning, uint8_t *pixels, CJPEGReport *report);

/// Encodes a picture of `width * height` RGB pixels, row after row without gaps.
///
/// `quality` is 1...100 on the scale of libjpeg's tables; chroma is halved along both axes and the
/// exact cosine transform is used, libjpeg's own defaults. On success `bytes` are to be given back
/// with `cjpeg_free`, otherwise too.
CJPEGOutcome cjpeg_write(const uint8_t *pixels, int32_t width, int32_t height, int32_t quality,
                         uint8_t **bytes, size_t *size, CJPEGReport *report);

/// Gives back what `cjpeg_write` made; NULL is fine.
void cjpeg_free(uint8_t *bytes);
