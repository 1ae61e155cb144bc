"""The line or lines directly above a table: its title and its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.model import Span

_UNIT = re.compile(r"单\s*位\s*[:：]|计量单位|金额单位")
_LABEL = re.compile(r"\s*附?\s*[表件]\s*[一二三四五六七八九十\d]")
_SENTENCE = re.compile(r"[。；;！？，]\s*$")
_LETTER = re.compile(r"[\u3400-\u9fff]")
_LINE = re.compile(r"[^\n\f]+")
_LONGEST = 60
_MOST = 3


def lines_of(text: str, start: int, end: int) -> list[Span]:
    """Spans of the lines of ``text[start:end]``, without their line ends, blank ones left out."""
    spans = []
    for match in _LINE.finditer(text, start, end):
        if not match[0].isspace():
            spans.append(Span(match.start(), match.end()))
    return spans


def caption(text: str, above: Sequence[Span]) -> Span | None:
    """One span over the caption, from the lines ``above`` a table, nearest last.

    Takes the nearest line if it is short and no sentence; further ones while the line below is a unit (``单位：万元``)
    or the line itself a label (``附表1``), at most three.  The lines must follow each other in the text.
    """
    chosen: list[Span] = []
    for line in reversed(above):
        words = text[line.start : line.end]
        if len(words) > _LONGEST or _SENTENCE.search(words) or not _LETTER.search(words):
            break
        if chosen:
            below = text[chosen[-1].start : chosen[-1].end]
            if not (_UNIT.search(below) or _UNIT.search(words) or _LABEL.match(words)):
                break
        chosen.append(line)
        if len(chosen) == _MOST:
            break
    if not chosen:
        return None
    start, end = min(line.start for line in chosen), max(line.end for line in chosen)
    between = sum(line.end - line.start for line in chosen)
    # Lines that are neighbours on paper may be far apart in the text layer: then only the nearest one.
    return Span(start, end) if end - start <= between + 4 * len(chosen) else chosen[0]
