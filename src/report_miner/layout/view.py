"""Document.text → View: what reading keeps, with the map back to where it stands."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise

from report_miner.layout.fold import blank_out, fold
from report_miner.layout.furniture import doubled, inline_marks, page_furniture
from report_miner.layout.joins import hard_breaks, setting_of
from report_miner.layout.lines import Line, mark_columns, split_lines, tabbed
from report_miner.layout.newspaper import break_after, reading_order
from report_miner.layout.text_table import TextTable
from report_miner.layout.text_tables import find_tables
from report_miner.model import Document, Medium, Span, View

_BLANKS = re.compile(r"[ \x1f]+")
_LAST_NARROW = "\u024f"
"""Characters up to here (Latin) are set apart by spaces; all others are not."""
_UNWRAPPED = frozenset({Medium.DOCX, Medium.HTML, Medium.XLSX})

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read down to its lines: the view, and the tables found among the lines."""

    view: View
    tables: tuple[TextTable, ...]


def view(document: Document) -> View:
    """The cleaned text of ``document`` with its offset map; never raises, whatever the text."""
    return read_lines(document).view


def read_lines(document: Document) -> Reading:
    """All steps from text to view: fold, find furniture, find tables, join lines, put columns in order."""
    text = fold(document.text)
    text = blank_out(text, inline_marks(text))
    lines = split_lines(text)
    spans = _cell_spans(document)
    text = _part_cells(mark_columns(text, lines), spans)
    owners = _cell_owners(spans, lines)
    text, lines, owners = _without_furniture(document.text, text, lines, owners)
    running = [line for line, owner in zip(lines, owners, strict=True) if owner < 0]
    setting = setting_of(text, running, wraps=document.medium not in _UNWRAPPED)
    twice = doubled(text, lines, setting.usual, [owner >= 0 for owner in owners])
    text, lines, owners = _without_doubles(text, lines, owners, twice)
    hard = hard_breaks(document.text, text, lines, setting)
    tables = find_tables(text, lines, owners)
    for table in tables:
        for at in range(max(table.first - 1, 0), table.last + 1):
            hard[at] = True
        for at in table.wraps:
            hard[at] = False
    for at, (owner, after) in enumerate(pairwise(owners)):
        if owner != after or owner >= 0:
            hard[at] = owner != after
    order = None if tables or document.tables else reading_order(text, lines)
    if order is not None:
        return Reading(_stitched(document.text, text, lines, order), ())
    return Reading(_assemble(document.text, text, _drops(text, lines, hard)), tuple(tables))


def _cell_spans(document: Document) -> list[tuple[Span, int]]:
    """The spans of the reader's tables in text order, each with the number of its cell."""
    cells = [cell for table in document.tables for cell in table.cells]
    return sorted((span, number) for number, cell in enumerate(cells) for span in cell.spans)


def _part_cells(text: str, spans: list[tuple[Span, int]]) -> str:
    """Folded ``text`` with a tab for the blanks between two cells of one line: words of two cells never join."""
    gaps = [
        (before.end, after.start)
        for (before, one), (after, other) in pairwise(spans)
        if one != other and before.end < after.start and not text[before.end : after.start].strip(" \x1f")
    ]
    return tabbed(text, gaps)


def _cell_owners(spans: list[tuple[Span, int]], lines: list[Line]) -> list[int]:
    """Number of the reader's cell that each line begins in, -1 where none."""
    if not spans:
        return [-1] * len(lines)
    starts = [span.start for span, _ in spans]
    owners = []
    for line in lines:
        at = bisect_right(starts, line.start) - 1
        inside = at >= 0 and line.start < spans[at][0].end
        owners.append(spans[at][1] if inside else -1)
    return owners


def _without_furniture(
    source: str, text: str, lines: list[Line], owners: list[int]
) -> tuple[str, list[Line], list[int]]:
    breaks = [m.start() for m in re.finditer("\f", source)]
    marks = page_furniture(text, lines, breaks, [owner >= 0 for owner in owners])
    return _drop(text, lines, owners, marks)


