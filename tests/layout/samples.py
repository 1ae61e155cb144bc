"""Documents for the layout tests, invented here."""

from __future__ import annotations

from report_miner.model import Document, Medium, Outline, Table


def document(text: str, medium: Medium = Medium.TXT, tables: tuple[Table, ...] = ()) -> Document:
    return Document("sample.txt", "0" * 64, medium, text, tables=tables)


def words(outline: Outline, block: tuple[int, int] | None) -> str | None:
    return None if block is None else outline.view.text[block[0] : block[1]]
