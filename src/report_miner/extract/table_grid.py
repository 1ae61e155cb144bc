"""Tables as grids over the view: every cell with its words, its place and its numbers, headers told from body.

All offsets are view offsets; rows and columns count from 0.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal

from report_miner.extract.table_words import FORM_KEY
from report_miner.layout.places import SourceIndex, merged
from report_miner.model import Block, Cell, Outline, Quantity, QuantityKind, Span, View

MOST_HEADER_ROWS = 6
NEAR = 90
"""So many characters of page furniture may part a table from its continuation."""
LINES_ABOVE = 3
LONGEST_LINE = 90
DASH = re.compile(r"[-—–－─/\\*…·×]*")
PLAIN = re.compile(r"[-－−﹣]?\d[\d,]*(?:\.\d+)?")
YEAR = re.compile(r"(?:19|20)\d{2}")
AROUND = re.compile(
    r"^(?:[（(]|[-－−﹣+＋]|[≥≤≧≦><＞＜=＝]|不低于|不少于|不超过|不高于|大于等于|小于等于|达到?|约)*|[）)]$"
)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: ``text`` is what the view shows of it, white space dropped; ``numbers`` index the quantities in it.

    ``amount`` is the index of the quantity that is all the cell says, -1 where it says more or less; ``listed`` the
    indexes where it says nothing but several (``1.67%、1.9%``).
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    blocks: tuple[Block, ...]
    numbers: tuple[int, ...] = ()
    amount: int = -1
    listed: tuple[int, ...] = ()

    @property
    def columns(self) -> range:
        """The columns it stands over."""
        return range(self.column, self.column + self.column_span)

    @property
    def blank(self) -> bool:
        """Whether it says nothing; a dash says nothing."""
        return DASH.fullmatch(self.text) is not None


Row = tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table read for its meaning: ``titles`` and ``header`` rows come first, then ``body``.

    ``above`` are the lines over the table, nearest first: its title, its unit, the sentence that leads to it.
    A ``form`` (``项目名称 | …`` line under line) has no header: what a value is stands to its left.
    A table that goes on over several pages is one grid; row numbers of its body then begin anew.
    """

    index: int
    width: int
    titles: Row
    header: tuple[Row, ...]
    body: tuple[Row, ...]
    above: tuple[Block, ...]
    extent: Block
    form: bool = False

    def header_words(self) -> list[tuple[str, ...]]:
        """Header words of every column, innermost first."""
        words: list[list[str]] = [[] for _ in range(self.width)]
        for row in reversed(self.header):
            said = {column: cell.text for cell in row for column in cell.columns if cell.text}
            last = ""
            for column in range(self.width):
                known = said.get(column, "")
                if not known and words[column] and column and words[column - 1]:
                    known = last  # what stands over several columns is printed over the first
                last = known
                if known and known not in words[column]:
                    words[column].append(known)
        return [tuple(each) for each in words]


