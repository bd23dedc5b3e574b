#include "Report.h"

#include <stdio.h>
#include <string.h>

void cpng_clear(CPNGReport *report) { memset(report, 0, sizeof *report); }

void cpng_on_error(png_structp png, png_const_charp text) {
  CPNGReport *report = png_get_error_ptr(png);
  snprintf(report->error, sizeof report->error, "%s", text);
  png_longjmp(png, 1);
}

void cpng_on_warning(png_structp png, png_const_charp text) {
  CPNGReport *report = png_get_error_ptr(png);
  if (report->warnings == 0) snprintf(report->warning, sizeof report->warning, "%s", text);
  report->warnings += 1;
}
