"""Full-text search in Chinese: sentences cut into words by jieba, because FTS5 finds no words in unspaced text.

Built by a step of its own: jieba cuts some 0.4 million characters a second, half as many as four workers mine
meanwhile, and not every user searches.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from report_miner.store.writing import transaction

_SENTENCE = re.compile(r"[^。！？；\f]*[。！？；]?|\f")
_WORD = re.compile(r"\w+")


class Hit(NamedTuple):
    """A sentence that holds all the words; offsets are half-open and count characters of the document's text."""

    document: str
    char_start: int
    char_end: int
    sentence: str


def build_index(connection: sqlite3.Connection) -> int:
    """Index the documents that have no sentences yet; returns how many sentences were added."""
    _enable(connection)
    added = 0
    for row in connection.execute(
        "SELECT id, text FROM document WHERE status = 'read' AND id NOT IN (SELECT document FROM sentence)"
        " ORDER BY path"
    ).fetchall():
        rows = [(row["id"], start, end, text, " ".join(words(text))) for start, end, text in sentences(row["text"])]
        with transaction(connection):
            connection.executemany(
                "INSERT INTO sentence (document, char_start, char_end, title, words) VALUES (?, ?, ?, ?, ?)", rows
            )
        added += len(rows)
    return added


def search(connection: sqlite3.Connection, query: str, limit: int = 50) -> list[Hit]:
    """Sentences that hold every word of ``query`` (separated by blanks), best first; needs ``build_index``.

    What the words cut by jieba do not find is looked for as plain text: ``审减`` must be found in 净审减额 too, however
    that is cut.
    """
    wanted = " ".join(f'"{word}"' for word in words(query))
    if not wanted:
        return []
    cut = connection.execute(
        f"SELECT {_HIT} FROM sentence_fts f JOIN sentence s ON s.id = f.rowid"
        " JOIN document d ON d.id = s.document WHERE sentence_fts MATCH ?"
        " ORDER BY f.rank, d.path, s.char_start LIMIT ?",
        (wanted, limit),
    )
    pieces = query.split()
    plain = connection.execute(
        f"SELECT {_HIT} FROM sentence s JOIN document d ON d.id = s.document"
        f" WHERE {' AND '.join(['INSTR(s.title, ?)'] * len(pieces))} ORDER BY d.path, s.char_start LIMIT ?",
        (*pieces, limit),
    )
    found = dict.fromkeys(Hit(*row) for rows in (cut, plain) for row in rows)
    return list(found)[:limit]


_HIT = "d.path, s.char_start, s.char_end, s.title"


def sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Sentences with their offsets, white space dropped; empty ones left out."""
    for match in _SENTENCE.finditer(text):
        words_only = "".join(match[0].split())
        if words_only:
            yield match.start(), match.end(), words_only


def words(text: str) -> list[str]:
    """Words as jieba cuts them for searching, long words also in their parts, punctuation dropped."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    return [word for word in jieba.cut_for_search(text) if _WORD.fullmatch(word)]


def _enable(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sentence_fts'").fetchone():
        return
    from sqlite_utils import Database

    Database(connection).table("sentence").enable_fts(["words"], create_triggers=True)
