"""Makes Tests/Fixtures/encoders: how LLaVA and Hugging Face bring images to what a model sees.

    python3 -m venv venv
    venv/bin/pip install numpy pillow==11.3 transformers==4.57.6 torch scikit-image
    venv/bin/python Tests/Scripts/make_preprocessing_fixtures.py

The views are made by painting and cropping, as the published processors do; where patches lie is
computed with fractions from where a canvas pixel goes. Nothing here follows the Swift code. Every
view is also made by the image processor of transformers that does the same, with Pillow alone
(no torchvision), and must equal it to the byte; so must those of photographs that scikit-image
brings along.
"""

import math
import pathlib
from fractions import Fraction
from types import SimpleNamespace

import numpy
import PIL
import torch
import transformers
from PIL import Image
from skimage import data as photographs
from transformers import CLIPImageProcessor, CLIPVisionConfig, SiglipVisionConfig
from transformers import LlavaImageProcessor, LlavaNextImageProcessor, SiglipImageProcessor
from transformers.models.clip.modeling_clip import CLIPVisionEmbeddings
from transformers.models.llava_next.modeling_llava_next import (
    get_anyres_image_grid_shape,
    unpad_image,
)
from transformers.models.siglip.modeling_siglip import SiglipVisionEmbeddings

from synthetic_pictures import fingerprint, picture

assert PIL.__version__.startswith("11.3"), PIL.__version__
assert transformers.__version__ == "4.57.6", transformers.__version__
torch.set_num_threads(1)
folder = pathlib.Path(__file__).parent.parent / "Fixtures" / "encoders"
CLIP = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
SIGLIP = (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)
MODES = ("llava-pad", "hf-crop", "stretch")


def padding_colour(mean):
    return tuple(int(255 * value) for value in mean)


assert padding_colour(CLIP[0]) == (122, 116, 104)


# One view


def view(image, mode, width, height, colour=padding_colour(CLIP[0])):
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
        canvas = Image.new("RGB", size, colour)
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


# Tiles


def best_resolution(size, pinpoints):
    """The pinpoint with the most effective pixels, then the fewest wasted, then the first."""

    def rank(pinpoint):
        scale = min(pinpoint[0] / size[0], pinpoint[1] / size[1])
        effective = min(int(size[0] * scale) * int(size[1] * scale), size[0] * size[1])
        return -effective, pinpoint[0] * pinpoint[1] - effective

    return min(pinpoints, key=rank)  # the first of equal ones


def tiles(image, pinpoints, side):
    """The tiles with their axes: the whole image, then those of the picture on black."""
    w, h = image.size
    width, height = best_resolution(image.size, pinpoints)
    across, down = width / w, height / h
    if across < down:
        size = (width, min(math.ceil(h * across), height))
    else:
        size = (min(math.ceil(w * down), width), height)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    canvas = Image.new("RGB", (width, height), (0, 0, 0))
    canvas.paste(image.resize(size, Image.BICUBIC), (left, top))
    result = [view(image, "stretch", side, side)]
    for y in range(0, height, side):
        for x in range(0, width, side):
            axes = (w, 0, size[0], x - left), (h, 0, size[1], y - top)
            result.append((canvas.crop((x, y, x + side, y + side)), axes))
    return result


# In views, (columns, rows): those of LLaVA-1.6 in its own order, and others.
PINPOINTS = {
    "v1.6": [(1, 2), (2, 1), (2, 2), (3, 1), (1, 3)],
    "custom": [(1, 1), (4, 1), (2, 3), (1, 2), (3, 3)],
}


def pinpoints(name, side):
    return [(columns * side, rows * side) for columns, rows in PINPOINTS[name]]


# The processors of transformers

BYTES = {"do_rescale": False, "do_normalize": False}


def processor(mode, side, numbers=CLIP, sizes=None):
    """The processor that does the same to square views."""
    usual = {"image_mean": list(numbers[0]), "image_std": list(numbers[1])}
    square = {"height": side, "width": side}
    if mode == "stretch":
        return SiglipImageProcessor(size=square, resample=Image.BICUBIC, **usual)
    usual |= {"size": {"shortest_edge": side}, "crop_size": square}
    if mode == "hf-crop":
        return CLIPImageProcessor(**usual)
    if mode == "llava-pad":
        return LlavaImageProcessor(do_pad=True, **usual)
    # Heights come first there.
    return LlavaNextImageProcessor(image_grid_pinpoints=[[h, w] for w, h in sizes], **usual)


def processed(maker, image, **options):
    """Pixels or values of a processor, a list of arrays with the channels first."""
    result = maker(image, input_data_format="channels_last", **options)["pixel_values"]
    return result if not isinstance(maker, LlavaNextImageProcessor) else result[0]


