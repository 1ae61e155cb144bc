"""What the checks say of figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from report_miner.model.document import Span


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
