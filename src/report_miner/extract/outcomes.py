"""The result class a figure counts: grades, conclusions, actions, conditions.

A result word speaks for the number it stands next to; the figures that follow about the same result (its amount, its
share) share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from report_miner.extract.actions import with_actions
from report_miner.extract.cues import Hit
from report_miner.extract.measures import PART, WITHDRAWN
from report_miner.extract.reading import CHANGE, CONCLUSIONS, FOUND, GRADE_WORDS, GRADES, SPOKEN_TO, Reading
from report_miner.extract.scene import Scene
from report_miner.extract.thresholds import begins_range
from report_miner.extract.verdicts import with_verdicts
from report_miner.model import Measure, Modifier, Outcome, Quantity, QuantityKind
from report_miner.packs import Role

CARRIED = frozenset({QuantityKind.MONEY, QuantityKind.PERCENT})
NEVER = frozenset({
    Measure.GROWTH_RATE, Measure.COVERAGE_RATE, Measure.SESSION_COUNT, Measure.SCORE,
    Measure.STANDARD_COUNT, Measure.ANALYSIS_COUNT, Measure.DOCUMENT_COUNT,
    Measure.OTHER_AMOUNT, Measure.OTHER_RATE, Measure.MULTIPLE, Measure.REDUCTION_RATE,
})  # fmt: skip
NOT_NEAR = frozenset({
    Measure.AMOUNT_SUBMITTED, Measure.AMOUNT_APPROVED, Measure.AMOUNT_REDUCED, Measure.AMOUNT_RECOVERED,
    Measure.AMOUNT_SAVED,
})  # fmt: skip
"""Amounts that a result word beside them does not judge, though they may belong to a result just counted."""
SINGLED_OUT = GRADES | {
    Outcome.CUT, Outcome.CANCELLED, Outcome.NOT_SUPPORTED, Outcome.BEHIND_SCHEDULE, Outcome.OFF_TARGET,
    Outcome.ADJUSTED,
}  # fmt: skip
"""What befalls single projects or units: money taken from these is a cut (an action beats a condition)."""
FOUND_RESULTS = frozenset({Outcome.RECTIFIED, Outcome.RECTIFYING, Outcome.RETURNED, Outcome.PUBLIC, Outcome.ADJUSTED})
"""What can become of an issue or a suggestion; it is never graded."""
UNCARRIED = frozenset({Outcome.CUT, Outcome.ADJUSTED, Outcome.PUBLIC, Outcome.COMMENDED, Outcome.ADMONISHED})
"""Of these only the amount in the very next words shares the result."""


def read_outcomes(scene: Scene, readings: Sequence[Reading]) -> list[Outcome]:
    """The outcome of every quantity of a sentence, left to right."""
    outcomes: list[Outcome] = []
    paired = {**graded_list(scene), **_distributed(scene)}
    for index, quantity in enumerate(scene.quantities):
        reading = readings[index]
        if index in paired:
            outcomes.append(paired[index])
        elif reading.measure is Measure.THRESHOLD:
            outcomes.append(_of_score(scene, index) or _of_rule(scene, index))
        elif reading.rule == WITHDRAWN and "取消" in scene.text[scene.before(index) : quantity.block.start]:
            outcomes.append(Outcome.CANCELLED)
        elif reading.measure is Measure.SCORE:
            outcomes.append(_graded_score(scene, index, outcomes))
        elif reading.measure in NEVER:
            outcomes.append(Outcome.NONE)
        else:
            hit = None if reading.measure in NOT_NEAR else _nearest(scene, index, reading)
            if hit is None and index and CHANGE.fullmatch(scene.gap(index)):
                outcomes.append(outcomes[-1])
            elif hit is None and quantity.kind is QuantityKind.COUNT and _scored(scene, index, readings):
                outcomes.append(outcomes[-1])
            elif hit is None and index and quantity.kind is QuantityKind.COUNT and _both(scene, index):
                outcomes.append(outcomes[-1])
            elif hit is None and _lags(scene, index, readings):
                outcomes.append(Outcome.BEHIND_SCHEDULE)
            elif hit is not None:
                outcomes.append(Outcome(hit.cue.code))
            else:
                outcomes.append(_carried(scene, index, readings, outcomes, quantity))
    outcomes = with_verdicts(scene, readings, with_actions(scene, readings, outcomes))
    for index in range(len(outcomes) - 1):
        ruled = readings[index].measure is readings[index + 1].measure is Measure.THRESHOLD
        if ruled and scene.quantities[index].kind is QuantityKind.SCORE and begins_range(scene, index):
            outcomes[index] = outcomes[index + 1]  # 「80分（含）至90分为良」
    return outcomes


def _fits(hit: Hit, quantity: Quantity, reading: Reading) -> bool:
    cue = hit.cue
    if quantity.kind not in cue.kinds:
        return False
    if reading.measure is Measure.PERSON_COUNT and cue.code not in SPOKEN_TO:
        return False
    if reading.measure in FOUND and cue.code not in FOUND_RESULTS:
        return False
    if reading.measure is Measure.PUBLICATION_COUNT and cue.code != Outcome.PUBLIC:
        return False
    return not cue.nouns or reading.inherited or reading.measure in cue.nouns


def _nearest(scene: Scene, index: int, reading: Reading) -> Hit | None:
    """The result word before or behind the number inside its own words; the heavier wins, then the nearer."""
    quantity = scene.quantities[index]
    best: tuple[float, Hit] | None = None
    start = scene.before(index)
    if start > scene.block.start and scene.text[start - 1] in "、" and quantity.kind is QuantityKind.COUNT:
        start = _list_start(scene, index, start)
    if start == quantity.block.start and start > scene.block.start and scene.text[start - 1] in "（(":
        start = scene.last_break(start - 1) + 1  # 「优（3个）、良（12个）」
    if start > scene.block.start and scene.text[start - 1] in "：:）)" and quantity.kind is QuantityKind.COUNT:
        aside = ASIDE.search(scene.text, max(scene.block.start, start - 24), start)
        closed = aside.start() if aside else start - 1
        label = scene.hits(Role.OUTCOME, max(scene.block.start, closed - 6), closed)
        if label and label[-1].end == closed and label[-1].cue.code in GRADES | CONCLUSIONS:
            start = label[-1].start  # 「（1）优：3项，资金6,120万元」
    for hit in scene.hits(Role.OUTCOME, start, quantity.block.start):
        gap = quantity.block.start - hit.end
        if _denied(scene, hit) or (hit.cue.code == Outcome.CUT and scene.text[hit.end : hit.end + 1] in "率比"):
            continue
        if hit.cue.side == "after" or gap > hit.cue.reach or not _fits(hit, quantity, reading):
            continue
        best = _better(best, hit, hit.cue.weight * 10 - gap * 0.6)
    if quantity.kind is QuantityKind.COUNT:
        for hit in scene.hits(Role.OUTCOME, quantity.block.end, scene.after(index)):
            gap = hit.start - quantity.block.end
            if hit.cue.code == Outcome.CUT and scene.text[hit.end : hit.end + 1] in "率比":
                continue  # 「131个评审项目平均审减率13.5%」
            if hit.cue.side == "before" or gap > hit.cue.reach or not _fits(hit, quantity, reading):
                continue
            if scene.text[quantity.block.end] in "的和及与" and gap <= 1:
                continue
            if _belongs_to_next(scene, index, hit) or scene.text[max(0, hit.start - 2) : hit.start].endswith(
                ("无", "没有")
            ):
                continue
            followed = index + 1 < len(scene.quantities) and scene.quantities[index + 1].block.start == hit.end
            touching = gap == 0 and hit.cue.code in GRADES and not followed  # 「3个“优”、9个“良”」
            best = _better(best, hit, hit.cue.weight * 10 - gap * 0.6 + (4 if touching else -2))
    return best[1] if best else None


ASIDE = re.compile(r"[（(][^（）()]{1,20}[）)][：:]?$")
"""``优秀（90分以上）：``."""
DENIALS = ("无", "没有", "未有", "不", "未", "尚未")


def _denied(scene: Scene, hit: Hit) -> bool:
    """``无“差”等次``, ``不公开``, ``应整改``: the result did not come about."""
    if hit.cue.code == Outcome.RECTIFIED and scene.text[max(0, hit.start - 1) : hit.start] in ("应", "需", "须"):
        return True
    return scene.text[max(0, hit.start - 2) : hit.start].endswith(DENIALS)


def _belongs_to_next(scene: Scene, index: int, hit: Hit) -> bool:
    """``16个项目评为优秀的2个``: the result word stands at the next number."""
    if index + 1 >= len(scene.quantities):
        return False
    following = scene.quantities[index + 1].block.start
    gap = hit.start - scene.quantities[index].block.end
    counts = scene.quantities[index + 1].kind is QuantityKind.COUNT and hit.cue.code not in GRADES
    return (gap > 0 or counts) and scene.text[hit.end : following].strip("的秀良好等次级”只有仅达共为是计约") == ""


def _list_start(scene: Scene, index: int, start: int) -> int:
    """``取消低效、无效、不合理项目170个``: the words before an enumeration comma that no number separates."""
    mark = scene.last_break(start - 1, "，,。；;：:（）()")
    if index and scene.quantities[index - 1].block.end > mark:
        last = scene.quantities[index - 1].block.end
        own = any(hit.start == last and hit.end == start - 1 for hit in scene.hits(Role.OUTCOME, last, start))
        if own or _is_noun(scene, index - 1, start) or OWN_GRADE.fullmatch(scene.text, last, start):
            return start  # 「35个支出缓慢项目、12个目标偏离项目」, 「1个为“优”、3个为“良”」
    floor = scene.quantities[index - 1].block.end if index else scene.block.start
    return max(floor, mark + 1)


OWN_GRADE = re.compile(
    r"(?:项目|部门|单位)?(?:评?[为是]|获评?|达到?)[“‘]?(?:优秀?|良好?|中|差|一般|较差|[不]?合格)[”’]?(?:等次|等级)?、"
)


def _is_noun(scene: Scene, index: int, end: int) -> bool:
    return bool(scene.hits(Role.NOUN, scene.quantities[index].block.end, end))


def _better(best: tuple[float, Hit] | None, hit: Hit, score: float) -> tuple[float, Hit]:
    if best is None or score > best[0]:
        return score, hit
    return best


def _of_rule(scene: Scene, index: int) -> Outcome:
    """In a rule the grade that it is for: the last one named before the number in the same item of the list."""
    quantity = scene.quantities[index]
    floor = scene.last_break(quantity.block.start, "。；;") + 1
    hits = scene.hits(Role.OUTCOME, floor, quantity.block.start)
    grades = [hit for hit in hits if hit.cue.code in GRADES]
    behind = [
        hit
        for hit in scene.hits(Role.OUTCOME, quantity.block.end, scene.next_break(quantity.block.end, "，,。；;、"))
        if hit.cue.code in GRADES
    ]
    if behind and not any(
        other.block.start >= quantity.block.end
        and other.block.end <= behind[0].start
        and other.modifier is Modifier.EXACT
        for other in scene.quantities
    ):
        return Outcome(behind[0].cue.code)
    spent = quantity.kind is QuantityKind.SCORE and grades and _counted_since(scene, grades[-1].end, index)
    if grades and not spent:
        return Outcome(grades[-1].cue.code)
    return Outcome.NONE


def _counted_since(scene: Scene, offset: int, index: int) -> bool:
    """Whether the grade before a score has a count of its own (``“差”的3个，自评分差距在10分以上的8个``)."""
    return any(other.kind is QuantityKind.COUNT and other.block.start >= offset for other in scene.quantities[:index])


def _carried(
    scene: Scene, index: int, readings: Sequence[Reading], outcomes: Sequence[Outcome], quantity: Quantity
) -> Outcome:
    """The amount or share of the result just counted (``暂缓支持项目4个，涉及资金65518.94万元``)."""
    if index and _paired_with_amount(scene, index, readings):
        return outcomes[index - 1]
    if index and quantity.kind is QuantityKind.COUNT:
        if _listed_on(scene, index, readings, outcomes) or _behind(scene, index, outcomes):
            return outcomes[index - 1]
        whole = _in_brackets(scene, index)
        if whole is not None and readings[index].measure not in FOUND:
            return outcomes[whole]
    if quantity.kind not in CARRIED or not index:
        return Outcome.NONE
    before = outcomes[index - 1]
    if before is Outcome.NONE:
        return Outcome.NONE
    gap = scene.gap(index)
    if any(mark in gap for mark in "；;。") or len(gap) > 24 or gap.count("，") > 1:
        return Outcome.NONE
    measure = readings[index].measure
    if readings[index].rule == PART and scene.quantities[index - 1].kind is QuantityKind.COUNT:
        return before
    if measure is Measure.AMOUNT_REDUCED:
        if before in CONCLUSIONS and index > 1 and outcomes[index - 2] in CONCLUSIONS:
            return Outcome.NONE  # what a whole round took off
        return Outcome.CUT if before in SINGLED_OUT else Outcome.NONE
    if measure in (Measure.AMOUNT_RECOVERED, Measure.AMOUNT_SAVED):
        counted = scene.quantities[index - 1].kind is QuantityKind.COUNT
        return before if counted and before is Outcome.CANCELLED else Outcome.NONE
    if index > 1 and outcomes[index - 2] not in (Outcome.NONE, before) and "，" in gap:
        kinds = {scene.quantities[index - 1].kind, scene.quantities[index - 2].kind}
        between = scene.gap(index - 1)
        apart = "；" in between or "其中" in between
        if kinds == {QuantityKind.COUNT} and not apart and ("涉及" not in gap or _alike(before, outcomes[index - 2])):
            return Outcome.NONE  # the amount of the whole round, after the list of its results
    if before in UNCARRIED and measure not in (
        Measure.AMOUNT_INVOLVED,
        Measure.AMOUNT_REDUCED,
        Measure.AMOUNT_RECOVERED,
    ):
        return Outcome.NONE
    return before


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest that fits."""
    return "|".join(sorted(words, key=len, reverse=True))


