"""The types that travel between the stages.

Every stage is a function from the types here to the types here; nothing in this module knows how any of
them is made.  Conventions that hold throughout:

* A *span* is half-open and counts characters of ``Document.text`` from 0.
* A *view offset* counts characters of ``View.text`` from 0; ``View.span`` turns a pair of them into a span.
* Codes (measure, stage, outcome, …) are those of the annotation guide; the empty string means "not said".
* Years travel as strings of four digits, because "not said" (``""``) is an answer too.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open character range of ``Document.text``."""

    start: int
    end: int


# --------------------------------------------------------------------------- vocabulary


class Measure(StrEnum):
    """What a number measures (annotation guide, section 3)."""

    PROJECT_COUNT = "project_count"
    POLICY_COUNT = "policy_count"
    DEPARTMENT_COUNT = "department_count"
    TOWNSHIP_COUNT = "township_count"
    COUNTY_COUNT = "county_count"
    AMOUNT_INVOLVED = "amount_involved"
    AMOUNT_SUBMITTED = "amount_submitted"
    AMOUNT_APPROVED = "amount_approved"
    AMOUNT_REDUCED = "amount_reduced"
    AMOUNT_RECOVERED = "amount_recovered"
    AMOUNT_SAVED = "amount_saved"
    REDUCTION_RATE = "reduction_rate"
    COVERAGE_RATE = "coverage_rate"
    SHARE = "share"
    THRESHOLD = "threshold"
    ISSUE_COUNT = "issue_count"
    SUGGESTION_COUNT = "suggestion_count"
    TARGET_COUNT = "target_count"
    REPORT_COUNT = "report_count"
    DOCUMENT_COUNT = "document_count"
    INDICATOR_COUNT = "indicator_count"
    STANDARD_COUNT = "standard_count"
    ANALYSIS_COUNT = "analysis_count"
    SESSION_COUNT = "session_count"
    PERSON_COUNT = "person_count"
    PUBLICATION_COUNT = "publication_count"
    MULTIPLE = "multiple"
    GROWTH_RATE = "growth_rate"
    SCORE = "score"
    OTHER_COUNT = "other_count"
    OTHER_AMOUNT = "other_amount"
    OTHER_RATE = "other_rate"
    OTHER = "other"


class Stage(StrEnum):
    """Which link of the performance chain (annotation guide, section 4)."""

    EX_ANTE = "ex_ante"
    REVIEW = "review"
    TARGET = "target"
    MONITORING = "monitoring"
    SELF_EVALUATION = "self_evaluation"
    EVALUATION = "evaluation"
    APPLICATION = "application"
    SYSTEM = "system"
    CAPACITY = "capacity"
    OTHER = "other"


class Outcome(StrEnum):
    """The result class that a figure counts (annotation guide, section 5)."""

    NONE = ""
    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    SUPPORTED = "supported"
    SUPPORTED_AFTER_REVISION = "supported_after_revision"
    DEFERRED = "deferred"
    NOT_SUPPORTED = "not_supported"
    RETURNED = "returned"
    ADJUSTED = "adjusted"
    CANCELLED = "cancelled"
    CUT = "cut"
    RECTIFIED = "rectified"
    RECTIFYING = "rectifying"
    COMMENDED = "commended"
    ADMONISHED = "admonished"
    BEHIND_SCHEDULE = "behind_schedule"
    OFF_TARGET = "off_target"
    PUBLIC = "public"


class Modifier(StrEnum):
    """How exactly a number is meant (annotation guide, section 2)."""

    EXACT = "exact"
    APPROX = "approx"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Scope(StrEnum):
    """How much of the subject the work covers."""

    NONE = ""
    OWN = "own"
    ALL = "all"
    PART = "part"


class Actor(StrEnum):
    """Who did the work."""

    NONE = ""
    FINANCE = "finance"
    DEPARTMENT = "department"
    UNIT = "unit"
    THIRD_PARTY = "third_party"


class PeriodPart(StrEnum):
    """Which part of its years the work covers."""

    NONE = ""
    YEAR = "year"
    H1 = "h1"
    TO_DATE = "to_date"


class PeriodBasis(StrEnum):
    """Whether the years are those of the work or of the budget money."""

    NONE = ""
    WORK = "work"
    BUDGET = "budget"


class Via(StrEnum):
    """How an attribute was found: stated at the figure, inherited from further off, or inferred."""

    STATED = "stated"
    SENTENCE = "sentence"
    HEADING = "heading"
    PART = "part"
    DOCUMENT = "document"
    FILE_NAME = "file_name"
    MANIFEST = "manifest"
    TABLE = "table"
    INFERRED = "inferred"
    NONE = ""


class QuantityKind(StrEnum):
    """What kind of number it is, told by its unit."""

    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    SCORE = "score"
    MULTIPLE = "multiple"
    COUNT = "count"
    MEASURE = "measure"
    """Physical units: 公里, 平方米, 亩 …"""
    BARE = "bare"
    """A number with no unit of its own (table cells, ``评分60以下``)."""


