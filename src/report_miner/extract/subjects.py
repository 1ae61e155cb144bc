"""Whose work a figure describes.

A report speaks of its own unit; a sentence that begins with another unit's name speaks of that one until the next name,
the end of the item, or a word that leads back (``市级``, ``全市``, ``各县区``).  ``via`` says which of these it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from report_miner.extract.local_units import at_heads, is_zone, local_speakers
from report_miner.extract.scene import Scene, spread, spread_in_stretch, spread_marks
from report_miner.extract.units_above import spoken_of_above, units_above
from report_miner.model import Block, Span, Subject, Via
from report_miner.regions import Mention, MentionKind, RegionTable, ResolvedMention

LEADS_BACK = (
    r"(?:近期|目前|今年|同时|同期|总体上?看?|总的来看|此外|全年|而|与)?[，,]?(?:市级|市本级|全市|我市|"
    r"各县区|各县市区|市财政|市县|区级|全区|我区|县级|全县|我县|县本级|全省|省级|我省|省财政|"
    r"全盟|全旗|全州|我旗|我盟|我州|盟本级|州本级|旗本级|省本级|区本级|(?:省|市|州|盟|县|区|"
    r"旗)直(?!辖|接|属)|对?其余(?!(?:\d{1,3}|[一二三四五六七八九])个(?![县区市旗镇乡苏]))|总体(?=[一-龥]{1,4}率|平均|得分)|[两三四]地(?:相加|合计|共)|以上(?=[一二三四五六七八九十\d两]|合计|共计|总计)|其[他它](?=[县市区旗镇乡街]|各)|各区县|各地|各县|"
    r"[一-龥]{2,3}(?:、[一-龥]{2,6}){1,4}[两三四五六]个?(?:自治县|县区|县|区|市|旗|管理区|开发区)(?:共|合并|一共|合计|均|都)|"
    r"[一-龥]{1,4}片区?合计|[两三四五六七八九]个?(?:区|县|地|功能区|园区|镇|乡)(?:合计|加起来|合并|一共)|"
    r"(?:均|皆)?[高低]于全[省市州盟旗县区]平均(?:水平|值)?(?=\d[\d.]*[%％])|"
    r"各县（市、区）|上述|[一二三四五六七八九十\d]+个?(?:县|区|市|旗)(?:（[县市区旗、]+）|区|市)?(?![级直本政财域内外委局长级]))"
)
"""Words that lead back from a named unit to the report's own."""
BACK_FIRST = re.compile(LEADS_BACK)
BACK = re.compile(rf"[，,。；;：:\n]{LEADS_BACK}|、(?:[省市州盟县区旗](?:本级|直(?!辖|接|属)))")
"""Behind a mark: a pattern that begins with a set of characters is searched faster than one that begins anywhere."""
LIST_LINKS = ("、", "和", "与", "及")
CONTINUES = re.compile(r"\s*(?:其中|同时|并|该县|该区|该市|该镇|该街道|此外该|另)")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A unit that the text names as the one at work, from a view offset on."""

    start: int
    end: int
    subject: Subject


@dataclass(frozen=True, slots=True)
class Places:
    """The resolved place names of a view, in text order; ``above``: city and province of the unit that reports."""

    mentions: tuple[ResolvedMention, ...]
    starts: tuple[int, ...]
    above: tuple[Subject, ...] = ()

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
    return Places(found, tuple(place.start for place in found), units_above(table, year, within))


SPEAKING = (
    r"(?=评价|评审|评估|完成|开展|得分|自评|审减|送审|监控|组织|实施|编报|取消|压减|收回|约谈|退回|选取|选择|申报|核减|扣减|通报|调整|整改|"
    r"审核|审定|报送|对|因|去年|今年|上年|把|被|仅|由|走在|共|均|各|分别|虽|则|排|达|较|比|同比|新增|全年|首次|最|突出|聚焦|探索|率先|推行|试行|列|也|"
    r"紧随|紧跟|次之|垫底|领先|位列|名列|有|只有|为|以|得|没有|位居|居|[约近]?\d|[：:])"
)
"""What a unit does, in the words of these reports."""


def with_short_names(places: Places, text: str, table: RegionTable, year: int | None, within: str) -> Places:
    """``places`` with the counties of a reporting city whose short names are words too (``云和压减率达21.3%``),
    or whose names of two signs were misread (``雎县`` in Shangqiu), or banners by their first sign (``伊旗``).

    Believed at the head of a clause, before a number or what units do.
    """
    if not within.endswith("00"):
        return places
    misread = {**table.misread_within(within), **table.banners_within(within)}
    names = (*table.short_names_within(within), *misread)
    if not names:
        return places
    any_of = f"(?:{'|'.join(names)})"
    head = re.compile(rf"(?:^|(?<=[，,。；;：:、\n（(])){any_of}{SPEAKING}")
    cell = re.compile(rf"(?:^|(?<=[\n\t])){any_of}(?=\t)")
    in_row = re.compile(rf"(?:^|(?<=[，,。；;：:、\n（(])){any_of}(?:[、和与]{any_of})+(?![一-龥]?[县市区旗州])")
    listed = re.compile(
        rf"(?:^|(?<=[，,。；;：:、\n（(])){any_of}(?=[、和与]{any_of}(?![一-龥]{{0,2}}[县市区旗州]))|(?<=[、和与]){any_of}{SPEAKING}"
    )
    believed = {*head.finditer(text), *cell.finditer(text), *listed.finditer(text)}
    one = re.compile(any_of)
    believed |= {match for row in in_row.finditer(text) for match in one.finditer(text, *row.span())}
    believed |= set(_beside_names(text, re.compile(any_of), places))
    taken = {place.start for place in places.mentions}
    found = []
    for match in sorted(believed, key=lambda one: one.start()):
        resolution = table.resolve(misread.get(match.group(), match.group()), year=year, within=within)
        if match.start() not in taken and resolution is not None:
            taken.add(match.start())
            mention = Mention(match.start(), match.end(), match.group(), (resolution.region_code,), short=True)
            found.append(ResolvedMention(match.start(), match.end(), mention, resolution))
    if not found:
        return places
    mentions = tuple(sorted((*places.mentions, *found), key=lambda place: place.start))
    return replace(places, mentions=mentions, starts=tuple(place.start for place in mentions))


def _beside_names(text: str, name: re.Pattern[str], places: Places) -> Iterator[re.Match[str]]:
    """Occurrences that stand in a list with a certain name (``三原、泾阳两县``)."""
    starts, ends = set(places.starts), {place.end for place in places.mentions}
    matches = list(name.finditer(text))
    for match in matches:  # from the left
        if text[match.start() - 1 : match.start()] in LIST_LINKS and match.start() - 1 in ends:
            ends.add(match.end())
            yield match
    for match in reversed(matches):
        if text[match.end() : match.end() + 1] in LIST_LINKS and match.end() + 1 in starts:
            starts.add(match.start())
            yield match


def speakers(
    text: str,
    block: Block,
    places: Places,
    own: Subject,
    span: Callable[[int, int], Span],
    numbers: Sequence[Block] = (),
    carried: Subject | None = None,
) -> list[Speaker]:
    """The units at work in a sentence, in order; ``own`` is the unit that words like 全市 lead back to.

    ``carried`` is the unit that was at work before the sentence, where it is not ``own``.
    """
    found: list[Speaker] = []
    aside: list[tuple[Speaker, int]] = []
    for mention in places.between(block.start, block.end):
        resolution = mention.resolution
        printed = text[mention.start : mention.end]
        if printed == own.name and _opens(text, block, mention, numbers):
            found.append(Speaker(mention.start, mention.end, own))
        if resolution.name == own.name or _contains(resolution.region_code, own.code):
            continue
        if _listed_aside(text, block, mention, numbers):
            continue
        if own.name.endswith(SHORT_ZONES.get(printed, ("无",))) or (
            WITH_THE_COUNTY.fullmatch(printed) and resolution.region_code[:4] != own.code[:4]
        ):
            continue
        after = text[mention.end : mention.end + 6]
        if not _opens(text, block, mention, numbers) or NOT_SPEAKING.match(after):
            aside += _told_of(text, mention, numbers, span)
            continue
        name = resolution.name
        if (
            mention.mention.kind is MentionKind.TOWNSHIP
            and name == printed
            and own.code
            and not own.code.endswith("00")
        ):
            name = own.name + name  # 「云溪街道」
        if mention.mention.kind is MentionKind.TOWNSHIP and is_zone(own):
            name = own.name + printed  # a street of a zone bears the zone's name, not the city's
        subject = Subject(name, resolution.region_code, Via.STATED, span(mention.start, mention.end))
        joined = text[mention.start - 1 : mention.start] in ("、", "和")
        if (joined and (JOINT.match(text, mention.end) or TOGETHER.match(text, mention.end))) or AMONG_OTHERS.match(
            text, mention.end
        ):
            subject = own
        found.append(Speaker(mention.start, mention.end, subject))
    known = {(speaker.start, speaker.end) for speaker in found}
    found += [
        Speaker(start, end, subject)
        for start, end, subject in local_speakers(
            text, block, own, span, lambda at: _county_at(found, at, own, carried)
        )
        if not any(start < stop and begin < end for begin, stop in known)
    ]
    found += _referred(text, block, places, span)
    found.sort(key=lambda speaker: speaker.start)
    for match in at_heads(BACK_FIRST, BACK, text, block, before=1):
        if not _all_of_it(match.group(), subject_at(found, match.start(), carried or own), own):
            found.append(Speaker(match.start(), match.end(), own))
    for match in OWN_OFFICE.finditer(text, max(block.start - 1, 0), block.end):
        if own.name.endswith(match["level"]):
            found.append(Speaker(*match.span("level"), own))
    found += [Speaker(*each) for each in spoken_of_above(text, block, own, places.above, span)]
    found.sort(key=lambda speaker: speaker.start)
    found = sorted(found + _after_lists(text, block, found, own, numbers), key=lambda speaker: speaker.start)
    return _with_asides(found, aside, carried or own)


def _all_of_it(printed: str, told: Subject, own: Subject) -> bool:
    """``船山区由于大项目集中在市本级，全区只评审了68个``: all of the unit that has the word, not of the city."""
    level = told.name[-1:]
    return told.name != own.name and not own.name.endswith(level) and printed.endswith((f"全{level}", f"我{level}"))


HELD_AGAINST = re.compile(r"(?:的|平均|水平|均值|为)*(?:仅|只有|约)?$")
BY = re.compile(r"(?:[以由是在于数]|低于|高于|超过|不及|仅次于)$")
"""``审减额以商州区3,650万元最多``, ``低于闻喜县的11.2%``: a number told of a unit that does not take the word."""


def _told_of(
    text: str, mention: ResolvedMention, numbers: Sequence[Block], span: Callable[[int, int], Span]
) -> Iterator[tuple[Speaker, int]]:
    """A unit whose number stands right behind its name, and where that number ends."""
    if not BY.search(text, max(0, mention.start - 4), mention.start):
        return
    number = next((number for number in numbers if number.start >= mention.end), None)
    if number is not None and HELD_AGAINST.fullmatch(text, mention.end, number.start):
        named = mention.resolution
        subject = Subject(named.name, named.region_code, Via.STATED, span(mention.start, mention.end))
        yield Speaker(mention.start, mention.end, subject), number.end


def _with_asides(found: list[Speaker], aside: Sequence[tuple[Speaker, int]], before: Subject) -> list[Speaker]:
    """``found`` with the units that one number alone is told of; behind it the word goes back."""
    result = list(found)
    for speaker, end in aside:
        last = subject_at(found, speaker.start, before)
        result += [speaker, Speaker(end, end, last)]
    return sorted(result, key=lambda speaker: speaker.start)


def _county_at(found: Sequence[Speaker], at: int, own: Subject, carried: Subject | None) -> Subject:
    """The unit whose towns are meant: in a city's report the county that has the word, else the reporting unit."""
    if not own.code.endswith("00") or is_zone(own):
        return own
    told = subject_at(found, at, carried or own)
    return told if told.code and not told.code.endswith("00") else own


