"""Tables in the text itself: one cell a line, or columns set apart by tabs."""

from __future__ import annotations

from dataclasses import dataclass

from report_miner.layout.lines import Line
from report_miner.model import Table


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table over lines ``first`` … ``last``; after the lines in ``wraps`` the same cell goes on."""

    table: Table
    first: int
    last: int
    wraps: tuple[int, ...]


def find_tables(text: str, lines: list[Line], owners: list[int]) -> list[TextTable]:
    return []
