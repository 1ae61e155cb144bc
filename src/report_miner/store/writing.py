"""Write documents, one transaction each; re-running replaces a changed document's rows and leaves all others alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from report_miner.store.corrections import reanchor
from report_miner.store.rows import DocumentRows, Row


@dataclass(frozen=True, slots=True)
class Stamp:
    """What wrote the rows: a document is mined anew when either changes."""

    version: str
    packs: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How a file looked when it was read: unchanged while path, size, time and outside claims stay the same.

    ``claims`` is what the file's name or the manifest said of it, as text.
    """

    path: str
    size: int
    mtime_ns: int
    claims: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A file the database already knows, with the state of the document it holds."""

    fingerprint: Fingerprint
    stamp: Stamp
    sha256: str
    status: str
    failure: str
    """Kind and message of the first issue of a failed document, separated by a space; "" for one that was read."""


class Written(StrEnum):
    """What became of a document handed to the store."""

    NEW = "new"
    REPLACED = "replaced"
    SAME_BYTES = "same_bytes"
    """The same bytes are stored under another path; this path was noted beside it."""


_CHILDREN = ("sentence", "quantity", "figure", "activity", "part", "issue")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, also where the process dies inside."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def bulk(connection: sqlite3.Connection) -> Iterator[None]:
    """Write-ahead log while many documents are written, one plain file again afterwards.

    Keys are hashes, so each document touches pages all over the file: the log takes a third of the time that the
    rollback journal does (5 against 13 ms a document of 150 figures), others can read meanwhile, and a killed
    process loses nothing that was committed (power loss at most the last documents, which the next run reads
    again).  Where the file system cannot do it, SQLite keeps the rollback journal.
    """
    if _switch_journal(connection, "wal"):
        connection.execute("PRAGMA synchronous = NORMAL")  # safe with a log; with a rollback journal only FULL is
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
    connection.execute("PRAGMA cache_size = -16384")
    try:
        yield
    finally:
        # Where another program reads, the log stays beside the file until the next run.
        _switch_journal(connection, "delete")
        connection.execute("PRAGMA synchronous = FULL")


def _switch_journal(connection: sqlite3.Connection, mode: str) -> bool:
    """Whether the journal is now ``mode``; it cannot be while another program has the database open."""
    try:
        return bool(connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0] == mode)
    except sqlite3.OperationalError:
        return False


def stored_files(connection: sqlite3.Connection) -> Iterator[Stored]:
    """Every path the database knows, for deciding what is unchanged."""
    for row in connection.execute(
        "SELECT p.path, p.size, p.mtime_ns, p.claims, d.version, d.packs, d.sha256, d.status,"
        " COALESCE(i.kind || ' ' || i.title, '') AS failure"
        " FROM document_path p JOIN document d ON d.id = p.document"
        " LEFT JOIN issue i ON d.status = 'failed' AND i.id = d.id || ':000'"
    ):
        yield Stored(
            Fingerprint(row["path"], row["size"], row["mtime_ns"], row["claims"]),
            Stamp(row["version"], row["packs"]),
            row["sha256"],
            row["status"],
            row["failure"],
        )


def write_document(
    connection: sqlite3.Connection, rows: DocumentRows, fingerprint: Fingerprint, stamp: Stamp
) -> Written:
    """Store one document in one transaction.

    The same bytes under several paths are one document, named by the path that sorts first, so that the order in which
    files arrive does not matter.  What the path held before is removed unless another path still holds it.
    """
    with transaction(connection):
        replaced = _release(connection, rows.path, rows.id)
        written = _put(connection, rows, stamp)
        connection.execute(
            "INSERT OR REPLACE INTO document_path (path, document, size, mtime_ns, claims) VALUES (?, ?, ?, ?, ?)",
            (rows.path, rows.id, fingerprint.size, fingerprint.mtime_ns, fingerprint.claims),
        )
        reanchor(connection, rows.id)
    return Written.REPLACED if written is Written.NEW and replaced else written


def touch(connection: sqlite3.Connection, fingerprint: Fingerprint) -> None:
    """Note that a file was touched or copied but holds the same bytes."""
    connection.execute(
        "UPDATE document_path SET size = ?, mtime_ns = ? WHERE path = ?",
        (fingerprint.size, fingerprint.mtime_ns, fingerprint.path),
    )


def _release(connection: sqlite3.Connection, path: str, keep: str) -> bool:
    """Take ``path`` away from the document it held before; remove that document where no other path holds it."""
    row = connection.execute("SELECT document FROM document_path WHERE path = ?", (path,)).fetchone()
    if row is None or row["document"] == keep:
        return row is not None
    old = row["document"]
    connection.execute("DELETE FROM document_path WHERE path = ?", (path,))
    other = connection.execute("SELECT MIN(path) FROM document_path WHERE document = ?", (old,)).fetchone()[0]
    if other is None:
        _clear(connection, old)
        connection.execute("DELETE FROM document WHERE id = ?", (old,))
    else:
        connection.execute("UPDATE document SET path = ? WHERE id = ? AND path = ?", (other, old, path))
        # What its name says about unit and year was taken from the path now gone: read it again next time.
        connection.execute("UPDATE document_path SET mtime_ns = -1 WHERE path = ?", (other,))
    return True


def _put(connection: sqlite3.Connection, rows: DocumentRows, stamp: Stamp) -> Written:
    known = connection.execute("SELECT path, status, version, packs FROM document WHERE id = ?", (rows.id,)).fetchone()
    if known is not None:
        current = Stamp(known["version"], known["packs"]) == stamp and known["status"] == rows.status
        if current and known["path"] < rows.path:
            return Written.SAME_BYTES
        _clear(connection, rows.id)
    path = rows.path if known is None else min(rows.path, known["path"])
    _insert_document(connection, rows, path, stamp)
    _insert(connection, "part", rows.parts)
    _insert(connection, "activity", rows.activities)
    _insert(connection, "figure", rows.figures)
    _insert(connection, "quantity", rows.quantities)
    _insert(connection, "issue", rows.issues)
    return Written.NEW if known is None else Written.REPLACED


def _clear(connection: sqlite3.Connection, document: str) -> None:
    """Remove what was read out of a document, and the findings about it, which no longer speak of stored figures."""
    connection.execute(
        "DELETE FROM finding WHERE id IN (SELECT m.finding FROM finding_figure m JOIN figure f ON f.id = m.figure"
        " WHERE f.document = ?)",
        (document,),
    )
    for table in _CHILDREN:
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (document,))


def _insert_document(connection: sqlite3.Connection, rows: DocumentRows, path: str, stamp: Stamp) -> None:
    connection.executemany("INSERT OR IGNORE INTO region (id, name, code) VALUES (?, ?, ?)", rows.regions)
    values = {
        "id": rows.id,
        "title": path.rsplit("/", 1)[-1],
        "path": path,
        "sha256": rows.sha256,
        "medium": rows.medium,
        "region": rows.region,
        "unit": rows.unit,
        "unit_code": rows.unit_code,
        "unit_via": rows.unit_via,
        "year": rows.year,
        "pages": rows.pages,
        "characters": len(rows.text),
        "status": rows.status,
        "dated": rows.dated,
        "version": stamp.version,
        "packs": stamp.packs,
        "sketch": rows.sketch,
        "text": rows.text,
    }
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    changes = ", ".join(f"{column} = excluded.{column}" for column in values if column != "id")
    connection.execute(
        f"INSERT INTO document ({columns}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {changes}",
        tuple(values.values()),
    )


def _insert(connection: sqlite3.Connection, table: str, rows: tuple[Row, ...]) -> None:
    if rows:
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def remove_unused_regions(connection: sqlite3.Connection) -> None:
    """Keep in ``region`` only what some row still names."""
    connection.execute(
        "DELETE FROM region WHERE id NOT IN (SELECT region FROM document WHERE region IS NOT NULL"
        " UNION SELECT region FROM activity WHERE region IS NOT NULL"
        " UNION SELECT region FROM figure WHERE region IS NOT NULL)"
    )
