"""Results that sum to a total: grades, conclusions, rectified and rectifying, and what stands within a total."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, permutations

from report_miner.arithmetic import Comparison, Formula, Reason
from report_miner.arithmetic.formula import added
from report_miner.checks.facts import after, before, between, gap, same_sentence
from report_miner.checks.passages import passages, stands_with
from report_miner.checks.relations import Relation, Term, one_slip_apart, summed, test, within
from report_miner.model import FindingKind, Measure, Outcome, QuantityKind, Verdict
from report_miner.store import Fact

GRADES = (Outcome.EXCELLENT, Outcome.GOOD, Outcome.FAIR, Outcome.POOR)
CONCLUSIONS = (
    Outcome.SUPPORTED,
    Outcome.SUPPORTED_AFTER_REVISION,
    Outcome.DEFERRED,
    Outcome.NOT_SUPPORTED,
    Outcome.RETURNED,
)
RECTIFICATION = (Outcome.RECTIFIED, Outcome.RECTIFYING)
_GROUPS = (GRADES, CONCLUSIONS, RECTIFICATION)

COUNTED = frozenset(
    {
        Measure.PROJECT_COUNT,
        Measure.POLICY_COUNT,
        Measure.DEPARTMENT_COUNT,
        Measure.REPORT_COUNT,
        Measure.ISSUE_COUNT,
        Measure.TARGET_COUNT,
        Measure.TOWNSHIP_COUNT,
        Measure.COUNTY_COUNT,
        Measure.SUGGESTION_COUNT,
        Measure.OTHER_COUNT,
    }
)
_GRADED = frozenset({
    Measure.PROJECT_COUNT, Measure.POLICY_COUNT, Measure.DEPARTMENT_COUNT, Measure.TOWNSHIP_COUNT,
})  # fmt: skip
_SOFT = frozenset({Measure.SUGGESTION_COUNT, Measure.OTHER_COUNT})
"""Measures of a result whose noun was dropped (``建议支持17个``)."""
_SEVERAL_CLASSES = re.compile(r"以上(?!”?(?:的|评?为)?[“（(]?[优良中差](?![优良中差]))”?的?[^，。；、]{0,4}$")
_NAMES_CLASSES = re.compile(r"^(?:评价|考核)?(?:等[级次]|档次|类别)")
"""Behind a count: it counts the classes themselves, not what falls into one (``“优”“良”两个等次``)."""
_BESIDE_SHARE = re.compile(r"占[^，。；、\d]*[\d.]+[%％][，,（(]?(?:共?计|即|[共为])$")
"""A count that puts a share in numbers is a part of some whole, not the whole."""
_REST = re.compile(r"(?:其余|其他|余下|剩余)的?$")
_BOTH = re.compile(r"政策(?:和|（|、)项目")
_REACH = 400
_SAYS = "各类之和 = 合计"
_SAYS_WITHIN = "部分之和 ≤ 总体"


@dataclass(frozen=True, slots=True)
class ResultSet:
    """Facts with different outcomes of one group that stand together, in text order."""

    group: tuple[Outcome, ...]
    facts: tuple[Fact, ...]

    @property
    def is_full(self) -> bool:
        """Whether the classes named leave nothing out, as reports are written: a class without members is dropped.

        Two of four grades may be all there are or the two worth telling; with a third, or with words that close the
        list (``其余``), nothing is left.
        """
        named = {fact.outcome for fact in self.facts}
        if self.group is RECTIFICATION:
            return len(named) == 2
        if any("其余" in before(fact)[-12:] or "均为" in before(fact)[-8:] for fact in self.facts):
            return True
        if self.group is CONCLUSIONS:
            return Outcome.SUPPORTED in named and len(named) >= 3
        return len(named) >= 3


def set_relations(facts: list[Fact]) -> list[Relation]:
    """Sums and bounds of result sets of one document."""
    found: list[Relation] = []
    for passage in passages(facts):
        for results in _result_sets(passage):
            found.extend(_relations(results, passage))
        found.extend(_mixed_totals(passage))
    return found


def _result_sets(passage: list[Fact]) -> list[ResultSet]:
    return [
        ResultSet(group, tuple(run))
        for group in _GROUPS
        for kind in (QuantityKind.COUNT, QuantityKind.MONEY)
        for run in _runs([fact for fact in passage if fact.outcome in group and fact.kind is kind and _classes(fact)])
    ]


def _classes(fact: Fact) -> bool:
    """Whether the fact counts one class; ``“良”以上10个`` counts several at once, ``85分以上的“优”10个`` does not."""
    return _counts(fact) and not _SEVERAL_CLASSES.search(before(fact))


def _counts(fact: Fact) -> bool:
    return fact.kind is QuantityKind.MONEY or (fact.measure in COUNTED and not _NAMES_CLASSES.match(after(fact)))


def _runs(facts: list[Fact]) -> list[list[Fact]]:
    runs: list[list[Fact]] = []
    for fact in facts:
        if runs and fact.outcome is runs[-1][-1].outcome and "其中" in (between(runs[-1][-1], fact) or ""):
            continue  # 「准予实施26个，其中民生类15个」: a part of the class just told
        apart = not runs or any(fact.outcome is one.outcome for one in runs[-1]) or _is_of_all(runs, fact)
        if not apart and _together(runs[-1][-1], fact) and not _begins_another(runs[-1][-1], fact):
            runs[-1].append(fact)
        else:
            runs.append([fact])
    return runs


def _is_of_all(runs: list[list[Fact]], fact: Fact) -> bool:
    """Whether ``fact`` ends not the last run but a row of them.

    ``甲类6个，已改5个；乙类4个，已改3个。未改2个…``: the new sentence speaks of both, not of 乙类.
    """
    if len(runs) < 2 or same_sentence(runs[-1][-1], fact):
        return False
    return runs[-2][-1].outcome is runs[-1][-1].outcome and same_sentence(runs[-2][-1], runs[-1][-1])


def _begins_another(last: Fact, fact: Fact) -> bool:
    """Whether ``fact`` is graded in a set of its own.

    Another noun with another unit or in another sentence (``政策“良”5项，项目“优”4个``), or a new sentence after the
    rest was told (``其余8个定为中。被评“差”的2个…``).
    """
    if not same_sentence(last, fact) and _REST.search(before(last)):
        return True
    other_noun = last.measure is not fact.measure and {last.measure, fact.measure} <= _GRADED
    return other_noun and (last.unit != fact.unit or not same_sentence(last, fact))


def _together(one: Fact, two: Fact) -> bool:
    if one.kind is QuantityKind.MONEY and (one.measure is not two.measure or between(one, two) is None):
        return False
    if one.parent and one.parent == two.parent and one.activity != two.activity and one.kind is QuantityKind.MONEY:
        # Rows of a table, each a project with its own grade.
        return False
    return stands_with(one, two) or (same_sentence(one, two) and one.stage is two.stage)


def _relations(results: ResultSet, passage: list[Fact]) -> list[Relation]:
    candidates = _totals(results, passage)
    if not candidates:
        return []
    if len(results.facts) < 2 or not results.is_full:
        return _bounds(results, candidates)
    return _sums(results, candidates, passage)


def _totals(results: ResultSet, passage: list[Fact]) -> list[Fact]:
    """Facts that may be the total, the likeliest first: same measure before others, nearer before farther."""
    first, last = results.facts[0], results.facts[-1]

    def possible(fact: Fact) -> bool:
        if fact.outcome is not Outcome.NONE or fact.kind is not first.kind or not _counts(fact):
            return False
        if (fact.period_start, fact.period_end) != (first.period_start, first.period_end):
            return False  # 「今年评价16个…；与去年的优4个、良7个相比」
        if _BESIDE_SHARE.search(before(fact)):
            return False
        if fact.span < first.span:
            return gap(fact, first) <= _REACH and _linked(fact, first)
        return same_sentence(last, fact) and fact.span > last.span and _announced(fact)

    # Whatever noun the extractor saw, what gets rectified is issues.
    wanted = Measure.ISSUE_COUNT if results.group is RECTIFICATION else first.measure

    def distance(fact: Fact) -> tuple[bool, bool, bool, int]:
        return (
            fact.measure is not wanted,
            bool(fact.parent) and fact.activity != first.activity,
            fact.span > first.span,
            abs(fact.span.start - first.span.start),
        )

    return sorted((fact for fact in passage if possible(fact)), key=distance)


_NEXT_TO = 20


def _linked(fact: Fact, first: Fact) -> bool:
    """Whether a total before the set may be its total: one activity (or its parent), or one sentence and stage."""
    if fact.activity and fact.activity in (first.activity, first.parent):
        return True
    if same_sentence(fact, first) and gap(fact, first) <= _NEXT_TO:
        return True  # 「抽查的38个项目中，优6个…」
    if fact.stage is not first.stage:
        return False
    if not same_sentence(fact, first):
        # The next sentence may go on about the same work without saying so.
        return gap(fact, first) <= _REACH // 2
    return True


def _announced(fact: Fact) -> bool:
    return before(fact).endswith(("共", "共计", "合计", "总计"))


def _sums(results: ResultSet, candidates: list[Fact], passage: list[Fact]) -> list[Relation]:
    parts = tuple(Term(fact, "part") for fact in results.facts)
    tests = [summed(Term(total, "total"), parts, _SAYS) for total in candidates]
    holding = [relation for relation in tests if test(relation).verdict is Verdict.HOLDS]
    best = tests[0]
    if best in holding:
        return [best]
    if holding and not _is_told_at_the_set(best.facts[0], holding[0].facts[0], results.facts[0]):
        # Another total of the passage is met: the noun is doubtful, not the numbers.
        note = "按文字应对应的总数与之不符，但与同段另一总数相符，可能是名词使用不当"
        bound = within(Term(best.facts[0], "whole"), parts, _SAYS_WITHIN, Reason.LABEL)
        if results.group is not RECTIFICATION:
            # A grade is given to a project and to its report alike: no noun is wrong.
            return [holding[0]]
        return [holding[0], _doubted(best, Reason.WORDING, note), bound]
    joint = _joint_total(results, candidates)
    if joint is not None and not _is_told_at_the_set(best.facts[0], joint.facts[0], results.facts[0]):
        return [joint]
    if excuse := _excuse(results, candidates, passage, best):
        return [_doubted(best, Reason.WORDING, excuse)]
    best = _likeliest(results, tests)
    doubt = _total_doubt(results, candidates) if best is tests[0] else Reason.NONE
    return [best if doubt is Reason.NONE else _doubted(best, doubt, "总数与各类未必相对应")]


def _excuse(results: ResultSet, candidates: list[Fact], passage: list[Fact], best: Relation) -> str:
    """What else the words may mean that would make the set consistent; empty where there is nothing."""
    if _adds_up(results, candidates):
        return TOGETHER
    if _left_out(results, passage, best) or _told_ahead(results, candidates):
        return LEFT_OUT
    return MIXED if _unnamed_between(results, passage, best.facts[0]) else ""


def _told_ahead(results: ResultSet, candidates: list[Fact]) -> bool:
    """Whether one of the counts before the set makes up what it lacks of another.

    ``12份报告中，完善后支持的最多，有7份；支持4份、暂缓1份``: 7 is a member whose class was told in other words.
    """
    first = results.facts[0]
    ahead = [fact for fact in candidates if same_sentence(fact, first) and fact.span < first.span]
    told = sum(fact.value for fact in results.facts)
    return any(
        whole.span < part.span and whole.measure is part.measure is first.measure and whole.value == told + part.value
        for whole, part in permutations(ahead, 2)
    )


def _unnamed_between(results: ResultSet, passage: list[Fact], total: Fact) -> bool:
    """Whether counts of no class, or of another kind of result, stand among the members or between the total and them.

    ``第二批相应为6个、2个`` may mix groups; ``同意84个，调整用途6个，不同意12个，共102个`` tells one of another kind.
    What a member holds (``其中``, or in brackets) is no such count.
    """
    first, last = results.facts[0], results.facts[-1]
    among = [
        fact
        for fact in passage
        if min(total.span, first.span) < fact.span < last.span
        and (fact.kind, fact.unit) == (first.kind, first.unit)
        and fact not in results.facts
        and fact != total
    ]
    return any(not _WITHIN_MEMBER.search(before(fact)) for fact in among if same_sentence(first, fact))


TOGETHER = "各类之和与同段几个总数之和相符，可能是一并评定的"
LEFT_OUT = "同句还列有其他结果，可能未计入"
MIXED = "各类之间夹有未注明类别的数，可能分属几个总体"
_WITHIN_MEMBER = re.compile(r"其中[^。；]*$|[（(][^）)]*$")


def _is_soft(first: Fact, total: Fact) -> bool:
    """Whether the set's own noun was dropped, so that its measure says little."""
    return first.measure in _SOFT and first.unit == total.unit


