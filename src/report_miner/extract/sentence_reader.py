"""Labels all figures of one sentence together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from report_miner.extract.changes import changed_from
from report_miner.extract.confidence import Evidence, confidence
from report_miner.extract.counts import DEFAULT_COUNT, FOLLOWED, SHARED_UNITS, UNSAID
from report_miner.extract.cues import Hit
from report_miner.extract.frame import Draft, Frame
from report_miner.extract.grouping import Loose
from report_miner.extract.jury import current, judged, remeasured, settled, staged
from report_miner.extract.local_units import local_in_step
from report_miner.extract.measures import ARRANGED, read_measures
from report_miner.extract.network_signs import Ruled, tell
from report_miner.extract.outcomes import read_outcomes
from report_miner.extract.periods import TARGETS, TimeWord, period_for
from report_miner.extract.reading import BESIDE_IT, NOTHING, OTHERS, Before, Reading
from report_miner.extract.scene import Scene
from report_miner.extract.second_opinion import Opinion, SecondReader, said_by_rules
from report_miner.extract.setting import Setting
from report_miner.extract.shared_times import distributed_times, over_years, sums_up
from report_miner.extract.stages import (
    SYSTEM_MEASURES,
    UNTOLD,
    Background,
    Flow,
    StageReading,
    background_votes,
    distributed_stages,
    names_stage,
    read_stage,
    speaks_of_performance,
)
from report_miner.extract.subjects import (
    Speaker,
    carries_on,
    distributed_subjects,
    subject_at,
)
from report_miner.extract.verdicts import without_results_of_sums
from report_miner.model import (
    Actor,
    Block,
    Labels,
    Measure,
    Outcome,
    Period,
    Quantity,
    QuantityKind,
    Scope,
    Sentence,
    Stage,
    Subject,
    Via,
    View,
)
from report_miner.packs import Role


class Decided(NamedTuple):
    """What a figure measures, its result class and its stage, with the second reader's opinion."""

    reading: Reading
    outcome: Outcome
    stage: StageReading
    opinion: Opinion | None


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """Labels all figures of one sentence together.

    ``number`` is the sentence's index in the outline; ``before``, ``earlier_stage`` and ``topic`` are what the text
    before it counted, the stage of its last figure, and what the paragraph has been about.
    """

    frame: Frame
    sentence: Sentence
    number: int
    scene: Scene
    setting: Setting
    before: Before = NOTHING
    earlier_stage: Stage | None = None
    topic: Stage | None = None

    @property
    def view(self) -> View:
        """The view of the whole document."""
        return self.frame.outline.view

    def read(self, found: Sequence[Speaker], carried: Subject) -> list[Draft]:
        """Drafts of all figures of the sentence, in text order."""
        scene = self.scene
        around = self._background()
        outside = self.setting.at_large and not speaks_of_performance(scene, around)
        measured = read_measures(scene, self.before, self._planned())
        outcomes = read_outcomes(scene, measured)
        if outside:
            stages = [StageReading(Stage.OTHER, Via.DOCUMENT, "report.at_large", margin=0.6) for _ in measured]
        else:
            stages = self._stages(measured, outcomes, background_votes(scene.cues, scene.text, around))
        # Outside the chain no stage is weighed, and wording is asked only where it may change the measure.
        wanted = [not outside or reading.margin < BESIDE_IT for reading in measured]
        rules = [Ruled(*each) for each in zip(measured, outcomes, stages, strict=True)]
        opinions = self._opinions(around, wanted, rules)
        readings = remeasured(measured, opinions, [quantity.kind for quantity in scene.quantities])
        told = judged(outcomes, opinions)
        outcomes = without_results_of_sums(scene, told)
        opinions = settled(opinions, told, outcomes)
        if not outside:
            stages = staged(stages, opinions)
        year = self.setting.year
        times = self.frame.times.words(scene.block, year)
        fallback = self._fallback_period()
        if fallback.via in (Via.SENTENCE, Via.HEADING) and fallback.start == fallback.end:
            # 「去年…。全年办结347个」
            times = [word for word in times if not word.within or scene.text.startswith("当年", word.block.start)]
        years = distributed_times(scene, times)
        spread = dict(distributed_subjects(scene, self.frame.places))
        local = dict(local_in_step(scene, self.setting.unit, self.view.span))
        children = self._children(readings)
        drafts = []
        for index, quantity in enumerate(scene.quantities):
            subject = subject_at(found, quantity.block.start, carried)
            if index in spread:
                place = spread[index]
                subject = Subject(
                    place.resolution.name,
                    place.resolution.region_code,
                    Via.STATED,
                    self.view.span(place.start, place.end),
                )
            elif index in local:
                subject = local[index]
            counties = readings[index].measure is Measure.COUNTY_COUNT and self.setting.unit.code.endswith("00")
            if counties and subject.code and not subject.code.endswith("00"):
                subject = self.setting.unit  # 「武陵、鼎城两区」: no county counts counties
            if index in years:
                period = years[index]
            else:
                ruling = readings[index].measure is Measure.THRESHOLD
                spoken = [word for word in times if not self._of_rule(word)] if ruling else times
                period = self._period(quantity, spoken, fallback, self._since(found, quantity))
                period = changed_from(scene, index, readings[index].measure, times, period)
            drafts.append(
                self._draft(
                    index,
                    Decided(readings[index], outcomes[index], stages[index], opinions[index]),
                    subject,
                    period,
                    children[index],
                )
            )
        return drafts

    def counted(self, drafts: Sequence[Draft], before: Before) -> Before:
        """What the sentence counted as its totals, for the counts without a noun of the next."""
        totals = []
        for draft in reversed(drafts):
            if draft.sentence != self.scene.block:
                break
            if draft.labels.measure in FOLLOWED and draft.labels.outcome is Outcome.NONE:
                totals.append(Reading(draft.labels.measure, draft.labels.rule))
        projects = [reading for reading in totals if reading.measure is Measure.PROJECT_COUNT]
        graded = projects or [reading for reading in totals if reading.measure in WHOLES]
        return Before(next(iter(graded), before.graded), next(iter(projects or totals), before.last))

    def _draft(self, index: int, decided: Decided, subject: Subject, period: Period, child: tuple[int, int]) -> Draft:
        reading, outcome, stage = decided.reading, decided.outcome, decided.stage
        if stage.stage is Stage.TARGET and outcome is Outcome.SUPPORTED:
            outcome = Outcome.NONE  # a target that passes its review is not a conclusion on the project
        if stage.stage is Stage.OTHER and stage.rule != UNTOLD:
            outcome = Outcome.NONE  # 「抽检合格2,417批次」: a result, but not one of performance management
        scene, quantity = self.scene, self.scene.quantities[index]
        measure = outside_chain(reading, stage, quantity, counted_word(scene, reading))
        if stage.stage is Stage.OTHER and measure is Measure.AMOUNT_REDUCED and counted_word(scene, reading) == "减少":
            measure = Measure.OTHER_AMOUNT  # what became less, not what a review took off
        if (
            stage.stage is Stage.OTHER
            and measure is Measure.SHARE
            and OF_BUDGET.search(scene.text, max(scene.block.start, quantity.block.start - 10), quantity.block.start)
        ):
            measure = Measure.OTHER_RATE  # 「收入5.18亿元，占年初预算的52.6%」: how far the budget was met
        if measure in TAKEN and stage.stage is Stage.APPLICATION and outcome is Outcome.NONE:
            outcome = Outcome.CUT  # no review round but single projects and units, as results are applied
        scope, scope_via = self._scope(index)
        actor, actor_via = self._actor(index)
        counted = self.scene.text[reading.noun.start : reading.noun.end] if reading.noun else ""
        evidence = self.view.span(*stage.evidence) if stage.evidence else None
        labels = Labels(
            measure, stage.stage, outcome, scope, actor, counted if quantity.kind is QuantityKind.COUNT else "",
            reading.rule, reading.runner_up or stage.runner_up, stage.via, evidence, scope_via, actor_via,
        )  # fmt: skip
        sure = confidence(Evidence(reading, stage, outcome, subject, period, quantity, decided.opinion, measure))
        loose = Loose(
            subject.name, stage.stage, (period.start, period.end), measure, outcome, quantity.block.start,
            self.number, self.sentence.paragraph, *child,
        )  # fmt: skip
        return Draft(quantity, labels, subject, period, scene.block, sure, loose, self.sentence.part)

    def _opinions(self, around: Background, wanted: Sequence[bool], rules: Sequence[Ruled]) -> list[Opinion | None]:
        """What the jury, told what the rules say, thinks of the figures wanted; nothing if it is switched off."""
        jury = current()
        if jury is None or not any(wanted):
            return [None] * len(rules)
        told = tell(self.scene, around, self.topic, self.earlier_stage, rules, self.setting.at_large)
        second = SecondReader(jury.wording, self.scene, around, self.topic, self.earlier_stage)
        opinions: list[Opinion | None] = []
        for index, (rule, read) in enumerate(zip(rules, jury.network.read(told), strict=True)):
            wording = second.read(index, said_by_rules(rule.reading, rule.outcome, rule.stage.stage))
            opinions.append(jury.weigh(rule, wording, read) if wanted[index] else None)
        return opinions

    def _planned(self) -> bool:
        """Whether a heading above says that what follows is still to come."""
        headings, times = self.frame.outline.headings, self.frame.times
        return any(times.looks_ahead(headings[index].block) for index in self.sentence.headings)

    def _stages(
        self,
        readings: Sequence[Reading],
        outcomes: Sequence[Outcome],
        shared: list[tuple[Hit, float, Via]],
    ) -> list[StageReading]:
        scene = self.scene
        stages: list[StageReading] = []
        for index, reading in enumerate(readings):
            before = None
            if stages and "；" not in scene.gap(index):
                before = stages[-1].stage
            elif stages and not scene.hits(Role.STAGE, *scene.stretch(index)):
                before = stages[-1].stage
            elif not stages and self.earlier_stage is not None and carries_on(scene.text, scene.block):
                before = self.earlier_stage
            if before is Stage.OTHER or (index and readings[index - 1].measure in SYSTEM_MEASURES):
                before = None
            source = reading.source
            if (
                source is not None
                and source < len(stages)
                and outcomes[index] not in (Outcome.RECTIFIED, Outcome.RECTIFYING)
                and not (
                    stages[source].stage is Stage.OTHER
                    or (reading.measure is not Measure.ISSUE_COUNT and names_stage(scene, index))
                )
            ):
                stages.append(replace(stages[source], via=Via.SENTENCE, rule="stage.inherited"))
                continue
            flow = Flow(before, self.topic, self.setting.at_large)
            stages.append(read_stage(scene, index, reading, outcomes[index], shared, flow))
        for index, stage in distributed_stages(scene):
            stages[index] = stage
        return stages

    def _period(self, quantity: Quantity, times: list[TimeWord], fallback: Period, elsewhere: Block) -> Period:
        scene, start = self.scene, quantity.block.start
        over = over_years(scene, times, start) or self._paragraph_range(times, start)
        if over is not None:
            return over
        attachable = quantity.kind not in (QuantityKind.MULTIPLE, QuantityKind.POINTS)
        return period_for(times, start, fallback, scene.last_break(start, CLAUSE_END), elsewhere, attachable)

    def _of_rule(self, word: TimeWord) -> bool:
        """``次年预算按不低于10%扣减``: whatever year comes after the one judged, the rule is of today."""
        return self.view.text.startswith(("次年", "下年", "下一年"), word.block.start)

    def _paragraph_range(self, times: list[TimeWord], start: int) -> Period | None:
        """``累计`` in a later item of a paragraph that began with several years (``2021-2025年，…二是…累计…``)."""
        if any(word.block.start < start for word in times) or sums_up(self.scene, start) is None:
            return None
        outline = self.frame.outline
        for back in range(self.number - 1, max(-1, self.number - FAR_BACK), -1):
            other = outline.sentences[back]
            if other.paragraph != self.sentence.paragraph or other.part != self.sentence.part:
                return None
            for word in self.frame.times.words(other.block, self.setting.year):
                if (
                    word.period.start
                    and int(word.period.end or 0) - int(word.period.start) >= 2
                    and not word.attributive
                ):
                    return replace(word.period, via=Via.SENTENCE)
        return None

    def _since(self, found: Sequence[Speaker], quantity: Quantity) -> Block:
        """Where units before the present one spoke: what they said of time was not said of this one."""
        before = [speaker for speaker in found if speaker.start < quantity.block.start]
        others = [speaker for speaker in before if speaker.subject.name != before[-1].subject.name]
        if not others:
            return Block(0, 0)
        return Block(others[0].start, max(others[0].start, before[-1].start - 2))

    def _background(self) -> Background:
        outline = self.frame.outline
        headings = tuple(
            outline.headings[index].block
            for index in reversed(self.sentence.headings)
            if outline.headings[index].block.start != self.sentence.block.start
        )
        earlier = []
        for back in range(self.number - 1, max(-1, self.number - 4), -1):
            other = outline.sentences[back]
            if (other.paragraph, other.headings, other.part) != (
                self.sentence.paragraph, self.sentence.headings, self.sentence.part,
            ):  # fmt: skip
                break
            earlier.append(other.block)
        part = outline.parts[self.sentence.part] if outline.parts else None
        return Background(headings, tuple(earlier), part.title if part else None)

    def _fallback_period(self) -> Period:
        """The period of a sentence that names none: sentences before it, headings, the report's year."""
        outline, year = self.frame.outline, self.setting.year
        times = self.frame.times
        inherited = self._earlier_period()
        if inherited is not None and inherited.start != inherited.end:
            return inherited
        for index in reversed(self.sentence.headings):
            heading = outline.headings[index].block
            if heading.start == self.sentence.block.start:
                continue
            ahead = times.looks_ahead(heading) or (
                self.setting.at_large and TARGETS.search(self.view.text[heading.start : heading.end]) is not None
            )
            words = [word for word in times.words(heading, year) if not DATELINE.match(self.view.text, word.block.end)]
            ahead = ahead or (bool(words) and all(word.ahead for word in words))
            stated = [word for word in words if (not word.attributive or ahead) and not word.local]
            own = [word for word in words if word.period.start == word.period.end == str(year)]
            if own and any(word.period.start != word.period.end for word in stated):
                stated = own  # 「“十四五”及2025年财政工作」: of several years only what says so
            if stated:
                return replace(stated[-1].period, via=Via.HEADING)
            if year is not None and ahead:
                return Period(str(year + 1), str(year + 1), via=Via.HEADING, evidence=self.view.span(*heading))
        if inherited is not None:
            return inherited
        known = str(year) if year else ""
        return Period(known, known, via=self.setting.year_via)

    def _earlier_period(self) -> Period | None:
        """A range of years that the sentence before opened (``2020年以来，…。…``) lasts to the end of the item."""
        outline = self.frame.outline
        for back in range(self.number - 1, max(-1, self.number - LASTING), -1):
            other = outline.sentences[back]
            if (other.paragraph, other.headings) != (self.sentence.paragraph, self.sentence.headings):
                return None
            words = [
                word for word in self.frame.times.words(other.block, self.setting.year)
                if not word.attributive and not word.until and not DRAFTED.match(self.view.text, word.block.end)
            ]  # fmt: skip
            leading = [
                word for word in words
                if word.block.start - other.block.start <= LEAD
                and not (word.local and self.view.text[word.block.start - 1] in "从由")
            ]  # fmt: skip
            lasting = [word for word in words if word.period.start != word.period.end]
            turned = [word for word in words if not (word.local or word.clause or word.within)]
            if leading and turned and _turns(self.view.text, leading[-1], turned[-1]):
                leading = turned[-1:]
            if leading or lasting:
                leading_range = [word for word in leading if word in lasting]
                return replace((leading_range or leading or lasting)[-1].period, via=Via.SENTENCE)
        return None

    def _scope(self, index: int) -> tuple[Scope, Via]:
        hits = self.scene.hits(Role.SCOPE, self.scene.block.start, self.scene.quantities[index].block.start)
        return (Scope(hits[-1].cue.code), Via.STATED) if hits else (Scope.NONE, Via.NONE)

    def _actor(self, index: int) -> tuple[Actor, Via]:
        clause = self.scene.clause(index)
        hits = self.scene.hits(Role.ACTOR, clause.start, clause.end)
        if hits:
            return Actor(hits[-1].cue.code), Via.STATED
        hits = self.scene.hits(Role.ACTOR, self.scene.block.start, clause.start)
        return (Actor(hits[-1].cue.code), Via.SENTENCE) if hits else (Actor.NONE, Via.NONE)

    def _children(self, readings: Sequence[Reading]) -> list[tuple[int, int]]:
        """For each quantity the number of the 其中 that governs it and its category in that list (−1, 0: none)."""
        scene = self.scene
        marks = scene.hits(Role.CHILD, scene.block.start, scene.block.end)
        result: list[tuple[int, int]] = []
        category = -1
        seen: set[Measure] = set()
        current = -1
        for index, quantity in enumerate(scene.quantities):
            governing = -1
            for mark in marks:
                if mark.end <= quantity.block.start and self._governs(mark.end, quantity.block.start, mark.start):
                    governing = mark.start
            if governing < 0:
                result.append((-1, 0))
                current = -1
                continue
            if governing != current:
                current, category, seen = governing, 0, set()
            measure = readings[index].measure
            if measure in seen and quantity.kind is QuantityKind.COUNT:
                category, seen = category + 1, set()
            seen.add(measure)
            result.append((governing, category))
        return result

    def _governs(self, start: int, offset: int, mark: int) -> bool:
        """A 其中 governs to the end of its brackets, or to the next ； or 。"""
        text = self.scene.text
        between = text[start:offset]
        if mark > self.scene.block.start and text[mark - 1] in "（(":
            return "）" not in between and ")" not in between
        if not text.startswith("其中", mark) and not between.strip():
            return False
        return "；" not in between and "。" not in between and text.startswith("其中", mark)


