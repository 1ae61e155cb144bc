"""docx → Document: paragraphs, tables, text boxes and notes in reading order, as the page shows them."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from typing import Any

from report_miner.model import Document, Medium
from report_miner.readers.archives import check_office, open_zip, read_member
from report_miner.readers.draft import Draft
from report_miner.readers.issues import IssueKind, refuse
from report_miner.readers.limits import DEFAULT_LIMITS, Limits
from report_miner.readers.wordml import Inline, attribute, blocks, child, inline, local, table_cells, table_text

_MAIN = "word/document.xml"
_NOTE_PARTS = (("footnote", "word/footnotes.xml"), ("endnote", "word/endnotes.xml"))


def read_docx(data: bytes, path: str, sha256: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read the main text.

    Tracked insertions are kept, deletions and hidden text dropped; automatic numbers are not in the file's text and
    stay out; a text box follows the paragraph it is anchored in, a note the paragraph that refers to it; headers,
    footers and comments are left out.  Raises ``ReadError`` (truncated, xml_bomb, zip_bomb, no_text).
    """
    with open_zip(data, path) as archive:
        check_office(archive, path, limits)
        root = _part(archive, _MAIN, path)
        notes = {
            (kind, attribute(note, "id") or ""): note
            for kind, name in _NOTE_PARTS
            for note in _notes(_part(archive, name, path), kind)
        }
    body = child(root, "body") if root is not None else None
    if body is None:
        raise refuse(IssueKind.TRUNCATED, path, "缺少正文部分")
    writer = _Writer(Draft(), notes)
    writer.write(body)
    text = writer.draft.text
    if not text.strip():
        raise refuse(IssueKind.NO_TEXT, path)
    return Document(path=path, sha256=sha256, medium=Medium.DOCX, text=text, tables=tuple(writer.draft.tables))


def _part(archive: zipfile.ZipFile, name: str, path: str) -> Any:
    """The root element of an XML part; ``None`` where there is no such part.  ``ReadError`` (truncated)."""
    from lxml import etree

    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(read_member(archive, name, path), parser)
    except etree.XMLSyntaxError as error:
        raise refuse(IssueKind.TRUNCATED, path, "XML无法解析") from error


def _notes(root: Any, kind: str) -> list[Any]:
    """The notes of a part, without the separators that Word keeps there too."""
    if root is None:
        return []
    return [note for note in root if local(note) == kind and attribute(note, "type") in (None, "normal")]


@dataclass(slots=True)
class _Writer:
    draft: Draft
    notes: dict[tuple[str, str], Any]
    _written: set[tuple[str, str]] = field(default_factory=set)

    def write(self, container: Any) -> None:
        """Write the paragraphs and tables of a body, cell, text box or note."""
        for block in blocks(container):
            if local(block) == "p":
                found = inline(block)
                for line in found.text.split("\n"):
                    self.draft.block(line)
                self._aside(found)
            else:
                self._table(block)

    def _table(self, table: Any) -> None:
        found = table_text(table)
        if max(map(len, found.rows), default=0) < 2:
            # One column is a frame around text, not a table.
            for cell in table_cells(table):
                self.write(cell)
            return
        self.draft.table(found.rows, "markup")
        for aside in found.asides:
            self._aside(aside)

    def _aside(self, found: Inline) -> None:
        """Write what hangs on a paragraph: text boxes, then notes, each note once."""
        for box in found.boxes:
            self.write(box)
        for key in found.notes:
            if key in self.notes and key not in self._written:
                self._written.add(key)
                self.write(self.notes[key])
