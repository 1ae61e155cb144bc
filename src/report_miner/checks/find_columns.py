"""Columns of a table that sum to its total row: rows are the children of the activity that holds the total."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from report_miner.arithmetic import Reason
from report_miner.checks.facts import between, gap
from report_miner.checks.relations import Relation, Term, summed
from report_miner.model import Outcome, QuantityKind
from report_miner.store import Fact

_FEWEST_ROWS = 3
_NEXT_TO = 120
_PROSE = frozenset("，。；、")
_SAYS = "各行之和 = 合计"


def column_relations(facts: list[Fact]) -> list[Relation]:
    """``row + row + … = total`` for every measure that each row of a table and its total carry once."""
    children: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.parent and fact.kind is not QuantityKind.PERCENT and fact.kind is not QuantityKind.SCORE:
            children[fact.parent].append(fact)
    found = []
    for total in facts:
        rows = [row for row in children.get(total.activity, ()) if _in_column(row, total)]
        if len(rows) >= _FEWEST_ROWS and len({row.activity for row in rows}) == len(rows) and _beside(rows, total):
            parts = tuple(Term(row, "part") for row in rows)
            found.append(summed(Term(total, "total"), parts, _SAYS, _doubt(rows, total)))
    return found


def _in_column(row: Fact, total: Fact) -> bool:
    same = row.measure is total.measure and row.kind is total.kind and row.unit == total.unit
    return same and total.outcome in (Outcome.NONE, row.outcome)


def _beside(rows: list[Fact], total: Fact) -> bool:
    return total.span > rows[-1].span and gap(rows[-1], total) <= _NEXT_TO and _evenly(rows)


def _evenly(rows: list[Fact]) -> bool:
    """Whether the rows stand one under the other, none of them far off."""
    return all(gap(one, two) <= _NEXT_TO and not set(between(one, two) or "") & _PROSE for one, two in pairwise(rows))


def _doubt(rows: list[Fact], total: Fact) -> Reason:
    return Reason.NONE if all(row.scale == total.scale for row in rows) else Reason.LABEL
