"""What each row of a table is: whose, of which year, with which result, a total or one of its parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from report_miner.extract import table_words as words
from report_miner.extract.local_units import local_unit
from report_miner.extract.subjects import Places
from report_miner.extract.table_grid import Grid, GridCell, Row
from report_miner.extract.table_words import Lexicon
from report_miner.model import Outcome, Scope, Subject, Via, View

OFFICE = re.compile(r"(?:财政局|财政所|人民政府|合计|小计|：|:)?$")
LEVELS = (re.compile(r"^[一二三四五六七八九十]{1,3}、"), re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]"))
PART_OF = re.compile(r"^(?:其中|[#＃＊*]|（?\d+[、.．）)])")
CODED = re.compile(r"\d{3,}")


class Rank(IntEnum):
    """A row's place among the rows."""

    PLAIN = 0
    SUBTOTAL = 1
    TOTAL = 2


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One row of the body.  ``names`` are its text cells; ``place`` the unit that one of them names.

    ``outcome_at`` is the column that tells its result, ``lead`` the first that says anything."""

    cells: Row
    names: Row
    rank: Rank
    outcome: Outcome
    outcome_at: int
    place: Subject | None
    scope: Scope
    years: tuple[str, str] | None
    lead: int

    def is_code(self, cell: GridCell) -> bool:
        """Whether a number stands where the row's code or serial number does: first, before its name."""
        named = bool(self.names) and self.names[-1].column > cell.column
        return cell.column == self.lead and named and cell.text.isdecimal()

    def name_before(self, column: int) -> str:
        """The text cell nearest to the left of ``column``."""
        at = bisect_left(self.names, column, key=lambda cell: cell.column)
        return self.names[at - 1].text if at else ""


def read_rows(grid: Grid, lexicon: Lexicon, places: Places, view: View, own: Subject) -> list[RowFacts]:
    """The rows of a table that hold numbers; a merged cell speaks for all rows that it spans."""
    found: list[RowFacts] = []
    lasting: list[GridCell] = []
    leader: GridCell | None = None
    section: GridCell | None = None
    for row in grid.body:
        if not row:
            continue
        number = row[0].row
        # Rows are numbered anew on each page.
        lasting = [cell for cell in lasting if cell.row <= number < cell.row + cell.row_span]
        said = [cell for cell in row if cell.text]
        if not any(cell.amount >= 0 for cell in row):
            if len(said) == 1:
                section = said[0]
            lasting += [cell for cell in said if cell.row_span > 1]
            continue
        heads = (section,) if section else ()
        names = tuple(
            sorted((cell for cell in (*lasting, *said) if cell.amount < 0 and not cell.blank), key=lambda c: c.column)
        )
        if leader is not None and names and names[0].column > leader.column and row[0].column == leader.column:
            names = (leader, *names)  # a merged cell that a text layer shows in its first row alone
        elif names and row[0] is names[0]:
            leader = names[0]
        lasting += [cell for cell in said if cell.row_span > 1 and cell.amount < 0]
        place = next((unit for cell in names[:1] if (unit := place_of(cell, places, view, own))), None)
        place = place or next((unit for cell in (*names[1:], *heads) if (unit := place_of(cell, places, view))), None)
        found.append(_facts(row, names, lexicon, place))
    return _by_years(found)


def _by_years(rows: list[RowFacts]) -> list[RowFacts]:
    """One row a year, each headed by its bare number (``2021``): its figures are of that year, totals of all."""
    plain = [at for at, row in enumerate(rows) if row.rank is Rank.PLAIN]
    labels = {at: next((cell.text for cell in rows[at].cells if cell.text), "") for at in plain}
    told = {at: found[1] for at, label in labels.items() if (found := words.BARE_YEAR.fullmatch(label))}
    if len(plain) < 2 or len(set(told.values())) < len(plain):
        return rows
    whole = min(told.values()), max(told.values())
    return [
        replace(row, years=(told[at], told[at]) if at in told else row.years or whole) for at, row in enumerate(rows)
    ]