def make_grids(outline: Outline, quantities: list[Quantity]) -> list[Grid]:
    """The tables of a document that show anything, continued ones with the header that they continue.

    ``quantities`` are the numbers of the view in order; cells that are a number which prose would ignore (``12.00``
    alone on its line looks like a heading's) are appended to them.
    """
    if not outline.tables:
        return []
    index = SourceIndex(outline.view)
    starts = [quantity.block.start for quantity in quantities]
    grids: list[Grid] = []
    for number, table in enumerate(outline.tables):
        rows: dict[int, list[GridCell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(_cell(outline.view, index, cell, quantities, starts))
        ordered = [tuple(sorted(rows[row], key=lambda cell: cell.column)) for row in sorted(rows)]
        blocks = [block for row in ordered for cell in row for block in cell.blocks]
        if not blocks:
            continue
        extent = Block(min(block.start for block in blocks), max(block.end for block in blocks))
        caption = index.block(table.caption) if table.caption else None
        grid = _grid(number, ordered, extent, _above(outline.view.text, extent.start, caption))
        if grids and _continues(grids[-1], grid):
            grids[-1] = replace(
                grids[-1], body=(*grids[-1].body, *grid.body), extent=Block(grids[-1].extent.start, grid.extent.end)
            )
        else:
            grids.append(grid)
    return grids


def _cell(view: View, index: SourceIndex, cell: Cell, quantities: list[Quantity], starts: list[int]) -> GridCell:
    blocks = tuple(merged(block for span in cell.spans for block in index.blocks(span)))
    text = "".join("".join(view.text[block.start : block.end] for block in blocks).split())
    numbers: list[int] = []
    for block in blocks:
        first = bisect_left(starts, block.start)
        numbers += range(first, bisect_left(starts, block.end, first))
    if not numbers and len(blocks) == 1 and PLAIN.fullmatch(text):
        numbers.append(len(quantities))
        quantities.append(_plain_number(view, blocks[0], text))
    amount = numbers[0] if len(numbers) == 1 and _is_all(text, quantities[numbers[0]], cell.spans, view) else -1
    listed = tuple(numbers) if len(numbers) > 1 and _only(text, [quantities[at] for at in numbers]) else ()
    return GridCell(
        cell.row, cell.column, cell.row_span, cell.column_span, text, blocks, tuple(numbers), amount, listed
    )  # fmt: skip


def _only(text: str, quantities: list[Quantity]) -> bool:
    """Whether a cell says these numbers, each with its unit, and nothing else."""
    rest = text
    for quantity in quantities:
        rest = rest.replace(quantity.raw, "", 1)
    return not rest.strip("、，,；;/和及") and all(quantity.unit for quantity in quantities)


def _plain_number(view: View, block: Block, text: str) -> Quantity:
    """A bare number that fills a cell, its sign left out."""
    skipped = 0 if text[0].isdecimal() else 1
    start = view.text.index(text[skipped], block.start)
    number = text[skipped:].replace(",", "")
    place = Block(start, block.end)
    return Quantity(
        place, view.span(*place), view.raw(*place), Decimal(number), "", QuantityKind.BARE, number, Decimal(1)
    )  # fmt: skip


def _is_all(text: str, quantity: Quantity, spans: tuple[Span, ...], view: View) -> bool:
    """Whether a cell says nothing but this number: a sign or brackets aside.

    Two numbers one under the other are two numbers that a reader took for one cell, never one number.
    """
    said = "".join(view.text[quantity.block.start : quantity.block.end].split())
    if AROUND.sub("", text) != AROUND.sub("", said):
        return False
    lines = [view.source[span.start : span.end].strip() for span in spans]
    return len(lines) < 2 or not all(
        len(line) > 2 and line.replace(",", "").replace(".", "").isdecimal() for line in lines
    )


UNITS_ALONE = re.compile(r"[（(]?(?:金额)?单位[:：][^（）()]{1,12}[）)]?")
"""A row of the head that only gives the unit."""


def _grid(number: int, rows: list[Row], extent: Block, above: tuple[Block, ...]) -> Grid:
    width = max((cell.column + cell.column_span for row in rows for cell in row), default=0)
    titles: list[GridCell] = []
    header: list[Row] = []
    at = 0
    for row in rows:
        said = [cell for cell in row if cell.text]
        if _is_data(row) and not _names_years(said):
            break
        if len(said) == 1 and width > 1 and len(rows) > 1 and (not header or UNITS_ALONE.fullmatch(said[0].text)):
            titles.append(said[0])
        elif said:
            if len(header) == MOST_HEADER_ROWS:
                break
            header.append(row)
        at += 1
    if _is_form(header):
        return Grid(number, width, tuple(titles), (), tuple(rows[at:]), above, extent, form=True)
    return Grid(number, width, tuple(titles), tuple(header), tuple(rows[at:]), above, extent)


def _is_form(header: list[Row]) -> bool:
    """Whether the rows over the first number ask and answer, pair by pair."""
    keys = [row for row in header if row and FORM_KEY.fullmatch(row[0].text)]
    return len([row for row in keys if len([cell for cell in row if cell.text]) <= 4]) >= 2


def _is_data(row: Row) -> bool:
    """Whether a row states something: a number, or a dash where one might stand."""
    return any(cell.amount >= 0 or (cell.text and cell.blank) for cell in row)


def _names_years(said: list[GridCell]) -> bool:
    """A header row of bare years (``2022 | 2023``)."""
    numbers = [cell for cell in said if cell.amount >= 0]
    return bool(numbers) and len(numbers) < len(said) and all(YEAR.fullmatch(cell.text) for cell in numbers)


def _above(text: str, start: int, caption: Block | None) -> tuple[Block, ...]:
    """Lines over a table, nearest first; a long one only if it is the lead sentence (``…如下：``)."""
    blocks: list[Block] = []
    end = start
    while end > 0 and len(blocks) < LINES_ABOVE:
        begin = text.rfind("\n", 0, end - 1) + 1
        line = text[begin:end].strip()
        if line:
            if "\t" in line:
                break
            first = begin if end - begin <= LONGEST_LINE else max(begin, end - LONGEST_LINE)
            blocks.append(Block(first, end))
            if end - begin > LONGEST_LINE:
                break
        end = begin
    if caption is not None and not any(block.start <= caption.start and caption.end <= block.end for block in blocks):
        blocks.append(caption)
    return tuple(blocks)


def _continues(before: Grid, grid: Grid) -> bool:
    """Whether a table goes on from the one before it: same width, next to it, no header or the same again."""
    near = 0 <= grid.extent.start - before.extent.end <= NEAR
    if not near or grid.width != before.width or not before.header or not before.body:
        return False
    return not grid.header or _texts(grid) == _texts(before)


def _texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.header]


def row_block(row: Row) -> Block:
    """The stretch of the view that a row covers; needs a cell with text."""
    blocks = [block for cell in row for block in cell.blocks]
    return Block(min(block.start for block in blocks), max(block.end for block in blocks))


def is_negative(text: str, block: Block) -> bool:
    """Whether a minus sign stands directly before the number at the beginning of its cell."""
    if not block.start or text[block.start - 1] not in "-－−﹣":
        return False
    return block.start < 2 or text[block.start - 2] in "\t\n （("
