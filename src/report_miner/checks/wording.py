"""Findings in plain Chinese, with the arithmetic shown so that anybody can redo it by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from report_miner.arithmetic import Comparison, Interval, Judgement, Printed, Reason, interval
from report_miner.arithmetic.formula import Constant, Expression, Name, Operation, number
from report_miner.arithmetic.interval import Bound
from report_miner.checks.facts import printed
from report_miner.checks.relations import Relation, prints
from report_miner.checks.repairs import Solution
from report_miner.model import FindingKind, Measure, Outcome, QuantityKind, Stage, Verdict
from report_miner.store import Fact
from report_miner.store.labels import LOOKUPS

_NAMES = {lookup: {label.code: label.name for label in labels} for lookup, labels in LOOKUPS}
_COUNTED_AS_SAID = frozenset({
    Measure.THRESHOLD, Measure.GROWTH_RATE, Measure.SCORE, Measure.OTHER_COUNT, Measure.OTHER_AMOUNT,
    Measure.OTHER_RATE, Measure.OTHER,
})  # fmt: skip
"""Measures that a sentence calls by the noun that was counted."""
MEASURES: Mapping[Measure, str] = {
    **{each: _NAMES["measure"][each] for each in Measure if each not in _COUNTED_AS_SAID},
    Measure.TOWNSHIP_COUNT: "乡镇数",
    Measure.DOCUMENT_COUNT: "文件数",
    Measure.ANALYSIS_COUNT: "分析项数",
    Measure.SESSION_COUNT: "次数",
    Measure.PERSON_COUNT: "人数",
    Measure.PUBLICATION_COUNT: "篇数",
}
"""The labels of the tables, shorter where a sentence wants it."""
OUTCOMES: Mapping[Outcome, str] = {
    **{each: _NAMES["outcome"].get(each, "") for each in Outcome},
    Outcome.RECTIFIED: "整改通过",
}
STAGES: Mapping[Stage, str] = {
    **{each: _NAMES["stage"][each] for each in Stage},
    Stage.TARGET: "绩效目标",
    Stage.MONITORING: "绩效监控",
    Stage.OTHER: "其他工作",
}
REASONS: Mapping[str, str] = {
    Reason.NONE.value: "",
    Reason.ROUNDING.value: "四舍五入的误差范围内无法判定",
    Reason.READING.value: "本系统对原文的读取存疑，请先核对原文",
    Reason.LABEL.value: "本系统对数字含义或对应关系的判断不够确定，请先核对原文",
    Reason.WORDING.value: "换一种理解可以讲通",
    Reason.OPEN_LIST.value: "列举未尽（“等”），无法验算",
    Reason.NO_BASE.value: "缺少可比的基数，无法验算",
}
_MOST_SHOWN = 14
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


# --------------------------------------------------------------------------- numbers


def unit_of(fact: Fact) -> str:
    """The unit as a reader expects it behind the number: ``万元``, ``%``, ``个``."""
    match fact.kind:
        case QuantityKind.MONEY:
            names = {Decimal(1): "元", Decimal(10_000): "万元", Decimal(100_000_000): "亿元"}
            return names.get(fact.scale, "元")
        case QuantityKind.PERCENT:
            return "%"
        case _:
            return fact.unit


def show_print(new: Printed, fact: Fact) -> str:
    """A print in the manner of ``fact``'s: thousands separated where the report does so."""
    names = {Decimal(1): "元", Decimal(10_000): "万元", Decimal(100_000_000): "亿元"}
    unit = names.get(new.scale, "元") if fact.kind is QuantityKind.MONEY else unit_of(fact)
    return f"{_grouped(Decimal(new.number))}{unit}"


def show_fact(fact: Fact) -> str:
    """The figure as printed, with its unit where the table cell leaves it out."""
    if fact.kind is QuantityKind.MONEY and "元" not in fact.raw and not re.search(r"[万亿]", fact.raw):
        return f"{fact.raw}{unit_of(fact)}"
    return fact.raw


def show_value(exact: Fraction, like: Fact, decimals: int | None = None) -> str:
    """A computed value in the unit of ``like``, rounded to two digits more than it prints."""
    old = printed(like)
    places = max(0, -int(Decimal(old.number).as_tuple().exponent)) if decimals is None else decimals
    extra = 0 if old.counts else 2
    rounded = round(exact / old.factor, places + extra)
    return f"{_grouped(_decimal(Fraction(rounded)))}{unit_of(like)}"


def _decimal(number: Fraction) -> Decimal:
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _grouped(number: Decimal) -> str:
    return f"{number:,f}"


def _show_interval(found: Interval, fact: Fact) -> str:
    unit, factor = unit_of(fact), printed(fact).factor
    low, high = (_show_bound(end, factor, unit) for end in (found.low, found.high))
    return f"{'(' if found.low_open else '['}{low}, {high}{')' if found.high_open else ']'}"


def _show_bound(bound: Bound, factor: Fraction, unit: str) -> str:
    if isinstance(bound, float):
        return "不限"
    return f"{_grouped(_decimal(bound / factor))}{unit}"


# --------------------------------------------------------------------------- words


def topic(fact: Fact) -> str:
    """Whose work it is, when, and which link of the chain: ``陇县2023年绩效评价``."""
    years = fact.period_end if fact.period_start in ("", fact.period_end) else f"{fact.period_start}—{fact.period_end}"
    return f"{fact.subject}{years}{'年' if years else ''}{STAGES[fact.stage]}"


