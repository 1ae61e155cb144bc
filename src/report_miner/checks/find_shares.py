"""Shares and rates told beside their numbers.

``8个，占20%`` · ``1.9亿元占12.8亿元的15%`` · ``整改59个，整改率89%`` · ``其余4个`` · ``当年结余``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from report_miner.arithmetic import Comparison, Formula, Reason
from report_miner.arithmetic.formula import Name, Operation
from report_miner.checks.facts import before, between, gap, same_sentence
from report_miner.checks.passages import is_change, same_work
from report_miner.checks.relations import Relation, Term, share_of, summed, test
from report_miner.model import FindingKind, Measure, Outcome, QuantityKind, Verdict
from report_miner.store import Fact

_STOPS = frozenset("。；;")
_ADDABLE = (QuantityKind.COUNT, QuantityKind.MONEY)
_DONE = re.compile(r"(?:完成|整改|办结|销号|兑现|落实|采纳|合格|通过)[^，。；、]{0,4}率")
_SHARE = re.compile(r"^[个项家份篇]?[^，。；、]{0,6}[，,（(]?约?占[^，。；、]{0,8}$")
_RATES = frozenset({Measure.SHARE, Measure.OTHER_RATE, Measure.COVERAGE_RATE})
_OUTSIDE = frozenset({Measure.OTHER_AMOUNT, Measure.OTHER_COUNT, Measure.OTHER})
_BALANCE = re.compile(r"(?:当年|本年|当期)(?:收支)?结余")
_ONCE = re.compile(r"[由从](?!此)[^，。；、率]{0,6}$")
"""What a rate rose or fell from is the rate of another year or round than the count before it."""
_ADVERSE = frozenset(
    {Outcome.RETURNED, Outcome.DEFERRED, Outcome.NOT_SUPPORTED, Outcome.RECTIFYING, Outcome.CANCELLED, Outcome.POOR}
)
"""Results that a rate of what passed or was done counts out, not in."""
_SAYS_REST = "已列各数与其余之和 = 合计"


def share_relations(facts: list[Fact], known: frozenset[str]) -> list[Relation]:
    """Shares of one document that no list of parts accounts for; ``known`` are the ids of those that one does."""
    found: list[Relation] = []
    for at, share in enumerate(facts):
        if share.kind is QuantityKind.PERCENT and share.measure in _RATES and share.id not in known and at:
            stated = _stated_whole(facts[max(0, at - 2) : at], share)
            found += [stated] if stated else _told_before(facts[:at], share)
    return found


def _stated_whole(last_two: list[Fact], share: Fact) -> Relation | None:
    """``X占Y的Z%``: part, whole and share in one clause."""
    if len(last_two) < 2:
        return None
    part, whole = last_two
    first, second = between(part, whole), between(whole, share)
    if first is None or second is None or part.kind is not whole.kind or part.kind not in _ADDABLE:
        return None
    if "占" not in first or not re.fullmatch(r"的(?:比重|比例)?(?:为|达|达到)?[-－−]?", second):
        return None
    return share_of(Term(part, "part"), Term(whole, "whole"), Term(share, "share"))


def _told_before(earlier: list[Fact], share: Fact) -> list[Relation]:
    """``某类8个，占20%`` and ``整改59个，整改率89%`` with the whole told shortly before."""
    part = earlier[-1]
    words = between(part, share)
    if words is None or set(words) & _STOPS or part.kind not in _ADDABLE or not same_work(part, share):
        return []
    if not (_SHARE.search(words) if share.measure is Measure.SHARE else _DONE.search(words)):
        return []
    if share.outcome not in (Outcome.NONE, part.outcome) or _is_of_others(words, part, share):
        return []
    wholes = [fact for fact in earlier[-9:-1] if _may_hold(fact, part)]
    if wholes and any(_rivals(fact, part) and fact.span > wholes[-1].span for fact in earlier[-9:-1]):
        return []
    return _best(part, share, wholes) or _told_of_another_noun(part, share, earlier[-9:-1])


def _is_of_others(words: str, part: Fact, share: Fact) -> bool:
    """Whether the rate was that of another time, or counts those that ``part`` does not."""
    if _ONCE.search(words):
        return True
    return share.measure is not Measure.SHARE and part.outcome in _ADVERSE


def _told_of_another_noun(part: Fact, share: Fact, earlier: list[Fact]) -> list[Relation]:
    """``编报目标2,153个…不合格的196个，占9.1%`` under two nouns: told where it holds, for the nouns do not bind it."""
    wholes = [
        fact
        for fact in earlier
        if fact.kind is part.kind and fact.unit == part.unit and same_sentence(fact, part) and not fact.outcome
    ]
    tests = [share_of(Term(part, "part"), Term(whole, "whole"), Term(share, "share")) for whole in wholes]
    bound = [relation for relation in tests[-1:] if _is_planned(*relation.facts)]
    return bound or [relation for relation in tests if test(relation).verdict is Verdict.HOLDS][:1]


def _is_planned(part: Fact, whole: Fact, share: Fact) -> bool:
    """``计划栽树400株，实际完成380株，完成率95%``: the words bind all three, whatever is counted."""
    plan = re.search(r"计划[^，。；、]*$", before(whole)) is not None
    done = re.fullmatch(r"，实际(?:完成|实施|执行)?", between(whole, part) or "") is not None
    return plan and done and re.match(r"，(?:实际)?(?:完成|执行)率", between(part, share) or "") is not None


def _rivals(fact: Fact, part: Fact) -> bool:
    """Whether ``fact`` counts the same things for another year, place or result, so that either may be meant."""
    return fact.measure is part.measure and fact.unit == part.unit and not same_work(fact, part)


def _may_hold(fact: Fact, part: Fact) -> bool:
    """Whether ``fact`` may be what ``part`` is part of: the parent's figure, or one like it that is no sibling."""
    if fact.kind is not part.kind or fact.unit != part.unit or not same_work(fact, part) or gap(fact, part) >= 200:
        return False
    if set(between(fact, part) or "") & _STOPS or is_change(fact, part):
        return False
    if part.parent:
        return fact.activity in (part.parent, part.activity)
    return fact.measure is part.measure


