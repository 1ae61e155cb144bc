"""Tables, indexes and contract views, as SQL.

Identifiers are derived from content, never from order of arrival, so that the same files give the same rows.  Codes
that were "not said" are NULL in the tables, so that foreign keys hold, and the empty string in the contract views.
A claimed quantity and its figure share document and span; no key ties them, because an index over hashed ids would cost
more than all other writing together.
"""

from __future__ import annotations

APPLICATION_ID = 0x524D4E52
"""``PRAGMA application_id`` of a report_miner database (``RMNR``)."""

SCHEMA_VERSION = 2
"""``PRAGMA user_version``; raised by every migration."""

LOOKUP_TABLE = """
CREATE TABLE {name} (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL
)
"""

TABLES = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    version TEXT NOT NULL,
    packs TEXT NOT NULL,
    options TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    seconds REAL,
    outcome TEXT NOT NULL DEFAULT 'running',
    documents_read INTEGER NOT NULL DEFAULT 0,
    documents_unchanged INTEGER NOT NULL DEFAULT 0,
    documents_failed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE region (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    code TEXT NOT NULL
);
CREATE TABLE document (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    medium TEXT NOT NULL,
    region TEXT REFERENCES region(id),
    unit TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_via TEXT NOT NULL,
    year TEXT NOT NULL,
    pages INTEGER,
    characters INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('read', 'failed')),
    dated TEXT NOT NULL,
    superseded_by TEXT REFERENCES document(id) ON DELETE SET NULL,
    version TEXT NOT NULL,
    packs TEXT NOT NULL,
    sketch TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE TABLE document_path (
    path TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    claims TEXT NOT NULL
);
CREATE TABLE part (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    issuer TEXT NOT NULL,
    dated TEXT NOT NULL,
    char_start INTEGER,
    char_end INTEGER
);
CREATE TABLE activity (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    parent TEXT REFERENCES activity(id) DEFERRABLE INITIALLY DEFERRED,
    title TEXT NOT NULL,
    stage TEXT NOT NULL REFERENCES stage(code),
    region TEXT REFERENCES region(id),
    subject TEXT NOT NULL,
    subject_code TEXT NOT NULL,
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    period_part TEXT NOT NULL,
    period_basis TEXT NOT NULL
);
CREATE TABLE figure (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    part TEXT REFERENCES part(id) DEFERRABLE INITIALLY DEFERRED,
    activity TEXT REFERENCES activity(id) DEFERRABLE INITIALLY DEFERRED,
    title TEXT NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    page INTEGER,
    box_left REAL,
    box_top REAL,
    box_right REAL,
    box_bottom REAL,
    raw TEXT NOT NULL,
    number TEXT NOT NULL,
    scale TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    value_real REAL NOT NULL,
    unit TEXT NOT NULL,
    modifier TEXT NOT NULL REFERENCES modifier(code),
    cumulative INTEGER NOT NULL,
    measure TEXT NOT NULL REFERENCES measure(code),
    stage TEXT NOT NULL REFERENCES stage(code),
    outcome TEXT REFERENCES outcome(code),
    scope TEXT REFERENCES scope(code),
    actor TEXT REFERENCES actor(code),
    counted TEXT NOT NULL,
    region TEXT REFERENCES region(id),
    subject TEXT NOT NULL,
    subject_code TEXT NOT NULL,
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    period_part TEXT NOT NULL,
    period_basis TEXT NOT NULL,
    subject_via TEXT NOT NULL,
    subject_from INTEGER,
    subject_to INTEGER,
    period_via TEXT NOT NULL,
    period_from INTEGER,
    period_to INTEGER,
    stage_via TEXT NOT NULL,
    stage_from INTEGER,
    stage_to INTEGER,
    scope_via TEXT NOT NULL,
    actor_via TEXT NOT NULL,
    rule TEXT NOT NULL,
    runner_up TEXT NOT NULL,
    confidence REAL NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    quote TEXT NOT NULL,
    quote_at INTEGER NOT NULL
);
CREATE TABLE quantity (
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    raw TEXT NOT NULL,
    value TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    modifier TEXT NOT NULL REFERENCES modifier(code),
    disposition TEXT NOT NULL CHECK (disposition IN ('claimed', 'ignored', 'unclaimed')),
    rule TEXT NOT NULL,
    PRIMARY KEY (document, char_start, char_end)
);
CREATE TABLE issue (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    page INTEGER,
    char_start INTEGER,
    char_end INTEGER
);
CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    document TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('holds', 'fails', 'undecided', 'not_testable')),
    reason TEXT NOT NULL,
    severity TEXT NOT NULL,
    explanation TEXT NOT NULL,
    members TEXT NOT NULL,
    suspects TEXT NOT NULL,
    repairs TEXT NOT NULL
);
CREATE TABLE finding_figure (
    finding INTEGER NOT NULL REFERENCES finding(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    figure TEXT REFERENCES figure(id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    suspect INTEGER,
    PRIMARY KEY (finding, position)
);
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    figure TEXT REFERENCES figure(id) ON DELETE SET NULL,
    made_for TEXT NOT NULL,
    document TEXT NOT NULL,
    raw TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    attribute TEXT NOT NULL,
    value TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    made_at TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);
CREATE TABLE sentence (
    id INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL
);
"""

INDEXES = """
CREATE INDEX document_sha256 ON document(sha256);
CREATE INDEX document_unit_year ON document(unit, year);
CREATE INDEX document_superseded_by ON document(superseded_by);
CREATE INDEX document_path_document ON document_path(document);
CREATE INDEX part_document ON part(document);
CREATE INDEX activity_document ON activity(document);
CREATE INDEX activity_parent ON activity(parent);
CREATE INDEX figure_document ON figure(document, char_start);
CREATE INDEX figure_part ON figure(part);
CREATE INDEX figure_activity ON figure(activity);
CREATE INDEX issue_document ON issue(document);
CREATE INDEX finding_figure_figure ON finding_figure(figure);
CREATE INDEX correction_figure ON correction(figure);
CREATE INDEX sentence_document ON sentence(document);
"""

FIGURE_FLAT = """
SELECT d.path AS document, f.char_start, f.char_end, COALESCE(f.page, '') AS page, f.raw, f.value, f.unit, f.modifier,
       f.cumulative, f.measure, f.stage, COALESCE(f.outcome, '') AS outcome, f.subject, f.subject_code,
       f.period_start, f.period_end, COALESCE(f.activity, '') AS activity_id,
       COALESCE(a.parent, '') AS parent_activity_id, f.counted, f.rule, f.quote AS sentence,
       COALESCE(f.scope, '') AS scope, COALESCE(f.actor, '') AS actor, f.period_part, f.period_basis, f.confidence,
       f.id AS figure_id, f.value_real, COALESCE(d.superseded_by, '') AS superseded_by
FROM figure f JOIN document d ON d.id = f.document LEFT JOIN activity a ON a.id = f.activity
"""

_SIDE_BY_SIDE = (
    ("projects", "project_count", ""),
    ("departments", "department_count", ""),
    ("submitted", "amount_submitted", ""),
    ("approved", "amount_approved", ""),
    ("reduced", "amount_reduced", ""),
    ("rate", "reduction_rate", ""),
    ("involved", "amount_involved", ""),
    ("excellent", "", "excellent"),
    ("good", "", "good"),
    ("fair", "", "fair"),
    ("poor", "", "poor"),
    ("supported", "", "supported"),
    ("supported_after_revision", "", "supported_after_revision"),
    ("deferred", "", "deferred"),
    ("not_supported", "", "not_supported"),
    ("returned", "", "returned"),
)


def _first_value(column: str, measure: str, outcome: str) -> str:
    """SQL for the value of the activity's first such figure in text order.

    The position goes before the value, padded, so that MIN finds the first figure and not the smallest value.
    An outcome's column shows its count; the amounts of that outcome stay in figure_flat.
    """
    test = (
        f"f.measure = '{measure}' AND f.outcome IS NULL" if measure else f"f.outcome = '{outcome}' AND f.kind = 'count'"
    )
    return (
        f"COALESCE(SUBSTR(MIN(CASE WHEN {test} THEN PRINTF('%012d', f.char_start) || f.value END), 13), '') AS {column}"
    )


ACTIVITY_WIDE = f"""
SELECT a.subject,
       CASE a.period_start WHEN a.period_end THEN a.period_end ELSE a.period_start || '-' || a.period_end END AS period,
       a.stage,
       {", ".join(_first_value(*entry) for entry in _SIDE_BY_SIDE)},
       d.path AS document, a.id AS activity_id, COALESCE(a.parent, '') AS parent_activity_id, a.subject_code,
       a.period_start, a.period_end
FROM activity a JOIN document d ON d.id = a.document LEFT JOIN figure f ON f.activity = a.id
GROUP BY a.id
"""

FINDING_FLAT = """
SELECT document, kind, verdict, reason, severity, explanation, members, suspects, repairs, id AS finding_id
FROM finding
"""

VIEWS = (("figure_flat", FIGURE_FLAT), ("activity_wide", ACTIVITY_WIDE), ("finding_flat", FINDING_FLAT))
