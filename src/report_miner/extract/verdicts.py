"""Grades that a sentence gives to one item as a whole, and results that are told of what is left over.

``评价资金3,850万元，得分91.2分，等级为“优”`` grades the amount and the score before it;
``得分分别为86.2分、79.5分，等级依次为良、中`` grades in step; ``已完成整改61个，剩余6个`` leaves six unsettled.  The
outcome belongs to every figure of a result (annotation guide, section 5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from report_miner.extract.reading import FOUND, GRADE_WORDS, GRADED, GRADES, SPOKEN_TO, Reading
from report_miner.extract.scene import Scene
from report_miner.model import Measure, Outcome, QuantityKind
from report_miner.packs import Role

_GRADE = "|".join(sorted(GRADE_WORDS, key=len, reverse=True)) + "|[ABCD](?=[级等档类”])"
LETTERS = {"A": Outcome.EXCELLENT, "B": Outcome.GOOD, "C": Outcome.FAIR, "D": Outcome.POOR}
_ENDS = rf"(?:[等档级类][级次]?)?(?=[，,。；;）)\n]|、(?![“‘]?(?:{_GRADE}))|$)"
VERDICT = re.compile(
    r"(?:(?:等[级次]|档次|评级|定级|评价结果|评价结论|结果|结论)[：:]?(?:均|都|皆|被)*(?:评?定?为|是|属|达到?|获)?"
    r"|(?:被|均|都)?(?:评定?为|定为|列为|获评|评定|评级为|获))"
    rf"[“‘]?(?P<grade>{_GRADE})[”’]?{_ENDS}"
    rf"|(?<=分)[，,（(][“‘]?(?P<bare>{_GRADE})[”’]?(?=[；;。）)\n]|$)"
    rf"|为[“‘]?(?P<named>优秀|良好|一般|中等|较差|优|良|中|差)[”’]?等[级次](?=[，,。；;）)\n]|$)"
)
"""``等级为“优”``, ``评为良``, ``为优秀等次``: no number behind it, so it is said of the item."""
IN_STEP = re.compile(
    rf"(?:(?:分别|依次)(?:评?定?为|是|属)?|等[级次](?:分别|依次)?为)(?P<list>(?:[“‘]?(?:{_GRADE})[”’]?[、和,，]?){{2,12}})(?=[。；;，,）)]|$)"
)
ONE_GRADE = re.compile(_GRADE)
ITEM = frozenset({Measure.AMOUNT_INVOLVED, Measure.OTHER_AMOUNT, Measure.SCORE})
"""What is told of one item: its money and its score."""
AT_ONCE = re.compile(
    r"(?:个|项)?(?:项目|政策|专项)?[^。；;\d]{0,3}[，,][^。；;]*$|(?:项目|政策|专项)?[^，,。；;\d]{0,8}$"
)
CHANGED = re.compile(
    rf"(?:个|项)?(?:项目|单位|部门|报告)?[^，,。；;、\d]{{0,6}}?[由从][“‘]?(?:{_GRADE})[”’]?(?:等|级|档)?"
    rf"(?:降|改|调|升|提|下调|上调|变)[一-龥]{{0,3}}?[“‘]?(?P<grade>{_GRADE})"
)
"""``7个由“优”改为“良”``: what they are now."""
SPENT = re.compile(r"(?:到位|到账|支出|支付|拨付|下达|执行)(?:资金|金额)?$")
"""How the money of an item went is told apart from its verdict."""
TOGETHER = re.compile(r"(?:个|家)?[^，,。；;\d]{0,5}(?:、|和|及|以及|与)[^，,。；;\d]{0,12}")
"""``3个乡镇和县人社局等9个单位为优秀等次``."""
REWARD = re.compile(r"奖|激励|增加|增安排|倾斜|多安排")
ALTOGETHER = re.compile(r"[，,、（(]?(?:合计|共计?|总计|累计)(?:奖励|安排|兑现)?(?:资金)?$")
LEFT_OVER = re.compile(
    r"(?:其余|剩余|余下|仅剩|尚余|尚有|还有|还剩|剩下|另有|正在推进|正推进|推进中|整改中)(?:的)?[^，,。；;、\d]{0,4}$"
)


def with_verdicts(scene: Scene, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """``outcomes``, those left open filled in where an item's verdict, a reward or a remainder speaks for them."""
    result = list(outcomes)
    stretches = [(scene.stretch(index), index) for index in range(len(scene.quantities))]
    for (start, end), group in groupby(stretches, key=lambda pair: pair[0]):
        indexes = [index for _, index in group]
        if not _grade_in_step(scene, start, end, indexes, result):
            _grade_item(scene, (start, end), indexes, readings, result)
    for index, quantity in enumerate(scene.quantities):
        if quantity.kind is QuantityKind.COUNT and readings[index].measure in GRADED:
            changed = CHANGED.match(scene.text, quantity.block.end, scene.block.end)
            result[index] = _grade_of(changed["grade"]) if changed else result[index]
    for index in reversed(range(len(result) - 1)):
        if result[index] is Outcome.NONE and result[index + 1] in GRADES | SPOKEN_TO:
            shared = readings[index].measure in GRADED and TOGETHER.fullmatch(scene.gap(index + 1))
            own = scene.hits(Role.OUTCOME, scene.before(index + 1), scene.quantities[index + 1].block.start)
            result[index] = result[index + 1] if shared and not own else result[index]
    for index in range(len(result)):
        if result[index] is Outcome.NONE:
            result[index] = (
                _rewarded(scene, index, readings, result)
                or _rest_graded(scene, index, readings, result)
                or _left_over(scene, index, readings, result)
            )
    return result


