"""What a number measures: the word that governs an amount or a rate, the noun that a count counts.

Each decision names the rule that won and the runner-up, with a margin from 0 (a guess) to 1 (nothing else fits).
"""

from __future__ import annotations

import re
from dataclasses import replace

from report_miner.extract.balance import balanced
from report_miner.extract.counts import FOLLOWED, read_count, share_nouns
from report_miner.extract.cues import Hit
from report_miner.extract.reading import CHANGE, NOTHING, Before, Reading, reading_of
from report_miner.extract.scene import Scene
from report_miner.extract.thresholds import is_threshold
from report_miner.model import Measure, Quantity, QuantityKind, Stage
from report_miner.packs import Role


def read_measures(scene: Scene, before: Before = NOTHING, planned: bool = False) -> list[Reading]:
    """The measure of every quantity of a sentence, left to right.

    ``planned``: the sentence stands in a plan, whose bounds are aims, not rules.  ``before`` is what the sentence
    before counted: ``等级为“优”的20个`` alone counts the same.
    """
    readings: list[Reading] = []
    paired = distributed(scene)
    for index, quantity in enumerate(scene.quantities):
        pair = paired.get(index)
        if pair is not None:
            reading = Reading(Measure(pair.cue.code), pair.cue.rule, margin=0.8, noun=pair, stage=pair.cue.stage)
        elif quantity.kind is QuantityKind.COUNT:
            reading = _never_projects(scene, index, read_count(scene, index, readings, before))
        else:
            reading = _amount(scene, index, readings)
            if reading.measure is Measure.SHARE and index and readings[-1].measure in FOLLOWED:
                reading = replace(reading, source=index - 1)
        if is_threshold(scene, index, reading, readings, planned):
            reading = Reading(Measure.THRESHOLD, "threshold", reading.rule, 0.6, reading.noun, reading.stage)
        readings.append(reading)
    return balanced(scene, share_nouns(scene, readings))


WHO = frozenset({Measure.DEPARTMENT_COUNT, Measure.OTHER_COUNT})


def _never_projects(scene: Scene, index: int, reading: Reading) -> Reading:
    """家 counts units or institutions, whichever the sentence named last, and no projects."""
    quantity = scene.quantities[index]
    if quantity.unit != "家" or reading.measure is not Measure.PROJECT_COUNT:
        return reading
    named = [hit for hit in scene.hits(Role.NOUN, scene.block.start, quantity.block.start) if hit.cue.code in WHO]
    measure = Measure(named[-1].cue.code) if named else Measure.DEPARTMENT_COUNT
    return Reading(measure, "unit.housed", reading.rule, 0.5)


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
    if index and CHANGE.fullmatch(scene.gap(index)):
        like = _like_before(scene, index, earlier)
        if like is not None and _brought_down(scene, index, like):
            return Reading(
                Measure.AMOUNT_APPROVED, "amount.lowered", like.rule, 0.9, None, like.stage, False, index - 1
            )
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
            and not scene.ends_quantity(index, start - 1)
        ):
            start = scene.last_break(start - 1) + 1
            hits = _governing(scene, start, quantity)
    if quantity.kind is QuantityKind.MONEY and _evaluated(scene, index):
        return Reading(Measure.AMOUNT_INVOLVED, "amount.evaluated", hits[-1].cue.rule if hits else "", 0.9)
    strong = [hit for hit in hits if hit.cue.strength != "weak"]
    if quantity.kind is QuantityKind.PERCENT and LAST_TIME.search(scene.text, scene.block.start, quantity.block.start):
        then = next((reading for reading in reversed(earlier) if reading.measure in RATES), None)
        if then is not None and scene.quantities[index - 1].kind is quantity.kind:
            return Reading(then.measure, then.rule, "", 0.6, then.noun, then.stage, True, index - 1)
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
        if (
            len(strong) > 1
            and strong[-2].end > best.start
            and (strong[-2].cue.code == Measure.AMOUNT_REDUCED and best.cue.code == Measure.AMOUNT_SUBMITTED)
        ):
            best = strong[-2]  # 「压减资金」 over the 「资金需求」 that begins inside it
        between = YEAR_OF.sub("", scene.text[strong[-2].end : best.start]) if len(strong) > 1 else ""
        if (
            len(strong) > 1
            and len(between) <= 4
            and _rules_over(strong[-2], best, touch=best.start >= strong[-2].end and not between)
        ):
            best = strong[-2]  # 「核减申报预算1960万元」, 「核定总投资1.41亿元」
        taken = _taken_back(scene, start, best)
        if taken is not None:
            return taken
        rest = [hit for hit in strong[:-1] if hit.cue.code != best.cue.code]
        gap = quantity.block.start - best.end
        margin = max(0.3, 1.0 - 0.02 * gap - (0.15 if rest else 0.0))
        return reading_of(best, rest[-1].cue.rule if rest else "", margin)
    shared = _shared_with_count(scene, index)
    if shared is not None:
        return reading_of(shared, hits[-1].cue.rule if hits else "", 0.75)
    verb = _verb_over_counts(scene, index)
    if verb is not None:
        return reading_of(verb, hits[-1].cue.rule if hits else "", 0.7)
    behind = [
        hit
        for hit in scene.hits(Role.MEASURE, quantity.block.end, scene.after(index))
        if quantity.kind in hit.cue.kinds
        and hit.start - quantity.block.end <= 6
        and hit.cue.code != Measure.GROWTH_RATE
        and not _has_its_own(scene, index, hit)
    ]
    if behind and not hits:
        return reading_of(behind[0], "", 0.55)
    if hits:
        return reading_of(hits[-1], "", 0.5)
    if quantity.kind is QuantityKind.PERCENT and index:
        before = earlier[-1]
        between = scene.gap(index)
        alike = scene.quantities[index - 1].kind is quantity.kind and before.measure in RATES
        if alike and len(between) <= 14 and "；" not in between:
            return Reading(before.measure, before.rule, "", 0.55, before.noun, before.stage, True, index - 1)
    if quantity.kind in TAKEN_FROM and LESS.search(scene.text, scene.before(index), quantity.block.start):
        return Reading(TAKEN_FROM[quantity.kind], "amount.less", "", 0.6)
    for follow in (_other_year, _amounting, _named_in_list, _running):
        found = follow(scene, index, earlier)
        if found is not None:
            return found
    return _default(quantity, bool(RATE_WORD.search(scene.text, scene.block.start, quantity.block.start)))


