"""The same fact told twice: body and attachment, two sections, two reports.

Facts meet on subject, years, part of the year, scope, actor, measure and outcome, never on their value.  Reports
tell of several rounds of the same kind of work in one year, so that two different values alone mean nothing: a
difference accuses only where the figures around both agree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from report_miner.arithmetic import Judgement, Reason
from report_miner.checks.facts import after, before, between, in_table, is_total_row, printed, same_sentence
from report_miner.checks.hypotheses import edits
from report_miner.checks.passages import by_document, passages
from report_miner.checks.relations import Relation, Term, test, told_twice, within
from report_miner.model import Measure, Outcome, PeriodPart, QuantityKind, Stage, Verdict
from report_miner.store import Fact

_COMPARED = frozenset(Measure) - {
    Measure.THRESHOLD,
    Measure.SHARE,
    Measure.MULTIPLE,
    Measure.GROWTH_RATE,
    Measure.OTHER,
    Measure.OTHER_AMOUNT,
    Measure.OTHER_COUNT,
    Measure.OTHER_RATE,
}
_OF_THOSE = re.compile(r"[，,（(]?涉及(?:预算)?(?:资金|金额)")
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]{2}")
_CROWD = 40
_FEW = 12
_ENOUGH = 2.0
_RELATED_STAGES = (
    frozenset({Stage.EX_ANTE, Stage.REVIEW, Stage.TARGET, Stage.APPLICATION, Stage.EVALUATION}),
    frozenset({Stage.MONITORING, Stage.APPLICATION}),
    frozenset({Stage.SELF_EVALUATION, Stage.EVALUATION, Stage.APPLICATION}),
)

Key = tuple[Measure, Outcome, QuantityKind, bool]


@dataclass(frozen=True, slots=True)
class Account:
    """A passage by key; a key told with two values in it is left out, for nobody can say which one is meant."""

    facts: dict[Key, Fact]


def repeat_relations(facts: Iterable[Fact]) -> list[Relation]:
    """Facts told twice within each document and across documents; replaced documents speak for themselves only."""
    groups: defaultdict[tuple[str, str, str], list[Account]] = defaultdict(list)
    for document in by_document(facts):
        for passage in passages(_with_outcomes(document)):
            first = passage[0]
            if first.subject and first.period_end:
                owner = first.document if first.superseded else ""
                groups[(first.subject, first.period_end, owner)] += _accounts(passage)
    return [
        relation
        for accounts in groups.values()
        for relation in _latest([found for one, two in _worth_comparing(accounts) for found in _compare(one, two)])
    ]


def _worth_comparing(accounts: list[Account]) -> list[tuple[Account, Account]]:
    """Pairs in the order of the text that have something in common: a figure as told, or part of a year and the year.

    What very many accounts share (``1个``) tells none of them from the others.
    """
    blocks: defaultdict[tuple[Key, str], list[int]] = defaultdict(list)
    for at, account in enumerate(accounts):
        for key, fact in account.facts.items():
            blocks[(key, f"{fact.value:.3g}")].append(at)
            blocks[(key, "")].append(at)
    pairs = {
        pair
        for (_, value), block in blocks.items()
        if len(block) <= (_CROWD if value else _FEW)
        for pair in combinations(block, 2)
    }
    return [(accounts[one], accounts[two]) for one, two in sorted(pairs)]


def _latest(relations: list[Relation]) -> list[Relation]:
    """Disagreements all, agreements with the telling right before only: what is told ten times agrees nine times."""
    agreeing: dict[str, Relation] = {}
    found = []
    for relation in relations:
        one, two = relation.facts
        if one.value != two.value:
            found.append(relation)
        elif two.id not in agreeing or agreeing[two.id].facts[0].span < one.span:
            agreeing[two.id] = relation
    return found + list(agreeing.values())


def _with_outcomes(document: list[Fact]) -> list[Fact]:
    """Facts with the result that the words give them: ``暂缓支持项目4个，涉及资金6,300万元`` defers both."""
    given: list[Fact] = []
    for fact in document:
        last = given[-1] if given else None
        shares = last is not None and _is_of(last, fact)
        given.append(replace(fact, outcome=last.outcome) if last is not None and shares else fact)
    return given


def _is_of(last: Fact, fact: Fact) -> bool:
    if not last.outcome or fact.outcome or fact.measure is not Measure.AMOUNT_INVOLVED:
        return False
    return _OF_THOSE.fullmatch(between(last, fact) or "") is not None


def _accounts(passage: list[Fact]) -> list[Account]:
    """A passage cut where it begins to tell something again in another sentence."""
    found: list[Account] = []
    run: list[Fact] = []
    for fact in passage:
        if any(_key(one) == _key(fact) and not same_sentence(one, fact) for one in run):
            found.append(_account(run))
            run = []
        run.append(fact)
    found.append(_account(run))
    return [account for account in found if account.facts]


def _account(run: list[Fact]) -> Account:
    told: dict[Key, Fact] = {}
    unclear: set[Key] = set()
    for fact in run:
        if fact.measure not in _COMPARED or (fact.parent and in_table(fact) and not is_total_row(fact)):
            continue
        key = _key(fact)
        if key in told and told[key].value != fact.value:
            unclear.add(key)
        told.setdefault(key, fact)
    return Account({key: fact for key, fact in told.items() if key not in unclear})


def _key(fact: Fact) -> Key:
    return fact.measure, _plain_outcome(fact), fact.kind, bool(fact.parent) and not is_total_row(fact)


def _plain_outcome(fact: Fact) -> Outcome:
    """``cut`` on an amount reduced says nothing more than the measure does."""
    if fact.outcome is Outcome.CUT and fact.measure in (Measure.AMOUNT_REDUCED, Measure.REDUCTION_RATE):
        return Outcome.NONE
    return fact.outcome


def _compare(one: Account, two: Account) -> list[Relation]:
    pairs = [(one.facts[key], two.facts[key]) for key in one.facts if key in two.facts]
    pairs = [(a, b) for a, b in pairs if _comparable(a, b)]
    if not pairs:
        return []
    whole_year = [(a, b) for a, b in pairs if a.period_part is b.period_part or not _is_partial(a, b)]
    agreeing = [(a, b) for a, b in whole_year if _agree(a, b)]
    if not agreeing and len(pairs) == len(whole_year):
        return []
    agreed = {a.id for a, _ in agreeing}
    differing = [(a, b) for a, b in whole_year if a.id not in agreed]
    weight = sum(_weight(a, b) for a, b in agreeing)
    near = [(a, b) for a, b in differing if _slip_apart(a, b)]
    evidence = weight + 2 * len(near)
    sure = evidence >= _ENOUGH and len(agreeing) >= len(differing) and bool(agreeing)
    found = [told_twice(a, b, Reason.NONE if weight >= _ENOUGH else Reason.LABEL) for a, b in agreeing]
    if evidence >= _ENOUGH / 2 and agreeing:
        found += [told_twice(a, b, _difference_doubt(a, b, sure)) for a, b in differing]
    found += [relation for a, b in pairs if _is_partial(a, b) and (relation := _running_total(a, b)) is not None]
    return found


def _agree(a: Fact, b: Fact) -> bool:
    if a.value == b.value:
        return True
    if min(_significant(a.value), _significant(b.value)) < 2:
        # ``1亿元`` agrees with everything from half of it to half as much again, which says nothing.
        return False
    return test(told_twice(a, b)).verdict is Verdict.HOLDS


def _comparable(a: Fact, b: Fact) -> bool:
    if a.scope and b.scope and a.scope is not b.scope:
        return False
    if a.actor and b.actor and a.actor is not b.actor:
        return False
    if a.period_start != b.period_start or a.cumulative is not b.cumulative:
        return False
    if a.stage is b.stage or {a.stage, b.stage} <= {Stage.EX_ANTE, Stage.REVIEW}:
        return True
    # The chapter on results tells the evaluation's figures again under its own heading.
    return bool(a.outcome) and any({a.stage, b.stage} <= related for related in _RELATED_STAGES)


def _is_partial(a: Fact, b: Fact) -> bool:
    parts = {a.period_part, b.period_part}
    return len(parts) > 1 and bool(parts & {PeriodPart.H1, PeriodPart.TO_DATE})


def _weight(a: Fact, b: Fact) -> float:
    """How much an agreement says: many digits much, a small count next to nothing."""
    digits = min(_significant(a.value), _significant(b.value))
    if a.kind is QuantityKind.COUNT:
        return {1: 0.4, 2: 0.8}.get(len(str(abs(int(a.value)))), 1.5)
    return min(digits, 4) * 0.6


def _significant(value: Decimal) -> int:
    return len(f"{value:f}".replace(".", "").strip("0-")) or 1


def _slip_apart(a: Fact, b: Fact) -> bool:
    """Whether a slip of the pen leads from one number of many digits to the other."""
    if min(_significant(a.value), _significant(b.value)) < 4 or a.scale != b.scale:
        return False
    wanted = printed(b).value
    return any(edit.printed.value == wanted for edit in edits(printed(a)))


def _difference_doubt(a: Fact, b: Fact, sure: bool) -> Reason:
    if not sure:
        return Reason.WORDING
    # An amount with a modifier means less than it says, and other words around it may mean another thing.
    alike = a.modifier is b.modifier and (_said_alike(a, b) or _slip_apart(a, b))
    return Reason.NONE if alike else Reason.WORDING


def _said_alike(a: Fact, b: Fact) -> bool:
    """Whether the words right before or right behind the two figures have two characters in common.

    A count names what it counts right behind it: ``17个预算部门`` is not ``2个部门整体支出``.
    """
    if a.kind is QuantityKind.COUNT:
        return after(a)[:2] == after(b)[:2] or before(a)[-4:] == before(b)[-4:]
    return bool(_bigrams(before(a)[-8:]) & _bigrams(before(b)[-8:]) or _bigrams(after(a)[:5]) & _bigrams(after(b)[:5]))


def _bigrams(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1) if _IDEOGRAPHS.fullmatch(words[at : at + 2])}


def _running_total(a: Fact, b: Fact) -> Relation | None:
    part, whole = (a, b) if a.period_part in (PeriodPart.H1, PeriodPart.TO_DATE) else (b, a)
    if whole.period_part in (PeriodPart.H1, PeriodPart.TO_DATE) or part.kind is QuantityKind.PERCENT:
        return None
    if whole.value == part.value and _significant(whole.value) >= 3:
        note = "全年数与年中数完全相同，请核实是否更新"
        return replace(told_twice(part, whole, note=note), settled=Judgement(Verdict.UNDECIDED, Reason.WORDING))
    return within(Term(whole, "whole"), (Term(part, "part"),), "年中累计 ≤ 全年", Reason.WORDING)