def _likeliest(results: ResultSet, tests: list[Relation]) -> Relation:
    """Of several totals in the set's own sentence, none of them met, the one that a single slip explains."""
    near = [relation for relation in tests if same_sentence(relation.facts[0], results.facts[0])]
    near.sort(key=lambda relation: abs(relation.facts[0].span.start - results.facts[0].span.start))
    if len({relation.facts[0].value for relation in near}) < 2:
        return tests[0]
    return next((relation for relation in near if one_slip_apart(relation)), tests[0])


def _total_doubt(results: ResultSet, candidates: list[Fact]) -> Reason:
    """Whether the likeliest total is the total: one activity with the set, or the only one of its measure."""
    best, first = candidates[0], results.facts[0]
    if best.measure is not first.measure and not (_is_soft(first, best) and len({f.value for f in candidates}) == 1):
        return Reason.LABEL
    if any(fact.parent == best.activity and fact.measure is best.measure for fact in candidates if fact.parent):
        # The total is divided before the set begins: the set may be that of one division.
        return Reason.LABEL
    rivals = {fact.value for fact in candidates if fact.measure is best.measure and _as_near(fact, best, first)}
    return Reason.NONE if len(rivals) == 1 else Reason.LABEL


def _as_near(fact: Fact, best: Fact, first: Fact) -> bool:
    """Whether ``fact`` is tied to the set as closely as ``best``."""
    if same_sentence(best, first) and best.span < first.span and not set(between(best, first) or "") & set("；;"):
        return same_sentence(fact, first) and not set(between(fact, first) or "；") & set("；;")
    if best.activity and best.activity == first.activity:
        return fact.activity == first.activity
    return True