def channels_first(image):
    return numpy.asarray(image).transpose(2, 0, 1)


def check_view(image, mode, side, numbers=CLIP):
    ours, _ = view(image, mode, side, side, padding_colour(numbers[0]))
    (theirs,) = processed(processor(mode, side, numbers), image, **BYTES)
    assert theirs.dtype == numpy.uint8
    assert numpy.array_equal(channels_first(ours), theirs), (image.size, mode, side)
    return ours


def check_tiles(image, sizes, side, numbers=CLIP):
    ours = tiles(image, sizes, side)
    theirs = processed(processor("anyres", side, numbers, sizes), image, **BYTES)
    assert len(ours) == len(theirs), (image.size, sizes)
    for index, (tile, _) in enumerate(ours):
        assert theirs[index].dtype == numpy.uint8
        assert numpy.array_equal(channels_first(tile), theirs[index]), (image.size, index)
    return ours


def received(image_size, sizes, side):
    """Visual tokens of a model with patches of 14 pixels, by its own functions."""
    w, h = image_size
    patches = side // 14
    rows, columns = get_anyres_image_grid_shape((h, w), [[y, x] for x, y in sizes], side)
    kept = unpad_image(torch.zeros(1, rows * patches, columns * patches), (h, w))
    return patches * patches + kept.shape[1] * (kept.shape[2] + 1)


# What is written


def write_views():
    # seed, width, height, view width, view height
    images = [
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
        (14, 1, 23, 224, 224),
        (15, 23, 1, 224, 224),
        (16, 127, 251, 224, 224),
        (17, 251, 127, 384, 384),
        (18, 500, 333, 384, 384),
    ]
    with open(folder / "views.tsv", "w") as views, open(folder / "patches.tsv", "w") as patches:
        views.write("seed\twidth\theight\tmode\tviewWidth\tviewHeight\tfingerprint\n")
        patches.write(
            "width\theight\tmode\tviewWidth\tviewHeight\ttoken\tx0\tx1\ty0\ty1\tpadding\n"
        )
        for seed, w, h, width, height in images:
            image = Image.fromarray(picture(seed, w, h))
            for mode in MODES:
                result, (across, down) = view(image, mode, width, height)
                assert result.size == (width, height)
                if width == height:
                    check_view(image, mode, width)
                key = (mode, width, height)
                print(seed, w, h, *key, fingerprint(result), sep="\t", file=views)
                columns, rows = width // 14, height // 14
                for token in range(0, columns * rows, 1 if columns * rows < 20 else 35):
                    place = patch((across, down), (w, h), divmod(token, columns))
                    print(w, h, *key, token, *place, sep="\t", file=patches)


def patch(axes, size, place):
    """Where a patch of 14 pixels lies in the image, and its share of padding."""
    row, column = place
    x, x_share = source(axes[0], size[0], column * 14, (column + 1) * 14)
    y, y_share = source(axes[1], size[1], row * 14, (row + 1) * 14)
    box = (*x, *y) if x and y else ("-",) * 4
    return *box, repr(float(1 - x_share * y_share))


