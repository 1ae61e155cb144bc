"""Columns of a table that sum to its total row.

The quote of a table's figure is its row with tabs between the cells, so that rows, columns and the total row can be
read off the facts themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from report_miner.arithmetic import Reason
from report_miner.checks.facts import cells, column, gap, in_table, is_total_row
from report_miner.checks.passages import by_sentence
from report_miner.checks.relations import Relation, Term, one_slip_apart, summed, test
from report_miner.model import QuantityKind, Verdict
from report_miner.store import Fact

_NESTED = re.compile(r"小\s*计|其中|[（(]\s*[一二三四五六七八九十]\s*[)）]|^[一二三四五六七八九十]、|……|\.\.\.")
_NEXT_ROW = 160
_FEWEST_ROWS = 2
_SAYS = "各行之和 = 合计"


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows (facts of one row each) and the row of totals."""

    rows: tuple[tuple[Fact, ...], ...]
    total: tuple[Fact, ...]


def column_relations(facts: list[Fact]) -> list[Relation]:
    """``row + row + … = total`` for every column of every table that has a total row."""
    return [relation for table in _tables(facts) for relation in _columns(table)]


def _tables(facts: list[Fact]) -> list[_Table]:
    runs: list[list[tuple[Fact, ...]]] = []
    for row in by_sentence(facts):
        if not in_table(row[0]):
            runs.append([])
        elif runs and runs[-1] and _follows(runs[-1][-1], row):
            runs[-1].append(tuple(row))
        else:
            runs.append([tuple(row)])
    return [table for run in runs if (table := _table(run)) is not None]


def _follows(last: tuple[Fact, ...], row: list[Fact]) -> bool:
    fits = _width(last[0]) == _width(row[0]) or is_total_row(row[0])
    return fits and 0 <= gap(last[-1], row[0]) <= _NEXT_ROW and not is_total_row(last[0])


def _width(fact: Fact) -> int:
    return len(cells(fact.quote))


def _table(run: list[tuple[Fact, ...]]) -> _Table | None:
    if len(run) <= _FEWEST_ROWS:
        return None
    if is_total_row(run[-1][0]):
        return _Table(tuple(run[:-1]), run[-1])
    return None


def _columns(table: _Table) -> list[Relation]:
    found = []
    for total in table.total:
        if total.kind not in (QuantityKind.COUNT, QuantityKind.MONEY, QuantityKind.BARE):
            continue
        rows = [fact for row in table.rows for fact in row if _same_column(fact, total)]
        if len(rows) >= _FEWEST_ROWS and all(row.kind is total.kind and row.unit == total.unit for row in rows):
            parts = tuple(Term(row, "part") for row in rows)
            found.append(summed(Term(total, "total"), parts, _SAYS, _doubt(table, total, len(rows))))
    others_hold = sum(test(relation).verdict is Verdict.HOLDS for relation in found)
    # One column that fails beside others that hold is the report's; if none holds, the table is not as it seems.
    return [
        relation if others_hold or one_slip_apart(relation) else replace(relation, doubt=Reason.LABEL)
        for relation in found
    ]


def _same_column(fact: Fact, total: Fact) -> bool:
    """Whether both stand in one column; where the total row merges cells, whether they measure the same."""
    if _width(fact) == _width(total):
        return column(fact) == column(total)
    return fact.measure is total.measure and fact.unit == total.unit


def _doubt(table: _Table, total: Fact, read: int) -> Reason:
    if _width(table.rows[0][0]) == _width(total):
        beside = [cells(row[0].quote)[column(total)] for row in table.rows]
        unread = sum(any(char.isdigit() for char in cell) for cell in beside) != read
    else:
        unread = len(table.rows) != read
    nested = any(_NESTED.search(cells(row[0].quote)[0]) for row in table.rows)
    return Reason.LABEL if unread or nested else Reason.NONE