def _facts(row: Row, names: Row, lexicon: Lexicon, place: Subject | None) -> RowFacts:
    rank = _rank(names)
    results = [(lexicon.result(cell.text), cell.column) for cell in names] if rank is Rank.PLAIN else []
    outcome, outcome_at = next((each for each in results if each[0]), (Outcome.NONE, -1))
    label = names[0].text if names else ""
    scope = Scope.OWN if words.OWN_LEVEL.fullmatch(label) else Scope.NONE
    years = next(
        (
            years
            for cell in names[:2]
            if cell.text[:2] in ("19", "20") and len(cell.text) <= 8 and (years := words.years_in(cell.text, None))
        ),
        None,
    )
    lead = next((cell.column for cell in row if cell.text), 0)
    return RowFacts(row, names, rank, outcome, outcome_at, None if rank is Rank.TOTAL else place, scope, years, lead)


def _rank(names: Sequence[GridCell]) -> Rank:
    for cell in names[:3]:
        label = "".join(cell.text.split())
        if words.SUBTOTAL.fullmatch(label):
            return Rank.SUBTOTAL
        if words.TOTAL.fullmatch(label):
            return Rank.TOTAL
    return Rank.PLAIN


def place_of(cell: GridCell, places: Places, view: View, own: Subject | None = None) -> Subject | None:
    """The unit whose name is all that a cell says; towns and zones that no list has lie within ``own``."""
    if len(cell.blocks) != 1 or len(cell.text) > 20:
        return None
    block = cell.blocks[0]
    for mention in places.between(block.start, block.end):
        rest = "".join(view.text[mention.end : block.end].split())
        if view.text[block.start : mention.start].strip() == "" and OFFICE.fullmatch(rest):
            span = view.span(mention.start, mention.end)
            subject = Subject(mention.resolution.name, mention.resolution.region_code, Via.TABLE, span)
            return (local_unit(cell.text, own, span) if own else None) or subject
    return local_unit(cell.text, own, view.span(block.start, block.end)) if own else None


def parents(rows: Sequence[RowFacts]) -> list[int]:
    """For each row the index of the row that is its total, -1 for none.

    Rows between subtotals belong to theirs, subtotals to the total.  A table of several levels (一、 over （一）, codes
    of different lengths, 其中) has no rows that add up to one total.
    """
    totals = [index for index, row in enumerate(rows) if row.rank is Rank.TOTAL]
    partial = [index for index, row in enumerate(rows) if row.rank is Rank.SUBTOTAL]
    if len(totals) > 1:
        partial = sorted((*partial, *(totals[:-1] if totals[-1] == len(rows) - 1 else totals[1:])))
        totals = totals[-1:] if totals[-1] == len(rows) - 1 else totals[:1]
    whole = totals[0] if totals else -1
    if nested(rows):
        return [-1] * len(rows)
    result = [whole if index != whole else -1 for index in range(len(rows))]
    leading = bool(partial) and (partial[0] == 0 or (partial[0] == 1 and whole == 0))
    for index in range(len(rows)):
        if index == whole or index in partial or not partial:
            continue
        at = bisect_left(partial, index) - (1 if leading else 0)
        result[index] = partial[at] if 0 <= at < len(partial) else whole
    return result


def nested(rows: Sequence[RowFacts]) -> bool:
    """Whether the rows stand on several levels."""
    labels = [row.names[0].text for row in rows if row.names and row.rank is Rank.PLAIN]
    if any(PART_OF.match(label) and label.startswith(("其中", "#", "＃", "*")) for label in labels):
        return True
    if all(any(level.match(label) for label in labels) for level in LEVELS):
        return True
    if any(LEVELS[0].match(label) for label in labels) and not all(LEVELS[0].match(label) for label in labels):
        return True
    codes = {len(row.cells[0].text) for row in rows if row.cells and CODED.fullmatch(row.cells[0].text)}
    return len(codes) > 1
