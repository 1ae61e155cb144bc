"""Read back what the store holds, as typed rows with the reviewers' corrections laid over."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from report_miner.model import (
    Actor,
    Measure,
    Modifier,
    Outcome,
    PeriodBasis,
    PeriodPart,
    QuantityKind,
    Scope,
    Span,
    Stage,
    Via,
)

_SELECT = """
SELECT f.*, d.path AS path, d.unit AS report_unit, d.year AS report_year, d.superseded_by AS superseded_by,
       a.parent AS parent, p.number AS part_number
FROM figure f JOIN document d ON d.id = f.document
LEFT JOIN activity a ON a.id = f.activity LEFT JOIN part p ON p.id = f.part
"""

_CODES: dict[str, Callable[[str], str]] = {
    "modifier": Modifier,
    "measure": Measure,
    "stage": Stage,
    "outcome": Outcome,
    "scope": Scope,
    "actor": Actor,
    "period_part": PeriodPart,
    "period_basis": PeriodBasis,
}

CORRECTABLE = (
    "figure",
    "value",
    "unit",
    "counted",
    "subject",
    "subject_code",
    "period_start",
    "period_end",
    *_CODES,
)
"""Attributes a correction may change; ``figure`` = ``no`` strikes the figure out altogether."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure as stored, corrections laid over.

    ``document`` is the path, ``document_id`` the key of the document's rows; ``span`` and ``sentence`` are offsets
    into its text; ``value`` is in ``unit``, ``number`` the printed digits and ``scale`` what one of them is worth in
    ``unit``.  ``corrected`` names the attributes that a reviewer changed.
    """

    id: str
    document: str
    document_id: str
    report_unit: str
    report_year: str
    superseded: bool
    part: int
    span: Span
    sentence: Span
    page: int | None
    raw: str
    number: str
    scale: Decimal
    kind: QuantityKind
    value: Decimal
    unit: str
    modifier: Modifier
    cumulative: bool
    measure: Measure
    stage: Stage
    outcome: Outcome
    scope: Scope
    actor: Actor
    counted: str
    subject: str
    subject_code: str
    period_start: str
    period_end: str
    period_part: PeriodPart
    period_basis: PeriodBasis
    subject_via: Via
    subject_evidence: Span | None
    period_via: Via
    period_evidence: Span | None
    stage_via: Via
    stage_evidence: Span | None
    scope_via: Via
    actor_via: Via
    rule: str
    runner_up: str
    confidence: float
    quote: str
    quote_at: int
    activity: str
    parent: str
    corrected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StoredActivity:
    """One piece of work; ``figures`` are ids in text order, ``parent`` is "" at the top."""

    id: str
    document: str
    parent: str
    stage: Stage
    subject: str
    subject_code: str
    period_start: str
    period_end: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document that was read; ``superseded_by`` is the path of the resubmission that replaces it, or ""."""

    id: str
    path: str
    medium: str
    unit: str
    unit_code: str
    year: str
    text: str
    superseded_by: str


def read_facts(connection: sqlite3.Connection, document: str | None = None) -> list[Fact]:
    """All figures, or those of one document (its path), in the order of documents and text.

    Those a reviewer struck out (``figure`` = ``no``) are left out.  Superseded documents are included and say so:
    their own arithmetic can be checked, their figures must not be added to those of the document that replaces them.
    """
    corrections = _corrections(connection)
    rows = connection.execute(
        _SELECT + " WHERE ?1 IS NULL OR d.path = ?1 ORDER BY d.path, f.char_start, f.char_end", (document,)
    )
    facts = (_corrected(_fact(row), corrections.get(row["id"], {})) for row in rows)
    return [fact for fact in facts if fact is not None]


def read_fact(connection: sqlite3.Connection, figure: str) -> Fact | None:
    """The figure with this id, corrections laid over; ``None`` where there is none or it was struck out."""
    row = connection.execute(_SELECT + " WHERE f.id = ?", (figure,)).fetchone()
    if row is None:
        return None
    return _corrected(_fact(row), _corrections(connection).get(figure, {}))


