"""Outline → figures: every quantity bound to what it measures, whose it is and when, and bound into activities."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from report_miner.extract.cues import find_cues
from report_miner.extract.frame import Draft, Frame
from report_miner.extract.grouping import Group, group
from report_miner.extract.periods import TimeFinder
from report_miner.extract.prose import read_prose
from report_miner.extract.quantities import find_quantities
from report_miner.extract.setting import Setting, is_at_large, part_settings, report_unit, report_year
from report_miner.extract.subjects import (
    find_places,
    with_short_names,
)
from report_miner.extract.tables import read_tables
from report_miner.model import (
    Accounted,
    Activity,
    Block,
    Disposition,
    Figure,
    Mined,
    Outline,
    Quantity,
    QuantityKind,
    Span,
    View,
)
from report_miner.packs import Pack
from report_miner.regions import RegionTable


def extract(outline: Outline, pack: Pack, table: RegionTable) -> Mined:
    """All figures and activities of a document, every number accounted for."""
    document, view = outline.document, outline.view
    quantities, ignored = find_quantities(view, pack)
    cues = find_cues(view.text, pack)
    year, year_via = report_year(outline, document.claims)
    mentions = table.mentions(view.text)
    everywhere = find_places(view.text, table, year, "", mentions)
    unit = report_unit(outline, document.claims, everywhere, table, year)
    places = everywhere
    if unit.code:
        places = find_places(view.text, table, year, unit.code, mentions)
        places = with_short_names(places, view.text, table, year, unit.code)
    own = Setting(unit, year, year_via, is_at_large(outline))
    frame = Frame(
        outline, pack, cues, places, TimeFinder(view), tuple(part_settings(outline, own, places, table)) or (own,)
    )
    tables = read_tables(frame, quantities)
    accounted = [
        Accounted(_plain(view, item.block), Disposition.IGNORED, item.rule)
        for item in ignored
        if item.block.start not in tables.reclaimed
    ]
    accounted += [Accounted(quantities[index], Disposition.IGNORED, rule) for index, rule in tables.ignored]
    prose, unclaimed = read_prose(frame, [each for index, each in enumerate(quantities) if index not in tables.taken])
    drafts = [*prose, *tables.drafts]
    accounted += [Accounted(quantity, Disposition.UNCLAIMED) for quantity in unclaimed]
    accounted += [Accounted(draft.quantity, Disposition.CLAIMED, draft.labels.rule) for draft in drafts]
    accounted.sort(key=lambda item: (item.quantity.span, item.quantity.block))
    told = group([draft.loose for draft in prose])
    figures, activities = _grouped(frame, drafts, (*told, *tables.placed(len(told), len(prose))))
    issues = (*document.issues, *outline.issues, *tables.issues)
    return Mined(
        document, unit, str(year) if year else "", outline.parts, tuple(accounted), figures, activities, issues
    )  # fmt: skip


ZERO = Decimal(0)
ONE = Decimal(1)


def _plain(view: View, block: Block) -> Quantity:
    return Quantity(block, *view.printed(*block), ZERO, "", QuantityKind.BARE, "", ONE)


def figure_id(sha256: str, span: Span) -> str:
    """Stable id of a figure: a hash of the document's bytes and the figure's place."""
    return hashlib.sha256(f"{sha256}:{span.start}:{span.end}".encode()).hexdigest()[:16]


def _grouped(
    frame: Frame, drafts: Sequence[Draft], groups: Sequence[Group]
) -> tuple[tuple[Figure, ...], tuple[Activity, ...]]:
    """Drafts with ids, bound into activities; the figures in text order."""
    document, view = frame.outline.document, frame.outline.view
    ids = [figure_id(document.sha256, draft.quantity.span) for draft in drafts]
    names = [f"a{ids[item.members[0]][1:]}" if item.members else "" for item in groups]
    owner = [""] * len(drafts)
    activities = []
    for name, item in zip(names, groups, strict=True):
        for index in item.members:
            owner[index] = name
        lead = drafts[item.members[0]]
        parent = names[item.parent] if item.parent >= 0 else ""
        members = tuple(ids[index] for index in item.members)
        activities.append(Activity(name, parent, members, lead.subject, lead.period, lead.labels.stage))
    quotes = {block: (view.span(*block), view.text[slice(*block)]) for block in {draft.sentence for draft in drafts}}
    figures = tuple(
        Figure(
            ids[index],
            draft.quantity,
            draft.labels,
            draft.subject,
            draft.period,
            *quotes[draft.sentence],
            draft.quantity.block.start - draft.sentence.start,
            draft.confidence,
            owner[index],
            document.page_at(draft.quantity.span.start),
            draft.part,
        )
        for index, draft in sorted(enumerate(drafts), key=lambda item: item[1].quantity.span)
    )
    return figures, tuple(activities)
