"""How far two readings of one report agree.

A figure is compared by value, unit and measure, in text order: what counts is the longest run of matches that keeps
both orders.  ``agreement`` is twice the matches over the figures of both sides, so that a figure found on one side
only, read otherwise, or moved elsewhere counts against it on each side where it stands.  Order is part of it because
a value that stands twice in a report would otherwise hide a value that was lost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

import report_miner
from report_miner.model import Document, Figure


class Meaning(NamedTuple):
    value: str
    unit: str
    measure: str


@cache
def mined(path: Path) -> report_miner.Result:
    return report_miner.mine(report_miner.read(path))


def meanings(path: Path) -> list[Meaning]:
    return [meaning(figure) for figure in mined(path).figures]


def meaning(figure: Figure) -> Meaning:
    # Normalised, because a sheet stores 3250 where paper prints 3,250.00.
    value = f"{figure.quantity.value.normalize():f}"
    return Meaning(value, figure.quantity.unit, figure.labels.measure.value)


def agreement(one: Sequence[Meaning], other: Sequence[Meaning]) -> float:
    if not one and not other:
        return 1.0
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return 2 * sum(block.size for block in blocks) / (len(one) + len(other))


def differences(one: Sequence[Meaning], other: Sequence[Meaning]) -> list[str]:
    """What stands on one side only, for the message of a failing test."""
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            found.append(f"{[tuple(m) for m in one[a:b]]} ≠ {[tuple(m) for m in other[c:d]]}")
    return found


def has_place(document: Document, figure: Figure) -> bool:
    """Whether the figure names its page and each of its characters has a box on it."""
    span, boxes = figure.quantity.span, document.boxes
    if boxes is None or figure.page is None or figure.page != document.page_at(span.start):
        return False
    for offset in range(*span):
        page = document.pages[(document.page_at(offset) or 0) - 1]
        sides = (boxes.left[offset], boxes.top[offset], boxes.right[offset], boxes.bottom[offset])
        if document.text[offset].isspace():
            continue
        left, top, right, bottom = sides
        if any(map(math.isnan, sides)) or not (left <= right <= page.width + 1 and top <= bottom <= page.height + 1):
            return False
    return True
