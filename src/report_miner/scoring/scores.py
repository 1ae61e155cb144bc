"""Precision, recall and F1 from a comparison, whole and in slices, and why figures were missed."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from report_miner.model import Via
from report_miner.scoring.gold import ATTRIBUTES, GoldFigure
from report_miner.scoring.matching import Comparison, Match


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision, recall and their harmonic mean, from 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one comparison; rates are parts of 1.

    ``value_unit_right`` and ``attributes`` are shares of what was found; ``strict`` wants value, unit and every
    attribute but the modifier.
    """

    gold: int
    predicted: int
    found: int
    false_positives: int
    found_recall: float
    false_positive_rate: float
    value_right: float
    value_unit_right: float
    value_unit: Ratio
    strict: Ratio
    in_chain_gold: int
    strict_in_chain: Ratio
    attributes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Slice:
    """How figures of one kind fare: how many there are, were found, and were strictly right."""

    kind: str
    name: str
    gold: int
    found: int
    strict: int


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold figure that was not found, and what became of the quantity at its place."""

    figure: GoldFigure
    why: str


def score(comparison: Comparison) -> Scores:
    """All rates of a comparison."""
    matches = comparison.matches
    found = [match for match in matches if match.read is not None]
    chain = [match for match in matches if match.gold.in_chain]
    surplus_in_chain = sum(figure.in_chain for figure in comparison.surplus)
    found_in_chain = sum(match.read is not None for match in chain)
    both = sum(match.value_right and match.unit_right for match in found)
    return Scores(
        gold=len(matches),
        predicted=comparison.predicted,
        found=len(found),
        false_positives=len(comparison.surplus),
        found_recall=_share(len(found), len(matches)),
        false_positive_rate=_share(len(comparison.surplus), comparison.predicted),
        value_right=_share(sum(match.value_right for match in found), len(found)),
        value_unit_right=_share(both, len(found)),
        value_unit=_ratio(both, comparison.predicted, len(matches)),
        strict=_ratio(sum(match.strict for match in found), comparison.predicted, len(matches)),
        in_chain_gold=len(chain),
        strict_in_chain=_ratio(sum(match.strict for match in chain), found_in_chain + surplus_in_chain, len(chain)),
        attributes={name: _share(sum(name in match.right for match in found), len(found)) for name in ATTRIBUTES},
    )


def slices(comparison: Comparison, texts: Mapping[str, str]) -> list[Slice]:
    """The matches by measure, modifier, list, table and inherited subject; ``texts`` by file name."""
    sorters: tuple[tuple[str, Callable[[Match], str]], ...] = (
        ("measure", lambda match: match.gold.answers["measure"][0]),
        ("modifier", lambda match: match.gold.answers["modifier"][0]),
        ("list", lambda match: _yes(in_list(match.gold, texts.get(match.gold.document, "")))),
        ("table", lambda match: _yes(in_table(match.gold, texts.get(match.gold.document, "")))),
        ("subject", _subject_kind),
    )
    found = []
    for kind, name_of in sorters:
        groups: defaultdict[str, list[Match]] = defaultdict(list)
        for match in comparison.matches:
            groups[name_of(match)].append(match)
        found += [
            Slice(
                kind,
                name,
                len(group),
                sum(match.read is not None for match in group),
                sum(match.strict for match in group),
            )
            for name, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
        ]
    return found


def misses(connection: sqlite3.Connection, comparison: Comparison) -> list[Miss]:
    """What was missed and why: no number seen there, ignored by a rule, claimed by none, or another span."""
    return [Miss(match.gold, _why(connection, match.gold)) for match in comparison.matches if match.read is None]


def read_texts(connection: sqlite3.Connection, gold: Sequence[GoldFigure]) -> dict[str, str]:
    """File name → text of the documents that the gold labels speak of."""
    wanted = {figure.document for figure in gold}
    rows = connection.execute("SELECT path, text FROM document WHERE status = 'read' ORDER BY path")
    return {name: text for path, text in rows if (name := path.rsplit("/", 1)[-1]) in wanted}


def in_list(figure: GoldFigure, text: str) -> bool:
    """Whether it stands in an enumeration: a 、 with at most a dozen characters between it and the next number."""
    after = text[figure.span.end : figure.span.end + 24]
    before = text[max(figure.span.start - 24, 0) : figure.span.start]
    following = re.match(r"[^，。；;！\d]{0,12}、[^，。；;！\d]{0,12}\d", after)
    preceding = re.search(r"\d[^，。；;！\d]{0,12}、[^，。；;！\d]{0,12}$", before)
    return following is not None or preceding is not None


def in_table(figure: GoldFigure, text: str) -> bool:
    """Whether it is a table cell: beside a tab, or alone on its line."""
    start = max(text.rfind("\n", 0, figure.span.start), text.rfind("\t", 0, figure.span.start)) + 1
    ends = [at for mark in "\n\t" if (at := text.find(mark, figure.span.end)) >= 0]
    cell = text[start : min(ends, default=len(text))]
    return bool(text) and "".join(cell.split()) == figure.raw


def _subject_kind(match: Match) -> str:
    if match.read is None:
        return "missed"
    return "stated" if match.read.subject_via == Via.STATED else "inherited"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _why(connection: sqlite3.Connection, figure: GoldFigure) -> str:
    rows = connection.execute(
        "SELECT q.raw, q.disposition, q.rule FROM quantity q JOIN document d ON d.id = q.document"
        " WHERE (d.path = ? OR d.path LIKE '%/' || ?) AND q.char_start < ? AND q.char_end > ? ORDER BY q.char_start",
        (figure.document, figure.document, figure.span.end, figure.span.start),
    ).fetchall()
    if not rows:
        return "此处没有认出数量"
    said = {
        "ignored": "认出“{raw}”，但按规则 {rule} 不计",
        "unclaimed": "认出“{raw}”，但没有规则认领",
        "claimed": "范围不同：读作“{raw}”",
    }
    return "；".join(said[row["disposition"]].format(raw=row["raw"], rule=row["rule"]) for row in rows)


def _share(part: int, whole: int) -> float:
    return part / max(1, whole)


def _ratio(right: int, predicted: int, gold: int) -> Ratio:
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    total = precision + recall
    return Ratio(precision, recall, 2 * precision * recall / total if total else 0.0)
