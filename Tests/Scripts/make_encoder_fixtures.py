"""Makes Tests/Fixtures/encoders/NAME: tiny vision transformers and what transformers makes of them.

    python3 -m venv venv
    venv/bin/pip install torch --index-url https://download.pytorch.org/whl/cpu
    venv/bin/pip install transformers==4.57.6 pillow safetensors
    venv/bin/python Tests/Scripts/make_encoder_fixtures.py

Each folder has a checkpoint as transformers saves it and, for each `VIEW.png`, `VIEW.npz` with what
transformers computes from it in float32 (eager attention, one thread); `reference_encoders.py` says
what the arrays are. The first view, `view`, has the model's size; `wide` has another one, so that
position embeddings are interpolated. Views are of exactly that size: nothing is resized.
"""

import pathlib

import numpy
import torch
import transformers
from PIL import Image

import reference_encoders as reference
from synthetic_pictures import picture

assert transformers.__version__.startswith("4.57"), transformers.__version__
torch.set_num_threads(1)
folder = pathlib.Path(__file__).parent.parent / "Fixtures" / "encoders"


def scene(seed, width, height):
    """A gradient, two bright shapes and noise: patches that differ, as those of photographs do."""
    down, across = numpy.mgrid[0:height, 0:width]
    base = numpy.stack([
        40 + 150 * across / width, 60 + 120 * down / height, 200 - 90 * (across + down) / (width + height)
    ], axis=-1)
    base[(across - width * 0.3) ** 2 + (down - height * 0.4) ** 2 < (height / 5) ** 2] = (230, 80, 40)
    base[(across > width * 0.6) & (down > height * 0.55)] = (20, 30, 90)
    noise = picture(2 * seed, width, height).astype(numpy.float64) / 255 - 0.5
    return Image.fromarray(numpy.clip(base + 90 * noise, 0, 255).astype(numpy.uint8))


ALL = None
STATES = ("pixel_values", "hidden_states", "features", "attention", "last_layer_attention")
TOWER = dict(width=32, heads=4, layers=3, inner=64, patch=4, image=24)

# folder, model, elements of the checkpoint, view sizes, arrays (ALL: every one)
CASES = [
    ("clip-quick-gelu", lambda: reference.clip(1, **TOWER, projection=16, activation="quick_gelu"),
     torch.float32, {"view": ((24, 24), ALL), "wide": ((32, 20), STATES)}),
    ("clip-gelu-bfloat16", lambda: reference.clip(1, **TOWER, projection=16, activation="gelu"),
     torch.bfloat16, {"view": ((24, 24), STATES + ("clip_image_embeds",))}),
    ("siglip", lambda: reference.siglip(2, 36, 3, 3, 60, 4, 26),
     torch.float32, {"view": ((26, 26), ALL), "wide": ((31, 22), STATES + ("pooling_attention",))}),
    ("llava-float16", lambda: reference.llava(3, **TOWER, projected=20),
     torch.float16, {"view": ((24, 24), STATES + ("projected",))}),
]

for name, make, element, sizes in CASES:
    model = make()
    reference.save(model, folder / name, element)
    for number, (view, (size, wanted)) in enumerate(sizes.items(), start=1):
        image = scene(number, *size)
        image.save(folder / name / f"{view}.png", optimize=True)
        values = reference.normalised(model, image)
        if view == "view":
            view_bytes, processed = reference.views(model, image)
            assert (view_bytes == numpy.asarray(image)).all() and (processed == values).all()
        arrays = reference.evaluate(model, values, interpolate=view != "view")
        exact = reference.evaluate(model.double(), values, interpolate=view != "view")
        model.float()
        noise = max(reference.worst(arrays[key], exact[key]) for key in arrays)
        rows = arrays["attention"] / arrays["attention"].sum(axis=1, keepdims=True)
        entropy = -(rows * numpy.log(rows)).sum(axis=1)
        print(f"{name}/{view}: noise of float32 {noise:.1e}; entropy of heads",
              *(f"{value:.2f}" for value in entropy), f"of {numpy.log(rows.shape[1]):.2f}")
        arrays["pixel_values"] = values
        kept = {key: array.astype(numpy.float32) for key, array in arrays.items()
                if wanted is ALL or key in wanted}
        numpy.savez_compressed(folder / name / f"{view}.npz", **kept)
