"""Ruled tables: the lines drawn on a page → grids of cells over ``Document.text``.

pdfplumber's table geometry works on the lines PDFium found; its own (slow) reading of the page is never needed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import isnan
from typing import Any, NamedTuple

from report_miner.model import Cell, CharBoxes, Page, Span, Table
from report_miner.readers.captions import caption, lines_of
from report_miner.readers.pdf_frame import Box, Ruling
from report_miner.readers.pdf_rows import split_rows

_TOLERANCE = 3.0
"""Points within which lines are one line and their ends meet (pdfplumber's default)."""
_SHORTEST_EDGE = 3.0
_MOST_CROSSINGS = 250_000
_CAPTION_DISTANCE = 90.0


class _Line(NamedTuple):
    span: Span
    box: Box


def page_tables(rulings: Sequence[Ruling], page: Page, text: str, boxes: CharBoxes) -> Iterator[Table]:
    """The tables of one page, top to bottom.  A grid of one column or without text is a frame, not a table."""
    grids = [_Grid.over(cells) for cells in _cell_groups(rulings)]
    lines = list(_lines(page, text, boxes)) if grids else []
    for grid in grids:
        cells = tuple(_filled(grid, page, text, boxes))
        if len(grid.columns) < 3 or sum(1 for cell in cells if cell.spans) < 2:
            continue
        cells = tuple(split_rows(cells, text, boxes))
        yield Table(cells, page=page.number, caption=_caption(grid, lines, text), source="ruled")


def _cell_groups(rulings: Sequence[Ruling]) -> list[list[Box]]:
    """The cells that the lines enclose, grouped into tables."""
    if len(rulings) < 4:
        return []
    from pdfplumber import table as geometry

    merged = geometry.merge_edges(_edges(rulings), _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    edges = [edge for edge in merged if max(edge["width"], edge["height"]) >= _SHORTEST_EDGE]
    edges += _open_sides(edges)
    across = sum(1 for edge in edges if edge["orientation"] == "h")
    if not across or across * (len(edges) - across) > _MOST_CROSSINGS:
        return []
    crossings = geometry.edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    groups = geometry.cells_to_tables(geometry.intersections_to_cells(crossings))
    return [[Box(*map(float, cell)) for cell in group] for group in groups]


def _open_sides(edges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Edges for the sides that many tables leave open: where the ends of lines across stand under each other.

    Only lines that cross a line downwards count, so that rules under a running head make no table.
    """
    downs = [edge for edge in edges if edge["orientation"] == "v"]
    crossed = [edge for edge in edges if edge["orientation"] == "h" and any(_cross(edge, down) for down in downs)]
    sides = []
    for end in ("x0", "x1"):
        ends: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for edge in crossed:
            ends[round(edge[end] / _TOLERANCE)].append(edge)
        for group in ends.values():
            x = group[0][end]
            if len(group) > 1 and all(abs(down["x0"] - x) > 2 * _TOLERANCE for down in downs):
                sides.append(Ruling(False, x, min(edge["top"] for edge in group), max(edge["top"] for edge in group)))
    return _edges(sides)


def _cross(across: dict[str, Any], down: dict[str, Any]) -> bool:
    meets_down = down["top"] - _TOLERANCE <= across["top"] <= down["bottom"] + _TOLERANCE
    return bool(meets_down and across["x0"] - _TOLERANCE <= down["x0"] <= across["x1"] + _TOLERANCE)


def _edges(rulings: Iterable[Ruling]) -> list[dict[str, Any]]:
    """Lines as pdfplumber writes them."""
    edges = []
    for line in dict.fromkeys(rulings):
        left, right = (line.start, line.end) if line.horizontal else (line.at, line.at)
        top, bottom = (line.at, line.at) if line.horizontal else (line.start, line.end)
        edges.append(
            {
                "object_type": "line",
                "orientation": "h" if line.horizontal else "v",
                "x0": left,
                "x1": right,
                "top": top,
                "bottom": bottom,
                "width": right - left,
                "height": bottom - top,
            }
        )
    return edges


class _Grid(NamedTuple):
    """Row and column boundaries of one table and its cells by every grid place they cover."""

    rows: list[float]
    columns: list[float]
    cells: dict[tuple[int, int], Box]

    @classmethod
    def over(cls, boxes: Sequence[Box]) -> _Grid:
        rows = sorted({side for box in boxes for side in (box.top, box.bottom)})
        columns = sorted({side for box in boxes for side in (box.left, box.right)})
        cells = {}
        for box in boxes:
            for row in range(rows.index(box.top), rows.index(box.bottom)):
                for column in range(columns.index(box.left), columns.index(box.right)):
                    cells[row, column] = box
        return cls(rows, columns, cells)

    def at(self, x: float, y: float) -> Box | None:
        """The cell that holds a point."""
        return self.cells.get((bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1))


def _filled(grid: _Grid, page: Page, text: str, boxes: CharBoxes) -> Iterator[Cell]:
    """All cells, empty ones too, in row order, each with the runs of characters whose middle lies in it."""
    spans: dict[Box, list[Span]] = defaultdict(list)
    current: Box | None = None
    start = end = page.span.start
    for offset in range(page.span.start, page.span.end):
        if text[offset] == "\n":
            home = None
        elif isnan(boxes.left[offset]):
            continue  # a space that PDFium inserted belongs to its neighbours
        else:
            x = (boxes.left[offset] + boxes.right[offset]) / 2
            home = grid.at(x, (boxes.top[offset] + boxes.bottom[offset]) / 2)
        if home != current:
            if current is not None:
                spans[current].append(Span(start, end))
            current, start = home, offset
        end = offset + 1
    if current is not None:
        spans[current].append(Span(start, end))
    for box in sorted(set(grid.cells.values()), key=lambda box: (box.top, box.left)):
        row, column = grid.rows.index(box.top), grid.columns.index(box.left)
        found = tuple(span for span in spans[box] if not text[span.start : span.end].isspace())
        yield Cell(row, column, found, grid.rows.index(box.bottom) - row, grid.columns.index(box.right) - column)


def _lines(page: Page, text: str, boxes: CharBoxes) -> Iterator[_Line]:
    for span in lines_of(text, *page.span):
        drawn = [offset for offset in range(*span) if not isnan(boxes.left[offset])]
        if drawn:
            yield _Line(
                span,
                Box(
                    min(boxes.left[offset] for offset in drawn),
                    min(boxes.top[offset] for offset in drawn),
                    max(boxes.right[offset] for offset in drawn),
                    max(boxes.bottom[offset] for offset in drawn),
                ),
            )


def _caption(grid: _Grid, lines: Sequence[_Line], text: str) -> Span | None:
    top = grid.rows[0]
    near = [line for line in lines if top - _CAPTION_DISTANCE < line.box.bottom <= top + _TOLERANCE]
    return caption(text, [line.span for line in sorted(near, key=lambda line: line.box.bottom)])
