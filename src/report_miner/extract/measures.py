"""What a number measures: the word that governs an amount or a rate, the noun that a count counts.

Each decision names the rule that won and the runner-up, with a margin from 0 (a guess) to 1 (nothing else fits).
"""

from __future__ import annotations

import re
from dataclasses import replace

from report_miner.extract.cues import Hit
from report_miner.extract.reading import Reading
from report_miner.extract.scene import Scene
from report_miner.extract.thresholds import is_threshold
from report_miner.model import Measure, Outcome, Quantity, QuantityKind, Stage
from report_miner.packs import Role

PERSON_UNITS = frozenset({"人", "人次", "名", "人份", "员"})
SESSION_UNITS = frozenset({"期", "轮", "轮次", "场", "场次", "次"})
CLASS_UNITS = frozenset({"类", "大类", "小类", "方面", "层次", "层面", "环节", "步骤", "阶段", "维度"})
PUBLICATION_UNITS = frozenset({"篇", "则"})
DOCUMENT_UNITS = frozenset({"本", "册", "份", "部"})
BARE_COUNTED = {
    "部门": Measure.DEPARTMENT_COUNT, "单位": Measure.DEPARTMENT_COUNT, "县区": Measure.COUNTY_COUNT,
    "县市区": Measure.COUNTY_COUNT, "县（市、区）": Measure.COUNTY_COUNT, "区县": Measure.COUNTY_COUNT,
    "市县": Measure.COUNTY_COUNT, "县市": Measure.COUNTY_COUNT, "县": Measure.COUNTY_COUNT, "区": Measure.COUNTY_COUNT,
    "市": Measure.COUNTY_COUNT, "乡镇": Measure.TOWNSHIP_COUNT, "街道": Measure.TOWNSHIP_COUNT,
    "镇街": Measure.TOWNSHIP_COUNT, "镇办": Measure.TOWNSHIP_COUNT, "镇": Measure.TOWNSHIP_COUNT,
    "乡": Measure.TOWNSHIP_COUNT, "项目": Measure.PROJECT_COUNT, "政策": Measure.POLICY_COUNT,
    "专家": Measure.PERSON_COUNT,
}  # fmt: skip
HOUSED = frozenset({"家", "户", "亩", "座", "所", "名"})
TOLD = frozenset({Measure.PUBLICATION_COUNT, Measure.DOCUMENT_COUNT, Measure.REPORT_COUNT, Measure.ISSUE_COUNT})
"""What no 家 or 户 counts (``进驻企业信息1950余家``)."""
COMPATIBLE = {
    **dict.fromkeys(PERSON_UNITS, frozenset({Measure.PERSON_COUNT})),
    **dict.fromkeys(SESSION_UNITS, frozenset({Measure.SESSION_COUNT, Measure.SUGGESTION_COUNT, Measure.ISSUE_COUNT})),
    "期": frozenset({Measure.SESSION_COUNT, Measure.PUBLICATION_COUNT}),
    **dict.fromkeys(PUBLICATION_UNITS, frozenset({Measure.PUBLICATION_COUNT, Measure.REPORT_COUNT})),
}
REACH = 20
"""A noun further behind its count than this belongs to something else."""


def read_measures(scene: Scene, before: Reading | None = None, planned: bool = False) -> list[Reading]:
    """The measure of every quantity of a sentence, left to right.

    ``planned``: the sentence stands in a plan, whose bounds are aims, not rules.  ``before`` is what the sentence before counted: ``等级为“优”的20个`` alone counts the same.
    """
    readings: list[Reading] = []
    paired = distributed(scene)
    for index, quantity in enumerate(scene.quantities):
        pair = paired.get(index)
        if pair is not None:
            reading = Reading(Measure(pair.cue.code), pair.cue.rule, margin=0.8, noun=pair, stage=pair.cue.stage)
        elif quantity.kind is QuantityKind.COUNT:
            reading = _count(scene, index, readings, before)
        else:
            reading = _amount(scene, index, readings)
            if reading.measure is Measure.SHARE and index and readings[-1].measure in FOLLOWED:
                reading = replace(reading, source=index - 1)
        if is_threshold(scene, index, reading, readings, planned):
            reading = Reading(Measure.THRESHOLD, "threshold", reading.rule, 0.6, reading.noun, reading.stage)
        readings.append(reading)
    return _from_behind(scene, readings)