def _turns(text: str, opening: TimeWord, later: TimeWord) -> bool:
    """``去年选取46个…；今年增至112个。``: from one year to a later one, which then lasts."""
    single = opening.period.start == opening.period.end and later.period.start == later.period.end
    onward = single and later.period.end > opening.period.end
    return onward and (
        text[later.block.start - 1] in "，,；;"
        and any(mark in "，,；;" for mark in text[opening.block.end : later.block.start])
    )


DRAFTED = re.compile(r"度?[“”一二上下]{0,4}(?:部门|财政|年初)?预算")
"""A year that names a budget does not last beyond its sentence."""
DATELINE = re.compile(r"\d{1,2}月(?:\d{1,2}日)?(?:[）)]|讯|电|$)")
"""In a heading, when it was written."""
CLAUSE_END = "，,。；;：:"
FAR_BACK = 16
LASTING = 9
"""So many sentences on, a range of years that opened an item is no longer heard, less one."""
LEAD = 4
"""A time word within so many characters of its sentence's beginning opens a stretch of text."""
OF_BUDGET = re.compile(r"占(?:年初|年度|调整|全年|变动)?预算(?:数)?的?$")
WHOLES = frozenset({
    Measure.PROJECT_COUNT, Measure.REPORT_COUNT, Measure.DEPARTMENT_COUNT, Measure.POLICY_COUNT, Measure.TARGET_COUNT,
    Measure.TOWNSHIP_COUNT, Measure.COUNTY_COUNT,
})  # fmt: skip


