"""The ``run`` table: what was run, by which version, with which packs and options, how long and how it ended."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from report_miner.store.writing import Stamp


@dataclass(frozen=True, slots=True)
class Tally:
    """How many files a run read, found unchanged, and could not read."""

    read: int = 0
    unchanged: int = 0
    failed: int = 0


def last_run_finished(connection: sqlite3.Connection) -> bool:
    """Whether the last run got to its end; also true where there was none."""
    row = connection.execute("SELECT outcome FROM run ORDER BY id DESC LIMIT 1").fetchone()
    return row is None or row["outcome"] == "finished"


def begin_run(connection: sqlite3.Connection, stamp: Stamp, options: str, started_at: str) -> int:
    """Open a run's row and return its number; runs that never ended (power loss, kill) are marked as interrupted.

    ``options`` is JSON, ``started_at`` ISO 8601.
    """
    connection.execute("UPDATE run SET outcome = 'interrupted' WHERE outcome = 'running'")
    cursor = connection.execute(
        "INSERT INTO run (title, version, packs, options, started_at) VALUES (?, ?, ?, ?, ?)",
        (f"mine {started_at}", stamp.version, stamp.packs, options, started_at),
    )
    return int(cursor.lastrowid or 0)


@dataclass(frozen=True, slots=True)
class Ending:
    """``outcome`` is ``finished`` or ``interrupted``; ``seconds`` wall time."""

    outcome: str
    finished_at: str
    seconds: float


def end_run(connection: sqlite3.Connection, run: int, ending: Ending, tally: Tally) -> None:
    """Close a run's row."""
    connection.execute(
        "UPDATE run SET outcome = ?, finished_at = ?, seconds = ?, documents_read = ?, documents_unchanged = ?,"
        " documents_failed = ? WHERE id = ?",
        (
            ending.outcome,
            ending.finished_at,
            round(ending.seconds, 3),
            tally.read,
            tally.unchanged,
            tally.failed,
            run,
        ),
    )