def _from_behind(scene: Scene, readings: list[Reading]) -> list[Reading]:
    """``新出台4个、修订3个、废止2个文件``: counts without a noun take that of the list's last entry or total."""
    result = list(readings)
    for index in range(len(result) - 2, -1, -1):
        quantity, following = scene.quantities[index], scene.quantities[index + 1]
        if result[index].rule not in UNSAID and not (result[index].inherited and result[index].source is None):
            continue
        if (
            quantity.unit != following.unit
            or result[index + 1].noun is None
            or result[index + 1].measure is Measure.THRESHOLD
        ):
            continue
        gap = scene.text[quantity.block.end : following.block.start]
        noun = result[index + 1].noun
        joined = gap.startswith("、") and len(gap) <= 8 and noun is not None and noun.start >= following.block.end
        summed = result[index].rule == DEFAULT_COUNT and gap[:1] in "，、" and len(gap) <= 12
        if joined or summed:
            source = result[index + 1]
            result[index] = Reading(source.measure, source.rule, "", 0.6, source.noun, source.stage, True)
    return result


# ------------------------------------------------------------------ 分别: words and numbers in step


def distributed(scene: Scene) -> dict[int, Hit]:
    """``送审、审定金额分别为5亿元、4亿元``: as many governing words before 分别 as like numbers behind it."""
    pairs: dict[int, Hit] = {}
    for mark in scene.hits(Role.DISTRIBUTE, scene.block.start, scene.block.end):
        run = _run_after(scene, mark.end)
        if len(run) < 2:
            continue
        kind = scene.quantities[run[0]].kind
        role = Role.NOUN if kind is QuantityKind.COUNT else Role.MEASURE
        floor = scene.last_break(mark.start, "。；;") + 1
        for index in range(run[0]):
            floor = max(floor, scene.quantities[index].block.end)
        hits = [hit for hit in scene.hits(role, floor, mark.start) if role is Role.NOUN or kind in hit.cue.kinds]
        hits = [hit for hit in hits if hit.cue.strength != "weak"]
        if len({hit.cue.code for hit in hits}) > 1 and len(hits) == len(run):
            pairs.update(zip(run, hits, strict=True))
    return pairs


def _run_after(scene: Scene, offset: int) -> list[int]:
    """Indexes of the like quantities that follow ``offset``, separated by nothing but 、 和 ，."""
    run: list[int] = []
    end = offset
    for index, quantity in enumerate(scene.quantities):
        if quantity.block.start < offset:
            continue
        gap = scene.text[end : quantity.block.start].strip("、和，, 及与为")
        if (gap and (run or len(gap) > 2)) or (run and quantity.kind is not scene.quantities[run[0]].kind):
            break
        run.append(index)
        end = quantity.block.end
    return run


# ------------------------------------------------------------------ amounts, rates, scores


def _amount(scene: Scene, index: int, earlier: list[Reading]) -> Reading:
    quantity = scene.quantities[index]
    if index and CHANGE.fullmatch(scene.text[scene.quantities[index - 1].block.end : quantity.block.start]):
        like = _like_before(scene, index, earlier)
        if like is not None:
            return like
    start = scene.before(index)
    hits = _governing(scene, start, quantity)
    if not hits and scene.only_filler(start, quantity.block.start):
        like = _like_before(scene, index, earlier)
        if like is not None:
            return like
        if (
            start > scene.block.start
            and scene.text[start - 1] in "，,：:"
            and not _ends_quantity(scene, index, start - 1)
        ):
            start = scene.last_break(start - 1) + 1
            hits = _governing(scene, start, quantity)
    strong = [hit for hit in hits if hit.cue.strength != "weak"]
    if not strong and index and start > scene.block.start and scene.text[start - 1] == "、":
        before = earlier[-1]
        if scene.quantities[index - 1].kind is quantity.kind and before.measure is not Measure.THRESHOLD:
            return Reading(before.measure, before.rule, "", 0.6, before.noun, before.stage, True, index - 1)
    if strong:
        best = strong[-1]
        if (
            len(strong) > 1
            and strong[-2].end > best.start
            and strong[-2].end - strong[-2].start > best.end - best.start
        ):
            best = strong[-2]  # 「压减预算比例」 over the 「比例达」 that begins inside it
        if len(strong) > 1 and strong[-2].cue.strength == "verb" and strong[-2].end == best.start:
            best = strong[-2]  # 「核减申报预算1960万元」
        rest = [hit for hit in strong[:-1] if hit.cue.code != best.cue.code]
        gap = quantity.block.start - best.end
        margin = max(0.3, 1.0 - 0.02 * gap - (0.15 if rest else 0.0))
        return _reading(best, rest[-1].cue.rule if rest else "", margin)
    verb = _verb_over_counts(scene, index)
    if verb is not None:
        return _reading(verb, hits[-1].cue.rule if hits else "", 0.7)
    behind = [
        hit
        for hit in scene.hits(Role.MEASURE, quantity.block.end, scene.after(index))
        if quantity.kind in hit.cue.kinds
        and hit.start - quantity.block.end <= 6
        and hit.cue.code != Measure.GROWTH_RATE
    ]
    if behind and not hits:
        return _reading(behind[0], "", 0.55)
    if hits:
        return _reading(hits[-1], "", 0.5)
    return _default(quantity, bool(RATE_WORD.search(scene.text, scene.block.start, quantity.block.start)))


