#!/usr/bin/env python3
"""Makes Tests/Fixtures/images: small PNG and JPEG files and the pixels they must decode to.

    python3 Tests/Scripts/make_image_fixtures.py [FOLDER]

Needs numpy and Pillow. PNG files are encoded here, from random samples, so that every colour type
and bit depth occurs; their pixels follow from the samples by the rules of the PNG specification,
and are compared with Pillow's wherever Pillow keeps all bits. The pixels of JPEG files are
Pillow's own. `expected.tsv` has a line for each picture: file, background, width, height, samples
(red, green, blue, row after row), with colours and samples in hexadecimal; the background is `drop`
where alpha is to be dropped, as Pillow's conversion to RGB does.
"""

import io
import pathlib
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps

GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
NAMES = {GREY: "grey", RGB: "rgb", PALETTE: "palette", GREY_ALPHA: "grey-alpha", RGB_ALPHA: "rgb-alpha"}
DEPTHS = {GREY: [1, 2, 4, 8, 16], RGB: [8, 16], PALETTE: [1, 2, 4, 8], GREY_ALPHA: [8, 16], RGB_ALPHA: [8, 16]}
# The seven passes of Adam7: first column, first row, column step, row step.
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
WIDTH, HEIGHT = 7, 5

random = np.random.default_rng(20240607)
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "Tests/Fixtures/images")
expected = []


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed_rows(samples, depth):
    """The filtered rows of a picture (height, width, channels), with filter 0."""
    height, width, channels = samples.shape
    if width == 0 or height == 0:
        return b""
    shifts = np.arange(depth - 1, -1, -1)
    bits = (samples.reshape(height, -1, 1).astype(np.int64) >> shifts) & 1
    rows = np.packbits(bits.reshape(height, -1).astype(np.uint8), axis=1)
    return b"".join(b"\0" + row.tobytes() for row in rows)


