"""How sure a figure's labels are: a number that means what it says.

A logistic model over the signs of doubt that the labellers leave (margins, runners-up, inheritance, distance of the
evidence).  Its weights are fitted by ``scripts/fit_confidence.py`` on the labelled passages open to tuning; the
calibration on the others is what ``benchmarks/accuracy.py`` prints.
Method: D. R. Cox, "The Regression Analysis of Binary Sequences", JRSS B 20 (1958).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from report_miner.extract.jury import SECOND
from report_miner.extract.reading import Reading
from report_miner.extract.second_opinion import Opinion
from report_miner.extract.stages import StageReading
from report_miner.model import Measure, Outcome, Period, Quantity, QuantityKind, Stage, Subject, Via


@dataclass(frozen=True, slots=True)
class Evidence:
    """The decisions behind one figure."""

    reading: Reading
    stage: StageReading
    outcome: Outcome
    subject: Subject
    period: Period
    quantity: Quantity
    opinion: Opinion | None = None
    measure: Measure | None = None
    """The measure after the stage had its say; the reading's where that changed nothing."""


CHAIN_AMOUNTS = frozenset({
    Measure.AMOUNT_SUBMITTED, Measure.AMOUNT_APPROVED, Measure.AMOUNT_REDUCED, Measure.REDUCTION_RATE,
})  # fmt: skip
RESIDUAL = frozenset({Measure.OTHER_COUNT, Measure.OTHER_AMOUNT, Measure.OTHER_RATE})
RELATIVE = frozenset({Measure.SHARE, Measure.GROWTH_RATE})
FAR = 60
"""Characters between a figure and the word its stage rests on."""
NO_EVIDENCE = 200

INTERCEPT = -3.28
OPTIMISM = 0.3
"""Taken off the fitted intercept: the passages it is fitted on are those the rules were written with.  So much less,
and of the figures above 0.9 in passages held back 95 in 100 are right (seen by their totals alone)."""
WEIGHTS: Mapping[str, float] = {
    "measure margin squared": 0.77,
    "stage margin": -0.45,
    "stage margin doubled": 0.56,
    "stage from topic": -0.38,
    "stage unopposed": 0.29,
    "stage implied": 0.32,
    "stage far": -0.37,
    "stage self_evaluation": 0.07,
    "stage target": -0.05,
    "stage monitoring": 0.10,
    "stage application": -0.24,
    "measure inherited": -0.16,
    "measure chain": 0.38,
    "measure involved": 0.29,
    "measure relative": -0.04,
    "measure residual": -0.02,
    "threshold": 0.32,
    "count without own noun": 0.22,
    "subject carried": -1.12,
    "wording stage": 0.45,
    "wording measure": -0.25,
    "wording outcome": -0.70,
    "wording least": 5.83,
    "stage by wording": -0.11,
    "percent": 0.02,
    "money": 0.13,
}
UNKNOWN = 0.45
"""Factor for a figure whose unit or year nobody names."""


def signs(evidence: Evidence) -> dict[str, float]:
    """The signs the model weighs, by the names of ``WEIGHTS``."""
    reading, stage, kind = evidence.reading, evidence.stage, evidence.quantity.kind
    start = evidence.quantity.block.start
    distance = abs(start - stage.evidence.start) if stage.evidence is not None else NO_EVIDENCE
    counted = reading.measure in (Measure.PROJECT_COUNT, Measure.OTHER_COUNT)
    wording = _agreement(evidence)
    return {
        "measure margin squared": reading.margin**2,
        "stage margin": stage.margin,
        "stage margin doubled": min(1.0, stage.margin * 2),
        "stage from topic": float(stage.rule == "paragraph.topic"),
        "stage unopposed": float(not stage.runner_up),
        "stage implied": float(stage.via is Via.INFERRED),
        "stage far": float(distance > FAR),
        "stage self_evaluation": float(stage.stage is Stage.SELF_EVALUATION),
        "stage target": float(stage.stage is Stage.TARGET),
        "stage monitoring": float(stage.stage is Stage.MONITORING),
        "stage application": float(stage.stage is Stage.APPLICATION),
        "measure inherited": float(reading.inherited),
        "measure chain": float(reading.measure in CHAIN_AMOUNTS),
        "measure involved": float(reading.measure is Measure.AMOUNT_INVOLVED),
        "measure relative": float(reading.measure in RELATIVE),
        "measure residual": float(reading.measure in RESIDUAL),
        "threshold": float(reading.rule == "threshold"),
        "count without own noun": float(counted and reading.margin < 0.9),
        "subject carried": float(evidence.subject.via is Via.SENTENCE),
        "wording stage": math.log(wording[0] + LEAST),
        "wording measure": math.log(wording[1] + LEAST),
        "wording outcome": math.log(wording[2] + LEAST),
        "wording least": min(wording),
        "stage by wording": float(stage.rule == SECOND),
        "percent": float(kind is QuantityKind.PERCENT),
        "money": float(kind is QuantityKind.MONEY),
    }


LEAST = 0.02
"""The second reader's chance of a label counts as no less: how impossible it thinks it says nothing more."""
INDIFFERENT = (0.8, 0.8, 0.9)
"""Where it was not asked."""


def _agreement(evidence: Evidence) -> tuple[float, float, float]:
    """What the second reader gives the labels chosen."""
    opinion = evidence.opinion
    if opinion is None:
        return INDIFFERENT
    measure = evidence.measure or evidence.reading.measure
    return opinion.stage[evidence.stage.stage], opinion.measure[measure], opinion.outcome[evidence.outcome]


def confidence(evidence: Evidence) -> float:
    """Probability (0–0.99) that value, measure, stage, outcome, subject and period are all right."""
    score = INTERCEPT - OPTIMISM + sum(WEIGHTS[name] * value for name, value in signs(evidence).items())
    known = 1.0 / (1.0 + math.exp(-score))
    if not evidence.subject.name:
        known *= UNKNOWN
    if not evidence.period.end:
        known *= UNKNOWN
    return round(min(0.99, known), 3)
