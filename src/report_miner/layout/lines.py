"""Printed lines: where each begins and ends, how wide it is, and whether the page wraps its lines."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"[^\s][^\n]*")
_WIDE_GAP = re.compile(r"[ \x1f]{2,}")
_COLUMN_GAP = re.compile(r"[ \x1f]{2,}|(?<=[\d计]) (?=\d)")
_PROSE = re.compile(r"[，。；]")

_LONGEST_ROW = 40
"""Characters of a row with two cells; a line of text with a wide blank in it is longer."""

WIDEST_PAGE = 64
"""Full-width characters that fit on a line of the widest page; longer lines are whole paragraphs."""


class Line(NamedTuple):
    """Half-open range of ``Document.text`` that holds one printed line, outer white space left out."""

    start: int
    end: int


def split_lines(text: str) -> list[Line]:
    """The lines of folded ``text`` that hold anything, in order."""
    return [Line(m.start(), m.start() + len(m[0].rstrip())) for m in _LINE.finditer(text)]


def width(text: str) -> float:
    """Printed width in full-width characters: ASCII takes half a place."""
    # A wide character has three bytes and one place, a narrow one a byte and half a place.
    return (len(text.encode("utf-8", "surrogatepass")) + len(text)) / 4


def mark_columns(text: str, lines: list[Line]) -> str:
    """Folded ``text`` with the gaps between columns of table-like lines as a tab (and fillers), same length.

    Table-like: no sentence punctuation, and two gaps of two blanks or more, or one of four or more; beside such a
    line (the lower storey of a header, a total) one of two is enough.
    """
    columns: list[tuple[int, int]] = []
    narrow: list[tuple[int, int]] | None = None
    beside = False
    for start, end in lines:
        gaps = [] if text.find("  ", start, end) < 0 else [m.span() for m in _WIDE_GAP.finditer(text, start, end)]
        if not gaps or _PROSE.search(text, start, end):
            narrow, beside = None, False
            continue
        wide = len(gaps) > 1 or gaps[0][1] - gaps[0][0] >= 4
        split = gaps if not wide else [m.span() for m in _COLUMN_GAP.finditer(text, start, end)]
        if wide and narrow is not None:
            columns.extend(narrow)
        if wide or (beside and end - start <= _LONGEST_ROW):
            columns.extend(split)
        narrow = split if not wide and not beside and end - start <= _LONGEST_ROW else None
        beside = wide
    return tabbed(text, columns)


def tabbed(text: str, gaps: list[tuple[int, int]]) -> str:
    """``text`` with each of the ascending ``gaps`` as a tab and fillers: same length."""
    if not gaps:
        return text
    pieces = []
    at = 0
    for start, end in gaps:
        pieces.append(text[at:start] + "\t" + "\x1f" * (end - start - 1))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
