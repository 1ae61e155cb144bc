"""What befell the projects, units and issues just counted: an action beats a condition (annotation guide, section 5).

``评为“中”的5个项目合计压减684万元`` tells of projects cut, ``对支出缓慢的9个项目收回资金`` of slow ones,
``反馈问题31项，…已完成28项`` of issues settled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.extract.reading import CONCLUSIONS, FOUND, GRADE_WORDS, GRADED, GRADES, Reading
from report_miner.extract.scene import Scene, spread, spread_marks
from report_miner.model import Measure, Outcome, QuantityKind
from report_miner.packs import Role

CUTS = "压减|核减|扣减|调减|削减|追减"
BEFELL = re.compile(
    r"[^，,。；;\d]{0,12}[，,]?(?:(?:分别|统一|一律)?按[\d.%％、及和至\s—-]{2,20}的?(?:比例|标准|幅度)?)?[^，,。；;\d]{0,6}?"
    rf"(?:(?P<cut>{CUTS})|(?P<cancelled>取消|终止)|(?P<admonished>约谈))"
)
"""Behind a count: what was done to those counted."""
DONE_TO = re.compile(
    rf"(?:^|[，,。；;：:、对将拟了年共已])(?:(?P<cut>{CUTS})|(?P<cancelled>取消|终止|清退))(?!率|比)[^，,。；;：:\d]{{0,20}}$"
)
"""Before a count: ``取消评价等级为“差”的项目2个``."""
JUST_CUT = re.compile(r"[^，,。；;、\d]{0,14}?(?:被|予以|共|合计|分别|平均)?(?:压减|调减|扣减|压缩)(?!率|比|一般性)")
"""``对其中41个项目调减预算``: nobody says so of a review round."""
SINGLY_CUT = re.compile(
    r"(?:项目|部门|单位|乡镇|政策|专项)?[^，,。；;、\d]{0,10}[，,]?[^，,。；;、\d]{0,8}(?:压减|调减|扣减|追减|削减|压缩)了?"
    r"(?:下年|次年|当年)?(?:度)?(?:项目|部门|单位)?(?:预算|资金|公用经费|经费|支出|指标)?(?:共|合计|共计)?"
    r"(?=[\d,，.]+(?:万|亿)?元)"
)
"""``自评得分虚高的7个单位，扣减公用经费84万元``."""
AIMED_AT = re.compile(r"(?:^|[，,：:])(?:对|将|因)(?!上述)[^，,。；;\d]{0,24}$|的$")
REVIEW = re.compile(r"评审|送审|报审|审定|申报|评估|论证|审核")
"""Where projects pass a review, reducing them singles nobody out."""
INEFFICIENT = re.compile(
    r"(?:低效|无效|低绩效|绩效(?:较)?差|绩效不佳|绩效低下)[^，,。；;\d]{0,4}(?:项目|政策|专项)[^，,。；;\d]{0,4}$"
)
SINGLED = re.compile(
    r"[对将][^，,。；;：:\d]{0,16}(?:较低|偏低|靠后|末位|欠佳|不佳|不高|低效|不力|较差|缓慢|滞后|低于|不足|闲置|预警|偏离|存在问题)"
    r"[^，,。；;：:\d]{0,8}(?:[\d.]+[%％分]?[^，,。；;：:\d]{0,3})?$"
)
"""``对上年度评价等级较低的6个项目压减预算``: singled out for something."""
SINGLED_SUM = re.compile(
    r"对[^，,。；;：:\d]{0,10}(?:红灯|黄灯|预警|低效|无效|滞后|缓慢|偏低|较低|较差|靠后|偏离)[^，,。；;：:\d]{0,8}"
    rf"(?:{CUTS})[^，,。；;\d]{{0,8}}$"
)
"""``对红灯项目调减预算2,318万元``."""
GRADED_OBJECT = re.compile(r"(?:^|[，,。；;：:])对[^，,。；;]{0,24}$")
SENT_BACK = re.compile(
    r"[^，,。；;\d]{0,12}[，,](?:均|一律|全部|已|都|逐一)+(?:被)?(?:要求|责令|责成)?"
    r"(?:退回|返工|打回|重报|重做|重写|重新(?:自评|填报|申报))[^，,。；;\d]{0,6}(?=[。；;，,\n]|$)"
)
"""``33份存在数据打架，一律返工``."""
WRITTEN = frozenset({Measure.REPORT_COUNT, Measure.TARGET_COUNT})
SETTLED = re.compile(r"(?:(?:已|全部|均已|已经)?(?:办结|完成|落实|销号|整改)(?:了)?|已改)$")
ABOUT_MENDING = re.compile(r"整改|问题|反馈|交办|督办")
UNSETTLED = re.compile(r"(?:尚未|还未|未)(?:完成|办结|整改|销号)(?:整改)?(?:的)?$")
PENDING = re.compile(r"(?:持续|继续|长期)(?:推进|跟踪|整改)(?:的|中)?$")
STILL = re.compile(r"(?:正|需|仍|还)(?:在)?(?:持续|继续|长期)?(?:推进|整改|跟踪)")


RATED = {
    "优秀率": Outcome.EXCELLENT, "优良率": Outcome.GOOD, "良好率": Outcome.GOOD, "一般率": Outcome.FAIR,
    "不合格率": Outcome.POOR, "公开率": Outcome.PUBLIC, "退回率": Outcome.RETURNED, "整改率": Outcome.RECTIFIED,
    "整改完成率": Outcome.RECTIFIED, "不支持率": Outcome.NOT_SUPPORTED,
}  # fmt: skip
RATE = re.compile(rf"(?<![质气数种])[“‘]?({'|'.join(RATED)})[”’]?(?:由|从|分别|只有|仅|均|已)?(?:为|达到?|是|有)?$")
"""A rate of one result is part of it."""
BESIDE = re.compile(r"、(?:资金|金额)?")
CALLED_OFF = re.compile(r"(?:取消|终止)[^，,。；;\d]{0,10}[，,]涉及(?:资金|金额|预算|预算资金)?$")
"""``取消2024年预算安排，涉及资金318万元``."""
BACKED = re.compile(r"(?<!立项)(?<!财政)(?<!资金)支持$")
ALL_GRADED = re.compile(
    r"[，,][^，,。；;\d]{0,8}(?:均|全部|都)(?:被)?(?:评定?)?(?:为|获)[“‘]?"
    r"(?P<grade>优秀?|良好?|中|差|一般|不合格)[”’]?(?:等次|等级)?(?=[。；，,]|$)"
)
"""``3个项目，金额2,190万元，自评结果均为“优”``: said of all before it."""
JOINED = re.compile(r"(?:项目|政策|部门|单位)?[、和及](?:项目|政策|部门|单位)?")


def with_actions(scene: Scene, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """``outcomes`` where what was done to the counted has the last word; parts (其中) share their whole's result."""
    result = list(outcomes)
    for index, quantity in enumerate(scene.quantities):
        if quantity.kind is QuantityKind.COUNT:
            told = (
                _befell(scene, index, readings, result)
                or _settled(scene, index, readings, result)
                or _backed(scene, index, readings, result)
                or _accounted_for(scene, index, readings, result)
            )
            result[index] = told or _of_whole(scene, index, readings, result) or result[index]
        elif readings[index].measure is Measure.AMOUNT_REDUCED:
            result[index] = _taken(scene, index, readings, result)
        elif quantity.kind is QuantityKind.PERCENT:
            rate = RATE.search(scene.text, scene.before(index), quantity.block.start)
            result[index] = RATED[rate[1]] if rate else result[index]
        elif quantity.kind is QuantityKind.MONEY and result[index] is Outcome.NONE:
            result[index] = _involved(scene, index, readings, result)
        elif index and result[index] is outcomes[index - 1] is not result[index - 1] is Outcome.CANCELLED:
            result[index] = result[index - 1]  # 「取消“差”级项目1个，涉及资金75万元」
    _grade_all(scene, readings, result)
    _share_in_step(scene, result)
    return result