def _best(part: Fact, share: Fact, wholes: list[Fact]) -> list[Relation]:
    tests = [share_of(Term(part, "part"), Term(whole, "whole"), Term(share, "share")) for whole in reversed(wholes)]
    holding = [relation for relation in tests if test(relation).verdict is Verdict.HOLDS]
    if holding:
        return holding[:1]
    sure = len(tests) == 1 and same_sentence(part, wholes[0]) and part.measure not in _OUTSIDE
    return tests if sure else []


def rest_relations(facts: list[Fact]) -> list[Relation]:
    """``共10个，已完成6个，其余4个``: what is told and the rest make up the whole."""
    found = []
    for at, rest in enumerate(facts):
        if rest.kind is not QuantityKind.COUNT or not before(rest).endswith(("其余", "余下", "剩余")) or at < 2:
            continue
        told, words = facts[at - 1], between(facts[at - 1], rest)
        if words is None or set(words) & _STOPS or told.measure is not rest.measure:
            continue
        found += _rest(told, rest, facts[max(0, at - 8) : at - 1])
    return found


def _rest(told: Fact, rest: Fact, earlier: list[Fact]) -> list[Relation]:
    parts = (Term(told, "part"), Term(rest, "part"))
    counts = [fact for fact in earlier if fact.kind is QuantityKind.COUNT and same_work(fact, told)]
    tests = [summed(Term(whole, "total"), parts, _SAYS_REST) for whole in reversed(counts)]
    holding = [relation for relation in tests if test(relation).verdict is Verdict.HOLDS]
    alike = [relation for relation in tests if relation.facts[0].measure is told.measure]
    if holding:
        return holding[:1]
    return [replace(alike[0], doubt=Reason.NONE if len(alike) == 1 else Reason.LABEL)] if alike else []


def balance_relations(facts: list[Fact]) -> list[Relation]:
    """``收入完成A，支出完成B，当年结余C``: what is left of a fund's year."""
    formula = Formula(Operation("-", Name("x0"), Name("x1")), Comparison.EQUAL, Name("x2"))
    found = []
    for (income, spent), (_, left) in pairwise(list(pairwise(facts))):
        first, second = between(income, spent), between(spent, left)
        if (
            first is None
            or second is None
            or not all(each.kind is QuantityKind.MONEY for each in (income, spent, left))
        ):
            continue
        if "支出" in first and _BALANCE.fullmatch(second.strip("，,")) and "收入" in before(income)[-8:]:
            terms = (Term(income, "income"), Term(spent, "spent"), Term(left, "left"))
            found.append(Relation(FindingKind.DIFFERENCE, formula, terms, "收入 − 支出 = 当年结余", Reason.WORDING))
    return found
