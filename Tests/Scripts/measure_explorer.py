"""Measures the explorer from outside: a pseudo-terminal, a dump, keys, and a clock.

    swift build -c release
    python3 Tests/Scripts/measure_explorer.py [--program .build/release/prunescope]

Needs NumPy; with pyte it also reads the screen, so that "all numbers are there" is what a person
would see and not a guess. Every time is from just before `exec` or from just before the key was
sent; of several runs the median, the best and the worst are told. Times are of the whole way: the
program, the kernel's pseudo-terminal and this reader, which only stores what it reads and looks at
it later.
"""

import argparse
import fcntl
import os
import pathlib
import pty
import select
import signal
import statistics
import struct
import tempfile
import termios
import time

import numpy as np

try:
    import pyte
except ImportError:
    pyte = None

COLUMNS, ROWS = 120, 40
STRATEGIES = 7
# A key is answered when nothing has come for this long; a machine under load needs more.
QUIET = 0.25


def make_dump(folder, tokens, width, heads, projected):
    """A dump with what real ones have: a falling spectrum, a common direction, a few outliers."""
    generator = np.random.default_rng(7)
    side = int(round(tokens**0.5))
    rank = min(tokens, width)
    scales = (1.0 + np.arange(rank)) ** -0.7
    def features(columns):
        basis = generator.standard_normal((rank, columns)) / columns**0.5
        values = (generator.standard_normal((tokens, rank)) * scales) @ basis
        values += generator.standard_normal(columns) * 0.05
        values[generator.choice(tokens, max(1, tokens // 100), replace=False)] *= 8
        return values.astype(np.float32)
    logits = generator.standard_normal((heads, tokens)) + 2 * generator.standard_normal(tokens)
    weights = np.exp(logits)
    arrays = {
        "features": features(width),
        "attention": (0.9 * weights / weights.sum(1, keepdims=True)).astype(np.float32),
        "grid": np.array([side, tokens // side]),
    }
    if projected:
        arrays["projected"] = features(projected)
    path = pathlib.Path(folder) / f"tokens-{tokens}x{width}.npz"
    np.savez(path, **arrays)
    return path


class Session:
    """A program in a pseudo-terminal, and everything it wrote with the time of its arrival."""

    def __init__(self, program, arguments):
        # The child waits on the pipe until the parent has set the terminal's size.
        wait, go = os.pipe()
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.read(wait, 1)
            environment = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor",
                               LANG="C.UTF-8")
            environment.pop("NO_COLOR", None)
            os.execve(program, [program, *arguments], environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        os.write(go, b"\n")
        os.close(go)
        os.close(wait)
        self.chunks = []

    def read(self, quiet, limit=20.0):
        """Stores output until none has come for `quiet` seconds; returns the new chunks."""
        first = len(self.chunks)
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline:
            ready, _, _ = select.select([self.terminal], [], [], quiet)
            if not ready:
                break
            try:
                data = os.read(self.terminal, 1 << 16)
            except OSError:
                break
            if not data:
                break
            self.chunks.append((time.perf_counter(), data))
        return self.chunks[first:]

    def press(self, key):
        """Sends a key; returns bytes, seconds to the first and to the last of them."""
        sent = time.perf_counter()
        os.write(self.terminal, key)
        answer = self.read(QUIET)
        if not answer:
            return 0, float("nan"), float("nan")
        return (sum(len(data) for _, data in answer), answer[0][0] - sent, answer[-1][0] - sent)

    def memory(self):
        """Megabytes that are resident, now and at most."""
        status = pathlib.Path(f"/proc/{self.child}/status").read_text()
        fields = dict(line.split(":", 1) for line in status.splitlines())
        return {name: int(fields[name].split()[0]) / 1024
                for name in ("VmRSS", "RssAnon", "RssFile", "VmHWM")}

    def activity(self):
        """Ticks of 10 ms spent so far, and how often each thread has gone to sleep."""
        fields = pathlib.Path(f"/proc/{self.child}/stat").read_text().rsplit(")", 1)[1].split()
        sleeps = {}
        for task in pathlib.Path(f"/proc/{self.child}/task").iterdir():
            for line in (task / "status").read_text().splitlines():
                if line.startswith("voluntary_ctxt_switches"):
                    sleeps[task.name] = int(line.split(":")[1])
        return int(fields[11]) + int(fields[12]), sleeps

    def screens(self):
        """The text of the screen after each chunk, with its time; needs pyte."""
        screen = pyte.Screen(COLUMNS, ROWS)
        stream = pyte.ByteStream(screen)
        for moment, data in self.chunks:
            stream.feed(data)
            yield moment - self.started, screen

    def strategy(self):
        """The name of the current strategy, as the list on screen marks it; needs pyte."""
        if pyte:
            *_, (_, screen) = self.screens()
            for line in strategy_lines(screen):
                if line.startswith("▸"):
                    return line.split()[1]
        return "the next strategy"

    def close(self):
        try:
            os.write(self.terminal, b"q")
            self.read(0.1, limit=1)
        except OSError:
            pass
        for _ in range(20):
            done, _ = os.waitpid(self.child, os.WNOHANG)
            if done:
                break
            time.sleep(0.02)
        else:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        os.close(self.terminal)


def has_picture(screen):
    """Whether a third of the left half of the screen has a ground colour."""
    coloured = sum(screen.buffer[row][column].bg != "default"
                   for row in range(2, ROWS - 3) for column in range(0, COLUMNS // 2, 3))
    return coloured * 3 > (ROWS - 5) * (COLUMNS // 6)


def strategy_lines(screen):
    """The lines of the list of strategies: those below its heading."""
    lines = screen.display
    for number, line in enumerate(lines):
        if "STRATEGY" in line:
            left = line.index("STRATEGY")
            # The name stands two columns right of the mark and the number.
            return [text[max(0, left - 3):] for text in lines[number + 1:number + 1 + STRATEGIES]]
    return []


def has_all_numbers(screen):
    lines = strategy_lines(screen)
    text = "\n".join(screen.display)
    complete = (len(lines) == STRATEGIES and "…" not in "".join(lines)
                and all(any(letter.isdigit() for letter in line) for line in lines))
    return complete and "complex" in text or complete and "simple" in text


def first_moment(session, holds):
    for moment, screen in session.screens():
        if holds(screen):
            return moment
    return float("nan")


def told(title, values, unit="ms"):
    """Prints median, best and worst of seconds, or of bytes as they are."""
    scale, decimals = (1000, 2) if unit == "ms" else (1, 0)
    known = [scale * value for value in values if value == value]
    if not known:
        print(f"{title:<46}         –")
        return
    middle, best, worst = statistics.median(known), min(known), max(known)
    print(f"{title:<46} {middle:9.{decimals}f} {best:9.{decimals}f} {worst:9.{decimals}f}  {unit}")


def measure_start(program, dump, runs, extra):
    first_bytes, pictures, numbers, last, written = [], [], [], [], []
    for _ in range(runs):
        session = Session(program, [*extra, str(dump)])
        session.read(0.6)
        first_bytes.append(session.chunks[0][0] - session.started)
        last.append(session.chunks[-1][0] - session.started)
        written.append(sum(len(data) for _, data in session.chunks))
        if pyte:
            pictures.append(first_moment(session, has_picture))
            numbers.append(first_moment(session, has_all_numbers))
        session.close()
    told("start to first byte", first_bytes)
    told("start to the first frame with heat", pictures)
    told("start to all numbers of all strategies", numbers)
    told("start to the last byte", last)
    told("bytes written until then", written, "B")


KEYS = [
    ("cursor to the right", b"l"),
    ("cursor down", b"j"),
    ("budget one more", b"="),
    ("budget five per cent more", b"+"),
    ("budget five per cent less", b"_"),
    ("next strategy", b"\t"),
]


def tell_presses(title, answers):
    told(f"{title}: written", [count for count, _, _ in answers], "B")
    told(f"{title}: to first byte", [first for _, first, _ in answers])
    told(f"{title}: to last byte", [last for _, _, last in answers])


def measure_keys(program, dump, presses, extra):
    session = Session(program, [*extra, str(dump)])
    session.read(0.8)
    for title, key in KEYS:
        tell_presses(f"{title} {key.decode()!r}", [session.press(key) for _ in range(presses)])
    for _ in range(STRATEGIES):
        answers = [session.press(key) for key in (b"+", b"_", b"+", b"_")]
        told(f"budget '+' '_', {session.strategy()}: written", [count for count, _, _ in answers], "B")
        session.press(b"\t")
    # Last, because some layers change with the budget and would be measured with it.
    tell_presses("next layer '.'", [session.press(b".") for _ in range(presses)])
    for name, value in session.memory().items():
        print(f"{name:<46} {value:9.1f}                      MB")
    ticks, sleeps = session.activity()
    time.sleep(5)
    later, again = session.activity()
    woken = sum(again[thread] - sleeps.get(thread, 0) for thread in again)
    print(f"{'CPU ticks of 10 ms in 5 idle seconds':<46} {later - ticks:9d}")
    print(f"{'wake-ups of its threads in 5 idle seconds':<46} {woken:9d}")
    session.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=".build/release/prunescope")
    parser.add_argument("--sample", help="a sample of your own in place of the dump")
    parser.add_argument("--tokens", type=int, default=576)
    parser.add_argument("--width", type=int, default=1024)
    parser.add_argument("--heads", type=int, default=16)
    parser.add_argument("--projected", type=int, default=0, help="width of projected features")
    parser.add_argument("--keep", default="64")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--presses", type=int, default=9, help="0: measure the start only")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as folder:
        sample = pathlib.Path(options.sample) if options.sample else make_dump(
            folder, options.tokens, options.width, options.heads, options.projected)
        print(f"{sample}, {COLUMNS}x{ROWS}, keep {options.keep}")
        print(f"{'':<46} {'median':>9} {'best':>9} {'worst':>9}")
        extra = ["--keep", options.keep]
        measure_start(program, sample, options.runs, extra)
        if options.presses:
            measure_keys(program, sample, options.presses, extra)


if __name__ == "__main__":
    main()
