"""A relation that should hold between facts, before anybody has looked whether it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from report_miner.arithmetic import Comparison, Formula, Judgement, Printed, Reason, judge
from report_miner.arithmetic.formula import Name, Operation, solve, total
from report_miner.checks.facts import is_doubtful_reading, printed
from report_miner.checks.hypotheses import edits
from report_miner.model import FindingKind, Stage, Verdict
from report_miner.store import Fact

_BUDGET = re.compile(r"收入总计|支出总计|转移性支出|上级补助收入|结余收入|预算收入|税收收入|债务(?:转贷|还本)|加上")
"""Words of budget execution: their sums run over several sentences and funds, and no label keeps them apart."""

MOST_TERMS = 80
"""Of a sum with more members than this nobody can say which one is wrong."""

LOW_CONFIDENCE = 0.35
"""Below this a label may support a relation but not accuse anybody."""


class Term(NamedTuple):
    """One fact in a relation; ``role`` is a measure code or ``total``, ``part``, ``whole``, ``share``, ``told``."""

    fact: Fact
    role: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Facts and the formula they should satisfy; the names of the formula are ``x0``, ``x1``, … for ``terms``.

    ``doubt`` is why a failure would not accuse (``NONE``: it would).  ``settled`` is the verdict where none is to be
    computed (an open list).  ``says`` names the relation in Chinese, ``note`` adds what a reader should know.
    """

    kind: FindingKind
    formula: Formula
    terms: tuple[Term, ...]
    says: str
    doubt: Reason = Reason.NONE
    settled: Judgement | None = None
    note: str = ""
    entries: tuple[str, ...] = field(default=())

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts in the order of the terms."""
        return tuple(term.fact for term in self.terms)

    @property
    def ids(self) -> frozenset[str]:
        """Ids of the facts."""
        return frozenset(term.fact.id for term in self.terms)

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What makes two relations the same: kind and members in order."""
        return self.kind.value, tuple(term.fact.id for term in self.terms)


def prints(relation: Relation, changed: Mapping[str, Printed] | None = None) -> dict[str, Printed]:
    """Formula name → print, with the prints of ``changed`` (by fact id) put in their place."""
    new = changed or {}
    return {f"x{at}": new.get(fact.id) or printed(fact) for at, fact in enumerate(relation.facts)}


def test(relation: Relation, changed: Mapping[str, Printed] | None = None) -> Judgement:
    """Verdict of the arithmetic alone, whatever the doubts."""
    if relation.settled is not None:
        return relation.settled
    return judge(relation.formula, prints(relation, changed))


def verdict(relation: Relation) -> Judgement:
    """Verdict with our own doubts before any accusation: a doubtful span or label makes a failure undecided."""
    judgement = test(relation)
    if judgement.verdict is not Verdict.FAILS:
        return judgement
    doubt = doubts(relation)
    return Judgement(Verdict.UNDECIDED, doubt) if doubt is not Reason.NONE else judgement


def one_slip_apart(relation: Relation) -> bool:
    """Whether one slip of the pen in one figure explains why the relation fails."""
    if len(relation.terms) > MOST_TERMS:
        return False
    values = prints(relation)
    points = {name: each.exact for name, each in values.items()}
    for name, each in values.items():
        wanted = solve(relation.formula, points, name)
        if any(edit.printed.exact == wanted for edit in edits(each)):
            return True
    return False


def doubts(relation: Relation) -> Reason:
    """Why a failure of this relation would accuse nobody; ``NONE`` where it would."""
    if any(is_doubtful_reading(fact) for fact in relation.facts):
        return Reason.READING
    if relation.doubt is not Reason.NONE:
        return relation.doubt
    if any(fact.confidence < LOW_CONFIDENCE for fact in relation.facts):
        return Reason.LABEL
    return Reason.LABEL if is_outside(relation) else Reason.NONE


def is_outside(relation: Relation) -> bool:
    """Whether it speaks of what lies outside the performance chain, where no label tells one amount from another.

    A list of titles is a list of titles anywhere.
    """
    if any(_BUDGET.search(fact.quote) for fact in relation.facts):
        return True
    titled = relation.kind is FindingKind.LIST_LENGTH and all(entry[0] in "《“" for entry in relation.entries)
    return not titled and any(fact.stage is Stage.OTHER for fact in relation.facts)


def asserts(relation: Relation) -> bool:
    """Whether the relation may speak for or against a number."""
    return relation.settled is None and doubts(relation) is Reason.NONE


def summed(whole: Term, parts: Iterable[Term], says: str, doubt: Reason = Reason.NONE) -> Relation:
    """``part + … + part = whole``; the whole is the first term."""
    terms = (whole, *parts)
    names = tuple(f"x{at}" for at in range(1, len(terms)))
    return Relation(FindingKind.SUM, total("x0", names), terms, says, doubt)


def within(whole: Term, parts: Iterable[Term], says: str, doubt: Reason = Reason.NONE) -> Relation:
    """``part + … + part ≤ whole``; the whole is the first term."""
    terms = (whole, *parts)
    names = tuple(f"x{at}" for at in range(1, len(terms)))
    return Relation(FindingKind.PART_LE_WHOLE, total("x0", names, Comparison.AT_MOST), terms, says, doubt)


def share_of(part: Term, whole: Term, share: Term, doubt: Reason = Reason.NONE) -> Relation:
    """``part ÷ whole = share``."""
    formula = Formula(Operation("/", Name("x0"), Name("x1")), Comparison.EQUAL, Name("x2"))
    return Relation(FindingKind.SHARE, formula, (part, whole, share), "占比 = 部分 ÷ 总体", doubt)


def told_twice(one: Fact, two: Fact, doubt: Reason = Reason.NONE, note: str = "") -> Relation:
    """The same fact told at two places."""
    formula = Formula(Name("x0"), Comparison.EQUAL, Name("x1"))
    terms = (Term(one, "told"), Term(two, "told"))
    return Relation(FindingKind.REPEATED, formula, terms, "同一事项前后表述一致", doubt, note=note)


def distinct(relations: Iterable[Relation]) -> list[Relation]:
    """Relations without repetition; of two that are the same the first stays."""
    kept: dict[tuple[str, tuple[str, ...]], Relation] = {}
    for relation in relations:
        kept.setdefault(relation.key, relation)
    return list(kept.values())
