"""The noun that a count counts: behind it (``153个评审项目``) or before it (``评审项目153个``)."""

from __future__ import annotations

import re

from report_miner.extract.cues import Hit
from report_miner.extract.reading import CONCLUSIONS
from report_miner.extract.scene import Scene
from report_miner.model import Measure
from report_miner.packs import Role

REACH = 20
"""A noun further behind its count than this belongs to something else."""
NAMED = 2.0
"""A stage word of at least this weight names the work between a noun and its count."""


def noun_behind(scene: Scene, index: int) -> Hit | None:
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
        covering = [hit for hit in nouns if hit.start <= mark.start < hit.end]
        if covering:
            continue
        if text[mark.start : mark.end] in JOINS and not [hit for hit in nouns if hit.end <= mark.start]:
            continue
        stop = mark.start
        break
    nouns = [hit for hit in scene.hits(Role.NOUN, start, stop) if hit.start - start <= REACH]
    judged = scene.hits(Role.OUTCOME, start, end)
    nouns = [
        hit
        for hit in nouns
        if hit.cue.code not in CONDITIONS
        or not any(
            other.start <= hit.start and other.end >= hit.end and other.end - other.start > hit.end - hit.start
            for other in judged
        )
    ]
    if not nouns:
        return None
    nouns = [
        hit
        for hit in nouns
        if not (text[hit.start : hit.end] in LEVELS and text[hit.end : hit.end + 1] in "为是“”的ABCD")
    ]
    if not nouns:
        return None
    chosen = nouns[0]
    if (
        len(nouns) > 1
        and nouns[1].start <= chosen.end
        and nouns[1].cue.code == Measure.PROJECT_COUNT
        and not FUNDED.match(text, nouns[1].end)
    ):
        chosen = nouns[1]  # 「重大政策重点项目」, 「部门项目」
    if _transparent(scene, start, chosen.end) and len(nouns) > 1 and not DOES.search(text, chosen.end, nouns[1].start):
        chosen = nouns[1]
    if chosen.cue.code == Measure.OTHER_COUNT:
        final = [hit for hit in nouns if hit.cue.code == Measure.PROJECT_COUNT and hit.end >= stop - 1]
        chosen = final[-1] if final else chosen  # 「44个老旧小区改造项目」
    last = chosen
    quoted = re.search(r"[“”《》]", text[chosen.end : stop])
    for hit in nouns[nouns.index(chosen) + 1 :]:
        if hit.start - last.end > 6 or (quoted and hit.start >= chosen.end + quoted.start()):
            break
        if DOES.search(text, last.end, hit.start):
            break  # 「3个项目超过规定的时限」
        last = hit
        if hit.cue.head and hit.end >= stop - 1:
            chosen = hit
    return chosen


def _transparent(scene: Scene, start: int, end: int) -> bool:
    return any(hit.end >= end - 1 and hit.start - start <= 8 for hit in scene.hits(Role.TRANSPARENT, start, end))


DOES = re.compile(
    r"超过|不符|违反|达到|低于|高于|未按|没有|设置|设定|梳理|提出|制定|制订|出台|印发|建立|新增|共|均|被|经"
)
"""Behind these the noun phrase of a count is over."""
LEVELS = ("等级", "等次", "档次")
"""Of a result, not what is counted (``9个评价等级为“差”的项目``)."""
JOINS = ("的", "和", "与", "及", "以及")
"""Before these the noun phrase may still be on its way (``20个援藏和乡村振兴项目``)."""
CONDITIONS = frozenset({Measure.TARGET_COUNT, Measure.DOCUMENT_COUNT, Measure.SUGGESTION_COUNT})
"""What a result word may speak of without its being counted (``偏离绩效目标``, ``完善方案后立项``)."""
FUNDED = re.compile(r"经费|资金|预算|支出")
"""``4个部门项目经费``: the departments are counted, the projects only name the money."""
PLACES = frozenset({Measure.COUNTY_COUNT, Measure.TOWNSHIP_COUNT})
LOCATING = PLACES | {Measure.DEPARTMENT_COUNT}


