"""The smallest set of changed figures that makes all relations hold (Fellegi and Holt 1976), likeliest slip first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from report_miner.arithmetic import Comparison, Interval, Printed, widest
from report_miner.arithmetic.formula import solve, solve_enclosure
from report_miner.arithmetic.interval import EVERYTHING, intersection
from report_miner.checks.facts import printed
from report_miner.checks.hypotheses import (
    APPROVED_AS_REDUCED,
    EXCHANGED,
    PART_FOR_WHOLE,
    RECOMPUTED,
    REDUCED_AS_APPROVED,
    STALE,
    WRONG_BASE,
    Cost,
    edits,
)
from report_miner.checks.relations import MOST_TERMS, Relation, prints, test
from report_miner.model import FindingKind, Measure, Verdict
from report_miner.store import Fact

_MOST_PAIRS = 80


class Change(NamedTuple):
    """A figure and the print it should carry."""

    fact: Fact
    printed: Printed


@dataclass(frozen=True, slots=True)
class Solution:
    """Changes that together make every relation hold.

    ``holding`` counts the relations that then hold outright; ``distance`` is how far the new values lie from those
    the other figures give point for point, relative to them.
    """

    changes: tuple[Change, ...]
    hypothesis: str
    cost: int
    holding: int
    distance: Fraction

    @property
    def rank(self) -> tuple[int, int]:
        """Solutions of equal rank are ties."""
        return self.cost, -self.holding

    @property
    def order(self) -> tuple[int, int, bool, Fraction, tuple[str, ...]]:
        """Rank, then closeness, then place in the text, so that the order never depends on chance.

        Nobody reports what there is none of, so that a change to nothing comes last among its equals.
        """
        nothing = any(change.printed.value == 0 for change in self.changes)
        return (
            *self.rank,
            nothing,
            self.distance,
            tuple(f"{c.fact.document}:{c.fact.span.start:09d}" for c in self.changes),
        )


def components(relations: Iterable[Relation]) -> list[list[Relation]]:
    """Relations that hang together through shared figures."""
    found: list[tuple[set[str], list[Relation]]] = []
    for relation in relations:
        touching = [each for each in found if each[0] & relation.ids]
        ids = set(relation.ids).union(*(each[0] for each in touching))
        members = [one for each in touching for one in each[1]] + [relation]
        found = [each for each in found if each not in touching] + [(ids, members)]
    return [members for _, members in found]


def repair(relations: Sequence[Relation], last_year: Mapping[str, Fact]) -> list[Solution]:
    """Solutions for one component, best first: exchanges and single figures, else pairs, else nothing.

    ``last_year``: figure id → the same fact a year before, for numbers that were not brought up to date.
    """
    failing = [relation for relation in relations if test(relation).verdict is Verdict.FAILS]
    if not failing or any(len(relation.terms) > MOST_TERMS for relation in failing):
        return []
    solutions = [*_exchanges(relations, failing), *_singles(relations, failing, last_year)]
    if not solutions:
        solutions = _pairs(relations, failing, last_year)
    return sorted(_best_of_each(solutions), key=lambda solution: solution.order)


def _best_of_each(solutions: list[Solution]) -> list[Solution]:
    """One solution for each set of figures and value."""
    best: dict[tuple[tuple[str, str], ...], Solution] = {}
    for solution in sorted(solutions, key=lambda solution: solution.order):
        key = tuple((change.fact.id, str(change.printed.value)) for change in solution.changes)
        best.setdefault(key, solution)
    return list(best.values())


# --------------------------------------------------------------------------- one change


def _exchanges(relations: Sequence[Relation], failing: Sequence[Relation]) -> list[Solution]:
    """Two figures of one kind in each other's place, which counts as one slip."""
    found = []
    facts = _facts(relations)
    hit = {fact_id for relation in failing for fact_id in relation.ids}
    for one, two in combinations(facts, 2):
        if one.kind is not two.kind or one.document != two.document or one.value == two.value:
            continue
        if not {one.id, two.id} & hit or abs(one.span.start - two.span.start) > 200:
            continue
        changed = {one.id: printed(two), two.id: printed(one)}
        holding = _holding(relations, changed, failing)
        if holding is not None:
            changes = (Change(one, printed(two)), Change(two, printed(one)))
            found.append(Solution(changes, EXCHANGED, Cost.NAMED, holding, Fraction(0)))
    return found