OBJECT_OF = re.compile(r"(?:^|[县市区局])(?:对|将|就|选取|选择)[^，,。；;]*$")
IS_EVALUATED = re.compile(
    r"(?!资金需求|需求|申报)[^，,。；;\d]{0,6}(?:开展|进行|实施|组织|纳入|作)了?[^，,。；;\d]{0,8}(?:评价|自评|监控|评审|评估)(?!优|为|结果|等|得)"
)


def _evaluated(scene: Scene, index: int) -> bool:
    """``对食品抽检经费185万元开展绩效评价``: the money that is evaluated."""
    block = scene.quantities[index].block
    start = scene.last_break(block.start, "，,。；;：:") + 1
    return (
        OBJECT_OF.search(scene.text[start : block.start]) is not None
        and IS_EVALUATED.match(scene.text, block.end, scene.block.end) is not None
    )


def _has_its_own(scene: Scene, index: int, hit: Hit) -> bool:
    """Whether a verb behind the number governs the next one (``11个项目8,635万元压减20%``)."""
    return index + 1 < len(scene.quantities) and scene.only_filler(hit.end, scene.quantities[index + 1].block.start)


LOWERED = re.compile(r"压|减|调|降|缩|削|核")
ASKED_FOR = re.compile(r"(?:预算|资金|金额)(?:分别)?[由从]?$")


def _brought_down(scene: Scene, index: int, before: Reading) -> bool:
    """``预算由600万元减到420万元``: what was asked for and what was left of it."""
    if not LOWERED.search(scene.gap(index)):
        return False
    first = scene.quantities[index - 1].block.start
    asked = ASKED_FOR.search(scene.text, scene.before(index - 1), first) is not None
    return before.measure is Measure.AMOUNT_SUBMITTED or (asked and before.measure is Measure.AMOUNT_INVOLVED)


RATE_WORD = re.compile(
    r"率(?:由|从)?(?:上年|去年|\d{4}年)?的?(?:(?:下降|提高|提升|上升|降低|控制|保持|稳定|维持|降|升)(?:至|到|在))?"
    r"(?:[为达是约]|达到|均|分别|共|仅|已)*$"
)


YEAR_OF = re.compile(r"(?:19|20)\d{2}年度?")
TAKEN_FROM = {QuantityKind.MONEY: Measure.AMOUNT_REDUCED, QuantityKind.PERCENT: Measure.REDUCTION_RATE}
WITHDRAWN = "amount.taken_back"
TAKEN_BACK = re.compile(r"(?:取消|少|减少|不再)[^，,。；;\d]{0,6}(?:(?:19|20)\d{2}年[^，,。；;\d]{0,6})?$")
LESS = re.compile(r"(?<![增加核审评压调追扣削])(?:共|合计|再|又|各)?减(?:了|掉|去)?(?:共|约|近)?$")


def _taken_back(scene: Scene, start: int, hit: Hit) -> Reading | None:
    """``取消后续安排260万元``, ``少安排资金2,705万元``: what is arranged no more is reduced."""
    if hit.cue.rule != ARRANGED or TAKEN_BACK.search(scene.text, start, hit.start) is None:
        return None
    return Reading(Measure.AMOUNT_REDUCED, WITHDRAWN, hit.cue.rule, 0.7, hit)


