"""Mined → rows.  Pure, so that worker processes can do it and send plain tuples to the one writer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from report_miner.model import (
    Accounted,
    Activity,
    Document,
    Figure,
    Issue,
    Mined,
    Part,
    Period,
    Span,
    Subject,
    View,
)
from report_miner.store.labels import chinese
from report_miner.store.sketch import sketch
from report_miner.store.text import plain

Row = tuple[object, ...]

_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one document, in the column order of ``schema.TABLES``.

    ``path`` is not part of the document's own row yet: which of several paths with the same bytes names the document
    is decided by the writer.
    """

    id: str
    sha256: str
    path: str
    status: str
    regions: tuple[Row, ...] = ()
    medium: str = ""
    region: str | None = None
    unit: str = ""
    unit_code: str = ""
    unit_via: str = ""
    year: str = ""
    pages: int | None = None
    dated: str = ""
    sketch: str = ""
    text: str = field(default="", repr=False)
    parts: tuple[Row, ...] = ()
    activities: tuple[Row, ...] = ()
    figures: tuple[Row, ...] = ()
    quantities: tuple[Row, ...] = ()
    issues: tuple[Row, ...] = ()


def document_id(sha256: str, path: str) -> str:
    """A document is its bytes; one whose bytes could not be read at all is its path."""
    return sha256[:20] if sha256 else f"path:{path}"


def rows_of(mined: Mined) -> DocumentRows:
    """Rows of a document that was read.

    The view gives parts their words and places; without it a part keeps its number and kind alone, because its
    offsets count characters of the view.
    """
    document = mined.document
    key = document_id(document.sha256, document.path)
    parts = tuple(_part_row(key, part, mined.view) for part in mined.parts)
    return DocumentRows(
        id=key,
        sha256=document.sha256,
        path=document.path,
        status="read",
        regions=_regions(mined),
        medium=document.medium.value,
        region=region_id(mined.unit),
        unit=mined.unit.name,
        unit_code=mined.unit.code,
        unit_via=mined.unit.via.value,
        year=mined.year,
        pages=len(document.pages) or None,
        dated=_dated(parts),
        sketch=sketch(document.text),
        text=document.text,
        parts=parts,
        activities=_activity_rows(key, mined),
        figures=tuple(_figure_row(key, figure, mined) for figure in mined.figures),
        quantities=tuple(_quantity_row(key, accounted) for accounted in mined.quantities),
        issues=_issue_rows(key, mined.issues),
    )


def failed_rows(path: str, sha256: str, issues: Sequence[Issue]) -> DocumentRows:
    """Rows of a document that could not be read: it stands in the database with the reasons, never silently absent.

    Keyed by its path, whatever its bytes: of two equal broken files each must be listed.
    """
    key = document_id("", path)
    return DocumentRows(id=key, sha256=sha256, path=path, status="failed", issues=_issue_rows(key, issues))


def region_id(subject: Subject) -> str | None:
    """Key of a unit: code and name together, because a code keeps its number when the name changes."""
    return f"{subject.code}{subject.name}" if subject.name else None


def _regions(mined: Mined) -> tuple[Row, ...]:
    used = [mined.unit, *(figure.subject for figure in mined.figures), *(item.subject for item in mined.activities)]
    subjects = {key: subject for subject in used if (key := region_id(subject))}
    return tuple((key, subject.name, subject.code) for key, subject in sorted(subjects.items()))


def _part_row(document: str, part: Part, view: View | None) -> Row:
    start, end = part.block
    span: Sequence[int | None] = (None, None)
    if view is not None and start < end:
        span = view.span(start, end)
    words = [
        "" if view is None or block is None else "".join(view.text[block.start : block.end].split())
        for block in (part.title, part.issuer, part.dated)
    ]
    return (f"{document}:{part.index}", document, part.index, part.kind.value, *words, *span)


