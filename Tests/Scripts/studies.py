"""Numbers of NumPy beside which `Tests/StudiesTests/NumPyTests.swift` holds the studies' reports.

Run with a Python that has NumPy; it prints the expected numbers as Swift literals.
"""

import math

import numpy as np

MASK = (1 << 64) - 1


class SplitMix:
    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        return (z >> 11) / 9007199254740992


random = SplitMix(2026)
eranks, entropies, kept, kept_eranks = [], [], [[], []], [[], []]
for _ in range(300):
    eranks.append(40 + 100 * random.next())
    entropies.append(4 + eranks[-1] / 100 + random.next())
    for strategy in range(2):
        chosen = set()
        while len(chosen) < 6:
            chosen.add(int(64 * random.next() * random.next()))
        kept[strategy].append(sorted(chosen))
        kept_eranks[strategy].append(1 + 5 * random.next())
eranks, entropies = np.array(eranks), np.array(entropies)
kept_eranks = np.array(kept_eranks)


def both(function):
    return [float(function(eranks)), float(function(entropies))]


print("SCALE", [
    ("mean", both(np.mean)), ("deviation", both(lambda v: np.std(v, ddof=1))),
    ("minimum", both(np.min)), ("q1", both(lambda v: np.quantile(v, 0.25))),
    ("median", both(np.median)), ("q3", both(lambda v: np.quantile(v, 0.75))),
    ("maximum", both(np.max)), ("pearson", [float(np.corrcoef(entropies, eranks)[0, 1])]),
])


def mean(values):
    return [float(row.mean()) for row in values]


def error(values):
    return [float(row.std(ddof=1) / math.sqrt(row.size)) for row in values]


is_complex = eranks >= 90
print("DIVERSITY", [
    ("erank", "keep_6", mean(kept_eranks)), ("erank", "keep_6_error", error(kept_eranks)),
    ("erank-simple", "keep_6", mean(kept_eranks[:, ~is_complex])),
    ("erank-complex", "keep_6_error", error(kept_eranks[:, is_complex])),
])
jaccard = np.array([
    len(set(one) & set(other)) / len(set(one) | set(other)) for one, other in zip(*kept)
])
print("JACCARD", float(jaccard.mean()), float(jaccard.std(ddof=1) / math.sqrt(300)))
border, evenness, row = [], [], []
for strategy in range(2):
    counts = np.bincount(np.concatenate(kept[strategy]), minlength=64).reshape(8, 8)
    shares = counts / counts.sum()
    border.append(float(1 - shares[1:-1, 1:-1].sum()))
    known = shares[shares > 0]
    evenness.append(float(-(known * np.log(known)).sum() / math.log(64)))
    row.append(float((shares.sum(axis=1) * (np.arange(8) + 0.5) / 8).sum()))
print("POSITION", [("border", border), ("evenness", evenness), ("row", row)])
