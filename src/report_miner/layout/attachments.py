"""Attachments that a report lists but does not contain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from report_miner.model import Block, Document, Issue, Part, Table, View

MISSING = "missing_attachment"

_NUMERALS = "一二三四五六七八九十"
_NUMBER = rf"(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})"
_LEAD = re.compile(rf"[-—·•\s]{{0,3}}附件?\s?(?:({_NUMBER})\s?[.、:：]|[:：])\s?")
"""``附件：`` and ``附件1.`` before what is listed."""
_HEAD = re.compile(rf"[【\[（(]?附件\s?({_NUMBER})?\s?[】\]）)]?(?:[-—:：.、\s].{{0,60}})?$", re.MULTILINE)
"""A line that opens an attachment."""
_TITLE = r"\s?(?=[^\d\s.]|(?:19|20)\d\d年)"
_ITEM = re.compile(rf"(?:附件\s?)?({_NUMBER})\s?[.、:：]{_TITLE}")
_NEXT = re.compile(rf"(?<=[^\d.])\s?(\d{{1,2}})[.、]{_TITLE}")
_SIGNED = re.compile(r".{0,24}(?:\d{4}年\d{1,2}月\d{1,2}日|[二一][〇○零一二三四五六七八九]{3}年.{2,8}日).{0,8}")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)$", re.IGNORECASE)
_ASIDE = re.compile(r"[（(][^（）()]{1,20}[）)]$")
_ELSEWHERE = re.compile(r"略|另附|另发|另行|单独|不公开|涉密")
_MARKS = re.compile(r"[\W_]+")

_LONGEST = 120
"""Characters of a line that can be one listed title."""
_SIGN_OFF = 4
"""Lines below a list within which the report is signed."""
_SHORTEST = 4
"""Characters of a title that can be recognised by its words."""
_MOST = 99
"""Items of one list."""
_MOST_LISTS = 20
"""Lists looked at; no report has more, and each costs one look at all that follows."""


class _Listed(NamedTuple):
    """One listed attachment: ``number`` 0 where the list does not count."""

    number: int
    title: Block


class _List(NamedTuple):
    """What one list announces, and the index of the first paragraph below it."""

    items: tuple[_Listed, ...]
    below: int


def missing_attachments(
    document: Document, view: View, blocks: list[Block], parts: tuple[Part, ...], tables: tuple[Table, ...]
) -> tuple[Issue, ...]:
    """One issue for each attachment that a list in the report names and nothing below the list holds.

    ``blocks`` are the paragraphs of ``view``.  Held means: a line ``附件 3`` with its number, its title, or a table of
    that caption.  References in passing (``详见附件2``) announce nothing: reports are published without what they cite.
    """
    found = []
    for listed in islice(_lists(view.text, blocks), _MOST_LISTS):
        held = _Held.below(document, view, blocks[listed.below :], parts, tables)
        found += [item for item in listed.items if not held.holds(item, view.text)]
    return tuple(_issue(document, view, item) for item in found)


def _issue(document: Document, view: View, item: _Listed) -> Issue:
    span = view.span(*item.title)
    name = f"附件{item.number or ''}“{view.text[slice(*item.title)]}”"
    message = f"报告“{document.path}”列出的{name}不在文件中，请补报，已作为单独文件报送的可忽略。"
    return Issue(MISSING, message, document.page_at(span.start), span)


# --------------------------------------------------------------------------- what is listed


def _lists(text: str, blocks: list[Block]) -> Iterator[_List]:
    at = 0
    while at < len(blocks):
        start, end = blocks[at]
        lead = _LEAD.match(text, start, min(end, start + 12))
        if lead is None:
            at += 1
            continue
        listed = _read_list(text, blocks, at, lead)
        if _announces(text, blocks, listed, lead):
            yield listed
        at = max(listed.below, at + 1)


def _read_list(text: str, blocks: list[Block], at: int, lead: re.Match[str]) -> _List:
    """The items in the paragraph of ``lead`` and in those that count on below it."""
    first = Block(lead.end(), blocks[at].end)
    items: list[_Listed] = []
    if lead[1]:
        items += _split(text, first, _value(lead[1]))
    elif (numbered := _ITEM.match(text, *first)) and _value(numbered[1]) == 1:
        items += _split(text, Block(numbered.end(), first.end), 1)
    elif 0 < first.end - first.start <= _LONGEST:
        items.append(_Listed(0, first))
    below = at + 1
    counts = not items or items[-1].number > 0
    while counts and below < len(blocks) and len(items) < _MOST:
        item = _ITEM.match(text, *blocks[below])
        wanted = items[-1].number + 1 if items else 1
        if not item or _value(item[1]) != wanted or blocks[below].end - item.end() > _LONGEST:
            break
        items += _split(text, Block(item.end(), blocks[below].end), wanted)
        below += 1
    return _List(tuple(item for item in items if item.title.start < item.title.end), below)


def _split(text: str, block: Block, number: int) -> list[_Listed]:
    """The items that stand in one line: ``甲表 2.乙表 3.丙表``."""
    items = []
    start = block.start
    for match in _NEXT.finditer(text, block.start, min(block.end, block.start + 20 * _LONGEST)):
        if int(match[1]) == number + 1:
            items.append(_Listed(number, Block(start, match.start())))
            start, number = match.end(), number + 1
    return [*items, _Listed(number, Block(start, block.end))]


def _announces(text: str, blocks: list[Block], listed: _List, lead: re.Match[str]) -> bool:
    """Whether it is a list at the letter's end, and not the head of an attachment with its title in the same line."""
    if any("。" in text[slice(*item.title)] for item in listed.items):
        return False
    if len(listed.items) > 1:
        return True
    if len(listed.items) == 0:
        return False
    after = blocks[listed.below : listed.below + _SIGN_OFF]
    signed = any(_SIGNED.fullmatch(text, *block) for block in after)
    opens_another = bool(after) and _HEAD.match(text, *after[0]) is not None
    return signed or opens_another or (not after and not lead[1])