def _singles(
    relations: Sequence[Relation], failing: Sequence[Relation], last_year: Mapping[str, Fact]
) -> list[Solution]:
    shared = frozenset.intersection(*(relation.ids for relation in failing))
    return [
        solution
        for fact in _facts(failing)
        if fact.id in shared
        for solution in _one(fact, relations, failing, {}, last_year)
    ]


def _one(
    fact: Fact,
    relations: Sequence[Relation],
    failing: Sequence[Relation],
    changed: Mapping[str, Printed],
    last_year: Mapping[str, Fact],
) -> list[Solution]:
    """All ways to change ``fact`` alone (on top of ``changed``) so that its relations hold."""
    touching = [relation for relation in relations if fact.id in relation.ids]
    region = _region(fact, touching, changed)
    if region is None:
        return []
    roots = _roots(fact, touching, changed)
    found = []
    for name, cost, new in _candidates(fact, region, roots):
        holding = _holding(touching, {**changed, fact.id: new}, [each for each in failing if fact.id in each.ids])
        if holding is not None:
            told = _named(fact, new, relations, changed, last_year) or (name, cost)
            found.append(Solution((Change(fact, new),), *told, holding, _distance(new, roots)))
    return found


def _candidates(fact: Fact, region: Interval, roots: list[Fraction]) -> list[tuple[str, int, Printed]]:
    old = printed(fact)
    found: list[tuple[str, int, Printed]] = [
        (edit.name, int(edit.cost), edit.printed) for edit in edits(old) if edit.printed.exact in region
    ]
    known = {each.value for _, _, each in found}
    for root in roots:
        new = _print_of(root, old)
        if new is not None and new.value not in known and new.value != old.value:
            known.add(new.value)
            found.append((RECOMPUTED, int(Cost.OTHER), new))
    return found


def _print_of(root: Fraction, old: Printed) -> Printed | None:
    """``root`` in the old print's unit, with as many decimals as it needs (at most two more than were printed)."""
    if old.kind.value in ("money",) and not old.counts:
        for extra in (0, 1, 2):
            finer = old.with_number(old.number + ("." if "." not in old.number and extra else "") + "0" * extra)
            new = finer.with_value(root)
            if new is not None and new.exact == root:
                return new
    return old.with_value(root)


def _region(fact: Fact, touching: Sequence[Relation], changed: Mapping[str, Printed]) -> Interval | None:
    """Where the true value lies by all equalities that hold the figure; ``None`` where they contradict each other."""
    region = EVERYTHING
    for relation in touching:
        if relation.formula.comparison is not Comparison.EQUAL:
            continue
        name = _name(relation, fact)
        spans = {key: widest(value) for key, value in prints(relation, changed).items()}
        reach = solve_enclosure(relation.formula, spans, name)
        place = printed(fact).place / 2
        # The figure itself is rounded too.
        wider = Interval(reach.low - place, reach.high + place, reach.low_open, reach.high_open)
        common = intersection(region, wider if not printed(fact).counts else reach.closure())
        if common is None:
            return None
        region = common
    return region


def _roots(fact: Fact, touching: Sequence[Relation], changed: Mapping[str, Printed]) -> list[Fraction]:
    """Point values that single equalities give, exact ones (sums, repetitions) first."""
    found = []
    for relation in sorted(touching, key=lambda each: each.kind in (FindingKind.RATE, FindingKind.SHARE)):
        if relation.formula.comparison is Comparison.EQUAL:
            points = {key: value.exact for key, value in prints(relation, changed).items()}
            root = solve(relation.formula, points, _name(relation, fact))
            if root is not None:
                found.append(root)
    return found


def _distance(new: Printed, roots: list[Fraction]) -> Fraction:
    if not roots or roots[0] == 0:
        return Fraction(0)
    return abs(new.exact - roots[0]) / abs(roots[0])


def _holding(relations: Sequence[Relation], changed: Mapping[str, Printed], failing: Sequence[Relation]) -> int | None:
    """How many relations hold after the change; ``None`` where one fails, or where one that failed is still open."""
    count = 0
    must = {relation.key for relation in failing}
    for relation in relations:
        if not relation.ids & changed.keys() and relation.key not in must:
            continue
        verdict = test(relation, changed).verdict
        if verdict is Verdict.FAILS:
            return None
        count += verdict is Verdict.HOLDS
    return count


