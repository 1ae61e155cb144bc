"""One quantity's measure with its reason: what the labellers of a sentence hand to each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from report_miner.extract.cues import Hit
from report_miner.model import Measure, Outcome, QuantityKind, Stage

RATE_ENDINGS = ("率", "比例", "幅度", "比", "比率", "减幅", "比重", "占比")
GRADES = frozenset({Outcome.EXCELLENT, Outcome.GOOD, Outcome.FAIR, Outcome.POOR})
GRADE_WORDS = {
    "优": Outcome.EXCELLENT, "优秀": Outcome.EXCELLENT, "良": Outcome.GOOD, "良好": Outcome.GOOD, "中": Outcome.FAIR,
    "一般": Outcome.FAIR, "差": Outcome.POOR, "不合格": Outcome.POOR,
    "合格": Outcome.FAIR, "较差": Outcome.POOR,
}  # fmt: skip
GRADED = frozenset({
    Measure.PROJECT_COUNT, Measure.DEPARTMENT_COUNT, Measure.POLICY_COUNT, Measure.TOWNSHIP_COUNT, Measure.COUNTY_COUNT,
})  # fmt: skip
"""What bears a grade or a conclusion, and is cut or called off."""
SPOKEN_TO = frozenset({Outcome.ADMONISHED, Outcome.COMMENDED})
FOUND = frozenset({Measure.ISSUE_COUNT, Measure.SUGGESTION_COUNT})
"""What is settled, never graded."""
CONCLUSIONS = frozenset({
    Outcome.SUPPORTED, Outcome.SUPPORTED_AFTER_REVISION, Outcome.DEFERRED, Outcome.NOT_SUPPORTED,
})  # fmt: skip
OTHERS = {
    QuantityKind.MONEY: Measure.OTHER_AMOUNT, QuantityKind.PERCENT: Measure.OTHER_RATE,
    QuantityKind.COUNT: Measure.OTHER_COUNT,
}  # fmt: skip
"""What a number of a kind is called outside the performance chain."""


BESIDE_IT, NEAR_IT = 0.9, 0.5
"""A reading of the first margin has its word right beside the number, of the second one near it."""
CHANGE = re.compile(
    r"[，,]?(?:的)?(?:增加|减少|提高|提升|下降|降低|压缩|上升|增长|调整|扩大|扩面|扩展|拓展|下调|上调|降|升|增|减|优化|缩减|精简)(?:了)?(?:到|至|为)(?:(?:19|20)\d{2}年(?:度|末|底)?的?|今年的?|目前的?|现在的?)?"
)
"""``由2个增加到5个``: both numbers speak of the same thing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One quantity's measure with its reason.  ``noun`` is the cue of the counted noun or governing word."""

    measure: Measure
    rule: str
    runner_up: str = ""
    margin: float = 0.5
    noun: Hit | None = None
    stage: Stage | None = None
    inherited: bool = False
    source: int | None = None
    """Index in the sentence of the figure this one is a part or a companion of: they share the stage."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the sentences before counted: ``graded`` can bear a grade, ``last`` is whatever was counted last."""

    graded: Reading | None = None
    last: Reading | None = None


NOTHING = Before()


def reading_of(hit: Hit, runner_up: str, margin: float) -> Reading:
    """What a cue word says; ``margin`` (0–1) is how far ahead of the runner-up it is."""
    return Reading(Measure(hit.cue.code), hit.cue.rule, runner_up, margin, hit, hit.cue.stage)
