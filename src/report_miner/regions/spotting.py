"""Place names in a text, by one pass of an automaton and a few rules about their surroundings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from report_miner.regions.names import LEVEL_ENDINGS
from report_miner.regions.shapes import alike, confusable, masks, slip
from report_miner.regions.types import Mention, MentionKind
from report_miner.regions.words import generic_names, ordinary_words, word_tails, zone_endings

if TYPE_CHECKING:
    from report_miner.regions.table import RegionTable

PLAIN_ZONE_TAILS = frozenset(("高新区", "经开区", "高新技术产业开发区", "高新技术开发区", "经济技术开发区"))
"""Those that, standing alone, mean the document's own zone; the others alone are common nouns."""
NAMED_ZONE_TAIL = "新区"
"""The ending before which a proper name without a place is believed (曲江新区); 安排经开区 is none."""
TOWN_TAILS = ("街道", "镇", "乡")
BUREAUS = (
    "财政局",
    "财政厅",
    "财政部门",
    "财政",
    "人民政府",
    "政府",
    "委",
    "人大",
    "农业农村局",
    "教育局",
    "卫生健康局",
    "卫健局",
    "审计局",
    "发展和改革局",
    "水利局",
    "交通运输局",
    "民政局",
    "住房和城乡建设局",
    "自然资源局",
    "直部门",
    "直单位",
    "级预算部门",
)
"""What follows the level in the name of an office: 市财政局, 县委."""

_STOPS = frozenset(
    "的了和与及或在对由为从到把被将向给等各个每全所有该本我其某是以按于中内外上下前后一二三四五六七八九十两"
    "乡镇村街道市县区省城国已已经并而就也又都还不无未至达共约多余后使让请要可能做抓促推进加快设建置"
)
"""Characters that no proper part of a zone's or township's name holds in these reports."""
_BEFORE_COMMON_NOUN = frozenset("级类各个家")
"""Before 高新区 they make it a common noun: 省级高新区, 各高新区."""
_BEFORE_PLURAL = frozenset("省市县区旗州各乡镇")
"""Before 区财政局 they mean all of that level: 市县区财政局."""
_NOT_PROPER = re.compile(
    "强化|加强|推动|指导|组织|督促|优化|提升|支持|涉及|开展|实施|社区|农村|先行|示范|基层|重点|试点|创新|发展|改革|金融|"
    "产业|特色|美丽|文明|智慧|有关|部分|其他|相关|财政|绩效|预算|项目|资金|经济|科技|工业|完成|覆盖|选取|选择|安排|预计|剔除|助力|保障|落实|建立|带动|促进|打造|国家|小$|创$|更$|新$"
)
"""Words that show that what stands before 街道, 镇 or 新区 is no proper name."""
_NOT_IN_NAMES = frozenset("县区省乡镇村各个全本该我其的和与及或由对在等为是")
"""Characters that do not stand in the stem of a misread name."""
_NUMERALS = frozenset("两二三四五六七八九十")
_HANZI = ("\u4e00", "\u9fff")
_NO_SHORT_BEFORE = frozenset("路街桥河山湖湾峡站段村镇乡寺庙铁港江线道")
_NO_SHORT_BEFORE_WORDS = ("日报", "晚报", "银行", "大学", "学院", "医学院", "集团")
"""What makes the name of another body out of a place: 三明日报."""
_WORDS_ON = {
    "市": frozenset("场值容况面"),
    "区": frozenset("域别间位"),
    "旗": frozenset("舰帜袍"),
    "县": frozenset("级域"),
}
_LIST_LINK = re.compile(r"[、，和及与]?")
_LIST_CLOSE = re.compile(
    r"\s?等?\s?(?:[一二三四五六七八九十百两\d]{1,3})?\s?个?(?:县市区|市县区|县区|区县|县市|县|区|市|州)(?![财委级域])"
)
_OFFICE_AFTER = re.compile(r"人民政府|政府|党委|财政所|办事处|财政和")


