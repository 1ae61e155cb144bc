"""The challenge set: single passages with their labels, mined one by one into a database of their own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from report_miner import pipeline, store
from report_miner.model import Claims, Document, Medium, Mined, Span, Via
from report_miner.scoring.gold import GoldError, GoldFigure, figure_from
from report_miner.store import Fingerprint, Stamp


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as if it stood in a report of ``unit`` about ``year``; ``held_back`` ones are not for tuning.

    ``text`` begins with the report's title, as the labels were given with the title in sight.
    """

    id: str
    text: str
    unit: str
    year: str
    held_back: bool
    figures: tuple[GoldFigure, ...]


def read_challenge(path: Path, *, held_back: bool) -> list[Passage]:
    """The held back passages of a challenge file, or all others; GoldError names a bad line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"文件 {path} 读不出来，请核对路径和编码（UTF-8）。") from error
    passages = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                passages.append(_passage(line))
            except (ValueError, KeyError, TypeError) as error:
                raise GoldError(f"标注文件 {path} 第 {number} 行读不懂（{error}），请核对格式。") from error
    return [passage for passage in passages if passage.held_back is held_back]


def _passage(line: str) -> Passage:
    entry = json.loads(line)
    head = f"{entry['title']}\n\n" if entry.get("title") else ""
    figures = tuple(
        replace(figure, span=Span(figure.span.start + len(head), figure.span.end + len(head)))
        for figure in (
            figure_from({**figure, "id": f"{entry['id']}#{number}", "document": entry["id"]})
            for number, figure in enumerate(entry["figures"])
        )
    )
    text, held_back = head + entry["text"], bool(entry["held_back"])
    return Passage(entry["id"], text, entry["unit"], str(entry["year"]), held_back, figures)


def mine_challenge(passages: Iterable[Passage], database: str | Path = ":memory:") -> sqlite3.Connection:
    """A database with each passage as a document named by its id; unit and year as a manifest would say them."""
    connection = store.open_database(database)
    with store.bulk(connection):
        for number, passage in enumerate(passages):
            fingerprint = Fingerprint(passage.id, len(passage.text), number, "")
            store.write_document(connection, store.rows_of(mine_passage(passage)), fingerprint, Stamp("", ""))
    return connection


def mine_passage(passage: Passage) -> Mined:
    """What is read out of one passage."""
    digest = sha256(f"{passage.id}\n{passage.text}".encode()).hexdigest()
    claims = Claims(passage.unit, passage.year, Via.MANIFEST, Via.MANIFEST)
    return pipeline.mine(Document(passage.id, digest, Medium.TXT, passage.text, claims=claims))


def gold_of(passages: Sequence[Passage]) -> list[GoldFigure]:
    """The labels of all passages."""
    return [figure for passage in passages for figure in passage.figures]
