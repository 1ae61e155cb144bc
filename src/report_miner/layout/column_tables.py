"""Tables whose columns are set apart by tabs (or by the gaps that ``lines.mark_columns`` marked as such)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from report_miner.layout.lines import Line
from report_miner.layout.text_table import (
    GRADE,
    LEAST_ROWS,
    NUMBER,
    PROSE,
    TOTAL,
    UNIT,
    TextTable,
    caption_above,
)
from report_miner.model import Cell, Span, Table

_STOREYS = 2
"""Lines of a header that may have fewer cells than the table has columns."""
_LONGEST_HEAD = 24
_MOST_GROUPINGS = 300
_OF_NUMBERS = re.compile(r"数|额|率|比|[%％分元]|得分|金|支|资|规模|核|审|值")
_OF_GRADES = re.compile(r"等级|等次|级别|档次|结论|评级|结果")
_OF_NAMES = re.compile(
    r"序号|编号|项目(?:名称)?$|名称|单位|部门|科室|机构|[县市区](?:（.*）)?$|地区|乡镇|街道|备注|类别"
)


def column_tables(text: str, lines: list[Line], owners: list[int]) -> list[TextTable]:
    """Neighbouring lines with the same number of columns, the header over them, and a total that may leave some out.

    Lines that a table of the reader claims (owner not -1) are passed over.
    """
    if "\t" not in text:
        return []
    whole = [_whole_line(text, line) for line in lines]
    tabs = [text.count("\t", *line) if owner < 0 else 0 for line, owner in zip(whole, owners, strict=True)]
    found = []
    at = 0
    while at < len(lines):
        stop = at + 1
        while stop < len(lines) and tabs[at] and _same_columns(text, lines[stop], tabs[stop], tabs[at]):
            stop += 1
        head = _head_over_unit(text, lines, tabs, at)
        if tabs[at] and stop - at + (head is not None) >= LEAST_ROWS:
            if head is None:
                found.append(_column_table(text, lines, tabs, whole[at:stop], at))
            else:
                found.append(_headed_table(text, lines, [whole[head], *whole[at:stop]], head))
        at = stop
    return found


def _whole_line(text: str, line: Line) -> Line:
    """The line with its outer tabs: they stand for empty cells."""
    stop = text.find("\n", line.end)
    return Line(text.rfind("\n", 0, line.start) + 1, stop if stop >= 0 else len(text))


def _same_columns(text: str, line: Line, tabs: int, wanted: int) -> bool:
    return tabs == wanted or (0 < tabs < wanted and TOTAL.match(text, line.start, line.end) is not None)


def _head_over_unit(text: str, lines: list[Line], tabs: list[int], at: int) -> int | None:
    """The line of heads that only a line with the unit (``（单位：万元）``) parts from its rows."""
    if at < 2 or tabs[at - 1] or tabs[at - 2] != tabs[at] or not UNIT.match(text, *lines[at - 1]):
        return None
    return at - 2


def _headed_table(text: str, lines: list[Line], rows: list[Line], head: int) -> TextTable:
    """The table whose first row is line ``head``; the line with the unit, which parts it from the rest, captions it."""
    cells = [
        Cell(number, at, (span,) if span.start < span.end else ())
        for number, row in enumerate(rows)
        for at, span in enumerate(_spans(text, row))
    ]
    table = Table(tuple(cells), caption=Span(*lines[head + 1]), source="lines")
    return TextTable(table, head, head + len(rows))


def _column_table(text: str, lines: list[Line], tabs: list[int], rows: list[Line], first: int) -> TextTable:
    """The table of ``rows`` from line ``first`` on."""
    body = [_spans(text, row) for row in rows]
    width = len(body[0])
    columns = _columns(text, [row for row in body if len(row) == width])
    heads = [_spans(text, lines[at]) for at in _header_lines(text, lines, tabs, first)]
    header = _header(text, heads, columns)
    if not header:
        heads = []
    cells = list(header)
    for number, row in enumerate(body, start=len(heads)):
        placed = range(width) if len(row) == width else _aligned(text, row, columns)
        cells += [
            Cell(number, at, (span,) if span.start < span.end else ()) for at, span in zip(placed, row, strict=True)
        ]
    top = first - len(heads)
    table = Table(tuple(cells), caption=caption_above(text, lines, top), source="lines")
    return TextTable(table, top, first + len(rows) - 1)


def _spans(text: str, line: Line) -> list[Span]:
    """What stands between the tabs of a line, outer white space left out."""
    found = []
    at = line.start
    for words in text[line.start : line.end].split("\t"):
        begin = at + len(words) - len(words.lstrip())
        found.append(Span(begin, begin + len(words.strip())))
        at += len(words) + 1
    return found


# --------------------------------------------------------------------------- what the columns hold


@dataclass(frozen=True, slots=True)
class _Column:
    """``kind``: numbers N, grades G, names T.  ``decimals`` and ``size`` (decimal logarithm) are usual for numbers."""

    kind: str
    decimals: int = 0
    size: float = 0.0


def _columns(text: str, rows: list[list[Span]]) -> list[_Column]:
    return [_column([text[slice(*span)] for span in spans]) for spans in zip(*rows, strict=True)]


def _column(cells: list[str]) -> _Column:
    kind = Counter(_kind(cell) for cell in cells if cell).most_common(1)
    if not kind or kind[0][0] != "N":
        return _Column(kind[0][0] if kind else "T")
    digits = [cell.replace(",", "").strip("+-%‰") for cell in cells if _kind(cell) == "N"]
    decimals = Counter(len(number.partition(".")[2]) for number in digits).most_common(1)[0][0]
    sizes = sorted(len(number.partition(".")[0].lstrip("0")) for number in digits)
    return _Column("N", decimals, float(sizes[len(sizes) // 2]))


def _kind(cell: str) -> str:
    if NUMBER.fullmatch(cell):
        return "N"
    return "G" if GRADE.fullmatch(cell) else "T"


def _aligned(text: str, row: list[Span], columns: list[_Column]) -> Sequence[int]:
    """The columns of a total that leaves some out: its name first, then each number and grade under its kind."""
    kinds = [_kind(text[slice(*span)]) for span in row]
    places = [next((at for at, column in enumerate(columns) if column.kind == "T"), 0)]
    for at in range(1, len(row)):
        free = range(places[-1] + 1, len(columns) - (len(row) - 1 - at))
        rest = [column.kind for column in columns]
        fits = (place for place in free if _tail_fits(kinds[at:], rest[place:]))
        places.append(next(fits, free[0] if free else places[-1] + 1))
    # Cells missing on the left, under the names, are the usual case; where the kinds decide nothing, fill from left.
    return places if places[-1] < len(columns) else range(len(row))


def _tail_fits(kinds: list[str], columns: list[str]) -> bool:
    """Whether the cells fit the first columns one by one; a dash or blank fits any."""
    return len(kinds) <= len(columns) and all(
        kind in (column, "G", "") for kind, column in zip(kinds, columns, strict=False)
    )


# --------------------------------------------------------------------------- headers


def _header_lines(text: str, lines: list[Line], tabs: list[int], first: int) -> range:
    """The lines with fewer columns directly above line ``first``."""
    at = first
    while at > 0 and first - at < _STOREYS and 0 < tabs[at - 1] < tabs[first]:
        start, end = lines[at - 1]
        cells = text[start:end].split("\t")
        numbers = any(NUMBER.fullmatch(cell.strip(" \x1f")) for cell in cells)
        if numbers or PROSE.search(text, start, end) or UNIT.match(text, start, end) or _too_long(cells):
            break
        at -= 1
    return range(at, first)


def _too_long(cells: list[str]) -> bool:
    return any(len(cell) > _LONGEST_HEAD for cell in cells)


def _header(text: str, heads: list[list[Span]], columns: list[_Column]) -> list[Cell]:
    """Cells of a two-storeyed header: the lower labels stand under those upper ones whose columns suit them best.

    A text layer does not say which upper label reaches over which lower ones.  What the columns hold does: names,
    grades, or numbers of like size and precision.  Empty where the numbers of labels cannot fill the columns.
    """
    if len(heads) != _STOREYS:
        return []
    upper, lower = heads
    words = [[text[slice(*span)] for span in spans] for spans in heads]
    groupings = list(_groupings(len(upper), len(lower), len(columns)))
    if not groupings:
        return []
    best = max(groupings, key=lambda sizes: _suits(sizes, words[0], words[1], columns))
    cells = []
    at = under = 0
    for span, size in zip(upper, best, strict=True):
        if size == 1:
            cells.append(Cell(0, at, (span,), row_span=2))
        else:
            cells.append(Cell(0, at, (span,), column_span=size))
            cells += [Cell(1, at + n, (lower[under + n],)) for n in range(size)]
            under += size
        at += size
    return cells


def _groupings(upper: int, lower: int, columns: int) -> Iterator[tuple[int, ...]]:
    """How many columns each upper label reaches over: one, or an equal share of all lower labels."""
    groups = upper + lower - columns
    if (
        groups < 1
        or groups > upper
        or lower % groups
        or lower // groups < 2
        or math.comb(upper, groups) > _MOST_GROUPINGS
    ):
        return
    for chosen in combinations(range(upper), groups):
        yield tuple(lower // groups if at in chosen else 1 for at in range(upper))


def _suits(sizes: tuple[int, ...], upper: list[str], lower: list[str], columns: list[_Column]) -> float:
    score = 0.0
    at = under = 0
    for label, size in zip(upper, sizes, strict=True):
        if size == 1:
            score += _fits(label, columns[at])
        else:
            below = columns[at : at + size]
            score += sum(_fits(word, column) for word, column in zip(lower[under:], below, strict=False))
            score += _alike(below)
            under += size
        at += size
    return score


def _fits(label: str, column: _Column) -> float:
    names, grades, numbers = _OF_NAMES.search(label), _OF_GRADES.search(label), _OF_NUMBERS.search(label)
    if column.kind == "N":
        return 1.0 if numbers else -1.0 if grades or (names and label not in ("序号", "编号")) else 0.0
    if column.kind == "G":
        return 1.0 if grades else -1.0 if names or numbers else 0.0
    return 1.0 if names else -1.0 if numbers and not grades else 0.0


def _alike(columns: list[_Column]) -> float:
    """Up to 1 for columns of numbers of like precision and size."""
    if any(column.kind != "N" for column in columns) or len({column.decimals for column in columns}) > 1:
        return 0.0
    sizes = [column.size for column in columns]
    return 1.0 / (1.0 + max(sizes) - min(sizes))
