"""The types that travel between the stages.

Every stage is a function from the types here to the types here; nothing in this module knows how any of
them is made.  Conventions that hold throughout:

* A *span* is half-open and counts characters of ``Document.text`` from 0.
* A *view offset* counts characters of ``View.text`` from 0; ``View.span`` turns a pair of them into a span.
* Codes (measure, stage, outcome, …) are those of the annotation guide; the empty string means "not said".
* Years travel as strings of four digits, because "not said" (``""``) is an answer too.
"""

from __future__ import annotations

from report_miner.model.codes import (
    Actor,
    Disposition,
    Measure,
    Medium,
    Modifier,
    Outcome,
    PeriodBasis,
    PeriodPart,
    QuantityKind,
    Scope,
    Stage,
    Via,
)
from report_miner.model.document import Cell, CharBoxes, Claims, Document, Issue, Page, Span, Table
from report_miner.model.figures import Accounted, Activity, Figure, Labels, Mined, Period, Quantity, Subject
from report_miner.model.findings import Finding, FindingKind, Member, Repair, Severity, Verdict
from report_miner.model.outline import Block, Heading, Outline, Part, PartKind, Sentence, View

__all__ = [
    "Accounted",
    "Activity",
    "Actor",
    "Block",
    "Cell",
    "CharBoxes",
    "Claims",
    "Disposition",
    "Document",
    "Figure",
    "Finding",
    "FindingKind",
    "Heading",
    "Issue",
    "Labels",
    "Measure",
    "Medium",
    "Member",
    "Mined",
    "Modifier",
    "Outcome",
    "Outline",
    "Page",
    "Part",
    "PartKind",
    "Period",
    "PeriodBasis",
    "PeriodPart",
    "Quantity",
    "QuantityKind",
    "Repair",
    "Scope",
    "Sentence",
    "Severity",
    "Span",
    "Stage",
    "Subject",
    "Table",
    "Verdict",
    "Via",
    "View",
]
