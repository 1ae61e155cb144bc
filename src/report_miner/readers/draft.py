"""Writing a Document's text and its tables at once, for formats that say what is a paragraph and what a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from report_miner.model import Cell, Span, Table
from report_miner.readers.captions import caption, lines_of

_CAPTION_REACH = 400
_MOST_SPANNED = 1_000
"""A cell claiming to span more rows or columns than this is a slip of its writer, or an attack."""


class CellText(NamedTuple):
    """What a cell says, on one line, and how far it extends."""

    text: str
    row_span: int = 1
    column_span: int = 1


class _Placed(NamedTuple):
    row: int
    column: int
    cell: CellText


@dataclass(slots=True)
class Draft:
    """Text under construction: blocks joined by ``\\n``, the rows of a table too, its cells by ``\\t``."""

    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    tables: list[Table] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._pieces)

    def block(self, text: str) -> Span:
        """Write one paragraph on a new line; blank ones leave no trace."""
        if not text.strip():
            return Span(self._length, self._length)
        if self._length:
            self._write("\n")
        return self._write(text)

    def table(self, rows: Sequence[Sequence[CellText]], source: str, *, own_caption: Span | None = None) -> None:
        """Write a table row by row; its caption is ``own_caption`` or what stands directly above."""
        above = own_caption or self._caption()
        cells: list[Cell] = []
        last = -1
        for placed in _grid(rows):
            if placed.row != last:
                if self._length:
                    self._write("\n")
                last = placed.row
            else:
                self._write("\t")
            span = self._write(placed.cell.text)
            spans = (span,) if placed.cell.text.strip() else ()
            cells.append(Cell(placed.row, placed.column, spans, placed.cell.row_span, placed.cell.column_span))
        self.tables.append(Table(tuple(cells), caption=above, source=source))

    def _write(self, text: str) -> Span:
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return Span(start, self._length)

    def _caption(self) -> Span | None:
        tail = ""
        for piece in reversed(self._pieces):
            tail = piece + tail
            if len(tail) > _CAPTION_REACH:
                break
        floor = self.tables[-1].cells[-1].spans if self.tables and self.tables[-1].cells else ()
        base = self._length - len(tail)
        after = max((span.end for span in floor), default=0) - base
        found = caption(tail, lines_of(tail, max(after, 0), len(tail))[-3:])
        return Span(found.start + base, found.end + base) if found else None


def _grid(rows: Sequence[Sequence[CellText]]) -> list[_Placed]:
    """Give each cell its column, past those that cells above still fill (the HTML table model)."""
    placed = []
    filled: dict[int, int] = {}
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while filled.get(column, 0) > row:
                column += 1
            down = min(max(cell.row_span, 1), _MOST_SPANNED, len(rows) - row)
            across = min(max(cell.column_span, 1), _MOST_SPANNED)
            placed.append(_Placed(row, column, cell._replace(row_span=down, column_span=across)))
            for covered in range(column, column + across):
                filled[covered] = row + down
            column += across
    return placed
