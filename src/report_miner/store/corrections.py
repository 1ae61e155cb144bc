"""Reviewers' corrections: kept beside the print, tied again to their figures when a document is read anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from report_miner.store.facts import check_correction

CONTEXT = 16
"""Characters kept on each side of the figure: a clause, enough to tell two equal numbers apart."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A reviewer's word on one attribute of one figure; ``figure`` is "" while the figure cannot be found (orphaned).

    ``number`` tells corrections apart; ``made_for`` is the id of the figure as it was when the correction was made;
    ``made_at`` is ISO 8601.
    """

    number: int
    figure: str
    made_for: str
    document: str
    raw: str
    before: str
    after: str
    attribute: str
    value: str
    title: str
    author: str
    made_at: str
    note: str = ""


def add_correction(
    connection: sqlite3.Connection,
    figure: str,
    attribute: str,
    value: str,
    *,
    author: str = "",
    made_at: str = "",
    note: str = "",
) -> Correction:
    """Record that ``attribute`` of ``figure`` reads ``value``; the print stays as it is.

    Raises KeyError for an unknown figure, ValueError for an attribute or code that does not exist.
    """
    check_correction(attribute, value)
    row = connection.execute(
        "SELECT f.raw, f.quote, f.quote_at, d.path FROM figure f JOIN document d ON d.id = f.document WHERE f.id = ?",
        (figure,),
    ).fetchone()
    if row is None:
        raise KeyError(figure)
    before, after = _context(row["quote"], row["quote_at"], row["raw"])
    title = f"{row['raw']}：{attribute} → {value}"
    told = (figure, figure, row["path"], row["raw"], before, after, attribute, value, title, author, made_at, note)
    cursor = connection.execute(
        "INSERT INTO correction (figure, made_for, document, raw, before, after, attribute, value, title, author,"
        " made_at, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        told,
    )
    return Correction(cursor.lastrowid or 0, *told)


def read_corrections(connection: sqlite3.Connection, document: str | None = None) -> list[Correction]:
    """All corrections, or those made for one document (its path), in the order they were made."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM correction WHERE ?1 IS NULL OR document = ?1 ORDER BY id", (document,)
    )
    return [Correction(*row) for row in rows]


def withdraw_correction(connection: sqlite3.Connection, number: int) -> Correction:
    """Take a correction back; an earlier one of the same attribute counts again.  KeyError for an unknown number."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM correction WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise KeyError(number)
    connection.execute("DELETE FROM correction WHERE id = ?", (number,))
    return Correction(*row)


def orphaned(connection: sqlite3.Connection) -> list[Correction]:
    """Corrections whose figure is no longer found, in the order they were made."""
    return [correction for correction in read_corrections(connection) if not correction.figure]


_COLUMNS = (
    "id, COALESCE(figure, '') AS figure, made_for, document, raw, before, after, attribute, value, title, author,"
    " made_at, note"
)


def reanchor(connection: sqlite3.Connection, document: str) -> None:
    """Tie corrections without a figure to the figures of ``document`` (its id): the same place, else the same words.

    A correction finds its figure again when the id is the same, or when exactly one figure with the same ``raw``
    has the same words around it; else it stays orphaned.
    """
    loose = connection.execute(
        "SELECT id, made_for, raw, before, after FROM correction WHERE figure IS NULL AND document IN"
        " (SELECT path FROM document_path WHERE document = ?)",
        (document,),
    ).fetchall()
    for row in loose:
        candidates = connection.execute(
            "SELECT id, quote, quote_at, raw FROM figure WHERE document = ? AND raw = ? ORDER BY char_start",
            (document, row["raw"]),
        ).fetchall()
        figure = _find(row, candidates)
        if figure:
            connection.execute("UPDATE correction SET figure = ? WHERE id = ?", (figure, row["id"]))


def _find(correction: sqlite3.Row, candidates: Sequence[sqlite3.Row]) -> str:
    if any(candidate["id"] == correction["made_for"] for candidate in candidates):
        return str(correction["made_for"])
    wanted = (correction["before"], correction["after"])
    contexts = [(row["id"], _context(row["quote"], row["quote_at"], row["raw"])) for row in candidates]
    exact = [figure for figure, context in contexts if context == wanted]
    if len(exact) == 1:
        return str(exact[0])
    # A neighbouring number may have been put right in the new version: one side of the words is then enough.
    near = [figure for figure, (before, after) in contexts if before == wanted[0] or after == wanted[1]]
    return str(near[0]) if len(near) == 1 and not exact else ""


def _context(quote: str, at: int, raw: str) -> tuple[str, str]:
    """Words around the figure without white space, ``CONTEXT`` characters a side."""
    before = "".join(quote[:at].split())[-CONTEXT:]
    rest = "".join(quote[at:].split())
    return before, rest[len(raw) : len(raw) + CONTEXT]