def _grade_of(word: str) -> Outcome:
    return LETTERS.get(word) or GRADE_WORDS.get(word, Outcome.FAIR)


def _word(verdict: re.Match[str]) -> str:
    return verdict["grade"] or verdict["bare"] or verdict["named"]


def _grade_in_step(scene: Scene, start: int, end: int, indexes: Sequence[int], result: list[Outcome]) -> bool:
    """As many grades in a list as there are like figures in each list before it."""
    match = IN_STEP.search(scene.text, start, end)
    if match is None:
        return False
    grades = [_grade_of(word) for word in ONE_GRADE.findall(match["list"])]
    before = [index for index in indexes if scene.quantities[index].block.end <= match.start()]
    run: list[int] = []
    for index in before:
        follows = run and not scene.gap(index).strip("、和与及")
        alike = run and scene.quantities[run[-1]].kind is scene.quantities[index].kind
        run = [*run, index] if follows and alike else [index]
        following = index + 1 in before and not scene.gap(index + 1).strip("、和与及")
        if len(run) == len(grades) and not following:
            for at, grade in zip(run, grades, strict=True):
                result[at] = grade
    return True


def _grade_item(
    scene: Scene, stretch: tuple[int, int], indexes: Sequence[int], readings: Sequence[Reading], result: list[Outcome]
) -> None:
    """One verdict in a stretch without graded counts grades its amounts and scores."""
    verdicts = list(VERDICT.finditer(scene.text, *stretch))
    if len(verdicts) != 1:
        return
    word = _word(verdicts[0])
    counts = [index for index in indexes if scene.quantities[index].kind is QuantityKind.COUNT]
    graded = [index for index in counts if readings[index].measure in GRADED]
    if any(result[index] in GRADES and result[index] is not _grade_of(word) for index in counts):
        return
    whole = (
        len(graded) == 1 and result[graded[0]] is Outcome.NONE and _heads_item(scene, graded[0], verdicts[0].start())
    )
    several = not whole and any(result[index] in GRADES or _several(scene, index, readings) for index in counts)
    for index in indexes:
        if several and (readings[index].measure is not Measure.SCORE or not _follows(scene, index, verdicts[0].end())):
            continue
        spent = SPENT.search(scene.text, scene.before(index), scene.quantities[index].block.start)
        told = readings[index].measure in ITEM or (whole and index == graded[0])
        if told and result[index] is Outcome.NONE and not spent:
            result[index] = _grade_of(word)


