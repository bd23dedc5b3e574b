#include "CZlib.h"

#include <string.h>
#include <zlib.h>

/// The largest piece that is handed to zlib at once: its counters have 32 bits.
static const size_t LARGEST_PIECE = (size_t)1 << 30;

/// Windows of 32 KiB; negative: no frame around the stream.
static const int RAW_WINDOW = -15;

const char *czlib_version(void) { return zlibVersion(); }

static uInt piece(size_t left) { return (uInt)(left < LARGEST_PIECE ? left : LARGEST_PIECE); }

enum CZlibEnd czlib_inflate(const uint8_t *input, size_t input_count, uint8_t *output,
                            size_t output_count, size_t *consumed, size_t *produced) {
  *consumed = 0;
  *produced = 0;
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, RAW_WINDOW) != Z_OK) return CZLIB_NO_MEMORY;

  // A stream may need its last input byte when the output is already full, so it is offered one
  // byte more than the caller's buffer; filling that byte means that the stream goes on.
  uint8_t spare;
  enum CZlibEnd end = CZLIB_INPUT_ENDED;
  for (;;) {
    uInt offered = piece(input_count - *consumed);
    size_t room = output_count - *produced;
    uInt wanted = room > 0 ? piece(room) : 1;
    stream.next_in = (Bytef *)(input + *consumed);
    stream.avail_in = offered;
    stream.next_out = room > 0 ? output + *produced : &spare;
    stream.avail_out = wanted;
    int status = inflate(&stream, Z_NO_FLUSH);
    size_t taken = offered - stream.avail_in, given = wanted - stream.avail_out;
    *consumed += taken;
    if (room > 0) *produced += given;
    if (status == Z_STREAM_END) {
      end = room == 0 && given > 0 ? CZLIB_OUTPUT_FULL : CZLIB_ENDED;
      break;
    }
    if (status == Z_MEM_ERROR) {
      end = CZLIB_NO_MEMORY;
      break;
    }
    if (status != Z_OK && status != Z_BUF_ERROR) {
      end = CZLIB_DAMAGED;
      break;
    }
    if (room == 0 && given > 0) {
      end = CZLIB_OUTPUT_FULL;
      break;
    }
    if (taken == 0 && given == 0) break;
  }
  inflateEnd(&stream);
  return end;
}

size_t czlib_deflate_bound(size_t count) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW_WINDOW, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return 0;
  size_t bound = deflateBound(&stream, count);
  deflateEnd(&stream);
  return bound;
}

size_t czlib_deflate(const uint8_t *input, size_t input_count, uint8_t *output,
                     size_t output_count) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW_WINDOW, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return 0;
  size_t consumed = 0, produced = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    uInt offered = piece(input_count - consumed), room = piece(output_count - produced);
    int last = input_count - consumed == offered;
    stream.next_in = (Bytef *)(input + consumed);
    stream.avail_in = offered;
    stream.next_out = output + produced;
    stream.avail_out = room;
    status = deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
    consumed += offered - stream.avail_in;
    produced += room - stream.avail_out;
    if (status == Z_OK && produced == output_count) break;
  }
  deflateEnd(&stream);
  return status == Z_STREAM_END ? produced : 0;
}

uint32_t czlib_crc32(const uint8_t *bytes, size_t count) {
  return (uint32_t)crc32_z(0, bytes, count);
}
