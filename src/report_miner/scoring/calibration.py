"""Whether ``confidence`` means what it says: of the figures near 0.9, nine in ten should be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from report_miner.scoring.matching import Comparison

SURE = 0.9
"""Above this a figure may be used without looking."""
_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Bin:
    """Read figures with ``low`` ≤ confidence < ``high`` (the last bin includes 1): how many, how sure, how right."""

    low: float
    high: float
    count: int
    mean: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """``sure`` is the share of read figures above 0.9, ``sure_right`` the share of those that are strictly right."""

    read: int
    sure: float
    sure_right: float
    bins: tuple[Bin, ...]


def calibrate(comparisons: Iterable[Comparison]) -> Calibration:
    """Confidence against truth over all figures read inside the scored passages; a false positive is wrong."""
    told: list[tuple[float, bool]] = []
    for comparison in comparisons:
        told += [(match.read.confidence, match.strict) for match in comparison.matches if match.read is not None]
        told += [(figure.confidence, False) for figure in comparison.surplus]
    sure = [right for confidence, right in told if confidence > SURE]
    bins = []
    for low, high in zip(_EDGES, (*_EDGES[1:], 1.0), strict=True):
        inside = [pair for pair in told if low <= pair[0] < high or (high == 1.0 and pair[0] >= 1.0)]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), mean, _share([right for _, right in inside])))
    return Calibration(len(told), len(sure) / max(1, len(told)), _share(sure), tuple(bins))


def _share(right: list[bool]) -> float:
    return sum(right) / len(right) if right else 0.0
