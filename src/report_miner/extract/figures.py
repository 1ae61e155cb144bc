"""Outline → figures: every quantity of every sentence bound to what it measures, whose it is and when."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from report_miner.extract.confidence import Evidence, confidence
from report_miner.extract.cues import Cues, Hit, find_cues
from report_miner.extract.grouping import Group, Loose, group
from report_miner.extract.measures import DEFAULT_COUNT, SHARED_UNITS, read_measures
from report_miner.extract.outcomes import read_outcomes
from report_miner.extract.periods import FUTURE, TimeFinder, TimeWord, distributed_times, period_for
from report_miner.extract.quantities import find_quantities
from report_miner.extract.reading import Reading
from report_miner.extract.scene import Scene, make_scene
from report_miner.extract.setting import Setting, part_settings, report_unit, report_year
from report_miner.extract.stages import (
    SYSTEM_MEASURES,
    Background,
    StageReading,
    background_votes,
    names_stage,
    read_stage,
)
from report_miner.extract.subjects import (
    Places,
    Speaker,
    carries_on,
    distributed_subjects,
    find_places,
    speakers,
    subject_at,
)
from report_miner.extract.tables import read_tables
from report_miner.model import (
    Accounted,
    Activity,
    Actor,
    Block,
    Disposition,
    Figure,
    Labels,
    Measure,
    Mined,
    Outcome,
    Outline,
    Period,
    Quantity,
    QuantityKind,
    Scope,
    Sentence,
    Span,
    Stage,
    Subject,
    Via,
)
from report_miner.packs import Pack, Role
from report_miner.regions import RegionTable


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure with all labels, not yet grouped."""

    quantity: Quantity
    labels: Labels
    subject: Subject
    period: Period
    sentence: Block
    confidence: float
    loose: Loose
    part: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What all sentences of a document share."""

    outline: Outline
    pack: Pack
    cues: Cues
    places: Places
    times: TimeFinder
    settings: tuple[Setting, ...]


def extract(outline: Outline, pack: Pack, table: RegionTable) -> Mined:
    """All figures and activities of a document, every number accounted for."""
    document, view = outline.document, outline.view
    quantities, ignored = find_quantities(view, pack)
    cues = find_cues(view.text, pack)
    year, year_via = report_year(outline, document.claims)
    mentions = table.mentions(view.text)
    everywhere = find_places(view.text, table, year, "", mentions)
    unit = report_unit(outline, document.claims, everywhere, table, year)
    places = find_places(view.text, table, year, unit.code, mentions) if unit.code else everywhere
    own = Setting(unit, year, year_via)
    frame = Frame(
        outline, pack, cues, places, TimeFinder(view), tuple(part_settings(outline, own, places, table)) or (own,)
    )
    tables = read_tables(frame, quantities)
    accounted = [
        Accounted(_plain(view.span(*item.block), view.raw(*item.block), item.block), Disposition.IGNORED, item.rule)
        for item in ignored
        if item.block.start not in tables.reclaimed
    ]
    accounted += [Accounted(quantities[index], Disposition.IGNORED, rule) for index, rule in tables.ignored]
    prose, unclaimed = _drafts(frame, [each for index, each in enumerate(quantities) if index not in tables.taken])
    drafts = [*prose, *tables.drafts]
    accounted += [Accounted(quantity, Disposition.UNCLAIMED) for quantity in unclaimed]
    accounted += [Accounted(draft.quantity, Disposition.CLAIMED, draft.labels.rule) for draft in drafts]
    accounted.sort(key=lambda item: (item.quantity.span, item.quantity.block))
    told = group([draft.loose for draft in prose])
    figures, activities = _grouped(frame, drafts, (*told, *tables.placed(len(told), len(prose))))
    issues = (*document.issues, *outline.issues, *tables.issues)
    return Mined(
        document, unit, str(year) if year else "", outline.parts, tuple(accounted), figures, activities, issues
    )  # fmt: skip


def _plain(span: Span, raw: str, block: Block) -> Quantity:
    from decimal import Decimal

    return Quantity(block, span, raw, Decimal(0), "", QuantityKind.BARE, "", Decimal(1))


def _drafts(frame: Frame, quantities: Sequence[Quantity]) -> tuple[list[Draft], list[Quantity]]:
    """Sentence by sentence: the quantities that are figures, labelled, and those that are not."""
    text = frame.outline.view.text
    starts = [quantity.block.start for quantity in quantities]
    drafts: list[Draft] = []
    taken: set[int] = set()
    carried: Subject | None = None
    counted: Reading | None = None
    previous: Sentence | None = None
    for number, sentence in enumerate(frame.outline.sentences):
        setting = frame.settings[sentence.part]
        if previous is None or (previous.paragraph, previous.headings) != (sentence.paragraph, sentence.headings):
            carried = None
        if previous is None or previous.paragraph != sentence.paragraph:
            counted = None
        first = bisect_left(starts, sentence.block.start)
        last = bisect_left(starts, sentence.block.end, first)
        base = _heading_subject(frame, sentence, setting)
        numbers = [quantities[index].block for index in range(first, last)]
        found = speakers(text, sentence.block, frame.places, base, frame.outline.view.span, numbers)
        start = carried if carried is not None else base
        inside = [
            index for index in range(first, last)
            if quantities[index].block.end <= sentence.block.end and _is_figure(frame, sentence, quantities[index])
        ]  # fmt: skip
        if inside:
            taken.update(inside)
            scene = make_scene(text, sentence.block, tuple(_scored(quantities[index]) for index in inside), frame.cues)
            reader = SentenceReader(
                frame, sentence, number, scene, setting, counted, drafts[-1].labels.stage if drafts else None
            )
            drafts += reader.read(found, start)
            counted = reader.counted(drafts) or counted
        carried = _carry(frame, number, found, start, base)
        previous = sentence
    return drafts, [quantity for index, quantity in enumerate(quantities) if index not in taken]


def _carry(frame: Frame, number: int, found: Sequence[Speaker], start: Subject, base: Subject) -> Subject | None:
    """Whose work the next sentence describes if it names nobody."""
    last = start
    for speaker in found:
        last = speaker.subject
    if last.name == base.name:
        return None
    following = frame.outline.sentences[number + 1] if number + 1 < len(frame.outline.sentences) else None
    if following is None:
        return None
    text = frame.outline.view.text
    sentence = frame.outline.sentences[number]
    opened = bool(found) and found[0].start == sentence.block.start
    if carries_on(text, following.block) or (opened and len(found) == 1) or (not found and start is not base):
        return replace(last, via=Via.SENTENCE)
    return None


def _heading_subject(frame: Frame, sentence: Sentence, setting: Setting) -> Subject:
    """The unit that a heading above names (``太白县：``), else the part's."""
    for index in reversed(sentence.headings):
        heading = frame.outline.headings[index]
        if heading.block.start == sentence.block.start:
            continue
        for mention in frame.places.between(heading.block.start, heading.block.end):
            after = frame.outline.view.text[mention.end : mention.end + 1]
            if mention.resolution.name != setting.unit.name and (
                mention.end >= heading.block.end - 1 or after in "：:。"
            ):
                span = frame.outline.view.span(mention.start, mention.end)
                return Subject(mention.resolution.name, mention.resolution.region_code, Via.HEADING, span)
    return setting.unit


