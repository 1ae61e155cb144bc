"""What a place name means, given the report's year and the unit it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from report_miner.regions.names import stem
from report_miner.regions.shapes import confusable, similar, slip
from report_miner.regions.spotting import TOWN_TAILS
from report_miner.regions.types import (
    LAST_YEAR,
    Level,
    Mention,
    MentionKind,
    Region,
    Resolution,
    ResolvedMention,
    ResolvedVia,
    clamp_year,
)
from report_miner.regions.words import zone_endings

if TYPE_CHECKING:
    from report_miner.regions.table import RegionTable

_LEVEL_SIGNS = "省市州盟县区旗"
_BELOW_CODES = (MentionKind.ZONE, MentionKind.TOWNSHIP)
_RELATIVE_PREFIXES = "我本全"


def _near_year(region: Region, year: int) -> bool:
    return region.first <= clamp_year(year) + 1 and region.last >= clamp_year(year) - 1


def _best_in_time(regions: Sequence[Region], year: int | None) -> tuple[Region, ...]:
    """Those valid in ``year``, else in a neighbouring year, else all; without a year the latest of each code."""
    if year is None:
        latest = max((region.last for region in regions), default=0)
        return tuple(region for region in regions if region.last == latest)
    for fits in (lambda region: region.valid_in(year), lambda region: _near_year(region, year)):
        found = tuple(filter(fits, regions))
        if found:
            return found
    return tuple(regions)


def _circles(table: RegionTable, within: str) -> tuple[str, ...]:
    """Codes from the narrowest to the widest: the unit, those above it, everything."""
    region = table.get(within) if within else None
    above = tuple(unit.code for unit in table.ancestors(region)) if region else ()
    return (*((within,) if region else ()), *above, "")


def _nearest(table: RegionTable, regions: Sequence[Region], within: str) -> tuple[Region, ...]:
    """Those in the narrowest circle around ``within`` that holds any."""
    for code in _circles(table, within):
        found = tuple(region for region in regions if table.lies_within(region, code))
        if found:
            return found
    return ()


def _sift(table: RegionTable, regions: Sequence[Region], year: int | None, within: str) -> tuple[Region, ...]:
    """By time inside the nearest circle; then, of one name, city before county (吉林市, 朝阳) only if one is left."""
    return _best_in_time(_nearest(table, regions, within), year)


def candidates(table: RegionTable, name: str, *, year: int | None, within: str) -> tuple[Region, ...]:
    """All regions that ``name`` may mean, narrowed by year and place as far as these help."""
    within = within and within.ljust(6, "0")
    named = table.by_name.get(name) or table.by_short_name.get(name) or ()
    return _sift(table, named, year, within)


def resolve(table: RegionTable, name: str, *, year: int | None, within: str) -> Resolution | None:
    """See ``RegionTable.resolve``."""
    within = within and within.ljust(6, "0")
    if name in table.by_name:
        return _settle(table, _sift(table, table.by_name[name], year, within), year, ResolvedVia.EXACT)
    if name in table.by_short_name:
        found = _sift(table, table.by_short_name[name], year, within)
        return _settle(table, _one_unit(table, found), year, ResolvedVia.SHORT)
    return (
        _relative(table, name, year, within)
        or _zone(table, name, year, within)
        or _township(table, name, year, within)
        or _misread(table, name, year, within)
    )


def _one_unit(table: RegionTable, regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """Of units of one stem inside each other (朝阳市, 朝阳县; 吉林省, 吉林市) the highest: what the bare stem means."""
    for level in (Level.PROVINCE, Level.CITY):
        highest = [region for region in regions if region.level is level]
        if len(highest) == 1 and all(table.lies_within(region, highest[0].code) for region in regions):
            return tuple(highest)
    return regions


def _settle(table: RegionTable, regions: Sequence[Region], year: int | None, via: ResolvedVia) -> Resolution | None:
    """The answer if one unit is left: its name in ``year`` unless the printed one was right then or nearly."""
    if len(regions) != 1:
        return None
    region = regions[0]
    if year is None or _near_year(region, year):
        return Resolution(region.code, region.name, via)
    then = table.same_unit(region, year)
    if then is not None:
        return Resolution(then.code, then.name, ResolvedVia.RENAMED, _renaming(region, then))
    return Resolution(region.code, region.name, via, _absence(table, region, year))


def _renaming(printed: Region, then: Region) -> str:
    if printed.last < then.first:
        return f"{printed.name}自{then.first}年起为{then.name}。"
    return f"{printed.name}在{then.last}年以前为{then.name}。"


def _absence(table: RegionTable, region: Region, year: int) -> str:
    if region.first > clamp_year(year):
        return f"{region.name}未列入{year}年的行政区划代码表，请核对名称或年份。"
    heirs = (table.get(code, region.last + 1) for code in region.successors)
    names = "、".join(heir.name for heir in heirs if heir is not None)
    return f"{region.name}在{region.last}年后不再存在" + (f"，并入{names}。" if names else "。")


def _relative(table: RegionTable, name: str, year: int | None, within: str) -> Resolution | None:
    """我市, 全县, 市: the nearest unit at or above ``within`` whose name ends so (石狮市 says 我市 of itself)."""
    sign = name.lstrip(_RELATIVE_PREFIXES)
    region = _home(table, within, year)
    if len(name) > 2 or len(sign) != 1 or sign not in _LEVEL_SIGNS or region is None:
        return None
    line = (region, *table.ancestors(region))
    found = next((unit for unit in line if unit.name.endswith(sign)), None)
    return None if found is None else Resolution(found.code, found.name, ResolvedVia.RELATIVE)


def _leading_place(table: RegionTable, name: str, year: int | None, within: str) -> Resolution | None:
    """The unit that ``name`` begins with: the longest full name, else the longest short one."""
    for known in (table.by_name, table.by_short_name):
        for end in range(len(name) - 1, 1, -1):
            if name[:end] in known:
                found = resolve(table, name[:end], year=year, within=within)
                if found is not None:
                    return found
    return None


def _home(table: RegionTable, within: str, year: int | None) -> Region | None:
    return (table.get(within, year) if year else None) or table.get(within)


def _zone(table: RegionTable, name: str, year: int | None, within: str) -> Resolution | None:
    for zone in table.zones:
        if name in (zone.name, zone.full_name):
            return Resolution(zone.parent, zone.full_name, ResolvedVia.ZONE)
    if not name.endswith(zone_endings()):
        return None
    place = _leading_place(table, name, year, within)
    if place is not None:
        return Resolution(place.region_code, name, ResolvedVia.ZONE)
    home = _home(table, within, year)
    if home is None:
        return None
    # 高新区 alone is that of the city (宝鸡高新区); 新蒲新区 has a name of its own.
    own = name not in zone_endings()
    return Resolution(home.code, name if own else (stem(home.name) or home.name) + name, ResolvedVia.ZONE)


def _township(table: RegionTable, name: str, year: int | None, within: str) -> Resolution | None:
    """A township keeps its printed name if a unit stands in front, else takes the document's."""
    if not name.endswith(TOWN_TAILS) or len(name) < 3:
        return None
    for zone in table.zones:
        if name.startswith((zone.full_name, zone.name)):
            printed = name if name.startswith(zone.full_name) else zone.full_name + name[len(zone.name) :]
            return Resolution(zone.parent, printed, ResolvedVia.TOWNSHIP)
    place = _leading_place(table, name, year, within)
    if place is not None:
        return Resolution(place.region_code, name, ResolvedVia.TOWNSHIP)
    home = _home(table, within, year)
    return None if home is None else Resolution(home.code, home.name + name, ResolvedVia.TOWNSHIP)