def _referred(text: str, block: Block, places: Places, span: Callable[[int, int], Span]) -> Iterator[Speaker]:
    """``该县``, ``前者`` and ``后者``: units named a little before."""
    for match in THAT_UNIT.finditer(text, max(block.start - 1, 0), block.end):
        earlier = [
            place
            for place in places.between(max(match.start() - BACK_THEN, 0), match.start())
            if place.resolution.name.endswith(match["level"])
        ]
        if earlier:
            yield _speaker(earlier[-1], match.start("level") - 1, match.end(), span)
    for match in FORMER.finditer(text, max(block.start - 1, 0), block.end):
        earlier = list(places.between(max(match.start() - BACK_THEN, 0), match.start()))
        pairs = [(left, right) for left, right in pairwise(earlier) if text[left.end : right.start] in LIST_LINKS]
        if pairs:
            yield _speaker(pairs[-1][match["which"] == "后者"], match.start("which"), match.end(), span)


def _speaker(place: ResolvedMention, start: int, end: int, span: Callable[[int, int], Span]) -> Speaker:
    named = place.resolution
    return Speaker(start, end, Subject(named.name, named.region_code, Via.SENTENCE, span(start, end)))


def _after_lists(
    text: str, block: Block, found: Sequence[Speaker], own: Subject, numbers: Sequence[Block]
) -> list[Speaker]:
    """``其中新民镇18个、北极镇13个，审减5,316万元``: behind a list of parts the whole has the word again."""
    ends = []
    spoken = [speaker for speaker in found if speaker.subject.name != own.name]
    for match in ALL_ALIKE.finditer(text, *block):
        opened = max(text.rfind("；", block.start, match.start()), block.start)
        told = {speaker.subject.name for speaker in spoken if opened <= speaker.start < match.start()}
        if len(told) > 1 and not any(match.start() <= speaker.start < match.end() for speaker in spoken):
            ends.append(Speaker(match.start() + 1, match.end(), own))
    for match in SUMMED.finditer(text, *block):
        if len({speaker.subject.name for speaker in spoken if speaker.start < match.start()}) > 1:
            ends.append(Speaker(match.start() + 1, match.end(), own))
    for first, speaker in enumerate(found):
        if not text.endswith(("其中", "其中："), block.start, speaker.start):
            continue
        last = speaker
        for following in found[first + 1 :]:
            if text[following.start - 1] != "、":
                break
            last = following
        inside = [number for number in numbers if speaker.start < number.start]
        length = sum(1 for one in found[first:] if one.start <= last.start)
        if length < 2 or len(inside) < length:
            continue
        end = inside[length - 1].end
        if last.start < inside[length - 1].start and text.startswith(("，", ","), end):
            ends.append(Speaker(end, end + 1, own))
    return [one for one in ends if not any(one.start <= other.start <= one.end for other in found)]


