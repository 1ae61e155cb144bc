"""What the stages of the prose and table readers share: a document's frame, and a figure before it is grouped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from report_miner.extract.cues import Cues
from report_miner.extract.grouping import Loose
from report_miner.extract.periods import TimeFinder
from report_miner.extract.setting import Setting
from report_miner.extract.subjects import (
    Places,
)
from report_miner.model import (
    Block,
    Labels,
    Outline,
    Period,
    Quantity,
    Subject,
)
from report_miner.packs import Pack


class Draft(NamedTuple):
    """A figure with all labels, not yet grouped."""

    quantity: Quantity
    labels: Labels
    subject: Subject
    period: Period
    sentence: Block
    confidence: float
    loose: Loose
    part: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What all sentences of a document share."""

    outline: Outline
    pack: Pack
    cues: Cues
    places: Places
    times: TimeFinder
    settings: tuple[Setting, ...]