def _misread(table: RegionTable, name: str, year: int | None, within: str) -> Resolution | None:
    """The only unit of the province whose name differs in one character; of several the one alike in shape.

    Listed look-alikes count first, then characters of one radical and nearly one number of strokes, both from the
    narrowest circle outwards; any character at all only if no other unit of the province is one away.
    """
    home = _home(table, within, year)
    if home is None:
        return None
    near = [region for other in table.scanner.near(name) for region in table.by_name[other]]
    near = [region for region in near if region.valid_in(LAST_YEAR if year is None else year)]
    circles = [code for code in _circles(table, within) if code]
    for test in (confusable, similar):
        for code in circles:
            found = [region for region in near if test(*slip(name, region.name)) and table.lies_within(region, code)]
            if found:
                return _misreading(name, found)
    return _misreading(name, [region for region in near if table.lies_within(region, circles[-1])])


def _misreading(name: str, found: list[Region]) -> Resolution | None:
    if len(found) != 1:
        return None
    wrong, right = slip(name, found[0].name)
    note = f"原文“{name}”疑为“{found[0].name}”：“{wrong}”似为“{right}”的误识，请核对。"
    return Resolution(found[0].code, found[0].name, ResolvedVia.MISREAD, note)


def in_text(
    table: RegionTable, text: str, *, year: int | None, within: str, mentions: Sequence[Mention] | None = None
) -> list[ResolvedMention]:
    """See ``RegionTable.in_text``."""
    within = within and within.ljust(6, "0")
    chains = _chains(table, table.mentions(text) if mentions is None else mentions)
    spelled_out = _spelled_out(chains)
    found = []
    known: dict[tuple[str, ...], Resolution | None] = {}
    for at, chain in enumerate(chains):
        if _doubtful(text, chains, at, within):
            continue
        fuller = spelled_out.get(chain[0].name) if len(chain) == 1 else None
        names = tuple(mention.name for mention in fuller or chain)
        if names not in known:
            known[names] = _resolve_chain(table, names, year, within)
        resolved = known[names]
        if resolved is not None:
            found.append(ResolvedMention(chain[0].start, chain[-1].end, chain[-1], resolved))
    return found


