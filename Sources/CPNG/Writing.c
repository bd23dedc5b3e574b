#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "Report.h"

/// All that one call owns; see `Reader`.
typedef struct Writer {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
  png_structp png;
  png_infop info;
  png_textp texts;
} Writer;

static void append_bytes(png_structp png, png_bytep source, size_t count) {
  Writer *writer = png_get_io_ptr(png);
  if (count > writer->capacity - writer->count) {
    size_t capacity = writer->capacity * 2 + count + 4096;
    uint8_t *bytes = realloc(writer->bytes, capacity);
    if (bytes == NULL) png_error(png, "out of memory");
    writer->bytes = bytes;
    writer->capacity = capacity;
  }
  memcpy(writer->bytes + writer->count, source, count);
  writer->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

/// Frees all but the result, which becomes the caller's.
static CPNGOutcome finish(Writer *writer, CPNGOutcome outcome, uint8_t **output,
                          size_t *output_size, CPNGReport *report) {
  if (writer->info == NULL) strcpy(report->error, "out of memory");
  png_destroy_write_struct(&writer->png, &writer->info);
  free(writer->texts);
  if (outcome != CPNG_DONE) {
    free(writer->bytes);
    *writer = (Writer){0};
  }
  *output = writer->bytes;
  *output_size = writer->count;
  return outcome;
}

static void describe(Writer *writer, uint32_t width, uint32_t height, CPNGLayout layout) {
  png_set_user_limits(writer->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // zlib's own default, said aloud so that the bytes do not depend on how libpng was built.
  png_set_compression_level(writer->png, 6);
  png_set_IHDR(writer->png, writer->info, width, height, layout == CPNG_GREY1 ? 1 : 8,
               layout == CPNG_RGB8 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
}

static void attach_texts(Writer *writer, const CPNGText *texts, int32_t count, const char *pool) {
  if (count == 0) return;
  writer->texts = calloc((size_t)count, sizeof *writer->texts);
  if (writer->texts == NULL) png_error(writer->png, "out of memory");
  for (int32_t i = 0; i < count; i += 1) {
    // libpng reads the strings only; its type lacks the const. The cast back is harmless.
    writer->texts[i].key = (png_charp)(pool + texts[i].keyword);
    writer->texts[i].text = (png_charp)(pool + texts[i].value);
    writer->texts[i].compression =
        texts[i].is_utf8 ? PNG_ITXT_COMPRESSION_NONE : PNG_TEXT_COMPRESSION_NONE;
  }
  png_set_text(writer->png, writer->info, writer->texts, count);
}

static CPNGOutcome encode(Writer *writer, const uint8_t *samples, uint32_t width, uint32_t height,
                          CPNGLayout layout, const CPNGText *texts, int32_t text_count,
                          const char *pool) {
  if (setjmp(png_jmpbuf(writer->png)) != 0) return CPNG_REFUSED;
  png_set_write_fn(writer->png, writer, append_bytes, flush_nothing);
  describe(writer, width, height, layout);
  attach_texts(writer, texts, text_count, pool);
  png_write_info(writer->png, writer->info);
  if (layout == CPNG_GREY1) png_set_packing(writer->png);
  size_t stride = (size_t)width * (layout == CPNG_RGB8 ? 3 : 1);
  for (uint32_t y = 0; y < height; y += 1) png_write_row(writer->png, samples + y * stride);
  png_write_end(writer->png, writer->info);
  return CPNG_DONE;
}

CPNGOutcome cpng_write(const uint8_t *samples, uint32_t width, uint32_t height, CPNGLayout layout,
                       const CPNGText *texts, int32_t text_count, const char *pool,
                       uint8_t **output, size_t *output_size, CPNGReport *report) {
  cpng_clear(report);
  Writer writer = {0};
  CPNGOutcome outcome = CPNG_REFUSED;
  writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, report, cpng_on_error,
                                       cpng_on_warning);
  if (writer.png != NULL) writer.info = png_create_info_struct(writer.png);
  if (writer.info != NULL) {
    outcome = encode(&writer, samples, width, height, layout, texts, text_count, pool);
  }
  return finish(&writer, outcome, output, output_size, report);
}

void cpng_free(uint8_t *output) { free(output); }

const char *cpng_version(void) { return png_get_libpng_ver(NULL); }
