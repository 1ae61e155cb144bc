"""The table of divisions: read once from the package data, asked by code, name and year."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from report_miner.regions.names import alias, stem
from report_miner.regions.types import (
    LAST_YEAR,
    Level,
    Mention,
    MentionKind,
    Region,
    Resolution,
    ResolvedMention,
    Zone,
    clamp_year,
)
from report_miner.regions.words import read_data

if TYPE_CHECKING:
    from report_miner.regions.spotting import Scanner

Names = dict[str, tuple[Region, ...]]


def _region(row: list[str]) -> Region:
    code, name, level, parent, first, last, successors, inferred = row
    return Region(code, name, Level(level), parent, int(first), int(last), tuple(successors.split()), inferred == "1")


def _by_name(pairs: Iterable[tuple[str, Region]]) -> Names:
    found: dict[str, list[Region]] = {}
    for name, region in pairs:
        if name:
            found.setdefault(name, []).append(region)
    return {name: tuple(regions) for name, regions in found.items()}


class RegionTable:
    """All divisions of 2005–2025; immutable, indexes are made when first asked for."""

    def __init__(self, regions: tuple[Region, ...], zones: tuple[Zone, ...]) -> None:
        self.regions = regions
        self.zones = zones

    @cached_property
    def by_code(self) -> dict[str, tuple[Region, ...]]:
        """Code → its regions, oldest first (several where it was renamed)."""
        return _by_name((region.code, region) for region in self.regions)

    @cached_property
    def by_name(self) -> Names:
        """Full name → all regions that ever bore it."""
        return _by_name((region.name, region) for region in self.regions)

    @cached_property
    def by_short_name(self) -> Names:
        """Short form (凤翔, 延边州) → all regions it may mean."""
        pairs = [(stem(region.name), region) for region in self.regions]
        return _by_name(pairs + [(alias(region.name), region) for region in self.regions])

    @cached_property
    def predecessors(self) -> dict[str, tuple[Region, ...]]:
        """Code → the regions that have it as a successor."""
        return _by_name((code, region) for region in self.regions for code in region.successors)

    @cached_property
    def scanner(self) -> Scanner:
        """The automaton over all names."""
        from report_miner.regions.spotting import Scanner

        return Scanner(self)

    def get(self, code: str, year: int | None = None) -> Region | None:
        """The region of ``code`` in ``year`` (``None``: the latest); ``None`` if it did not exist then."""
        regions = self.by_code.get(code, ())
        if year is None:
            return regions[-1] if regions else None
        return next((region for region in regions if region.valid_in(year)), None)

    def ancestors(self, region: Region, year: int | None = None) -> tuple[Region, ...]:
        """The units above ``region``, nearest first, as of ``year`` (``None``: its last)."""
        moment = region.last if year is None else clamp_year(year)
        found: list[Region] = []
        while region.parent:
            above = self.get(region.parent, moment) or self.get(region.parent)
            if above is None:
                raise ValueError(f"{region.code} {region.name} has no parent {region.parent} in {moment}")
            found.append(above)
            region = above
        return tuple(found)

    def full_name(self, region: Region) -> str:
        """The name with all units above it: 陕西省宝鸡市凤翔区."""
        return "".join(unit.name for unit in reversed((region, *self.ancestors(region))))

    def lies_within(self, region: Region, code: str) -> bool:
        """Whether ``region`` is the unit of ``code`` or below it; the empty code holds all."""
        while region.code != code:
            if not region.parent:
                return not code
            above = self.get(region.parent)
            if above is None:
                return not code
            region = above
        return True

    def continues(self, outer: Mention, inner: Mention) -> bool:
        """Whether ``inner``, right behind ``outer``, may name a unit inside it: 宝鸡市凤翔区, but not 成都市自贡市."""
        if outer.end != inner.start:
            return False
        if not inner.candidates or not outer.candidates:
            return inner.kind in (MentionKind.ZONE, MentionKind.TOWNSHIP)
        inside = (region for code in inner.candidates if (region := self.get(code)) is not None)
        return any(self.lies_within(region, code) for region in inside for code in outer.candidates)

    def same_unit(self, region: Region, year: int) -> Region | None:
        """What ``region`` is called and coded in ``year`` if it lived on unmerged and undivided; else ``None``."""
        seen = {region}
        while not region.valid_in(year):
            following = self._after(region) if region.last < clamp_year(year) else self._before(region)
            if following is None or following in seen:
                return None
            seen.add(following)
            region = following
        return region

    def _after(self, region: Region) -> Region | None:
        if len(region.successors) != 1 or region.last >= LAST_YEAR:
            return None
        heir = self.get(region.successors[0], region.last + 1)
        if heir is None or heir.first != region.last + 1:
            return None
        return heir if self._sole_source(heir) == region else None

    def _before(self, region: Region) -> Region | None:
        source = self._sole_source(region)
        return source if source is not None and len(source.successors) == 1 else None

    def _sole_source(self, region: Region) -> Region | None:
        sources = [source for source in self.predecessors.get(region.code, ()) if source.last == region.first - 1]
        return sources[0] if len(sources) == 1 else None

    def short_names_within(self, code: str) -> tuple[str, ...]:
        """Short names of the counties of a city of code ``code``, the longest first; those of one sign left out."""
        from report_miner.regions.words import ordinary_words

        inside = {
            name
            for name, regions in self.by_short_name.items()
            if len(name) > 1 and name in ordinary_words()
            and any(region.code[:4] == code[:4] and not region.code.endswith("00") for region in regions)
        }  # fmt: skip
        return tuple(sorted(inside, key=lambda name: (-len(name), name)))

    def misread_within(self, code: str) -> dict[str, str]:
        """What the two-sign names of a city's counties look like with the first sign misread (雎县) → the name (睢县).

        Only listed look-alikes, and nothing that is a county's name itself.
        """
        from report_miner.regions.shapes import confusable_with

        inside = {
            region.name
            for region in self.regions
            if region.code[:4] == code[:4] and not region.code.endswith("00") and len(region.name) == TWO_SIGNS
        }
        return {
            printed: name
            for name in sorted(inside)
            for sign in sorted(confusable_with(name[0]))
            if sign != name[0] and (printed := sign + name[1]) not in self.by_name
        }

    @cached_property
    def banners(self) -> dict[str, frozenset[str]]:
        """First four digits of a league's code → the names of its banners, those of three signs and less left out."""
        names: dict[str, set[str]] = {}
        for region in self.regions:
            if region.name.endswith("旗") and len(region.name) > TWO_SIGNS + 1:
                names.setdefault(region.code[:4], set()).add(region.name)
        return {league: frozenset(banners) for league, banners in names.items()}

    def banners_within(self, code: str) -> dict[str, str]:
        """What a league's banners are called for short, by their first sign (伊旗) → the name (伊金霍洛旗)."""
        names = self.banners.get(code[:4], frozenset())
        firsts = Counter(name[0] for name in names)
        return {name[0] + "旗": name for name in sorted(names) if firsts[name[0]] == 1}

    def candidates(self, name: str, *, year: int | None = None, within: str = "") -> tuple[Region, ...]:
        """All regions that ``name`` (full or short) may mean, narrowed by year and place as far as these help."""
        from report_miner.regions.resolving import candidates

        return candidates(self, name, year=year, within=within)

    def resolve(self, name: str, *, year: int | None = None, within: str = "") -> Resolution | None:
        """The unit that ``name`` means in a report of ``year`` from the unit of code ``within``; ``None`` if unclear.

        The printed name stays where it was right in that year or a neighbouring one.
        """
        from report_miner.regions.resolving import resolve

        return resolve(self, name, year=year, within=within)

    def mentions(self, text: str) -> list[Mention]:
        """All place names in ``text``, in text order, without overlaps."""
        return self.scanner.mentions(text)

    def in_text(
        self, text: str, *, year: int | None = None, within: str = "", mentions: Sequence[Mention] | None = None
    ) -> list[ResolvedMention]:
        """The place names of ``text`` that resolve, chains (宝鸡市凤翔区) as one.

        ``mentions`` are those of ``text`` where they are known already.
        """
        from report_miner.regions.resolving import in_text

        return in_text(self, text, year=year, within=within, mentions=mentions)


TWO_SIGNS = 2


@cache
def load() -> RegionTable:
    """The table of this package, read on the first call."""
    divisions = list(csv.reader(read_data("divisions.csv").splitlines()))[1:]
    zones = list(csv.reader(read_data("zones.csv").splitlines()))[1:]
    return RegionTable(tuple(map(_region, divisions)), tuple(Zone(*row) for row in zones))
