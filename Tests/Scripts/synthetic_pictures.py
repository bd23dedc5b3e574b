"""Pictures that Python and Swift make alike, and a fingerprint of samples."""

import numpy


def picture(seed, width, height):
    """The top bytes of a linear congruential generator; 0 or 255 by their top bits for odd seeds."""
    state, samples = seed, []
    for _ in range(3 * width * height):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        samples.append(state >> 56)
    array = numpy.array(samples, dtype=numpy.uint8)
    if seed % 2:
        array = numpy.where(array >= 128, 255, 0).astype(numpy.uint8)
    return array.reshape(height, width, 3)


def fingerprint(image):
    """FNV-1a of all samples, 64 bits, in hexadecimal."""
    value = 0xCBF29CE484222325
    for sample in numpy.asarray(image).tobytes():
        value = ((value ^ sample) * 0x100000001B3) % 2**64
    return f"{value:016x}"