def counted_word(scene: Scene, reading: Reading) -> str:
    """The governing word as printed."""
    return scene.text[reading.noun.start : reading.noun.end] if reading.noun is not None else ""


TAKEN = frozenset({Measure.AMOUNT_REDUCED, Measure.REDUCTION_RATE})
REPORTING = frozenset({Stage.EX_ANTE, Stage.MONITORING, Stage.SELF_EVALUATION, Stage.EVALUATION})
REVIEWED, OBJECT = "amount.reviewed", "amount.outside"
OBJECTS = frozenset({
    "债券资金", "专项债券资金", "债券额度", "专项债券额度", "专项债券规模",
    "补助资金", "补助", "补贴", "奖补资金", "上级资金", "投入",
    "投入资金", "投入财政资金", "发行", "转移支付",
})  # fmt: skip
"""Money that is outside the chain as such, but may be what is evaluated."""
GENERIC = frozenset({Measure.AMOUNT_INVOLVED})


COUNTED_AT = {
    Stage.EX_ANTE: Measure.PROJECT_COUNT,
    Stage.REVIEW: Measure.PROJECT_COUNT,
    Stage.MONITORING: Measure.PROJECT_COUNT,
    Stage.SELF_EVALUATION: Measure.PROJECT_COUNT,
    Stage.EVALUATION: Measure.PROJECT_COUNT,
    Stage.TARGET: Measure.TARGET_COUNT,
}
"""What a link of the chain counts where no noun says it."""


