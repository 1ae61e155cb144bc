"""The codes of the annotation guide and the kinds of things that stages tell apart."""

from __future__ import annotations

from enum import StrEnum


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