LIST_GRADES = {**GRADE_WORDS, "好": Outcome.EXCELLENT, "较好": Outcome.GOOD}
IN_LIST = re.compile(rf"[“‘]?(?P<grade>{_one_of(LIST_GRADES)})[”’]?(?:等次|等级|的|等|档)?(?:[（(]|为)?$")
NEXT_IN_LIST = re.compile(r"[）)]?(?:项目|部门|单位)?[、，,和；;]?")


def graded_list(scene: Scene) -> dict[int, Outcome]:
    """``评出优10个、良14个``: a grade right before each number of a list, at least two of them different."""
    found: dict[int, Outcome] = {}
    run: dict[int, Outcome] = {}
    end = -1
    for index, quantity in enumerate(scene.quantities):
        if quantity.kind is not QuantityKind.COUNT:
            continue
        start = quantity.block.start
        word = IN_LIST.search(scene.text, max(scene.block.start, start - 7), start)
        follows = word is not None and run and NEXT_IN_LIST.fullmatch(scene.text, end, word.start())
        if not follows:
            if len(set(run.values())) > 1:
                found.update(run)
            run = {}
        if word is not None:
            run[index] = LIST_GRADES[word["grade"]]
            end = quantity.block.end
    return found if len(set(run.values())) < 2 else {**found, **run}


