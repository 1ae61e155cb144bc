"""Rules, second reader and network decide together: stage, measure and outcome of each figure.

For every label the logarithms of what the two readers give it, whether the rules chose it and what they voted for it
are added up, each with a weight of its own (a log-linear pool, one set of weights a head, fitted on passages that
neither reader was fitted on).  Against a word that stands right beside its number the jury has to be sure.
Methods: C. Genest, J. Zidek, "Combining Probability Distributions", Statistical Science 1 (1986); D. Wolpert, "Stacked
Generalization", Neural Networks 5 (1992).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from report_miner.extract import network, second_opinion
from report_miner.extract.network import Network
from report_miner.extract.network_signs import Ruled
from report_miner.extract.reading import BESIDE_IT, Reading
from report_miner.extract.second_opinion import Model, Opinion
from report_miner.extract.stages import StageReading
from report_miner.model import Measure, Outcome, QuantityKind, Stage, Via

FLOOR = 1e-5
"""No reader's doubt of a label counts for more."""
SURE = 0.75
"""So sure the jury must be to overrule a word right beside its number."""
NO_RESULT = 0.95
"""And so sure that a figure tells of no result where a word says one."""
SECOND = "stage.second_opinion"
REMEASURED = "measure.second_opinion"


class Weights(NamedTuple):
    """What counts for a label of one head: the second reader, the network, the rules' choice, their votes."""

    wording: float
    network: float
    chosen: float
    voted: float


@dataclass(frozen=True, slots=True)
class Jury:
    """The two readers, and how they are weighed for stage, measure and outcome."""

    wording: Model
    network: Network
    weights: tuple[Weights, Weights, Weights]

    def weigh(self, rule: Ruled, wording: Opinion, read: Opinion) -> Opinion:
        """What all say together of a figure."""
        return pooled(self.weights, rule, wording, read)


class Votes(NamedTuple):
    """What the rules chose for one head, and how loudly they spoke for each label."""

    chosen: str
    voices: Mapping[str, float]


def votes_of(rule: Ruled) -> tuple[Votes, Votes, Votes]:
    """The rules' choices and votes for stage, measure and outcome."""
    measure = str(rule.reading.measure)
    beside = {measure: 1.0} if rule.reading.margin >= BESIDE_IT else {}
    return (
        Votes(str(rule.stage.stage), dict(rule.stage.votes)),
        Votes(measure, beside),
        Votes(str(rule.outcome), {}),
    )


def pooled(weights: Sequence[Weights], rule: Ruled, wording: Opinion, read: Opinion) -> Opinion:
    """What rules, second reader and network say together of a figure, weighed head by head."""
    heads = zip(weights, votes_of(rule), wording, read, strict=True)
    return Opinion(*(_pooled(*head) for head in heads))


def _pooled(
    weights: Weights, votes: Votes, wording: Mapping[str, float], read: Mapping[str, float]
) -> dict[str, float]:
    odds = {
        label: weights.wording * math.log(chance + FLOOR)
        + weights.network * math.log(read[label] + FLOOR)
        + weights.chosen * (label == votes.chosen)
        + weights.voted * votes.voices.get(label, 0.0)
        for label, chance in wording.items()
    }
    best = max(odds.values())
    powers = {label: math.exp(value - best) for label, value in odds.items()}
    whole = sum(powers.values())
    return {label: power / whole for label, power in powers.items()}


@lru_cache(maxsize=1)
def stored() -> Jury:
    """The fitted jury of the package."""
    read, known = network.stored()
    weights = [Weights(*head) for head in known["jury"]]
    return Jury(second_opinion.stored(), read, (weights[0], weights[1], weights[2]))


_used: list[Jury | None] = []


def use(jury: Jury | None) -> None:
    """Decide with another jury from now on, or by rules alone: for fitting and measuring only."""
    _used[:] = [jury]


