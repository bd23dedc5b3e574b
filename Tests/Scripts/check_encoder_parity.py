"""Compares `prunescope encode --encoder FOLDER` with transformers, array by array.

    python3 Tests/Scripts/check_encoder_parity.py .build/release/prunescope            # tiny and base
    python3 Tests/Scripts/check_encoder_parity.py .build/release/prunescope --large    # all sizes

Makes checkpoints with random weights and the published shapes in a temporary folder, encodes
photographs and synthetic pictures with both, and prints for each model and picture the worst
difference of each array, relative to the largest expected value. Ends with 1 when one is above the
tolerance, when the bytes before normalising differ, or when the 64 most attended patches are others.

Needs transformers 4.57, PyTorch, Pillow, safetensors and scikit-image. 16-bit checkpoints
(`--elements`) are widened on both sides. The largest model takes up to 11 GB with `--noise`.
"""

import argparse
import gc
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy
import PIL
import torch
from PIL import Image
from safetensors import safe_open
from skimage import data

import reference_encoders as reference
from synthetic_pictures import picture

CLIP_BASE = dict(width=768, heads=12, layers=12, inner=3072, patch=16, image=224)
CLIP_LARGE = dict(width=1024, heads=16, layers=24, inner=4096, patch=14, image=336)
LIKE_TRAINED = dict(sharpest=2.0, alike=0.5)
TINY = dict(width=32, heads=4, layers=3, inner=64, patch=4, image=24)

# name, whether only --large runs it, how it is made, shards of the checkpoint
MODELS = [
    ("clip-tiny", False, lambda: reference.clip(11, **TINY, projection=16, activation="quick_gelu")),
    ("clip-tiny-gelu", False, lambda: reference.clip(12, **TINY, projection=16, activation="gelu")),
    ("siglip-tiny", False, lambda: reference.siglip(13, 36, 3, 3, 60, 4, 26)),
    ("llava-tiny", False, lambda: reference.llava(14, **TINY, projected=20)),
    ("clip-base-16-224", False, lambda: reference.clip(
        15, **CLIP_BASE, projection=512, activation="quick_gelu", **LIKE_TRAINED)),
    ("siglip-base-16-224", False, lambda: reference.siglip(
        16, 768, 12, 12, 3072, 16, 224, **LIKE_TRAINED)),
    ("clip-large-14-336", True, lambda: reference.clip(
        17, **CLIP_LARGE, projection=768, activation="quick_gelu", **LIKE_TRAINED)),
    ("siglip-so400m-14-384", True, lambda: reference.siglip(
        18, 1152, 16, 27, 4304, 14, 384, **LIKE_TRAINED)),
    ("llava-1.5", True, lambda: reference.llava(
        19, **CLIP_LARGE, projected=4096, **LIKE_TRAINED)),
]
ELEMENTS = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
# Layers that strategies read beside the selected one: VScan's shallow one and HiRED's first.
SHALLOW, FIRST = 5, 0
TOP = 64


# --- pictures -------------------------------------------------------------------------------------

def resize_across_first():
    """Makes Pillow 13 resize rows before columns always, as all versions before it do."""
    if int(PIL.__version__.split(".")[0]) < 13:
        return
    plain = Image.Image.resize

    def resize(self, size, resample=None, box=None, reducing_gap=None):
        if box is None and reducing_gap is None:
            self = plain(self, (size[0], self.height), resample)
        return plain(self, size, resample, box, reducing_gap)

    Image.Image.resize = resize


def pictures():
    """Photographs of several shapes, and pictures that are hard to resize alike."""
    down, across = numpy.mgrid[0:601, 0:200]
    waves = 127 + 127 * numpy.sin(down[..., None] * numpy.array([0.05, 0.3, 1.7]) + across[..., None] / 9)
    return {
        "astronaut": Image.fromarray(data.astronaut()),
        "coffee": Image.fromarray(data.coffee()),
        "chelsea": Image.fromarray(data.chelsea()),
        "tall-rocket": Image.fromarray(data.rocket().transpose(1, 0, 2)),
        "grey-camera": Image.fromarray(data.camera()),
        "waves-200x601": Image.fromarray(waves.astype(numpy.uint8)),
        "blocks-700x90": Image.fromarray(picture(5, 70, 9)).resize((700, 90), Image.NEAREST),
        "small-50x37": Image.fromarray(picture(6, 50, 37)),
    }


# --- ours -----------------------------------------------------------------------------------------

def run_ours(program, checkpoint, image, mode, output):
    """Encodes one picture; returns the arrays and the metadata of the dump."""
    command = [
        program, "encode", image, "--encoder", checkpoint, "--output", output, "--all-layers",
        "--format", "safetensors", "--preprocess", mode, "--overwrite"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: ended with {done.returncode}\n"
                           + done.stderr.strip())
    path = done.stdout.strip().splitlines()[-1]
    with safe_open(path, "np") as file:
        arrays = {name: file.get_tensor(name) for name in file.keys()}
        metadata = file.metadata() or {}
    pathlib.Path(path).unlink()
    return arrays, metadata