LISTED = (
    frozenset({
        Outcome.CANCELLED, Outcome.PUBLIC, Outcome.RETURNED, Outcome.COMMENDED, Outcome.ADMONISHED, Outcome.OFF_TARGET,
        Outcome.BEHIND_SCHEDULE,
    })
    | CONCLUSIONS
)  # fmt: skip
BARE = frozenset({Outcome.OFF_TARGET, Outcome.BEHIND_SCHEDULE})
GAP = re.compile(r"[、和及][^，,。；;：:\d（）()]{1,12}")
SPREAD_OVER = re.compile(
    r"[^，,。；;\d]{0,6}[，,、（(]?(?:共|合计|仍)?(?:涉及|涉|分布在|分布于|分属|关联|牵涉|来自)[^，,。；;\d]{0,8}"
)
"""``打回212个，涉及49家``: the units behind what was counted."""
OPENS_PARTS = re.compile(r"[^，,。；;\d（(]{0,3}[（(]")
SCORED_AS = re.compile(
    r"[（(，,、]?(?:均|都)?(?:[^，,。；;\d]{0,4}?等[级次])?(?:评?[定]?为|属|达到|获评?)?"
    rf"[“‘]?(?P<grade>{_one_of(GRADE_WORDS)})[”’]?(?:等[级次]|档)?(?=[，,。；;、）)\n]|$)"
)
"""``92.4分，优``: the grade right behind a score."""