def _is_told_at_the_set(best: Fact, other: Fact, first: Fact) -> bool:
    """Whether the words tie the set to its total, so that another total that fits is no excuse.

    ``报告20份，其中：优4份…`` always does; ``18个项目中，优3个…`` does against totals of other sentences.
    """
    words = between(best, first)
    if words is None:
        return False
    if re.match(r"[，,（(]?其中", words):
        return True
    return re.match(r"[^，。；]*中[，：,:]", words) is not None and not same_sentence(other, first)


def _left_out(results: ResultSet, passage: list[Fact], total: Relation) -> bool:
    """Whether the sentence counts another result that makes up what the set lacks (``评为“差”的9个已收回``)."""
    lacking = total.facts[0].value - sum(fact.value for fact in results.facts)
    return any(
        fact.value == lacking and fact.span > results.facts[0].span and fact not in results.facts
        for fact in passage
        if fact.kind is results.facts[0].kind and same_sentence(fact, results.facts[0])
    )


def _joint_total(results: ResultSet, candidates: list[Fact]) -> Relation | None:
    """``12个项目和3个部门`` graded together: counts told side by side, to which the set sums."""
    sum_of_parts = sum(fact.value for fact in results.facts)
    ordered = sorted(candidates, key=lambda fact: fact.span)
    for size in (2, 3):
        for start in range(len(ordered) - size + 1):
            some = tuple(ordered[start : start + size])
            fits = sum(fact.value for fact in some) == sum_of_parts
            if fits and all(_side_by_side(one, two) for one, two in pairwise(some)):
                return _balance(results.facts, some)
    return None


