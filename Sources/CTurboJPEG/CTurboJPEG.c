#include "CTurboJPEG.h"

#include <stdio.h>
#include <string.h>
#include <turbojpeg.h>

static CJPEGOutcome finish(tjhandle decoder, int result, CJPEGReport *report) {
  CJPEGOutcome outcome = CJPEG_DONE;
  if (result != 0) {
    snprintf(report->text, sizeof report->text, "%s", tjGetErrorStr2(decoder));
    outcome = decoder != NULL && tjGetErrorCode(decoder) == TJERR_WARNING ? CJPEG_WARNED
                                                                          : CJPEG_REFUSED;
  }
  if (decoder != NULL) tjDestroy(decoder);
  return outcome;
}

CJPEGOutcome cjpeg_read_header(const uint8_t *bytes, size_t size, CJPEGHeader *header,
                               CJPEGReport *report) {
  memset(report, 0, sizeof *report);
  tjhandle decoder = tjInitDecompress();
  if (decoder == NULL) return finish(decoder, -1, report);
  int width = 0, height = 0, sampling = -1, colours = -1;
  int result = tjDecompressHeader3(decoder, bytes, size, &width, &height, &sampling, &colours);
  header->width = width;
  header->height = height;
  header->has_four_inks = colours == TJCS_CMYK || colours == TJCS_YCCK;
  // TurboJPEG names only the common chroma samplings and reports an error for others, having read
  // all the rest. Decoding does not need the name.
  if (result != 0 && width > 0 && height > 0 && colours >= 0 && sampling < 0) result = 0;
  return finish(decoder, result, report);
}

CJPEGOutcome cjpeg_read_pixels(const uint8_t *bytes, size_t size, const CJPEGHeader *header,
                               int32_t stop_on_warning, uint8_t *pixels, CJPEGReport *report) {
  memset(report, 0, sizeof *report);
  tjhandle decoder = tjInitDecompress();
  if (decoder == NULL) return finish(decoder, -1, report);
  // A progressive file of many empty scans would take minutes: hence the limit.
  int flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS;
  if (stop_on_warning) flags |= TJFLAG_STOPONWARNING;
  int format = header->has_four_inks ? TJPF_CMYK : TJPF_RGB;
  // Giving the size makes TurboJPEG refuse to write a larger picture than there is room for.
  int result = tjDecompress2(decoder, bytes, size, pixels, header->width, 0, header->height, format,
                             flags);
  return finish(decoder, result, report);
}

CJPEGOutcome cjpeg_write(const uint8_t *pixels, int32_t width, int32_t height, int32_t quality,
                         uint8_t **bytes, size_t *size, CJPEGReport *report) {
  memset(report, 0, sizeof *report);
  *bytes = NULL;
  *size = 0;
  tjhandle encoder = tjInitCompress();
  if (encoder == NULL) return finish(encoder, -1, report);
  unsigned long written = 0;
  int result = tjCompress2(encoder, pixels, width, 0, height, TJPF_RGB, bytes, &written, TJSAMP_420,
                           quality, TJFLAG_ACCURATEDCT);
  *size = written;
  return finish(encoder, result, report);
}

void cjpeg_free(uint8_t *bytes) {
  if (bytes != NULL) tjFree(bytes);
}
