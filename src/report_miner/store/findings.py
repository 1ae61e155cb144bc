"""Write what the checks found, and read it back.  Findings are always rebuilt whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from decimal import Decimal

from report_miner.model import Finding, FindingKind, Member, Repair, Severity, Span, Verdict
from report_miner.store.text import plain

_COLUMNS = "id, document, title, kind, verdict, reason, severity, explanation, members, suspects, repairs"


def write_findings(connection: sqlite3.Connection, findings: Iterable[Finding]) -> None:
    """Replace all findings with these, in one transaction; a finding's number is its place in the order given."""
    numbered = list(enumerate(findings, 1))
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("DELETE FROM finding_figure")
        connection.execute("DELETE FROM finding")
        connection.executemany(
            f"INSERT INTO finding ({_COLUMNS}) VALUES ({', '.join('?' * 11)})",
            (_finding_row(number, finding) for number, finding in numbered),
        )
        connection.executemany(
            "INSERT INTO finding_figure (finding, position, figure, role, suspect) VALUES (?, ?, ?, ?, ?)",
            (row for number, finding in numbered for row in _member_rows(number, finding)),
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def read_findings(connection: sqlite3.Connection) -> list[Finding]:
    """All findings in the order they were written (``finding.id`` counts it from 1)."""
    figures: dict[tuple[int, int], str] = {
        (row["finding"], row["position"]): row["figure"] or ""
        for row in connection.execute("SELECT finding, position, figure FROM finding_figure")
    }
    return [_finding(row, figures) for row in connection.execute(f"SELECT {_COLUMNS} FROM finding ORDER BY id")]


def _finding_row(number: int, finding: Finding) -> tuple[object, ...]:
    first_line = finding.explanation.split("\n", 1)[0]
    return (
        number,
        finding.document,
        first_line if len(first_line) <= 80 else first_line[:79] + "…",
        finding.kind.value,
        finding.verdict.value,
        finding.reason,
        finding.severity.value,
        finding.explanation,
        _json([_member(member) for member in finding.members]),
        _json(list(finding.suspects)),
        _json([_repair(repair) for repair in finding.repairs]),
    )


def _member(member: Member) -> dict[str, object]:
    return {
        "document": member.document,
        "start": member.span.start,
        "end": member.span.end,
        "role": member.role,
        "raw": member.raw,
        "value": plain(member.value),
    }


def _repair(repair: Repair) -> dict[str, object]:
    return {
        "figures": list(repair.figures),
        "hypothesis": repair.hypothesis,
        "value": repair.value,
        "shown": repair.shown,
    }


def _member_rows(number: int, finding: Finding) -> Iterable[tuple[object, ...]]:
    ranks = {figure: rank for rank, figure in enumerate(finding.suspects, 1)}
    for position, member in enumerate(finding.members):
        yield (number, position, member.figure, member.role, ranks.get(member.figure))


def _finding(row: sqlite3.Row, figures: dict[tuple[int, int], str]) -> Finding:
    members = tuple(
        Member(
            figure=figures.get((row["id"], position), ""),
            document=member["document"],
            span=Span(member["start"], member["end"]),
            role=member["role"],
            raw=member["raw"],
            value=Decimal(member["value"]),
        )
        for position, member in enumerate(json.loads(row["members"]))
    )
    repairs = tuple(
        Repair(tuple(repair["figures"]), repair["hypothesis"], repair["value"], repair["shown"])
        for repair in json.loads(row["repairs"])
    )
    return Finding(
        document=row["document"],
        kind=FindingKind(row["kind"]),
        verdict=Verdict(row["verdict"]),
        reason=row["reason"],
        severity=Severity(row["severity"]),
        explanation=row["explanation"],
        members=members,
        suspects=tuple(json.loads(row["suspects"])),
        repairs=repairs,
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
