"""Makes Tests/Fixtures/encoders: how LLaVA and Hugging Face bring images to a view's size.

    python3 -m venv venv && venv/bin/pip install numpy pillow==11.3
    venv/bin/python Tests/Scripts/make_preprocessing_fixtures.py

The views are made by painting and cropping, as the published processors do; where patches lie is
computed with fractions from where a canvas pixel goes. Nothing here follows the Swift code.
"""

import math
import pathlib
from fractions import Fraction

import PIL
from PIL import Image

from synthetic_pictures import fingerprint, picture

assert PIL.__version__.startswith("11.3"), PIL.__version__
folder = pathlib.Path(__file__).parent.parent / "Fixtures" / "encoders"
COLOUR = tuple(int(255 * mean) for mean in (0.48145466, 0.4578275, 0.40821073))
assert COLOUR == (122, 116, 104)


def view(image, mode, width, height):
    """The view, and for each axis (canvas, offset, scaled, crop) of the way to it."""
    w, h = image.size
    if mode == "stretch":
        axes = (w, 0, width, 0), (h, 0, height, 0)
        return image.resize((width, height), Image.BICUBIC), axes
    if mode == "llava-pad":
        if Fraction(w, h) > Fraction(width, height):
            size = (w, max(h, int(Fraction(w * height, width))))
        else:
            size = (max(w, int(Fraction(h * width, height))), h)
        offset = ((size[0] - w) // 2, (size[1] - h) // 2)
        canvas = Image.new("RGB", size, COLOUR)
        canvas.paste(image, offset)
        axes = (size[0], offset[0], width, 0), (size[1], offset[1], height, 0)
        return canvas.resize((width, height), Image.BICUBIC), axes
    if Fraction(w, h) > Fraction(width, height):
        size = (int(height * w / h), height)
    else:
        size = (width, int(width * h / w))
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    resized = image.resize(size, Image.BICUBIC)
    axes = (w, 0, size[0], left), (h, 0, size[1], top)
    return resized.crop((left, top, left + width, top + height)), axes


def source(axis, length, low, high):
    """Pixels of the image between two edges of the view, and the picture's share of the stretch."""
    canvas, offset, scaled, crop = axis
    low = Fraction((low + crop) * canvas, scaled) - offset
    high = Fraction((high + crop) * canvas, scaled) - offset
    first, last = max(math.floor(low), 0), min(math.ceil(high), length)
    shown = max(min(high, length) - max(low, 0), 0)
    return (first, last) if first < last else None, shown / (high - low)


# seed, width, height, view width, view height
IMAGES = [
    (1, 64, 48, 336, 336),
    (2, 48, 64, 336, 336),
    (3, 50, 50, 336, 336),
    (4, 401, 263, 336, 336),
    (5, 263, 401, 336, 336),
    (6, 1, 1, 336, 336),
    (7, 700, 3, 336, 336),
    (8, 3, 700, 336, 336),
    (9, 400, 100, 336, 336),
    (10, 90, 31, 56, 28),
    (11, 90, 60, 56, 28),
    (12, 31, 90, 28, 42),
    (13, 90, 31, 28, 42),
]
GRID_PATCH = 14

with open(folder / "views.tsv", "w") as views, open(folder / "patches.tsv", "w") as patches:
    views.write("seed\twidth\theight\tmode\tviewWidth\tviewHeight\tfingerprint\n")
    patches.write("width\theight\tmode\tviewWidth\tviewHeight\ttoken\tx0\tx1\ty0\ty1\tpadding\n")
    for seed, w, h, width, height in IMAGES:
        image = Image.fromarray(picture(seed, w, h))
        for mode in ("llava-pad", "hf-crop", "stretch"):
            result, (across, down) = view(image, mode, width, height)
            assert result.size == (width, height)
            key = (mode, width, height)
            print(seed, w, h, *key, fingerprint(result), sep="\t", file=views)
            columns, rows = width // GRID_PATCH, height // GRID_PATCH
            for token in range(0, columns * rows, 1 if columns * rows < 20 else 35):
                row, column = divmod(token, columns)
                x, x_share = source(across, w, column * GRID_PATCH, (column + 1) * GRID_PATCH)
                y, y_share = source(down, h, row * GRID_PATCH, (row + 1) * GRID_PATCH)
                box = (*x, *y) if x and y else ("-",) * 4
                padding = float(1 - x_share * y_share)
                print(w, h, *key, token, *box, repr(padding), sep="\t", file=patches)
