"""Times ViT-L/14-336 in PyTorch and in Prunescope, in alternating runs.

    swift build -c release --product prunescope-benchmarks
    python3 Tests/Scripts/benchmark_encoder.py .build/release/prunescope-benchmarks

Needs transformers 4.57 and PyTorch. Both load one checkpoint with random weights in float32 and get
the same number of threads; every run is a process of its own, ours and theirs in turn, so that a
machine that slows down slows both. A row's time is the median of all passes of all runs, each run
warmed up by one pass; its memory is the largest of any run, weights included.

- full: all layers; theirs returns nothing but the last states, `prunescope-benchmarks encoder
  --layers all`.
- as used: what LLaVA with a pruning strategy asks for: theirs computes all layers and returns all
  hidden states and attentions (eager attention, as attention cannot be returned otherwise); ours
  computes the layers that are needed, `--layers needed`.

`--json FILE` keeps all numbers.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

THIS = os.path.abspath(__file__)


# --- theirs, each in a process of its own ---------------------------------------------------------

def make_checkpoint(folder, model):
    import check_encoder_parity
    import reference_encoders

    make = {name: make for name, _, make in check_encoder_parity.MODELS}[model]
    reference_encoders.save(make(), folder)


def run_theirs(folder, batch, threads, layers, repeat, attention):
    """Prints what one run took, in the form in which `prunescope-benchmarks encoder --json` does."""
    import torch
    from transformers import AutoConfig, CLIPVisionModel, SiglipVisionModel

    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    kind = AutoConfig.from_pretrained(folder).model_type
    family = SiglipVisionModel if "siglip" in kind else CLIPVisionModel
    model = family.from_pretrained(
        folder, dtype=torch.float32, attn_implementation=attention).eval()
    side = model.config.image_size
    generator = torch.Generator().manual_seed(1)
    pixels = torch.randn(batch, 3, side, side, generator=generator)
    everything = layers == "needed"
    seconds = []
    with torch.inference_mode():
        for _ in range(repeat + 1):
            start = time.perf_counter()
            result = model(pixel_values=pixels, output_hidden_states=everything,
                           output_attentions=everything)
            seconds.append(time.perf_counter() - start)
            assert torch.isfinite(result.last_hidden_state).all()
            del result
    print(json.dumps({"seconds": seconds[1:]}))


# --- runs -----------------------------------------------------------------------------------------

def measured(command, threads):
    """Runs a command; returns its last line of JSON, with the peak of memory that the kernel saw."""
    environment = dict(os.environ)
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[variable] = str(threads)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = [line for line in output.splitlines() if line.startswith("{")]
    if process.returncode != 0 or not lines:
        sys.exit(f"{' '.join(command)}: ended with {process.returncode}"
                 + ("" if lines else " and printed no JSON object"))
    result = json.loads(lines[-1])
    result["residentBytes"] = usage.ru_maxrss * 1024
    result["processorSeconds"] = usage.ru_utime + usage.ru_stime
    return result


def run_pair(options, folder, batch, threads, layers):
    """Alternating runs; returns those of ours and those of theirs."""
    ours, theirs = [], []
    for _ in range(options.runs):
        ours.append(measured(
            [options.program, "encoder", "--weights", folder, "--batch", str(batch), "--threads",
             str(threads), "--layers", layers, "--repeat", str(options.repeat), "--json"], threads))
        theirs.append(measured(
            [sys.executable, THIS, "--theirs", folder, str(batch), str(threads), layers,
             str(options.repeat), options.attention if layers == "all" else "eager"], threads))
    return ours, theirs


def median(runs):
    return statistics.median(second for run in runs for second in run["seconds"])


def spread(runs):
    """How far the passes lie apart, as a share of the median."""
    seconds = [second for run in runs for second in run["seconds"]]
    return (max(seconds) - min(seconds)) / statistics.median(seconds)


def peak(runs):
    return max(run["residentBytes"] for run in runs)


def stages(runs):
    """The medians of each stage of ours, in the order in which they are printed."""
    names = list(dict.fromkeys(name for run in runs for name in run.get("stages") or {}))
    return {name: statistics.median(run["stages"][name] for run in runs
                                    if name in (run.get("stages") or {})) for name in names}


# --- the table ------------------------------------------------------------------------------------

def measure(options, folder):
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"the machine is busy, load {load:.1f}: times are not worth much")
    print(f"{'':<28}{'ours':>9}{'PyTorch':>9}{'per image':>11}{'ratio':>8}{'spread':>14}"
          f"{'memory':>16}")
    rows = []
    for layers, title in (("all", "full"), ("needed", "as used")):
        for batch in options.batches:
            for threads in options.threads:
                ours, theirs = run_pair(options, folder, batch, threads, layers)
                row = {
                    "layers": layers, "batch": batch, "threads": threads, "ours": ours,
                    "theirs": theirs, "ratio": median(theirs) / median(ours),
                }
                rows.append(row)
                name = f"{title}, batch {batch}, {threads} thread{'s' if threads > 1 else ''}"
                print(f"{name:<28}{median(ours):>8.2f}s{median(theirs):>8.2f}s"
                      f"{median(ours) / batch:>10.2f}s{row['ratio']:>7.2f}×"
                      f"{spread(ours):>8.0%}{spread(theirs):>6.0%}"
                      f"{peak(ours) / 2**20:>8.0f}{peak(theirs) / 2**20:>5.0f} MiB", flush=True)
                parts = stages(ours)
                if parts:
                    whole = sum(parts.values())
                    print("    " + ", ".join(
                        f"{part} {value:.2f}s {value / whole:.0%}" for part, value in parts.items()))
    worst = min(rows, key=lambda row: row["ratio"])
    print(f"\nworst ratio {worst['ratio']:.2f}×: ours is "
          f"{'faster' if worst['ratio'] > 1 else 'slower'} than PyTorch at layers {worst['layers']}, "
          f"batch {worst['batch']}, threads {worst['threads']}")
    return rows


def numbers(text):
    return [int(part) for part in text.split(",")]


def main():
    if sys.argv[1:2] == ["--make"]:
        return make_checkpoint(*sys.argv[2:4])
    if sys.argv[1:2] == ["--theirs"]:
        folder, batch, threads, layers, repeat, attention = sys.argv[2:8]
        return run_theirs(folder, int(batch), int(threads), layers, int(repeat), attention)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the built prunescope-benchmarks")
    parser.add_argument("--model", default="clip-large-14-336",
                        help="one of check_encoder_parity.py's models")
    parser.add_argument("--weights", help="a checkpoint to use instead of a random one")
    parser.add_argument("--batches", type=numbers, default=[1, 8])
    parser.add_argument("--threads", type=numbers, default=[1, 2])
    parser.add_argument("--runs", type=int, default=3, help="processes of each, in turn")
    parser.add_argument("--repeat", type=int, default=2, help="timed passes of each process")
    parser.add_argument("--attention", default="eager", choices=["eager", "sdpa"],
                        help="theirs for full passes; sdpa cannot return attention")
    parser.add_argument("--json", help="a file for all numbers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="encoder-benchmark-") as temporary:
        folder = options.weights
        if not folder:
            folder = os.path.join(temporary, "weights")
            subprocess.run([sys.executable, THIS, "--make", folder, options.model], check=True)
        rows = measure(options, folder)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=1)


if __name__ == "__main__":
    main()
