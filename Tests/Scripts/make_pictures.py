#!/usr/bin/env python3
"""Draws a folder of pictures of every degree of complexity, to try data sets on.

    make_pictures.py FOLDER [COUNT] [--size 336]

Equal arguments draw equal pictures. Each is a sky of clouds (noise whose spectrum falls with a power
from 1 to 3) under 0 to 120 shapes, so that effective rank and entropy spread widely. Needs NumPy and
Pillow.
"""

import argparse
import pathlib

import numpy
from PIL import Image, ImageDraw


def clouds(random, size, power):
    """Noise in 0...1 whose amplitude falls with the power of the frequency."""
    frequency = numpy.hypot(*numpy.meshgrid(*[numpy.fft.fftfreq(size)] * 2))
    frequency[0, 0] = 1
    layers = []
    for _ in range(3):
        spectrum = numpy.fft.fft2(random.standard_normal((size, size))) / frequency**power
        noise = numpy.fft.ifft2(spectrum).real
        layers.append((noise - noise.min()) / (noise.max() - noise.min() + 1e-12))
    return numpy.stack(layers, axis=-1)


def picture(seed, size):
    """One picture."""
    random = numpy.random.default_rng(seed)
    low, high = numpy.sort(random.integers(0, 256, (2, 3)), axis=0)
    sky = low + (high - low) * clouds(random, size, random.uniform(1, 3))
    image = Image.fromarray(sky.astype(numpy.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(int(120 * random.random() ** 2)):
        x, y = random.integers(-20, size, 2)
        width, height = random.integers(4, size // 3, 2)
        box = [int(x), int(y), int(x + width), int(y + height)]
        color = tuple(int(value) for value in random.integers(0, 256, 3))
        kind = random.integers(4)
        if kind == 0:
            draw.rectangle(box, fill=color)
        elif kind == 1:
            draw.ellipse(box, fill=color)
        elif kind == 2:
            draw.line(box, fill=color, width=int(random.integers(1, 9)))
        else:
            points = [tuple(int(p) for p in random.integers([x, y], [x + width, y + height])) for _ in range(5)]
            draw.polygon(points, fill=color)
    return image


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("count", type=int, nargs="?", default=240)
    parser.add_argument("--size", type=int, default=336)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    digits = len(str(options.count - 1))
    for seed in range(options.count):
        picture(seed, options.size).save(options.folder / f"picture-{seed:0{digits}}.png")


if __name__ == "__main__":
    main()
