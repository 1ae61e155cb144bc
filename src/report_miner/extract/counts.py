"""What a count counts: the noun beside it, the measure word, or what was counted before it."""

from __future__ import annotations

import re

from report_miner.extract.cues import Hit
from report_miner.extract.nouns import LOCATING, PLACES, noun_ahead, noun_behind
from report_miner.extract.reading import CHANGE, CONCLUSIONS, GRADED, GRADES, Before, Reading, reading_of
from report_miner.extract.scene import Scene
from report_miner.model import Measure, Outcome, Quantity, QuantityKind, Stage
from report_miner.packs import Role

PERSON_UNITS = frozenset({"人", "人次", "名", "人份", "员"})
SESSION_UNITS = frozenset({"期", "轮", "轮次", "场", "场次", "次"})
CLASS_UNITS = frozenset({"类", "大类", "小类", "方面", "层次", "层面", "环节", "步骤", "阶段", "维度"})
PUBLICATION_UNITS = frozenset({"篇", "则"})
DOCUMENT_UNITS = frozenset({"本", "册", "份", "部", "张"})
KINDS = frozenset({"类", "大类", "小类", "种"})
"""Kinds of things are not the things: ``三类项目`` are not three projects."""
PAPERS = frozenset({"份", "张", "册"})
PAPER = {Measure.SUGGESTION_COUNT: Measure.REPORT_COUNT, Measure.ISSUE_COUNT: Measure.DOCUMENT_COUNT}
"""``审核意见198份`` and ``问题清单10份`` are papers."""
NO_PROJECTS = frozenset({"头", "只", "匹", "棵", "株", "床", "辆", "台", "座", "所", "户", "天", "吨", "盏"})
BARE_COUNTED = {
    "部门": Measure.DEPARTMENT_COUNT, "单位": Measure.DEPARTMENT_COUNT, "县区": Measure.COUNTY_COUNT,
    "县市区": Measure.COUNTY_COUNT, "县（市、区）": Measure.COUNTY_COUNT, "区县": Measure.COUNTY_COUNT,
    "市县": Measure.COUNTY_COUNT, "县市": Measure.COUNTY_COUNT, "县": Measure.COUNTY_COUNT, "区": Measure.COUNTY_COUNT,
    "市": Measure.COUNTY_COUNT, "地": Measure.COUNTY_COUNT, "乡镇": Measure.TOWNSHIP_COUNT,
    "街道": Measure.TOWNSHIP_COUNT, "镇街": Measure.TOWNSHIP_COUNT, "镇办": Measure.TOWNSHIP_COUNT,
    "镇": Measure.TOWNSHIP_COUNT, "乡": Measure.TOWNSHIP_COUNT, "项目": Measure.PROJECT_COUNT,
    "政策": Measure.POLICY_COUNT, "专家": Measure.PERSON_COUNT,
}  # fmt: skip
LISTED = frozenset({"条", "份", "张"})
"""Measure words of what is written down: ``项目支出绩效目标1,126条`` counts targets."""
HOUSED = frozenset({"家", "户", "亩", "座", "所", "名"})
TOLD = frozenset({Measure.PUBLICATION_COUNT, Measure.DOCUMENT_COUNT, Measure.REPORT_COUNT, Measure.ISSUE_COUNT})
"""What no 家 or 户 counts (``进驻企业信息1950余家``)."""
COMPATIBLE = {
    **dict.fromkeys(PERSON_UNITS, frozenset({Measure.PERSON_COUNT})),
    **dict.fromkeys(SESSION_UNITS, frozenset({Measure.SESSION_COUNT, Measure.SUGGESTION_COUNT, Measure.ISSUE_COUNT})),
    "条": frozenset(
        set(Measure)
        - {
            Measure.COUNTY_COUNT,
            Measure.TOWNSHIP_COUNT,
            Measure.DEPARTMENT_COUNT,
            Measure.PERSON_COUNT,
            Measure.PROJECT_COUNT,
            Measure.SESSION_COUNT,
        }
    ),
    "期": frozenset({Measure.SESSION_COUNT, Measure.PUBLICATION_COUNT}),
    **dict.fromkeys(PUBLICATION_UNITS, frozenset({Measure.PUBLICATION_COUNT, Measure.REPORT_COUNT})),
}