_SHORT_SINCE = 2015
"""Units gone before this year are named in full at most: a bare 动力 or 四方 is no district any more."""


class Role(IntEnum):
    """What a word of the automaton does."""

    PLACE = 0
    ZONE_TAIL = 1
    TOWN_TAIL = 2
    OFFICE = 3
    COUNTY = 4


class Term(NamedTuple):
    """A word of the automaton; ``full`` and ``short`` are the codes it names so."""

    word: str
    role: Role
    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    kind: MentionKind = MentionKind.DIVISION


class Hit(NamedTuple):
    """A word of the automaton at its place: offsets into the text, half-open."""

    start: int
    end: int
    term: Term


def is_hanzi(character: str) -> bool:
    """Whether it is a Chinese character (unified block)."""
    return _HANZI[0] <= character <= _HANZI[1]


def _terms(table: RegionTable) -> Iterator[Term]:
    shorts = {
        short: regions
        for short, regions in table.by_short_name.items()
        if any(region.last >= _SHORT_SINCE for region in regions)
    }
    for word in sorted({*table.by_name, *shorts}):
        full = tuple(dict.fromkeys(region.code for region in table.by_name.get(word, ())))
        short = tuple(dict.fromkeys(region.code for region in shorts.get(word, ())))
        yield Term(word, Role.PLACE, full, short)
    for zone in table.zones:
        for name in dict.fromkeys((zone.name, zone.full_name)):
            yield Term(name, Role.PLACE, (zone.parent,), (), MentionKind.ZONE)
    yield from (Term(word, Role.ZONE_TAIL) for word in zone_endings())
    yield from (Term(word, Role.TOWN_TAIL) for word in TOWN_TAILS)
    yield from (Term(level + word, Role.OFFICE) for level in "省市州县区旗" for word in BUREAUS)
    yield from (Term(level, Role.COUNTY) for level in "县市区")


def _beginnings(words: Iterable[str]) -> re.Pattern[str]:
    """Where a first character of a longer word stands before a second one: few of these pairs are in no word."""
    longer = [word for word in words if len(word) > 1]
    first, second = ("".join(sorted({re.escape(word[at]) for word in longer})) for at in (0, 1))
    return re.compile(f"[{first}](?=[{second}])")


class Scanner:
    """All names of a table, with the rules that make hits into mentions.

    Names begin with a thousand different characters but are rare in a text.  So a pass over pairs of characters says
    where one may begin, and only there the words with that beginning are tried: an automaton, whose root has a
    thousand branches, took three times as long.
    """

    def __init__(self, table: RegionTable) -> None:
        self._table = table
        terms: dict[str, Term] = {}
        for term in _terms(table):
            terms.setdefault(term.word, term)
        self._by_beginning: dict[str, tuple[Term, ...]] = {}
        for word, term in terms.items():
            self._by_beginning[word[:2]] = (*self._by_beginning.get(word[:2], ()), term)
        self._single = tuple(term for word, term in terms.items() if len(word) == 1)
        self._begins = _beginnings(terms)
        self._masks: dict[str, tuple[str, ...]] | None = None

    def mentions(self, text: str) -> list[Mention]:
        """All place names in ``text``, in text order, without overlaps."""
        places: list[Hit] = []
        tails: list[Hit] = []
        for hit in self._hits(text):
            if hit.term.role is not Role.PLACE:
                tails.append(hit)
            elif _stands(text, hit):
                places.append(hit)
        chosen = _choose(text, places)
        strong = _strengthen(text, chosen)
        return _Assembly(text, chosen, strong, self).run(tails)

    def _hits(self, text: str) -> Iterator[Hit]:
        """Every word at every place, in no particular order."""
        by_beginning = self._by_beginning
        for match in self._begins.finditer(text):
            start = match.start()
            for term in by_beginning.get(text[start : start + 2], ()):
                if text.startswith(term.word, start):
                    yield Hit(start, start + len(term.word), term)
        for term in self._single:
            start = text.find(term.word)
            while start >= 0:
                yield Hit(start, start + 1, term)
                start = text.find(term.word, start + 1)

    def near(self, printed: str) -> tuple[str, ...]:
        """Names of the same length (3 or more) that differ from ``printed`` in one character before the ending."""
        if self._masks is None:
            gathered: dict[str, list[str]] = {}
            for name in self._table.by_name:
                if len(name) >= 3:
                    for mask in masks(name):
                        gathered.setdefault(mask, []).append(name)
            self._masks = {mask: tuple(names) for mask, names in gathered.items()}
        if len(printed) < 3:
            return ()
        found = (name for mask in masks(printed) for name in self._masks.get(mask, ()) if name != printed)
        return tuple(dict.fromkeys(found))

    def looks_like(self, printed: str, listed: bool = False) -> bool:
        """Whether ``printed`` is a misreading of some name, by the shape of the one character that differs.

        ``listed``: by listed look-alikes alone.
        """
        test = confusable if listed else alike
        known = printed in self._table.by_name
        return not known and any(test(*slip(printed, name)) for name in self.near(printed))