RATE_WORD = re.compile(r"率(?:由|从)?(?:上年|去年|\d{4}年)?的?(?:[为达是约]|达到|均|分别|共|仅|已)*$")


def _governing(scene: Scene, start: int, quantity: Quantity) -> list[Hit]:
    hits = scene.hits(Role.MEASURE, start, quantity.block.start)
    return [hit for hit in hits if quantity.kind in hit.cue.kinds]


def _ends_quantity(scene: Scene, index: int, offset: int) -> bool:
    return index > 0 and scene.quantities[index - 1].block.end >= offset


CHANGE = re.compile(
    r"[，,]?(?:的)?(?:增加|减少|提高|提升|下降|降低|压缩|上升|增长|调整|扩大|扩面|扩展|拓展|下调|上调|降|升|增|减|优化|缩减|精简)(?:了)?(?:到|至|为)"
)
"""``由2个增加到5个``: both numbers speak of the same thing."""


def _like_before(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """``分别审减3亿元、5亿元``: a number with nothing of its own follows the like number before it."""
    quantity = scene.quantities[index]
    if not index or scene.quantities[index - 1].kind is not quantity.kind:
        return None
    gap = scene.text[scene.quantities[index - 1].block.end : quantity.block.start]
    if (len(gap) <= 2 and gap.strip("、和，与及至到-—~～ ") == "") or CHANGE.fullmatch(gap):
        before = earlier[-1]
        return Reading(
            before.measure, before.rule, "", min(before.margin, 0.75), before.noun, before.stage, True, index - 1
        )
    return None


def _verb_over_counts(scene: Scene, index: int) -> Hit | None:
    """A verb of reduction that governs the amount over a count between (``调减了12个项目的预算109万元``)."""
    quantity = scene.quantities[index]
    if quantity.kind is not QuantityKind.MONEY:
        return None
    clause = scene.clause(index)
    hits = _governing(scene, clause.start, quantity)
    verbs = [hit for hit in hits if hit.cue.strength == "verb"]
    if not verbs:
        return None
    between = [other for other in scene.quantities[:index] if other.block.start >= verbs[-1].end]
    if any(other.kind is not QuantityKind.COUNT for other in between):
        return None
    return verbs[-1]


def _reading(hit: Hit, runner_up: str, margin: float) -> Reading:
    return Reading(Measure(hit.cue.code), hit.cue.rule, runner_up, margin, hit, hit.cue.stage)


def _default(quantity: Quantity, rate_word: bool = False) -> Reading:
    """What a number measures that no word explains."""
    if quantity.kind is QuantityKind.PERCENT and rate_word:
        return Reading(Measure.OTHER_RATE, "default.rate", margin=0.35)
    kinds = {
        QuantityKind.MONEY: Measure.AMOUNT_INVOLVED,
        QuantityKind.PERCENT: Measure.SHARE,
        QuantityKind.POINTS: Measure.GROWTH_RATE,
        QuantityKind.SCORE: Measure.SCORE,
        QuantityKind.MULTIPLE: Measure.MULTIPLE,
        QuantityKind.MEASURE: Measure.OTHER,
    }
    return Reading(kinds.get(quantity.kind, Measure.OTHER), f"default.{quantity.kind}", margin=0.3)


# ------------------------------------------------------------------ counts


def _count(scene: Scene, index: int, earlier: list[Reading], before: Reading | None) -> Reading:
    quantity = scene.quantities[index]
    allowed = COMPATIBLE.get(quantity.unit)
    behind = _noun_behind(scene, index)
    ahead = _noun_ahead(scene, index)
    if quantity.unit in BARE_COUNTED and (
        behind is None or behind.cue.code != Measure.PROJECT_COUNT or behind.start > quantity.block.end
    ):
        return Reading(BARE_COUNTED[quantity.unit], "unit.noun", "", 0.9)
    if quantity.unit in CLASS_UNITS and ahead is not None and ahead.end < quantity.block.start:
        ahead = None
    if quantity.unit in HOUSED:
        behind = behind if behind is None or Measure(behind.cue.code) not in TOLD else None
        ahead = ahead if ahead is None or Measure(ahead.cue.code) not in TOLD else None
    if allowed is not None:
        behind = behind if behind is not None and Measure(behind.cue.code) in allowed else None
        ahead = ahead if ahead is not None and Measure(ahead.cue.code) in allowed else None
    if behind is not None:
        rival = ahead.cue.rule if ahead is not None and ahead.cue.code != behind.cue.code else ""
        return _reading(behind, rival, 0.95 if not rival else 0.8)
    like = _like_count(scene, index, earlier)
    if ahead is not None and like is not None and ahead.cue.code == Measure.OTHER_COUNT and like.measure in FOLLOWED:
        return like  # 「教育系统8家、卫健系统7家」
    if ahead is not None and like is not None and Measure(ahead.cue.code) in LOCATING and like.measure not in LOCATING:
        start = scene.last_break(ahead.start) + 1
        if not REACHES.search(scene.text, start, quantity.block.start):
            return like  # 「市本级32个，县（市、区）236个」
    if ahead is not None:
        gap = quantity.block.start - ahead.end
        return _reading(ahead, "", 0.95 if gap <= 2 else 0.8)
    changed = _changed_from(scene, index, earlier)
    if changed is not None:
        return changed
    by_unit = _by_unit(quantity, earlier)
    if by_unit is not None:
        return by_unit
    if like is not None:
        return like
    worked = _after_work(scene, index)
    if worked is not None:
        return worked
    judged = any(hit.cue.code in JUDGED for hit in scene.hits(Role.OUTCOME, *_around(scene, index)))
    if judged:
        if before is not None:
            return Reading(before.measure, before.rule, "", 0.65, before.noun, before.stage, True)
        return Reading(JUDGED_UNITS.get(quantity.unit, Measure.PROJECT_COUNT), "default.judged", "", 0.5)
    if before is not None and quantity.unit in SHARED_UNITS:
        return Reading(before.measure, before.rule, "", 0.45, before.noun, before.stage, True)
    return Reading(Measure.OTHER_COUNT, DEFAULT_COUNT, margin=0.3)


def _changed_from(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """``由2个增加到5个``: the second count counts what the first did."""
    if not index or scene.quantities[index - 1].kind is not QuantityKind.COUNT:
        return None
    gap = scene.text[scene.quantities[index - 1].block.end : scene.quantities[index].block.start]
    if not CHANGE.fullmatch(gap):
        return None
    before = earlier[-1]
    return Reading(before.measure, before.rule, "", before.margin, before.noun, before.stage, True)


def _noun_behind(scene: Scene, index: int) -> Hit | None:
    """The noun behind the count: the first of its noun phrase, unless a head noun closes it (``项目评价报告``)."""
    quantity = scene.quantities[index]
    start, end = quantity.block.end, scene.after(index)
    text = scene.text
    if (
        start < end < scene.block.end
        and end - start <= 8
        and text[end] == "、"
        and not scene.hits(Role.NOUN, start, end)
    ):
        # 「13个低效、无效项目」: the noun phrase runs on behind the enumeration comma.
        limit = scene.quantities[index + 1].block.start if index + 1 < len(scene.quantities) else scene.block.end
        end = min(scene.next_break(end + 1), limit)
    stop = end
    for mark in scene.hits(Role.PHRASE_END, start, min(end, start + REACH)):
        if text[mark.start : mark.end] == "的" and _transparent(scene, start, mark.start):
            continue
        if text[mark.end : mark.end + 1] in ("”", "’", '"'):
            continue  # 「“中”等级项目」
        nouns = scene.hits(Role.NOUN, start, end)
        covering = [hit for hit in nouns if hit.start < mark.start < hit.end]
        if covering:
            continue
        if text[mark.start : mark.end] == "的" and not [hit for hit in nouns if hit.end <= mark.start]:
            continue
        stop = mark.start
        break
    nouns = [hit for hit in scene.hits(Role.NOUN, start, stop) if hit.start - start <= REACH]
    judged = scene.hits(Role.OUTCOME, start, end)
    nouns = [
        hit
        for hit in nouns
        if hit.cue.code == Measure.ISSUE_COUNT
        or not any(other.start <= hit.start and other.end > hit.end for other in judged)
    ]
    if not nouns:
        return None
    chosen = nouns[0]
    if len(nouns) > 1 and nouns[1].start <= chosen.end and nouns[1].cue.code == Measure.PROJECT_COUNT:
        chosen = nouns[1]  # 「重大政策重点项目」, 「部门项目」
    if _transparent(scene, start, chosen.end) and len(nouns) > 1:
        chosen = nouns[1]
    last = chosen
    quoted = re.search(r"[“”《》]", text[chosen.end : stop])
    for hit in nouns[nouns.index(chosen) + 1 :]:
        if hit.start - last.end > 6 or (quoted and hit.start >= chosen.end + quoted.start()):
            break
        last = hit
        if hit.cue.head and hit.end >= stop - 1:
            chosen = hit
    return chosen


def _transparent(scene: Scene, start: int, end: int) -> bool:
    return any(hit.end >= end - 1 and hit.start - start <= 8 for hit in scene.hits(Role.TRANSPARENT, start, end))


PLACES = frozenset({Measure.COUNTY_COUNT, Measure.TOWNSHIP_COUNT})
FOLLOWED = frozenset({
    Measure.PROJECT_COUNT, Measure.DEPARTMENT_COUNT, Measure.POLICY_COUNT, Measure.TOWNSHIP_COUNT, Measure.ISSUE_COUNT,
    Measure.TARGET_COUNT, Measure.REPORT_COUNT,
})  # fmt: skip
LOCATING = PLACES | {Measure.DEPARTMENT_COUNT}
REACHES = re.compile(
    r"涉及|覆盖|包括|组织|选取|选择|抽取|抽查|对|惠及|培训|参训|约谈|通报|表扬|考核|指导|辅导|核减|扣减|参评|评价|监控|深入"
)


def _noun_ahead(scene: Scene, index: int) -> Hit | None:
    """The noun before the count (``评审项目153个``), with nothing but filler or a result word between."""
    quantity = scene.quantities[index]
    start = scene.before(index)
    if scene.only_filler(start, quantity.block.start) and start > scene.block.start:
        previous = start - 1
        if scene.text[previous] in "，,：:" and not _ends_quantity(scene, index, previous):
            start = scene.last_break(previous) + 1
    nouns = scene.hits(Role.NOUN, start, quantity.block.start)
    if not nouns:
        return None
    last = nouns[-1]
    if last.end - last.start == 1 and last.cue.code in PLACES:
        return None  # 「陈仓区32个」: part of a name
    if any(
        hit.start <= last.start and hit.end > last.end for hit in scene.hits(Role.STAGE, start, quantity.block.start)
    ):
        return None  # 「部门评价20个」: the stage word, not the department
    if last.cue.code != Measure.ISSUE_COUNT and any(
        hit.start <= last.start and hit.end > last.end for hit in scene.hits(Role.OUTCOME, start, quantity.block.start)
    ):
        return None  # 「发现绩效目标偏离6项」: the condition, not the target
    if scene.text[last.end : quantity.block.start] == "的":
        return None  # 「调整绩效目标的12个」
    between = last.end
    skipped = [
        hit
        for role in (Role.OUTCOME, Role.STAGE)
        for hit in scene.hits(role, start, quantity.block.start)
        if hit.end > between
    ]
    for hit in sorted(skipped, key=lambda hit: hit.start):
        if hit.start - between <= 1:
            between = max(between, hit.end)
    gap = scene.text[between : quantity.block.start]
    if scene.only_filler(between, quantity.block.start) or (len(gap) <= 1 and gap not in "对将把向给"):
        return last
    return None


def _graded_near(scene: Scene, index: int) -> bool:
    return any(hit.cue.code in JUDGED for hit in scene.hits(Role.OUTCOME, *_around(scene, index)))


def _project_before(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """``14个项目和2个部门整体支出…优3个``: a mixed batch is graded as projects."""
    for back in range(index - 1, -1, -1):
        if earlier[back].measure is Measure.PROJECT_COUNT and scene.quantities[back].kind is QuantityKind.COUNT:
            reading = earlier[back]
            return Reading(reading.measure, reading.rule, "", 0.65, reading.noun, reading.stage, True, back)
    return None


def _by_unit(quantity: Quantity, earlier: list[Reading]) -> Reading | None:
    """What the measure word alone tells (``人次``, ``篇``, ``期``)."""
    unit = quantity.unit
    for units, measure in (
        (PERSON_UNITS, Measure.PERSON_COUNT),
        (PUBLICATION_UNITS, Measure.PUBLICATION_COUNT),
        (SESSION_UNITS, Measure.SESSION_COUNT),
        (DOCUMENT_UNITS, Measure.DOCUMENT_COUNT),
    ):
        if unit in units:
            if units is DOCUMENT_UNITS and any(reading.measure is Measure.REPORT_COUNT for reading in earlier):
                return Reading(Measure.REPORT_COUNT, "unit.word", margin=0.6)
            return Reading(measure, "unit.word", margin=0.7)
    return None


JUDGED = frozenset({
    Outcome.EXCELLENT, Outcome.GOOD, Outcome.FAIR, Outcome.POOR, Outcome.SUPPORTED, Outcome.SUPPORTED_AFTER_REVISION,
    Outcome.DEFERRED, Outcome.NOT_SUPPORTED,
})  # fmt: skip
"""Grades and conclusions: what bears one is a project, a department or a report."""
DEFAULT_COUNT = "default.count"
UNSAID = frozenset({DEFAULT_COUNT, "default.worked", "default.judged"})
SHARED_UNITS = frozenset({"个", "项", "家", "份", "条", "宗", "件"})
WORKED = frozenset({Stage.EX_ANTE, Stage.REVIEW, Stage.MONITORING, Stage.SELF_EVALUATION, Stage.EVALUATION})


def _after_work(scene: Scene, index: int) -> Reading | None:
    """``开展财政评价22个``: a count straight behind the name of the work counts projects."""
    quantity = scene.quantities[index]
    if quantity.unit not in SHARED_UNITS:
        return None
    hits = scene.hits(Role.STAGE, scene.before(index), quantity.block.start)
    if hits and hits[-1].cue.code in WORKED and scene.only_filler(hits[-1].end, quantity.block.start):
        return Reading(JUDGED_UNITS.get(quantity.unit, Measure.PROJECT_COUNT), "default.worked", "", 0.6)
    return None


JUDGED_UNITS = {"家": Measure.DEPARTMENT_COUNT, "份": Measure.REPORT_COUNT}


def _around(scene: Scene, index: int) -> tuple[int, int]:
    start = scene.before(index)
    if start == scene.quantities[index].block.start and start > scene.block.start and scene.text[start - 1] in "（(":
        start = scene.last_break(start - 1) + 1
    return start, scene.after(index)


def _like_count(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """A count without noun is one of the set counted before it (``16个项目评为优秀的2个，良好的13个``)."""
    for back in range(index - 1, -1, -1):
        other = scene.quantities[back]
        if other.kind is QuantityKind.COUNT and other.unit == scene.quantities[index].unit:
            reading = earlier[back]
            if reading.measure in (Measure.THRESHOLD, Measure.PERSON_COUNT, Measure.OTHER_COUNT):
                continue
            if reading.measure is Measure.DEPARTMENT_COUNT and _graded_near(scene, index):
                project = _project_before(scene, back, earlier)
                if project is not None:
                    return project
            source = back if reading.measure in FOLLOWED else None
            return Reading(reading.measure, reading.rule, "", 0.7, reading.noun, reading.stage, True, source)
    return None
