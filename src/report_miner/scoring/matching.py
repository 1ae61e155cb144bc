"""Gold figures matched with read ones, and which attributes are right.

A figure is found when its span and the gold span overlap by at least half of their union.  What counts as right
follows the published scoring of the project's gold labels, so that its numbers and these are the same.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from report_miner.model import Span
from report_miner.scoring.gold import ATTRIBUTES, GoldFigure, Windows

_EXACT_UNITS = frozenset({"元", "万元", "%", "百分点", "倍", "分"})
_RELATIVE_SUBJECTS = frozenset({"县", "市", "全县", "全市", "我县", "我市"})
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """One row of ``figure_flat``; ``document`` is the file name without folders."""

    document: str
    span: Span
    raw: str
    value: str
    unit: str
    answers: Mapping[str, str]
    subject_via: str
    confidence: float = 0.0

    @property
    def in_chain(self) -> bool:
        """As for gold figures, by the codes that were read."""
        measure, stage = self.answers["measure"], self.answers["stage"]
        return bool(measure) and not measure.startswith("other") and stage not in ("", "other")


@dataclass(frozen=True, slots=True)
class Match:
    """A gold figure with the figure found at its place, ``None`` where it was missed."""

    gold: GoldFigure
    read: ReadFigure | None
    value_right: bool = False
    unit_right: bool = False
    right: frozenset[str] = frozenset()

    @property
    def strict(self) -> bool:
        """Value, unit and every attribute but the modifier are right."""
        return self.value_right and self.unit_right and self.right >= set(ATTRIBUTES) - {"modifier"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All gold figures in file order, and the read figures inside the scored passages that match none."""

    matches: tuple[Match, ...]
    surplus: tuple[ReadFigure, ...]
    predicted: int


def read_figures(connection: sqlite3.Connection, gold: Sequence[GoldFigure], windows: Windows) -> list[ReadFigure]:
    """What the database says inside the scored passages, each place once."""
    documents = {figure.document for figure in gold}
    found: dict[tuple[str, Span], ReadFigure] = {}
    for row in connection.execute("SELECT v.*, f.subject_via FROM figure_flat v JOIN figure f ON f.id = v.figure_id"):
        name = row["document"].rsplit("/", 1)[-1]
        span = Span(row["char_start"], row["char_end"])
        inside = name not in windows or any(w.start <= span.start and span.end <= w.end for w in windows[name])
        if name in documents and inside:
            answers = {attribute: str(row[attribute]) for attribute in ATTRIBUTES}
            figure = ReadFigure(
                name, span, row["raw"], row["value"], row["unit"], answers, row["subject_via"], row["confidence"]
            )
            found.setdefault((name, span), figure)
    return list(found.values())


def compare(gold: Sequence[GoldFigure], read: Sequence[ReadFigure]) -> Comparison:
    """Match each gold figure, in file order, with the best figure still free."""
    free: defaultdict[str, list[ReadFigure]] = defaultdict(list)
    for figure in read:
        free[figure.document].append(figure)
    matches = []
    for wanted in gold:
        candidates = free[wanted.document]
        best = max(candidates, key=lambda figure: overlap(figure.span, wanted.span), default=None)
        if best is None or overlap(best.span, wanted.span) < _ENOUGH:
            matches.append(Match(wanted, None))
            continue
        candidates.remove(best)
        matches.append(_judge(wanted, best))
    surplus = tuple(figure for figures in free.values() for figure in figures)
    return Comparison(tuple(matches), surplus, len(read))


def overlap(one: Span, other: Span) -> float:
    """Common characters over the characters of both."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (max(one.end, other.end) - min(one.start, other.start)) if common > 0 else 0.0


def _judge(gold: GoldFigure, read: ReadFigure) -> Match:
    number = _number(read.value)
    return Match(
        gold,
        read,
        value_right=number is not None and number in {_number(value) for value in gold.value},
        unit_right=_unit_right(read.unit, gold.unit),
        right=frozenset(name for name in ATTRIBUTES if _right(name, gold, read.answers[name])),
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "")).normalize()
    except InvalidOperation:
        return None


def _unit_right(unit: str, accepted: Sequence[str]) -> bool:
    """Money and rates want their unit; of counts the value is what matters, measure words vary."""
    if unit in accepted:
        return True
    if not unit or unit in _EXACT_UNITS:
        return False
    return any(answer and answer not in _EXACT_UNITS for answer in accepted)


def _right(attribute: str, gold: GoldFigure, said: str) -> bool:
    accepted = gold.answers[attribute]
    if attribute.startswith("period"):
        return said[:4] in accepted
    if said in accepted:
        return True
    if attribute == "subject":
        return said not in _RELATIVE_SUBJECTS and any(_same_place(answer, said) for answer in accepted)
    if attribute == "measure":
        return accepted[0].startswith("other") and said.startswith("other")
    return attribute == "stage" and said == "" and "other" in accepted


def _same_place(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 2 and (one.endswith(other) or other.endswith(one))
