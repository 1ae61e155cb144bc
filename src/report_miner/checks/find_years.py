"""Relations between years: ``是上年的9倍``, and numbers left over from last year's report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from report_miner.arithmetic import Comparison, Formula, Judgement, Reason
from report_miner.arithmetic.formula import Name, Operation
from report_miner.checks.facts import before, between
from report_miner.checks.relations import Relation, Term
from report_miner.model import FindingKind, Measure, QuantityKind, Stage, Verdict
from report_miner.store import Fact

_OF_LAST_YEAR = re.compile(r"(?:上年|去年|上一年|上年度|\d{4}年)[^，。；]{0,6}$")
_LEAP = 100
_Key = tuple[str, str, str, str, str, str, str]


def last_years(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Figure id → the same fact one year before, where exactly one value of it is told."""
    told: dict[tuple[_Key, str], Fact | None] = {}
    known = [fact for fact in facts if fact.period_end.isdigit() and fact.subject and not fact.parent]
    for fact in known:
        place = (_key(fact), fact.period_end)
        first = told.setdefault(place, fact)
        if first is not None and first.value != fact.value:
            told[place] = None
    found = {}
    for fact in known:
        earlier = told.get((_key(fact), f"{int(fact.period_end) - 1:04d}"))
        if earlier is not None:
            found[fact.id] = earlier
    return found


def _key(fact: Fact) -> _Key:
    return (
        fact.subject,
        fact.scope.value,
        fact.period_part.value,
        fact.stage.value,
        fact.measure.value,
        fact.outcome.value,
        fact.actor.value,
    )


def multiple_relations(facts: list[Fact], earlier: Mapping[str, Fact]) -> list[Relation]:
    """``评价资金X，是上年的N倍``: X ÷ last year's X = N where last year's is known, else not testable."""
    found = [relation for at in range(2, len(facts)) if (relation := _stated(facts[at - 2 : at + 1])) is not None]
    for base, multiple in pairwise(facts):
        words = between(base, multiple)
        if multiple.measure is not Measure.MULTIPLE or words is None or set(words) & set("。；;"):
            continue
        if _OF_LAST_YEAR.search(before(multiple)) is None:
            continue
        found.append(_relation(base, multiple, earlier.get(base.id)))
    return found


def _stated(three: list[Fact]) -> Relation | None:
    """``5.08亿元，是上年2.54亿元的2倍``."""
    this, last, multiple = three
    first, second = between(this, last), between(last, multiple)
    if multiple.measure is not Measure.MULTIPLE or first is None or second != "的" or this.kind is not last.kind:
        return None
    if "是" not in first and "为" not in first:
        return None
    formula = Formula(Operation("/", Name("x0"), Name("x1")), Comparison.EQUAL, Name("x2"))
    terms = (Term(this, "this_year"), Term(last, "last_year"), Term(multiple, "multiple"))
    return Relation(FindingKind.MULTIPLE, formula, terms, "本年 ÷ 上年 = 倍数")


def _relation(base: Fact, multiple: Fact, last: Fact | None) -> Relation:
    says = "本年 ÷ 上年 = 倍数"
    if last is None:
        formula = Formula(Name("x0"), Comparison.EQUAL, Name("x1"))
        told = (Term(base, "this_year"), Term(multiple, "multiple"))
        settled = Judgement(Verdict.NOT_TESTABLE, Reason.NO_BASE)
        return Relation(FindingKind.MULTIPLE, formula, told, says, settled=settled)
    formula = Formula(Operation("/", Name("x0"), Name("x1")), Comparison.EQUAL, Name("x2"))
    terms = (Term(base, "this_year"), Term(last, "last_year"), Term(multiple, "multiple"))
    return Relation(FindingKind.MULTIPLE, formula, terms, says, Reason.LABEL)


def _compares(fact: Fact, last: Fact) -> bool:
    """Within one report this year's and last year's amounts may be of different rounds; two reports tell the same."""
    if fact.document == last.document or fact.superseded or last.superseded:
        return False
    return fact.kind is QuantityKind.MONEY and fact.stage is not Stage.OTHER


def leap_relations(facts: Iterable[Fact], earlier: Mapping[str, Fact]) -> list[Relation]:
    """Amounts a hundred times last year's or a hundredth of it: a note to look at the unit, never a failure."""
    found = []
    for fact in facts:
        last = earlier.get(fact.id)
        if last is None or not _compares(fact, last):
            continue
        if 0 < last.value * _LEAP <= fact.value or 0 < fact.value * _LEAP <= last.value:
            terms = (Term(fact, "this_year"), Term(last, "last_year"))
            formula = Formula(Name("x0"), Comparison.EQUAL, Name("x1"))
            settled = Judgement(Verdict.UNDECIDED, Reason.WORDING)
            says = f"本年 {fact.raw}，上年 {last.raw}，相差百倍以上，请核对单位（元、万元、亿元）"
            found.append(Relation(FindingKind.MULTIPLE, formula, terms, says, settled=settled))
    return found