def _name(relation: Relation, fact: Fact) -> str:
    return f"x{next(at for at, each in enumerate(relation.facts) if each.id == fact.id)}"


def _facts(relations: Iterable[Relation]) -> list[Fact]:
    found: dict[str, Fact] = {}
    for relation in relations:
        for fact in relation.facts:
            found.setdefault(fact.id, fact)
    return sorted(found.values(), key=lambda fact: (fact.document, fact.span, fact.id))


# --------------------------------------------------------------------------- named hypotheses


def _named(
    fact: Fact,
    new: Printed,
    relations: Sequence[Relation],
    changed: Mapping[str, Printed],
    last_year: Mapping[str, Fact],
) -> tuple[str, int] | None:
    """The story behind the wrong number, where one is known that explains its every digit."""
    old = printed(fact)
    before = last_year.get(fact.id)
    if before is not None and before.value == old.value:
        return STALE, int(Cost.NAMED)
    if _is_other_amount(fact, old, new, relations):
        reduced = fact.measure is Measure.AMOUNT_REDUCED
        return APPROVED_AS_REDUCED if reduced else REDUCED_AS_APPROVED, int(Cost.NAMED)
    if _is_rate_over_approved(fact, old, new, relations):
        return WRONG_BASE, int(Cost.NAMED)
    twins = [one for one in _facts(relations) if one.id != fact.id and one.kind is fact.kind]
    if any(one.value == old.value and one.measure is fact.measure and _long(one) for one in twins):
        return None if _retold(fact, relations) else (PART_FOR_WHOLE, int(Cost.MOVED))
    return None


def _long(fact: Fact) -> bool:
    return len(fact.number.strip("0.")) >= 2


def _retold(fact: Fact, relations: Sequence[Relation]) -> bool:
    return any(relation.kind is FindingKind.REPEATED and fact.id in relation.ids for relation in relations)


def _is_other_amount(fact: Fact, old: Printed, new: Printed, relations: Sequence[Relation]) -> bool:
    """Printed as reduced is what was approved, or the other way round: the two make up the amount submitted."""
    if fact.measure not in (Measure.AMOUNT_REDUCED, Measure.AMOUNT_APPROVED):
        return False
    return any(
        one.measure is Measure.AMOUNT_SUBMITTED and one.value == old.value + new.value for one in _facts(relations)
    )


def _is_rate_over_approved(fact: Fact, old: Printed, new: Printed, relations: Sequence[Relation]) -> bool:
    """reduced ÷ approved was printed where reduced ÷ submitted was meant: r ÷ (1 − r)."""
    if fact.measure is not Measure.REDUCTION_RATE or new.exact >= 1:
        return False
    wrong = new.exact / (1 - new.exact)
    return abs(wrong - old.exact) <= old.place * 2


# --------------------------------------------------------------------------- two changes


def _pairs(relations: Sequence[Relation], failing: Sequence[Relation], last_year: Mapping[str, Fact]) -> list[Solution]:
    """Two figures changed together: the first by the relations without the second, the second by all."""
    found: list[Solution] = []
    candidates = [
        (one, two)
        for one, two in combinations(_facts(failing), 2)
        if all({one.id, two.id} & relation.ids for relation in failing)
    ]
    for one, two in candidates[:_MOST_PAIRS]:
        found.extend(_two(one, two, relations, failing, last_year) or _two(two, one, relations, failing, last_year))
    return found


def _two(
    one: Fact,
    two: Fact,
    relations: Sequence[Relation],
    failing: Sequence[Relation],
    last_year: Mapping[str, Fact],
) -> list[Solution]:
    alone = [relation for relation in relations if one.id in relation.ids and two.id not in relation.ids]
    rest = [relation for relation in relations if two.id in relation.ids]
    first = sorted(_one(one, alone, [each for each in failing if each in alone], {}, last_year), key=lambda s: s.order)
    for start in first[:2]:
        changed = {start.changes[0].fact.id: start.changes[0].printed}
        second = _one(two, rest, [each for each in failing if each in rest], changed, last_year)
        for end in sorted(second, key=lambda solution: solution.order)[:1]:
            names = "；".join(dict.fromkeys((start.hypothesis, end.hypothesis)))
            cost = start.cost + end.cost + int(Cost.OTHER)
            return [Solution(start.changes + end.changes, names, cost, start.holding + end.holding, end.distance)]
    return []
