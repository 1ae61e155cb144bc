"""A document as its reader gives it: text, places, tables, claims."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from report_miner.model.codes import Medium, Via


class Span(NamedTuple):
    """Half-open character range of ``Document.text``."""

    start: int
    end: int


class Issue(NamedTuple):
    """Something about *our* reading that a person should know (a finding, by contrast, is about the report).

    ``kind`` is a stable snake_case code, ``message`` one clear Chinese sentence that names the remedy.
    """

    kind: str
    message: str
    page: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``number`` counts from 1, ``span`` is its part of ``Document.text``, sizes are PDF points."""

    number: int
    span: Span
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class CharBoxes:
    """Boxes of all characters in parallel arrays indexed by offset into ``Document.text``.

    Points, origin at the page's top left corner, ``top < bottom``; a character without a box has NaN.
    """

    left: array[float]
    top: array[float]
    right: array[float]
    bottom: array[float]


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; ``row`` and ``column`` count from 0, ``spans`` may be empty or several (wrapped cells)."""

    row: int
    column: int
    spans: tuple[Span, ...]
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells over ``Document.text``; ``caption`` is the line above it, where there is one."""

    cells: tuple[Cell, ...]
    page: int | None = None
    caption: Span | None = None
    source: str = ""
    """How it was found: ``ruled`` (PDF lines), ``markup`` (html, docx), ``sheet`` (xlsx), ``lines`` (text layer)."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What is said about a file from outside its text: the manifest, or its name and folders."""

    unit: str = ""
    year: str = ""
    unit_via: Via = Via.NONE
    year_via: Via = Via.NONE


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read.  ``path`` is relative to the given root, ``/``-separated, archive members ``a.zip/b.txt``."""

    path: str
    sha256: str
    medium: Medium
    text: str
    pages: tuple[Page, ...] = ()
    boxes: CharBoxes | None = None
    tables: tuple[Table, ...] = ()
    issues: tuple[Issue, ...] = ()
    claims: Claims = field(default_factory=Claims)

    def page_at(self, offset: int) -> int | None:
        """Number of the page that holds the character at ``offset``; ``None`` for formats without pages."""
        if not self.pages:
            return None
        index = bisect_right(self.pages, offset, key=lambda page: page.span.start) - 1
        return self.pages[max(index, 0)].number
