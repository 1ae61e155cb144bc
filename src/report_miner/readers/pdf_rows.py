"""Tables ruled only between columns: one ruled cell holds the lines of many rows, which are told apart here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from math import isnan

from report_miner.model import Cell, CharBoxes, Span

_FEWEST_ROWS = 3
_SAME_LINE = 0.4
"""Share of their height by which the middles of what stands on one printed line may differ (``-`` beside ``甲``)."""
# A cell that holds one value has at most one such line; three of them are three rows.
_VALUE = re.compile(r"[-−]?\d[\d,，]*(?:\.\d+)?[%％]?|[-—－/]+|优|良|中|差|优秀|良好|一般|合格|不合格")


def split_rows(cells: Sequence[Cell], text: str, boxes: CharBoxes) -> list[Cell]:
    """The cells with every ruled row that prints several rows cut into them.

    Rows are cut halfway between the lines that hold values (numbers, grades), and only where no two values of one
    cell would fall into the same row; other lines join the nearest.
    """
    cells = _flattened(cells, text, boxes)
    found: list[Cell] = []
    added = 0
    for row in sorted({cell.row for cell in cells}):
        band = [cell for cell in cells if cell.row == row]
        cuts = _cuts([cell for cell in band if cell.row_span == 1], text, boxes)
        for cell in band:
            moved = replace(cell, row=cell.row + added)
            found.extend(_split(moved, cuts, boxes) if cell.row_span == 1 else [moved])
        if cuts:
            found = [
                replace(cell, row_span=cell.row_span + len(cuts))
                if cell.row_span > 1 and cell.row <= row + added < cell.row + cell.row_span
                else cell
                for cell in found
            ]
        added += len(cuts)
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def _flattened(cells: Sequence[Cell], text: str, boxes: CharBoxes) -> list[Cell]:
    """Ruled rows beside one cell of several values made one row: the rules (often at a former page end) mislead."""
    found: list[Cell] = []
    removed = 0
    for first, last in _blocks(cells):
        block = [replace(cell, row=cell.row - removed) for cell in cells if first <= cell.row <= last]
        height = last - first + 1
        tall = [cell for cell in block if cell.row_span == height]
        several = any(len(_values(cell, _height([cell], boxes), text, boxes)) >= _FEWEST_ROWS for cell in tall)
        if height > 1 and several:
            columns = sorted({(cell.column, cell.column_span) for cell in block})
            for column, across in columns:
                spans = [span for cell in block if cell.column == column for span in cell.spans]
                found.append(Cell(first - removed, column, tuple(spans), 1, across))
            removed += height - 1
        else:
            found.extend(block)
    return found


def _blocks(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """First and last rows of the shortest runs of rows that no merged cell leaves."""
    blocks: list[tuple[int, int]] = []
    for cell in sorted(cells, key=lambda cell: cell.row):
        last = cell.row + cell.row_span - 1
        if blocks and cell.row <= blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], max(blocks[-1][1], last))
        else:
            blocks.append((cell.row, last))
    return blocks


def _cuts(band: Sequence[Cell], text: str, boxes: CharBoxes) -> list[float]:
    """Heights (points from the page's top) at which a ruled row falls into several; none where it is one."""
    height = _height(band, boxes)
    columns = [_values(cell, height, text, boxes) for cell in band]
    if len(band) < 2 or max(map(len, columns)) < _FEWEST_ROWS:
        return []
    cuts = [
        (above + below) / 2
        for above, below in pairwise(sorted(middle for values in columns for middle in values))
        if below - above > _SAME_LINE * height
    ]
    for values in columns:
        rows = [bisect_right(cuts, middle) for middle in values]
        if len(set(rows)) < len(rows):
            return []
    return cuts


def _height(band: Sequence[Cell], boxes: CharBoxes) -> float:
    """Height of the tallest line in points."""
    return max((bottom - top for cell in band for top, bottom in map(partial(_extent, boxes), cell.spans)), default=0.0)


def _values(cell: Cell, height: float, text: str, boxes: CharBoxes) -> list[float]:
    """Middles of the lines of a cell that are one value each, downwards; empty if any other stands among them."""
    lines: list[tuple[float, str]] = []
    for span in cell.spans:
        middle = _middle(span, boxes)
        words = "".join(text[slice(*span)].split())
        if lines and abs(lines[-1][0] - middle) <= _SAME_LINE * height:
            lines[-1] = (lines[-1][0], lines[-1][1] + words)
        else:
            lines.append((middle, words))
    if not all(_VALUE.fullmatch(words) for _, words in lines):
        return []
    return sorted(middle for middle, _ in lines)


def _split(cell: Cell, cuts: Sequence[float], boxes: CharBoxes) -> list[Cell]:
    parts: list[list[Span]] = [[] for _ in range(len(cuts) + 1)]
    for span in cell.spans:
        parts[bisect_right(cuts, _middle(span, boxes))].append(span)
    return [replace(cell, row=cell.row + number, spans=tuple(spans)) for number, spans in enumerate(parts)]


def _middle(span: Span, boxes: CharBoxes) -> float:
    top, bottom = _extent(boxes, span)
    return (top + bottom) / 2


def _extent(boxes: CharBoxes, span: Span) -> tuple[float, float]:
    """Top and bottom of what is drawn."""
    drawn = [offset for offset in range(*span) if not isnan(boxes.top[offset])]
    return min(boxes.top[offset] for offset in drawn), max(boxes.bottom[offset] for offset in drawn)
