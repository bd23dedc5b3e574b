"""Makes Tests/Fixtures/imaging/disturbances: what NumPy, SciPy, scikit-image and Pillow make of them.

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-image pillow
    venv/bin/python Tests/Scripts/make_disturbance_fixtures.py

For each kind and severity the disturbed 20x14 picture, 840 bytes each, one after the other: blur,
brightness, contrast, jpeg, each at 1 to 5. Noise is drawn, so that it has laws instead of bytes.
"""

import io
import pathlib

import numpy
from PIL import Image
from scipy import ndimage
from skimage import color

from synthetic_pictures import picture

folder = pathlib.Path(__file__).parent.parent / "Fixtures" / "imaging"
source = picture(2, 20, 14)
unit = source / 255.0


def stored(values):
    # Halves up, however the last bits of the number fell.
    return numpy.floor(numpy.clip(values, 0, 1) * 255 + 0.5 + 1e-9).astype(numpy.uint8)


def blur(severity):
    radius, softening = [(3, 0.1), (4, 0.5), (6, 0.5), (8, 0.5), (10, 0.5)][severity - 1]
    reach, tail = (8, 1) if radius <= 8 else (radius, 2)
    y, x = numpy.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = (x**2 + y**2 <= radius**2).astype(float)
    disc /= disc.sum()
    gauss = numpy.exp(-(numpy.arange(-tail, tail + 1) ** 2) / (2 * softening**2))
    gauss /= gauss.sum()
    for axis in (0, 1):
        disc = ndimage.correlate1d(disc, gauss, axis=axis, mode="mirror")
    disc /= disc.sum()
    # SciPy mirrors only once, and the picture is smaller than the largest disc.
    padded = numpy.pad(unit, ((reach, reach), (reach, reach), (0, 0)), mode="reflect")
    planes = [
        ndimage.correlate(padded[..., channel], disc)[reach:-reach, reach:-reach]
        for channel in range(3)
    ]
    return stored(numpy.stack(planes, axis=-1))


def brightness(severity):
    values = color.rgb2hsv(unit)
    values[..., 2] = numpy.clip(values[..., 2] + severity / 10, 0, 1)
    return stored(color.hsv2rgb(values))


def contrast(severity):
    share = [0.4, 0.3, 0.2, 0.1, 0.05][severity - 1]
    mean = unit.mean(axis=(0, 1), keepdims=True)
    return stored((unit - mean) * share + mean)


def jpeg(severity):
    content = io.BytesIO()
    Image.fromarray(source).save(content, "JPEG", quality=[25, 18, 15, 10, 7][severity - 1])
    return numpy.asarray(Image.open(content).convert("RGB"))


with open(folder / "disturbances-20x14.bin", "wb") as file:
    for kind in (blur, brightness, contrast, jpeg):
        for severity in range(1, 6):
            file.write(kind(severity).tobytes())
