"""What is read out of a document: quantities, figures, activities."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report_miner.model.codes import (
    Actor,
    Disposition,
    Measure,
    Modifier,
    Outcome,
    PeriodBasis,
    PeriodPart,
    QuantityKind,
    Scope,
    Stage,
    Via,
)
from report_miner.model.document import Document, Issue, Span
from report_miner.model.outline import Block, Part, View


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