NOT_SPEAKING = re.compile(r"(?:的(?!项目)|、|和|与|及|等(?!\d)|以[上下]|人大|政协|来[我本])")
OWN_OFFICE = re.compile(
    r"[，,。；;：:、\n](?:退回|约谈|核减|扣减|收回)?(?P<level>[县区市旗州盟])(?!区|辖)[一-龥]{1,8}?(?:局|委|办|中心|学校|医院|公司)(?![一-龥]{0,4}(?:通报|印发|反馈))"
)
"""``英州镇9个项目…；县住建局22个项目``: an office of the unit that reports."""
LEADS = re.compile(
    r"(?:[，,。；;：:\n（(”■●◆▲★◇○□▪•】【]|附件\d{1,2}(?:所列|所附)?(?:为|是)|(?:^|[，,。；;])(?:同期|今年|去年|另外|此外)|(?:县级|县区|区县|旗县|县市)中|[一二三四五六七八九十]是|最[多少高低大小快慢]的|其中|可见|例如|比如|譬如|如|以及|至|—)$"
)
ENTRY = re.compile(
    r"\s*(?:\d{1,2}[.．、]|[（(][\d一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*"
)
"""What numbers an entry (``1.阿荣旗：5个项目…``)."""
BRACKETED = re.compile(r"[（(](?=[约近超]?\d)")
SAID_OF = re.compile(r"[，,](?:为|达|有|约)?\d")
HELPED = re.compile(r"[对向援]")
JOINT = re.compile(
    r"[两二三四五六七八九]个?(?:城区|主城区|县区|县市|自治县|县|区|市|旗|地)(?![级直本政财域内外委]|分别|各)"
)
"""Several units in one breath (``仁怀、赤水两市``): the work is told of the unit above them."""
TOGETHER = re.compile(
    r"[^、；;。：:\d]{0,16}?(?:合计|共计|一共|总共|加起来|相加)|（(?:[一-龥]{1,6}片区?|[两三四五六]个?[县区市旗])）"
)
"""``阿克塞县、肃北县体量小，合计收回312万元``: told of them together."""
AMONG_OTHERS = re.compile(r"等(?:\d+|[两二三四五六七八九十]+)个(?!项目)")
WITH_THE_COUNTY = re.compile(r"会同[县市]")
"""``会同县财政局`` is “with the county's finance office” everywhere but in one county."""
SHORT_ZONES = {
    "经开区": ("经济技术开发区", "经济开发区"),
    "高新区": ("高新技术产业开发区", "高新技术开发区"),
    "开发区": ("开发区",),
}
ALL_ALIKE = re.compile(r"[，,；;][^，,。；;、\d]{0,10}(?:均|都)(?:已|为|在|达到?|保持|实现)+(?=[约近]?\d)")
"""``甲县编报27个，乙县编报31个，编报率均为100%``: said of all of them."""
SUMMED = re.compile(r"[，,；;](?:总计|合计|共计)(?=[约近]?\d)")
THAT_UNIT = re.compile(r"[，,。；;：:、\n]该(?P<level>[县区市旗州盟])(?![级直本])")
FORMER = re.compile(r"[，,。；;：:、\n](?P<which>前者|后者)")
BACK_THEN = 200
"""So many characters back a unit is looked for that ``该县`` or ``前者`` means."""
THOSE_MANY = "零一两三四五六七八九"
THOSE = re.compile(
    r"[，,。；;：:\n](?:这|上述|以上)?(?P<number>[两三四五六七八九])个?(?:县区|县市|自治县|县|区|市|旗|地)"
)
LISTS = re.compile(r"[、和与及]$")


