"""A document as its layout gives it: the view without furniture, parts, headings, sentences."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from report_miner.model.document import Document, Issue, Span, Table


@dataclass(frozen=True, slots=True)
class View:
    """Cleaned text with a map back: runs of characters kept from ``Document.text``, in reading order.

    ``text`` folds characters one to one (full-width forms, Kangxi radicals), so every view offset belongs to
    exactly one character of the source.  ``starts[k]`` is the view offset at which run ``k`` begins and
    ``sources[k]`` its offset in ``Document.text``.  Runs ascend in the view; in the source they may jump
    (stitched newspaper columns).
    """

    source: str
    text: str
    starts: array[int]
    sources: array[int]

    def to_source(self, offset: int) -> int:
        """Offset in ``Document.text`` of the character at view ``offset``; IndexError outside the view."""
        if not 0 <= offset < len(self.text):
            raise IndexError(f"view offset {offset} outside 0..{len(self.text)}")
        run = bisect_right(self.starts, offset) - 1
        return self.sources[run] + offset - self.starts[run]

    def span(self, start: int, end: int) -> Span:
        """Smallest span that holds view characters ``start`` … ``end - 1`` (needs ``start < end``)."""
        shift = self._shift(start, end)
        if shift is not None:
            return Span(start + shift, end + shift)
        return Span(self.to_source(start), self.to_source(end - 1) + 1)

    def printed(self, start: int, end: int) -> tuple[Span, str]:
        """`span` and `raw` of the same characters."""
        shift = self._shift(start, end)
        if shift is not None:
            return Span(start + shift, end + shift), "".join(self.source[start + shift : end + shift].split())
        return self.span(start, end), self.raw(start, end)

    def _shift(self, start: int, end: int) -> int | None:
        """How far ``start:end`` stands in the source from where it stands here, if all in one run, as most are."""
        run = bisect_right(self.starts, start) - 1
        if 0 <= start < end <= len(self.text) and (run + 1 == len(self.starts) or end <= self.starts[run + 1]):
            return self.sources[run] - self.starts[run]
        return None

    def raw(self, start: int, end: int) -> str:
        """The source characters the view keeps of ``start:end``, unfolded, white space dropped."""
        shift = self._shift(start, end)
        if shift is not None:
            return "".join(self.source[start + shift : end + shift].split())
        run = bisect_right(self.starts, start) - 1
        pieces = []
        while start < end:
            stop = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
            stop = min(stop, end)
            at = self.sources[run] + start - self.starts[run]
            pieces.append(self.source[at : at + stop - start])
            start, run = stop, run + 1
        return "".join("".join(pieces).split())


class PartKind(StrEnum):
    """What a part of a document is."""

    LETTER = "letter"
    ATTACHMENT = "attachment"
    ARTICLE = "article"


class Block(NamedTuple):
    """A pair of *view* offsets, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """The letter, one attachment or one newspaper article.  All blocks are view offsets.

    ``issuer`` is the unit that signs or heads it (``(陇县财政局)``, ``开江县财政局``, ``□张兵`` is an author, not an
    issuer); ``dated`` the date line it is signed with.
    """

    index: int
    kind: PartKind
    block: Block
    title: Block | None = None
    issuer: Block | None = None
    dated: Block | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading or the lead sentence of a numbered item.

    ``level``: 1 ``一、`` · 2 ``（一）`` · 3 ``1.`` · 4 ``（1）`` · 5 ``一是``/``首先``/``第一，`` and unnumbered
    run-in leads (``强化绩效导向。``); 0 for unnumbered headings on their own line.
    """

    block: Block
    level: int
    part: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """``headings`` are indexes into ``Outline.headings``, outermost first; ``paragraph`` counts from 0."""

    block: Block
    part: int
    paragraph: int
    headings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """Where everything stands.  ``tables`` are the reader's and those found in the text itself.

    Sentences never overlap and leave out what stands in ``tables``; together with the cells of the tables they
    cover all of the view but white space.
    """

    document: Document
    view: View
    parts: tuple[Part, ...]
    headings: tuple[Heading, ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = ()
    issues: tuple[Issue, ...] = ()
