"""Small mined documents made without readers and rules, so that the store is tested on its own."""

from __future__ import annotations

import re
import sqlite3
from decimal import Decimal
from hashlib import sha256

from report_miner import store
from report_miner.model import (
    Accounted,
    Activity,
    Block,
    Disposition,
    Document,
    Figure,
    Issue,
    Labels,
    Measure,
    Medium,
    Mined,
    Outcome,
    Part,
    PartKind,
    Period,
    Quantity,
    QuantityKind,
    Span,
    Stage,
    Subject,
    Via,
)
from report_miner.store import Fingerprint, Stamp, Written

STAMP = Stamp("0.1", "abc")

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(万元|个|%)")
_MEASURES = {
    "送审": Measure.AMOUNT_SUBMITTED,
    "审定": Measure.AMOUNT_APPROVED,
    "审减": Measure.AMOUNT_REDUCED,
    "审减率": Measure.REDUCTION_RATE,
    "项目": Measure.PROJECT_COUNT,
}

TEXT = (
    "陇县2023年预算评审情况\n全年评审项目12个，送审1200.50万元，审定1000万元，审减200.50万元，审减率16.7%。"
    "暂缓项目2个。以上请审阅。"
)


def mined(
    text: str = TEXT,
    path: str = "陇县.txt",
    unit: str = "陇县",
    code: str = "610327",
    year: str = "2023",
    issues: tuple[Issue, ...] = (),
) -> Mined:
    """A document read by the simplest rules there are: a number, its unit, the word before it."""
    digest = sha256(text.encode()).hexdigest()
    document = Document(path, digest, Medium.TXT, text)
    subject = Subject(unit, code, Via.DOCUMENT)
    period = Period(year, year, via=Via.DOCUMENT)
    activity = f"A{digest[:12]}"
    figures = tuple(_figure(text, match, digest, subject, period, activity) for match in _NUMBER.finditer(text))
    quantities = tuple(Accounted(figure.quantity, Disposition.CLAIMED, "test-rule") for figure in figures)
    activities = (Activity(activity, "", tuple(f.id for f in figures), subject, period, Stage.REVIEW),)
    part = Part(0, PartKind.LETTER, Block(0, len(text)), title=Block(0, max(text.find("\n"), 0)))
    return Mined(document, subject, year, (part,), quantities, figures, activities if figures else (), issues)


def _figure(text: str, match: re.Match[str], digest: str, subject: Subject, period: Period, activity: str) -> Figure:
    span = Span(*match.span())
    unit, scale, kind = {
        "万元": ("元", Decimal(10000), QuantityKind.MONEY),
        "个": ("个", Decimal(1), QuantityKind.COUNT),
        "%": ("%", Decimal(1), QuantityKind.PERCENT),
    }[match[2]]
    before = text[max(0, span.start - 4) : span.start]
    measure = next(
        (m for word, m in sorted(_MEASURES.items(), key=lambda e: -len(e[0])) if word in before), Measure.OTHER
    )
    start = max(text.rfind("。", 0, span.start), text.rfind("\n", 0, span.start)) + 1
    end = text.find("。", span.end) + 1 or len(text)
    quantity = Quantity(Block(*span), span, match[0], Decimal(match[1]) * scale, unit, kind, match[1], scale)
    outcome = Outcome.DEFERRED if "暂缓" in text[start : span.start] else Outcome.NONE
    labels = Labels(measure, Stage.REVIEW, outcome, rule="test-rule", runner_up="other", stage_via=Via.SENTENCE)
    return Figure(
        id=sha256(f"{digest}:{span.start}:{span.end}".encode()).hexdigest()[:16],
        quantity=quantity,
        labels=labels,
        subject=subject,
        period=period,
        sentence=Span(start, end),
        quote=text[start:end],
        quote_at=span.start - start,
        confidence=0.9,
        activity=activity,
    )


def put(connection: sqlite3.Connection, document: Mined, mtime: int = 1, stamp: Stamp = STAMP) -> Written:
    path = document.document.path
    return store.write_document(connection, store.rows_of(document), Fingerprint(path, 10, mtime, ""), stamp)
