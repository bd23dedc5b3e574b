"""Makes Tests/Fixtures/goldens from a folder of full goldens.

Run: python3 Tests/Scripts/make_golden_fixtures.py FOLDER   (needs numpy 1.24 or later, nothing else)

A full golden is NAME.npz, a seeded synthetic sample, NAME.json, what the published implementations
selected on it (Tests/Fixtures/README.md names them), and NAME.tokens.npz, the features that merging
made. Output features of more than LARGEST bytes are left out, and of the case of five tiles everything
but what HiRED reads and selects. Nothing is computed: a fixture is a part of its golden.
"""
import json
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "..", "Fixtures", "goldens")

CASES = [
    "p01_smooth_196x64",
    "p06_ties_576x64",
    "p07_dups_576x64",
    "p08_zeronorm_196x64",
    "p09_uniform_576x64",
    "p10_onehot_576x64",
    "p11_edgeK_196x64",
]
# Of the case of tiles only these arrays and this strategy: the rest of it would be megabytes.
TILES = "p05_anyres_2880x64"
TILE_ARRAYS = ["attention", "first_layer_attention", "grid"]
TILE_STRATEGY = "hired"
# The largest array of output features that is kept, in bytes.
LARGEST = 20_000
SAMPLE_KEYS = ["case", "tokens", "width", "grid", "erank", "erank_uncentred", "entropy"]
SELECTION_KEYS = [
    "strategy", "keep", "arithmetic", "kept", "order", "important", "groups", "sizes", "tokens",
    "erank", "erank_uncentred", "attention_mass",
]


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def part(source, keys):
    return {key: source[key] for key in keys if key in source}


def make(folder, case):
    with open(os.path.join(folder, case + ".json")) as file:
        golden = json.load(file)
    with np.load(os.path.join(folder, case + ".npz")) as sample:
        arrays = {name: sample[name] for name in sample if case != TILES or name in TILE_ARRAYS}
    np.savez_compressed(os.path.join(TARGET, case + ".npz"), **arrays)

    selections = [
        part(selection, SELECTION_KEYS)
        for selection in golden["selections"]
        if case != TILES or selection["strategy"].split(":")[0] == TILE_STRATEGY
    ]
    with np.load(os.path.join(folder, case + ".tokens.npz")) as tokens:
        wanted = {selection.get("tokens") for selection in selections}
        outputs = {
            name: tokens[name]
            for name in tokens
            if name in wanted and tokens[name].nbytes <= LARGEST
        }
    for selection in selections:
        if "tokens" in selection and selection["tokens"] not in outputs:
            del selection["tokens"]
    if outputs:
        np.savez_compressed(os.path.join(TARGET, case + ".tokens.npz"), **outputs)
    # One selection a line, so that a difference between two versions can be read.
    head = compact(part(golden, SAMPLE_KEYS))
    lines = ",\n".join(compact(selection) for selection in selections)
    with open(os.path.join(TARGET, case + ".json"), "w") as file:
        file.write(f'{head[:-1]},"selections":[\n{lines}\n]}}\n')
    print(f"{case}: {len(selections)} selections, {len(outputs)} arrays of output features")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    os.makedirs(TARGET, exist_ok=True)
    for name in CASES + [TILES]:
        make(sys.argv[1], name)