def noun_ahead(scene: Scene, index: int) -> Hit | None:
    """The noun before the count (``评审项目153个``), with nothing but filler or a result word between."""
    quantity = scene.quantities[index]
    start = scene.before(index)
    if scene.only_filler(start, quantity.block.start) and start > scene.block.start:
        previous = start - 1
        if scene.text[previous] in "，,：:（(" and not scene.ends_quantity(index, previous):
            start = scene.last_break(previous) + 1
    nouns = scene.hits(Role.NOUN, start, quantity.block.start)
    if not nouns:
        return None
    last = nouns[-1]
    if len(nouns) > 1 and scene.text[last.start : last.end] in TRIALS and nouns[-2].end == last.start:
        last = nouns[-2]  # 「成本绩效分析试点35个」
    if last.start == start and _counted_with(scene, index, last):
        return None  # 「对66家预算单位924个、19.37亿元项目支出」
    if scene.text.endswith(("每个", "每家", "单个"), start, last.start):
        return None  # 「平均每个项目6.2个」: what each has is counted
    judging = [hit for hit in scene.hits(Role.OUTCOME, last.end, quantity.block.start) if hit.start - last.end <= 2]
    if judging and (
        last.cue.code == Measure.SUGGESTION_COUNT
        or (last.cue.code == Measure.REPORT_COUNT and scene.text.endswith(("结论", "意见"), last.start, last.end))
        or (
            last.cue.code == Measure.OTHER_COUNT
            and quantity.unit in ("个", "项")
            and judging[0].cue.code in CONCLUSIONS
        )
    ):
        return None  # 「专家组建议支持33个」: who judged
    if scene.text[last.start : last.end] in LEVELS:
        return None  # 「评价等级“优”2个」
    if last.end - last.start == 1 and last.cue.code in PLACES:
        return None  # 「陈仓区32个」: part of a name
    if any(
        hit.start <= last.start and hit.end > last.end for hit in scene.hits(Role.STAGE, start, quantity.block.start)
    ):
        return None  # 「部门评价20个」: the stage word, not the department
    if scene.text.startswith("后", last.end):
        return None  # 「补充资料后通过35个」
    if last.cue.code in CONDITIONS and any(
        hit.start <= last.start and hit.end >= last.end and hit.end - hit.start > last.end - last.start
        for hit in scene.hits(Role.OUTCOME, start, quantity.block.start)
    ):
        return None  # 「发现绩效目标偏离6项」: the condition, not the target
    if scene.text[last.end : quantity.block.start] == "的":
        return None  # 「调整绩效目标的12个」
    between = last.end
    skipped = [
        hit
        for role in (Role.OUTCOME, Role.STAGE)
        for hit in scene.hits(role, start, quantity.block.start)
        if hit.end > between and (role is Role.OUTCOME or (hit.cue.weight >= NAMED and last.cue.code not in LOCATING))
    ]
    for hit in sorted(skipped, key=lambda hit: hit.start):
        if hit.start - between <= 1:
            between = max(between, hit.end)
    if scene.text[between : between + 1] in tuple("（(：:，,"):
        between += 1  # 「主要问题（共38个）」
    gap = scene.text[between : quantity.block.start]
    if gap.startswith("类"):
        return None  # 「自评报告（项目类62份）」
    if scene.only_filler(between, quantity.block.start) or (
        len(gap) <= 1 and last.end - last.start > 1 and gap not in "对将把向给"
    ):
        return last
    return None


TRIALS = ("试点", "工作", "任务")


def _counted_with(scene: Scene, index: int, noun: Hit) -> bool:
    """Whether the noun right behind the number before belongs to that one (``17个部门116个``)."""
    if not index or noun.cue.code not in LOCATING or noun.end != scene.quantities[index].block.start:
        return False
    return scene.quantities[index - 1].block.end == noun.start
