"""Place names spelled in Latin letters, as file names have them: ``heilongjiang2020_jixiao.txt``."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import TYPE_CHECKING

from report_miner.regions.words import read_data

if TYPE_CHECKING:
    from report_miner.regions.table import RegionTable
    from report_miner.regions.types import Region

WORD = re.compile(r"[a-z]{4,}")
"""Shorter words are abbreviations or spell too many places."""


@cache
def spellings() -> dict[str, tuple[str, ...]]:
    """Pinyin without blanks → codes of the units of 2025 so spelled, provinces first."""
    return {row[0]: tuple(row[1].split(" ")) for row in csv.reader(read_data("spelling.csv").splitlines()[1:])}


def spelled(name: str, table: RegionTable, year: int | None = None) -> Region | None:
    """The unit that the Latin words of a file name spell; ``None`` where none does or several could.

    A later word narrows an earlier one (``jiangsu_yancheng``); of units spelled alike the one of the highest level is
    meant, if it is the only one.
    """
    found: Region | None = None
    for word in WORD.findall(name.lower()):
        units = [unit for code in spellings().get(word, ()) if (unit := table.get(code, year)) is not None]
        if found is not None:
            units = [unit for unit in units if table.lies_within(unit, found.code) and unit.code != found.code]
        highest = [unit for unit in units if unit.level is units[0].level]
        if len(highest) == 1:
            found = highest[0]
    return found