def write_tiles():
    # seed, width, height, view's side, pinpoints
    images = [
        (21, 672, 672, 336, "v1.6"),
        (22, 640, 480, 336, "v1.6"),
        (23, 300, 451, 336, "v1.6"),
        (24, 1200, 400, 336, "v1.6"),
        (25, 211, 997, 336, "v1.6"),
        (26, 1, 1, 336, "v1.6"),
        (27, 50, 50, 336, "v1.6"),
        (28, 1, 97, 336, "v1.6"),
        (29, 97, 1, 336, "v1.6"),
        (30, 345, 123, 112, "v1.6"),
        (31, 123, 345, 112, "custom"),
        (32, 401, 100, 112, "custom"),
        (33, 127, 131, 112, "custom"),
        (34, 90, 90, 112, "custom"),
        (35, 401, 263, 112, "custom"),
        (36, 777, 555, 384, "v1.6"),
    ]
    with open(folder / "tiles.tsv", "w") as file, open(folder / "tile-patches.tsv", "w") as patches:
        file.write("seed\twidth\theight\tside\tpinpoints\ttiles\treceived\tfingerprint\n")
        patches.write("width\theight\tside\tpinpoints\ttoken\tx0\tx1\ty0\ty1\tpadding\n")
        for seed, w, h, side, name in images:
            sizes = pinpoints(name, side)
            image = Image.fromarray(picture(seed, w, h))
            result = check_tiles(image, sizes, side)
            samples = numpy.concatenate([numpy.asarray(tile).ravel() for tile, _ in result])
            key = (w, h, side, name)
            print(
                seed, *key, len(result), received((w, h), sizes, side), fingerprint(samples),
                sep="\t", file=file,
            )
            count = (side // 14) ** 2
            for token in range(0, len(result) * count, 11 if count < 100 else 83):
                tile, place = divmod(token, count)
                box = patch(result[tile][1], (w, h), divmod(place, side // 14))
                print(*key, token, *box, sep="\t", file=patches)


def write_received():
    """Tokens that LLaVA-1.6 receives of images of many sizes, by the model's own functions."""
    known = {(672, 672): 2928, (640, 480): 2340, (1024, 683): 2144, (1920, 1080): 1948,
             (1200, 400): 2328}
    generator = numpy.random.default_rng(7)
    sizes = list(known) + [tuple(map(int, generator.integers(1, 3000, 2))) for _ in range(60)]
    sizes += [(1, 1), (1, 3000), (3000, 1), (336, 336), (337, 336), (335, 337), (4032, 3024)]
    with open(folder / "received-tokens.tsv", "w") as file:
        file.write("width\theight\ttokens\n")
        for size in sizes:
            tokens = received(size, pinpoints("v1.6", 336), 336)
            assert known.get(size, tokens) == tokens, (size, tokens)
            print(*size, tokens, sep="\t", file=file)


def write_values():
    """Fingerprints of values as processors hand them on, and as rows of patches of 14 pixels."""
    cases = [
        (41, 80, 61, "hf-crop", 336, "clip"),
        (42, 61, 80, "llava-pad", 336, "clip"),
        (43, 80, 61, "stretch", 384, "siglip"),
        (44, 80, 61, "llava-pad", 112, "siglip"),
    ]
    numbers = {"clip": CLIP, "siglip": SIGLIP}
    with open(folder / "values.tsv", "w") as file:
        file.write("seed\twidth\theight\tmode\tside\tnumbers\tvalues\trows\n")
        for seed, w, h, mode, side, name in cases:
            image = Image.fromarray(picture(seed, w, h))
            check_view(image, mode, side, numbers[name])
            (values,) = processed(processor(mode, side, numbers[name]), image)
            assert values.dtype == numpy.float32
            rows = torch.nn.functional.unfold(torch.tensor(values)[None], 14, stride=14)[0].T
            print(
                seed, w, h, mode, side, name, fingerprint(values), fingerprint(rows.numpy()),
                sep="\t", file=file,
            )


def write_positions():
    """Position embeddings of other sizes, by the models' own functions."""
    # class tokens, side, rows, columns, width
    cases = [
        (1, 4, 5, 7, 3), (1, 24, 48, 48, 4), (1, 24, 7, 1, 4), (1, 24, 24, 24, 4),
        (1, 24, 18, 32, 4), (0, 27, 16, 41, 4), (0, 1, 3, 2, 2), (0, 5, 1, 1, 8),
    ]
    torch.manual_seed(3)
    stored = []
    with open(folder / "positions.tsv", "w") as file:
        file.write("classTokens\tside\trows\tcolumns\twidth\n")
        for first, side, rows, columns, width in cases:
            config = CLIPVisionConfig if first else SiglipVisionConfig
            model = (CLIPVisionEmbeddings if first else SiglipVisionEmbeddings)(
                config(hidden_size=width, image_size=14 * side, patch_size=14)
            )
            weight = model.position_embedding.weight
            torch.nn.init.normal_(weight)
            patches = SimpleNamespace(shape=(1, first + rows * columns, width))
            with torch.no_grad():
                result = model.interpolate_pos_encoding(patches, 14 * rows, 14 * columns)[0]
            assert result.shape == (first + rows * columns, width)
            stored += [weight.detach().numpy().ravel(), result.numpy().ravel()]
            print(first, side, rows, columns, width, sep="\t", file=file)
    numpy.concatenate(stored).astype("<f4").tofile(folder / "positions.bin")


def check_photographs():
    for name in ("astronaut", "chelsea", "coffee", "rocket", "hubble_deep_field", "retina"):
        image = Image.fromarray(getattr(photographs, name)())
        width, height = image.size
        crops = [image, image.crop((0, 0, width, height // 3)), image.crop((5, 0, 106, height))]
        for picture in crops:
            for side, numbers in ((336, CLIP), (224, CLIP), (384, SIGLIP)):
                for mode in MODES:
                    check_view(picture, mode, side, numbers)
                for sizes in PINPOINTS:
                    check_tiles(picture, pinpoints(sizes, side), side, numbers)
        print(name, width, height, "equal to the byte")


check_photographs()
write_views()
write_tiles()
write_received()
write_values()
write_positions()
