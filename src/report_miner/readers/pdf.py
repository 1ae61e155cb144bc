"""PDF → Document: text and character boxes by pypdfium2, tables from the lines drawn on the pages."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from report_miner.model import CharBoxes, Document, Issue, Medium, Page, Span, Table
from report_miner.readers.issues import IssueKind, issue, page_ranges, refuse
from report_miner.readers.pdf_page import PageReading, read_page
from report_miner.readers.pdf_tables import page_tables

_ERROR_PASSWORD = 4
_TAIL = 8_192
_PAGE_PROBLEMS = (IssueKind.PAGE_WITHOUT_TEXT, IssueKind.GARBLED_TEXT_LAYER, IssueKind.PAGE_UNREADABLE)


def read_pdf(data: bytes, path: str, sha256: str) -> Document:
    """Read the text layer.

    ``Document.text`` joins the pages by ``\\f``; page furniture, doubled bold characters and Kangxi radicals stay in.
    The text of a page whose layer is garbled is left out (its digits would be taken for figures) and its page named
    in an issue, as is every page that shows something but has no text.  Raises ``ReadError`` (encrypted, truncated).
    """
    with _opened(data, path) as pdf:
        readings = [read_page(pdf, index) for index in range(_page_count(pdf))]
    if not readings:
        raise refuse(IssueKind.TRUNCATED, path, "没有页面")
    texts = [reading.characters.text for reading in readings]
    text = "\f".join(texts)
    pages = tuple(_pages(readings, texts))
    boxes = _joined_boxes(readings)
    return Document(
        path=path,
        sha256=sha256,
        medium=Medium.PDF,
        text=text,
        pages=pages,
        boxes=boxes,
        tables=tuple(_tables(readings, pages, text, boxes)),
        issues=(*_end_issue(data, path), *_issues(readings, path)),
    )


@contextmanager
def _opened(data: bytes, path: str) -> Iterator[Any]:
    from pypdfium2 import raw

    pdf = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not pdf:
        if raw.FPDF_GetLastError() == _ERROR_PASSWORD:
            raise refuse(IssueKind.ENCRYPTED, path)
        raise refuse(IssueKind.TRUNCATED, path, "PDF结构无法解析")
    try:
        yield pdf
    finally:
        raw.FPDF_CloseDocument(pdf)


def _page_count(pdf: Any) -> int:
    from pypdfium2 import raw

    return int(raw.FPDF_GetPageCount(pdf))


def _pages(readings: list[PageReading], texts: list[str]) -> Iterator[Page]:
    start = 0
    for number, (reading, text) in enumerate(zip(readings, texts, strict=True), start=1):
        yield Page(number, Span(start, start + len(text)), reading.frame.width, reading.frame.height)
        start += len(text) + 1


def _joined_boxes(readings: list[PageReading]) -> CharBoxes:
    """The boxes of all pages, with one without extent for each form feed between them."""
    boxes = CharBoxes(array("d"), array("d"), array("d"), array("d"))
    for number, reading in enumerate(readings):
        found = reading.characters
        sides = ((boxes.left, found.left), (boxes.top, found.top), (boxes.right, found.right))
        for whole, page in (*sides, (boxes.bottom, found.bottom)):
            if number:
                whole.append(float("nan"))
            whole.extend(page)
    return boxes


def _tables(readings: list[PageReading], pages: tuple[Page, ...], text: str, boxes: CharBoxes) -> Iterator[Table]:
    for reading, page in zip(readings, pages, strict=True):
        if reading.rulings and not reading.too_many_lines:
            yield from page_tables(reading.rulings, page, text, boxes)


def _end_issue(data: bytes, path: str) -> Iterator[Issue]:
    """PDFium repairs a file that was cut off by what is left of it, and says nothing of the pages lost."""
    if b"%%EOF" not in data[-_TAIL:]:
        yield issue(IssueKind.TRUNCATED, path, "PDF缺少文件尾，可能缺页")


def _issues(readings: list[PageReading], path: str) -> Iterator[Issue]:
    for kind in _PAGE_PROBLEMS:
        yield from _page_issue(kind, path, [n for n, reading in enumerate(readings, 1) if reading.problem is kind])
    incomplete = [n for n, reading in enumerate(readings, 1) if reading.incomplete]
    yield from _page_issue(IssueKind.TEXT_INCOMPLETE, path, incomplete)
    crowded = [n for n, reading in enumerate(readings, 1) if reading.too_many_lines]
    yield from _page_issue(IssueKind.TABLE_TOO_COMPLEX, path, crowded)


def _page_issue(kind: IssueKind, path: str, numbers: list[int]) -> Iterator[Issue]:
    if numbers:
        yield issue(kind, path, page_ranges(numbers), page=numbers[0])
