"""Review rounds (submitted, approved, reduced, rate of one piece of work) and the identities over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from report_miner.arithmetic import Formula, Printed, Reason
from report_miner.arithmetic.formula import renamed
from report_miner.checks.facts import after, before, between, cells, in_table, printed, same_sentence
from report_miner.checks.identities import Identity
from report_miner.checks.passages import passages, stands_with
from report_miner.checks.relations import Relation, Term, test
from report_miner.model import Measure, Outcome, QuantityKind, Verdict
from report_miner.store import Fact

_OPENERS = frozenset({Measure.PROJECT_COUNT, Measure.POLICY_COUNT, Measure.DEPARTMENT_COUNT})
_OWN_OUTCOMES = frozenset({Outcome.NONE, Outcome.CUT})

_MEASURE_ROW = re.compile(r"金额|资金|率|数$|数量")
_SINGLED = re.compile(r"最[高低大小多少]|单个|单项[^，。；]{0,4}$|个别|平均下降")
_ONE_CASE = re.compile(r"最[高低大小多少][^，。；）)]*[（(][^。）)]*$")
_ONE_LEAD = re.compile(r"最[高低大小多少]的?[^，。；、]{0,4}[为是属][^，。；]+，[^。；]*$")
_OTHERS_SHARE = re.compile(
    r"占(?![^，。；、]*(?:送审|报审|申报|上报))[^，。；、]*(?:总[量额数]|合计|全[市县区年]|[市县区]级)[^，。；、]*$"
)
_RATES_ALONE = re.compile(r"[^额价金资、和及与]*率(?:依次)?分别")
_NEW_SUBJECT = 9
"""Words behind a semicolon, longer than a measure takes, name another subject."""
_TOTALLED = re.compile(r"合计|累计|前后|加总")
_FAR_APART = 1_000_000
_BASES = frozenset({Measure.AMOUNT_SUBMITTED, Measure.AMOUNT_INVOLVED})
_TAKEN_OFF = frozenset({Measure.AMOUNT_APPROVED, Measure.AMOUNT_REDUCED, Measure.REDUCTION_RATE})


@dataclass(slots=True)
class Round:
    """Facts of one review round by measure; ``contested``: another base stands before the same reduction."""

    facts: dict[Measure, Fact]
    contested: bool = False


def round_relations(facts: list[Fact], identities: tuple[Identity, ...]) -> list[Relation]:
    """Identities over all rounds of one document."""
    wanted = frozenset(measure for identity in identities for measure in identity.measures)
    return [
        relation
        for passage in passages(facts)
        for each in rounds(passage, wanted)
        for identity in identities
        if (relation := _relation(identity, each)) is not None
    ]


def rounds(passage: list[Fact], wanted: frozenset[Measure]) -> list[Round]:
    """Runs of facts with no measure twice.

    A measure told again, or a new count of projects behind amounts, opens the next round: figures of two rounds told
    one after the other must never meet in one identity.  A base told again before anything was taken off it leaves
    open which of the two is meant.
    """
    found: list[Round] = []
    for fact in passage:
        if fact.outcome not in _OWN_OUTCOMES or fact.measure not in wanted | _OPENERS or _is_aside(fact):
            continue
        if found and _belongs(found[-1].facts, fact):
            found[-1].facts.setdefault(fact.measure, fact)
        else:
            found.append(Round({fact.measure: fact}, bool(found) and _is_rival(found[-1], fact)))
    return found


def _is_aside(fact: Fact) -> bool:
    """Whether the words single the figure out (``单个项目最高审减率``) or make a rule of it (``以500万元为界``)."""
    words = before(fact)
    if _ONE_CASE.search(words):
        # 「平均审减率9%，最高的某桥梁达41%（送审…、审定…）」: the bracket goes on about the one project.
        return True
    if fact.measure is Measure.REDUCTION_RATE and (_OTHERS_SHARE.search(words) or _is_one_of_several(words)):
        return True
    return _SINGLED.search(words[-14:]) is not None or after(fact).startswith(("为界", "以上", "以下", "（含"))


def _is_one_of_several(words: str) -> bool:
    """Whether rates alone are told in order (``核减率分别为6%、13%``): none of them is that of the whole round.

    ``送审额、审减额、审减率分别为…`` tells one round.
    """
    clause = re.split(r"[，,。；;]", words)[-1]
    return _RATES_ALONE.match(clause) is not None


def _is_rival(last: Round, fact: Fact) -> bool:
    base = last.facts.get(fact.measure)
    if fact.measure not in _BASES or base is None or not stands_with(base, fact):
        return False
    return last.contested or not _TAKEN_OFF & last.facts.keys()


def _belongs(current: Mapping[Measure, Fact], fact: Fact) -> bool:
    last = max(current.values(), key=lambda each: each.span)
    if not stands_with(last, fact) or "其中" in (between(last, fact) or ""):
        return False
    if _opens_anew(current, fact):
        return False
    told = current.get(fact.measure)
    if told is not None:
        return told.value == fact.value and fact.measure not in _OPENERS
    if fact.measure in _OPENERS and fact.activity != last.activity:
        return _OPENERS.issuperset(current)
    return True


def _opens_anew(current: Mapping[Measure, Fact], fact: Fact) -> bool:
    """Whether a base told in a new clause after a rate begins a round of its own.

    ``结算核减率6.4%。另对搬迁补偿送审…``: a rate is told last, so that what comes behind the stop is not its base.
    So does a base of a new sentence after all amounts (``…，审定8亿元。以首次申报9亿元为准，压减率…``), one project
    that the words single out, and what was taken off another subject behind the rate.
    """
    last = max(current.values(), key=lambda each: each.span)
    if _is_singled_out(last, fact):
        return True
    amounts = {Measure.AMOUNT_APPROVED, Measure.AMOUNT_REDUCED}
    if fact.measure in _BASES and amounts <= current.keys() and not same_sentence(last, fact):
        return True
    rate = current.get(Measure.REDUCTION_RATE)
    if rate is not None and fact.measure in amounts - current.keys():
        return _names_another(between(rate, fact) or "")
    if rate is None or fact.measure not in _BASES or fact.measure in current:
        return False
    words = between(rate, fact)
    return words is None or bool(set(words) & set("；;。"))


def _names_another(words: str) -> bool:
    """Whether a subject of its own stands behind a semicolon (``；道路养护项目按定额核，核减…``)."""
    clauses = re.split(r"[；;]", words)
    return len(clauses) > 1 and len(clauses[-1]) >= _NEW_SUBJECT


def _is_singled_out(last: Fact, fact: Fact) -> bool:
    """Whether ``最大的为某桥梁，审减…`` stands between them: what follows speaks of that one project."""
    words = between(last, fact)
    return _ONE_LEAD.search(before(fact) if words is None else words) is not None


def _relation(identity: Identity, each: Round) -> Relation | None:
    if any(measure not in each.facts for measure in identity.measures):
        return None
    if any(measure in each.facts for measure in identity.unless):
        return None
    terms = tuple(Term(each.facts[measure], measure.value) for measure in identity.measures)
    doubt = (
        Reason.LABEL
        if each.contested or _is_mixed([term.fact for term in terms])
        else _doubt(identity, [term.fact for term in terms])
    )
    relation = Relation(identity.kind, _indexed(identity), terms, identity.says, doubt)
    return replace(relation, doubt=Reason.WORDING) if doubt is Reason.NONE and _is_padded(relation) else relation


def _is_padded(relation: Relation) -> bool:
    """Whether it fails, but holds once the rate's last zero is taken for filling.

    Tables print all their cells with two decimals (``8.40`` for a rate that was worked out as 8.4).
    """
    if test(relation).verdict is not Verdict.FAILS:
        return False
    shorter = {fact.id: short for fact in relation.facts if in_table(fact) and (short := _unpadded(fact)) is not None}
    return bool(shorter) and test(relation, shorter).verdict is Verdict.HOLDS


def _unpadded(rate: Fact) -> Printed | None:
    """The rate without its last zeros; ``None`` where it has none behind its point."""
    told = printed(rate)
    if rate.kind is not QuantityKind.PERCENT or "." not in told.number or not told.number.endswith("0"):
        return None
    return told.with_number(told.number.rstrip("0").rstrip("."))


def _is_mixed(facts: list[Fact]) -> bool:
    """Whether amounts of quite different things met: a total over several rounds, or 元 a square metre beside 亿元."""
    if any(fact.measure is Measure.AMOUNT_REDUCED and _TOTALLED.search(before(fact)[-8:]) for fact in facts):
        return True
    amounts = [abs(fact.value) for fact in facts if fact.kind is QuantityKind.MONEY and fact.value]
    return bool(amounts) and max(amounts) > _FAR_APART * min(amounts)


def _doubt(identity: Identity, facts: list[Fact]) -> Reason:
    if identity.doubtful:
        return Reason.WORDING
    if any(in_table(fact) and _MEASURE_ROW.search(cells(fact.quote)[0]) for fact in facts):
        # The row itself is one measure, its columns are months or years.
        return Reason.LABEL
    if len({fact.scope for fact in facts if fact.scope}) > 1 or len({fact.stage for fact in facts}) > 2:
        return Reason.LABEL
    base = [fact for fact in facts if fact.measure is Measure.AMOUNT_INVOLVED]
    if base and not all(_close(base[0], fact) for fact in facts if fact is not base[0]):
        # An amount involved far from the amount reduced need not be its base.
        return Reason.LABEL
    return Reason.NONE


def _close(base: Fact, fact: Fact) -> bool:
    if not same_sentence(base, fact) or base.span > fact.span or base.activity != fact.activity:
        return False
    words = between(base, fact) or ""
    return not set(words) & set("；;")


def _indexed(identity: Identity) -> Formula:
    """The identity's formula over ``x0``, ``x1``, … in the order of its measures."""
    return renamed(identity.formula, {name: f"x{at}" for at, name in enumerate(identity.formula.names)})
