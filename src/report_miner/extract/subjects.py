"""Whose work a figure describes.

A report speaks of its own unit; a sentence that begins with another unit's name speaks of that one until the next name,
the end of the item, or a word that leads back (``市级``, ``全市``, ``各县区``).  ``via`` says which of these it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from report_miner.extract.scene import Scene, spread, spread_marks
from report_miner.model import Block, Span, Subject, Via
from report_miner.regions import Mention, MentionKind, RegionTable, ResolvedMention

LEADS_BACK = (
    r"(?:近期|目前|今年|同时|总体上?看?|总的来看|此外|全年)?[，,]?(?:市级|市本级|全市|我市|"
    r"各县区|各县市区|市财政|市县|区级|全区|我区|县级|全县|我县|县本级|全省|省级|我省|省财政|"
    r"全盟|全旗|全州|我旗|我盟|我州|盟本级|州本级|旗本级|省本级|区本级|(?:省|市|州|盟|县|区|"
    r"旗)直(?!辖|接|属)|对?其余|以上(?=[一二三四五六七八九十\d两])|各区县|各地|各县|"
    r"各县（市、区）)"
)
"""Words that lead back from a named unit to the report's own."""
BACK_FIRST = re.compile(LEADS_BACK)
BACK = re.compile(rf"[，,。；;：:\n]{LEADS_BACK}")
"""Behind a mark: a pattern that begins with a set of characters is searched faster than one that begins anywhere."""
CONTINUES = re.compile(r"\s*(?:其中|同时|并|该县|该区|该市|该镇|该街道|此外该|另)")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A unit that the text names as the one at work, from a view offset on."""

    start: int
    end: int
    subject: Subject


@dataclass(frozen=True, slots=True)
class Places:
    """The resolved place names of a view, in text order."""

    mentions: tuple[ResolvedMention, ...]
    starts: tuple[int, ...]

    def between(self, start: int, end: int) -> tuple[ResolvedMention, ...]:
        """Mentions that begin inside ``start:end``."""
        first = bisect_left(self.starts, start)
        return self.mentions[first : bisect_left(self.starts, end, first)]


def find_places(
    text: str, table: RegionTable, year: int | None, within: str, mentions: Sequence[Mention] | None = None
) -> Places:
    """All place names of a text that resolve in ``year`` within the unit of code ``within``."""
    found = tuple(
        place
        for place in table.in_text(text, year=year, within=within, mentions=mentions)
        if place.mention.kind is not MentionKind.RELATIVE
    )
    return Places(found, tuple(place.start for place in found))


SPEAKING = (
    r"(?=评价|评审|评估|完成|开展|得分|自评|审减|送审|监控|组织|实施|编报|取消|压减|收回|约谈|退回|选取|选择|申报|核减|扣减|通报|调整|整改|"
    r"审核|审定|报送|对|因|[约近]?\d)"
)
"""What a unit does, in the words of these reports."""


def with_short_names(places: Places, text: str, table: RegionTable, year: int | None, within: str) -> Places:
    """``places`` with the counties of a reporting city whose short names are words too (``云和压减率达21.3%``).

    Believed at the head of a clause, before a number or what units do.
    """
    names = table.short_names_within(within) if within.endswith("00") else ()
    if not names:
        return places
    pattern = re.compile(rf"(?:^|(?<=[，,。；;：:、\n（(]))(?:{'|'.join(names)}){SPEAKING}")
    taken = {place.start for place in places.mentions}
    found = []
    for match in pattern.finditer(text):
        resolution = table.resolve(match.group(), year=year, within=within)
        if match.start() not in taken and resolution is not None:
            mention = Mention(match.start(), match.end(), match.group(), (resolution.region_code,), short=True)
            found.append(ResolvedMention(match.start(), match.end(), mention, resolution))
    if not found:
        return places
    mentions = tuple(sorted((*places.mentions, *found), key=lambda place: place.start))
    return Places(mentions, tuple(place.start for place in mentions))


def speakers(
    text: str,
    block: Block,
    places: Places,
    own: Subject,
    span: Callable[[int, int], Span],
    numbers: Sequence[Block] = (),
) -> list[Speaker]:
    """The units at work in a sentence, in order; ``own`` is the unit that words like 全市 lead back to."""
    found: list[Speaker] = []
    for mention in places.between(block.start, block.end):
        resolution = mention.resolution
        if resolution.name == own.name or _contains(resolution.region_code, own.code):
            continue
        after = text[mention.end : mention.end + 6]
        if not _opens(text, block, mention, numbers) or NOT_SPEAKING.match(after):
            continue
        subject = Subject(resolution.name, resolution.region_code, Via.STATED, span(mention.start, mention.end))
        if text[mention.start - 1 : mention.start] in ("、", "和") and JOINT.match(text, mention.end):
            subject = own
        found.append(Speaker(mention.start, mention.end, subject))
    known = {(speaker.start, speaker.end) for speaker in found}
    for match in _at_heads(LOCAL_FIRST, LOCAL, text, block, before=1):
        start, end = match.span("name")
        if any(start < stop and begin < end for begin, stop in known):
            continue
        name = match["name"] if match["zone"] else own.name + match["name"]
        found.append(Speaker(start, end, Subject(name, own.code, Via.STATED, span(start, end))))
    for match in _at_heads(BACK_FIRST, BACK, text, block):
        found.append(Speaker(match.start(), match.end(), own))
    found.sort(key=lambda speaker: speaker.start)
    return found


def _at_heads(
    first: re.Pattern[str], later: re.Pattern[str], text: str, block: Block, before: int = 0
) -> Iterator[re.Match[str]]:
    """Matches of ``later``, which begin with a mark, and of ``first`` at the text's beginning, which has none.

    The mark may stand up to ``before`` characters before the block.
    """
    start = block.start
    if start == 0:
        opening = first.match(text, 0, block.end)
        if opening is not None:
            yield opening
            start = opening.end()
    yield from later.finditer(text, max(start - before, 0), block.end)


LOCAL_NAME = (
    r"(?P<name>(?![各全该本我部有对在将从与和及由其])[一-龥]{2,7}?"
    r"(?:(?P<zone>经济技术开发区|经济开发区|开发区|高新技术产业开发区|高新区|工业园区|工业区|产业园区|示范区|合作区|旅游度假区|风景区|新区|特区)"
    r"|(?:街道|苏木|镇|乡)))"
    r"(?=评价|评审|完成|开展|得分|自评|审减|送审|监控|组织|实施|编报|取消|压减|收回|交办|对|虽|则|均|共|聚焦|围绕|选取|出台|印发|制定|召开|举办|审核|约谈|获|以|作为|率先|较|居|位居|列|有\d|以\d|\d)"
)
LOCAL_FIRST = re.compile(LOCAL_NAME)
LOCAL = re.compile(rf"[，,。；;：:、\n（(](?={LOCAL_NAME})")
"""Zones, towns and street offices that no table lists, where they stand as the one at work."""
NOT_SPEAKING = re.compile(r"(?:的(?!项目)|、|和|与|及|等(?!\d)|以[上下]|人大|政协)")
LEADS = re.compile(r"(?:[，,。；;：:\n（(”]|其中|可见|例如|比如|譬如|如|以及|至|—)$")
ENTRY = re.compile(
    r"\s*(?:\d{1,2}[.．、]|[（(][\d一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*"
)
"""What numbers an entry (``1.阿荣旗：5个项目…``)."""
BRACKETED = re.compile(r"[（(](?=[约近超]?\d)")
SAID_OF = re.compile(r"[，,](?:为|达|有|约)?\d")
HELPED = re.compile(r"[对向援]")
JOINT = re.compile(r"[两二三四五六七八九]个?(?:县区|县市|县|区|市|旗|地)(?![级直本政财域内外委]|分别|各)")
"""Several units in one breath (``仁怀、赤水两市``): the work is told of the unit above them."""
LISTS = re.compile(r"[、和与及]$")


def _opens(text: str, block: Block, mention: ResolvedMention, numbers: Sequence[Block]) -> bool:
    """Whether a name stands where a subject stands: at the head of a clause, or of a list entry with numbers."""
    if mention.start == block.start or ENTRY.fullmatch(text, block.start, mention.start):
        return True
    if BRACKETED.match(text, mention.end) and any(
        number.start <= mention.end + 2 for number in numbers if number.start > mention.end
    ):
        return True  # 「审减额较大的有甲县（2.58亿元）」
    before = text[max(block.start, mention.start - 4) : mention.start]
    if LEADS.search(before):
        return True
    if before.endswith("是") and SAID_OF.match(text, mention.end):
        return True  # 「审减额最大的是临桂区，为3.72亿元」
    if not LISTS.search(before) or HELPED.search(before):
        return False
    return any(mention.start - 12 <= number.end <= mention.start for number in numbers)


def _contains(outer: str, inner: str) -> bool:
    """Whether the unit of code ``outer`` lies above that of ``inner`` (a county's report naming its province)."""
    if not outer or not inner or outer == inner:
        return False
    if outer.endswith("0000"):
        return inner.startswith(outer[:2])
    return outer.endswith("00") and inner.startswith(outer[:4])


def subject_at(found: Sequence[Speaker], offset: int, carried: Subject) -> Subject:
    """The unit at work at view ``offset``: the last that took the word, else the one carried from before."""
    chosen = carried
    for speaker in found:
        if speaker.start >= offset:
            break
        chosen = speaker.subject
    return chosen


def carries_on(text: str, block: Block) -> bool:
    """Whether a sentence goes on about the unit of the one before it (``其中…``, ``该县…``)."""
    return CONTINUES.match(text, block.start, block.end) is not None


def distributed_subjects(scene: Scene, places: Places) -> Iterable[tuple[int, ResolvedMention]]:
    """``太白县、凤县分别评审项目10个、12个``: names before 分别 in step with the numbers behind it."""
    for mark in spread_marks(scene):
        names = places.between(scene.last_break(mark, "。；;") + 1, mark)
        for series in spread(scene, mark, len(names)):
            yield from zip(series, names, strict=True)
