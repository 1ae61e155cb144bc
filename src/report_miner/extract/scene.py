"""One sentence as the labellers see it: its quantities, its clauses, its cues.

All offsets are view offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from report_miner.extract.cues import Cues, Hit
from report_miner.model import Block, Quantity
from report_miner.packs import Role

BREAKS = re.compile(r"[，,。；;：:（）()、？！\n\t]")
FILLER = re.compile(
    r"(?:[和与及、]|(?:19|20)\d{2}年(?:度|底|末|全年)?|\d{1,2}月(?:底|末|份|\d{1,2}日)?|[两三四五六]年|最高|最低|其中|今年|本年度?|当年的?|同期的?|年初的?|首次|纳入|前年|目前|扩充|扩大|增加|拓展|新增|较|比|由|从|上年|去年|共计?|总计|合计|累计|总共|约为?|大约|达到?|为|有|是|了|计|近|超过?|逾|突破|均|已|也|则|就|其?数|数量|多达|高达|分别|各|在|于|得|不低于|不超过|不少于|至少|全年|年均|平均|总额|到|至|的|仅|最多[，,]?|最少[，,]?|[“”‘’《》\s—-])*"
)


@dataclass(slots=True)
class _Known:
    """What a scene has been asked before: a sentence's figures ask the same of it again and again."""

    hits: dict[Role, list[Hit]] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    clauses: dict[int, Block] = field(default_factory=dict)
    statements: dict[int, Block] = field(default_factory=dict)
    stretches: dict[int, Block] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence ``block`` with its quantities in order, break positions, and the cues of the whole view."""

    text: str
    block: Block
    quantities: tuple[Quantity, ...]
    breaks: tuple[int, ...]
    cues: Cues
    known: _Known = field(default_factory=_Known, compare=False, repr=False)

    def before(self, index: int) -> int:
        """Where the words that belong to quantity ``index`` begin: after the last break or quantity."""
        known = self.known.before.get(index)
        if known is None:
            floor = self.quantities[index - 1].block.end if index else self.block.start
            known = max(floor, self.last_break(self.quantities[index].block.start) + 1)
            self.known.before[index] = known
        return known

    def after(self, index: int) -> int:
        """Where the words behind quantity ``index`` end: at the next break or quantity."""
        quantity = self.quantities[index]
        ceiling = self.quantities[index + 1].block.start if index + 1 < len(self.quantities) else self.block.end
        at = bisect_left(self.breaks, quantity.block.end)
        mark = self.breaks[at] if at < len(self.breaks) else self.block.end
        return min(ceiling, mark)

    def gap(self, index: int) -> str:
        """The text between quantity ``index``, not the first, and the one before it."""
        return self.text[self.quantities[index - 1].block.end : self.quantities[index].block.start]

    def last_break(self, offset: int, of: str = "") -> int:
        """Offset of the last break before ``offset`` (of the given characters); before the sentence if none."""
        at = bisect_left(self.breaks, offset) - 1
        while at >= 0:
            place = self.breaks[at]
            if not of or self.text[place] in of:
                return place
            at -= 1
        return self.block.start - 1

    def next_break(self, offset: int, of: str = "") -> int:
        """Offset of the first break at or after ``offset``; the end of the sentence if none."""
        for place in self.breaks[bisect_left(self.breaks, offset) :]:
            if not of or self.text[place] in of:
                return place
        return self.block.end

    def clause(self, index: int) -> Block:
        """The clause around quantity ``index``: from break to break, lists with ``、`` kept together."""
        return self._around(index, CLAUSE_MARKS, self.known.clauses)

    def statement(self, index: int) -> Block:
        """Like ``clause``, but brackets do not end it."""
        return self._around(index, STATEMENT_MARKS, self.known.statements)

    def stretch(self, index: int) -> Block:
        """From the ；before quantity ``index`` to the next."""
        return self._around(index, STRETCH_MARKS, self.known.stretches)

    def _around(self, index: int, marks: str, known: dict[int, Block]) -> Block:
        found = known.get(index)
        if found is None:
            quantity = self.quantities[index].block
            start = self.last_break(quantity.start, marks) + 1
            found = known[index] = Block(start, self.next_break(quantity.end, marks))
        return found

    def hits(self, role: Role, start: int, end: int) -> list[Hit]:
        """Cues of a role inside ``start:end`` of the sentence, in text order; not to be changed."""
        known = self.known.hits
        row = known.get(role)
        if row is None:
            row = known[role] = self.cues.between(role, *self.block)
        return self.cues.between(role, start, end) if row else row

    def ends_quantity(self, index: int, offset: int) -> bool:
        """Whether the quantity before ``index`` reaches up to ``offset``."""
        return index > 0 and self.quantities[index - 1].block.end >= offset

    def only_filler(self, start: int, end: int) -> bool:
        """Nothing but ``共计``, ``达``, ``约`` and the like between the offsets."""
        match = FILLER.match(self.text, start, end)
        return match is not None and match.end() == end


SPREADS = re.compile("分别|依次")
STATEMENT_MARKS = "，,。；;：:？！\n\t"
CLAUSE_MARKS = "，,。；;：:（）()？！\n\t"
STRETCH_MARKS = "。；;"


def make_scene(text: str, block: Block, quantities: tuple[Quantity, ...], cues: Cues) -> Scene:
    """The scene of one sentence; commas inside numbers are not breaks."""
    places = []
    at = 0
    for match in BREAKS.finditer(text, block.start, block.end):
        place = match.start()
        while at < len(quantities) and quantities[at].block.end <= place:
            at += 1
        if at < len(quantities) and quantities[at].block.start <= place:
            continue
        places.append(place)
    return Scene(text, block, quantities, tuple(_without_asides(text, places, quantities)), cues)


ASIDE = 14
"""A bracket of up to so many characters without a number (``政策（项目）``) does not part what stands around it."""


def _without_asides(text: str, places: list[int], quantities: tuple[Quantity, ...]) -> list[int]:
    if not any(text[place] in "（(" for place in places):
        return places
    starts = [quantity.block.start for quantity in quantities]
    kept: list[int] = []
    at = 0
    while at < len(places):
        place = places[at]
        if text[place] in "（(":
            closing = next((mark for mark in places[at + 1 :] if text[mark] in "）)"), None)
            if closing is not None and closing - place <= ASIDE:
                first = bisect_left(starts, place)
                if first >= len(starts) or starts[first] > closing:
                    at = places.index(closing, at) + 1
                    continue
        kept.append(place)
        at += 1
    return kept


def spread_marks(scene: Scene) -> list[int]:
    """Where the sentence says 分别 or 依次."""
    return [match.start() for match in SPREADS.finditer(scene.text, *scene.block)]


def spread(scene: Scene, mark: int, width: int) -> list[list[int]]:
    """Runs of ``width`` like quantities behind ``mark`` with nothing but list marks between them."""
    run = [index for index, quantity in enumerate(scene.quantities) if quantity.block.start > mark]
    series: list[list[int]] = []
    while width > 1 and len(run) >= width:
        chunk, run = run[:width], run[width:]
        kinds = {scene.quantities[index].kind for index in chunk}
        gaps = (
            scene.text[scene.quantities[left].block.end : scene.quantities[right].block.start]
            for left, right in pairwise(chunk)
        )
        if len(kinds) != 1 or any(gap.strip("、和与及，, ") for gap in gaps):
            break
        series.append(chunk)
    return series


def spread_in_stretch(scene: Scene, mark: int, width: int) -> Iterator[list[int]]:
    """The runs of ``spread`` up to the next ；."""
    for series in spread(scene, mark, width):
        if "；" in scene.text[mark : scene.quantities[series[-1]].block.end]:
            return
        yield series
