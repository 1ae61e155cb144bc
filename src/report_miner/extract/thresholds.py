"""Rules and results: whether a number is a rule's parameter (``300万元（含）以上项目``) or was measured."""

from __future__ import annotations

import re

from report_miner.extract.cues import Hit
from report_miner.extract.reading import GRADES, RATE_ENDINGS, Reading
from report_miner.extract.scene import Scene
from report_miner.model import Block, Measure, Modifier, Quantity, QuantityKind
from report_miner.packs import Role

QUALIFIES = re.compile(
    r"[（(]?含?[）)]?及?以[上下](?:[（(]含[）)])?的?(?:新增|重点|部门|项目|政策|财政|\d|货物|工程|服务|单位|支出|专项|建设|投资|信息化|采购|政府)"
)
"""``200万元以上的14个新增项目``: the amount selects, it was not measured."""


def _graded_before(scene: Scene, quantity: Quantity) -> bool:
    """``“优”等级项目可上浮5%以内``: what a grade costs or earns is a rule."""
    start = scene.last_break(quantity.block.start, "，,。；;") + 1
    return any(hit.cue.code in GRADES for hit in scene.hits(Role.OUTCOME, start, quantity.block.start))


def _upper_of_range(scene: Scene, index: int) -> bool:
    """``72.6分至94.3分之间`` tells how far the scores reach."""
    if index + 1 >= len(scene.quantities):
        return False
    following = scene.quantities[index + 1]
    return following.block.start - scene.quantities[index].block.end <= 2 and scene.text.startswith(
        "之间", following.block.end
    )


BOUND_INCLUDED = re.compile(r"\s?[（(]不?含[)）]")


def _range_of_rule(scene: Scene, index: int, earlier: list[Reading]) -> bool:
    """``80分（含）至90分为良``: the upper bound of a range whose lower one is a rule's."""
    return index > 0 and earlier[index - 1].measure is Measure.THRESHOLD and begins_range(scene, index - 1)


RANGE_GAP = re.compile(r"\s?(?:[（(]不?含[)）])?\s?(?:至|到|-|—|–|~|～)\s?")


def begins_range(scene: Scene, index: int) -> bool:
    """Whether the next number is the upper end of a range that number ``index`` begins: ``60%至90%``."""
    gap = scene.gap(index + 1)
    return RANGE_GAP.fullmatch(gap) is not None


PLANNED = re.compile(r"将(?:推动|继续|进一步|着力|重点|全面)|力争|计划|预计|确保|争取|目标是|预期|拟")
"""A plan's figure is a figure to be reached, not a rule's parameter."""
BOUNDS = frozenset({Modifier.AT_LEAST, Modifier.AT_MOST})
SELECTS = re.compile(
    r"(?:要|须|应|列入|一律|不再|予以|直接)|的(?:有?\d+个?|(?:重大|大额|特大|新增)?项目|部门|单位|政策|预算单位|重点|资金|县|乡镇|街道)"
)


BEHIND_TIME = re.compile(r"(?:低于|落后于?|滞后于?|慢于)[^，。；\d]{0,8}$")
SELECTED = re.compile(r"(?:以上|及以上)?的(?:有?\d+|[^，。；\d]{0,8}(?:项目|部门|单位))")
"""``支出进度低于序时进度20个百分点的31个项目``: the points pick out."""


