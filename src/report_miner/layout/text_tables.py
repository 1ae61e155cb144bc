"""Tables in the text itself: one cell a line here, columns set apart by tabs in ``column_tables``."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise

from report_miner.layout.column_tables import column_tables
from report_miner.layout.lines import Line
from report_miner.layout.text_table import (
    GRADE,
    HEADING,
    LEAST_ROWS,
    NUMBER,
    PROSE,
    SERIAL,
    TOTAL,
    UNIT,
    TextTable,
    caption_above,
)
from report_miner.model import Cell, Span, Table

_LONGEST_CELL = 40
_SERIAL_HEAD = re.compile(r"序 ?号|编 ?号")
_ROW = re.compile(r"T{1,3}([NG]{1,12})")
_GRADED = re.compile(r"G(N{1,6})(?!N)(?:G\1(?!N)){2,}")
"""Rows named by a grade."""
_LONGEST_HEAD = 16


def find_tables(text: str, lines: list[Line], owners: list[int]) -> list[TextTable]:
    """Tables among the lines that no table of the reader claims (owner -1), in text order, disjoint.

    Only a pattern that repeats over three rows counts as a table.
    """
    kinds = _kinds(text, lines, owners)
    found: list[TextTable] = []
    taken = -1
    candidates = [*column_tables(text, lines, owners), *_numbered(text, lines, kinds), *_periodic(text, lines, kinds)]
    for table in sorted(candidates, key=lambda one: (one.first, -one.last)):
        if table.first > taken:
            found.append(table)
            taken = table.last
    return found


def _kinds(text: str, lines: list[Line], owners: list[int]) -> str:
    """One letter a line: serial or number N, grade G, other short text T, tabbed or claimed or long text X."""
    letters = []
    for (start, end), owner in zip(lines, owners, strict=True):
        if owner >= 0 or end - start > _LONGEST_CELL:
            letters.append("X")
        elif "0" <= text[start] <= "9" and NUMBER.fullmatch(text, start, end):
            letters.append("N")
        elif GRADE.fullmatch(text, start, end):
            letters.append("G")
        elif PROSE.search(text, start, end) or text.find("\t", start, end) >= 0:
            letters.append("X")
        else:
            letters.append("T")
    return "".join(letters)


# --------------------------------------------------------------------------- one cell a line, with serial numbers


def _numbered(text: str, lines: list[Line], kinds: str) -> list[TextTable]:
    """Rows that begin with 1, 2, 3 … and then hold the same kinds of cells."""
    serials = [at for at, kind in enumerate(kinds) if kind == "N" and SERIAL.fullmatch(text, *lines[at])]
    found = []
    at = 0
    while at < len(serials):
        chain = _chain(text, lines, kinds, serials, at)
        if len(chain) >= LEAST_ROWS:
            table = _numbered_table(text, lines, kinds, chain)
            if table is not None:
                found.append(table)
                while at < len(serials) and serials[at] <= table.last:
                    at += 1
                continue
        at += 1
    return found


def _value(text: str, line: Line) -> int:
    return int(text[line.start : line.end])


def _chain(text: str, lines: list[Line], kinds: str, serials: list[int], at: int) -> list[int]:
    """Line indexes of the serial numbers that count on from ``serials[at]``, each at most twelve lines on."""
    chain = [serials[at]]
    wanted = _value(text, lines[chain[0]]) + 1
    if wanted > 2:
        return chain
    for index in range(at + 1, len(serials)):
        here = serials[index]
        if here - chain[-1] > 12 or "X" in kinds[chain[-1] : here]:
            break
        if _value(text, lines[here]) == wanted and here - chain[-1] > 1:
            chain.append(here)
            wanted += 1
    return chain


def _shape(kinds: str) -> str:
    """The kinds of a row with wrapped text cells counted once."""
    return "".join(kind if kind != "T" else "T" for kind, _ in _collapsed(kinds))


def _collapsed(kinds: str) -> list[tuple[str, int]]:
    """(kind, lines) of each cell: neighbouring text lines are one cell."""
    cells: list[tuple[str, int]] = []
    for kind, run in groupby(kinds):
        size = len(list(run))
        cells.extend([(kind, size)] if kind == "T" else [(kind, 1)] * size)
    return cells


def _numbered_table(text: str, lines: list[Line], kinds: str, chain: list[int]) -> TextTable | None:
    shapes = Counter(_shape(kinds[a:b]) for a, b in pairwise(chain))
    shape, count = shapes.most_common(1)[0]
    if count < LEAST_ROWS - 1 or count * 2 < len(chain) - 1 or len(shape) < 2:
        return None
    shape = _counted_shape(text, lines, kinds, chain) or shape
    rows = []
    last = chain[-1]
    for here, after in [*pairwise(chain), (chain[-1], len(kinds))]:
        cells, stop = _row_cells(kinds, here, min(after, here + 12), shape, last_row=here == chain[-1])
        if cells:
            rows.append(cells)
            last = max(last, stop - 1)
    header, first = _header(text, lines, kinds, chain[0], len(shape))
    total, last = _total(text, lines, kinds, last + 1, shape)
    return _table([*header, *rows, *total], lines, text, (first, last))


def _counted_shape(text: str, lines: list[Line], kinds: str, chain: list[int]) -> str:
    """The kinds of a row line by line, where the header has as many lines: neighbouring texts are then two columns."""
    head = _header_start(text, lines, kinds, chain[0])
    whole, count = Counter(kinds[a:b] for a, b in pairwise(chain)).most_common(1)[0]
    agrees = head >= 0 and chain[0] - head == len(whole) and count * 2 >= len(chain) - 1
    return whole if agrees else ""


Row = list[tuple[int, int, int]]
"""Cells of a row: (column, first line, end line)."""


def _row_cells(kinds: str, start: int, stop: int, shape: str, *, last_row: bool) -> tuple[Row, int]:
    """Cells of the row at line ``start``; text on more lines than columns is wrapped; odd rows fill from left."""
    cells: Row = []
    at = start
    column = 0
    for (kind, lines), (_, columns) in zip(_collapsed(kinds[start:stop]), _collapsed(shape), strict=False):
        if kind == "X":
            break
        # A last text cell of the last row must not swallow what follows the table, be it a heading of few lines.
        open_end = last_row and column + columns == len(shape)
        size = min(lines, columns) if open_end else lines
        for wrapped in _share(size, columns):
            cells.append((column, at, at + wrapped))
            at += wrapped
            column += 1
        column += max(columns - size, 0)
    return cells, at


def _share(lines: int, columns: int) -> list[int]:
    """How many lines each column takes: the first, which names the row, what is too many."""
    return [1] * lines if lines <= columns else [1 + lines - columns, *[1] * (columns - 1)]


def _header(text: str, lines: list[Line], kinds: str, first: int, columns: int) -> tuple[list[Row], int]:
    """The header cells above line ``first``: from 序号 on, else nothing."""
    at = _header_start(text, lines, kinds, first)
    if at < 0:
        return [], first
    size = first - at
    if size == columns:
        return [[(column, at + column, at + column + 1) for column in range(columns)]], at
    # A wrapped header cannot be told apart line by line: keep the first cells, leave the rest to the last.
    row = [(column, at + column, at + column + 1) for column in range(min(size, columns) - 1)]
    row.append((len(row), at + len(row), first))
    return [row], at


def _header_start(text: str, lines: list[Line], kinds: str, first: int) -> int:
    """The line of 序号 above line ``first``, -1 where there is none."""
    for at in range(first - 1, max(first - 13, -1), -1):
        if kinds[at] == "X":
            break
        if _SERIAL_HEAD.fullmatch(text, *lines[at]):
            return at
    return -1


def _total(text: str, lines: list[Line], kinds: str, at: int, shape: str) -> tuple[list[Row], int]:
    """The total's cells, in whatever order a text layer gives them: by kind, one a column."""
    stop = at
    while stop < len(kinds) and stop - at < len(shape) and kinds[stop] != "X":
        stop += 1
    names = [here for here in range(at, stop) if TOTAL.fullmatch(text, *lines[here])]
    if not names:
        return [], at - 1
    wanted = {"N": [c for c in range(1, len(shape)) if shape[c] == "N"], "G": [], "T": []}
    free = [column for column in range(len(shape)) if column not in wanted["N"]]
    row: Row = []
    end = at
    for here in range(at, stop):
        columns = wanted["N"] if kinds[here] == "N" else free
        if not columns or (kinds[here] == "T" and here not in names):
            break
        in_text = [column for column in columns if shape[column] == "T"] if here in names else []
        column = in_text[0] if in_text else columns[-1] if kinds[here] == "G" else columns[0]
        columns.remove(column)
        row.append((column, here, here + 1))
        end = here + 1
    if not any(name < end for name in names):
        return [], at - 1
    return [sorted(row)], end - 1


