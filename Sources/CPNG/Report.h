#pragma once

#include <png.h>

#include "CPNG.h"

/// Empties a report.
void cpng_clear(CPNGReport *report);

/// libpng's error handler: copies the text and jumps back to the caller's `setjmp`.
PNG_NORETURN void cpng_on_error(png_structp png, png_const_charp text);

/// libpng's warning handler: copies the first text and counts.
void cpng_on_warning(png_structp png, png_const_charp text);
