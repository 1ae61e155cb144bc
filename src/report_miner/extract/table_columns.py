"""What each column of a table holds: the kind of its numbers, their unit, what they measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from report_miner.extract import table_words as words
from report_miner.extract.counts import (
    DOCUMENT_UNITS,
    PERSON_UNITS,
    PUBLICATION_UNITS,
    SESSION_UNITS,
)
from report_miner.extract.cues import Hit
from report_miner.extract.table_grid import Grid, GridCell
from report_miner.extract.table_words import Lexicon, Said, Unit
from report_miner.model import Measure, QuantityKind
from report_miner.packs import Role

UNFIT = (
    (words.SERIAL, "table.serial"), (words.RANK, "table.rank"), (words.CODE, "table.code"), (words.YEARS, "table.year"),
    (words.DURATION, "table.duration"), (words.PHONE, "table.phone"),
)  # fmt: skip
"""Headers of columns whose numbers are no figures, with the rule that ignores them."""
REVIEWED = "amount.reviewed"
"""The pack's rule of amounts that are the submitted ones unless others are."""
COUNTED_BEFORE = 6
"""A count without noun counts what one of so many columns before it counts."""
BY_UNIT = (
    (PERSON_UNITS, Measure.PERSON_COUNT), (PUBLICATION_UNITS, Measure.PUBLICATION_COUNT),
    (SESSION_UNITS, Measure.SESSION_COUNT), (DOCUMENT_UNITS, Measure.DOCUMENT_COUNT),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column.  ``unit`` is what is printed for it, ``sure`` whether its words (not only a caption) give the kind.

    ``measure`` and ``rule`` are empty where its words leave the measure open; ``silent`` columns leave it to the row's
    name; numbers of columns with ``ignored`` are no figures.
    """

    index: int
    words: tuple[str, ...]
    said: tuple[Said, ...]
    kind: QuantityKind | None = None
    unit: Unit | None = None
    sure: bool = False
    measure: Measure | None = None
    rule: str = ""
    silent: bool = False
    target: bool = False
    ignored: str = ""
    decimals: bool = False
    numeric: bool = False

    def hits(self, role: Role) -> list[Hit]:
        """Cues of a role in its words, innermost first."""
        return [hit for said in self.said for hit in said.of(role)]


def read_columns(
    grid: Grid, lexicon: Lexicon, caption: Sequence[Unit], places: frozenset[int] = frozenset()
) -> tuple[Column, ...]:
    """The columns of a table whose caption prints the units ``caption``; over ``places`` stand names of units."""
    numeric: dict[int, list[GridCell]] = {}
    for row in grid.body:
        for cell in row:
            if cell.amount >= 0:
                numeric.setdefault(cell.column, []).append(cell)
    columns = [
        _by_words(over, lexicon, index, numeric.get(index, ())) for index, over in enumerate(grid.header_words())
    ]
    columns = [
        replace(column, kind=None, sure=False) if column.index in places and column.unit is None else column
        for column in columns
    ]
    fine = any(column.kind is QuantityKind.MONEY and column.sure and column.decimals for column in columns)
    columns = [_with_caption(column, caption, fine) for column in columns]
    measured: list[Column] = []
    for column in columns:
        measured.append(_measured(_part_of(column, measured), measured))
    return tuple(_after_review(measured))


def _part_of(column: Column, before: Sequence[Column]) -> Column:
    """A column headed 其中 holds a part of the column before it, 合计 and 已完成 count what it counts."""
    inner = column.words[0] if column.words else ""
    if column.kind is None and column.numeric and words.LIKE_BEFORE.fullmatch(inner):
        known = [other for other in before if other.kind is not None and not other.ignored]
        if known and (known[-1].kind is QuantityKind.COUNT or words.SUM_HEAD.fullmatch(inner)):
            like = known[-1]
            return replace(column, kind=like.kind, unit=like.unit, measure=like.measure, rule=like.rule)
    if column.kind is None and words.SPENT_HEAD.fullmatch(inner) and before and before[-1].kind is QuantityKind.MONEY:
        return replace(column, kind=before[-1].kind, unit=before[-1].unit)  # 「预算数 | 执行数」
    if column.kind is None and inner.startswith("其中") and before and before[-1].kind is not None:
        return replace(column, kind=before[-1].kind, unit=before[-1].unit)
    return column


def _after_review(columns: Sequence[Column]) -> list[Column]:
    """Beside 申报金额, 评审金额 is what the review left of it."""
    columns = _named_after_review(columns)
    submitted = [column for column in columns if column.measure is Measure.AMOUNT_SUBMITTED]
    if len({column.rule for column in submitted}) < 2 or any(c.measure is Measure.AMOUNT_APPROVED for c in columns):
        return list(columns)
    return [
        replace(column, measure=Measure.AMOUNT_APPROVED) if column in submitted and REVIEWED in column.rule else column
        for column in columns
    ]


def _named_after_review(columns: Sequence[Column]) -> list[Column]:
    """Amounts under 评审数 beside those under 申报数: what the review left."""
    over = [column.words[-1] if len(column.words) > 1 else "" for column in columns]
    if not any(words.APPLIED_HEAD.fullmatch(head) for head in over):
        return list(columns)
    left = [bool(words.REVIEWED_HEAD.fullmatch(head)) for head in over]
    return [
        replace(column, measure=Measure.AMOUNT_APPROVED, rule="table.reviewed")
        if is_left and column.kind is QuantityKind.MONEY
        else column
        for column, is_left in zip(columns, left, strict=True)
    ]


def _by_words(over: tuple[str, ...], lexicon: Lexicon, index: int, cells: Sequence[GridCell]) -> Column:
    """What the header alone says."""
    said = tuple(lexicon.read(word) for word in over)
    decimals = any("." in cell.text for cell in cells)
    column = Column(index, over, said, decimals=decimals, numeric=bool(cells))
    inner = over[0] if over else ""
    for pattern, rule in UNFIT:
        if inner and pattern.search(words.BRACKETS.sub("", inner)):
            return replace(column, ignored=rule)
    if not over and index == 0 and _counts_up(cells):
        return replace(column, ignored="table.serial")
    silent = all(words.SILENT.fullmatch(word) for word in over)
    target = any(words.TARGET_VALUE.search(word) for word in over)
    column = replace(column, silent=silent, target=target)
    unit = next((each.unit for each in said if each.unit is not None), None)
    if unit is not None:
        return replace(column, unit=unit, kind=unit.kind, sure=True)
    kind = None if silent else next((kind for kind in map(words.kind_of_words, over) if kind is not None), None)
    if kind is None and not silent and said and _ends_with_noun(said[0]):
        kind = QuantityKind.COUNT
    if kind is QuantityKind.COUNT and decimals:
        kind = None
    if kind is not None:
        return replace(column, kind=kind, sure=True)
    return column


def _counts_up(cells: Sequence[GridCell]) -> bool:
    """1, 2, 3 … from cell to cell."""
    numbers = [int(cell.text) for cell in cells if cell.text.isdecimal() and len(cell.text) < 6]
    return len(numbers) == len(cells) > 1 and all(b - a == 1 for a, b in pairwise(numbers))


def _ends_with_noun(said: Said) -> bool:
    bare = words.BRACKETS.sub("", said.text)
    noun = said.noun()
    ends = noun is not None and noun.end >= len(bare) and words.COUNTED.search(bare) is not None
    return ends and len(bare) > 2


def _with_caption(column: Column, caption: Sequence[Unit], fine: bool) -> Column:
    """The column's unit from the table's unit line; ``fine`` says that its sure amounts are printed with decimals."""
    if column.ignored or column.unit is not None:
        return column
    kinds = {unit.kind: unit for unit in reversed(caption)}
    if column.sure and column.kind is not None:
        return replace(column, unit=kinds.get(column.kind))
    kind = None
    money = any(said.measure(QuantityKind.MONEY) for said in column.said)
    if column.words and words.BARE_COUNT.fullmatch(column.words[0]) and not column.decimals and len(kinds) > 1:
        kind = QuantityKind.COUNT
    elif fine and not (column.decimals or money) and _is_result(column):
        kind = QuantityKind.COUNT
    elif len(kinds) == 1:
        kind = next(iter(kinds))
    elif not column.decimals and (fine or not money) and (column.hits(Role.OUTCOME) or _is_result(column)):
        kind = QuantityKind.COUNT
    elif money or (QuantityKind.MONEY in kinds and (column.decimals or QuantityKind.COUNT not in kinds)):
        kind = QuantityKind.MONEY
    elif column.hits(Role.NOUN) and (column.target or not column.decimals):
        # 指标值 holds numbers of every kind, so that decimals among them do not rule out counts.
        kind = QuantityKind.COUNT
    return replace(column, kind=kind, unit=kinds.get(kind) if kind else None)


def _measured(column: Column, before: Sequence[Column]) -> Column:
    """The column with what its words say it measures."""
    if column.target:
        return column
    if column.kind is QuantityKind.COUNT:
        return _counted(column, before)
    if column.kind is QuantityKind.PERCENT or column.kind is QuantityKind.POINTS:
        found = rate_of(column.words)
        if found is not None:
            return replace(column, measure=found, rule="table.rate")
    if column.kind is QuantityKind.SCORE:
        return replace(column, measure=Measure.SCORE, rule="table.score")
    if column.kind is not None:
        hit = _governing(column, column.kind)
        if hit is not None:
            return replace(column, measure=Measure(hit.cue.code), rule=f"table.{hit.cue.rule}")
    return column


def _governing(column: Column, kind: QuantityKind) -> Hit | None:
    """The word that says what the column measures: the innermost, but a plain 金额 yields to 送审情况 over it."""
    hits = [hit for said in column.said if (hit := said.measure(kind)) is not None]
    return next((hit for hit in hits if hit.cue.strength != "weak"), hits[0] if hits else None)


def _is_result(column: Column) -> bool:
    """Whether the column counts what has one result: its own header is a grade or a conclusion."""
    return bool(column.words) and column.words[0] in words.CONCLUSIONS


def rate_of(over: Sequence[str]) -> Measure | None:
    """What a rate measures that tables print in their own words."""
    for word in over:
        if words.GROWTH_WORDS.search(word):
            return Measure.GROWTH_RATE
        if words.OF_BUDGET.search(word):
            return Measure.OTHER_RATE
    return None


def _counted(column: Column, before: Sequence[Column]) -> Column:
    """A count's noun: its own, else that of the count column before it (``反馈问题数 | 已整改``)."""
    unit = column.unit
    if unit is not None:
        for names, measure in BY_UNIT:
            if unit.name in names and not column.hits(Role.NOUN):
                return replace(column, measure=measure, rule="table.unit")
    for said in column.said:
        noun = said.noun()
        # 评价等级 over 优 | 良 names the grades, not what has them.
        if noun is not None and not (_is_result(column) and words.GRADE_HEAD.search(said.text)):
            return replace(column, measure=Measure(noun.cue.code), rule=f"table.{noun.cue.rule}")
    if column.words and words.PLAIN_COUNT.fullmatch(column.words[0]):
        for other in before:
            nouns = other.said[0].of(Role.NOUN) if other.said and not other.numeric else ()
            if nouns and words.KIND_HEAD.search(other.words[0]):
                return replace(column, measure=Measure(nouns[0].cue.code), rule=f"table.{nouns[0].cue.rule}")
    for other in reversed(before[-COUNTED_BEFORE:]):
        if other.numeric and other.kind is QuantityKind.COUNT and other.measure is not None:
            same = other.unit if unit is None else unit
            return replace(column, measure=other.measure, rule=other.rule, unit=same)
    return column
