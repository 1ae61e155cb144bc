"""Whether printed numbers satisfy a formula: four verdicts with their reason (annotation guide, section 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from report_miner.arithmetic.formula import Comparison, Formula, Name, enclosure, is_linear, number, signs, solve
from report_miner.arithmetic.interval import Interval
from report_miner.arithmetic.printed import Printed, interval, truncated, widest
from report_miner.model import Verdict


class Reason(StrEnum):
    """Why a relation is undecided or cannot be tested."""

    NONE = ""
    ROUNDING = "rounding"
    READING = "reading"
    LABEL = "label"
    WORDING = "wording"
    OPEN_LIST = "open_list"
    NO_BASE = "no_base"


class Judgement(NamedTuple):
    """A verdict and, where it is neither holds nor fails, its reason.

    ``cut_off``: the numbers agree only if digits were cut off instead of rounded.
    """

    verdict: Verdict
    reason: Reason = Reason.NONE
    cut_off: bool = False


HOLDS = Judgement(Verdict.HOLDS)
FAILS = Judgement(Verdict.FAILS)


def judge(formula: Formula, prints: Mapping[str, Printed]) -> Judgement:
    """Verdict on the printed numbers; a division by zero makes the relation not testable.

    Raises ``KeyError`` when a name of the formula has no print.
    """
    points = {name: printed.exact for name, printed in prints.items()}
    try:
        left, right = number(formula.left, points), number(formula.right, points)
    except ZeroDivisionError:
        return Judgement(Verdict.NOT_TESTABLE, Reason.NO_BASE)
    if formula.comparison is Comparison.AT_MOST:
        return _judge_at_most(formula, prints, left <= right)
    if left == right or _rounds(formula, prints, points):
        return HOLDS
    if _meet(formula, {name: widest(printed) for name, printed in prints.items()}):
        return Judgement(Verdict.UNDECIDED, Reason.ROUNDING)
    if _cut_off(formula, prints, points):
        return Judgement(Verdict.UNDECIDED, Reason.ROUNDING, cut_off=True)
    return FAILS


def _judge_at_most(formula: Formula, prints: Mapping[str, Printed], by_points: bool) -> Judgement:
    if by_points:
        return HOLDS
    spans = {name: widest(printed) for name, printed in prints.items()}
    left, right = enclosure(formula.left, spans), enclosure(formula.right, spans)
    possible = left.low < right.high or (left.low == right.high and not (left.low_open or right.high_open))
    return Judgement(Verdict.UNDECIDED, Reason.ROUNDING) if possible else FAILS


def targets(formula: Formula) -> tuple[str, ...]:
    """Names at whose print the result is rounded: any member of a sum, only the result of anything else."""
    if is_linear(formula):
        return formula.names
    return tuple(side.name for side in (formula.left, formula.right) if isinstance(side, Name))


def _rounds(formula: Formula, prints: Mapping[str, Printed], points: Mapping[str, Fraction]) -> bool:
    """Whether the value computed for some target from the others' point values gives its print."""
    return any(implied in interval(prints[name]).closure() for name, implied in _implied(formula, points))


def _implied(formula: Formula, points: Mapping[str, Fraction]) -> Iterator[tuple[str, Fraction]]:
    """Targets with the value that the others' point values give them."""
    if is_linear(formula):
        # One pass for all members: a column may have thousands.
        over = number(formula.left, points) - number(formula.right, points)
        for name, sign in signs(formula).items():
            yield name, points[name] - sign * over
        return
    for name in targets(formula):
        implied = solve(formula, points, name)
        if implied is not None:
            yield name, implied


def _cut_off(formula: Formula, prints: Mapping[str, Printed], points: Mapping[str, Fraction]) -> bool:
    """Whether the numbers agree once the digits behind a print were cut off instead of rounded."""
    if any(implied in truncated(prints[name]) for name, implied in _implied(formula, points)):
        return True
    return is_linear(formula) and _meet(formula, {name: truncated(printed) for name, printed in prints.items()})


def _meet(formula: Formula, spans: Mapping[str, Interval]) -> bool:
    return enclosure(formula.left, spans).meets(enclosure(formula.right, spans))