CLICKS = 5000
"""Nobody meets or checks so many times: clicks, views, visits."""
FOLLOWED = frozenset({
    Measure.PROJECT_COUNT, Measure.DEPARTMENT_COUNT, Measure.POLICY_COUNT, Measure.TOWNSHIP_COUNT, Measure.ISSUE_COUNT,
    Measure.TARGET_COUNT, Measure.REPORT_COUNT, Measure.TOWNSHIP_COUNT, Measure.COUNTY_COUNT, Measure.INDICATOR_COUNT,
})  # fmt: skip
DOERS = PLACES | {Measure.DEPARTMENT_COUNT, Measure.PROJECT_COUNT}
"""What no 份 counts (``自评报告559份，其中部门整体76份``)."""
REACHES = re.compile(
    r"涉及|覆盖|包括|组织|选取|选择|抽取|抽查|对|惠及|培训|参训|约谈|通报|表扬|考核|指导|辅导|核减|扣减|参评|评价|监控|深入|走访|下沉|抽样"
)
VISITED = ("行政村", "农户", "企业", "合作社", "村居", "社区", "用户", "家庭", "学校", "点位")
"""Who was visited or asked is counted itself; ``教育系统8家`` says where."""


def _visited(scene: Scene, noun: Hit) -> bool:
    return scene.text[noun.start : noun.end] in VISITED


def read_count(scene: Scene, index: int, earlier: list[Reading], before: Before) -> Reading:
    """What one count counts: the noun beside it, what the counts before it counted, or its measure word."""
    quantity = scene.quantities[index]
    behind = noun_behind(scene, index)
    ahead = noun_ahead(scene, index)
    if quantity.unit in KINDS:
        return Reading(Measure.OTHER_COUNT, "unit.kind", "", 0.7)
    if quantity.unit in BARE_COUNTED and (
        behind is None or behind.cue.code != Measure.PROJECT_COUNT or behind.start > quantity.block.end
    ):
        return Reading(BARE_COUNTED[quantity.unit], "unit.noun", "", 0.9)
    if quantity.unit in CLASS_UNITS and ahead is not None and ahead.end < quantity.block.start:
        ahead = None
    if quantity.unit in BATCHES and PARTED.search(scene.text, scene.before(index), quantity.block.start):
        return Reading(Measure.SESSION_COUNT, "unit.batch", "", 0.7)
    nouns = [noun for noun in (behind, ahead) if noun is not None]
    if quantity.unit in LISTED and nouns and scene.text.endswith("目标", nouns[0].start, nouns[0].end):
        return Reading(Measure.TARGET_COUNT, "unit.target", nouns[0].cue.rule, 0.8, nouns[0])
    behind, ahead = (noun if noun is not None and _countable(quantity.unit, noun) else None for noun in (behind, ahead))
    if behind is not None and behind.cue.code in SUMMING_UP and _ends_conclusions(scene, index, behind):
        behind = None
    papers = [noun for noun in (behind, ahead) if noun is not None][:1]
    if quantity.unit in PAPERS and papers and Measure(papers[0].cue.code) in PAPER:
        return Reading(PAPER[Measure(papers[0].cue.code)], "unit.paper", papers[0].cue.rule, 0.8)
    if behind is not None:
        rival = ahead.cue.rule if ahead is not None and ahead.cue.code != behind.cue.code else ""
        return reading_of(behind, rival, 0.95 if not rival else 0.8)
    like = _like_count(scene, index, earlier)
    sectors = ahead is not None and ahead.cue.code == Measure.OTHER_COUNT and not _visited(scene, ahead)
    if sectors and like is not None and like.measure in FOLLOWED:
        return like  # 「教育系统8家、卫健系统7家」
    if ahead is not None and like is not None and _locates(scene, ahead) and like.measure not in LOCATING:
        start = scene.last_break(ahead.start) + 1
        picked = scene.text[ahead.start - 1] == "的"  # 「得分90分以上的镇街3个」
        if not (
            picked or REACHES.search(scene.text, start, quantity.block.start) or _in_step(scene, index, ahead, earlier)
        ):
            return like  # 「市本级32个，县（市、区）236个」
    if ahead is not None and ahead.cue.code == Measure.OTHER_COUNT:
        worked = _after_work(scene, index)
        if worked is not None:
            return worked  # 「在教育、农业等领域开展重点评价24项」
    if ahead is not None:
        gap = quantity.block.start - ahead.end
        return reading_of(ahead, "", 0.95 if gap <= 2 else 0.8)
    changed = _changed_from(scene, index, earlier)
    if changed is not None:
        return changed
    graded = _graded_noun(scene, index)
    if graded is not None:
        return graded
    if like is not None and quantity.unit in PAPERS and like.measure in (Measure.DOCUMENT_COUNT, Measure.REPORT_COUNT):
        return like  # 「预警函27份、19份、12份」
    by_unit = _by_unit(quantity, earlier, before)
    if by_unit is not None:
        return by_unit
    worked = _after_work(scene, index)
    if like is not None and not (worked is not None and like.measure in LOCATING):
        return like  # but 「65个部门完成自评；开展重点评价10个」
    if worked is not None:
        return worked
    if quantity.unit in POINTED_OUT and FLAWS.search(scene.text, scene.before(index), quantity.block.start):
        return Reading(Measure.ISSUE_COUNT, "unit.flaw", "", 0.5)
    mended = scene.hits(Role.OUTCOME, *_around(scene, index))
    if any(hit.cue.code in (Outcome.RECTIFIED, Outcome.RECTIFYING) for hit in mended):
        return Reading(Measure.ISSUE_COUNT, "default.mended", "", 0.6)
    judged = any(hit.cue.code in JUDGED for hit in scene.hits(Role.OUTCOME, *_around(scene, index)))
    if judged:
        if before.graded is not None:
            return _taken_over(before.graded, 0.65)
        return Reading(JUDGED_UNITS.get(quantity.unit, Measure.PROJECT_COUNT), "default.judged", "", 0.5)
    if before.last is not None and quantity.unit in SHARED_UNITS:
        return _taken_over(before.last, 0.45)
    return Reading(Measure.OTHER_COUNT, DEFAULT_COUNT, margin=0.3)


