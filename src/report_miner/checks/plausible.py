"""Which failing relations accuse nobody, because the words allow another reading of what belongs together."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from report_miner.arithmetic import Reason
from report_miner.checks.facts import before, between
from report_miner.checks.find_sets import CONCLUSIONS, GRADES, RECTIFICATION
from report_miner.checks.relations import Relation, test
from report_miner.model import FindingKind, Outcome, QuantityKind, Verdict
from report_miner.store import Fact

GROUPS = (GRADES, CONCLUSIONS, RECTIFICATION)
EACH = re.compile(r"各[^，。；\d]{0,8}$")
SINGLED_OUT = re.compile(r"对[^，。；]*的$")
FAR_APART = 1000
"""A price and a sum of money: amounts of one round lie nearer together."""


def questioned(relation: Relation) -> Relation:
    """The relation, with a doubt where it fails although its words need not mean that it should hold."""
    open_ = relation.doubt is Reason.NONE and relation.settled is None
    if not open_ or test(relation).verdict is not Verdict.FAILS:
        return relation
    doubt, note = _doubt(relation)
    return replace(relation, doubt=doubt, note=note or relation.note) if doubt is not Reason.NONE else relation


def _doubt(relation: Relation) -> tuple[Reason, str]:
    """Why the failing relation need not hold, with what a reader should know; ``NONE``: it should."""
    kind, facts = relation.kind, relation.facts
    if kind is FindingKind.SUM and _is_no_total(facts[0], list(facts[1:])):
        return Reason.LABEL, ""
    if kind is FindingKind.SUM and _has_another_total(facts[0], list(facts[1:])):
        return Reason.WORDING, TWO_WAYS
    again = kind is FindingKind.DIFFERENCE and any(AGAIN.search(before(fact)) for fact in facts)
    if again or (kind is FindingKind.SHARE and _is_of_several(facts)):
        return Reason.WORDING, ""
    if kind in BOUNDED and (_are_singled_out(relation) or _are_prices(facts)):
        return Reason.LABEL, ""
    return Reason.NONE, ""


TWO_WAYS = "所列各项中已有几项之和等于合计，可能是同一合计的两种分法"
AGAIN = re.compile(r"(?:再|又|另|复审)[^，。；、\d]{0,4}$")
"""A second cut (``初审核定34.66亿元，复审再压0.87亿元``) is not what the first left over."""
BOUNDED = frozenset({FindingKind.DIFFERENCE, FindingKind.PART_LE_WHOLE})


SEVERAL = re.compile(r"分别|依次|合计|以上|上述|合并|[两三四]项|[两三]者")


def _is_of_several(facts: tuple[Fact, ...]) -> bool:
    """Whether the share is said of several parts together or in step (``5个、8个，分别占12.2%、19.5%``)."""
    return any(SEVERAL.search(words) for fact in facts[:-1] if (words := between(fact, facts[-1])))


def _are_singled_out(relation: Relation) -> bool:
    """``对…的128个项目予以压缩，对…的243个项目不予安排``: neither is part of the other."""
    return relation.kind is FindingKind.PART_LE_WHOLE and all(
        SINGLED_OUT.search(before(fact)) for fact in relation.facts
    )


def _is_no_total(total: Fact, parts: list[Fact]) -> bool:
    """A grade is no total of grades, two 条 none of 145 个; what each did is told once for all (``各抽查10个``)."""
    group = next((group for group in GROUPS if total.outcome in group), ())
    other = any(part.outcome in group and part.outcome is not total.outcome for part in parts)
    foreign = total.value < max(part.value for part in parts) and all(part.unit != total.unit for part in parts)
    return (total.outcome is not Outcome.NONE and other) or foreign or any(EACH.search(before(part)) for part in parts)


def _has_another_total(total: Fact, parts: list[Fact]) -> bool:
    """Whether some neighbours among the parts make up the total: two divisions of it, or one inside the other."""
    for start in range(len(parts)):
        sum_of_run = parts[start].value
        for part in parts[start + 1 :]:
            sum_of_run += part.value
            if sum_of_run == total.value:
                return True
    # 「341个项目，除4个“差”和13个“中”外，其他324个…」: a part that the others make up is counted twice.
    return any(
        sum(one.value for one in parts if one is not part) == total.value and _made_up(part, parts) for part in parts
    )


def _made_up(whole: Fact, parts: list[Fact]) -> bool:
    return any(
        one.value + two.value == whole.value for one, two in pairwise(part for part in parts if part is not whole)
    )


def _are_prices(facts: tuple[Fact, ...]) -> bool:
    """Whether the amounts are of different kinds, as a price by the square metre and a sum of money."""
    amounts = [abs(fact.value) for fact in facts if fact.kind is QuantityKind.MONEY and fact.value]
    return len(amounts) > 1 and max(amounts) > FAR_APART * min(amounts) and min(amounts) < FAR_APART
