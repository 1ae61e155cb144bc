"""PDF → Document against pdfplumber's extract_text alone, in one run on the same files.

    python benchmarks/read_pdf.py [FOLDER] [--pages N]

Prints milliseconds a page and the ratio, for pages without ruling lines, for those with, and over all.  A page
"has ruling lines" when the reader found lines enough to look for a table on it.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

from report_miner.readers.pdf import _opened, _page_count, read_pdf
from report_miner.readers.pdf_page import read_page

REPORTS = Path(__file__).parents[2] / "shared" / "reports" / "pdf"
FEWEST_RULINGS = 4


@dataclass(slots=True)
class Tally:
    pages: int = 0
    ours: float = 0.0
    theirs: float = 0.0

    def add(self, ours: float, theirs: float) -> None:
        self.pages += 1
        self.ours += ours
        self.theirs += theirs

    def line(self, name: str) -> str:
        if not self.pages:
            return f"{name:<24}     0 pages"
        ours, theirs = 1000 * self.ours / self.pages, 1000 * self.theirs / self.pages
        return f"{name:<24} {self.pages:5} pages  {ours:7.2f} ms  {theirs:7.2f} ms  ratio {self.ours / self.theirs:.3f}"


def page_shares(data: bytes) -> tuple[list[float], list[bool]]:
    """Seconds spent on each page (text, boxes and lines), and whether it has ruling lines."""
    seconds, ruled = [], []
    with _opened(data, "") as pdf:
        for index in range(_page_count(pdf)):
            start = time.perf_counter()
            reading = read_page(pdf, index)
            seconds.append(time.perf_counter() - start)
            ruled.append(len(reading.rulings) >= FEWEST_RULINGS)
    return seconds, ruled


def plumber_seconds(file: Path, most: int) -> list[float]:
    seconds = []
    with pdfplumber.open(file) as pdf:
        for page in pdf.pages[:most]:
            start = time.perf_counter()
            page.extract_text()
            seconds.append(time.perf_counter() - start)
            page.close()
    return seconds


def measure(file: Path, most: int, plain: Tally, ruled: Tally) -> None:
    """The whole reading is timed; what comes on top of the pages (tables) is laid on the pages with lines."""
    data = file.read_bytes()
    start = time.perf_counter()
    read_pdf(data, file.name, "")
    whole = time.perf_counter() - start
    ours, lines = page_shares(data)
    rest = max(whole - sum(ours), 0.0)
    heavy = sum(lines)
    theirs = plumber_seconds(file, most)
    for own, has_lines, other in zip(ours, lines, theirs, strict=False):
        if has_lines:
            ruled.add(own + rest / heavy, other)
        else:
            plain.add(own + (0.0 if heavy else rest / len(ours)), other)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=REPORTS)
    parser.add_argument("--pages", type=int, default=10_000, help="at most so many pages of each file by pdfplumber")
    options = parser.parse_args()
    plain, ruled = Tally(), Tally()
    for file in sorted(options.folder.glob("*.pdf")):
        measure(file, options.pages, plain, ruled)
    print(f"{'':<24} {'':11}  {'ours':>10}  {'pdfplumber':>10}")
    print(plain.line("without ruling lines"))
    print(ruled.line("with ruling lines"))
    print(Tally(plain.pages + ruled.pages, plain.ours + ruled.ours, plain.theirs + ruled.theirs).line("all"))


if __name__ == "__main__":
    main()