SUMMING_UP = (Measure.REPORT_COUNT, Measure.SUGGESTION_COUNT)
PROPOSED = frozenset({Outcome.CANCELLED, Outcome.ADJUSTED})
BATCHES = frozenset({"批", "批次"})
PARTED = re.compile(r"分(?:成|为|作)?$")
"""``分两批组织``: rounds of the work."""


def _ends_conclusions(scene: Scene, index: int, noun: Hit) -> bool:
    """``予以支持15个、不予支持4个的评估意见``: the noun sums up a list of conclusions, projects were counted."""
    if scene.text[scene.quantities[index].block.end] != "的":
        return False
    hits = scene.hits(Role.OUTCOME, scene.before(index), scene.quantities[index].block.start)
    return (
        any(hit.cue.code in CONCLUSIONS | PROPOSED for hit in hits) and noun.start > scene.quantities[index].block.end
    )


def _countable(unit: str, noun: Hit) -> bool:
    """Whether a measure word can count what the noun names."""
    measure = Measure(noun.cue.code)
    if unit in HOUSED and (measure in TOLD or (unit == "家" and measure in PLACES)):
        return False
    if (unit in PAPERS and measure in DOERS) or (unit in NO_PROJECTS and measure is Measure.PROJECT_COUNT):
        return False
    allowed = COMPATIBLE.get(unit)
    return allowed is None or measure in allowed


def _locates(scene: Scene, noun: Hit) -> bool:
    """Whether the noun can tell where something was counted; ``部门整体`` was evaluated, ``部门数`` counted."""
    told = scene.text.endswith("整体", noun.start, noun.end) or scene.text.startswith("数", noun.end)
    return Measure(noun.cue.code) in LOCATING and not told


def _in_step(scene: Scene, index: int, noun: Hit, earlier: list[Reading]) -> bool:
    """``政策2项、项目10个、乡镇3个``: every entry of the list names what it counts right before the number."""
    if not index or scene.text[noun.start - 1 : noun.start] != "、" or noun.end != scene.quantities[index].block.start:
        return False
    before = earlier[-1].noun
    return before is not None and before.end == scene.quantities[index - 1].block.start


