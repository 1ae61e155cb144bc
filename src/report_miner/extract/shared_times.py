"""Times that several figures share: years in step with numbers, sums and means over years."""

from __future__ import annotations

import re
from dataclasses import replace

from report_miner.extract.periods import TimeWord
from report_miner.extract.scene import Scene, spread, spread_marks
from report_miner.model import Period


def _years_of(word: TimeWord) -> list[Period]:
    """The single years of a range, if it is one."""
    first, last = word.period.start, word.period.end
    if not first or not last or first == last:
        return []
    return [replace(word.period, start=str(year), end=str(year)) for year in range(int(first), int(last) + 1)]


TIMES_AS_MUCH = re.compile(r"(?:分别|依次)(?:是|为|相当于)(?![\d约近])")
"""``“十四五”前三年，…，分别是“十三五”同期的2.4倍、7倍``."""


def distributed_times(scene: Scene, times: list[TimeWord]) -> dict[int, Period]:
    """``2021年、2022年、2023年，分别对12个、20个、31个``: years before 分别 in step with the numbers behind it."""
    result: dict[int, Period] = {}
    for mark in spread_marks(scene):
        words: list[TimeWord] = []
        if TIMES_AS_MUCH.match(scene.text, mark):
            continue
        for word in times:
            if word.block.start >= mark:
                break
            if words and scene.text[words[-1].block.end : word.block.start].strip("、和及与至 ") != "":
                words = []
            words.append(word)
        split = _years_of(words[-1]) if words else []
        if len(words) == 1 and len(split) > 1:
            for indexes in spread(scene, mark, len(split))[:1]:  # 「2021—2023年分别完成9个、13个和20个」
                result.update(zip(indexes, split, strict=True))
            continue
        series = spread(scene, mark, len(words))
        for indexes in series:
            result.update((index, word.period) for index, word in zip(indexes, words, strict=True))
    return result


OVER_YEARS = re.compile(r"(?<![比较是为于])(?:年均|平均每年|累计|总量|合计|总额)[^，。；]{0,8}$")


HELD_AGAINST = re.compile(
    r"(?:比|较|是|为|相当于|高于|低于|超过)[^，,。；;\d]{0,10}(?:年均|[前近历多几][一-龥]?年?的?(?:均值|平均))[^，,。；;\d]{0,6}$"
)
"""``是“十三五”年均规模的2.6倍``: not a mean, but held against one."""


def sums_up(scene: Scene, offset: int) -> int | None:
    """Where the clause begins that makes a number at ``offset`` a sum or a mean over time, its own or one before it.

    ``累计争取资金1,513亿元，新增债券限额847亿元``: 累计 holds up to the next ；.
    """
    floor = max(scene.last_break(offset, "。；;") + 1, scene.block.start)
    start = scene.last_break(offset) + 1
    if HELD_AGAINST.search(scene.text, start, offset):
        return None
    while not OVER_YEARS.search(scene.text, start, offset):
        if start <= floor:
            return None
        start, offset = max(scene.last_break(start - 1) + 1, floor), start - 1
    return start


def over_years(scene: Scene, times: list[TimeWord], offset: int) -> Period | None:
    """What a figure over several years covers, where its own clause names none.

    ``从2021年的203亿元增长至2025年的226亿元，年均增长2.8%`` and ``2021-2025年，…，2024年获评先进；累计争取1,513亿元``.
    """
    floor = sums_up(scene, offset)
    if floor is None:
        return None
    said = [word for word in times if word.block.start < floor and not word.attributive]
    if not said or any(floor <= word.block.start < offset for word in times):
        return None
    leading = said[0].period
    if leading.start != leading.end and not said[0].local:
        return leading
    changed = [word for word in said if word.local]
    if len(changed) >= 2 and changed[-2].period.start < changed[-1].period.end:
        base = changed[-2]
        after_it = scene.text.startswith("末", base.block.end - 1)  # 「从“十三五”末的…」: what grew since
        first = str(int(base.period.start) + 1) if after_it else base.period.start
        return replace(changed[-1].period, start=first)
    return None