def _value(numeral: str) -> int:
    if numeral[0] not in _NUMERALS:
        return int(numeral)
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return _NUMERALS.index(numeral[0]) + 1
    return (_NUMERALS.index(tens[0]) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones[0]) + 1 if ones else 0)


# --------------------------------------------------------------------------- what is held


class _Held(NamedTuple):
    """What stands below a list: numbers of attachments opened, whether one opens without a number, all words."""

    numbers: frozenset[int]
    unnumbered: bool
    words: str
    titles: tuple[str, ...]

    @classmethod
    def below(
        cls, document: Document, view: View, blocks: list[Block], parts: tuple[Part, ...], tables: tuple[Table, ...]
    ) -> _Held:
        """``blocks`` are the paragraphs below the list."""
        text = view.text
        heads = [match for block in blocks if (match := _HEAD.match(text, *block))]
        start = blocks[0].start if blocks else len(text)
        named = [text[slice(*part.title)] for part in parts if part.title and part.block.start >= start]
        captions = [document.text[slice(*table.caption)] for table in tables if table.caption]
        return cls(
            numbers=frozenset(_value(match[1]) for match in heads if match[1]),
            unnumbered=any(not match[1] for match in heads),
            words=_words(text[start:]),
            titles=tuple(words for title in (*named, *captions) if len(words := _words(title)) >= _SHORTEST),
        )

    def holds(self, item: _Listed, text: str) -> bool:
        title = text[slice(*item.title)].strip()
        if (
            _ELSEWHERE.search(title[-8:])
            or max(item.number, 1) in self.numbers
            or (item.number <= 1 and self.unnumbered)
        ):
            return True
        words = _words(_ASIDE.sub("", _FILE.sub("", title)))
        if len(words) < _SHORTEST or words in self.words:
            return True
        return any(words in title or title in words for title in self.titles)


def _words(text: str) -> str:
    """``text`` without white space and punctuation."""
    return _MARKS.sub("", text)