# --- what is expected -----------------------------------------------------------------------------

def heads_apart(rows, heads):
    """n×d to h×n×(d/h)."""
    return rows.reshape(rows.shape[0], heads, -1).transpose(1, 0, 2)


def expected_arrays(arrays, heads, layer):
    """The arrays of the dump, made of what `reference_encoders.evaluate` returns."""
    states, attentions = arrays["hidden_states"], arrays["attentions"]
    classes = states.shape[1] - arrays["features"].shape[0]
    layers = attentions.shape[0]

    def patch_attention(index):
        if classes:
            return attentions[index][:, 0, classes:]
        return attentions[index].mean(axis=1, dtype=numpy.float64)

    expected = {
        "all_hidden_states": states,
        "features": states[layer, classes:],
        "full_attention": attentions[layer],
        "queries": heads_apart(arrays["queries"][layer, classes:], heads),
        "keys": heads_apart(arrays["keys"][layer, classes:], heads),
        "attention": patch_attention(layer),
        "first_layer_attention": patch_attention(FIRST),
    }
    if layers > SHALLOW:
        expected["shallow_attention"] = patch_attention(SHALLOW)
    if classes:
        expected["class_attention_layers"] = attentions[:, :, 0]
    else:
        expected["received_attention_layers"] = attentions.mean(axis=2, dtype=numpy.float64)
    for name in ("last_layer_attention", "clip_image_embeds", "projected", "pooling_attention"):
        if name in arrays:
            expected[name] = arrays[name]
    return expected


def fitted(ours, expected):
    """Ours without the class token, without a batch axis, or averaged over heads, as the other is."""
    ours = numpy.asarray(ours, dtype=numpy.float64)
    if ours.ndim == expected.ndim + 1 and ours.shape[0] == 1:
        ours = ours[0]
    if ours.ndim == expected.ndim - 1:
        expected = expected.mean(axis=0)
    for axis in range(ours.ndim):
        if ours.shape[axis] == expected.shape[axis] + 1:
            ours = numpy.delete(ours, 0, axis=axis)
    if ours.shape != expected.shape:
        raise ValueError(f"{'×'.join(map(str, ours.shape))} is not "
                         f"{'×'.join(map(str, expected.shape))}")
    return ours, expected


