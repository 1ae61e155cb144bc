"""Facts → findings: find the relations, judge them, repair what fails, say it in Chinese."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from report_miner.arithmetic import Judgement
from report_miner.checks.facts import in_text_order
from report_miner.checks.find_columns import column_relations
from report_miner.checks.find_lists import list_relations
from report_miner.checks.find_parts import part_relations
from report_miner.checks.find_places import across_reports, place_relations
from report_miner.checks.find_repeats import repeat_relations
from report_miner.checks.find_rounds import round_relations
from report_miner.checks.find_sets import set_relations
from report_miner.checks.find_years import last_years, leap_relations, multiple_relations
from report_miner.checks.identities import Identity, load
from report_miner.checks.passages import by_document
from report_miner.checks.plausible import questioned
from report_miner.checks.relations import Relation, asserts, distinct, is_outside, verdict
from report_miner.checks.repairs import Solution, components, repair
from report_miner.checks.wording import explain, show_print, show_solution
from report_miner.model import Finding, FindingKind, Member, Repair, Severity, Verdict
from report_miner.store import Fact

MOST_SUSPECTS = 3
MOST_REPAIRS = 3

_SEVERITY_OF_FAILURE = {
    FindingKind.DIFFERENCE: Severity.MANDATORY,
    FindingKind.RATE: Severity.MANDATORY,
    FindingKind.SUM: Severity.MANDATORY,
    FindingKind.SHARE: Severity.MANDATORY,
    FindingKind.PART_LE_WHOLE: Severity.MANDATORY,
    FindingKind.REPEATED: Severity.VERIFY,
    FindingKind.LIST_LENGTH: Severity.VERIFY,
    FindingKind.MULTIPLE: Severity.VERIFY,
}


def find_relations(facts: Iterable[Fact], identities: tuple[Identity, ...] | None = None) -> list[Relation]:
    """All relations that should hold between the facts, within documents first, then across them."""
    ordered = in_text_order(list(facts))
    rules = load() if identities is None else identities
    found: list[Relation] = []
    for document in by_document(ordered):
        found += round_relations(document, rules)
        found += set_relations(document)
        found += part_relations(document)
        found += list_relations(document)
        found += column_relations(document)
        found += place_relations(document)
    found += repeat_relations(ordered)
    found += multiple_relations(ordered, last_years(ordered))
    found += leap_relations(ordered, last_years(ordered))
    found += across_reports(ordered)
    return [questioned(relation) for relation in distinct(found)]


def check_facts(facts: Iterable[Fact], identities: tuple[Identity, ...] | None = None) -> list[Finding]:
    """Findings on the facts, by document and place; their order and content never depend on the facts' order."""
    ordered = in_text_order(list(facts))
    relations = find_relations(ordered, identities)
    judged = [
        (relation, judgement)
        for relation in relations
        if (judgement := verdict(relation)).verdict is not Verdict.UNDECIDED or not is_outside(relation)
    ]
    solutions = _solutions(judged, last_years(ordered))
    return [
        _finding(relation, judgement, solutions.get(relation.key, ()))
        for relation, judgement in sorted(judged, key=lambda each: _place(each[0]))
    ]


def _place(relation: Relation) -> tuple[str, int, str, tuple[str, ...]]:
    first = min(relation.facts, key=lambda fact: (fact.document, fact.span))
    return first.document, first.span.start, relation.kind.value, tuple(fact.id for fact in relation.facts)


def _solutions(
    judged: Sequence[tuple[Relation, Judgement]], last_year: Mapping[str, Fact]
) -> dict[tuple[str, tuple[str, ...]], list[Solution]]:
    """Repairs by the key of the failing relation.  Only relations above doubt speak, and only on their component."""
    sure = [relation for relation, _ in judged if asserts(relation)]
    failing = {relation.key for relation, judgement in judged if judgement.verdict is Verdict.FAILS}
    found: defaultdict[tuple[str, tuple[str, ...]], list[Solution]] = defaultdict(list)
    for component in components(sure):
        wrong = [relation for relation in component if relation.key in failing]
        if not wrong:
            continue
        together = repair(component, last_year)
        for relation in wrong:
            # Where no small change mends all, each relation is mended by itself.
            alone = together or repair([relation], last_year)
            found[relation.key] = [
                solution for solution in alone if any(change.fact.id in relation.ids for change in solution.changes)
            ] or alone
    return dict(found)


def _finding(relation: Relation, judgement: Judgement, solutions: Sequence[Solution]) -> Finding:
    told = _one_each(solutions)
    explanation = explain(relation, judgement)
    repairs = tuple(_repair(solution, relation) for solution in told[:MOST_REPAIRS])
    if repairs:
        explanation += f"最可能：{repairs[0].shown}（{repairs[0].hypothesis}）。"
    return Finding(
        document=relation.facts[0].document,
        kind=relation.kind,
        verdict=judgement.verdict,
        reason=judgement.reason.value,
        severity=severity(relation, judgement),
        explanation=explanation,
        members=tuple(_member(fact, role) for fact, role in relation.terms),
        suspects=_suspects(solutions),
        repairs=repairs,
    )


def severity(relation: Relation, judgement: Judgement) -> Severity:
    """Impossible, to be asked, or a hint."""
    if judgement.verdict is Verdict.FAILS:
        return _SEVERITY_OF_FAILURE[relation.kind]
    return Severity.HINT


def _one_each(solutions: Sequence[Solution]) -> list[Solution]:
    """Each set of figures once at its best, then the other values of the best."""
    first: dict[tuple[str, ...], Solution] = {}
    rest: list[Solution] = []
    for solution in solutions:
        figures = tuple(change.fact.id for change in solution.changes)
        if figures in first:
            rest.append(solution)
        else:
            first[figures] = solution
    best = solutions[0].cost if solutions else 0
    ties = [each for each in first.values() if each.cost <= best + 1]
    others = [each for each in first.values() if each.cost > best + 1]
    close = [each for each in rest if each.cost <= best + 1]
    return [*ties, *close, *others, *[each for each in rest if each.cost > best + 1]]


def _suspects(solutions: Sequence[Solution]) -> tuple[str, ...]:
    ranked = dict.fromkeys(change.fact.id for solution in solutions for change in solution.changes)
    return tuple(ranked)[:MOST_SUSPECTS]


def _repair(solution: Solution, relation: Relation) -> Repair:
    return Repair(
        figures=tuple(change.fact.id for change in solution.changes),
        hypothesis=solution.hypothesis,
        value="；".join(show_print(change.printed, change.fact) for change in solution.changes),
        shown=show_solution(solution, relation),
    )


def _member(fact: Fact, role: str) -> Member:
    return Member(fact.id, fact.document, fact.span, role, fact.raw, fact.value)
