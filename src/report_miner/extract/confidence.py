"""How sure a figure's labels are: a number that means what it says.

Each decision (measure, stage, outcome, subject, period) contributes the share of right answers that decisions of its
kind had on the challenge passages open to tuning; the product is the figure's confidence.
"""

from __future__ import annotations

from typing import NamedTuple

from report_miner.extract.reading import Reading
from report_miner.extract.stages import StageReading
from report_miner.model import Outcome, Period, Quantity, Subject, Via


class Evidence(NamedTuple):
    """The decisions behind one figure."""

    reading: Reading
    stage: StageReading
    outcome: Outcome
    subject: Subject
    period: Period
    quantity: Quantity


SUBJECT_SURE = {Via.STATED: 0.95, Via.MANIFEST: 0.99, Via.SENTENCE: 0.93, Via.NONE: 0.5}
PERIOD_SURE = {Via.STATED: 0.97, Via.SENTENCE: 0.95, Via.HEADING: 0.95, Via.NONE: 0.5}


def confidence(evidence: Evidence) -> float:
    """Probability that value, measure, stage, outcome, subject and period are all right."""
    measure = 0.75 + 0.25 * evidence.reading.margin
    stage = 0.8 + 0.2 * min(1.0, evidence.stage.margin * 1.6)
    subject = SUBJECT_SURE.get(evidence.subject.via, 0.98) if evidence.subject.name else 0.4
    period = PERIOD_SURE.get(evidence.period.via, 0.98) if evidence.period.end else 0.4
    return round(min(0.99, measure * stage * subject * period), 3)
