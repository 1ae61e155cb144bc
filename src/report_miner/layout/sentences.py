"""Sentences and paragraphs of the view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from report_miner.model import Block

_LONGEST_ASIDE = 200
"""Characters within which a bracket or quotation is one whole, full stops inside and all."""

_ASIDE = rf"（(?:[^（）\n]|（[^（）\n]{{0,100}}）){{0,{_LONGEST_ASIDE}}}+）"
_QUOTE = rf"“[^“”\n]{{0,{_LONGEST_ASIDE}}}(?:(?<![。！？])”|(?<=[。！？])”(?=[的等，、；：和与及）]))"
_SENTENCE = re.compile(rf"(?=\S)(?:[^。！？!?\n\t（“]++|{_ASIDE}|{_QUOTE}|[（“])*+(?:[。！？!?]++[”’」』）)》】]*+)?")

_LONGEST = 1_000
"""Characters after which what nobody ended is cut, so that no text makes one sentence of a whole document."""
_CUTS = ("；", "，", "、")


class Piece(NamedTuple):
    """A sentence and the number of its paragraph, from 0."""

    block: Block
    paragraph: int


def split_sentences(text: str, prose: list[Block]) -> list[Piece]:
    """Sentences of view ``text`` inside the ascending blocks ``prose``.

    They end at 。！？ with the quotes and brackets that close there, at a break, at a tab, and where a block of
    prose ends; ``；`` ends none, nor does anything inside a bracket of up to 200 characters.  What goes on for more
    than 1,000 characters is cut behind its last ；, else ， else 、 before that.
    """
    pieces = []
    paragraph = -1
    stop = -1
    for start, end in prose:
        for match in _SENTENCE.finditer(text, start, end):
            first, last = match.span()
            if first >= stop:
                paragraph += 1
                stop = text.find("\n", first)
                stop = len(text) if stop < 0 else stop
            pieces += [Piece(block, paragraph) for block in _cut(text, first, last)]
    return pieces


def _cut(text: str, start: int, end: int) -> Iterator[Block]:
    """One sentence, or the stretches of one that nobody ended."""
    while end - start > _LONGEST:
        marks = (text.rfind(mark, start, start + _LONGEST) + 1 for mark in _CUTS)
        stop = next((mark for mark in marks if mark > start), start + _LONGEST)
        yield Block(start, stop)
        start = stop
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Block(start, end)


def paragraphs(text: str, prose: list[Block]) -> list[Block]:
    """The paragraphs of the view inside ``prose``."""
    return [Block(*match.span()) for start, end in prose for match in _PARAGRAPH.finditer(text, start, end)]


_PARAGRAPH = re.compile(r"[^\s][^\n]*")
