"""One quantity's measure with its reason: what the labellers of a sentence hand to each other."""

from __future__ import annotations

from dataclasses import dataclass

from report_miner.extract.cues import Hit
from report_miner.model import Measure, Outcome, Stage

RATE_ENDINGS = ("率", "比例", "幅度", "比", "比率", "减幅")
GRADES = frozenset({Outcome.EXCELLENT, Outcome.GOOD, Outcome.FAIR, Outcome.POOR})


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
