"""Whose report it is and of which year: what the figures fall back on.

Asked in this order: the manifest, the title, the issuing unit and date line, the file's name, what the text speaks of
most.  Each answer carries ``via``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from report_miner.extract.subjects import Places
from report_miner.model import Block, Claims, Outline, Part, PartKind, Subject, Via
from report_miner.regions import RegionTable, ResolvedMention, issuer

YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s?年|年度|[-—–~至到]\s?20\d{2}\s?年)")
RANGE = re.compile(r"(?<!\d)((?:19|20)\d{2})年?\s?[-—–~至到]\s?((?:19|20)\d{2})\s?年")
DATE = re.compile(r"((?:19|20)\d{2})\s?年\s?(\d{1,2})\s?月")
PLANNED = re.compile(r"草案|计划|安排|执行")
HEAD = 400
"""The beginning of a text speaks more of what the text is about than its end."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Unit and year of a report or of one of its parts; ``year`` may be ``None``."""

    unit: Subject
    year: int | None
    year_via: Via = Via.NONE
    at_large: bool = False
    """Whether the report is on the budget at large (预算执行情况…), its performance passages among much else."""


def report_year(outline: Outline, claims: Claims) -> tuple[int | None, Via]:
    """The year whose work the report tells, and how that is known."""
    if claims.year and claims.year_via is Via.MANIFEST:
        return int(claims.year), Via.MANIFEST
    text = outline.view.text
    for block in _title_blocks(outline):
        year = title_year(text[block.start : block.end])
        if year is not None:
            return year, Via.DOCUMENT
    if claims.year:
        return int(claims.year), claims.year_via
    for part in outline.parts[:1]:
        dated = dated_year(text, part)
        if dated is not None:
            return dated, Via.DOCUMENT
    counts: Counter[str] = Counter()
    for match in YEAR.finditer(text):
        counts[match[1]] += 3 if match.start() < HEAD else 1
    if not counts:
        return None, Via.NONE
    best = max(counts.items(), key=lambda item: (item[1], item[0]))
    return int(best[0]), Via.INFERRED


AT_LARGE = re.compile(r"预算执行|政府预算公开|预算草案|决算(?!前)|政府工作报告|财政收支|经济和社会发展")


def is_at_large(outline: Outline) -> bool:
    """Whether the title speaks of the budget as a whole and not of performance management."""
    text = outline.view.text
    blocks = _title_blocks(outline) or [Block(0, min(120, len(text)))]
    titles = [text[block.start : block.end] for block in blocks]
    if titles[0].startswith("第一部分"):
        titles = text[:HEAD].split("\n")  # 「2026年…政府预算公开」, a book: its own title and the first report's
    return any(AT_LARGE.search(title) and "绩效" not in title for title in titles)


def _title_blocks(outline: Outline) -> list[Block]:
    text = outline.view.text
    blocks = [part.title for part in outline.parts[:1] if part.title is not None]
    first = text.find("\n", 0, 200)
    if not blocks and first > 0:
        blocks.append(Block(0, first))
    return blocks


def title_year(title: str) -> int | None:
    """Year in a title; of ``2025年预算执行情况和2026年预算草案`` the year that was executed; of a range the last."""
    span = RANGE.search(title)
    if span:
        return int(span[2])
    years = [int(match[1]) for match in YEAR.finditer(title)]
    if not years:
        return None
    if len(years) > 1 and not PLANNED.search(title):
        return max(years)
    return years[0]


def dated_year(text: str, part: Part) -> int | None:
    """A report signed from January to March tells of the year before."""
    if part.dated is None:
        return None
    match = DATE.search(text, part.dated.start, part.dated.end)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return year - 1 if month <= 3 else year


def report_unit(outline: Outline, claims: Claims, places: Places, table: RegionTable, year: int | None) -> Subject:
    """The unit that reports."""
    if claims.unit and claims.unit_via is Via.MANIFEST:
        return _named(claims.unit, table, year, Via.MANIFEST)
    for part in outline.parts[:1]:
        found = part_unit(outline, part, places, table, year)
        if found is not None:
            return found
    if claims.unit:
        return _named(claims.unit, table, year, claims.unit_via)
    return most_named(outline, Block(0, len(outline.view.text)), places)


def _named(name: str, table: RegionTable, year: int | None, via: Via) -> Subject:
    resolution = table.resolve(name, year=year)
    if resolution is None:
        return Subject(name, "", via)
    return Subject(resolution.name, resolution.region_code, via)


def part_unit(outline: Outline, part: Part, places: Places, table: RegionTable, year: int | None) -> Subject | None:
    """The unit in the issuer line or the title of a part."""
    view = outline.view
    for block in (part.issuer, part.title):
        if block is None:
            continue
        inside = places.between(block.start, block.end)
        if inside:
            best = inside[0] if block is part.title else inside[-1]
            return _subject(best, view.span(best.start, best.end), Via.PART)
        name = issuer(view.text[block.start : block.end])
        if name:
            resolution = table.resolve(name, year=year)
            if resolution is not None:
                return Subject(resolution.name, resolution.region_code, Via.PART, view.span(block.start, block.end))
    return None


def _subject(mention: ResolvedMention, evidence: tuple[int, int], via: Via) -> Subject:
    from report_miner.model import Span

    return Subject(mention.resolution.name, mention.resolution.region_code, via, Span(*evidence))


def most_named(outline: Outline, block: Block, places: Places) -> Subject:
    """The unit a stretch of text names most, its beginning counting more; empty where it names none."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], ResolvedMention] = {}
    for mention in places.between(block.start, block.end):
        key = (mention.resolution.name, mention.resolution.region_code)
        counts[key] += 3 if mention.start - block.start < HEAD else 1
        first.setdefault(key, mention)
    if not counts:
        return Subject("")
    best = max(counts, key=lambda key: (counts[key], -first[key].start))
    mention = first[best]
    return _subject(mention, outline.view.span(mention.start, mention.end), Via.INFERRED)


def part_settings(outline: Outline, own: Setting, places: Places, table: RegionTable) -> list[Setting]:
    """Unit and year of every part; the letter and what says nothing of its own share the report's."""
    settings = []
    several = len(outline.parts) > 1
    for part in outline.parts:
        unit = own.unit
        year = own.year
        via = own.year_via
        if (several and part.index) or part.kind is PartKind.ATTACHMENT:
            named = part_unit(outline, part, places, table, own.year)
            if named is None and part.kind is PartKind.ARTICLE:
                told_of = most_named(outline, part.block, places)
                named = told_of if told_of.name else None
            if named is not None:
                unit = named
            if part.title is not None:
                told = title_year(outline.view.text[part.title.start : part.title.end])
                if told is not None:
                    year, via = told, Via.PART
        settings.append(Setting(unit, year, via, own.at_large))
    return settings
