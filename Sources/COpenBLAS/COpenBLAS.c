// The header declares the whole interface; SwiftPM needs one source file to build a C target.
#include "COpenBLAS.h"
