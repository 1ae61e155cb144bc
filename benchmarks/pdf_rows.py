"""PDF → database rows against pdfplumber's extract_text alone, in one run on the same pages.

    python benchmarks/pdf_rows.py [FOLDER] [--pages N]

Each PDF is cut in two: its pages without ruling lines and those with (a page "has ruling lines" when the reader found
enough of them to look for a table).  Ours is everything from bytes to the committed rows, in one process: text, boxes,
tables, layout, figures, activities, the database on disk.  Start-up (imports, rules, the database) is outside.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from sqlite3 import Connection

import pdfplumber
import pypdfium2

from report_miner import pipeline, readers, store
from report_miner.batch.mining import current_stamp
from report_miner.readers.pdf import _opened, _page_count
from report_miner.readers.pdf_page import read_page

REPORTS = Path(__file__).parents[2] / "shared" / "reports" / "pdf"
FEWEST_RULINGS = 4


@dataclass(slots=True)
class Tally:
    pages: int = 0
    figures: int = 0
    ours: float = 0.0
    theirs: float = 0.0

    def add(self, other: Tally) -> None:
        self.pages += other.pages
        self.figures += other.figures
        self.ours += other.ours
        self.theirs += other.theirs

    def line(self, name: str) -> str:
        if not self.pages:
            return f"{name:<24}     0 pages"
        ours, theirs = 1000 * self.ours / self.pages, 1000 * self.theirs / self.pages
        return (
            f"{name:<24} {self.pages:5} {self.figures:8} {ours:9.2f} ms {theirs:9.2f} ms"
            f"  ratio {self.ours / self.theirs:.3f}"
        )


def ruled_pages(data: bytes) -> list[bool]:
    with _opened(data, "") as pdf:
        return [len(read_page(pdf, index).rulings) >= FEWEST_RULINGS for index in range(_page_count(pdf))]


def only(data: bytes, pages: list[int]) -> bytes:
    """The PDF with these pages alone."""
    buffer = BytesIO()
    with closing(pypdfium2.PdfDocument(data)) as whole, closing(pypdfium2.PdfDocument.new()) as part:
        part.import_pages(whole, pages)
        part.save(buffer)
    return buffer.getvalue()


def our_seconds(data: bytes, name: str, connection: Connection, stamp: store.Stamp) -> tuple[float, int]:
    start = time.perf_counter()
    rows = store.rows_of(pipeline.mine(readers.read_bytes(data, name)))
    store.write_document(connection, rows, store.Fingerprint(name, len(data), 0, ""), stamp)
    return time.perf_counter() - start, len(rows.figures)


def plumber_seconds(data: bytes) -> float:
    start = time.perf_counter()
    with pdfplumber.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()
    return time.perf_counter() - start


def measure(data: bytes, name: str, connection: Connection, stamp: store.Stamp) -> Tally:
    ours, figures = our_seconds(data, name, connection, stamp)
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        return Tally(len(pdf), figures, ours, plumber_seconds(data))


def warm_up() -> None:
    """Load rules, region table and segmenter before anything is timed."""
    pipeline.mine(readers.read_bytes("甲县评审新建项目12个，审减3万元。".encode(), "a.txt"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=REPORTS)
    parser.add_argument("--pages", type=int, default=10_000, help="at most so many pages of each kind from each file")
    options = parser.parse_args()
    warm_up()
    plain, ruled = Tally(), Tally()
    with tempfile.TemporaryDirectory() as folder, closing(store.open_database(Path(folder) / "rows.db")) as connection:
        stamp = current_stamp()
        with store.bulk(connection):
            for file in sorted(options.folder.glob("*.pdf")):
                data = file.read_bytes()
                kinds = ruled_pages(data)
                for tally, wanted in ((plain, False), (ruled, True)):
                    pages = [at for at, kind in enumerate(kinds) if kind is wanted][: options.pages]
                    if pages:
                        tally.add(measure(only(data, pages), f"{wanted}/{file.name}", connection, stamp))
    print(f"{'':<24} {'pages':>5} {'figures':>8} {'ours':>12} {'pdfplumber':>12}")
    print(plain.line("without ruling lines"))
    print(ruled.line("with ruling lines"))
    whole = Tally()
    whole.add(plain)
    whole.add(ruled)
    print(whole.line("all"))


if __name__ == "__main__":
    main()
