"""Documents that belong together: resubmissions supersede earlier reports, near-duplicates are named.

Decided over all stored documents from what is stored of them, never from the order of arrival.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from report_miner.store.sketch import resemblance
from report_miner.store.writing import remove_unused_regions, transaction

SAME_REPORT = 0.3
"""Share of clauses from which two reports of one unit and year are versions of one report.

A county's budget report and its performance report of one year share a boilerplate clause or two, not a third."""

NEAR_DUPLICATE = 0.8
"""Share of clauses from which two documents are named as near-duplicates."""

DAY = 86_400 * 10**9
"""Nanoseconds."""

_COMMON = 40
"""A clause hash found in more documents than this is boilerplate and finds no candidates."""


@dataclass(frozen=True, slots=True)
class Version:
    """What decides whether and in which order documents are versions of one report."""

    id: str
    path: str
    unit: str
    year: str
    title: str
    dated: str
    mtime_ns: int
    sketch: str
    medium: str = ""


@dataclass(frozen=True, slots=True)
class Superseded:
    """``old`` gives way to ``new``; ``later`` says whether a date shows that it is newer, or order alone decided."""

    old: str
    new: str
    later: bool


_MEDIA = ("xlsx", "txt", "html", "docx", "pdf")
"""Where no date decides, the last of these stands: a PDF tells the page and place of every figure."""


def link_documents(connection: sqlite3.Connection) -> None:
    """Mark superseded documents and name near-duplicates, anew for the whole database, in one transaction."""
    versions = _versions(connection)
    newest = superseding(versions)
    paths = {version.id: version.path for version in versions}
    with transaction(connection):
        connection.execute("UPDATE document SET superseded_by = NULL WHERE superseded_by IS NOT NULL")
        connection.executemany(
            "UPDATE document SET superseded_by = ? WHERE id = ?", [(pair.new, pair.old) for pair in newest]
        )
        connection.execute("DELETE FROM issue WHERE kind IN ('superseded', 'near_duplicate')")
        connection.executemany(
            "INSERT INTO issue (id, document, kind, title) VALUES (?, ?, 'superseded', ?)",
            [(f"{pair.old}:superseded", pair.old, _sentence(pair, paths[pair.new])) for pair in newest],
        )
        versions_of_one = {(pair.old, pair.new) for pair in newest}
        connection.executemany(
            "INSERT INTO issue (id, document, kind, title) VALUES (?, ?, 'near_duplicate', ?)",
            [
                (
                    f"{later.id}:near:{earlier.id}",
                    later.id,
                    f"与 {earlier.path} 的内容约有 {share:.0%} 相同，请核对是否重复报送。",
                )
                for earlier, later, share in near_duplicates(versions)
                if (earlier.id, later.id) not in versions_of_one and (later.id, earlier.id) not in versions_of_one
            ],
        )
        remove_unused_regions(connection)


def _sentence(pair: Superseded, path: str) -> str:
    if pair.later:
        return f"同一单位同一年度另有较新的报送件 {path}，本件保留但已标记为被取代。"
    return f"同一单位同一年度另有一份相同报告 {path}，日期分不出先后，以该件为准，本件保留但已标记为被取代，请核对。"


def superseding(versions: Sequence[Version]) -> list[Superseded]:
    """What gives way to what among reports of one unit and year that are one report.

    Newer is what is signed later; where not all are dated, the file of a later day (copying a folder gives its files
    times that differ by seconds and mean nothing).  Where neither decides, the format that tells most of a figure's
    place stands, at last the path that sorts later.
    """
    groups: defaultdict[tuple[str, str], list[Version]] = defaultdict(list)
    for version in versions:
        if version.unit and version.year:
            groups[version.unit, version.year].append(version)
    pairs = []
    for group in groups.values():
        for cluster in _clusters(group):
            dated = all(version.dated for version in cluster)
            when = {version.id: (version.dated if dated else "", version.mtime_ns // DAY) for version in cluster}
            ordered = sorted(cluster, key=lambda version: (when[version.id], _rank(version), version.path))
            last = ordered[-1]
            pairs += [Superseded(old.id, last.id, when[old.id] < when[last.id]) for old in ordered[:-1]]
    return sorted(pairs, key=lambda pair: pair.old)


def _rank(version: Version) -> int:
    return _MEDIA.index(version.medium) if version.medium in _MEDIA else -1


def near_duplicates(versions: Sequence[Version]) -> list[tuple[Version, Version, float]]:
    """Pairs of documents that share most of their clauses, with the share, by path."""
    holders: defaultdict[str, list[Version]] = defaultdict(list)
    for version in sorted(versions, key=lambda v: v.path):
        for value in version.sketch.split():
            holders[value].append(version)
    by_id = {version.id: version for version in versions}
    candidates = {
        (one.id, other.id)
        for holding in holders.values()
        if len(holding) <= _COMMON
        for one, other in combinations(holding, 2)
    }
    found = []
    for one, other in sorted(candidates, key=lambda pair: (by_id[pair[0]].path, by_id[pair[1]].path)):
        share = resemblance(by_id[one].sketch, by_id[other].sketch)
        if share >= NEAR_DUPLICATE:
            found.append((by_id[one], by_id[other], share))
    return found


def _clusters(group: Sequence[Version]) -> Iterable[list[Version]]:
    """Versions of one report: joined by equal titles or enough shared clauses, transitively."""
    rest = sorted(group, key=lambda version: version.path)
    while rest:
        cluster, rest = [rest[0]], rest[1:]
        for member in cluster:  # grows while it is walked: what joins a member may join others
            joined = [version for version in rest if _one_report(member, version)]
            cluster += joined
            rest = [version for version in rest if version not in joined]
        yield cluster


def _one_report(one: Version, other: Version) -> bool:
    if one.title and one.title == other.title:
        return True
    return resemblance(one.sketch, other.sketch) >= SAME_REPORT


def _versions(connection: sqlite3.Connection) -> list[Version]:
    rows = connection.execute(
        "SELECT d.id, d.path, d.unit, d.year, COALESCE(p.title, '') AS title, d.dated, COALESCE(f.mtime_ns, 0),"
        " d.sketch, d.medium FROM document d LEFT JOIN document_path f ON f.path = d.path"
        " LEFT JOIN part p ON p.id = d.id || ':0' WHERE d.status = 'read' ORDER BY d.path"
    )
    return [Version(*row) for row in rows]