def _adds_up(results: ResultSet, candidates: list[Fact]) -> bool:
    """Whether two or three totals of the passage add up to the set (``5个镇和32家单位`` graded together)."""
    wanted = sum(fact.value for fact in results.facts)
    near = sorted(candidates, key=lambda fact: abs(fact.span.start - results.facts[0].span.start))[:6]
    return any(sum(fact.value for fact in some) == wanted for size in (2, 3) for some in combinations(near, size))


def _side_by_side(one: Fact, two: Fact) -> bool:
    words = between(one, two)
    if words is None or one.measure is two.measure or not {one.measure, two.measure} <= _GRADED:
        return False
    return re.fullmatch(r"[^，。；、\d]{0,8}[、和及与][^，。；、\d]{0,4}", words) is not None


def _balance(parts: tuple[Fact, ...], totals: tuple[Fact, ...]) -> Relation:
    names = tuple(f"x{at}" for at in range(len(totals) + len(parts)))
    formula = Formula(added(names[len(totals) :]), Comparison.EQUAL, added(names[: len(totals)]))
    terms = tuple(Term(fact, "total") for fact in totals) + tuple(Term(fact, "part") for fact in parts)
    return Relation(FindingKind.SUM, formula, terms, _SAYS)


def _bounds(results: ResultSet, candidates: list[Fact]) -> list[Relation]:
    """A set that may leave classes out stays within its total; told equal, it is a sum after all."""
    parts = tuple(Term(fact, "part") for fact in results.facts)
    fitting = [fact for fact in candidates if sum(part.value for part in results.facts) <= fact.value]
    best = fitting[0] if fitting else candidates[0]
    total = summed(Term(best, "total"), parts, _SAYS)
    first = results.facts[0]
    sure = (best.measure is first.measure or _is_soft(first, best)) and len({f.value for f in candidates}) == 1
    sure = sure and (bool(between(best, first)) and not set(between(best, first) or "") & set("；;"))
    bound = within(Term(best, "whole"), parts, _SAYS_WITHIN, Reason.NONE if sure else Reason.LABEL)
    if len(results.facts) > 1 and test(total).verdict is Verdict.HOLDS:
        return [total, bound]
    return [bound]