def name_of(fact: Fact) -> str:
    """What the figure is: ``暂缓支持·涉及金额``."""
    measure = MEASURES.get(fact.measure) or fact.counted or ("金额" if fact.kind is QuantityKind.MONEY else "数量")
    outcome = OUTCOMES[fact.outcome]
    if not outcome or fact.outcome is Outcome.CUT:
        return measure
    return f"{outcome}·{measure}"


def explain(relation: Relation, judgement: Judgement) -> str:
    """The finding in one or two sentences: topic, arithmetic, verdict."""
    head = f"{topic(relation.facts[0])}："
    note = f"（{relation.note}）" if relation.note else ""
    return f"{head}{_arithmetic(relation, judgement)}{_verdict(judgement)}{note}"


def _verdict(judgement: Judgement) -> str:
    match judgement.verdict:
        case Verdict.HOLDS:
            return "，相符。"
        case Verdict.FAILS:
            return "，不符。"
        case Verdict.NOT_TESTABLE:
            return f"，{REASONS[judgement.reason.value]}。"
        case Verdict.UNDECIDED:
            cut = "（按舍去尾数计算则相符）" if judgement.cut_off else ""
            return f"，存疑：{REASONS[judgement.reason.value]}{cut}。"


def _arithmetic(relation: Relation, judgement: Judgement) -> str:
    if relation.kind is FindingKind.LIST_LENGTH:
        return _list_length(relation)
    if relation.kind is FindingKind.REPEATED:
        return _repeated(relation)
    if relation.settled is not None:
        return relation.says
    return computed(relation, prints(relation))


def _list_length(relation: Relation) -> str:
    entries = relation.entries
    told = "、".join(entry.strip("、") for entry in entries)
    return f"文中列举 {len(entries)} 项（{told}），所报 {relation.facts[0].raw}"


def _repeated(relation: Relation) -> str:
    one, two = relation.facts
    told = f"{name_of(one)}一处为 {show_fact(one)}，另一处为 {show_fact(two)}"
    if one.document != two.document:
        told = f"{name_of(one)}在《{one.document}》为 {show_fact(one)}，在《{two.document}》为 {show_fact(two)}"
    difference = abs(printed(one).exact - printed(two).exact)
    return f"{told}，相差 {show_value(difference, one)}" if difference else told


def _left_words(relation: Relation, left: Expression, facts: Mapping[str, Fact], values: Mapping[str, Printed]) -> str:
    """The side that is worked out; of a long column only both ends and how many members there are."""
    if len(relation.terms) <= _MOST_SHOWN:
        return _words(left, facts, values)
    names = list(facts)[1:]
    ends = " + ".join(_words(Name(name), facts, values) for name in names[:3])
    return f"{ends} + … + {_words(Name(names[-1]), facts, values)}（共 {len(names)} 项）"


def computed(relation: Relation, values: Mapping[str, Printed]) -> str:
    """The formula with the numbers in it, worked out: ``22,404万元 − 8,873万元 = 13,531万元，所报…``."""
    facts = {f"x{at}": fact for at, fact in enumerate(relation.facts)}
    formula = relation.formula
    points = {name: new.exact for name, new in values.items()}
    left, right = formula.left, formula.right
    if isinstance(left, Name) and not isinstance(right, Name):
        left, right = right, left
    goal = facts[right.name] if isinstance(right, Name) else next(iter(facts.values()))
    try:
        value = number(left, points)
    except ZeroDivisionError:
        return f"{_left_words(relation, left, facts, values)} 的除数为零"
    shown = "" if isinstance(left, Name) else f" = {show_value(value, goal)}"
    if formula.comparison is Comparison.AT_MOST:
        sign = "≤" if value <= number(right, points) else ">"
        return f"{_left_words(relation, left, facts, values)}{shown} {sign} {_words(right, facts, values)}"
    told = _words(right, facts, values)
    if isinstance(right, Name):
        told = f"所报{told}{_stands_for(goal, values[right.name], relation)}"
    else:
        told = f"应等于 {told}"
        if not isinstance(right, Constant):
            told += f" = {show_value(number(right, points), goal)}"
    return f"{_left_words(relation, left, facts, values)}{shown}，{told}"


def _stands_for(goal: Fact, value: Printed, relation: Relation) -> str:
    if value.counts or relation.kind not in (FindingKind.RATE, FindingKind.SHARE):
        return ""
    return f"（按四舍五入代表 {_show_interval(interval(value), goal)}）"


def _words(expression: Expression, facts: Mapping[str, Fact], values: Mapping[str, Printed]) -> str:
    match expression:
        case Name(name):
            fact = facts[name]
            same = values[name] == printed(fact)
            return f"{name_of(fact)} {show_fact(fact) if same else show_print(values[name], fact)}"
        case Constant(value):
            return "100%" if value == 1 and any(f.kind is QuantityKind.PERCENT for f in facts.values()) else f"{value}"
        case Operation(sign, left, right):
            return f"{_words(left, facts, values)} {_SIGNS[sign]} {_words(right, facts, values)}"


# --------------------------------------------------------------------------- repairs


def show_solution(solution: Solution, relation: Relation) -> str:
    """The repair recomputed on the relation it repairs."""
    changed = {change.fact.id: change.printed for change in solution.changes}
    told = "，".join(
        f"{name_of(change.fact)} {show_fact(change.fact)} 改为 {show_print(change.printed, change.fact)}"
        for change in solution.changes
    )
    if relation.kind is FindingKind.REPEATED:
        return f"{told}，前后一致"
    if relation.kind is FindingKind.LIST_LENGTH:
        return f"{told}，与列举的条目数一致"
    return f"{told}：{computed(relation, prints(relation, changed))}"