def _without_doubles(
    text: str, lines: list[Line], owners: list[int], twice: list[int]
) -> tuple[str, list[Line], list[int]]:
    """Shorten the lines by the first prints at their ends; a line that was nothing else goes."""
    if not any(twice):
        return text, lines, owners
    text = blank_out(text, [(line.end - size, line.end) for line, size in zip(lines, twice, strict=True) if size])
    gone = [size == line.end - line.start for line, size in zip(lines, twice, strict=True)]
    shorter = [Line(line.start, line.start + len(text[line.start : line.end].rstrip())) for line in lines]
    return _drop(text, shorter, owners, gone)


def _drop(text: str, lines: list[Line], owners: list[int], gone: list[bool]) -> tuple[str, list[Line], list[int]]:
    """Take the lines marked ``gone`` out of the list and fill their place in the text."""
    if not any(gone):
        return text, lines, owners
    text = blank_out(text, [(line.start, line.end) for line, out in zip(lines, gone, strict=True) if out])
    kept = [not out for out in gone]
    return (
        text,
        [line for line, keep in zip(lines, kept, strict=True) if keep],
        [owner for owner, keep in zip(owners, kept, strict=True) if keep],
    )


def _inline_drops(text: str) -> list[Range]:
    """Blanks inside lines that separate no two Latin words or digit groups."""
    drops = []
    size = len(text)
    for match in _BLANKS.finditer(text):
        start, end = match.span()
        if start == 0 or end == size:
            continue
        before, after = text[start - 1], text[end]
        if before == "\n" or after == "\n":
            continue
        narrow = before <= _LAST_NARROW and after <= _LAST_NARROW and before != "\t" and after != "\t"
        space = text.find(" ", start, end) if narrow else -1
        if space < 0:
            drops.append((start, end))
        elif end - start > 1:
            drops.extend(piece for piece in ((start, space), (space + 1, end)) if piece[0] < piece[1])
    return drops


def _drops(text: str, lines: list[Line], hard: list[bool]) -> list[Range]:
    """Everything the view leaves out, ascending and disjoint."""
    if not lines:
        return [(0, len(text))] if text else []
    drops = [(0, lines[0].start), (lines[-1].end, len(text))]
    drops.extend(_inline_drops(text))
    for (line, after), is_hard in zip(pairwise(lines), hard, strict=False):
        if is_hard:
            keep = text.find("\n", line.end, after.start)
            drops.append((line.end, keep))
            drops.append((keep + 1, after.start))
        else:
            drops.append((line.end, after.start))
    drops.sort()
    return _outer(drops)


def _outer(drops: list[Range]) -> list[Range]:
    return [drop for drop in drops if drop[0] < drop[1]]


def _assemble(source: str, text: str, drops: list[Range]) -> View:
    begins = [0, *(end for _, end in drops)]
    ends = [*(start for start, _ in drops), len(text)]
    return _from_segments(source, text, [pair for pair in zip(begins, ends, strict=True) if pair[0] < pair[1]])


def _from_segments(source: str, text: str, segments: list[Range]) -> View:
    pieces = [text[start:end] for start, end in segments]
    lengths = accumulate((end - start for start, end in segments), initial=0)
    starts = array("I", lengths)
    if len(starts) > 0:
        starts.pop()
    return View(source, "".join(pieces), starts, array("I", [start for start, _ in segments]))


def _stitched(source: str, text: str, lines: list[Line], order: list[tuple[int, bool]]) -> View:
    """The view with ``lines`` in the reading ``order``: (line, whether a real break follows) pairs."""
    drops = _inline_drops(text)
    begins = [start for start, _ in drops]
    segments: list[Range] = []
    for at, is_hard in order:
        start, end = lines[at]
        for drop in drops[bisect_right(begins, start) : bisect_right(begins, end)]:
            segments.append((start, drop[0]))
            start = drop[1]
        segments.append((start, end))
        if is_hard:
            keep = break_after(text, lines, at)
            if keep >= 0:
                segments.append((keep, keep + 1))
    return _from_segments(source, text, _outer(segments))