def _taken_over(reading: Reading, margin: float) -> Reading:
    """The same measure, said in a sentence before."""
    return Reading(reading.measure, reading.rule, "", margin, reading.noun, reading.stage, True)


def _changed_from(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """``由2个增加到5个``: the second count counts what the first did."""
    if not index or scene.quantities[index - 1].kind is not QuantityKind.COUNT:
        return None
    gap = scene.gap(index)
    if not CHANGE.fullmatch(gap):
        return None
    before = earlier[-1]
    return Reading(before.measure, before.rule, "", before.margin, before.noun, before.stage, True)


def _graded_noun(scene: Scene, index: int) -> Reading | None:
    """``部门整体评价方面，优秀9个``: a new topic since the last number says what is graded."""
    quantity = scene.quantities[index]
    if quantity.unit not in SHARED_UNITS or not _graded_near(scene, index):
        return None
    floor = scene.quantities[index - 1].block.end if index else scene.block.start
    floor = max(floor, scene.last_break(quantity.block.start, "。；;") + 1)
    nouns = [hit for hit in scene.hits(Role.NOUN, floor, quantity.block.start) if hit.cue.code in GRADED]
    nouns = [hit for hit in nouns if hit.end - hit.start > 1 and not scene.text.endswith("整体", 0, hit.start)]
    return reading_of(nouns[-1], "", 0.6) if nouns else None


def _graded_near(scene: Scene, index: int) -> bool:
    return any(hit.cue.code in JUDGED for hit in scene.hits(Role.OUTCOME, *_around(scene, index)))


def _project_before(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """``14个项目和2个部门整体支出…优3个``: a mixed batch is graded as projects."""
    for back in range(index - 1, -1, -1):
        if (
            earlier[back].measure is not Measure.REPORT_COUNT
            and "；" in scene.text[scene.quantities[back].block.end : scene.quantities[index].block.start]
        ):
            return None
        if (
            earlier[back].measure in (Measure.PROJECT_COUNT, Measure.REPORT_COUNT)
            and scene.quantities[back].kind is QuantityKind.COUNT
        ):
            reading = earlier[back]
            return Reading(reading.measure, reading.rule, "", 0.65, reading.noun, reading.stage, True, back)
    return None


def _by_unit(quantity: Quantity, earlier: list[Reading], before: Before) -> Reading | None:
    """What the measure word alone tells (``人次``, ``篇``, ``期``)."""
    unit = quantity.unit
    if unit == "次" and quantity.value >= CLICKS:
        return Reading(Measure.OTHER_COUNT, "unit.many", margin=0.5)
    for units, measure in (
        (PERSON_UNITS, Measure.PERSON_COUNT),
        (PUBLICATION_UNITS, Measure.PUBLICATION_COUNT),
        (SESSION_UNITS, Measure.SESSION_COUNT),
        (DOCUMENT_UNITS, Measure.DOCUMENT_COUNT),
    ):
        if unit in units:
            told = earlier if before.graded is None else [*earlier, before.graded]
            if units is DOCUMENT_UNITS and any(reading.measure is Measure.REPORT_COUNT for reading in told):
                return Reading(Measure.REPORT_COUNT, "unit.word", margin=0.6)
            return Reading(measure, "unit.word", margin=0.7)
    return None


JUDGED = GRADES | CONCLUSIONS
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
        if quantity.unit in POINTED_OUT:
            return None  # 「推送预警312条」
        if "整体" in scene.text[hits[-1].start : hits[-1].end]:
            return Reading(Measure.DEPARTMENT_COUNT, "default.worked", "", 0.6)
        return Reading(JUDGED_UNITS.get(quantity.unit, Measure.PROJECT_COUNT), "default.worked", "", 0.6)
    return None


POINTED_OUT = frozenset({"条", "处"})
FLAWS = re.compile(r"(?:预警|偏差|差错|疑点|漏洞|失误|错漏)(?:信息|线索)?$")
JUDGED_UNITS = {"家": Measure.DEPARTMENT_COUNT, "份": Measure.REPORT_COUNT}


def _around(scene: Scene, index: int) -> tuple[int, int]:
    start = scene.before(index)
    if start == scene.quantities[index].block.start and start > scene.block.start and scene.text[start - 1] in "（(":
        start = scene.last_break(start - 1) + 1
    return start, scene.after(index)


ACTS = re.compile(
    r"(?:编报|填报|申报|(?:组织|承担|实施|完成|负责)(?:开展)?(?:了|自评|评价|评审|评估|监控)?|(?:自行|共)(?:自评|评价|评审|评估|监控)|自评|各|各有|均有|分别有)$"
)


def _acts(scene: Scene, back: int, index: int) -> bool:
    """Whether the counted units do something to what is counted next."""
    between = scene.text[scene.quantities[back].block.end : scene.quantities[index].block.start]
    return ACTS.search(between) is not None and not _graded_near(scene, index)


def _touches(scene: Scene, back: int, index: int, before: Reading) -> bool:
    """Whether nothing but the noun of the count before parts the two."""
    between = (scene.quantities[back].block.end, scene.quantities[index].block.start)
    noun = before.noun
    return noun is not None and (noun.start, noun.end) == between and _locates(scene, noun)


def _told_since(scene: Scene, back: int, index: int) -> Reading | None:
    """``对48个单位报送的绩效目标逐条会审，共审核612个``: what the units handed in is counted next."""
    start = scene.quantities[back].block.end
    if scene.text[scene.quantities[index].block.start - 1] not in "核审查评共计":
        return None
    nouns = [
        hit for hit in scene.hits(Role.NOUN, start, scene.quantities[index].block.start)
        if hit.cue.code in HANDED_IN and hit.end - hit.start > 1
    ]  # fmt: skip
    return reading_of(nouns[-1], "", 0.6) if nouns else None


HANDED_IN = frozenset({Measure.TARGET_COUNT, Measure.PROJECT_COUNT, Measure.REPORT_COUNT, Measure.POLICY_COUNT})


def _like_count(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """A count without noun is one of the set counted before it (``16个项目评为优秀的2个，良好的13个``)."""
    for back in range(index - 1, -1, -1):
        other = scene.quantities[back]
        if other.kind is QuantityKind.COUNT and other.unit == scene.quantities[index].unit:
            reading = earlier[back]
            told = _told_since(scene, back, index) if reading.measure in LOCATING else None
            if told is not None:
                return told
            if reading.measure in LOCATING and (_acts(scene, back, index) or _touches(scene, back, index, reading)):
                continue  # 「7个县区自行组织145个」, 「17个部门116个」
            if reading.measure is Measure.OTHER_COUNT and other.unit in HOUSED and reading.noun is not None:
                return Reading(reading.measure, reading.rule, "", 0.6, reading.noun, reading.stage, True)
            if reading.measure in (Measure.THRESHOLD, Measure.PERSON_COUNT, Measure.OTHER_COUNT):
                continue
            if reading.measure is Measure.DEPARTMENT_COUNT and _graded_near(scene, index):
                project = _project_before(scene, back, earlier)
                if project is not None:
                    return project
            source = back if reading.measure in FOLLOWED else None
            return Reading(reading.measure, reading.rule, "", 0.7, reading.noun, reading.stage, True, source)
    return None


def share_nouns(scene: Scene, readings: list[Reading]) -> list[Reading]:
    """``新出台4个、修订3个、废止2个文件``: counts without a noun take that of the list's last entry or total."""
    result = _issues_listed(scene, readings)
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


AND_SUCH = re.compile(r"等(?:[一-龥]{0,4}?)问题")
ENTRY_GAP = re.compile(r"、[^，,。；;、\d]{2,12}")


def _issues_listed(scene: Scene, readings: list[Reading]) -> list[Reading]:
    """``编制不细8个、资产闲置5个等问题24个``: every entry before 等问题 counts issues."""
    result = list(readings)
    for last, quantity in enumerate(scene.quantities):
        hit = AND_SUCH.match(scene.text, quantity.block.end)
        if hit is None or quantity.kind is not QuantityKind.COUNT or not last:
            continue
        first = last
        while first and scene.quantities[first - 1].unit == quantity.unit and ENTRY_GAP.fullmatch(scene.gap(first)):
            first -= 1
        if first < last:
            issues = Reading(Measure.ISSUE_COUNT, "list.issues", "", 0.8)
            result[first : last + 1] = [issues] * (last + 1 - first)
    return result