def png(samples, colour, depth, interlaced=False, before=b"", text=b""):
    height, width, _ = samples.shape
    if interlaced:
        raw = b"".join(packed_rows(samples[y::dy, x::dx], depth) for x, y, dx, dy in ADAM7)
    else:
        raw = packed_rows(samples, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + text + before
            + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def to_eight(samples, depth):
    """Samples of any depth as the nearest of 8 bits; 65535 is odd, so there are no ties."""
    top = (1 << depth) - 1
    return ((samples.astype(np.int64) * 255 * 2 + top) // (2 * top)).astype(np.uint8)


def over(rgba, background):
    """RGBA drawn over a colour, rounded to nearest; 255 is odd, so there are no ties."""
    alpha = rgba[..., 3:].astype(np.int64)
    blend = rgba[..., :3].astype(np.int64) * alpha + np.array(background) * (255 - alpha)
    return ((2 * blend + 255) // 510).astype(np.uint8)


def expect(name, rgb, background=(255, 255, 255)):
    height, width, _ = rgb.shape
    colour = bytes(background).hex() if background else "drop"
    expected.append(f"{name}\t{colour}\t{width}\t{height}\t{rgb.astype(np.uint8).tobytes().hex()}")


def store_png(name, data, rgba, depth, background=(255, 255, 255), pillow=True):
    (folder / name).write_bytes(data)
    rgb = over(rgba, background)
    expect(name, rgb, background)
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    if depth <= 8 and pillow:
        assert np.array_equal(np.array(picture), rgba), name
        canvas = Image.new("RGB", picture.size, background)
        canvas.paste(picture, mask=picture.getchannel("A"))
        assert np.array_equal(np.array(canvas), rgb), name
        if rgba[..., 3].min() < 255:
            dropped = np.array(Image.open(io.BytesIO(data)).convert("RGB"))
            assert np.array_equal(dropped, rgba[..., :3]), name
            expect(name, dropped, None)


def opaque(rgb):
    return np.concatenate([rgb, np.full(rgb.shape[:2] + (1,), 255, np.uint8)], axis=2)


def colour_of(samples, colour, depth, palette=None):
    """The 8-bit RGBA of stored samples, without tRNS."""
    if colour == PALETTE:
        return opaque(palette[samples[..., 0]])
    eight = to_eight(samples, depth)
    if colour == GREY:
        return opaque(np.repeat(eight, 3, axis=2))
    if colour == GREY_ALPHA:
        return np.concatenate([np.repeat(eight[..., :1], 3, axis=2), eight[..., 1:]], axis=2)
    return eight if colour == RGB_ALPHA else opaque(eight)


def make_pngs():
    for colour, depths in DEPTHS.items():
        for depth in depths:
            shape = (HEIGHT, WIDTH, CHANNELS[colour])
            samples = random.integers(0, 1 << depth, shape)
            palette = random.integers(0, 256, (1 << min(depth, 8), 3), dtype=np.uint8)
            before = chunk(b"PLTE", palette.tobytes()) if colour == PALETTE else b""
            rgba = colour_of(samples, colour, depth, palette)
            name = f"{NAMES[colour]}-{depth}"
            store_png(f"{name}.png", png(samples, colour, depth, before=before), rgba, depth)
            if depth in (1, 8, 16):
                data = png(samples, colour, depth, True, before)
                store_png(f"{name}-interlaced.png", data, rgba, depth)
            if colour in (GREY, RGB, PALETTE):
                make_transparent(name, samples, colour, depth, palette, before, rgba)
    samples = random.integers(0, 256, (HEIGHT, WIDTH, 4))
    data = png(samples, RGB_ALPHA, 8)
    store_png("over-blue.png", data, samples.astype(np.uint8), 8, (32, 64, 200))


def make_transparent(name, samples, colour, depth, palette, before, rgba):
    rgba = rgba.copy()
    if colour == PALETTE:
        # Fewer entries than colours: the rest is opaque.
        alphas = random.integers(0, 256, max(1, len(palette) // 2), dtype=np.uint8)
        table = np.concatenate([alphas, np.full(len(palette) - len(alphas), 255, np.uint8)])
        rgba[..., 3] = table[samples[..., 0]]
        before += chunk(b"tRNS", alphas.tobytes())
    else:
        samples = samples.copy()
        key = samples[0, 0].copy()
        if depth == 16:
            # The same colour in 8 bits, yet not the transparent one.
            samples[0, 1] = key ^ 1
            rgba[0, 1] = np.append(np.broadcast_to(to_eight(samples[0, 1], 16), 3), 255)
        rgba[..., 3] = np.where((samples == key).all(axis=2), 0, 255)
        before += chunk(b"tRNS", b"".join(struct.pack(">H", int(sample)) for sample in key))
    data = png(samples, colour, depth, before=before)
    # Pillow compares a transparent grey of 2 or 4 bits with samples already widened to 8.
    pillow = not (colour == GREY and depth in (2, 4))
    store_png(f"{name}-transparent.png", data, rgba, depth, pillow=pillow)


def make_ancillary():
    """A picture with everything that must not change its pixels: gamma, a profile, texts."""
    samples = random.integers(0, 256, (HEIGHT, WIDTH, 3))
    extra = chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"sBIT", b"\5\6\5")
    extra += chunk(b"iCCP", b"odd profile\0\0" + zlib.compress(b"not a profile" * 9))
    extra += chunk(b"tEXt", b"Title\0caf\xe9 in Latin-1") + chunk(b"tIME", b"\7\xe8\1\1\0\0\0")
    extra += chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a compressed text " * 20))
    extra += chunk(b"iTXt", b"Author\0\1\0fr\0Auteur\0" + zlib.compress("Zoë 木".encode()))
    data = png(samples, RGB, 8, text=extra)
    store_png("ancillary.png", data, opaque(samples.astype(np.uint8)), 8)


def jpeg(picture, **options):
    target = io.BytesIO()
    picture.save(target, "JPEG", **options)
    return target.getvalue()


def store_jpeg(name, data):
    (folder / name).write_bytes(data)
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    expect(name, np.array(picture.convert("RGB")))


def photo(width, height, channels):
    """Smooth waves with a hard edge: chroma subsampling and the transform both show in it."""
    y, x, c = np.mgrid[0:height, 0:width, 0:channels]
    waves = 128 + 90 * np.sin(x / (2.5 + c)) * np.cos(y / (3.5 - c / 2)) + 30 * (x + y > 14) * (c - 1)
    return np.clip(waves, 0, 255).astype(np.uint8)


def without_segment(data, marker):
    """A JPEG without the segments of one marker before its first scan."""
    result, place = data[:2], 2
    while data[place + 1] != 0xDA:
        end = place + 2 + struct.unpack(">H", data[place + 2:place + 4])[0]
        if data[place + 1] != marker:
            result += data[place:end]
        place = end
    return result + data[place:]


def make_jpegs():
    colour = Image.fromarray(photo(19, 18, 3), "RGB")
    grey = Image.fromarray(photo(19, 18, 1)[..., 0], "L")
    inks = Image.frombytes("CMYK", (19, 18), photo(19, 18, 4).tobytes())
    for name, sampling in [("444", 0), ("422", 1), ("420", 2)]:
        store_jpeg(f"baseline-{name}.jpg", jpeg(colour, quality=80, subsampling=sampling))
        data = jpeg(colour, quality=80, subsampling=sampling, progressive=True)
        store_jpeg(f"progressive-{name}.jpg", data)
    store_jpeg("restarts.jpg", jpeg(colour, quality=80, restart_marker_blocks=2))
    store_jpeg("stored-as-rgb.jpg", jpeg(colour, quality=80, keep_rgb=True))
    store_jpeg("grey.jpg", jpeg(grey, quality=80))
    store_jpeg("grey-progressive.jpg", jpeg(grey, quality=80, progressive=True))
    adobe = jpeg(inks, quality=80)
    place = adobe.index(b"Adobe")
    assert adobe[place + 11] == 0, "CMYK is Adobe's transform 0"
    store_jpeg("cmyk-adobe.jpg", adobe)
    store_jpeg("cmyk-plain.jpg", without_segment(adobe, 0xEE))
    # The same samples read as luminance, chroma and black: Adobe's transform 2.
    store_jpeg("ycck-adobe.jpg", adobe[:place + 11] + b"\2" + adobe[place + 12:])
    surplus = jpeg(colour, quality=80)
    store_jpeg("surplus-bytes.jpg", surplus[:-2] + b"\x12\x34\x56" + surplus[-2:])
    make_orientations()


def make_orientations():
    picture = Image.fromarray(photo(11, 6, 3), "RGB")
    for orientation in range(1, 9):
        order, mark = ("<", b"II*\0") if orientation % 2 else (">", b"MM\0*")
        entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
        other = struct.pack(order + "HHII", 0x0100, 4, 1, 11)
        tiff = mark + struct.pack(order + "IH", 8, 2) + other + entry + bytes(4)
        data = jpeg(picture, quality=90, subsampling=0, exif=b"Exif\0\0" + tiff)
        store_jpeg(f"orientation-{orientation}.jpg", data)


folder.mkdir(parents=True, exist_ok=True)
make_pngs()
make_ancillary()
make_jpegs()
(folder / "expected.tsv").write_text("\n".join(expected) + "\n")
