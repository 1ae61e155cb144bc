"""Document → Outline: the view with its parts, headings, sentences and tables."""

from __future__ import annotations

import re
from bisect import bisect_right

from report_miner.layout.attachments import missing_attachments
from report_miner.layout.headings import Scopes, find_headings
from report_miner.layout.parts import find_parts
from report_miner.layout.places import SourceIndex, between, merged
from report_miner.layout.sentences import paragraphs, split_sentences
from report_miner.layout.view import read_lines
from report_miner.model import Block, Cell, Document, Outline, Sentence, Table, View

_LONGEST_NAME = 40
"""Names of projects and departments in a cell are no longer than this, or have no full stop."""
_SENTENCE_END = re.compile(r"[。；]")


def outline(document: Document) -> Outline:
    """Where everything stands in ``document``; never raises, whatever the text.

    The tables are the reader's, then those found in the text itself, in text order.
    """
    reading = read_lines(document)
    view = reading.view
    tables = (*document.tables, *(found.table for found in reading.tables))
    prose = between(table_blocks(view, tables), len(view.text))
    blocks = paragraphs(view.text, prose)
    parts = find_parts(view.text, blocks)
    headings = find_headings(view.text, blocks, parts)
    scopes = Scopes(view.text, headings)
    begins = [part.block.start for part in parts]
    sentences = []
    for piece in split_sentences(view.text, prose):
        part = bisect_right(begins, piece.block.start) - 1
        sentences.append(Sentence(piece.block, part, piece.paragraph, scopes.at(piece.block.start, part)))
    issues = missing_attachments(document, view, blocks, parts, tables)
    return Outline(document, view, parts, headings, tuple(sentences), tables, issues)


def table_blocks(view: View, tables: tuple[Table, ...]) -> list[Block]:
    """What the view shows of the tables' cells, as ascending disjoint blocks.

    Cells that hold sentences are left out: they are read as prose.
    """
    if not tables:
        return []
    index = SourceIndex(view)
    spans = {span for table in tables for cell in table.cells if not _is_prose(view, cell) for span in cell.spans}
    return merged(block for span in spans for block in index.blocks(span))


def _is_prose(view: View, cell: Cell) -> bool:
    """Whether a cell tells something in sentences instead of naming or counting it."""
    words = "".join(view.source[span.start : span.end] for span in cell.spans)
    return len(words) > _LONGEST_NAME and _SENTENCE_END.search(words) is not None