def _stands(text: str, hit: Hit) -> bool:
    """Whether the surroundings let ``hit`` be a name at all, and not the inside of longer words."""
    return _full_stands(text, hit) if hit.term.full else _short_stands(text, hit)


def _full_stands(text: str, hit: Hit) -> bool:
    word = hit.term.word
    after = text[hit.end : hit.end + 1]
    if after in _WORDS_ON.get(word[-1], ()):
        # 陇县县级 and 开江县级 still name the county; 东方市场, 和平区别 and 公安县级 name nothing.
        return word[-1] == "县" and len(word) > 2 and word[:-1] not in ordinary_words()
    if len(word) == 2 and hit.start and hit.term.kind is MentionKind.DIVISION:
        return text[hit.start - 1] not in word_tails().get(word[0], ())
    return True


def _short_stands(text: str, hit: Hit) -> bool:
    after = text[hit.end : hit.end + 1]
    if after and after in LEVEL_ENDINGS:
        # A level that is not part of a known full name belongs to another unit, unless it begins a word: 宝鸡市场.
        return text[hit.end + 1 : hit.end + 2] in _WORDS_ON.get(after, ())
    return after not in _NO_SHORT_BEFORE and not text.startswith(_NO_SHORT_BEFORE_WORDS, hit.end)


def _weak(hit: Hit) -> bool:
    return not hit.term.full and hit.term.word in ordinary_words()


def _choose(text: str, hits: list[Hit]) -> list[Hit]:
    """The leftmost longest of the certain names, then ordinary words that are stems in the gaps between them."""
    ordered = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    taken = bytearray(len(text) + 1)
    chosen = []
    for weak in (False, True):
        for hit in ordered:
            if _weak(hit) == weak and not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
                chosen.append(hit)
    return sorted(chosen)


def _strengthen(text: str, chosen: list[Hit]) -> frozenset[int]:
    """Start offsets of the hits to believe: certain names, and ordinary words inside a list of places."""
    strong = {hit.start for hit in chosen if not _weak(hit)}
    for run in _lists(text, chosen):
        closed = _LIST_CLOSE.match(text, run[-1].end) is not None
        certain = sum(not _weak(hit) for hit in run)
        if (closed and len(run) >= 2) or (len(run) >= 3 and 2 * certain >= len(run)):
            strong.update(hit.start for hit in run)
    return frozenset(strong)


def _lists(text: str, chosen: list[Hit]) -> Iterator[list[Hit]]:
    """Runs of names with nothing but 、 or 和 between them."""
    run: list[Hit] = []
    for hit in chosen:
        if run and 0 < hit.start - run[-1].end <= 1 and _LIST_LINK.fullmatch(text, run[-1].end, hit.start):
            run.append(hit)
            continue
        if len(run) > 1:
            yield run
        run = [hit]
    if len(run) > 1:
        yield run


