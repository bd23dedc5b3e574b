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


def make_attention(tokens, heads=16, seed=4):
    common = units(seed, 0, tokens) ** 4
    weights = common * units(seed, tokens, heads * tokens).reshape(heads, tokens) ** 4 + 1e-6
    return weights * (0.9 / weights.sum(axis=1, keepdims=True))


def make_keys(tokens, heads=16):
    kinds = noise(24, heads * 64, 11).reshape(24, heads, 64).transpose(1, 0, 2)
    own = noise(heads * tokens, 64, 12).reshape(heads, tokens, 64)
    return kinds[:, np.arange(tokens) * 7 % 24] + own


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


def vision_zip(features, directions, attention, keep):
    """The most attended tokens, and contextual ones: every step-th of the rest plus the mean of those
    whose keys are nearest to its own."""
    contextual = int(keep * 10 / 64 + 0.5)
    dominant = torch.topk(attention.sum(dim=0), keep - contextual - 1).indices
    mask = torch.ones(features.shape[0], dtype=torch.bool)
    mask[dominant] = False
    rest = torch.nonzero(mask).squeeze(1)
    step = max(1, rest.numel() // contextual)
    places = torch.arange(0, rest.numel(), step)[:contextual]
    others = torch.ones(rest.numel(), dtype=torch.bool)
    others[places] = False
    targets, others = rest[places], rest[others]
    nearest = (directions[others] @ directions[targets].T).argmax(dim=1)
    chosen = torch.nn.functional.one_hot(nearest, contextual).to(features.dtype)
    counts = chosen.sum(dim=0).clamp(min=1)
    merged = features[targets] + (chosen.T @ features[others]) / counts[:, None]
    return torch.cat([features[~mask], merged]), dominant, targets


def scope(cosines, attention, keep):
    """Greedily the largest gain of coverage times attention, every gain anew at every step."""
    weights = attention.sum(dim=0)
    covered = torch.zeros(cosines.shape[0])
    chosen = []
    taken = torch.zeros(cosines.shape[0], dtype=torch.bool)
    for _ in range(keep):
        gains = (cosines - covered[:, None]).clamp(min=0).sum(dim=0) * weights
        gains[taken] = -torch.inf
        token = int(gains.argmax())
        chosen.append(token)
        taken[token] = True
        covered = torch.maximum(covered, cosines[:, token])
    return torch.tensor(chosen)


def cd_pruner(cosines, images, texts, keep):
    """The greedy maximum of a determinantal point process, by the incremental Cholesky form."""
    relevance = -(unit_rows(images) @ unit_rows(texts).T).mean(dim=1)
    relevance = (relevance - relevance.min() + 1e-6) / (relevance.max() - relevance.min())
    kernel = relevance[:, None] * cosines * relevance[None, :]
    rest = kernel.diagonal().clone()
    rows = torch.zeros(keep, kernel.shape[0])
    chosen = torch.empty(keep, dtype=torch.long)
    for step in range(keep):
        token = rest.argmax()
        chosen[step] = token
        row = (kernel[token] - rows[:step, token] @ rows[:step]) / rest[token].sqrt()
        rows[step] = row
        rest -= row.square()
        rest[token] = -torch.inf
    return chosen


def dart(unit, keys, keep, pivots=8):
    """Pivots by the L1 norm of their keys; of each the tokens least like it."""
    best = torch.topk(keys.abs().sum(dim=1), pivots).indices
    left = torch.ones(unit.shape[0], dtype=torch.bool)
    left[best] = False
    chosen = [best]
    for pivot in best.tolist():
        candidates = torch.nonzero(left).squeeze(1)
        cosines = unit[candidates] @ unit[pivot]
        picks = candidates[torch.topk(cosines, (keep - pivots) // pivots, largest=False).indices]
        left[picks] = False
        chosen.append(picks)
    return torch.cat(chosen)


def merge_nearest_keys(features, directions, attention, order):
    """To each kept token its 32 nearest others by their keys, weighted by attention, one after the
    other; the dropped ones become one more token."""
    dropped = torch.ones(features.shape[0], dtype=torch.bool)
    dropped[order] = False
    merged = []
    for token in order.tolist():
        others = torch.cat([torch.arange(token), torch.arange(token + 1, features.shape[0])])
        cosines = directions[others] @ directions[token]
        nearest = others[torch.topk(cosines, 32).indices]
        merged.append(features[token] + attention[nearest] @ features[nearest])
    merged.append(attention[dropped] @ features[dropped])
    return torch.stack(merged)


def prumerge(features, directions, attention, keep):
    order = torch.topk(attention, keep).indices
    return merge_nearest_keys(features, directions, attention, order)


def prumerge_plus(features, directions, attention, keep):
    """A quarter by attention, the rest at even steps, filled up by attention."""
    tokens = attention.numel()
    order = attention.argsort(descending=True)
    kept = order[:(keep + 2) // 4].tolist()
    spread = keep - len(kept)
    known = set(kept)
    for token in (place * tokens // spread for place in range(spread)):
        if token not in known:
            known.add(token)
            kept.append(token)
    fill = [token for token in order.tolist() if token not in known]
    kept += fill[:keep - len(kept)]
    return merge_nearest_keys(features, directions, attention, torch.tensor(kept))


def mixed(cosines, attention, keep):
    """DivPrune's picks for half of the budget, and the most attended others."""
    diverse = div_prune_running(cosines, keep - keep // 2)
    order = attention.mean(dim=0).argsort(descending=True)
    taken = torch.zeros(order.numel(), dtype=torch.bool)
    taken[diverse] = True
    return torch.cat([diverse, order[~taken[order]][:keep // 2]])


def hired(attention, first_layer, keep, alpha=0.5):
    """The most attended tokens; of five tiles half in the whole image, the rest by how many of the
    first layer's best lie in each."""
    if attention.shape[1] == 576:
        return torch.topk(attention.sum(dim=0), keep).indices
    tiles = attention.sum(dim=0).reshape(-1, 576)
    whole = min(int(keep * alpha), 576)
    best = torch.topk(first_layer.sum(dim=0)[:576], int(576 * (1 - alpha))).indices
    mask = torch.zeros(576)
    mask[best] = 1
    counts = mask.reshape(4, 144).sum(dim=1)
    shares = (counts / counts.sum() * (keep - whole)).int().clamp(max=576).tolist()
    picks = [torch.topk(tiles[0], whole).indices]
    for tile, share in enumerate(shares, start=1):
        picks.append(torch.topk(tiles[tile], share).indices + 576 * tile)
    return torch.cat(picks)


def vscan(unit, features, deep, shallow, keep):
    """Half of the budget as the best of 16 windows by shallow attention, the rest by deep attention;
    every other token is merged into its nearest kept one, one after the other. Tile by tile."""
    kept = []
    crops = deep.shape[1] // 576
    for crop in range(crops):
        part = slice(576 * crop, 576 * (crop + 1))
        scores = shallow[:, part].mean(dim=0).reshape(4, 6, 4, 6).permute(0, 2, 1, 3)
        share = keep // crops // 2 // 16
        places = torch.topk(scores.reshape(16, 36), share, dim=1).indices
        windows = torch.arange(16)[:, None]
        rows = windows // 4 * 6 + places // 6
        local = (rows * 24 + windows % 4 * 6 + places % 6).flatten()
        rest = deep[:, part].mean(dim=0).clone()
        rest[local] = 0
        best = torch.topk(rest, keep // crops - keep // crops // 2).indices
        kept.append(torch.cat([local, best]).sort().values + 576 * crop)
    kept = torch.cat(kept)
    mask = torch.ones(features.shape[0], dtype=torch.bool)
    mask[kept] = False
    sums, counts = features[kept].clone(), torch.ones(kept.numel())
    for token in torch.nonzero(mask).squeeze(1).tolist():
        nearest = int((unit[kept] @ unit[token]).argmax())
        sums[nearest] += features[token]
        counts[nearest] += 1
    return sums / counts[:, None]


def trim(features, images, texts, keep):
    """The tokens nearest to the text, and the mean of the others."""
    scores = torch.softmax(-(images @ texts[0]), dim=0)
    kept = torch.topk(scores, keep).indices.sort().values
    mask = torch.ones(features.shape[0], dtype=torch.bool)
    mask[kept] = False
    return torch.cat([features[kept], features[mask].mean(dim=0, keepdim=True)])


def tome(features, metric, keep):
    """Merges even tokens into their most alike odd ones, as many as possible at each step."""
    sizes = torch.ones(features.shape[0], 1)
    while features.shape[0] > keep:
        removed = min(features.shape[0] - keep, features.shape[0] // 2)
        unit = unit_rows(metric)
        best = (unit[::2] @ unit[1::2].T).max(dim=1)
        order = best.values.argsort(descending=True)
        source, left = order[:removed], order[removed:]
        target = best.indices[source]
        merged = []
        for values in (features * sizes, metric * sizes, sizes):
            odd = values[1::2].index_add(0, target, values[::2][source])
            merged.append(torch.cat([values[::2][left], odd]))
        sizes = merged[2]
        features, metric = merged[0] / sizes, merged[1] / sizes
    return features


def downsample(features, keep):
    """Averages over the nearest lattice of no more than the budget."""
    tokens, width = features.shape
    rows = 24 * (tokens // 576)
    columns = int((keep * 24 / rows) ** 0.5)
    planes = features.T.reshape(1, width, rows, 24)
    return torch.nn.functional.adaptive_avg_pool2d(planes, (keep // columns, columns))


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
    def tensor(array):
        return torch.from_numpy(array.astype(np.float32))

    features = tensor(make_features(tokens, width))
    attention = tensor(make_attention(tokens))
    shallow = tensor(make_attention(tokens, seed=5))
    first_layer = tensor(make_attention(tokens, seed=6))
    last_layer = tensor(make_attention(tokens, heads=1, seed=7)[0])
    llm_attention = tensor(make_attention(tokens, heads=1, seed=8)[0])
    images, texts = tensor(noise(tokens, 768, 9)), tensor(noise(4, 768, 10))
    keys = tensor(make_keys(tokens))

    def squared_distances(gram):
        lengths = gram.diagonal()
        return (lengths[:, None] + lengths[None, :] - 2 * gram).clamp(min=0)

    def own_cosines():
        unit = unit_rows(features)
        return unit @ unit.T

    def joined_keys():
        return keys.permute(1, 0, 2).reshape(tokens, -1)

    table.heading(f"SHARED MATRICES, {tokens}×{width}")
    wide = features.double()
    table.measure("Gram matrix; float32", lambda: features @ features.T)
    table.measure("Gram matrix; float64", lambda: wide @ wide.T)
    table.measure("cosines from features", own_cosines)
    table.measure("mean keys, divided by their lengths", lambda: unit_rows(keys.mean(dim=0)))
    table.measure("cosines of all keys", lambda: unit_rows(joined_keys()) @ unit_rows(joined_keys()).T)
    table.measure("erank of all tokens, from features; as released, float32",
                  lambda: effective_rank(features))
    table.measure("erank of all tokens, from features; float64, smaller Gram",
                  lambda: smaller_gram_rank(features))

    unit, cosines, gram = unit_rows(features), own_cosines(), features @ features.T
    squared, erank = squared_distances(gram), effective_rank(features)
    mean_keys, all_keys = unit_rows(keys.mean(dim=0)), unit_rows(joined_keys())
    flat_keys = joined_keys()
    table.heading(f"SELECTING {keep} OF {tokens}, SHARED MATRICES GIVEN")
    table.measure("agilepruner", lambda: agile_walk(cosines, attention, keep, erank))
    table.measure("fastervlm", lambda: faster_vlm(attention, keep))
    table.measure("divprune", lambda: div_prune(cosines, keep))
    table.measure("divprune; running minimum", lambda: div_prune_running(cosines, keep))
    table.measure("vispruner", lambda: vis_pruner(unit, attention, keep))
    table.measure("visionzip", lambda: vision_zip(features, mean_keys, attention, keep))
    table.measure("scope", lambda: scope(cosines, attention, keep))
    table.measure("cdpruner", lambda: cd_pruner(cosines, images, texts, keep))
    table.measure("prumerge", lambda: prumerge(features, all_keys, last_layer, keep))
    table.measure("prumerge-plus", lambda: prumerge_plus(features, all_keys, last_layer, keep))
    table.measure("mixed", lambda: mixed(cosines, attention, keep))
    table.measure("hired", lambda: hired(attention, first_layer, keep))
    table.measure("vscan", lambda: vscan(unit, features, attention, shallow, keep))
    table.measure("fpspruner", lambda: farthest_points(squared, attention, keep))
    table.measure("dart", lambda: dart(unit, flat_keys, keep))
    table.measure("trim", lambda: trim(features, images, texts, keep))
    table.measure("fastv", lambda: torch.topk(llm_attention, keep).indices)
    table.measure("tome", lambda: tome(features, keys.mean(dim=0), keep))
    table.measure("downsample", lambda: downsample(features, keep))
    table.measure("random", lambda: torch.randperm(tokens)[:keep])

    table.heading(f"SELECTING {keep} OF {tokens}, FROM FEATURES")
    table.measure("agilepruner", lambda: agile_walk(
        own_cosines(), attention, keep, effective_rank(features)))
    table.measure("fastervlm", lambda: faster_vlm(attention, keep))
    table.measure("divprune", lambda: div_prune(own_cosines(), keep))
    table.measure("divprune; running minimum", lambda: div_prune_running(own_cosines(), keep))
    table.measure("vispruner", lambda: vis_pruner(unit_rows(features), attention, keep))
    table.measure("visionzip", lambda: vision_zip(
        features, unit_rows(keys.mean(dim=0)), attention, keep))
    table.measure("scope", lambda: scope(own_cosines(), attention, keep))
    table.measure("cdpruner", lambda: cd_pruner(own_cosines(), images, texts, keep))
    table.measure("prumerge", lambda: prumerge(
        features, unit_rows(joined_keys()), last_layer, keep))
    table.measure("prumerge-plus", lambda: prumerge_plus(
        features, unit_rows(joined_keys()), last_layer, keep))
    table.measure("mixed", lambda: mixed(own_cosines(), attention, keep))
    table.measure("hired", lambda: hired(attention, first_layer, keep))
    table.measure("vscan", lambda: vscan(
        unit_rows(features), features, attention, shallow, keep))
    table.measure("fpspruner", lambda: farthest_points(
        squared_distances(features @ features.T), attention, keep))
    table.measure("dart", lambda: dart(unit_rows(features), joined_keys(), keep))
    table.measure("trim", lambda: trim(features, images, texts, keep))
    table.measure("fastv", lambda: torch.topk(llm_attention, keep).indices)
    table.measure("tome", lambda: tome(features, keys.mean(dim=0), keep))
    table.measure("downsample", lambda: downsample(features, keep))
    table.measure("random", lambda: torch.randperm(tokens)[:keep])
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
