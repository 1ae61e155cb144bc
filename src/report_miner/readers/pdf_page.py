"""One PDF page by pypdfium2's raw interface: characters with their boxes, and what is drawn around them."""

from __future__ import annotations

import ctypes
from array import array
from dataclasses import dataclass, field
from math import nan
from typing import Any

from report_miner.readers.issues import IssueKind
from report_miner.readers.pdf_frame import Box, Frame, Ruling
from report_miner.readers.pdf_objects import PageObjects, page_objects
from report_miner.readers.pdf_quality import is_garbled

# PDFium keeps a hyphen at a line end as U+0002 (U+FFFE in its bulk text): on paper it is a hyphen.  A glyph without
# meaning in its font is 0.
_FOLDS = {0x02: ord("-"), 0xFFFE: ord("-"), 0: 0xFFFD}
_CR = 0x0D
_NOWHERE = Box(nan, nan, nan, nan)
_FLAT = 0.1
_FEW_PIECES = 20
_SCAN_MARKS = 30
_OUTLINES = 40
"""Paths on a page without text from which on its letters are probably drawn as outlines."""


@dataclass(slots=True)
class Characters:
    """Characters of one page and their boxes, in parallel."""

    codes: list[int] = field(default_factory=list)
    left: array[float] = field(default_factory=lambda: array("d"))
    top: array[float] = field(default_factory=lambda: array("d"))
    right: array[float] = field(default_factory=lambda: array("d"))
    bottom: array[float] = field(default_factory=lambda: array("d"))

    @property
    def text(self) -> str:
        """The characters as a string, one per box."""
        return "".join(map(chr, self.codes))

    def add(self, code: int, box: Box) -> None:
        """Append one character."""
        self.codes.append(code)
        self.left.append(box.left)
        self.top.append(box.top)
        self.right.append(box.right)
        self.bottom.append(box.bottom)


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page holds; ``problem`` says why its text cannot be used."""

    characters: Characters
    frame: Frame
    rulings: tuple[Ruling, ...] = ()
    too_many_lines: bool = False
    incomplete: bool = False
    problem: IssueKind | None = None


def read_page(pdf: Any, index: int) -> PageReading:
    """Read page ``index`` (from 0) of an open document."""
    from pypdfium2 import raw

    page = raw.FPDF_LoadPage(pdf, index)
    if not page:
        return PageReading(Characters(), Frame(), problem=IssueKind.PAGE_UNREADABLE)
    try:
        frame = _frame(raw, page)
        characters = _characters(raw, page, frame)
        objects = page_objects(page, frame)
    finally:
        raw.FPDF_ClosePage(page)
    text = characters.text
    problem = _problem(text, objects, frame)
    if problem is IssueKind.GARBLED_TEXT_LAYER:
        return PageReading(Characters(), frame, problem=problem)
    incomplete = problem is None and _is_incomplete(text, objects)
    return PageReading(characters, frame, tuple(objects.rulings), objects.too_many, incomplete, problem)


def _problem(text: str, objects: PageObjects, frame: Frame) -> IssueKind | None:
    visible = len("".join(text.split()))
    # A scan may carry a page number or the mark of the scanning program as text.
    scanned = objects.largest_image * 2 >= frame.width * frame.height > 0 and visible <= _SCAN_MARKS
    drawn = not visible and (objects.images or objects.texts or objects.paths >= _OUTLINES)
    if scanned or drawn:
        return IssueKind.PAGE_WITHOUT_TEXT
    return IssueKind.GARBLED_TEXT_LAYER if is_garbled(text) else None


def _is_incomplete(text: str, objects: PageObjects) -> bool:
    """Far fewer characters than pieces of text: PDFium drops single letters whose font it cannot find."""
    return objects.texts >= _FEW_PIECES and 2 * len("".join(text.split())) < objects.texts


def _frame(raw: Any, page: Any) -> Frame:
    visible = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, visible)
    return Frame(visible.left, visible.bottom, visible.right, visible.top, raw.FPDFPage_GetRotation(page) % 4)


def _characters(raw: Any, page: Any, frame: Frame) -> Characters:
    found = Characters()
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return found
    try:
        get_code, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharBox
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        out = [ctypes.byref(number) for number in (left, right, bottom, top)]
        get_line_box, line_box = raw.FPDFText_GetLooseCharBox, raw.FS_RECTF()
        high = 0
        for index in range(raw.FPDFText_CountChars(text)):
            code = get_code(text, index)
            if code == _CR:
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            code, high = _whole(high, code), 0
            if not get_box(text, index, *out) or right.value <= left.value:
                found.add(code, _NOWHERE)  # line ends and spaces that PDFium inserts
            elif top.value - bottom.value < _FLAT and get_line_box(text, index, line_box):
                # A font that is neither embedded nor installed: no ink is known, only the line's height.
                found.add(code, frame.box(line_box.left, line_box.bottom, line_box.right, line_box.top))
            else:
                found.add(code, frame.box(left.value, bottom.value, right.value, top.value))
    finally:
        raw.FPDFText_ClosePage(text)
    return found


def _whole(high: int, code: int) -> int:
    """A character outside the basic plane from its two halves; a lone half or an unmapped glyph is U+FFFD."""
    if 0xDC00 <= code < 0xE000:
        return 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
    return _FOLDS.get(code, code)
