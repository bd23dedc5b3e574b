"""Makes Tests/Fixtures/goldens from a folder of full goldens.

Run: python3 Tests/Scripts/make_golden_fixtures.py FOLDER   (needs numpy 1.24 or later, nothing else)

A full golden is NAME.npz, a seeded synthetic sample, and NAME.json, what the published
implementations selected on it (Tests/Fixtures/README.md names them). Of the sample only the arrays
are kept that the strategies here read; of the selections only those of these strategies. Nothing is
computed: a fixture is a part of its golden.
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
ARRAYS = ["features", "attention", "grid"]
STRATEGIES = ["agilepruner", "fastervlm", "divprune", "fpspruner", "vispruner"]
SAMPLE_KEYS = ["case", "tokens", "width", "grid", "erank", "erank_uncentred", "entropy"]
SELECTION_KEYS = [
    "strategy", "keep", "kept", "order", "important", "erank", "erank_uncentred", "attention_mass",
]


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def part(source, keys):
    return {key: source[key] for key in keys if key in source}


def make(folder, case):
    with open(os.path.join(folder, case + ".json")) as file:
        golden = json.load(file)
    with np.load(os.path.join(folder, case + ".npz")) as sample:
        arrays = {name: sample[name] for name in ARRAYS}
    np.savez_compressed(os.path.join(TARGET, case + ".npz"), **arrays)

    selections = [
        part(selection, SELECTION_KEYS)
        for selection in golden["selections"]
        if selection["strategy"].split(":")[0] in STRATEGIES
    ]
    # One selection a line, so that a difference between two versions can be read.
    head = compact(part(golden, SAMPLE_KEYS))
    lines = ",\n".join(compact(selection) for selection in selections)
    with open(os.path.join(TARGET, case + ".json"), "w") as file:
        file.write(f'{head[:-1]},"selections":[\n{lines}\n]}}\n')
    print(f"{case}: {len(selections)} selections")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    os.makedirs(TARGET, exist_ok=True)
    for name in CASES:
        make(sys.argv[1], name)