class _Assembly:
    """Puts zones, townships and offices together with the names in front of them, for one text."""

    def __init__(self, text: str, chosen: list[Hit], strong: frozenset[int], scanner: Scanner) -> None:
        self.text = text
        self.chosen = chosen
        self.strong = strong
        self.scanner = scanner
        self.ends = [hit.end for hit in chosen]
        self.made: list[Mention] = []

    def run(self, tails: list[Hit]) -> list[Mention]:
        """All mentions of the text, in order."""
        last_end = 0
        for tail in _longest(tails):
            if tail.start < last_end or (self._covered(tail) and not self._misread_longer(tail)):
                continue
            made = self._make(tail)
            if made is not None and made.start >= 0:
                self.made.append(made)
                last_end = tail.end if tail.term.role is not Role.OFFICE else made.end
        return self._merge()

    def _covered(self, tail: Hit) -> bool:
        """Whether a name already holds the first character of ``tail`` (宝鸡市 that of 市财政局)."""
        at = bisect_left(self.ends, tail.start + 1)
        return at < len(self.chosen) and self._believed(self.chosen[at]) and self.chosen[at].start <= tail.start

    def _misread_longer(self, tail: Hit) -> bool:
        """Whether a misread name ends here of which a known one is the end: 雎宁县 for 睢宁县, though 宁县 is one."""
        return tail.term.role is Role.COUNTY and self._misread(tail.start, listed=True) is not None

    def _believed(self, hit: Hit) -> bool:
        return hit.start in self.strong

    def _ending_at(self, offset: int) -> Mention | None:
        """The mention or the name that ends at ``offset``; ordinary words count, since something follows them."""
        if self.made and self.made[-1].end == offset:
            return self.made[-1]
        at = bisect_left(self.ends, offset)
        if at < len(self.ends) and self.ends[at] == offset:
            return _mention(self.chosen[at])
        return None

    def _base(self, start: int, most: int, *kinds: MentionKind) -> tuple[Mention, int] | None:
        """The place of one of ``kinds`` before ``start``, and how many proper characters stand between (≤ ``most``)."""
        for gap in range(most + 1):
            if gap and not self._proper(start - gap):
                return None
            found = self._ending_at(start - gap)
            if found is not None and found.kind in kinds and (gap == 0 or self._carries(found, start, gap)):
                return found, gap
        return None

    def _carries(self, place: Mention, start: int, gap: int) -> bool:
        """Whether ``place`` is certain and what stands between it and ``start`` may be a proper name."""
        certain = place.start in self.strong or place in self.made[-1:]
        return certain and gap >= 2 and not _NOT_PROPER.search(self.text[start - gap : start])

    def _proper(self, offset: int) -> bool:
        if offset < 0:
            return False
        character = self.text[offset]
        return is_hanzi(character) and character not in _STOPS

    def _lone_part(self, start: int, most: int) -> int:
        """How many proper characters stand between ``start`` and a border of the clause; 0 if it is no border."""
        count = 0
        while count < most and self._proper(start - count - 1):
            count += 1
        before = start - count - 1
        bordered = before < 0 or not is_hanzi(self.text[before])
        return count if count >= 2 and bordered and not _NOT_PROPER.search(self.text[start - count : start]) else 0

    def _make(self, tail: Hit) -> Mention | None:
        match tail.term.role:
            case Role.ZONE_TAIL:
                return self._zone(tail)
            case Role.TOWN_TAIL:
                return self._township(tail)
            case Role.OFFICE:
                return self._office(tail)
            case Role.COUNTY:
                return self._misread(tail.start, listed=tail.term.word != "县")
            case Role.PLACE:
                return None

    def _zone(self, tail: Hit) -> Mention | None:
        before = self.text[max(tail.start - 1, 0) : tail.start]
        after = self.text[tail.end : tail.end + 1]
        if after in _WORDS_ON["区"] or (tail.term.word == "新区" and before in ("创", "更")):
            return None
        based = self._base(tail.start, 4, MentionKind.DIVISION)
        if based is not None:
            base = based[0]
            return self._under(base, tail.end, MentionKind.ZONE)
        lone = self._lone_part(tail.start, 4) if tail.term.word == NAMED_ZONE_TAIL else 0
        start = tail.start - lone
        plain = lone > 0 or (tail.term.word in PLAIN_ZONE_TAILS and before not in _BEFORE_COMMON_NOUN)
        return Mention(start, tail.end, self.text[start : tail.end], (), MentionKind.ZONE, generic=not plain)

    def _township(self, tail: Hit) -> Mention | None:
        after = self.text[tail.end : tail.end + 1]
        if tail.term.word != "街道" and after and after in "镇村域级乡街长":
            return None
        based = self._base(tail.start, 4, MentionKind.DIVISION, MentionKind.ZONE)
        if based is not None and based[1] >= 2:
            return self._under(based[0], tail.end, MentionKind.TOWNSHIP)
        lone = self._lone_part(tail.start, 3)
        if not lone or (tail.term.word != "街道" and not _OFFICE_AFTER.match(self.text, tail.end)):
            return None
        start = tail.start - lone
        return Mention(start, tail.end, self.text[start : tail.end], (), MentionKind.TOWNSHIP)

    def _under(self, base: Mention, end: int, kind: MentionKind) -> Mention:
        return Mention(base.start, end, self.text[base.start : end], base.candidates, kind, short=False)

    def _office(self, tail: Hit) -> Mention | None:
        misread = self._misread(tail.start)
        if misread is not None:
            return misread
        if self.text[max(tail.start - 1, 0) : tail.start] in _BEFORE_PLURAL:
            return None
        return Mention(tail.start, tail.start + 1, tail.term.word[0], (), MentionKind.RELATIVE)

    def _misread(self, level_at: int, listed: bool = False) -> Mention | None:
        """A name that no list has but that is one misread character away from one: 郟城县.

        ``listed``: of listed look-alikes alone, since 市 and 区 end too many other words; so too behind the end of a
        common noun that is a name as well.
        """
        start = level_at - 2
        if start < 0 or self.text[level_at - 1] in _NUMERALS:
            return None  # 「泾阳两县」
        if any(not is_hanzi(sign) or sign in _NOT_IN_NAMES for sign in self.text[start:level_at]):
            return None
        name = self.text[start : level_at + 1]
        known = self._ending_at(level_at + 1)
        if known is not None and not known.generic:
            return None
        if not self.scanner.looks_like(name, listed=listed or known is not None):
            return None
        return Mention(start, level_at + 1, name, ())

    def _merge(self) -> list[Mention]:
        """Made mentions win over the names they were made of."""
        swallowed = bytearray(len(self.text) + 1)
        for mention in self.made:
            swallowed[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        plain = [
            _mention(hit) for hit in self.chosen if self._believed(hit) and not any(swallowed[hit.start : hit.end])
        ]
        return sorted((*plain, *_outermost(self.made)), key=lambda mention: mention.start)


def _longest(tails: list[Hit]) -> Iterable[Hit]:
    """Tails in text order, of several with one end the longest first."""
    return sorted(tails, key=lambda hit: (hit.start, -hit.end))


def _outermost(made: list[Mention]) -> list[Mention]:
    """Without those that a longer one swallowed (天衢新区 in 天衢新区长河街道)."""
    kept: list[Mention] = []
    for mention in made:
        while kept and kept[-1].start >= mention.start:
            kept.pop()
        if not kept or kept[-1].end <= mention.start:
            kept.append(mention)
    return kept


def _mention(hit: Hit) -> Mention:
    term = hit.term
    return Mention(
        hit.start,
        hit.end,
        term.word,
        tuple(code for code in (term.full or term.short) if code),
        term.kind,
        short=not term.full,
        generic=bool(term.full) and term.word in generic_names(),
    )
