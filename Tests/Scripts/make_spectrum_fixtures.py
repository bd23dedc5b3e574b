"""Makes Tests/Fixtures/linear-algebra/spectra.tsv: what NumPy's SVD says of synthetic matrices.

Run: python3 Tests/Scripts/make_spectrum_fixtures.py   (needs numpy 1.24 or later, nothing else)

Elements are the top bytes of a linear congruential generator, (byte - 128) / 32, so that the tests
can make the same matrices; a kind then changes them, exactly in doubles.
"""
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "..", "Fixtures", "linear-algebra", "spectra.tsv")

# kind, seed, rows, columns
CASES = [
    ("plain", 2, 1, 7),
    ("plain", 4, 7, 1),
    ("plain", 6, 12, 30),
    ("plain", 8, 30, 12),
    ("plain", 10, 64, 64),
    ("plain", 12, 150, 40),
    ("offset", 14, 40, 20),
    ("repeated-rows", 16, 60, 24),
    ("repeated-columns", 18, 24, 60),
    ("graded", 20, 50, 16),
    ("outlier", 22, 48, 32),
]


def elements(seed, rows, columns):
    state, values = seed, []
    for _ in range(rows * columns):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        values.append(((state >> 56) - 128) / 32)
    return np.array(values).reshape(rows, columns)


def matrix(kind, seed, rows, columns):
    values = elements(seed, rows, columns)
    if kind == "offset":
        values += 1000
    if kind == "repeated-rows":
        values = values[np.arange(rows) % 10]
    if kind == "repeated-columns":
        values = values[:, np.arange(columns) % 7]
    if kind == "graded":
        values = values * 0.5 ** np.arange(columns)
    if kind == "outlier":
        values[3] *= 256
    return values


def effective_rank(values):
    singular = np.linalg.svd(values, compute_uv=False)
    singular = singular[singular > 1e-12 * np.abs(values).max()] if values.any() else singular[:0]
    shares = singular / singular.sum()
    return float(np.exp(-(shares * np.log(shares)).sum()))


def row(kind, seed, rows, columns):
    values = matrix(kind, seed, rows, columns)
    centred = values - values.mean(axis=0)
    singular = np.linalg.svd(values, compute_uv=False)
    rank = 0.0 if rows == 1 else effective_rank(centred)
    numbers = [effective_rank(values), rank, float(singular[0]), float((values**2).sum())]
    return [kind, str(seed), str(rows), str(columns)] + [repr(number) for number in numbers]


if __name__ == "__main__":
    os.makedirs(os.path.dirname(TARGET), exist_ok=True)
    head = ["kind", "seed", "rows", "columns", "uncentred", "centred", "largest", "squares"]
    with open(TARGET, "w") as file:
        for line in [head] + [row(*case) for case in CASES]:
            file.write("\t".join(line) + "\n")
