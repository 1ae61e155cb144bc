"""WordprocessingML: what a paragraph and a table of a docx say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from report_miner.readers.draft import CellText

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Strict office files use another address for the same words.
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
# Deleted text, field codes, properties, phonetic guides, and the copy of a drawing made for old programs.
_PASSED_OVER = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "sdtPr", "rt"})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_OFF = ("0", "false", "off")


@dataclass(slots=True)
class Inline:
    """What a paragraph holds: its words, and what hangs on them (text boxes, notes as (kind, id))."""

    words: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words as one string; ``\\n`` where the line is broken."""
        return "".join(self.words)


@dataclass(slots=True)
class TableText:
    """The rows of a table and what hangs on its cells."""

    rows: list[list[CellText]] = field(default_factory=list)
    asides: list[Inline] = field(default_factory=list)


def local(element: Any) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute in the word-processing namespace."""
    found = element.get(W + name)
    if found is None:
        found = element.get(_STRICT + name)
    return str(found) if found is not None else None


def child(element: Any, name: str) -> Any:
    """The first child of that name, or ``None``."""
    return next((item for item in element if local(item) == name), None)


def blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, out of content controls and tracked insertions too."""
    yield from _through(container, ("p", "tbl"))


def _through(container: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """Children of these names, looking into the wrappers that Word puts around them."""
    pending = list(reversed(container))
    while pending:
        item = pending.pop()
        name = local(item)
        if name in names:
            yield item
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            pending.extend(reversed(item))


def table_cells(table: Any) -> Iterator[Any]:
    """The cells of a table, row by row; not those of tables within it."""
    for row in _through(table, ("tr",)):
        yield from _through(row, ("tc",))


def inline(paragraph: Any) -> Inline:
    """Read one paragraph as shown: insertions in, deletions and hidden text out."""
    found = Inline()
    pending = list(reversed(paragraph))
    while pending:
        item = pending.pop()
        name = local(item)
        if not name or name in _PASSED_OVER or (name == "r" and _is_hidden(item)):
            continue
        if name == "t":
            found.words.append(item.text or "")
        elif name in _CHARACTERS:
            found.words.append(_CHARACTERS[name])
        elif name == "txbxContent":
            found.boxes.append(item)
        elif name in _NOTES:
            found.notes.append((_NOTES[name], attribute(item, "id") or ""))
        else:
            pending.extend(reversed(item))
    return found


def _is_hidden(run: Any) -> bool:
    properties = child(run, "rPr")
    vanish = child(properties, "vanish") if properties is not None else None
    return vanish is not None and attribute(vanish, "val") not in _OFF


def table_text(table: Any) -> TableText:
    """Rows and cells with their spans: ``gridSpan`` across, ``vMerge`` down."""
    found = TableText()
    # For each grid column the (row, place) of the cell that a merge downwards began with.
    open_merges: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(_through(table, ("tr",))):
        cells: list[CellText] = []
        column = _skipped_columns(row)
        for cell in _through(row, ("tc",)):
            across = _span(cell)
            merge = _merge(cell)
            if merge == "continue" and column in open_merges:
                top, place = open_merges[column]
                above = found.rows[top][place]
                found.rows[top][place] = above._replace(row_span=number - top + 1)
            else:
                cells.append(CellText(_cell_words(cell, found.asides), 1, across))
                open_merges.pop(column, None)
                if merge == "restart":
                    open_merges[column] = (number, len(cells) - 1)
            column += across
        found.rows.append(cells)
    return found


def _cell_words(cell: Any, asides: list[Inline]) -> str:
    """A cell's paragraphs on one line, those of tables within it too."""
    words = []
    for item in cell.iter():
        if local(item) == "p" and not _in_text_box(item, cell):
            found = inline(item)
            words.append(" ".join(found.text.split()) if "\n" in found.text or "\t" in found.text else found.text)
            if found.boxes or found.notes:
                asides.append(found)
    return " ".join(word for word in words if word.strip())


def _in_text_box(item: Any, cell: Any) -> bool:
    parent = item.getparent()
    while parent is not None and parent is not cell:
        if local(parent) == "txbxContent":
            return True
        parent = parent.getparent()
    return False


def _skipped_columns(row: Any) -> int:
    properties = child(row, "trPr")
    before = child(properties, "gridBefore") if properties is not None else None
    return _number(before)


def _span(cell: Any) -> int:
    properties = child(cell, "tcPr")
    return max(_number(child(properties, "gridSpan") if properties is not None else None), 1)


def _merge(cell: Any) -> str:
    properties = child(cell, "tcPr")
    merge = child(properties, "vMerge") if properties is not None else None
    return "" if merge is None else attribute(merge, "val") or "continue"


def _number(element: Any) -> int:
    value = attribute(element, "val") if element is not None else None
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else 0