def is_threshold(scene: Scene, index: int, reading: Reading, earlier: list[Reading], planned: bool = False) -> bool:
    """A rule's parameter rather than a result (annotation guide, section 1)."""
    quantity = scene.quantities[index]
    bounded = quantity.modifier in BOUNDS
    clause = scene.clause(index)
    near = [
        hit for hit in _rule_words(scene, clause, quantity)
        if not scene.text.startswith("平均", hit.end)  # 「单个项目平均25.3万元」
        and not MOST.search(scene.text, hit.end, quantity.block.start)
    ]  # fmt: skip
    if reading.noun is not None:
        noun = reading.noun
        near = [hit for hit in near if not noun.start <= hit.start < hit.end <= noun.end]  # 「债务限额」 is an amount
    if reading.noun is not None and quantity.kind is QuantityKind.MONEY:
        ruled = [hit for hit in near if reading.noun.end <= hit.end <= quantity.block.start and hit.end - hit.start > 1]
        if ruled and not _is_planned(scene, quantity):
            return True
    if quantity.kind is QuantityKind.COUNT:
        ruled_count = bounded and bool(near) and reading.measure is not Measure.OTHER_COUNT
        return ruled_count and not (planned or _is_planned(scene, quantity))
    if quantity.kind is QuantityKind.BARE:
        return bounded
    if quantity.raw.endswith("成"):
        if quantity.modifier in (Modifier.UNDER, Modifier.OVER) and SELECTED.match(scene.text, quantity.block.end):
            return True  # 「进度不足三成的142个」
        return bounded and bool(near)  # 「九成以上的项目」 were counted, if roughly
    if quantity.kind is QuantityKind.SCORE:
        if BOUND_INCLUDED.match(scene.text, quantity.block.end) or _range_of_rule(scene, index, earlier):
            return True
        if FULL_MARKS.search(scene.text, clause.start, quantity.block.start):
            return True
        if quantity.modifier in (Modifier.UNDER, Modifier.OVER) and SELECTED.match(scene.text, quantity.block.end):
            return True  # 「得分不足75分的2个镇」
        return bounded and not scene.text.startswith("之间", quantity.block.end) and not _upper_of_range(scene, index)
    if quantity.kind is QuantityKind.POINTS and BEHIND_TIME.search(scene.text, clause.start, quantity.block.start):
        return SELECTED.match(scene.text, quantity.block.end) is not None
    explained = _explained(scene, quantity, reading)
    # Asked last, because it searches the sentence and few numbers come so far.
    return _is_rule(scene, index, explained, near, earlier) and not (
        explained and (planned or _is_planned(scene, quantity))
    )


def _is_planned(scene: Scene, quantity: Quantity) -> bool:
    """Whether the words before a number say that it is still to be reached."""
    start = scene.last_break(quantity.block.start, "。；;") + 1
    return PLANNED.search(scene.text, start, quantity.block.start) is not None


def _is_rule(scene: Scene, index: int, explained: bool, near: list[Hit], earlier: list[Reading]) -> bool:
    """Whether an amount or a rate picks out or bounds; ``explained``: a word says what it measures."""
    quantity = scene.quantities[index]
    bounded = quantity.modifier in BOUNDS
    if _selects(scene, quantity, bounded):
        return True
    if bounded:
        return not explained or bool(near)
    if near and not explained:
        return True
    if quantity.kind is QuantityKind.MONEY and index and not explained:
        before = earlier[-1]
        return before.measure is Measure.THRESHOLD and scene.quantities[index - 1].kind is quantity.kind
    return False


MOST = re.compile(r"最[多少高低大小]的?$")
"""``单个项目净审减最多的2,035万元``."""
FULL_MARKS = re.compile(r"满分(?:分值)?(?:分别|依次|各|均)*(?:为|是)?(?:[\d.]+分?[、和])*$")
"""``三类指标满分分别为40分、30分、30分``: what can be reached."""
NO_RULE = re.compile(
    r"按(?:[\d,.]+[万亿]?元(?:安排|核定|下达|列入|批复)|时|期|序时|季|月|年度?|程序|部门|项目|类别|区域|行业|领域|资金|支出|规模|照(?:.{1,8}结果|分类))"
)
"""``按时开工率66.7%``: no rule's 按."""


def _rule_words(scene: Scene, clause: Block, quantity: Quantity) -> list[Hit]:
    hits = scene.hits(Role.RULE, clause.start, clause.end)
    return [
        hit for hit in hits
        if (hit.end <= quantity.block.start or hit.start - quantity.block.end <= 12)
        and not NO_RULE.match(scene.text, hit.start)
        and scene.text[hit.start - 2 : hit.start] not in ("债券", "债务")
    ]  # fmt: skip


def _explained(scene: Scene, quantity: Quantity, reading: Reading) -> bool:
    """Whether a word says what was measured, so that a bound alone makes no rule of it."""
    if reading.rule == "default.rate":
        return True  # 「指标量化率达到90%以上」
    if reading.noun is None or reading.noun.start >= quantity.block.end:
        return False
    if quantity.kind is QuantityKind.PERCENT:
        word = scene.text[reading.noun.start : reading.noun.end]
        return word.endswith(RATE_ENDINGS) or reading.measure not in (Measure.REDUCTION_RATE, Measure.SHARE)
    return reading.noun.cue.strength != "weak"


def _selects(scene: Scene, quantity: Quantity, bounded: bool) -> bool:
    """The number picks out, nothing measured it.

    ``200万元以上的项目``, ``执行率不足40%的48个项目``, ``“优”等级可上浮5%以内``.
    """
    text, end = scene.text, quantity.block.end
    loose = bounded or quantity.modifier in (Modifier.UNDER, Modifier.OVER)
    if loose and SELECTS.match(text, end) and quantity.raw[-1:] not in "余多":
        return True
    return bounded and (_graded_before(scene, quantity) or QUALIFIES.match(text, end) is not None)