def _opens(text: str, block: Block, mention: ResolvedMention, numbers: Sequence[Block]) -> bool:
    """Whether a name stands where a subject stands: at the head of a clause, or of a list entry with numbers."""
    if mention.start == block.start or ENTRY.fullmatch(text, block.start, mention.start):
        return True
    if BRACKETED.match(text, mention.end) and any(
        number.start <= mention.end + 2 for number in numbers if number.start > mention.end
    ):
        return True  # 「审减额较大的有甲县（2.58亿元）」
    before = text[max(block.start, mention.start - 8) : mention.start]
    if LEADS.search(before):
        return True
    if before.endswith("是") and SAID_OF.match(text, mention.end):
        return True  # 「审减额最大的是临桂区，为3.72亿元」
    if not LISTS.search(before) or HELPED.search(before):
        return False
    return any(mention.start - 12 <= number.end <= mention.start for number in numbers)


def _listed_aside(text: str, block: Block, mention: ResolvedMention, numbers: Sequence[Block]) -> bool:
    """``评为优秀的2个（洮南市、通榆县）``: names in brackets without a number do nothing."""
    opened = max(text.rfind("（", block.start, mention.start), text.rfind("(", block.start, mention.start))
    if text[mention.start - 1 : mention.start] == "原":
        return True
    if opened < 0 or any(mark in text[opened : mention.start] for mark in "）)"):
        return False
    if not any(number.end == opened for number in numbers) and text[opened - 1] not in "区县市州旗":
        return False  # 「东津新区（经开区）」, 「祁阳市（原祁阳县）」 call one unit by two names
    closed = min((at for mark in "）)" if (at := text.find(mark, mention.end, block.end)) >= 0), default=-1)
    return closed >= 0 and not any(opened < number.start < closed for number in numbers)


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
    """``太白县、凤县分别评审项目10个、12个``: names in step with the numbers behind them, 分别 said or not."""
    yield from _in_step(scene, places)
    yield from _those(scene, places)
    for mark in spread_marks(scene):
        names = places.between(scene.last_break(mark, "。；;") + 1, mark)
        for series in spread_in_stretch(scene, mark, len(names)):
            yield from zip(series, names, strict=True)