def read_activities(connection: sqlite3.Connection) -> list[StoredActivity]:
    """All activities in the order of documents and of their first figure."""
    figures: defaultdict[str, list[str]] = defaultdict(list)
    for activity, figure in connection.execute(
        "SELECT activity, id FROM figure WHERE activity IS NOT NULL ORDER BY document, char_start, char_end"
    ):
        figures[activity].append(figure)
    rows = connection.execute(
        "SELECT a.*, d.path AS path FROM activity a JOIN document d ON d.id = a.document"
        " LEFT JOIN figure f ON f.activity = a.id GROUP BY a.id ORDER BY d.path, MIN(f.char_start), a.id"
    )
    return [
        StoredActivity(
            id=row["id"],
            document=row["path"],
            parent=row["parent"] or "",
            stage=Stage(row["stage"]),
            subject=row["subject"],
            subject_code=row["subject_code"],
            period_start=row["period_start"],
            period_end=row["period_end"],
            figures=tuple(figures[row["id"]]),
        )
        for row in rows
    ]


def read_documents(connection: sqlite3.Connection) -> Iterator[StoredDocument]:
    """Documents that were read, with their text, by path."""
    for row in connection.execute(
        "SELECT d.id, d.path, d.medium, d.unit, d.unit_code, d.year, d.text, COALESCE(n.path, '') AS newer"
        " FROM document d LEFT JOIN document n ON n.id = d.superseded_by WHERE d.status = 'read' ORDER BY d.path"
    ):
        yield StoredDocument(*row)


def _fact(row: sqlite3.Row) -> Fact:
    return Fact(
        id=row["id"],
        document=row["path"],
        document_id=row["document"],
        report_unit=row["report_unit"],
        report_year=row["report_year"],
        superseded=row["superseded_by"] is not None,
        part=row["part_number"] or 0,
        span=Span(row["char_start"], row["char_end"]),
        sentence=Span(row["sentence_start"], row["sentence_end"]),
        page=row["page"],
        raw=row["raw"],
        number=row["number"],
        scale=Decimal(row["scale"]),
        kind=QuantityKind(row["kind"]),
        value=Decimal(row["value"]),
        unit=row["unit"],
        modifier=Modifier(row["modifier"]),
        cumulative=bool(row["cumulative"]),
        measure=Measure(row["measure"]),
        stage=Stage(row["stage"]),
        outcome=Outcome(row["outcome"] or ""),
        scope=Scope(row["scope"] or ""),
        actor=Actor(row["actor"] or ""),
        counted=row["counted"],
        subject=row["subject"],
        subject_code=row["subject_code"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        period_part=PeriodPart(row["period_part"]),
        period_basis=PeriodBasis(row["period_basis"]),
        subject_via=Via(row["subject_via"]),
        subject_evidence=_span(row["subject_from"], row["subject_to"]),
        period_via=Via(row["period_via"]),
        period_evidence=_span(row["period_from"], row["period_to"]),
        stage_via=Via(row["stage_via"]),
        stage_evidence=_span(row["stage_from"], row["stage_to"]),
        scope_via=Via(row["scope_via"]),
        actor_via=Via(row["actor_via"]),
        rule=row["rule"],
        runner_up=row["runner_up"],
        confidence=row["confidence"],
        quote=row["quote"],
        quote_at=row["quote_at"],
        activity=row["activity"] or "",
        parent=row["parent"] or "",
    )


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _corrections(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Figure id → attribute → value; a later correction of the same attribute replaces an earlier one."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for figure, attribute, value in connection.execute(
        "SELECT figure, attribute, value FROM correction WHERE figure IS NOT NULL ORDER BY id"
    ):
        found[figure][attribute] = value
    return found


def _corrected(fact: Fact, changes: Mapping[str, str]) -> Fact | None:
    if changes.get("figure") == "no":
        return None
    for attribute, value in changes.items():
        fact = _with(fact, attribute, value)
    return replace(fact, corrected=frozenset(changes) - {"figure"}) if changes else fact


def _with(fact: Fact, attribute: str, value: str) -> Fact:
    """``fact`` with one attribute as the reviewer gave it; what is stored has passed ``check_correction``."""
    if attribute == "figure":
        return fact
    if attribute == "value":
        # The printed digits no longer speak for the value, so the corrected value becomes its own print.
        return replace(fact, value=Decimal(value), number=value, scale=Decimal(1))
    change: dict[str, Any] = {attribute: _CODES.get(attribute, str)(value)}
    return replace(fact, **change)


def check_correction(attribute: str, value: str) -> None:
    """Refuse a correction that could not be laid over later; ValueError says why."""
    if attribute not in CORRECTABLE:
        raise ValueError(f"no attribute {attribute!r} to correct")
    if attribute == "value":
        try:
            Decimal(value)
        except InvalidOperation:
            raise ValueError(f"{value!r} is no number") from None
    elif attribute == "figure" and value != "no":
        raise ValueError("a figure can only be struck out: figure = no")
    elif attribute in _CODES:
        _CODES[attribute](value)