MEAN_OF = re.compile(r"(?:项目|部门|单位)?[，,、（(]?(?:平均|分别|均|得分|得|分|为|是)*")
"""``A级2个，分别得93.6分``: scores of those just counted."""


def _graded_score(scene: Scene, index: int, outcomes: Sequence[Outcome]) -> Outcome:
    quantity = scene.quantities[index]
    found = SCORED_AS.match(scene.text, quantity.block.end, scene.block.end)
    if found:
        return GRADE_WORDS[found["grade"]]
    if index and outcomes[index - 1] in GRADES and quantity.kind is QuantityKind.SCORE:
        counted = index > 1 and scene.quantities[index - 2].kind is scene.quantities[index - 1].kind
        if counted and outcomes[index - 2] in GRADES and "；" not in scene.gap(index - 1):
            return Outcome.NONE  # 「优4个、良10个、中2个，平均得分85分」: the mean of all
        if scene.gap(index) == "、" or MEAN_OF.fullmatch(scene.gap(index)):
            return outcomes[index - 1]
    return Outcome.NONE


def _in_brackets(scene: Scene, index: int) -> int | None:
    """The count right before the brackets that a count stands in (``优13个（财政评价3个、部门评价10个）``)."""
    start = scene.quantities[index].block.start
    opened = max(scene.text.rfind(sign, scene.block.start, start) for sign in "（(")
    if opened < 0 or any(sign in scene.text[opened:start] for sign in "）)"):
        return None
    before = [at for at in range(index) if scene.quantities[at].block.end <= opened]
    if not before or scene.quantities[before[-1]].kind is not QuantityKind.COUNT:
        return None
    return before[-1] if OPENS_PARTS.fullmatch(scene.text, scene.quantities[before[-1]].block.end, opened + 1) else None