def _dated(parts: Sequence[Row]) -> str:
    """Date of signature, ``YYYY-MM-DD``: the latest printed among the parts, "" where none is."""
    found = (_DATE.search(str(part[6])) for part in parts)
    return max((f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}" for m in found if m), default="")


def _activity_rows(document: str, mined: Mined) -> tuple[Row, ...]:
    kept = {activity.id for activity in mined.activities}
    return tuple(_activity_row(document, activity, kept) for activity in mined.activities)


def _activity_row(document: str, activity: Activity, kept: set[str]) -> Row:
    title = f"{activity.subject.name}{_years(activity.period)}{chinese('stage', activity.stage)}"
    return (
        activity.id,
        document,
        activity.parent if activity.parent in kept else None,
        title,
        activity.stage.value,
        region_id(activity.subject),
        activity.subject.name,
        activity.subject.code,
        *_period(activity.period),
    )


def _years(period: Period) -> str:
    if not period.end:
        return ""
    return f"{period.end}年" if period.start in ("", period.end) else f"{period.start}-{period.end}年"


def _period(period: Period) -> tuple[str, str, str, str]:
    return (period.start, period.end, period.part.value, period.basis.value)


def _figure_row(document: str, figure: Figure, mined: Mined) -> Row:
    quantity, labels, subject, period = figure.quantity, figure.labels, figure.subject, figure.period
    known = any(part.index == figure.part for part in mined.parts)
    return (
        figure.id,
        document,
        f"{document}:{figure.part}" if known else None,
        figure.activity or None,
        f"{quantity.raw} {chinese('measure', labels.measure)}",
        *quantity.span,
        figure.page,
        *box(mined.document, quantity.span),
        quantity.raw,
        quantity.number,
        plain(quantity.scale),
        quantity.kind.value,
        plain(quantity.value),
        float(quantity.value),
        quantity.unit,
        quantity.modifier.value,
        int(quantity.cumulative),
        labels.measure.value,
        labels.stage.value,
        labels.outcome.value or None,
        labels.scope.value or None,
        labels.actor.value or None,
        labels.counted,
        region_id(subject),
        subject.name,
        subject.code,
        *_period(period),
        subject.via.value,
        *_ends(subject.evidence),
        period.via.value,
        *_ends(period.evidence),
        labels.stage_via.value,
        *_ends(labels.stage_evidence),
        labels.scope_via.value,
        labels.actor_via.value,
        labels.rule,
        labels.runner_up,
        figure.confidence,
        *figure.sentence,
        figure.quote,
        figure.quote_at,
    )


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (None, None) if span is None else (span.start, span.end)


def box(document: Document, span: Span) -> tuple[float | None, float | None, float | None, float | None]:
    """Smallest box around the characters of ``span`` in points; four times ``None`` where no character has one.

    A figure cut by a line break gets the box around both pieces, one cut by a page break that of its first piece.
    """
    boxes = document.boxes
    if boxes is None:
        return (None, None, None, None)
    ends = [page.span.end for page in document.pages if page.span.start <= span.start < page.span.end]
    end = min([span.end, len(boxes.left), *ends])
    at = [i for i in range(span.start, end) if not math.isnan(boxes.left[i])]
    if not at:
        return (None, None, None, None)
    return (
        round(min(boxes.left[i] for i in at), 2),
        round(min(boxes.top[i] for i in at), 2),
        round(max(boxes.right[i] for i in at), 2),
        round(max(boxes.bottom[i] for i in at), 2),
    )


def _quantity_row(document: str, accounted: Accounted) -> Row:
    quantity = accounted.quantity
    return (
        document,
        *quantity.span,
        quantity.raw,
        plain(quantity.value),
        quantity.unit,
        quantity.kind.value,
        quantity.modifier.value,
        accounted.disposition.value,
        accounted.rule,
    )


def _issue_rows(document: str, issues: Iterable[Issue]) -> tuple[Row, ...]:
    return tuple(
        (f"{document}:{number:03}", document, issue.kind, issue.message, issue.page, *_ends(issue.span))
        for number, issue in enumerate(issues)
    )