def _those(scene: Scene, places: Places) -> Iterable[tuple[int, ResolvedMention]]:
    """``四县据此收回资金1,326万元、702万元、518万元、964万元``: as many units as were named a little before."""
    for match in THOSE.finditer(scene.text, max(scene.block.start - 1, 0), scene.block.end):
        named = {
            place.resolution.name: place
            for place in places.between(match.start() - BACK_THEN, match.start())
            if not place.resolution.region_code.endswith("00")
        }
        if len(named) == THOSE_MANY.index(match["number"]):
            for series in spread(scene, match.end(), len(named)):
                yield from zip(series, named.values(), strict=True)


def _in_step(scene: Scene, places: Places) -> Iterable[tuple[int, ResolvedMention]]:
    """``子洲县、吴堡县…，只有6,400万元和3,900万元``: as many numbers in a list as there are names in one before it."""
    names = places.between(scene.block.start, scene.block.end)
    first = 0
    while first < len(names):
        last = first
        while last + 1 < len(names) and scene.text[names[last].end : names[last + 1].start] in LIST_LINKS:
            last += 1
        run = names[first : last + 1]
        ceiling = names[last + 1].start if last + 1 < len(names) else scene.block.end
        first = last + 1
        if len(run) < 2:
            continue
        series = spread(scene, run[-1].end, len(run))[:1]
        for indexes in series:
            end = scene.quantities[indexes[-1]].block
            if end.end > ceiling or scene.text[end.end : end.end + 1] in LIST_LINKS:
                continue
            yield from zip(indexes, run, strict=True)
