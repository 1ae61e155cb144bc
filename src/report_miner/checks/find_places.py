"""A city's total and its places: ``全市214个，其中：陈仓区32个，金台区27个…``, within a report and across reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import takewhile

from report_miner.arithmetic import Reason
from report_miner.checks.facts import before, between, in_text_order
from report_miner.checks.passages import by_sentence
from report_miner.checks.relations import Relation, Term, summed, test, within
from report_miner.model import Measure, QuantityKind, Scope, Verdict
from report_miner.store import Fact

_SAYS_WITHIN = "各地之和 ≤ 全市"
_SAYS_SUM = "各地之和 = 全市"
_ADDABLE = (QuantityKind.COUNT, QuantityKind.MONEY)
_NOT_ADDED = frozenset(
    {Measure.THRESHOLD, Measure.OTHER, Measure.OTHER_AMOUNT, Measure.OTHER_COUNT, Measure.DOCUMENT_COUNT}
)
_APART = re.compile(r"[；;][^，。；;\d]*(?:另|此外|还有)")
"""Behind a semicolon these words begin what the total leaves out (``其中：…；市本级另有10个``)."""
_OPENED = re.compile(r"^[^；;。]*其中")


def place_relations(document: list[Fact]) -> list[Relation]:
    """Totals that one sentence divides among places."""
    return [relation for sentence in by_sentence(document) for relation in _in_sentence(sentence)]


def _in_sentence(sentence: list[Fact]) -> list[Relation]:
    found = []
    for at, whole in enumerate(sentence[:-1]):
        if whole.kind not in _ADDABLE or whole.measure in _NOT_ADDED or whole.parent:
            continue
        words = between(whole, sentence[at + 1]) or ""
        if not _OPENED.match(words):
            continue
        parts = [fact for fact in _listed_under(whole, sentence[at + 1 :]) if _is_place_of(fact, whole)]
        if len({part.subject for part in parts} - {whole.subject}) > 1 and _each_once(parts):
            found.append(_divided(whole, parts))
    return found


def _listed_under(whole: Fact, later: list[Fact]) -> list[Fact]:
    return list(takewhile(lambda fact: not _APART.search(between(whole, fact) or ""), later))


def _is_place_of(fact: Fact, whole: Fact) -> bool:
    same = fact.measure is whole.measure and fact.unit == whole.unit and fact.period_end == whole.period_end
    rest = "其余" in before(fact)[-14:]
    return same and (_lies_in(fact, whole) or rest)


def _lies_in(fact: Fact, whole: Fact) -> bool:
    stem = whole.subject_code.rstrip("0")
    return bool(stem) and fact.subject_code.startswith(stem) and fact.subject != whole.subject


def _each_once(parts: list[Fact]) -> bool:
    places = [part.subject for part in parts if "其余" not in before(part)[-14:]]
    return len(places) == len(set(places))


def _divided(whole: Fact, parts: list[Fact]) -> Relation:
    terms = tuple(Term(part, "part") for part in parts)
    total = summed(Term(whole, "total"), terms, _SAYS_SUM)
    closed = any("其余" in before(part)[-14:] for part in parts)
    if closed or test(total).verdict is Verdict.HOLDS:
        return total
    return within(Term(whole, "whole"), terms, _SAYS_WITHIN)


def across_reports(facts: Iterable[Fact]) -> list[Relation]:
    """What the county reports of one city tell stays within what the city's report tells of ``全市``.

    Rounds and ways of counting differ from report to report, so that this asks and never accuses.
    """
    told: defaultdict[tuple[str, str, str, str, str], list[Fact]] = defaultdict(list)
    for fact in in_text_order(list(facts)):
        if fact.kind in _ADDABLE and fact.measure not in _NOT_ADDED and not fact.parent and not fact.superseded:
            key = (fact.period_end, fact.period_part.value, fact.stage.value, fact.measure.value, fact.outcome.value)
            told[key].append(fact)
    return [relation for group in told.values() for whole in group if (relation := _over_counties(whole, group))]


def _over_counties(whole: Fact, group: list[Fact]) -> Relation | None:
    if whole.scope is not Scope.ALL or not whole.subject_code.endswith("00") or whole.subject != whole.report_unit:
        return None
    counties: dict[str, Fact] = {}
    for fact in group:
        if _lies_in(fact, whole) and fact.document != whole.document and fact.scope is not Scope.PART:
            if fact.subject in counties and counties[fact.subject].value != fact.value:
                return None
            counties.setdefault(fact.subject, fact)
    if len(counties) < 2:
        return None
    parts = tuple(Term(fact, "part") for fact in counties.values())
    return within(Term(whole, "whole"), parts, _SAYS_WITHIN, Reason.WORDING)
