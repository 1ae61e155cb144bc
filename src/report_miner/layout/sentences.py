"""Sentences and paragraphs of the view."""

from __future__ import annotations

import re
from typing import NamedTuple

from report_miner.model import Block

_LONGEST_ASIDE = 200
"""Characters within which a bracket or quotation is one whole, full stops inside and all."""

_ASIDE = rf"（(?:[^（）\n]|（[^（）\n]{{0,100}}）){{0,{_LONGEST_ASIDE}}}+）"
_QUOTE = rf"“[^“”\n]{{0,{_LONGEST_ASIDE}}}(?:(?<![。！？])”|(?<=[。！？])”(?=[的等，、；：和与及）]))"
_SENTENCE = re.compile(rf"(?=\S)(?:[^。！？!?\n\t（“]++|{_ASIDE}|{_QUOTE}|[（“])*+(?:[。！？!?]++[”’」』）)》】]*+)?")


class Piece(NamedTuple):
    """A sentence and the number of its paragraph, from 0."""

    block: Block
    paragraph: int


def split_sentences(text: str, prose: list[Block]) -> list[Piece]:
    """Sentences of view ``text`` inside the ascending blocks ``prose``.

    They end at 。！？ with the quotes and brackets that close there, at a break, at a tab, and where a block of
    prose ends; ``；`` ends none, nor does anything inside a bracket of up to 200 characters.
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
            pieces.append(Piece(Block(first, last), paragraph))
    return pieces


def paragraphs(text: str, prose: list[Block]) -> list[Block]:
    """The paragraphs of the view inside ``prose``."""
    return [Block(*match.span()) for start, end in prose for match in _PARAGRAPH.finditer(text, start, end)]


_PARAGRAPH = re.compile(r"[^\s][^\n]*")