def top_patches(ours, expected):
    """Whether the most attended patches are the same: yes, tie, or no.

    A tie: the patches that only one of the two has differ in expectation by less than 10⁻⁶ of it.
    """
    ours, expected = ours.mean(axis=0), expected.mean(axis=0)
    count = min(TOP, expected.size // 4)
    first = set(numpy.argsort(-ours, kind="stable")[:count].tolist())
    second = set(numpy.argsort(-expected, kind="stable")[:count].tolist())
    if first == second:
        return "yes"
    border = expected[sorted(first ^ second)]
    return "tie" if border.max() - border.min() < 1e-6 * border.max() else "no"


# --- the table ------------------------------------------------------------------------------------

COLUMNS = [
    ("states", "all_hidden_states"), ("rows", "class_attention_layers"),
    ("rows", "received_attention_layers"), ("attention", "full_attention"), ("keys", "keys"),
    ("queries", "queries"), ("features", "features"), ("selected", "attention"),
    ("shallow", "shallow_attention"), ("first", "first_layer_attention"),
    ("last", "last_layer_attention"), ("embeds", "clip_image_embeds"),
    ("pooling", "pooling_attention"), ("projected", "projected"),
]
HEADINGS = list(dict.fromkeys(heading for heading, _ in COLUMNS))


def compare(ours, arrays, heads, layer):
    """The worst difference of each array by heading; texts where something is wrong; the worst layer."""
    expected = expected_arrays(arrays, heads, layer)
    cells, problems, worst_layer = {}, [], None
    for heading, name in COLUMNS:
        if name not in expected:
            continue
        if name not in ours:
            problems.append(f"{name}: the dump has none")
            continue
        try:
            one, other = fitted(ours[name], expected[name])
        except ValueError as error:
            problems.append(f"{name}: {error}")
            continue
        if not numpy.isfinite(one).all():
            problems.append(f"{name}: {numpy.count_nonzero(~numpy.isfinite(one))} not finite")
            continue
        if name in ("all_hidden_states", "class_attention_layers", "received_attention_layers"):
            layers = [reference.worst(a, b) for a, b in zip(one, other)]
            cells[heading] = max(layers)
            if heading == "states":
                worst_layer = int(numpy.argmax(layers))
        else:
            cells[heading] = reference.worst(one, other)
    if "attention" in ours and not any(problem.startswith("attention:") for problem in problems):
        top = top_patches(*fitted(ours["attention"], expected["attention"]))
    else:
        top = "no"
    return cells, problems, worst_layer, top


class Report:
    def __init__(self, tolerance):
        self.tolerance, self.failures, self.largest = tolerance, 0, 0.0
        print(f"{'picture':<26}{'bytes':>7}" + "".join(f"{name:>10}" for name in HEADINGS)
              + f"{'layer':>7}{'top':>5}")

    def line(self, title, same_bytes, cells, problems, layer, top):
        bad = [name for name, value in cells.items() if not value <= self.tolerance]
        failed = bool(bad or problems or same_bytes == "no" or top == "no")
        self.failures += failed
        self.largest = max([self.largest, *cells.values()])
        text = f"{title:<26}{same_bytes:>7}"
        text += "".join(f"{cells[name]:>10.1e}" if name in cells else f"{'–':>10}"
                        for name in HEADINGS)
        print(text + f"{layer if layer is not None else '–':>7}{top:>5}"
              + ("  ABOVE: " + ", ".join(bad) if bad else ""), flush=True)
        for problem in problems:
            print(f"    {problem}", flush=True)


def padded(image):
    """LLaVA's own way: a square of the mean's colour."""
    image = image.convert("RGB")
    side = max(image.size)
    canvas = Image.new("RGB", (side, side), (122, 116, 104))
    canvas.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return canvas


def check_model(name, make, element, options, folder, images, report):
    start = time.perf_counter()
    model = make()
    checkpoint = folder / f"{name}-{element}"
    reference.save(model, checkpoint, ELEMENTS[element], shard="500MB")
    vision = getattr(model.config, "vision_config", model.config)
    size = sum(file.stat().st_size for file in checkpoint.glob("*.safetensors"))
    print(f"\n{name}, {element}: {size / 1e6:.0f} MB, made in {time.perf_counter() - start:.0f} s")
    siglip = name.startswith("siglip")
    modes = ["stretch"] if siglip else ["hf-crop", "llava-pad"]
    for title, (path, image) in images.items():
        for mode in modes if title == "chelsea" else modes[:1]:
            source = padded(image) if mode == "llava-pad" else image
            view, values = reference.views(model, source)
            ours, metadata = run_ours(options.program, checkpoint, path, mode, folder / "dumps")
            layer = int(metadata.get("layer", options.layer))
            layer = layer - vision.num_hidden_layers if layer >= 0 else layer
            arrays = reference.evaluate(model, values)
            cells, problems, worst, top = compare(ours, arrays, vision.num_attention_heads, layer)
            same = "–"
            if "pixels" in ours:
                same = "yes" if numpy.array_equal(ours["pixels"], view) else "no"
            else:
                problems.append("pixels: the dump has none")
            report.line(f"{title} {mode}", same, cells, problems, worst, top)
    if options.noise:
        exact = reference.evaluate(model.double(), values)
        cells, _, worst, top = compare(
            expected_arrays(arrays, vision.num_attention_heads, layer), exact,
            vision.num_attention_heads, layer)
        print(f"{'(float32 of PyTorch itself)':<33}" + "".join(
            f"{cells[heading]:>10.1e}" if heading in cells else f"{'–':>10}"
            for heading in HEADINGS) + f"{worst:>7}{top:>5}", flush=True)
        spread = numpy.sort(arrays["attention"].mean(axis=0))[::-1]
        share = spread[:max(1, spread.size // 10)].sum() / spread.sum()
        print(f"  the most attended tenth of the patches has {share:.0%} of the attention; states of "
              f"at most {numpy.abs(arrays['hidden_states']).max():.0f}")
    for file in checkpoint.glob("*"):
        file.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the built prunescope")
    parser.add_argument("--large", action="store_true", help="also ViT-L/14-336, so400m, LLaVA-1.5")
    parser.add_argument("--models", help="names, separated by commas: "
                        + ", ".join(name for name, _, _ in MODELS))
    parser.add_argument("--pictures", help="names, separated by commas")
    parser.add_argument("--elements", default="float32", help="float32,float16,bfloat16")
    parser.add_argument("--layer", type=int, default=-2,
                        help="the selected layer where the dump's metadata does not say 'layer'")
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch")
    parser.add_argument("--noise", action="store_true", help="also float32 against float64 of PyTorch")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    resize_across_first()
    chosen = options.models.split(",") if options.models else [
        name for name, large, _ in MODELS if options.large or not large]
    unknown = set(chosen) - {name for name, _, _ in MODELS}
    unknown |= set(options.elements.split(",")) - set(ELEMENTS)
    images = pictures()
    if options.pictures:
        unknown |= set(options.pictures.split(",")) - set(images)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if options.pictures:
        images = {name: images[name] for name in options.pictures.split(",")}
    report = Report(options.tolerance)
    with tempfile.TemporaryDirectory(prefix="encoder-parity-") as temporary:
        folder = pathlib.Path(temporary)
        stored = {}
        for title, image in images.items():
            image.save(folder / f"{title}.png")
            stored[title] = (folder / f"{title}.png", image)
        for name, _, make in MODELS:
            for element in options.elements.split(",") if name in chosen else []:
                try:
                    check_model(name, make, element, options, folder, stored, report)
                except RuntimeError as error:
                    report.failures += 1
                    print(error)
                gc.collect()
    print(f"\nworst {report.largest:.1e}; {report.failures} above {report.tolerance:.0e} or wrong")
    sys.exit(1 if report.failures else 0)


if __name__ == "__main__":
    main()