class Medium(StrEnum):
    """The format a document was read from."""

    TXT = "txt"
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    XLSX = "xlsx"


class Disposition(StrEnum):
    """What became of a quantity: every one is accounted for."""

    CLAIMED = "claimed"
    IGNORED = "ignored"
    UNCLAIMED = "unclaimed"


# --------------------------------------------------------------------------- Document


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


# --------------------------------------------------------------------------- Outline


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


# --------------------------------------------------------------------------- Quantities and Figures


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as printed and as normalised.

    ``value`` is in the normal ``unit`` (元, %, 百分点, 分, 倍, a measure word); ``number`` the printed digits with
    separators removed (``24053.22``) or, for Chinese numerals, their decimal reading; ``scale`` what one unit of
    ``number`` is worth in ``unit`` (10000 for 万元), so that ``value == Decimal(number) * scale``.
    """

    block: Block
    span: Span
    raw: str
    value: Decimal
    unit: str
    kind: QuantityKind
    number: str
    scale: Decimal
    modifier: Modifier = Modifier.EXACT
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class Accounted:
    """A quantity and what became of it; ``rule`` names who claimed or ignored it (empty when unclaimed)."""

    quantity: Quantity
    disposition: Disposition
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The administrative unit whose work it is: full name, six-digit (or longer) code where the table has one."""

    name: str
    code: str = ""
    via: Via = Via.NONE
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """First and last year of the work covered; ``start`` may be empty (近年来, 截至目前)."""

    start: str
    end: str
    part: PeriodPart = PeriodPart.NONE
    basis: PeriodBasis = PeriodBasis.NONE
    via: Via = Via.NONE
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """The codes decided for one figure, with the cue that won, the runner-up, and where each was found."""

    measure: Measure
    stage: Stage
    outcome: Outcome = Outcome.NONE
    scope: Scope = Scope.NONE
    actor: Actor = Actor.NONE
    counted: str = ""
    rule: str = ""
    runner_up: str = ""
    stage_via: Via = Via.NONE
    stage_evidence: Span | None = None
    scope_via: Via = Via.NONE
    actor_via: Via = Via.NONE


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that the report states, with its meaning.

    ``id`` is a hash of (document sha256, span); ``activity`` the id of the piece of work it belongs to.
    ``quote`` is the sentence in the view's words (wraps joined, furniture gone) and ``quote_at`` the figure's
    offset in it.
    """

    id: str
    quantity: Quantity
    labels: Labels
    subject: Subject
    period: Period
    sentence: Span
    quote: str
    quote_at: int
    confidence: float
    activity: str = ""
    page: int | None = None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Activity:
    """One piece of work (a review round, an evaluation batch) and the figures that describe it, in text order."""

    id: str
    parent: str
    figures: tuple[str, ...]
    subject: Subject
    period: Period
    stage: Stage


@dataclass(frozen=True, slots=True)
class Mined:
    """All that was read out of one document.

    ``unit`` is the issuing unit and ``year`` the report's year, as resolved; quantities and figures in text order.
    """

    document: Document
    unit: Subject
    year: str
    parts: tuple[Part, ...]
    quantities: tuple[Accounted, ...]
    figures: tuple[Figure, ...]
    activities: tuple[Activity, ...]
    issues: tuple[Issue, ...]
    view: View | None = None
    """The view whose offsets parts and quantities count; the pipeline always gives it."""


# --------------------------------------------------------------------------- Findings


class FindingKind(StrEnum):
    """The kind of relation that was tested."""

    DIFFERENCE = "difference"
    RATE = "rate"
    SUM = "sum"
    SHARE = "share"
    PART_LE_WHOLE = "part_le_whole"
    REPEATED = "repeated"
    LIST_LENGTH = "list_length"
    MULTIPLE = "multiple"


class Verdict(StrEnum):
    """How a relation came out (annotation guide, section 6)."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"
    NOT_TESTABLE = "not_testable"


class Severity(StrEnum):
    """How hard a finding is, in the words of budget audit: impossible, to be asked, a hint."""

    MANDATORY = "强制性"
    VERIFY = "核实性"
    HINT = "提示性"


@dataclass(frozen=True, slots=True)
class Member:
    """One figure's place in a relation; ``role`` says which (``total``, ``part``, ``submitted``, …)."""

    figure: str
    document: str
    span: Span
    role: str
    raw: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Repair:
    """A change that would make every relation hold: which figures, under which hypothesis, to what value.

    ``shown`` is the arithmetic, redone with the new value, in Chinese.
    """

    figures: tuple[str, ...]
    hypothesis: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One relation tested.  ``suspects`` are figure ids, most probable first, at most three."""

    document: str
    kind: FindingKind
    verdict: Verdict
    reason: str
    severity: Severity
    explanation: str
    members: tuple[Member, ...]
    suspects: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
