"""The types of this package: a division, a place name in a text, and what a name was resolved to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

FIRST_YEAR = 2005
"""First year of the table; a unit that is older says 2005."""
LAST_YEAR = 2025
"""Last year of the table; a unit whose ``last`` is this year still exists."""


class Level(StrEnum):
    """Which tier of government."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Region(NamedTuple):
    """One administrative division under one code and one name.

    ``first`` and ``last`` are the years at whose end the ministry's list has it (``last`` 2025: open).  A rename under
    the same code makes two regions; ``successors`` are the codes that follow in the year after ``last`` (its own
    code after a mere rename).  ``parent`` is the code of the unit above, empty for provinces.  ``inferred``: a change
    of 2023–2025 that is known only from the difference of the lists of 2022 and early 2025.
    """

    code: str
    name: str
    level: Level
    parent: str
    first: int
    last: int
    successors: tuple[str, ...]
    inferred: bool

    def valid_in(self, year: int) -> bool:
        """Whether it existed at the end of ``year``; years outside 2005–2025 count as the nearest of these."""
        return self.first <= clamp_year(year) <= self.last


def clamp_year(year: int) -> int:
    """The year of the table that stands for ``year``."""
    return min(max(year, FIRST_YEAR), LAST_YEAR)


class MentionKind(StrEnum):
    """What sort of unit a place name names."""

    DIVISION = "division"
    ZONE = "zone"
    """A functional zone (高新区, 经开区 …): no code of its own, reports like a county."""
    TOWNSHIP = "township"
    """A street office, town or township below a county or zone."""
    RELATIVE = "relative"
    """Only the level is said (``市`` of ``市财政局``); which unit follows from the document."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a text: ``start`` and ``end`` count its characters from 0, half-open.

    ``candidates`` are the codes that the name alone allows (for zones and townships: those of the unit named in
    front; empty where none is).  ``short``: printed without 市/县/区.  ``generic``: also a common noun (城区, 和县);
    believe it only where the context supports it.
    """

    start: int
    end: int
    name: str
    candidates: tuple[str, ...]
    kind: MentionKind = MentionKind.DIVISION
    short: bool = False
    generic: bool = False


class ResolvedVia(StrEnum):
    """How a name was resolved."""

    EXACT = "exact"
    SHORT = "short"
    RENAMED = "renamed"
    MISREAD = "misread"
    ZONE = "zone"
    TOWNSHIP = "township"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The unit that a name means.

    ``name`` is the full name to show; ``region_code`` the division's code, for zones and townships that of the division
    they lie in (empty where unknown).  ``note`` is a Chinese sentence where a reader should know more.
    """

    region_code: str
    name: str
    via: ResolvedVia
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedMention:
    """A mention together with its resolution; a chain (``宝鸡市凤翔区``) is one, from its first character."""

    start: int
    end: int
    mention: Mention
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class Zone:
    """A functional zone known by its own name; ``name`` as reports print it, ``parent`` the code of its city."""

    name: str
    parent: str
    full_name: str