def _involved(scene: Scene, index: int, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> Outcome:
    """An amount beside a count shares what befell it; what was called off may be named first."""
    block = scene.quantities[index].block
    if (
        index
        and outcomes[index - 1] in SHARED
        and readings[index].measure is Measure.AMOUNT_INVOLVED
        and BESIDE.fullmatch(scene.text, scene.quantities[index - 1].block.end, block.start)
    ):
        return outcomes[index - 1]
    start = scene.last_break(block.start, "。；;") + 1
    return Outcome.CANCELLED if CALLED_OFF.search(scene.text, start, block.start) else Outcome.NONE


def _backed(scene: Scene, index: int, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> Outcome | None:
    """``支持9个、暂缓3个、不支持2个``, and the first of ``政策1项、项目29个同意立项``."""
    if outcomes[index] is not Outcome.NONE or readings[index].measure not in GRADED:
        return None
    quantity = scene.quantities[index]
    others = [one for at, one in enumerate(outcomes) if at != index]
    if any(one in CONCLUSIONS for one in others) and BACKED.search(
        scene.text, scene.before(index), quantity.block.start
    ):
        return Outcome.SUPPORTED
    if (
        index + 1 < len(outcomes)
        and outcomes[index + 1] in CONCLUSIONS
        and not scene.hits(Role.OUTCOME, scene.before(index + 1), scene.quantities[index + 1].block.start)
    ):
        gap = scene.gap(index + 1)
        return outcomes[index + 1] if JOINED.fullmatch(gap) else None
    return None


REASON = re.compile(
    r"(?:项目|政策|部门|单位|乡镇)?[^，,。；;\d]{0,4}?(?:因|由于|属于?|系|整改|存在|受)[^。；;\d（(]{0,24}$"
)
"""``1个因与省级项目重复，未予通过``, ``2个属历史遗留，转入长期整改``: between a count and what became of it."""
NOT_DONE = re.compile(r"(?:不作?|未|无|没有)$")
TOLD_OF = re.compile(r"(?:^|[，,。；;：:、]|其中|其余|剩下|剩余|另|另有|还有|尚有)\s*$")


def _accounted_for(
    scene: Scene, index: int, readings: Sequence[Reading], outcomes: Sequence[Outcome]
) -> Outcome | None:
    """What became of a count at the head of its clause, told behind the reason."""
    if outcomes[index] is not Outcome.NONE or readings[index].measure not in GRADED:
        return None
    start, end = scene.quantities[index].block
    if not TOLD_OF.search(scene.text[max(scene.block.start, start - 4) : start]):
        return None
    limit = scene.quantities[index + 1].block.start if index + 1 < len(scene.quantities) else scene.block.end
    hits = scene.hits(Role.OUTCOME, end, min(limit, scene.stretch(index).end))
    hits = [hit for hit in hits if hit.cue.code not in GRADES and hit.cue.code != Outcome.CUT]
    if not hits or not REASON.match(scene.text[end : hits[0].start]):
        return None
    if NOT_DONE.search(scene.text[max(0, hits[-1].start - 2) : hits[-1].start]):
        return None
    return Outcome(hits[-1].cue.code)


def _grade_all(scene: Scene, readings: Sequence[Reading], outcomes: list[Outcome]) -> None:
    for match in ALL_GRADED.finditer(scene.text, *scene.block):
        floor = scene.last_break(match.start(), "。；;") + 1
        for index, quantity in enumerate(scene.quantities):
            counted = readings[index].measure in GRADED or readings[index].measure is Measure.AMOUNT_INVOLVED
            if floor <= quantity.block.start < match.start() and counted and outcomes[index] is Outcome.NONE:
                outcomes[index] = GRADE_WORDS[match["grade"]]


def _share_in_step(scene: Scene, outcomes: list[Outcome]) -> None:
    """``3个“优”、7个“良”、2个“中”，所涉资金分别为…``: amounts in step with the counts before them."""
    for mark in spread_marks(scene):
        before = [index for index, quantity in enumerate(scene.quantities) if quantity.block.end <= mark]
        judged: list[int] = []
        for index in reversed(before):
            if scene.quantities[index].kind is not QuantityKind.COUNT or outcomes[index] is Outcome.NONE:
                break
            judged.insert(0, index)
        for series in spread(scene, mark, len(judged))[:1]:
            if scene.quantities[series[0]].kind is QuantityKind.MONEY:
                for index, source in zip(series, judged, strict=True):
                    outcomes[index] = outcomes[source]


def _taken(scene: Scene, index: int, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> Outcome:
    """The amount taken from those just cut; ``取消预算340万元`` is what cancelling them set free."""
    noun, known = readings[index].noun, outcomes[index]
    if known is Outcome.NONE and INEFFICIENT.search(
        scene.text,
        max(scene.block.start, scene.quantities[index].block.start - 16),
        scene.quantities[index].block.start,
    ):
        return Outcome.CUT  # 「压减低效项目1,290万元」
    if known is Outcome.NONE and SINGLED_SUM.search(
        scene.text, scene.before(index), scene.quantities[index].block.start
    ):
        return Outcome.CUT
    if known is Outcome.CUT and noun is not None and scene.text.startswith("取消", noun.start):
        return Outcome.CANCELLED
    if known is Outcome.NONE and index and outcomes[index - 1] is Outcome.CUT:
        gap = scene.gap(index)
        if len(gap) <= NEAR and not any(sign in gap for sign in "；;。"):
            return Outcome.CUT
    return known


NEAR = 20


def _befell(scene: Scene, index: int, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> Outcome | None:
    quantity = scene.quantities[index]
    graded = outcomes[index] in GRADES
    if not graded and (outcomes[index] is not Outcome.NONE or readings[index].measure not in GRADED | WRITTEN):
        return None
    start = scene.last_break(quantity.block.start, "，,。；;：:") + 1
    before = scene.text[start : quantity.block.start]
    done = DONE_TO.search(before)
    if graded and done is not None:
        return Outcome(done.lastgroup or "")
    if not graded and JUST_CUT.match(scene.text, quantity.block.end, scene.block.end):
        return Outcome.CUT
    if not graded and SENT_BACK.match(scene.text, quantity.block.end, scene.block.end):
        return Outcome.RETURNED
    aimed_at = AIMED_AT.search(before) and not REVIEW.search(scene.text, *scene.block)
    if not graded and aimed_at and SINGLY_CUT.match(scene.text, quantity.block.end, scene.block.end):
        return Outcome.CUT
    found = BEFELL.match(scene.text, quantity.block.end, scene.block.end)
    if found is None:
        return None
    picked = before.endswith("的") or GRADED_OBJECT.search(
        scene.text[max(start - 1, scene.block.start) : quantity.block.start]
    )
    if graded and picked:
        return Outcome(found.lastgroup or "")
    if not graded and SINGLED.search(before):
        return Outcome(found.lastgroup or "")
    return None


def _settled(scene: Scene, index: int, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> Outcome | None:
    """Issues that were dealt with, or still are, by words that say it only of issues."""
    if readings[index].measure not in FOUND or outcomes[index] is not Outcome.NONE:
        return None
    quantity = scene.quantities[index]
    before = scene.text[scene.before(index) : quantity.block.start]
    if PENDING.search(before) or STILL.match(scene.text, quantity.block.end):
        return Outcome.RECTIFYING
    if UNSETTLED.search(before):
        return Outcome.RECTIFYING
    if SETTLED.search(before) and not any(sign in before for sign in ("应", "未", "虚假")):
        return Outcome.RECTIFIED if ABOUT_MENDING.search(scene.text, scene.block.start, quantity.block.start) else None
    return None


INVOLVED = re.compile(r"[，,、](?:涉及)?(?:资金|金额|预算)?[\d,.]+(?:万|亿)?元")
"""The amount of the whole between it and 其中."""
SHARED = frozenset(
    {
        Outcome.RETURNED,
        Outcome.CANCELLED,
        Outcome.CUT,
        Outcome.RECTIFYING,
        Outcome.NOT_SUPPORTED,
        Outcome.ADMONISHED,
        Outcome.BEHIND_SCHEDULE,
        Outcome.OFF_TARGET,
        Outcome.DEFERRED,
    }
)


def _of_whole(scene: Scene, index: int, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> Outcome | None:
    """``退回目标135个，其中指标未量化82个、目标与内容不匹配53个``: parts of what was sent back were sent back."""
    if outcomes[index] is not Outcome.NONE:
        return None
    quantity = scene.quantities[index]
    marks = [
        hit
        for hit in scene.hits(Role.CHILD, scene.block.start, quantity.block.start)
        if scene.text.startswith("其中", hit.start)
    ]
    if not marks:
        return None
    mark = marks[-1].start
    if any(sign in scene.text[mark : quantity.block.start] for sign in "；;。"):
        return None
    wholes = [
        at for at, other in enumerate(scene.quantities[:index])
        if other.block.end <= mark and other.kind is QuantityKind.COUNT
    ]  # fmt: skip
    if not wholes:
        return None
    whole = wholes[-1]
    between = INVOLVED.sub("", scene.text[scene.quantities[whole].block.end : mark])
    if between.strip("，,（( 项目") or scene.quantities[whole].unit != quantity.unit:
        return None
    same = readings[whole].measure is readings[index].measure
    return outcomes[whole] if same and outcomes[whole] in SHARED else None
