"""Text → figures against JioNLP's extract_money on the same text in one run.

    python benchmarks/speed_text.py [FOLDER…] [--jionlp PYTHON] [--repeats 9]

JioNLP (``pip install jionlp`` into an environment of its own) finds amounts of money alone and labels none; what is
timed on our side is everything behind the reader: layout, quantities, places, labels, activities.  Both sides hold the
texts and their dictionaries in memory, out of the garbage collector's sight (as the workers of a batch do), take turns,
and the median of their rounds counts.  Without an interpreter that has JioNLP only our own line is printed.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import report_miner
from report_miner import pipeline
from report_miner.model import Document

ROOT = Path(__file__).resolve().parents[1]
REAL = [ROOT.parent / "shared" / "reports" / name for name in ("seeds", "text")]
SAMPLES = [ROOT / "corpus" / "reports"]

THEIRS = """
import gc, json, sys, time
import jionlp
texts = json.loads(sys.stdin.readline())
jionlp.ner.extract_money("1元")
gc.collect()
gc.freeze()
print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    found = sum(len(jionlp.ner.extract_money(text)) for text in texts)
    print(json.dumps([time.perf_counter() - start, found]), flush=True)
"""


class JioNLP:
    """JioNLP in the interpreter that has it, one round at a time."""

    def __init__(self, interpreter: str, texts: list[str]) -> None:
        self._process = subprocess.Popen(
            [interpreter, "-c", THEIRS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self._say(json.dumps(texts))
        while self._hear() != "ready":  # it greets its users on standard output
            pass

    def round(self) -> tuple[float, int]:
        """Seconds and amounts found."""
        self._say("")
        seconds, found = json.loads(self._hear())
        return seconds, found

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("JioNLP ended before its time")
        return line.strip()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def has_jionlp(interpreter: str) -> bool:
    try:
        return subprocess.run([interpreter, "-c", "import jionlp"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def opened(interpreter: str | None, texts: list[str]) -> Iterator[JioNLP | None]:
    if interpreter is None or not has_jionlp(interpreter):
        yield None
        return
    theirs = JioNLP(interpreter, texts)
    try:
        yield theirs
    finally:
        theirs.close()


def our_round(documents: list[Document]) -> tuple[float, int]:
    start = time.perf_counter()
    found = sum(len(pipeline.mine(document).figures) for document in documents)
    return time.perf_counter() - start, found


def line(name: str, characters: int, seconds: list[float], found: int, what: str) -> float:
    """Print one side; returns its characters a second."""
    median = statistics.median(seconds)
    print(
        f"{name:14} {characters / median:12,.0f} characters/s  median {median:.4f} s"
        f" ({min(seconds):.4f}–{max(seconds):.4f})  {found} {what}"
    )
    return characters / median


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="of .txt; default: the real reports, else corpus/")
    parser.add_argument("--jionlp", metavar="PYTHON", help="an interpreter that has jionlp")
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()
    folders = options.folders or (REAL if all(folder.is_dir() for folder in REAL) else SAMPLES)
    documents = [report_miner.read(path) for folder in folders for path in sorted(folder.glob("*.txt"))]
    texts = [document.text for document in documents]
    characters = sum(map(len, texts))
    print(f"{len(documents)} documents, {characters:,} characters, {options.repeats} rounds each, taking turns")
    our_round(documents)
    gc.collect()
    gc.freeze()
    ours: list[float] = []
    theirs: list[float] = []
    found = money = 0
    with opened(options.jionlp, texts) as other:
        for _ in range(options.repeats):
            seconds, found = our_round(documents)
            ours.append(seconds)
            if other is not None:
                seconds, money = other.round()
                theirs.append(seconds)
    our_speed = line("report_miner", characters, ours, found, "figures with their meaning")
    if not theirs:
        print("JioNLP left out: name an interpreter that has it with --jionlp", file=sys.stderr)
        return
    their_speed = line("JioNLP money", characters, theirs, money, "amounts")
    print(f"ratio {our_speed / their_speed:.3f} (aim: at least 0.5)")


if __name__ == "__main__":
    main()