def _doubted(relation: Relation, doubt: Reason, note: str) -> Relation:
    return replace(relation, doubt=doubt, note=note)


def _mixed_totals(passage: list[Fact]) -> list[Relation]:
    """``9个政策、7个项目`` told again as 16 projects.

    Told only where it holds, for the words alone do not bind it; ``16个政策和项目`` right after does.
    """
    found = []
    for one, two in pairwise(passage):
        words = between(one, two)
        if {one.measure, two.measure} != {Measure.POLICY_COUNT, Measure.PROJECT_COUNT} or words is None:
            continue
        if one.outcome or two.outcome or len(words) > 10 or set(words) & set("，。；"):
            continue
        for total in passage:
            if total in (one, two) or total.measure is not Measure.PROJECT_COUNT or total.outcome:
                continue
            relation = summed(Term(total, "total"), (Term(one, "part"), Term(two, "part")), _SAYS)
            if _names_both(total, two) or (total.value > max(one.value, two.value) and _holds(relation)):
                found.append(relation)
    return found


def _names_both(total: Fact, two: Fact) -> bool:
    return _BOTH.match(after(total)) is not None and total.span > two.span and gap(two, total) <= _REACH // 2


def _holds(relation: Relation) -> bool:
    return test(relation).verdict is Verdict.HOLDS
