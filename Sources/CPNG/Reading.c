#include <setjmp.h>
#include <stdbool.h>
#include <string.h>

#include "Report.h"

/// All that one call owns. It is a local of the function above the one that calls `setjmp`, so that
/// its members have defined values after a jump back.
typedef struct Reader {
  const uint8_t *next;
  size_t left;
  bool ended_early;
  png_structp png;
  png_infop info;
} Reader;

static void take_bytes(png_structp png, png_bytep target, size_t count) {
  Reader *reader = png_get_io_ptr(png);
  if (count > reader->left) {
    reader->ended_early = true;
    png_error(png, "the file ends early");
  }
  memcpy(target, reader->next, count);
  reader->next += count;
  reader->left -= count;
}

static bool start(Reader *reader, const uint8_t *bytes, size_t size, CPNGLimits limits,
                  CPNGReport *report) {
  cpng_clear(report);
  *reader = (Reader){.next = bytes, .left = size};
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, report, cpng_on_error,
                                       cpng_on_warning);
  if (reader->png == NULL) return false;
  reader->info = png_create_info_struct(reader->png);
  if (reader->info == NULL) return false;
  png_set_read_fn(reader->png, reader, take_bytes);
  png_set_user_limits(reader->png, limits.side, limits.side);
  png_set_chunk_malloc_max(reader->png, limits.chunk_bytes);
  png_set_chunk_cache_max(reader->png, limits.chunks);
  // Without this a wrong checksum of an ancillary chunk would only be a warning.
  png_set_crc_action(reader->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  return true;
}

static CPNGOutcome finish(Reader *reader, CPNGOutcome outcome, CPNGReport *report) {
  if (reader->png == NULL || reader->info == NULL) {
    strcpy(report->error, "out of memory");
  }
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  return reader->ended_early ? CPNG_TRUNCATED : outcome;
}

/// Skips every ancillary chunk but transparency without decompressing it.
static void skip_ancillary_chunks(png_structp png) {
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
}

static bool has_transparency(const Reader *reader) {
  return (png_get_color_type(reader->png, reader->info) & PNG_COLOR_MASK_ALPHA) != 0 ||
         png_get_valid(reader->png, reader->info, PNG_INFO_tRNS) != 0;
}

static CPNGOutcome read_header(Reader *reader, CPNGHeader *header) {
  if (setjmp(png_jmpbuf(reader->png)) != 0) return CPNG_REFUSED;
  skip_ancillary_chunks(reader->png);
  png_read_info(reader->png, reader->info);
  header->width = png_get_image_width(reader->png, reader->info);
  header->height = png_get_image_height(reader->png, reader->info);
  header->bit_depth = png_get_bit_depth(reader->png, reader->info);
  header->channels = has_transparency(reader) ? 4 : 3;
  return CPNG_DONE;
}

CPNGOutcome cpng_read_header(const uint8_t *bytes, size_t size, CPNGLimits limits,
                             CPNGHeader *header, CPNGReport *report) {
  Reader reader;
  CPNGOutcome outcome = CPNG_REFUSED;
  if (start(&reader, bytes, size, limits, report)) outcome = read_header(&reader, header);
  return finish(&reader, outcome, report);
}

/// Asks libpng for 8-bit RGB, or RGBA where there is transparency.
static void ask_for_eight_bits(const Reader *reader) {
  // Palettes to colours, small grey samples to 8 bits, tRNS to an alpha channel. A transparent
  // colour of 16 bits is compared before it is reduced.
  png_set_expand(reader->png);
  // Exact rounding; png_set_strip_16 would cut the low byte off.
  png_set_scale_16(reader->png);
  if ((png_get_color_type(reader->png, reader->info) & PNG_COLOR_MASK_COLOR) == 0) {
    png_set_gray_to_rgb(reader->png);
  }
}

static CPNGOutcome read_pixels(Reader *reader, const CPNGHeader *header, uint8_t *pixels) {
  if (setjmp(png_jmpbuf(reader->png)) != 0) return CPNG_REFUSED;
  skip_ancillary_chunks(reader->png);
  png_read_info(reader->png, reader->info);
  ask_for_eight_bits(reader);
  int passes = png_set_interlace_handling(reader->png);
  png_read_update_info(reader->png, reader->info);
  // The caller's memory was taken by the header; libpng must agree before it writes there.
  size_t stride = (size_t)header->width * (size_t)header->channels;
  if (png_get_image_width(reader->png, reader->info) != header->width ||
      png_get_image_height(reader->png, reader->info) != header->height ||
      png_get_rowbytes(reader->png, reader->info) != stride) {
    png_error(reader->png, "the header changed while it was read");
  }
  for (int pass = 0; pass < passes; pass += 1) {
    for (uint32_t y = 0; y < header->height; y += 1) {
      png_read_row(reader->png, pixels + y * stride, NULL);
    }
  }
  png_read_end(reader->png, NULL);
  return CPNG_DONE;
}

CPNGOutcome cpng_read_pixels(const uint8_t *bytes, size_t size, CPNGLimits limits,
                             const CPNGHeader *header, uint8_t *pixels, CPNGReport *report) {
  Reader reader;
  CPNGOutcome outcome = CPNG_REFUSED;
  if (start(&reader, bytes, size, limits, report)) outcome = read_pixels(&reader, header, pixels);
  return finish(&reader, outcome, report);
}

static CPNGOutcome read_texts(Reader *reader, CPNGTextReceiver receive, void *context) {
  if (setjmp(png_jmpbuf(reader->png)) != 0) return CPNG_REFUSED;
  static const uint8_t text_chunks[] = "tEXt\0zTXt\0iTXt";
  skip_ancillary_chunks(reader->png);
  png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_AS_DEFAULT, text_chunks, 3);
  // libpng would drop a text it cannot read and only warn.
  png_set_benign_errors(reader->png, 0);
  png_read_info(reader->png, reader->info);
  int passes = png_set_interlace_handling(reader->png);
  png_read_update_info(reader->png, reader->info);
  uint32_t height = png_get_image_height(reader->png, reader->info);
  for (int pass = 0; pass < passes; pass += 1) {
    for (uint32_t y = 0; y < height; y += 1) png_read_row(reader->png, NULL, NULL);
  }
  png_read_end(reader->png, reader->info);
  png_textp texts = NULL;
  int count = 0;
  png_get_text(reader->png, reader->info, &texts, &count);
  for (int i = 0; i < count; i += 1) {
    bool utf8 = texts[i].compression >= PNG_ITXT_COMPRESSION_NONE;
    receive(context, texts[i].key, texts[i].text,
            utf8 ? texts[i].itxt_length : texts[i].text_length, utf8);
  }
  return CPNG_DONE;
}

CPNGOutcome cpng_read_texts(const uint8_t *bytes, size_t size, CPNGLimits limits,
                            CPNGTextReceiver receive, void *context, CPNGReport *report) {
  Reader reader;
  CPNGOutcome outcome = CPNG_REFUSED;
  if (start(&reader, bytes, size, limits, report)) outcome = read_texts(&reader, receive, context);
  return finish(&reader, outcome, report);
}
