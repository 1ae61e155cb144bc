"""Many documents: workers against each other, an unchanged corpus against the first reading, memory as it grows.

    python benchmarks/batch.py [--documents 1000] [--pdf FOLDER]

Inputs are made in a temporary folder: the sample reports of corpus/, each copy with its numbers changed and several
times as long, so that no two have the same bytes; and 200 PDFs, copies of those in corpus/formats or the folder given
(a comment after the end of the file makes the bytes differ).
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import report_miner

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus" / "reports"
REPEATS = 3
"""Copies of a report's text in one document: as long as a county's report with attachments."""

_DIGIT = re.compile(r"(?<=[1-9])\d")


def perturbed(text: str, seed: int) -> str:
    """``text`` several times over, with other digits behind the first of each number."""
    chance = random.Random(seed)
    return "\n".join(_DIGIT.sub(lambda _: str(chance.randrange(10)), text) for _ in range(REPEATS))


def make_texts(folder: Path, count: int) -> None:
    sources = sorted(CORPUS.glob("*.txt"))
    for number, source in zip(range(count), itertools.cycle(sources), strict=False):
        place = folder / f"{number % 20:02}"
        place.mkdir(parents=True, exist_ok=True)
        text = perturbed(report_miner.read(source).text, number)
        (place / f"{number:05}.txt").write_text(text, encoding="utf-8")


def make_pdfs(folder: Path, source: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for number, pdf in zip(range(count), itertools.cycle(sorted(source.glob("*.pdf"))), strict=False):
        (folder / f"{number:05}.pdf").write_bytes(pdf.read_bytes() + f"\n% copy {number}\n".encode())


PROGRAM = """
import sys
from pathlib import Path
from report_miner.batch import Options, mine_paths
if __name__ == '__main__':
    summary = mine_paths([Path(sys.argv[1])], Path(sys.argv[2]), Options(workers=int(sys.argv[3])))
    assert not summary.failures, summary.failures
    print(summary.seconds)
"""


def mine(folder: Path, database: Path, workers: int) -> tuple[float, float]:
    """Seconds of the batch itself (without start-up) and peak memory in MB, in a process of its own.

    Memory is the resident size of the parent and all its workers together, looked at ten times a second; pages that
    they share are counted for each (Linux alone, 0 elsewhere).
    """
    program = database.parent / "run.py"
    program.write_text(PROGRAM, encoding="utf-8")
    arguments = [sys.executable, str(program), str(folder), str(database), str(workers)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, start_new_session=True)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(0.1)
    output, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"mining failed with {process.returncode}")
    return float(output), peak


def resident(session: int) -> float:
    """MB resident in all processes of ``session``."""
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            pages += int(fields[21])
    return pages * 4096 / 1e6


def spin(_: int) -> float:
    """Seconds that a fixed amount of counting takes."""
    start = time.perf_counter()
    total = 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - start


def machine_gain(processes: int) -> float:
    """How many times as much work that many processes do as one: less than their number where others work."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(spin, range(processes), chunksize=1)
        alone = spin(0)
        start = time.perf_counter()
        pool.map(spin, range(processes), chunksize=1)
        return processes * alone / (time.perf_counter() - start)


def compare_workers(name: str, folder: Path, scratch: Path) -> None:
    times = {}
    gain = machine_gain(4)
    for workers in (1, 4):
        database = scratch / f"{name}{workers}.db"
        times[workers], _ = mine(folder, database, workers)
        database.unlink()
    print(
        f"{name}: 1 worker {times[1]:.2f} s, 4 workers {times[4]:.2f} s: {times[1] / times[4]:.2f} times as fast"
        f" (aim: 3 on four free cores; four busy loops reach {gain:.2f} now)"
    )


def measure_texts(scratch: Path, documents: int) -> None:
    few, many = scratch / "few", scratch / "many"
    make_texts(few, documents // 10)
    make_texts(many, documents)
    compare_workers("text", few, scratch)
    _, small = mine(few, scratch / "few.db", 4)
    first, large = mine(many, scratch / "many.db", 4)
    again = min(mine(many, scratch / "many.db", 4)[0] for _ in range(3))
    print(f"{documents} documents: first {first:.2f} s, unchanged {again:.3f} s: {first / again:.0f} ×")
    print(f"peak memory: {small:.0f} MB for {documents // 10}, {large:.0f} MB for {documents}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--pdf", type=Path, default=ROOT / "corpus" / "formats", help="folder of PDFs to multiply")
    parser.add_argument("--only-pdf", action="store_true")
    arguments = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="report_miner_bench_"))
    try:
        if not arguments.only_pdf:
            measure_texts(scratch, arguments.documents)
        make_pdfs(scratch / "pdf", arguments.pdf, 200)
        compare_workers("pdf", scratch / "pdf", scratch)
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