def _listed_on(scene: Scene, index: int, readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> bool:
    """``取消到期政策3项、低效项目5个``: the word before the list holds for each entry that names what it counts."""
    before, quantity = scene.quantities[index - 1], scene.quantities[index]
    noun = readings[index].noun
    if outcomes[index - 1] not in LISTED or before.kind is not quantity.kind or noun is None:
        return False
    gap = scene.text[before.block.end : quantity.block.start]
    bare = outcomes[index - 1] in BARE  # 「支出缓慢项目9个、绩效目标偏高项目4个」: the second is another matter
    if bare and noun.start != before.block.end + 1:
        return False
    return GAP.fullmatch(gap) is not None and noun.end == quantity.block.start and readings[index - 1].noun is not None


def _behind(scene: Scene, index: int, outcomes: Sequence[Outcome]) -> bool:
    """Whether a count is of those that the count before it is spread over."""
    before = scene.quantities[index - 1]
    if before.kind is not QuantityKind.COUNT or outcomes[index - 1] in (Outcome.NONE, Outcome.PUBLIC):
        return False
    return SPREAD_OVER.fullmatch(scene.text, before.block.end, scene.quantities[index].block.start) is not None


SCALE = ((90, Outcome.EXCELLENT), (80, Outcome.GOOD), (60, Outcome.FAIR))


def _names_grades(scene: Scene) -> bool:
    return any(hit.cue.code in GRADES for hit in scene.hits(Role.OUTCOME, *scene.block))


def _of_score(scene: Scene, index: int) -> Outcome:
    """The grade a score stands for: 90 and above 优, 80–90 良, 60–80 中, below 60 差.

    Source: 项目支出绩效评价管理办法 (财预〔2020〕10号), the scale that reports use unless they say another.
    """
    quantity = scene.quantities[index]
    if quantity.kind is not QuantityKind.SCORE or not (_names_grades(scene) or _full_scale(scene)):
        return Outcome.NONE  # 「得分90分以上的3个」 alone grades nobody
    if scene.hits(Role.OUTCOME, scene.before(index), scene.after(index)):
        return Outcome.NONE
    if quantity.modifier is Modifier.AT_LEAST:
        return next((grade for bound, grade in SCALE if quantity.value == bound), Outcome.NONE)
    if quantity.modifier is not Modifier.AT_MOST:
        return Outcome.NONE
    lower = scene.quantities[index - 1] if index else None
    if lower is not None and lower.kind is quantity.kind and lower.modifier is Modifier.AT_LEAST:
        return _of_score(scene, index - 1)
    return Outcome.POOR if quantity.value == 60 else Outcome.NONE


def _full_scale(scene: Scene) -> bool:
    """Whether a sentence goes through the scale (``90分以上22个，80分至90分24个，60分至80分5个``)."""
    bounds = {
        int(quantity.value)
        for quantity in scene.quantities
        if quantity.kind is QuantityKind.SCORE and quantity.modifier in (Modifier.AT_LEAST, Modifier.AT_MOST)
    }
    return len(bounds & {90, 80, 60}) == 3


def _scored(scene: Scene, index: int, readings: Sequence[Reading]) -> bool:
    """``80分至90分的12个``: the count of those a score picks out."""
    if not index or readings[index - 1].measure is not Measure.THRESHOLD:
        return False
    bound = scene.quantities[index - 1]
    between = scene.text[bound.block.end : scene.quantities[index].block.start]
    if bound.kind is not QuantityKind.SCORE or any(mark in between for mark in "，；。"):
        return False
    return "的" in between or not between.strip("（(含）)以上下")


PROGRESS = re.compile(r"执行率|支出进度|执行进度|支付率|支付进度|支出率|进度|半年执行")
BOTH = re.compile(r"(?:兼有|并存|兼而有之|兼具|均涉及|都涉及|均有|都有|同时存在)[^，,。；;、\d]{0,6}$")


def _both(scene: Scene, index: int) -> bool:
    """``进度滞后14个、目标偏离6个，二者兼有3个``."""
    block = scene.quantities[index].block
    return BOTH.search(scene.text, max(scene.block.start, block.start - 16), block.start) is not None


def _lags(scene: Scene, index: int, readings: Sequence[Reading]) -> bool:
    """``支出进度不足40%的48个项目``: picked out by a bound on progress."""
    if not index or readings[index - 1].measure is not Measure.THRESHOLD:
        return False
    bound, quantity = scene.quantities[index - 1], scene.quantities[index]
    if bound.kind not in (QuantityKind.PERCENT, QuantityKind.POINTS) or quantity.kind is not QuantityKind.COUNT:
        return False
    if bound.kind is QuantityKind.PERCENT and bound.modifier not in (Modifier.AT_MOST, Modifier.UNDER):
        return False
    if index > 1 and begins_range(scene, index - 2):
        return False
    start = scene.block.start  # 「执行率90%以上的388个，…；低于60%的57个」
    between = scene.text[bound.block.end : quantity.block.start]
    return "的" in between and "，" not in between and PROGRESS.search(scene.text, start, bound.block.start) is not None


def _paired_with_amount(scene: Scene, index: int, readings: Sequence[Reading]) -> bool:
    """``为“部分支持”的资金6,200万元、项目5个``: amount and count of one result."""
    quantity, before = scene.quantities[index], scene.quantities[index - 1]
    if (quantity.kind, before.kind) != (QuantityKind.COUNT, QuantityKind.MONEY):
        return False
    gap = scene.text[before.block.end : quantity.block.start]
    return (
        gap[:1] == "、" and len(gap) <= 5 and readings[index].measure in (Measure.PROJECT_COUNT, Measure.POLICY_COUNT)
    )


def _alike(left: Outcome, right: Outcome) -> bool:
    """Both grades or both conclusions: entries of one list."""
    return (left in GRADES and right in GRADES) or (left in CONCLUSIONS and right in CONCLUSIONS)


GRADE_RUN = re.compile(r"(优良中差|优良中)(?:等级|等次|四等|四档|三档|的|项目|占比|个数|数量)*$")
"""``优良中差分别为…``."""


def _distributed(scene: Scene) -> dict[int, Outcome]:
    """``优、良、中、差分别为3、5、2、0个``: result words before 分别 in step with the numbers behind it."""
    pairs: dict[int, Outcome] = {}
    last: list[str] = []
    for mark in scene.hits(Role.DISTRIBUTE, scene.block.start, scene.block.end):
        run = [index for index, quantity in enumerate(scene.quantities) if quantity.block.start >= mark.end]
        floor = scene.last_break(mark.start, "。；;，,") + 1
        hits = scene.hits(Role.OUTCOME, floor, mark.start)
        codes = list(dict.fromkeys(hit.cue.code for hit in hits))
        letters = GRADE_RUN.search(scene.text, floor, mark.start)
        if letters is not None:
            codes = [str(GRADE_WORDS[letter]) for letter in letters[1]]
        if len(codes) < 2:
            codes = last  # 「分别为13个、6个、4个，涉及资金分别为…」: the second series follows the first
        if len(codes) < 2 or len(run) < len(codes):
            continue
        end = mark.end
        chosen: list[int] = []
        for index in run:
            quantity = scene.quantities[index]
            gap = scene.text[end : quantity.block.start].strip("、和，, 及与为是有")
            if len(gap) > 2 or len(chosen) == len(codes):
                break
            chosen.append(index)
            end = quantity.block.end
        if len(chosen) == len(codes):
            pairs.update((index, Outcome(code)) for index, code in zip(chosen, codes, strict=True))
            last = codes
    return pairs
