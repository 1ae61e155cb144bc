"""All cue words of a text, by role, found in one pass of the pack's automaton."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from report_miner.model import Measure, Outcome
from report_miner.packs import Cue, Pack, Role
from report_miner.packs.pack import ROLES


class Hit(NamedTuple):
    """One cue word in the view: half-open view offsets and what the word says."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Cues:
    """Hits by role, in text order; no hit of a role stands inside a longer one of the same role."""

    hits: tuple[list[Hit], ...]
    starts: tuple[list[int], ...]

    def between(self, role: Role, start: int, end: int) -> list[Hit]:
        """Hits of a role that begin at or after ``start`` and end at or before ``end``."""
        starts = self.starts[role]
        first = bisect_left(starts, start)
        last = bisect_left(starts, end, first)
        if first == last:
            return []
        hits = self.hits[role][first:last]
        while hits and hits[-1].end > end:
            hits.pop()
        return hits


COUNTED = frozenset("0123456789一二两三四五六七八九十")
OPENERS = frozenset("“‘\"'、，,；;：:（()）.．。\n 为是评定得获中\t”")
CLOSERS = frozenset("”’\"'、，,；;：:（）()。的等\n 占\t“")


NOT_BEFORE_NOUN = frozenset("上城园地社景辖校小库灾新老牧林矿厂片市街楼股超入")
"""Signs before 市, 区, 县 that make another word of them (``上市``, ``城市``, ``园区``)."""
NOT_AFTER_NOUN = frozenset("村畜才民社居力控级直本域市县区政内外委局场镇长财衔行院农住教")
"""``市`` in ``市级项目``, ``县`` in ``县本级`` name a tier, not what is counted."""
LONGEST_BLOCK = 12


def find_cues(text: str, pack: Pack) -> Cues:
    """All cues of ``text``.

    Of two hits of one role, one inside the other, the longer stays (``自评`` inside ``绩效自评``); words of equal place
    all stay, one hit for each rule.  A result class that is part of a blocking word (``优`` in ``优化``) is dropped, as
    is one of a single character that stands in the middle of other words.
    """
    found: list[list[Hit]] = [[] for _ in range(ROLES)]
    for last, (length, cues) in pack.automaton.iter(text):
        end = last + 1
        start = end - length
        for cue in cues:
            row = found[cue.role]
            while row and row[-1].start >= start and (row[-1].start > start or row[-1].end < end):
                row.pop()
            if not row or row[-1].end < end or row[-1].start >= start:
                row.append(Hit(start, end, cue))
    _drop_blocked(text, found)
    return Cues(tuple(found), tuple([hit.start for hit in row] for row in found))


def _uncounted(noun: Hit, results: list[Hit], begins: list[int], astray: list[Hit], strayed: list[int]) -> bool:
    """What a result word holds without counting it: 建议 in 建议调整, 绩效目标 in 偏离绩效目标."""
    if noun.cue.code == Measure.SUGGESTION_COUNT:
        return _inside(noun, results, begins)
    return noun.cue.code == Measure.TARGET_COUNT and _inside(noun, astray, strayed)


def _drop_blocked(text: str, found: list[list[Hit]]) -> None:
    blocks = found[Role.BLOCK]
    starts = [block.start for block in blocks]
    kept = []
    for hit in found[Role.OUTCOME]:
        if _inside(hit, blocks, starts) or (hit.end - hit.start == 1 and not _stands_alone(text, hit)):
            continue
        if text[hit.start : hit.end] == "中的" and text[hit.start - 1 : hit.start] not in OPENERS:
            continue  # 「其中的10份」, 「部门预算中的会议费」
        kept.append(hit)
    found[Role.OUTCOME] = kept
    titles = [match.span() for match in TITLE.finditer(text)]
    opened = [start for start, _ in titles]
    found[Role.STAGE] = [
        Hit(hit.start, hit.end, faded(hit.cue)) if _in_title(hit, titles, opened) else hit
        for hit in found[Role.STAGE]
        if not _inside(hit, blocks, starts)
    ]
    found[Role.NOUN] = [hit for hit in found[Role.NOUN] if hit.end - hit.start > 1 or not _inside_word(text, hit)]
    results = found[Role.OUTCOME]
    begins = [hit.start for hit in results]
    astray = [hit for hit in results if hit.cue.code == Outcome.OFF_TARGET]
    strayed = [hit.start for hit in astray]
    found[Role.NOUN] = [hit for hit in found[Role.NOUN] if not _uncounted(hit, results, begins, astray, strayed)]


def _inside_word(text: str, hit: Hit) -> bool:
    """Whether a noun of one sign is part of a longer word (``上市``, ``城市``, ``区级``)."""
    return text[hit.end : hit.end + 1] in NOT_AFTER_NOUN or (
        text[hit.start] in "市区县" and text[hit.start - 1 : hit.start] in NOT_BEFORE_NOUN
    )


TITLE = re.compile(r"《[^》\n]{1,60}》")


@lru_cache(maxsize=256)
def faded(cue: Cue) -> Cue:
    """What a document is called says less of the work around it than plain words do."""
    return replace(cue, weight=cue.weight * 0.4)


def _in_title(hit: Hit, titles: list[tuple[int, int]], opened: list[int]) -> bool:
    at = bisect_left(opened, hit.start) - 1
    return at >= 0 and hit.end <= titles[at][1]


def _inside(hit: Hit, blocks: list[Hit], starts: list[int]) -> bool:
    at = bisect_left(starts, hit.end) - 1
    while at >= 0 and starts[at] > hit.start - LONGEST_BLOCK:
        block = blocks[at]
        if block.start <= hit.start and hit.end <= block.end and block.end - block.start > hit.end - hit.start:
            return True
        at -= 1
    return False


def _stands_alone(text: str, hit: Hit) -> bool:
    if text[hit.start - 1 : hit.start] in ("个", "项", "家") and text[hit.start - 2 : hit.start - 1] in COUNTED:
        closed = text[hit.end : hit.end + 1] in (CLOSERS if text[hit.start] != "中" else "、")
        return closed or text.startswith("项目", hit.end)  # 「11个良、1个差项目」
    before = text[hit.start - 1] if hit.start else "\n"
    if before in ")）.．" and text[hit.end : hit.end + 1] not in ("：", ":"):
        return False  # 「（一）优：5个」, but not 「14个乡镇（街道）中，」
    after = text[hit.end] if hit.end < len(text) else "\n"
    return (before in OPENERS or before.isdecimal()) and (after in CLOSERS or after.isdecimal())
