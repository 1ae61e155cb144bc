"""Which failing relations accuse nobody, because the words allow another reading of what belongs together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, combinations, pairwise

from report_miner.arithmetic import Reason
from report_miner.arithmetic.formula import solve
from report_miner.checks.facts import after, before, between, printed, same_sentence
from report_miner.checks.find_sets import CONCLUSIONS, GRADES, RECTIFICATION
from report_miner.checks.relations import MOST_TERMS, Relation, test
from report_miner.model import FindingKind, Measure, Outcome, QuantityKind, Verdict
from report_miner.store import Fact

GROUPS = (GRADES, CONCLUSIONS, RECTIFICATION)
EACH = re.compile(r"各[^，。；\d]{0,8}$")
SINGLED_OUT = re.compile(r"对[^，。；]*的$")
FAR_APART = 1000
"""A price and a sum of money: amounts of one round lie nearer together."""
TWO_WAYS = "所列各项中已有几项之和等于合计，可能是同一合计的两种分法"
THE_OTHERS = re.compile(r"(?:其他|其它|其余|余下|剩余)的?$")
AGAIN = re.compile(r"(?:再|又|另|复审)[^，。；、\d]{0,4}$")
SEVERAL = re.compile(r"分别|依次|合计|以上|上述|合并|[两三四]项|[两三]者")
LIMIT = re.compile(r"(?:不足|不到|未到|未达到?|低于|高于|超过|大于|小于)$")
DONE_OF = re.compile(r"已(?:经)?(?:完成|出具|办结|审结|评结)[^。；;]*\d")
SEVERAL_GRADES = re.compile(r"(?:[优良中]|优秀|良好|合格)[”’]?(?:等次|等级)?(?:及|或|和)?以上[^，。；\d]{0,8}\d")
A_GRADE = re.compile(r"\d[个项家份][^，。；、\d]{0,8}(?:优|良|中等|一般|合格|差)")
NOT_COUNTED = re.compile(r"不计入|不在此列|另计|单列")
MORE_TO_COME = re.compile(r"^[^。]{0,60}[；;，,](?:另有|还有|余下|其余)[^，。；\d]{0,4}\d")
CHANGED = re.compile(r"(?:增加|增长|提高|扩大|上升|减少|下降|降低|压缩|拓展)[到至为]|增至|升至|降至|减至|扩至")
TOGETHER = re.compile(
    r"[两二三四五六七八九][家类项者个块县区市镇][^，。；\d]{0,4}(?:合并|合计|共|相加)[，,]?[^，。；\d]{0,8}$"
)
IN_STEP = re.compile(r"分别(?:为|是)?[\d.,，、和万亿元个项]+$")
GRADES_TOGETHER = re.compile(r"(?:优良|[“‘]?优秀?[”’]?[和、及][“‘]?良好?[”’]?)[^，。；\d]{0,6}$")
OF_MONEY = re.compile(r"占[^，。；\d]{0,8}(?:资金|金额|支出|预算)[^，。；\d]{0,6}$")
AGAINST = re.compile("[较比][^，。；]*(?:申报|送审|报审|上报)")
LAST_YEAR = re.compile(r"[与同和较比](?:去年|上年|上一年|前年|往年)[^，。；\d]*$")
UNCHANGED = re.compile(r"持平|不变|未变|相同")


def questioned(relation: Relation) -> Relation:
    """The relation, with a doubt where it fails although its words need not mean that it should hold."""
    open_ = relation.doubt is Reason.NONE and relation.settled is None
    if not open_ or test(relation).verdict is not Verdict.FAILS:
        return relation
    doubt, note = _doubt(relation)
    return replace(relation, doubt=doubt, note=note or relation.note) if doubt is not Reason.NONE else relation


def _doubt(relation: Relation) -> tuple[Reason, str]:
    """Why the failing relation need not hold, with what a reader should know; ``NONE``: it should."""
    if any(_may_go_before(fact, relation) for fact in relation.facts):
        return Reason.READING, ""
    if relation.kind is FindingKind.SUM:
        return _sum_doubt(relation.facts[0], list(relation.facts[1:]))
    for kinds, applies, doubt in DOUBTS:
        if relation.kind in kinds and applies(relation.facts):
            return doubt, ""
    return Reason.NONE, ""


def _sum_doubt(total: Fact, parts: list[Fact]) -> tuple[Reason, str]:
    if _is_no_total(total, parts) or _is_incomplete(total, parts) or _is_told_within(total, parts):
        return Reason.LABEL, ""
    return (Reason.WORDING, TWO_WAYS) if _has_another_total(total, parts) else (Reason.NONE, "")


def _may_go_before(fact: Fact, relation: Relation) -> bool:
    """Whether digits of a count may stand at the end of the line before: it begins its sentence and is too small.

    A page that breaks ``项目2`` / ``6个…`` reads ``6个``; the value that would fit then ends in the digits printed.
    """
    if fact.kind is not QuantityKind.COUNT or before(fact) or not fact.number.isdigit() or fact.corrected:
        return False
    if relation.kind is FindingKind.PART_LE_WHOLE:
        return fact is relation.facts[0]
    names = {f"x{at}": each for at, each in enumerate(relation.facts)}
    points = {name: printed(each).exact for name, each in names.items()}
    wanted = solve(relation.formula, points, next(name for name, each in names.items() if each is fact))
    return wanted is not None and wanted > printed(fact).exact and str(wanted).endswith(fact.number)


# --------------------------------------------------------------------------- shares, rates, differences, bounds


def _is_cut_again(facts: tuple[Fact, ...]) -> bool:
    """A second cut (``首轮核定57.1亿元，复核再压1.9亿元``) is not what the first left over."""
    return any(AGAIN.search(before(fact)) for fact in facts)


def _is_of_several(facts: tuple[Fact, ...]) -> bool:
    """Whether the share is said of several parts together or in step (``6个、9个，分别占20%、30%``)."""
    return any(SEVERAL.search(words) for fact in facts[:-1] if (words := between(fact, facts[-1])))


def _are_singled_out(facts: tuple[Fact, ...]) -> bool:
    """``对…的17个项目予以压缩，对…的35个项目不予安排``: neither is part of the other."""
    return all(SINGLED_OUT.search(before(fact)) for fact in facts)


def _are_prices(facts: tuple[Fact, ...]) -> bool:
    """Whether the amounts are of different kinds, as a price by the square metre and a sum of money."""
    amounts = [abs(fact.value) for fact in facts if fact.kind is QuantityKind.MONEY and fact.value]
    return len(amounts) > 1 and max(amounts) > FAR_APART * min(amounts) and min(amounts) < FAR_APART


def _is_limit(facts: tuple[Fact, ...]) -> bool:
    """``执行率低于五成的16个``: what tells projects apart is no share of anything."""
    share = facts[-1]
    return LIMIT.search(before(share)) is not None and after(share).startswith("的")


def _is_sibling(facts: tuple[Fact, ...]) -> bool:
    """Whether the whole has a share of its own: ``甲类3亿元，占75%，乙类1亿元，占25%`` are two parts of one whole."""
    part, whole = facts[:2]
    words = between(whole, part) or ""
    return re.match(r"[^。；]{0,4}占[^。；]*[%％]", words) is not None and "其中" not in words


def _is_partly_done(facts: tuple[Fact, ...]) -> bool:
    """Whether the base is of all that came in and the rest of what is done.

    ``受理83份，送审9亿元。已办结71份，审定6亿元…``.
    """
    base = min(facts, key=lambda fact: fact.span)
    later = [fact for fact in facts if not same_sentence(base, fact)]
    return len(later) == len(facts) - 1 and all(DONE_OF.search(before(fact)) for fact in later)


def _are_of_two_steps(facts: tuple[Fact, ...]) -> bool:
    """Amounts of two steps of the work: what an appraisal turned away is not what the review after it cut."""
    amounts = all(fact.kind is QuantityKind.MONEY for fact in facts)
    return amounts and len({fact.stage for fact in facts}) > 1


# --------------------------------------------------------------------------- sums


def _is_no_total(total: Fact, parts: list[Fact]) -> bool:
    """A grade is no total of grades, three 条 none of 90 个; what each did is told once for all (``各抽查10个``)."""
    group = next((group for group in GROUPS if total.outcome in group), ())
    other = any(part.outcome in group and part.outcome is not total.outcome for part in parts)
    tied = re.match(r"[，,（(]?其中", between(total, parts[0]) or "") is not None
    foreign = total.value < max(part.value for part in parts) and all(part.unit != total.unit for part in parts)
    foreign = foreign and not tied
    return (total.outcome is not Outcome.NONE and other) or foreign or any(EACH.search(before(part)) for part in parts)


def _is_incomplete(total: Fact, parts: list[Fact]) -> bool:
    """Whether a class that the words tell is missing among the parts, or the parts are those of last year.

    ``“良”以上38个`` stands for two classes at once; of ``由6个增加到9个，“中”的4个、与上年持平`` the unchanged class is
    told once for both years; ``与上年的优秀3个、良好8个相比`` is no division of this year's total.
    """
    if MORE_TO_COME.search(after(parts[-1])) or any(
        CHANGED.search(between(one, two) or "") for one, two in pairwise(parts)
    ):
        return True
    if LAST_YEAR.search(before(parts[0])) and not LAST_YEAR.search(before(total)):
        return True
    graded = [part for part in parts if part.outcome in GRADES]
    if len(graded) < len(parts):
        return False
    if UNCHANGED.search(parts[0].quote) and any(before(part).endswith(("由", "从")) for part in parts):
        return True
    if SEVERAL_GRADES.search(before(parts[-1])):
        return True
    return any(A_GRADE.search(between(one, two) or "") for one, two in pairwise([total, *parts]))


def _is_told_within(total: Fact, parts: list[Fact]) -> bool:
    """Whether some parts are parts of another: ``“优”和“良”的12个，其中优3个``, ``18个（其中…11个、…7个）``.

    What is too much then is what those come to.
    """
    excess = sum((printed(part).value for part in parts), -printed(total).value)
    if excess <= 0:
        return False
    if NOT_COUNTED.search(after(parts[-1])) and printed(parts[-1]).value == excess:
        return True
    for first, (one, two) in enumerate(pairwise(parts), 1):
        if "其中" in (between(one, two) or ""):
            inner = list(accumulate(printed(part).value for part in parts[first:]))
            if excess in inner:
                return True
    return False


def _are_grades_together(facts: tuple[Fact, ...]) -> bool:
    """``优良的15个（优6个、良9个）``: one of the numbers stands for two grades."""
    return any(GRADES_TOGETHER.search(before(fact)) for fact in facts)


def _is_over_several(facts: tuple[Fact, ...]) -> bool:
    """``两类合并，审减1.06亿元`` and ``分别为318万元、905万元``: not of the round told last."""
    return any(TOGETHER.search(before(fact)) or IN_STEP.search(before(fact)) for fact in facts)


def _is_of_money(facts: tuple[Fact, ...]) -> bool:
    """``债券项目4个，占评价资金的51.4%``: a share of money says nothing of counts."""
    counts = all(fact.kind is QuantityKind.COUNT for fact in facts[:-1])
    return counts and OF_MONEY.search(before(facts[-1])) is not None


def _is_off_another_base(facts: tuple[Fact, ...]) -> bool:
    """``入库项目预算1.86亿元，较单位申报数压缩5,400万元``: taken off what was asked for, not off what was left."""
    base = min(facts, key=lambda fact: fact.span)
    later = [fact for fact in facts if fact is not base]
    involved = base.measure is Measure.AMOUNT_INVOLVED
    return involved and any(AGAINST.search(between(base, fact) or "") for fact in later)


def _has_another_total(total: Fact, parts: list[Fact]) -> bool:
    """Whether the parts tell the total twice over: two divisions of it, or a division and then that of one class.

    ``62个：甲类40个、乙类22个，其中城区35个、乡镇27个`` and ``除2个“差”外，其他60个…，其中“优”21个``.  That a few of
    the parts happen to meet the total says nothing where the others are left over: a slip does that as well.
    """
    if len(parts) > MOST_TERMS:
        return False
    whole, values = printed(total).value, [printed(part).value for part in parts]
    sums = list(accumulate(values, initial=Decimal()))
    for start, end in combinations(range(len(parts) + 1), 2):
        rest = len(parts) - (end - start)
        if end - start < 2 or not rest or sums[end] - sums[start] != whole:
            continue
        told_again = rest > 1 and sums[-1] - whole in (whole, *values[start:end])
        if told_again or THE_OTHERS.search(before(parts[end - 1])):
            return True
    return False


SHARE = frozenset({FindingKind.SHARE})
BOUND = frozenset({FindingKind.PART_LE_WHOLE})
DIFFERENCE = frozenset({FindingKind.DIFFERENCE})
RATE = frozenset({FindingKind.RATE})
DOUBTS: tuple[tuple[frozenset[FindingKind], Callable[[tuple[Fact, ...]], bool], Reason], ...] = (
    (SHARE, _is_of_several, Reason.WORDING),
    (SHARE, _is_of_money, Reason.LABEL),
    (BOUND, _are_grades_together, Reason.LABEL),
    (DIFFERENCE | RATE, _is_over_several, Reason.LABEL),
    (RATE, _is_off_another_base, Reason.LABEL),
    (SHARE, _is_limit, Reason.LABEL),
    (SHARE, _is_sibling, Reason.LABEL),
    (DIFFERENCE, _is_cut_again, Reason.WORDING),
    (DIFFERENCE | RATE, _is_partly_done, Reason.WORDING),
    (DIFFERENCE | BOUND, _are_prices, Reason.LABEL),
    (BOUND, _are_singled_out, Reason.LABEL),
    (BOUND, _are_of_two_steps, Reason.LABEL),
)
"""Which doubts a failing relation of a kind meets, besides those of sums."""