def _heads_item(scene: Scene, index: int, verdict: int) -> bool:
    """``甲乡2个项目，资金340万元，结论“良”``: the count opens what the verdict is on, with money and score between."""
    end = scene.quantities[index].block.end
    later = [one for one in scene.quantities[index + 1 :] if one.block.start < verdict]
    plain = all(one.kind in (QuantityKind.MONEY, QuantityKind.SCORE) for one in later)
    plain = plain and not re.search("分别|依次", scene.text[end:verdict])
    return end <= verdict and plain and AT_ONCE.match(scene.text, end, verdict) is not None


def _follows(scene: Scene, index: int, offset: int) -> bool:
    """``两个项目评为良，得分分别为84.7分、82.1分``: only what stands behind the verdict is told of each."""
    return scene.quantities[index].block.start >= offset


def _several(scene: Scene, index: int, readings: Sequence[Reading]) -> bool:
    """A count of several that bear grades: what follows is told of them together."""
    return readings[index].measure in GRADED and scene.quantities[index].value > 1 and not _all_alike(scene, index)


def _all_alike(scene: Scene, index: int) -> bool:
    return re.search("均|都|皆", scene.text[scene.quantities[index].block.end : scene.stretch(index).end]) is not None


def _rewarded(scene: Scene, index: int, readings: Sequence[Reading], result: Sequence[Outcome]) -> Outcome | None:
    """``优秀等次单位各奖励工作经费3万元，合计36万元``: money for those of a grade."""
    if readings[index].measure is not Measure.OTHER_AMOUNT:
        return None
    start = scene.quantities[index].block.start
    if (
        index
        and readings[index - 1].measure is Measure.OTHER_AMOUNT
        and result[index - 1] in GRADES
        and ALTOGETHER.fullmatch(scene.gap(index))
    ):
        return result[index - 1]
    stretch = scene.stretch(index)
    grades = [hit for hit in scene.hits(Role.OUTCOME, stretch.start, start) if hit.cue.code in GRADES]
    if len({hit.cue.code for hit in grades}) != 1 or not REWARD.search(scene.text, grades[-1].end, start):
        return None
    return Outcome(grades[-1].cue.code)


REST = re.compile(r"(?:其余|剩余|余下|另|另有|其他)\s*$")


def _rest_graded(scene: Scene, index: int, readings: Sequence[Reading], result: Sequence[Outcome]) -> Outcome | None:
    """``优秀5项、良好14项，其余2项得分在70分上下，定为一般``: the verdict on what is left stands behind it."""
    start, end = scene.quantities[index].block
    if readings[index].measure not in GRADED or not any(one in GRADES for one in result[:index]):
        return None
    if not REST.search(scene.text[max(scene.block.start, start - 4) : start]):
        return None
    match = VERDICT.search(scene.text, end, scene.stretch(index).end)
    between = [one for one in scene.quantities[index + 1 :] if match is not None and one.block.start < match.start()]
    if match is None or any(one.kind is QuantityKind.COUNT for one in between):
        return None
    return _grade_of(_word(match))


def _left_over(scene: Scene, index: int, readings: Sequence[Reading], result: Sequence[Outcome]) -> Outcome:
    """``已完成整改61个，剩余6个``: what is left of issues is still being settled."""
    if readings[index].measure not in FOUND or Outcome.RECTIFIED not in result[:index]:
        return Outcome.NONE
    start = scene.quantities[index].block.start
    left = LEFT_OVER.search(scene.text, max(scene.before(index), start - 12), start)
    return Outcome.RECTIFYING if left else Outcome.NONE


SUM_BEFORE = re.compile(r"(?:合计|共计|总计|累计)(?:为|约|达)?$")


def without_results_of_sums(scene: Scene, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """``调减26个、取消11个、整合8个，合计45个``: the sum over several results has none of them."""
    left = list(outcomes)
    for index, quantity in enumerate(scene.quantities):
        start = quantity.block.start
        if SUM_BEFORE.search(scene.text, max(scene.block.start, start - 4), start) is None:
            continue
        floor = scene.last_break(start, "。；;")
        told = {
            outcomes[back]
            for back in range(index)
            if scene.quantities[back].block.start > floor and scene.quantities[back].kind is quantity.kind
        }
        if len(told - {Outcome.NONE}) > 1:
            left[index] = Outcome.NONE
    return left