ARRANGED = "amount.arranged"


def _rules_over(before: Hit, after: Hit, touch: bool) -> bool:
    """Of two governing words in touch the verb wins, and anything over a plain total."""
    if (before.cue.strength == "verb" or before.cue.code in ROUND) and after.cue.code == Measure.OTHER_AMOUNT:
        return True  # 「核减财政补贴2,380万元」
    if before.cue.code == Measure.AMOUNT_INVOLVED and after.cue.code == Measure.OTHER_AMOUNT:
        return True  # 「涉及债券资金6.8亿元」
    return touch and (before.cue.strength == "verb" or after.cue.code == Measure.AMOUNT_INVOLVED)


def _governing(scene: Scene, start: int, quantity: Quantity) -> list[Hit]:
    hits = scene.hits(Role.MEASURE, start, quantity.block.start)
    return [
        hit for hit in hits
        if quantity.kind in hit.cue.kinds
        and not _reaches(scene, hit)
        and not (hit.cue.code == Measure.GROWTH_RATE and scene.text[hit.start - 1 : hit.start] == "不")
    ]  # fmt: skip  # 「占比不低于30%」 compares with nothing


def _reaches(scene: Scene, hit: Hit) -> bool:
    """``通过率提高到85%`` tells how high it is, not by how much it rose."""
    return hit.cue.code == Measure.GROWTH_RATE and scene.text[hit.end : hit.end + 1] in ("到", "至")


YEAR_IS = re.compile(r"(?:(?:19|20)\d{2}年|上年|去年)(?:度|同期)?(?:为|是)")
"""``收回3,870万元，较2023年多920万元；2023年为2,950万元``: the same of another year."""