def _spelled_out(chains: Iterable[list[Mention]]) -> dict[str, list[Mention]]:
    """Bare name of a zone or township → the one chain of the text that names the unit above it as well."""
    bare = {chain[0].name for chain in chains if chain[0].kind in _BELOW_CODES and not chain[0].candidates}
    fuller: dict[str, dict[str, list[Mention]]] = {}
    for chain in chains:
        last = chain[-1]
        if last.kind in _BELOW_CODES and last.candidates:
            for name in _endings(last.name, bare):
                fuller.setdefault(name, {}).setdefault(last.name, chain)
    return {name: next(iter(found.values())) for name, found in fuller.items() if len(found) == 1}


def _endings(name: str, bare: set[str]) -> Iterable[str]:
    return (name[at:] for at in range(1, len(name)) if name[at:] in bare)


def _is_own(mention: Mention, within: str) -> bool:
    """A county of the reporting city whose name is a word as well (费县, 平安区)."""
    told = len(mention.name) > 2 or mention.name.endswith("县")
    return told and within.endswith("00") and any(code[:4] == within[:4] for code in mention.candidates)


def _doubtful(text: str, chains: list[list[Mention]], at: int, within: str) -> bool:
    """A common noun outside a list, or the short name of a county in another province."""
    mention = chains[at][0]
    if len(chains[at]) > 1:
        return False
    if mention.generic:
        return not (_listed(text, chains, at) or _is_own(mention, within))
    codes = mention.candidates
    if not (within and mention.short and codes) or any(code.endswith("00") for code in codes):
        return False
    return not any(code[:2] == within[:2] for code in codes)


def _chains(table: RegionTable, mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Mentions that follow without a gap and lie one in the other belong together (陕西省宝鸡市)."""
    chains: list[list[Mention]] = []
    for mention in mentions:
        if chains and table.continues(chains[-1][-1], mention):
            chains[-1].append(mention)
        else:
            chains.append([mention])
    return chains


def _listed(text: str, chains: list[list[Mention]], at: int) -> bool:
    """Whether a certain name stands next to this one in a list (城区、泽州县): then the common noun is a name."""
    here = chains[at][0]
    before = chains[at - 1][-1] if at else None
    after = chains[at + 1][0] if at + 1 < len(chains) else None
    return (before is not None and not before.generic and text[before.end : here.start] in ("、", "和")) or (
        after is not None and not after.generic and text[here.end : after.start] in ("、", "和")
    )


def _resolve_chain(table: RegionTable, names: Sequence[str], year: int | None, within: str) -> Resolution | None:
    """The innermost unit of a chain, each resolved inside the one before."""
    found: Resolution | None = None
    for name in names:
        inner = table.resolve(name, year=year, within=found.region_code if found else within)
        found = inner or found
    return found
