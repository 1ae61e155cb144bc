"""Say what does not add up: relations between facts, verdicts, repairs, findings."""

from __future__ import annotations

import sqlite3

from report_miner.checks.findings import check_facts
from report_miner.checks.report import derivation, render
from report_miner.model import Finding
from report_miner.store import read_facts, write_findings

__all__ = ["check_facts", "derivation", "render", "run"]


def run(connection: sqlite3.Connection) -> list[Finding]:
    """Check everything in the database, corrections laid over, and replace its findings; returns them."""
    findings = check_facts(read_facts(connection))
    write_findings(connection, findings)
    return findings
