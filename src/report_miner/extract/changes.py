"""Both ends of a change: ``覆盖率由48%升至63%`` tells of the year before and of this one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from report_miner.extract.periods import TimeWord
from report_miner.extract.scene import Scene
from report_miner.model import Measure, Modifier, Period, QuantityKind, Via

FROM = re.compile(r"[由从](?:原来|过去|最初|起初)?的?(?:不足|近|约)?$")
RISE = r"增加|提高|提升|上升|增长|扩大|扩面|扩展|拓展|上调|跃升|发展|扩|升|增"
FALL = r"减少|下降|降低|压缩|下调|缩减|精简|回落|收窄|降|减|压"
TO = re.compile(rf"(?:的)?[^，,。；;\d]{{0,6}}?(?:(?P<rise>{RISE})|(?P<fall>{FALL}))(?:了)?[到至为]")
FAR = 8
"""So many characters behind a number the year that it changed in may begin."""
STILL = frozenset({Measure.THRESHOLD, Measure.SCORE})
"""What changes without a year passing: rules are eased, scores reviewed."""
STEPWISE = ("逐次", "逐月", "逐季")


def changed_from(scene: Scene, index: int, measure: Measure, times: Sequence[TimeWord], period: Period) -> Period:
    """The period of a number that something changed from or to; ``period`` where it is neither.

    What a sum of money falls from is what was asked for in the same round, so only its rise tells of two years.
    """
    number = scene.quantities[index].block
    if measure in STILL or any(word.local and word.block.end <= number.start <= word.local for word in times):
        return period
    if _leaves(scene, index):
        base = _base(scene, index, times)
        if base is not None:
            return replace(base, via=Via.INFERRED)
        if period.start and period.start != period.end:
            return replace(period, end=period.start, via=Via.INFERRED)
        if period.via is Via.SENTENCE or scene.text.startswith(STEPWISE, number.end):
            return period
        if any(word.local and number.end <= word.block.start <= number.end + FAR for word in times):
            return period  # 「自2017年试点起，由8家扩展到2018年的35家」
        if period.end:
            before = str(int(period.end) - 1)
            return replace(period, start=before, end=before, via=Via.INFERRED)
    elif index and _leaves(scene, index - 1) and period.start and period.start != period.end:
        gap = scene.gap(index)
        if TO.match(gap) and "，" not in gap:
            return replace(period, start=period.end, via=Via.INFERRED)
    return period


def _leaves(scene: Scene, index: int) -> bool:
    """Whether something changes from this number."""
    quantity = scene.quantities[index]
    if FROM.search(scene.text, max(scene.block.start, quantity.block.start - 6), quantity.block.start) is None:
        return False
    to = TO.match(scene.text, quantity.block.end, scene.block.end)
    if to is None or quantity.modifier is Modifier.AT_LEAST:
        return False
    return bool(to["rise"]) or quantity.kind is not QuantityKind.MONEY


def _base(scene: Scene, index: int, times: Sequence[TimeWord]) -> Period | None:
    """The year that an earlier change of the sentence begins with (``由2018年的41家扩大到76家，覆盖面由…``)."""
    said = [word for word in times if word.local and word.local < scene.quantities[index].block.start]
    if len(said) > 2 and all(left.period.end < right.period.start for left, right in pairwise(said)):
        return said[0].period  # 「2021年1.02亿元、…、2024年1.22亿元，审减率由14.8%逐年降到…」
    begun = [word for word in said if scene.text[word.block.start - 1 : word.block.start] in ("由", "从")]
    return begun[-1].period if begun else None
