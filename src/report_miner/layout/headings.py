"""Headings: numbered, run into the paragraph, or a short line of their own; and what stands under which."""

from __future__ import annotations

import re
from bisect import bisect_right

from report_miner.layout.lines import width
from report_miner.model import Block, Heading, Part

_N = "一二三四五六七八九十"
_UP_TO_99 = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
"""A well-formed number: 「春节、八一、记者节」 numbers nothing."""
_MARKS = (
    (1, re.compile(rf"{_UP_TO_99}、(?![{_N}])|第[{_N}]{{1,3}}(?:章|节|部分)")),
    (2, re.compile(rf"[（(][{_N}]{{1,3}}[）)]、?")),
    (3, re.compile(r"\d{1,2}[.、](?!\d)")),
    (4, re.compile(r"[（(]\d{1,2}[）)]、?|[①-⑳]|\d{1,2}[）)]")),
    (
        5,
        re.compile(
            rf"[{_N}]{{1,2}}(?:是|要)|第[{_N}]{{1,2}}[，、,]|其[{_N}][，、,：]|(?:首先|其次|再次|最后)[，,]"
            rf"|[\u4e00-\u9fff]{{2,4}}[{_N}]{{1,2}}[：:]"
        ),
    ),
)
_FIRST = frozenset("一二三四五六七八九十第（(0123456789首其再最①②③④⑤⑥⑦⑧⑨⑩")
_RUN_ON = re.compile(
    rf"[。；：！？，;:”](?=([{_N}]{{1,2}}(?:是|要)(?!否|么)|第[{_N}]{{1,2}}[，、]|其[{_N}][，、]|(?:首先|其次|再次|最后)，"
    rf"|(?<=[。；])[（(][{_N}]{{1,3}}[）)]))"
)
"""Items inside a paragraph, each behind the mark that it begins with: marks are found fast, what follows one is not."""
_LEAD = re.compile(r"[^。；！？\n\t]*[。；！？]?[”’」』）》]*")
_HASHES = re.compile(r"#{1,6}(?= )|#{1,6}(?=[^\s#])")
_NARRATIVE = re.compile(
    r"近|今年|去年|本年|上年|下一步|下步|目前|截至|同时|此外|其中|我[省市县区局]|全[省市县区]|现将|特此|以上|请|各位|通过|为|对|在"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DATE_LINE = re.compile(r"(?:\d{4}|[〇○零一二三四五六七八九十]{4})年.{1,6}月.{1,4}日(?:印发)?")
_LONGEST_LEAD = 26.0
_LONGEST_LINE = 40.0


def find_headings(text: str, blocks: list[Block], parts: tuple[Part, ...]) -> tuple[Heading, ...]:
    """All headings in the paragraphs ``blocks`` of view ``text``, in text order."""
    found: list[tuple[Block, int]] = []
    for block in blocks:
        opening = _opening(text, block)
        if opening is not None:
            found.append(opening)
        after = opening[0].start + 1 if opening is not None else block.start
        found.extend(
            (Block(m.end(), _lead_end(text, m.end(), block.end)), 2 if m[1][0] in "（(" else 5)
            for m in _RUN_ON.finditer(text, max(after - 1, 0), block.end)
        )
    begins = [part.block.start for part in parts]
    return tuple(
        Heading(block, level, parts[max(bisect_right(begins, block.start) - 1, 0)].index) for block, level in found
    )


def _lead_end(text: str, start: int, end: int) -> int:
    match = _LEAD.match(text, start, end)
    return match.end() if match is not None and match.end() > start else end


def _opening(text: str, block: Block) -> tuple[Block, int] | None:
    """The heading with which a paragraph opens, if it does."""
    start, end = block
    if text[start] == "#" and _HASHES.match(text, start, end):
        return block, 0
    if text[start] in "-•●◆■" and end - start > 1:
        start += 1
    if text[start] in _FIRST or _is_labelled(text, start):
        for level, mark in _MARKS:
            if mark.match(text, start, end):
                return Block(start, _lead_end(text, start, end)), level
    lead = _lead_end(text, start, end)
    if lead < end and text[lead - 1] == "。":
        return (Block(start, lead), 5) if _is_lead(text[start:lead]) else None
    return (Block(start, end), 0) if lead == end and _is_title_line(text[start:end]) else None


def _is_labelled(text: str, start: int) -> bool:
    """``亮点一：``, ``举措二：``: the colon within seven characters."""
    return text.find("：", start, start + 8) > 0


def _is_lead(words: str) -> bool:
    """A short sentence without figures or narrative opening, as run-in leads are (``抓实过程监管。``)."""
    return (
        len(words) >= 4
        and width(words) <= _LONGEST_LEAD
        and not any(map(str.isdigit, words))
        and not _NARRATIVE.match(words)
        and len(_CHINESE.findall(words)) >= 4
    )


def _is_title_line(words: str) -> bool:
    return (
        width(words) <= _LONGEST_LINE
        and words[-1] not in "。；，：、！？,;:"
        and words[0] not in "□（(|"
        and "单位：" not in words
        and len(_CHINESE.findall(words)) >= 2
        and not _DATE_LINE.fullmatch(words)
    )


def rank(text: str, heading: Heading) -> float:
    """How far out a heading stands: smaller ranks end the scope of larger ones.

    Markdown heads stand outside all numbering; other unnumbered lines (a table's title among numbered sections)
    are taken to be inside it, so that they end no numbered section.  A run-in lead without a number holds the
    ``一是 … 二是 …`` that its paragraph goes on with.
    """
    if heading.level:
        numbered = heading.level < 5 or _MARKS[-1][1].match(text, heading.block.start)
        return float(heading.level) if numbered else 4.8
    hashes = _HASHES.match(text, heading.block.start, heading.block.end)
    return len(hashes[0]) / 10 if hashes else 4.5


class Scopes:
    """Which headings govern a place: each until the next of the same or a higher level, none beyond its part."""

    def __init__(self, text: str, headings: tuple[Heading, ...]) -> None:
        self._starts = [heading.block.start for heading in headings]
        self._parts = [heading.part for heading in headings]
        self._chains: list[tuple[int, ...]] = []
        open_: list[tuple[float, int]] = []
        for index, heading in enumerate(headings):
            if index and headings[index - 1].part != heading.part:
                open_ = []
            own = rank(text, heading)
            while open_ and open_[-1][0] >= own:
                open_.pop()
            open_.append((own, index))
            self._chains.append(tuple(at for _, at in open_))

    def at(self, offset: int, part: int) -> tuple[int, ...]:
        """Indexes of the headings that govern view ``offset`` in ``part``, outermost first, its own included."""
        at = bisect_right(self._starts, offset) - 1
        return self._chains[at] if at >= 0 and self._parts[at] == part else ()
