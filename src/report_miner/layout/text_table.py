"""What tables in the text have in common: their rows' kinds of cells, their captions, the type that is handed on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from report_miner.layout.lines import Line
from report_miner.model import Span, Table

LEAST_ROWS = 3
"""Fewer rows of the same kind may be chance."""
NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?[%‰]?")
SERIAL = re.compile(r"\d{1,3}")
GRADE = re.compile(r"[优良中差低高]|优秀|良好|中等|一般|合格|不合格|较好|较差|[A-D]|—{1,2}|-{1,2}|/|是|否")
TOTAL = re.compile(r"合 ?计|总 ?计|小 ?计|共 ?计|平均")
PROSE = re.compile(r"[。；！？]|，.*，")
UNIT = re.compile(r"[（(]?(?:金额)?单位[：:]")
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_CAPTION = re.compile(r"(?:附?表 ?[\d一二三四五六七八九十]+|.*(?:表|情况|结果|明细|清单)[）)]?$)")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table over lines ``first`` … ``last``; after the lines in ``wraps`` the same cell goes on."""

    table: Table
    first: int
    last: int
    wraps: tuple[int, ...] = ()


def caption_above(text: str, lines: list[Line], first: int) -> Span | None:
    """The unit line and the title directly above line ``first``."""
    begin = first
    while begin > 0 and first - begin < 2:
        start, end = lines[begin - 1]
        if (
            end - start > 60
            or HEADING.match(text, start, end)
            or not (UNIT.match(text, start, end) or _CAPTION.match(text, start, end))
        ):
            break
        begin -= 1
    return Span(lines[begin].start, lines[first - 1].end) if begin < first else None