def use_stored() -> None:
    """Decide with the package's own jury again."""
    _used.clear()


@contextmanager
def rules_alone() -> Iterator[None]:
    """Decide by rules alone for a while: an example of a pack shows what its words do."""
    before = list(_used)
    use(None)
    try:
        yield
    finally:
        _used[:] = before


def current() -> Jury | None:
    """The jury in use."""
    return _used[0] if _used else stored()


# ------------------------------------------------------------------ decisions


def staged(ruled: Sequence[StageReading], opinions: Sequence[Opinion | None]) -> list[StageReading]:
    """The rules' stages, or the jury's where it finds another one likelier."""
    result = list(ruled)
    for at, opinion in enumerate(opinions):
        if opinion is None:
            continue
        best = max(opinion.stage, key=opinion.stage.__getitem__)
        known = ruled[at]
        if best != known.stage:
            chance = opinion.stage[best]
            result[at] = StageReading(Stage(best), Via.INFERRED, SECOND, None, str(known.stage), chance, known.votes)
    return result


RATES = frozenset({
    Measure.REDUCTION_RATE, Measure.SHARE, Measure.COVERAGE_RATE, Measure.OTHER_RATE, Measure.GROWTH_RATE,
    Measure.THRESHOLD,
})  # fmt: skip
COUNTS = frozenset(measure for measure in Measure if measure.endswith("_count"))
AMOUNTS = frozenset(measure for measure in Measure if measure.startswith("amount_")) | {Measure.OTHER_AMOUNT}
OPEN = {
    QuantityKind.COUNT: COUNTS | {Measure.THRESHOLD},
    QuantityKind.MONEY: AMOUNTS | {Measure.THRESHOLD},
    QuantityKind.PERCENT: RATES,
}
"""The measures that wording may give a number of a kind; the units of the other kinds say enough themselves."""


ALIKE = {Measure.PROJECT_COUNT, Measure.TARGET_COUNT}
"""``项目绩效目标1,427个`` counts either: the word beside the number keeps a report's counts alike in every format."""


def remeasured(
    readings: Sequence[Reading], opinions: Sequence[Opinion | None], kinds: Sequence[QuantityKind]
) -> list[Reading]:
    """The rules' measures, or the jury's; a printed word beside the number gives way to a sure one alone."""
    result = list(readings)
    for at, opinion in enumerate(opinions):
        allowed = OPEN.get(kinds[at])
        known = readings[at]
        if opinion is None or allowed is None or known.measure not in allowed:
            continue
        best = max((known.measure, *sorted(allowed)), key=lambda measure: opinion.measure[measure])
        beside = known.margin >= BESIDE_IT
        sure = not beside or (opinion.measure[best] >= SURE and {best, known.measure} != ALIKE)
        if best != known.measure and sure:
            result[at] = replace(known, measure=Measure(best), rule=REMEASURED, runner_up=known.rule)
    return result


def judged(outcomes: Sequence[Outcome], opinions: Sequence[Opinion | None]) -> list[Outcome]:
    """The rules' outcomes, or the jury's; that a word tells of no result at all it has to be surer of."""
    result = list(outcomes)
    for at, opinion in enumerate(opinions):
        if opinion is not None:
            best = Outcome(max(opinion.outcome, key=opinion.outcome.__getitem__))
            if best is not Outcome.NONE or opinion.outcome[best] >= NO_RESULT:
                result[at] = best
    return result


SETTLED = 0.9


def settled(
    opinions: Sequence[Opinion | None], told: Sequence[Outcome], left: Sequence[Outcome]
) -> list[Opinion | None]:
    """The opinions where a rule settles a result after the jury (``left``, not ``told``): no doubt remains of it."""
    return [
        opinion._replace(outcome={**opinion.outcome, str(after): SETTLED})
        if opinion and after is not before
        else opinion
        for opinion, before, after in zip(opinions, told, left, strict=True)
    ]