def _is_figure(frame: Frame, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a quantity of a sentence is a figure: it has a unit, or the words give it one."""
    text = frame.outline.view.text
    if quantity.kind is QuantityKind.BARE:
        before = text[max(0, quantity.block.start - 4) : quantity.block.start]
        after = text[quantity.block.end : quantity.block.end + 2]
        return before.endswith(("评分", "得分", "分数", "均分")) or (
            before.endswith("分") and after in ("以上", "以下")
        )
    if quantity.kind is QuantityKind.COUNT and not quantity.raw[0].isdecimal() and not _has_measure_word(quantity):
        return not _in_heading(frame, sentence)
    return True


def _scored(quantity: Quantity) -> Quantity:
    """A bare number that the words call a score is one (``评分60以下``)."""
    if quantity.kind is not QuantityKind.BARE:
        return quantity
    return replace(quantity, kind=QuantityKind.SCORE, unit="分")


def _has_measure_word(quantity: Quantity) -> bool:
    return quantity.unit[:1] in "个项家次人名条件份篇期轮类大批场户宗种位所"


def _in_heading(frame: Frame, sentence: Sentence) -> bool:
    return any(
        frame.outline.headings[index].block.start <= sentence.block.start
        and sentence.block.end <= frame.outline.headings[index].block.end
        for index in sentence.headings
    )


class SentenceReader:
    """Labels all figures of one sentence together."""

    def __init__(  # noqa: PLR0913
        self,
        frame: Frame,
        sentence: Sentence,
        number: int,
        scene: Scene,
        setting: Setting,
        before: Reading | None = None,
        earlier_stage: Stage | None = None,
    ) -> None:
        self.earlier_stage = earlier_stage
        self.before = before
        self.frame = frame
        self.sentence = sentence
        self.number = number
        self.scene = scene
        self.setting = setting
        self.view = frame.outline.view

    def read(self, found: Sequence[Speaker], carried: Subject) -> list[Draft]:
        """Drafts of all figures of the sentence, in text order."""
        scene = self.scene
        readings = read_measures(scene, self.before, self._planned())
        outcomes = read_outcomes(scene, readings)
        shared = background_votes(scene.cues, self._background())
        stages = self._stages(readings, outcomes, shared)
        year = self.setting.year
        times = self.frame.times.words(scene.block, year)
        fallback = self._fallback_period()
        years = distributed_times(scene, times)
        spread = dict(distributed_subjects(scene, self.frame.places))
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
            if index in years:
                period = years[index]
            else:
                period = self._period(quantity, times, fallback, self._since(found, quantity))
            drafts.append(
                self._draft(index, readings[index], outcomes[index], stages[index], subject, period, children[index])
            )
        return drafts

    def counted(self, drafts: Sequence[Draft]) -> Reading | None:
        """What the sentence counted as its total, for the result sets of the next."""
        totals = []
        for draft in reversed(drafts):
            if draft.sentence != self.scene.block:
                break
            if draft.labels.measure in WHOLES and draft.labels.outcome is Outcome.NONE:
                totals.append(Reading(draft.labels.measure, draft.labels.rule))
        projects = [reading for reading in totals if reading.measure is Measure.PROJECT_COUNT]
        return (projects or totals or [None])[0]

    def _draft(  # noqa: PLR0913 -- one argument for each decision
        self,
        index: int,
        reading: Reading,
        outcome: Outcome,
        stage: StageReading,
        subject: Subject,
        period: Period,
        child: tuple[int, int],
    ) -> Draft:
        if stage.stage is Stage.TARGET and outcome is Outcome.SUPPORTED:
            outcome = Outcome.NONE  # a target that passes its review is not a conclusion on the project
        scene, quantity = self.scene, self.scene.quantities[index]
        measure = outside_chain(reading, stage, quantity)
        scope, scope_via = self._scope(index)
        actor, actor_via = self._actor(index)
        counted = self.scene.text[reading.noun.start : reading.noun.end] if reading.noun else ""
        evidence = self.view.span(*stage.evidence) if stage.evidence else None
        labels = Labels(
            measure, stage.stage, outcome, scope, actor, counted if quantity.kind is QuantityKind.COUNT else "",
            reading.rule, reading.runner_up or stage.runner_up, stage.via, evidence, scope_via, actor_via,
        )  # fmt: skip
        sure = confidence(Evidence(reading, stage, outcome, subject, period, quantity))
        loose = Loose(
            subject.name, stage.stage, (period.start, period.end), measure, outcome, quantity.block.start,
            self.number, self.sentence.paragraph, *child,
        )  # fmt: skip
        return Draft(quantity, labels, subject, period, scene.block, sure, loose, self.sentence.part)

    def _planned(self) -> bool:
        """Whether a heading above says that what follows is still to come."""
        return any(
            FUTURE.search(self.view.text, *self.frame.outline.headings[index].block) for index in self.sentence.headings
        )

    def _stages(
        self, readings: Sequence[Reading], outcomes: Sequence[Outcome], shared: list[tuple[Hit, float, Via]]
    ) -> list[StageReading]:
        scene = self.scene
        stages: list[StageReading] = []
        for index, reading in enumerate(readings):
            before = None
            if (
                stages
                and "；" not in scene.text[scene.quantities[index - 1].block.end : scene.quantities[index].block.start]
            ):
                before = stages[-1].stage
            elif not stages and self.earlier_stage is not None and carries_on(scene.text, scene.block):
                before = self.earlier_stage
            if before is Stage.OTHER or (index and readings[index - 1].measure in SYSTEM_MEASURES):
                before = None
            source = reading.source
            if (
                source is not None
                and source < len(stages)
                and not (
                    stages[source].stage is Stage.OTHER
                    or (reading.measure is not Measure.ISSUE_COUNT and names_stage(scene, index))
                )
            ):
                stages.append(replace(stages[source], via=Via.SENTENCE, rule="stage.inherited"))
                continue
            stages.append(read_stage(scene, index, reading, outcomes[index], shared, before))
        return stages

    def _period(self, quantity: Quantity, times: list[TimeWord], fallback: Period, elsewhere: Block) -> Period:
        scene, year, start = self.scene, self.setting.year, quantity.block.start
        changed = FROM_LAST_YEAR.search(scene.text, max(scene.block.start, start - 5), start)
        if year is not None and changed and _since_last_year(scene, quantity):
            return Period(str(year - 1), str(year - 1), via=Via.INFERRED)
        return period_for(times, start, fallback, scene.last_break(start), elsewhere)

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
        text = self.view.text
        for index in reversed(self.sentence.headings):
            heading = outline.headings[index].block
            words = self.frame.times.words(heading, year)
            stated = [word for word in words if not word.attributive or FUTURE.search(text, heading.start, heading.end)]
            if stated:
                return replace(stated[-1].period, via=Via.HEADING)
            if year is not None and FUTURE.search(text, heading.start, heading.end):
                return Period(str(year + 1), str(year + 1), via=Via.HEADING, evidence=self.view.span(*heading))
        inherited = self._earlier_period()
        if inherited is not None:
            return inherited
        known = str(year) if year else ""
        return Period(known, known, via=self.setting.year_via)

    def _earlier_period(self) -> Period | None:
        """A range of years that the sentence before opened (``2020年以来，…。…``) lasts to the end of the item."""
        outline = self.frame.outline
        for back in range(self.number - 1, max(-1, self.number - 3), -1):
            other = outline.sentences[back]
            if (other.paragraph, other.headings) != (self.sentence.paragraph, self.sentence.headings):
                return None
            words = [
                word for word in self.frame.times.words(other.block, self.setting.year)
                if not word.attributive
            ]  # fmt: skip
            leading = [word for word in words if word.block.start - other.block.start <= LEAD]
            lasting = [word for word in words if word.period.start != word.period.end]
            if leading or lasting:
                return replace((lasting or leading)[-1].period, via=Via.SENTENCE)
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


LEAD = 4
"""A time word within so many characters of its sentence's beginning opens a stretch of text."""
FROM_LAST_YEAR = re.compile(r"[由从](?:上年|去年|上一年)?的?$")
RISES = re.compile(r"(?:增加|减少|提高|提升|下降|降低|上升|增长|扩大|降|升|增|减)(?:了)?[到至为]")
LAST_YEAR = re.compile(r"上年|去年|上一年")


def _since_last_year(scene: Scene, quantity: Quantity) -> bool:
    """``与上年相比，…由2个增加到5个``: the first number is last year's."""
    return bool(
        RISES.match(scene.text, quantity.block.end)
        and LAST_YEAR.search(scene.text, scene.block.start, quantity.block.start)
    )  # fmt: skip


WHOLES = frozenset({
    Measure.PROJECT_COUNT, Measure.REPORT_COUNT, Measure.DEPARTMENT_COUNT, Measure.POLICY_COUNT, Measure.TARGET_COUNT,
    Measure.TOWNSHIP_COUNT, Measure.COUNTY_COUNT,
})  # fmt: skip
CHAIN_TO_OTHER = {
    QuantityKind.MONEY: Measure.OTHER_AMOUNT,
    QuantityKind.PERCENT: Measure.OTHER_RATE,
    QuantityKind.COUNT: Measure.OTHER_COUNT,
}
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


def outside_chain(reading: Reading, stage: StageReading, quantity: Quantity) -> Measure:
    """An amount that is only “involved” in something outside the chain is another amount."""
    if reading.rule == DEFAULT_COUNT and quantity.unit in SHARED_UNITS and quantity.unit != "条":
        return COUNTED_AT.get(stage.stage, reading.measure)
    if stage.stage is Stage.OTHER and reading.measure in GENERIC:
        return CHAIN_TO_OTHER[quantity.kind]
    return reading.measure


def figure_id(sha256: str, span: Span) -> str:
    """Stable id of a figure: a hash of the document's bytes and the figure's place."""
    return hashlib.sha256(f"{sha256}:{span.start}:{span.end}".encode()).hexdigest()[:16]


def _grouped(
    frame: Frame, drafts: Sequence[Draft], groups: Sequence[Group]
) -> tuple[tuple[Figure, ...], tuple[Activity, ...]]:
    """Drafts with ids, bound into activities; the figures in text order."""
    document, view = frame.outline.document, frame.outline.view
    ids = [figure_id(document.sha256, draft.quantity.span) for draft in drafts]
    names = [f"a{ids[item.members[0]][1:]}" if item.members else "" for item in groups]
    owner = [""] * len(drafts)
    activities = []
    for name, item in zip(names, groups, strict=True):
        for index in item.members:
            owner[index] = name
        lead = drafts[item.members[0]]
        parent = names[item.parent] if item.parent >= 0 else ""
        activities.append(
            Activity(
                name, parent, tuple(ids[index] for index in item.members), lead.subject, lead.period, lead.labels.stage
            )  # fmt: skip
        )
    figures = tuple(
        Figure(
            ids[index],
            draft.quantity,
            draft.labels,
            draft.subject,
            draft.period,
            view.span(*draft.sentence),
            view.text[draft.sentence.start : draft.sentence.end],
            draft.quantity.block.start - draft.sentence.start,
            draft.confidence,
            owner[index],
            document.page_at(draft.quantity.span.start),
            draft.part,
        )  # fmt: skip
        for index, draft in sorted(enumerate(drafts), key=lambda item: item[1].quantity.span)
    )
    return figures, tuple(activities)