def _other_year(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    start = scene.last_break(scene.quantities[index].block.start) + 1
    if not YEAR_IS.fullmatch(scene.text, start, scene.quantities[index].block.start):
        return None
    for back in range(index - 1, -1, -1):
        same = scene.quantities[back].kind is scene.quantities[index].kind
        if same and earlier[back].measure not in (Measure.GROWTH_RATE, Measure.THRESHOLD, Measure.SHARE):
            if MORE_THAN.search(scene.text, scene.before(back), scene.quantities[back].block.start):
                continue
            known = earlier[back]
            return Reading(known.measure, known.rule, "", 0.6, known.noun, known.stage, True, back)
    return None


MORE_THAN = re.compile(r"(?:多|少|增|减|增加|减少)[一-龥]{0,3}$")


def _like_before(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """``分别审减3亿元、5亿元``: a number with nothing of its own follows the like number before it."""
    quantity = scene.quantities[index]
    if not index or scene.quantities[index - 1].kind is not quantity.kind:
        return None
    gap = scene.gap(index)
    if quantity.kind is QuantityKind.SCORE and earlier[-1].measure is Measure.THRESHOLD and "均" in gap:
        return None  # 「满分为100分，平均88.5分」
    series = (
        len(gap) <= 14
        and gap[:1] in "，、和"
        and scene.only_filler(scene.quantities[index - 1].block.end + 1, quantity.block.start)
    )
    if series or (len(gap) <= 2 and gap.strip("、和，与及至到-—~～ ") == "") or CHANGE.fullmatch(gap):
        before = earlier[-1]
        return Reading(
            before.measure, before.rule, "", min(before.margin, 0.75), before.noun, before.stage, True, index - 1
        )
    return None


PART = "amount.part"
"""``共核减8,720万元，其中不予支持的7个项目5,430万元``: an entry of what was taken off."""


def _running(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """What runs through a list without being said again (``三台县268个、3.95亿元``; ``覆盖率方面，…均达100%``)."""
    quantity = scene.quantities[index]
    floor = scene.last_break(quantity.block.start, "。；;") + 1
    for back in range(index - 1, -1, -1):
        other = scene.quantities[back]
        if other.block.start < floor:
            break
        if other.kind is quantity.kind is QuantityKind.MONEY:
            if earlier[back].measure not in ROUND:
                return None
            before = earlier[back]
            opens = "其中" in scene.text[other.block.end : other.block.end + 4]
            parts = opens or before.rule == PART
            if parts and before.measure is Measure.AMOUNT_REDUCED:
                return Reading(before.measure, PART, "", 0.5, before.noun, before.stage, True, back)
            if scene.hits(Role.OUTCOME, other.block.end, quantity.block.start):
                return None  # the amount of a result, not of the round
            return Reading(before.measure, before.rule, "", 0.5, before.noun, before.stage, True, back)
    if quantity.kind is QuantityKind.PERCENT:
        floor = max(floor, scene.quantities[index - 1].block.end if index else floor)
        hits = _governing(scene, floor, quantity)
        hits = [hit for hit in hits if hit.cue.code in RATES]
        return reading_of(hits[-1], "", 0.5) if hits else None
    return None


def _amounting(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """``压减20%、计1,727万元``: the amount to which a rate of reduction comes."""
    quantity = scene.quantities[index]
    if (
        not index
        or quantity.kind is not QuantityKind.MONEY
        or scene.quantities[index - 1].kind is not QuantityKind.PERCENT
    ):
        return None
    gap = scene.gap(index)
    if AMOUNTING.fullmatch(gap) is None:
        return None
    verbs = [
        hit for hit in scene.hits(Role.MEASURE, scene.clause(index - 1).start, scene.quantities[index - 1].block.start)
        if hit.cue.code in (Measure.REDUCTION_RATE, Measure.AMOUNT_REDUCED)
    ]  # fmt: skip
    if not verbs and earlier[-1].measure is not Measure.REDUCTION_RATE:
        return None
    return Reading(Measure.AMOUNT_REDUCED, "amount.amounting", "", 0.7, None, Stage.REVIEW)


AMOUNTING = re.compile(r"[、，,（(]?(?:共?计|即|合计?|折合|共|约)+")


def _named_in_list(scene: Scene, index: int, earlier: list[Reading]) -> Reading | None:
    """``审减额较大的有甲县（2.6亿元）、乙县（2.3亿元）`` and ``最高的达47.3%，最低的仅1.2%``."""
    quantity = scene.quantities[index]
    text, start = scene.text, quantity.block.start
    if quantity.kind is QuantityKind.MONEY and text[start - 1] in "（(" and start > scene.block.start:
        statement = scene.statement(index)
        before = [other.block.end for other in scene.quantities[:index] if other.kind is not QuantityKind.MONEY]
        floor = max([statement.start, *(end for end in before if end <= start)])
        hits = [hit for hit in _governing(scene, floor, quantity) if hit.cue.code in ROUND]
        if hits and LISTED.match(text, hits[-1].end):
            return reading_of(hits[-1], "", 0.6)
    if quantity.kind is QuantityKind.PERCENT and COMPARED.search(text, scene.before(index), start):
        for back in range(index - 1, -1, -1):
            if earlier[back].measure in RATES:
                known = earlier[back]
                return Reading(known.measure, known.rule, "", 0.6, known.noun, known.stage, True, back)
            if earlier[back].measure is Measure.SHARE:
                return None
    return None


LISTED = re.compile(r"(?:较大|较多|最大|最多|居前|靠前|突出|超过.{1,8})的?(?:有|是|为|依次|单位|县区|项目)")
COMPARED = re.compile(
    r"(?:最[高低]|较[高低]|次之|其次|上年|去年|[我全]?[省市县区](?:平均)?|平均)(?:的)?[，,]?(?:[为是达仅]|仅为|达到|只有|由|从)*$"
)


LAST_TIME = re.compile(
    r"[比较](?:上年|去年|(?:19|20)\d{2}年)(?:同期)?的$|(?:低于|高于|超过|不及|不如|优于)[^，,。；;\d]{1,10}(?:的|水平|平均|均值)$|"
    r"[与和][^，,。；;\d]{1,10}(?:平均|水平|平均水平|均值)的?$"
)
"""``审减率14.52%，比去年同期的11.9%提高2.62个百分点``: the rate of then."""
RATES = frozenset({Measure.REDUCTION_RATE, Measure.COVERAGE_RATE, Measure.OTHER_RATE})
ROUND = frozenset({
    Measure.AMOUNT_SUBMITTED, Measure.AMOUNT_APPROVED, Measure.AMOUNT_REDUCED, Measure.AMOUNT_RECOVERED,
    Measure.AMOUNT_SAVED,
})  # fmt: skip


def _shared_with_count(scene: Scene, index: int) -> Hit | None:
    """``申报项目88个、金额16.5亿元``: the word before the count governs its amount as well."""
    quantity = scene.quantities[index]
    if not index or quantity.kind is not QuantityKind.MONEY:
        return None
    count = scene.quantities[index - 1]
    gap = scene.text[count.block.end : quantity.block.start]
    if count.kind is not QuantityKind.COUNT or gap[:1] not in ("、", "，", "（") or len(gap) > 7:
        return None
    hits = _governing(scene, scene.before(index - 1), replace(quantity, block=count.block))
    hits = [hit for hit in hits if hit.cue.code in ROUND]
    return hits[-1] if hits else None


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


WHOLE = 100
"""No part is more than so many per cent of its whole."""


def _default(quantity: Quantity, rate_word: bool = False) -> Reading:
    """What a number measures that no word explains."""
    if quantity.kind is QuantityKind.PERCENT and (rate_word or quantity.value > WHOLE):
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