# --------------------------------------------------------------------------- one cell a line, without serials


def _periodic(text: str, lines: list[Line], kinds: str) -> list[TextTable]:
    """A text cell and then always the same kinds of number cells, row after row."""
    found = []
    rows: list[re.Match[str]] = []
    for match in [*_ROW.finditer(kinds), None]:
        if rows and match is not None and match.start() == rows[-1].end() and match[1] == rows[-1][1]:
            rows.append(match)
            continue
        if len(rows) >= LEAST_ROWS:
            found.append(_periodic_table(text, lines, kinds, [match.span(1) for match in rows]))
        rows = [match] if match is not None else []
    for match in _GRADED.finditer(kinds):
        size = len(match[1]) + 1
        starts = range(match.start(), match.end(), size)
        found.append(_periodic_table(text, lines, kinds, [(start + 1, start + size) for start in starts]))
    return found


def _periodic_table(text: str, lines: list[Line], kinds: str, rows: list[tuple[int, int]]) -> TextTable:
    """The table whose rows hold their numbers in the line ranges ``rows``, names before them."""
    begin, end = rows[0]
    columns = end - begin + 1
    shape = "T" + kinds[begin:end]
    first = begin - 1
    cells: list[Row] = []
    for number, (start, _) in enumerate(rows):
        name = first if number == 0 else rows[number - 1][1]
        cells.append([(0, name, start), *((at + 1, start + at, start + at + 1) for at in range(columns - 1))])
    header = _header_above(text, lines, kinds, first, columns)
    total, last = _total(text, lines, kinds, rows[-1][1], shape)
    return _table([*header, *cells, *total], lines, text, (first - columns if header else first, last))


def _header_above(text: str, lines: list[Line], kinds: str, first: int, columns: int) -> list[Row]:
    """As many short text lines above line ``first`` as there are columns, none of them a title or unit."""
    begin = first - columns
    if begin < 0 or any(kind != "T" for kind in kinds[begin:first]):
        return []
    for start, end in lines[begin:first]:
        if end - start > _LONGEST_HEAD or UNIT.match(text, start, end) or HEADING.match(text, start, end):
            return []
    return [[(column, begin + column, begin + column + 1) for column in range(columns)]]


# --------------------------------------------------------------------------- building


def _table(rows: list[Row], lines: list[Line], text: str, extent: tuple[int, int]) -> TextTable:
    cells = []
    wraps: list[int] = []
    for number, row in enumerate(rows):
        for column, begin, end in row:
            cells.append(Cell(number, column, tuple(Span(*line) for line in lines[begin:end])))
            wraps.extend(range(begin, end - 1))
    first, last = extent
    table = Table(tuple(cells), caption=caption_above(text, lines, first), source="lines")
    return TextTable(table, first, last, tuple(wraps))
