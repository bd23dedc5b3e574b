"""Makes Tests/Fixtures/imaging: what Pillow 11.3 makes of synthetic pictures.

    python3 -m venv venv && venv/bin/pip install numpy pillow==11.3
    venv/bin/python Tests/Scripts/make_resampling_fixtures.py

Later versions of Pillow resize much taller pictures along columns first, and differ.
"""

import pathlib

import numpy
import PIL
from PIL import Image

from synthetic_pictures import fingerprint, picture

assert PIL.__version__.startswith("11.3"), PIL.__version__
folder = pathlib.Path(__file__).parent.parent / "Fixtures" / "imaging"

# seed, width, height, new width, new height; odd seeds make pictures of 0 and 255 only.
CASES = [
    (1, 23, 17, 23, 17),
    (2, 23, 17, 24, 16),
    (3, 23, 17, 9, 31),
    (4, 23, 17, 23, 5),
    (5, 23, 17, 5, 17),
    (6, 1, 1, 5, 7),
    (7, 1, 37, 9, 3),
    (8, 37, 1, 3, 11),
    (9, 40, 30, 1, 1),
    (10, 64, 48, 336, 336),
    (11, 337, 335, 336, 336),
    (12, 400, 250, 336, 336),
    (13, 250, 400, 336, 336),
    (14, 1500, 3, 336, 336),
    (15, 3, 1500, 336, 336),
    (16, 100, 75, 101, 300),
]

with open(folder / "bicubic.tsv", "w") as table:
    table.write("seed\twidth\theight\tnewWidth\tnewHeight\tfingerprint\n")
    for seed, width, height, new_width, new_height in CASES:
        source = Image.fromarray(picture(seed, width, height))
        result = source.resize((new_width, new_height), Image.BICUBIC)
        print(seed, width, height, new_width, new_height, fingerprint(result), sep="\t", file=table)

# One result in full, so that a difference can be looked at.
small = Image.fromarray(picture(2, 23, 17)).resize((9, 31), Image.BICUBIC)
(folder / "bicubic-23x17-to-9x31.bin").write_bytes(numpy.asarray(small).tobytes())
