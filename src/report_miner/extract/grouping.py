"""Figures → activities: which numbers describe one piece of work.

An activity is a run of figures with one subject, stage and period.  ``其中`` opens a child activity, one for each
category it lists; a second total of the same kind begins a new piece of work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from report_miner.model import Measure, Outcome, Stage

TOTALS = frozenset({
    Measure.PROJECT_COUNT, Measure.DEPARTMENT_COUNT, Measure.POLICY_COUNT, Measure.AMOUNT_SUBMITTED,
    Measure.AMOUNT_APPROVED, Measure.AMOUNT_REDUCED, Measure.REDUCTION_RATE, Measure.AMOUNT_INVOLVED,
    Measure.REPORT_COUNT, Measure.TARGET_COUNT,
})  # fmt: skip
LIKE_STAGES = (
    frozenset({Stage.EX_ANTE, Stage.REVIEW}),
    frozenset({Stage.EVALUATION, Stage.APPLICATION}),
    frozenset({Stage.MONITORING, Stage.APPLICATION}),
)
"""Stages that one piece of work may mention together."""


class Loose(NamedTuple):
    """A figure before it is grouped: the keys that decide, and where it stands."""

    subject: str
    stage: Stage
    period: tuple[str, str]
    measure: Measure
    outcome: Outcome
    start: int
    sentence: int
    paragraph: int
    child: int = -1
    """Number of the 其中 that governs it within its document, −1 for none."""
    category: int = 0
    """Which entry of that list it belongs to."""


@dataclass(slots=True)
class Group:
    """One activity in the making: indexes of its figures, index of its parent group."""

    first: Loose
    members: list[int] = field(default_factory=list)
    parent: int = -1
    keys: set[tuple[Measure, Outcome]] = field(default_factory=set)
    sentence: int = 0


def group(figures: Sequence[Loose]) -> list[Group]:
    """The activities of a document, in text order; every figure is in exactly one."""
    groups: list[Group] = []
    open_groups: dict[int, int] = {}
    children: dict[tuple[int, int], int] = {}
    current = -1
    for index, figure in enumerate(figures):
        if figure.child >= 0:
            key = (figure.child, figure.category)
            if key not in children:
                groups.append(Group(figure, parent=current))
                children[key] = len(groups) - 1
            at = children[key]
        else:
            at = current if current >= 0 and _belongs(groups[current], figure) else -1
            if at < 0:
                groups.append(Group(figure))
                at = len(groups) - 1
            current = at
            open_groups[figure.paragraph] = at
        target = groups[at]
        target.members.append(index)
        target.keys.add((figure.measure, figure.outcome))
        target.sentence = figure.sentence
    return groups


def _belongs(open_group: Group, figure: Loose) -> bool:
    first = open_group.first
    if first.subject != figure.subject or first.period != figure.period or first.paragraph != figure.paragraph:
        return False
    if figure.sentence - open_group.sentence > 2:
        return False
    if first.stage is not figure.stage and not any({first.stage, figure.stage} <= pair for pair in LIKE_STAGES):
        return False
    key = (figure.measure, figure.outcome)
    return not (key in open_group.keys and figure.outcome is Outcome.NONE and figure.measure in TOTALS)