WHO = frozenset(COUNTED_AT) | {Stage.APPLICATION}
"""Where 家 counts the units that did it or were spoken to."""


def outside_chain(reading: Reading, stage: StageReading, quantity: Quantity, word: str) -> Measure:
    """An amount that is only “involved” in something outside the chain is another amount."""
    if reading.rule == DEFAULT_COUNT and quantity.unit == "家" and stage.stage in WHO:
        return Measure.DEPARTMENT_COUNT
    if reading.rule == DEFAULT_COUNT and quantity.unit in SHARED_UNITS and quantity.unit != "条":
        return COUNTED_AT.get(stage.stage, reading.measure)
    if reading.rule == "unit.word" and quantity.unit == "份" and stage.stage in REPORTING:
        return Measure.REPORT_COUNT
    if reading.rule == REVIEWED and stage.stage is Stage.TARGET:
        return Measure.AMOUNT_INVOLVED  # 「审核绩效目标126个，审核资金4.37亿元」
    if reading.rule == OBJECT and word in OBJECTS and stage.stage in REPORTING:
        return Measure.AMOUNT_INVOLVED  # 「评价专项债券项目9个，债券资金7.8亿元」
    if (
        stage.stage is Stage.OTHER
        and quantity.kind is QuantityKind.COUNT
        and (reading.rule in UNSAID or (reading.inherited and reading.source is None and reading.margin < 0.5))
    ):
        return Measure.OTHER_COUNT
    if stage.stage is Stage.OTHER and (reading.measure in GENERIC or reading.rule == ARRANGED):
        return OTHERS[quantity.kind]
    return reading.measure
