"""Times the strategies as their authors formulate them, in rows that prunescope-benchmarks prints too.

    python3 Tests/Scripts/benchmark_selection.py > theirs.txt
    .build/release/prunescope-benchmarks matrices strategies > ours.txt

Needs NumPy; PyTorch for the rows of the authors' loops (without it they are left out). The functions
are written anew from the definitions of the papers and of the released code, in the authors' float32
and on one thread. The tokens are those that the benchmarks make, but for rounding.

`--against FILE` reads our rows and prints how many times faster they are.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import statistics
import sys
import time

import numpy as np

try:
    import torch
except ImportError:
    torch = None


# --- the same tokens as Tests/Benchmarks/PruningBenchmarks/SyntheticField.swift -------------------

def units(seed, start, count):
    """Numbers of SplitMix64 from the one at `start`, in 0 ..< 1."""
    with np.errstate(over="ignore"):
        counter = np.arange(start + 1, start + count + 1, dtype=np.uint64)
        state = np.uint64(seed) + counter * np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state = state ^ (state >> np.uint64(31))
    return (state >> np.uint64(11)).astype(np.float64) * 2.0**-53


def noise(rows, columns, seed):
    four = units(seed, 0, 4 * rows * columns).reshape(-1, 4)
    return (((four[:, 0] + four[:, 1]) + four[:, 2]) + four[:, 3] - 2).reshape(rows, columns)


def make_features(tokens, width):
    rank = min(tokens, width, 512)
    scores = noise(tokens, rank, 1) / np.sqrt(1 + np.arange(rank))
    features = scores @ noise(rank, width, 2)
    length = np.where(np.arange(tokens) % 97 == 5, 8.0, 1.0)
    return length[:, None] * (features + 2 * noise(1, width, 3))


def make_attention(tokens, heads=16):
    common = units(4, 0, tokens) ** 4
    weights = common * units(4, tokens, heads * tokens).reshape(heads, tokens) ** 4 + 1e-6
    return weights * (0.9 / weights.sum(axis=1, keepdims=True))


# --- the authors' formulations --------------------------------------------------------------------

def unit_rows(features):
    return features / features.norm(dim=-1, keepdim=True)


def faster_vlm(attention, keep):
    """Mean over heads, then the largest."""
    return torch.topk(attention.mean(dim=0), keep).indices


def div_prune(cosines, keep):
    """Max–min: the token with the farthest nearest neighbour, then repeatedly the token farthest from
    its nearest chosen one; every step reads the rows of all chosen tokens, as released."""
    distances = 1.0 - cosines
    chosen = torch.empty(keep, dtype=torch.long)
    nearest = torch.topk(distances, 2, dim=0, largest=False).values[1]
    chosen[0] = torch.argmax(nearest)
    for step in range(1, keep):
        gaps = torch.min(distances[chosen[:step]], dim=0).values
        chosen[step] = torch.argmax(gaps)
    return chosen


def div_prune_running(cosines, keep):
    """The same with a running minimum."""
    distances = 1.0 - cosines
    chosen = [int(torch.argmax(torch.topk(distances, 2, dim=0, largest=False).values[1]))]
    gaps = distances[chosen[0]].clone()
    while len(chosen) < keep:
        chosen.append(int(torch.argmax(gaps)))
        torch.minimum(gaps, distances[chosen[-1]], out=gaps)
    return torch.tensor(chosen)


def farthest_points(squared, attention, keep):
    """From the most attended token, each next one farthest from its nearest chosen one."""
    chosen = [int(torch.argmax(attention.mean(dim=0)))]
    gaps = squared[chosen[0]].clone()
    while len(chosen) < keep:
        gaps[chosen[-1]] = -torch.inf
        chosen.append(int(torch.argmax(gaps)))
        torch.minimum(gaps, squared[chosen[-1]], out=gaps)
    return torch.tensor(chosen)


def vis_pruner(unit, attention, keep, ratio=0.5):
    """The most attended tokens, and the others thinned of near-duplicates, eight a round; every round
    multiplies the even tokens with the odd ones."""
    important = int(keep * ratio)
    diverse = keep - important
    order = attention.mean(dim=0).argsort(descending=True)
    residual = order[important:]
    while diverse > 0:
        surplus = min(8, residual.numel() - diverse)
        if surplus <= 0:
            break
        even, odd = residual[::2], residual[1::2]
        scores = (unit[even] @ unit[odd].T).max(dim=-1).values
        left = scores.argsort(descending=True)[surplus:]
        residual = torch.cat([even[left], odd])
    return torch.cat([order[:important], residual[:max(diverse, 0)]])


def agile_walk(cosines, attention, keep, erank, average=90.0, largest=0.25):
    """Down the attention: every chosen token removes what is closer than its threshold."""
    order = attention.mean(dim=0).argsort(descending=True)
    alive = torch.ones(order.numel(), dtype=torch.bool)
    chosen = []
    for rank, token in enumerate(order.tolist(), start=1):
        if len(chosen) == keep:
            break
        if not alive[token]:
            continue
        chosen.append(token)
        threshold = min(rank * erank / average * 0.01, largest)
        alive &= ~((1.0 - cosines[token]) < threshold)
    taken = torch.zeros(order.numel(), dtype=torch.bool)
    taken[chosen] = True
    fill = order[~taken[order]][:keep - len(chosen)]
    return torch.cat([torch.tensor(chosen, dtype=torch.long), fill])


def effective_rank(features):
    """Of the mean-centred tokens, from the n×n Gram matrix in float32, as released."""
    centred = features - features.mean(dim=0, keepdim=True)
    values = torch.linalg.eigvalsh(centred @ centred.T).clamp(min=1e-12).sqrt()
    shares = values / (values.sum() + 1e-12)
    return float(torch.exp(-(shares * torch.log(shares + 1e-12)).sum()))


def smaller_gram_rank(features):
    """The same from the smaller Gram matrix in float64: as exact as ours."""
    centred = (features - features.mean(dim=0, keepdim=True)).double()
    wide = centred.shape[0] <= centred.shape[1]
    gram = centred @ centred.T if wide else centred.T @ centred
    values = torch.linalg.eigvalsh(gram).clamp(min=0).sqrt()
    shares = values[values > 0] / values.sum()
    return float(torch.exp(-(shares * torch.log(shares)).sum()))


# --- the table ------------------------------------------------------------------------------------

class Table:
    def __init__(self, seconds, ours):
        self.seconds, self.ours, self.section = seconds, ours, ""

    def heading(self, text):
        self.section = text
        print(f"\n{text:<58}{'median':>10}{'best':>10}" + (f"{'ours':>10}" if self.ours else ""))

    def measure(self, title, work, fewest=3):
        work()
        times, end = [], time.perf_counter() + self.seconds
        while time.perf_counter() < end or len(times) < fewest:
            start = time.perf_counter()
            work()
            times.append(1000 * (time.perf_counter() - start))
        median = statistics.median(times)
        line = f"{title:<58}{median:>10.3f}{min(times):>10.3f}"
        own = self.ours.get((self.section, title.split(";")[0]))
        if own:
            line += f"{own:>10.3f}  ours is {median / own:.1f} times as fast"
        print(line, flush=True)


def read_rows(path):
    """Medians by section and title out of the output of prunescope-benchmarks."""
    rows, section = {}, ""
    for line in open(path, encoding="utf-8") if path else []:
        title, fields = line[:58].strip(), line[58:].split()
        if fields[:2] == ["median", "best"]:
            section = title
        elif title and fields:
            rows[section, title] = float(fields[0])
    return rows


def measure(table, tokens, width, keep):
    features = torch.from_numpy(make_features(tokens, width).astype(np.float32))
    attention = torch.from_numpy(make_attention(tokens).astype(np.float32))
    unit = unit_rows(features)
    cosines = unit @ unit.T
    gram = features @ features.T
    lengths = gram.diagonal()

    def squared_distances(gram):
        return (lengths[:, None] + lengths[None, :] - 2 * gram).clamp(min=0)

    table.heading(f"SHARED MATRICES, {tokens}×{width}")
    wide = features.double()
    table.measure("Gram matrix; float32", lambda: features @ features.T)
    table.measure("Gram matrix; float64", lambda: wide @ wide.T)
    table.measure("cosines from features", lambda: unit_rows(features) @ unit_rows(features).T)
    table.measure("erank of all tokens, from features; as released, float32",
                  lambda: effective_rank(features))
    table.measure("erank of all tokens, from features; float64, smaller Gram",
                  lambda: smaller_gram_rank(features))

    table.heading(f"SELECTING {keep} OF {tokens}, SHARED MATRICES GIVEN")
    squared, erank = squared_distances(gram), effective_rank(features)
    table.measure("agilepruner", lambda: agile_walk(cosines, attention, keep, erank))
    table.measure("fastervlm", lambda: faster_vlm(attention, keep))
    table.measure("divprune", lambda: div_prune(cosines, keep))
    table.measure("divprune; running minimum", lambda: div_prune_running(cosines, keep))
    table.measure("fpspruner", lambda: farthest_points(squared, attention, keep))
    table.measure("vispruner", lambda: vis_pruner(unit, attention, keep))

    table.heading(f"SELECTING {keep} OF {tokens}, FROM FEATURES")
    def own_cosines():
        unit = unit_rows(features)
        return unit @ unit.T
    table.measure("agilepruner", lambda: agile_walk(
        own_cosines(), attention, keep, effective_rank(features)))
    table.measure("fastervlm", lambda: faster_vlm(attention, keep))
    table.measure("divprune", lambda: div_prune(own_cosines(), keep))
    table.measure("divprune; running minimum", lambda: div_prune_running(own_cosines(), keep))
    table.measure("fpspruner", lambda: farthest_points(
        squared_distances(features @ features.T), attention, keep))
    table.measure("vispruner", lambda: vis_pruner(unit_rows(features), attention, keep))
    table.measure("agilepruner, fixed threshold", lambda: agile_walk(
        own_cosines(), attention, keep, 90.0))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=1.0, help="time for each row")
    parser.add_argument("--small", action="store_true", help="leave out 2880 tokens")
    parser.add_argument("--against", help="output of prunescope-benchmarks")
    options = parser.parse_args()
    if torch is None:
        sys.exit("PyTorch is not installed; 'pip install torch' adds it")
    torch.set_num_threads(1)
    table = Table(options.seconds, read_rows(options.against))
    print(f"PyTorch {torch.__version__}, NumPy {np.__version__}, one thread, milliseconds")
    with torch.inference_mode():
        measure(table, 576, 1024, 64)
        if not options.small:
            measure(table, 2880, 1024, 320)


if __name__ == "__main__":
    main()
