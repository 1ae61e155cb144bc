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
